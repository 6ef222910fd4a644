"""Laws that are said in words: “P uniform on [0, 1]”, “Q the point mass at t”; and where another pair begins.

Main definitions
----------------
* `take_up_law`: take up the law of which the words in front of a formula speak.
* `leave_laws`: forget the laws of the sheet where the text goes to another pair of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from verify.grade.own_laws import is_free_law, is_numeric
from verify.grade.thread import Thread
from verify.latex.axes import Axis, segment_of
from verify.latex.errors import Unread
from verify.latex.names import key_of
from verify.latex.rows import rows
from verify.latex.scope import Definition
from verify.latex.source import Document, Formula, Piece, Prose
from verify.latex.tree import Letter, Node, Row, Scripted
from verify.latex.uniforms import regions_of, said_anew, with_uniform, without_uniforms
from verify.terms.nodes import IllTyped

#: words between the name of a law and the set on which it is uniform
_UNIFORM = re.compile(
    r"\s*(?:(?:is|be|as|to be|for|denotes?|=|:|est|soit)\s+)?(?:the\s+|a\s+|la\s+loi\s+)?uniform(?:e|ly)?\s*"
    r"(?:law|distribution|measure|density|distributed)?\s*(?:on|over|in|sur)\s*(?:the\s+|la\s+|le\s+)?"
    r"(?:unit\s+)?(?:interval|segment|set|line|intervalle)?\s*",
    re.IGNORECASE,
)
_MASS = re.compile(
    r"\s*(?:(?:is|be|as|to be|denotes?|=|:)\s+)?(?:the\s+|a\s+)?(?:point|unit|dirac)\s*(?:mass|measure|delta)?\s*"
    r"(?:at|in|on)\s*",
    re.IGNORECASE,
)
#: words between the name of a law and the number that is its parameter
_FAMILY = re.compile(
    r"\s*(?:(?:is|be|as|to be|denotes?|=|:)\s+)?(?:the\s+|an?\s+)?(?:law of\s+)?"
    r"(?:bernoulli|binomial|categorical|poisson|exponential|geometric)\b[^.]{0,60}",
    re.IGNORECASE,
)
_ON = re.compile(r"\s*(?:on|over)\s*(?:the\s+)?(?:unit\s+)?(?:interval|segment|set|line)?\s*", re.IGNORECASE)
#: pieces of a sentence that are looked back at
_SENTENCE = 6
#: words that go to another pair
_OTHER = re.compile(
    r"\b(?:another|second|other|different|new|own|alternative|construct\w*)\b[^.]{0,40}"
    r"\b(?:pair|example|choice|distributions?|laws?|construction|couple|family|families)\b|\(b\)",
    re.IGNORECASE,
)
#: kinds of laws: behind the first results about one pair, they speak of others
_KIND = re.compile(r"\b(?:uniform|gaussian|normal|bernoulli|dirac|point mass|exponential)", re.IGNORECASE)


def take_up_law(before: Sequence[Piece], found: Sequence[Row], thread: Thread, document: Document) -> bool:
    """Take up the law of which the words in front of a formula speak, `found` being its rows; whether there is one."""
    match before:
        case [*_, Formula(display=False) as name, Prose(text=text)]:
            said = rows(name, document.macros)
        case _:
            return False
    if len(said) != 1 or len(said[0].sides) != 1 or len(found) != 1 or len(found[0].sides) != 1:
        return False
    left, right = said[0].sides[0], found[0].sides[0]
    if not isinstance(left, Letter | Scripted) or right is None:
        return False
    if is_free_law(left, thread.scope) and (
        _UNIFORM.fullmatch(text) or (_FAMILY.fullmatch(text) and is_numeric(right))
    ):
        thread.renamed.add(key_of(left, thread.scope.fonts) or "")  # an example: nothing is held against its rows
        return True
    axes: tuple[Axis, ...] | None = None
    if _UNIFORM.fullmatch(text) or (_ON.fullmatch(text) and _are_uniform(before[:-2])):
        axes = segment_of(right)
    elif _MASS.fullmatch(text):
        axes = (Axis(right),)
    return axes is not None and _named(left, axes, right, thread)


def _are_uniform(before: Sequence[Piece]) -> bool:
    """Whether the sentence so far is about uniform laws: "the uniform laws P on [0, 1] and Q on [t, 1 + t]"."""
    texts = [piece.text if isinstance(piece, Prose) else " " for piece in before[-_SENTENCE:]]
    return "uniform" in re.split(r"[.!?]\s", "".join(texts).lower())[-1]


def _named(left: Node, axes: Sequence[Axis], right: Node, thread: Thread) -> bool:
    key = key_of(left, thread.scope.fonts)
    known = thread.scope.meaning(key or "")
    if key is None or (known is not None and regions_of(left, thread.scope) is None):
        return False
    try:
        new = with_uniform(key, axes, right, thread.scope) if known is None else None
        thread.scope = new or said_anew(left, axes, right, thread.scope)
    except (Unread, IllTyped):
        thread.scope = without_uniforms(thread.scope)
    return True


def leave_laws(text: str, thread: Thread) -> None:
    """Forget the laws that the sheet assumes where the text goes to another pair of them."""
    assumed = any(isinstance(m, Definition) and m.assumed and m.own for m in thread.scope.names.values())
    if assumed and (_OTHER.search(text) or (thread.recent and _KIND.search(text))):
        thread.scope = without_uniforms(thread.scope, assumed=True)
