"""Under which law an E without a subscript is taken, where the text says so once: "Expectations are under q(z | x)".

Only what is said of all of them, with one law and no restriction behind it, counts; it lasts to the end of the answer,
or until the text speaks of another mean. What is said in any other way leaves such a row unread.

Main definitions
----------------
* `take_up_measure`: take up the law under which the text says that expectations are.
* `leave_measure`: forget it where the text speaks of other means.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from verify.grade.thread import Thread
from verify.latex.errors import Unread
from verify.latex.measures import draws
from verify.latex.source import Formula, Piece, Prose
from verify.latex.tree import Node, Relation, Row
from verify.terms.nodes import IllTyped

_MEANS = r"(?:expectations?|expected\s+values?|means?|averages?|espérances?)"
_ALL = r"(?:(?:all|the|every|these|here|below|throughout|in\s+this\s+question|toutes|les|ici|tout)\s*,?\s+)*"
_UNDER = r"(?:under|over|w\.?r\.?t\.?|with\s+respect\s+to|sous|selon|sur|par\s+rapport\s+à)"
_LAW = r"(?:\s+(?:the|la|le|fixed|same|law|loi|distribution|density|densité|encoder|encodeur|posterior))*"
_ARE = (
    r"(?:\s+(?:are|is|always|all|here|below|taken|meant|understood|computed|sont|est|toujours|ici|prises?|calculées?))*"
)
#: the words between the start of a sentence, or an E, and the law
_SAID = re.compile(
    rf"\W*{_ALL}(?:expectations|expected\s+values|means|averages|espérances){_ARE}\s+{_UNDER}{_LAW}\s*", re.I
)
_SAID_OF_E = re.compile(rf"\W*{_ARE}\s+{_UNDER}{_LAW}\s*", re.I)
_E = re.compile(
    r"\s*\\?(?:mathbb|mathbf|mathrm|operatorname)?\s*\{?\s*[E𝔼]\s*\}?\s*(?:\[\s*\\?(?:cdot|ldots|dots)?\s*\])?\s*"
)
_SENTENCE = re.compile(r"[.!?:;](?=\s)|\n\s*\n")
#: words behind the law that restrict it, or add another
_RESTRICTS = re.compile(
    r"(?<!\w)(?:and|or|not|under|over|first|second|third|last|except|unless|otherwise|resp\w*|terms?|rows?|lines?|left"
    r"|right|then|but|if|when|for|in|et|ou|pas|sauf|sinon|premi\w+|second\w*|pour|dans|si|mais)(?!\w)",
    re.I,
)
_OTHER = re.compile(rf"(?<!\w){_MEANS}(?!\w)[^.]{{0,60}}(?<!\w){_UNDER}(?!\w)|(?<!\w)(?:drawn|sampl\w+|tir\w+)\s", re.I)


def take_up_measure(pieces: Sequence[Piece], k: int, found: Sequence[Row], threads: Sequence[Thread]) -> bool:
    """Take up the law in the formula at `k`, whose rows are `found`, where all means are said to be under it."""
    behind = pieces[k + 1] if k + 1 < len(pieces) else None
    rest = _SENTENCE.split(behind.text)[0] if isinstance(behind, Prose) else ""
    if not _is_said(pieces[max(k - 3, 0) : k]) or _RESTRICTS.search(rest) or len(found) != 1:
        return False
    measure = _measure(found[0])
    return measure is not None and bool([one for one in threads if _taken_up(measure, one)])


def _taken_up(measure: Node, thread: Thread) -> bool:
    try:
        draws(measure, thread.scope)
    except (Unread, IllTyped):
        return False
    thread.drawn = thread.scope.drawn if thread.drawn is None else thread.drawn
    thread.scope = replace(thread.scope, drawn=(measure, *thread.drawn))
    return True


def _is_said(before: Sequence[Piece]) -> bool:
    """Whether the words in front say that all expectations are under what stands behind them."""
    match before:
        case [*earlier, Formula(display=False, text=letter), Prose(text=text)] if _E.fullmatch(letter):
            begins = not earlier or (isinstance(earlier[-1], Prose) and _ends_sentence(earlier[-1]))
            return begins and _SAID_OF_E.fullmatch(text) is not None
        case [*earlier, Prose(text=text)]:
            parts = _SENTENCE.split(text)
            begins = len(parts) > 1 or not earlier or not isinstance(earlier[-1], Formula) or earlier[-1].display
            return begins and _SAID.fullmatch(parts[-1]) is not None
    return False


def _ends_sentence(piece: Prose) -> bool:
    return bool(piece.heading) or _SENTENCE.split(f"{piece.text} ")[-1].strip(" *_\n") == ""


def _measure(row: Row) -> Node | None:
    """Return what stands under an E for a formula in the text: a law, q(z|x), or what is drawn from it, z ~ q."""
    match row.sides, row.relations:
        case ((law,), ()):
            return law
        case ((left, right), ("~",)) if left is not None and right is not None:
            return Relation(left.start, right.end, left, "~", right)
    return None


def leave_measure(text: str, thread: Thread) -> None:
    """Forget the law under which the text said that expectations are, where it speaks of other means."""
    if thread.drawn is not None and _OTHER.search(text):
        thread.all_means_again()
