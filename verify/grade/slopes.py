"""A slope that is set to zero with a slip in it: p/D + q/(1 - D) = 0.

"… = 0" claims little by itself. Where it fails at each optimum that the sheet knows, and one term with the other sign,
or twice or half of it, makes it hold there, that term is wrong.

Main definitions
----------------
* `slip_of_slope`: the accusation of such a row; None where nothing is sure.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from verify.grade.clauses import Link
from verify.grade.evidence import Finding
from verify.grade.inside import times
from verify.grade.judged import Judged, Setting, refuted
from verify.grade.optimum import stationary
from verify.grade.thread import Thread, Wrong
from verify.terms.nodes import HALF, MINUS_ONE, TWO, Add, IllTyped
from verify.terms.printing import statement_text, text
from verify.terms.statement import Statement

_FACTORS = ((MINUS_ONE, "the other sign of"), (TWO, "twice"), (HALF, "half of"))
#: terms of a slope that are tried
_MOST = 6


def slip_of_slope(
    found: tuple[Statement, ...], finding: Finding, link: Link, thread: Thread, setting: Setting
) -> Judged | None:
    """Return a slope that is set to zero as refuted where one term of it is wrong; None for others."""
    if len(found) != 1 or finding.statement is None or thread.first or setting.cue.doubt or setting.conditional:
        return None
    for label, edited in _edits(found[0]):
        there, _ = stationary((edited,), thread, opens=False)
        if there is not None and there.holds:
            thread.wrong.append(Wrong(finding.statement, link.start))
            reason = f"true at the optimum with one edit: {label}"
            return refuted(link, finding, reason, statement_text(edited))
    return None


def _edits(statement: Statement) -> Iterator[tuple[str, Statement]]:
    left, right = statement.args
    terms = left.terms if isinstance(left, Add) else ()
    for k, term in enumerate(terms[:_MOST]):
        for factor, label in _FACTORS:
            try:
                new = Add((*terms[:k], times(factor, term), *terms[k + 1 :]))
                yield f"{label} {text(term)}", replace(statement, args=(new, right))
            except IllTyped:
                continue
