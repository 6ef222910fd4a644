"""Names that words give: "write q_z for q(z|x)", "denote E[R_i] by m", "let s stand for aᵀb".

Main definitions
----------------
* `with_definitions`: the pieces of a text, with a formula q_z := q(z|x) for such words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from verify.latex.source import Formula, Piece, Prose

#: what stands in front of both formulas, and between them; whether the name is the second
_FORMS = (
    (r"(?:write|writing|use|using|have|écri\w+|not\w+)", r"(?:for|instead of|in place of|pour|au lieu de)", False),
    (r"(?:write|writing|use|using)", r"as (?:an? )?(?:short|shorthand|abbreviation) (?:for|of)", False),
    (r"(?:abbreviat\w+|denot\w+|shorten\w*|abrég\w+|désign\w+|not\w+)", r"(?:by|as|with|to|par)", True),
    (r"(?:let|soit)", r"(?:denotes?|stands? for|be short for|be shorthand for|désigner?)", False),
)
_PATTERNS = tuple(
    (re.compile(rf"(?:^|\W){before}\s*$", re.IGNORECASE), re.compile(rf"\s*{between}\s*", re.IGNORECASE), second)
    for before, between, second in _FORMS
)


def with_definitions(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Return the pieces with one formula NAME := MEANING for each two that words join to a definition."""
    found: list[Piece] = []
    k = 0
    while k < len(pieces):
        before = pieces[k - 1] if k else None
        together = _definition(before, pieces[k : k + 3]) if isinstance(before, Prose) else None
        found.append(together or pieces[k])
        k += 3 if together else 1
    return tuple(found)


def _definition(before: Prose, pieces: Sequence[Piece]) -> Formula | None:
    match pieces:
        case [Formula(display=False) as first, Prose(text=between), Formula(display=False) as second]:
            for in_front, in_between, is_second in _PATTERNS:
                if in_front.search(before.text[-40:]) and in_between.fullmatch(between):
                    name, meaning = (second, first) if is_second else (first, second)
                    return Formula(first.start, second.end, f"{name.text} := {meaning.text}", False)
    return None
