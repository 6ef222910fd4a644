"""The exact rung: full enumeration and rational identities, in exact rational numbers.

`verify.meaning` goes through all masks and cells and computes exactly, in rationals and their logarithms; where an
exponential or a root of a non-square makes balls of them, this rung does not apply and only what it refutes counts.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from verify.meaning.boundary import has_corners
from verify.meaning.case import Violation
from verify.meaning.draw import draw
from verify.meaning.instance import Instance
from verify.meaning.replay import counterexample
from verify.meaning.replay import judged as judged_at
from verify.model import Counterexample, Rung, Verdict
from verify.numeric.atoms import confirms
from verify.terms.context import Context
from verify.terms.nodes import Expect, Integral
from verify.terms.rewrite import walk
from verify.terms.statement import STRUCTURAL, Statement

#: generic instances, and boundary ones (not for equalities: an identity that fails anywhere fails almost everywhere)
GENERIC, BOUNDARY = 6, 6
#: boundary instances where an equality has corners: each value may be the one at which it fails
CORNERS = 48
#: instances that must hold exactly for the rung to confirm
LEAST = 3


@dataclass(frozen=True)
class Judged:
    """What exact instances say: how many there were, at how many the statement holds exactly, where it fails."""

    seen: int
    exact: int
    failing: Counterexample | None
    generic: tuple[Instance, ...]


def judged(statement: Statement, context: Context, seed: int, count: int = GENERIC) -> Judged:
    """Judge a statement at exact instances, until one refutes it."""
    terms = (*statement.args, *statement.variables)
    seen = exact = 0
    drawn: list[Instance] = []
    count = 1 if statement.relation in STRUCTURAL else count
    generic = draw(context, seed, count, terms=terms, hypotheses=statement.hypotheses)
    corners = has_corners(statement, context)
    smooth = statement.relation in STRUCTURAL or (statement.relation == "=" and not corners)
    limit = CORNERS if corners else BOUNDARY
    special = draw(context, seed, limit, terms=terms, hypotheses=statement.hypotheses, boundary=True)
    for instance in itertools.chain(generic, () if smooth else special):
        seen += 1
        if instance.label == "generic":
            drawn.append(instance)
        found, place = judged_at(statement, instance, context)
        if isinstance(found, Violation):
            failing = counterexample(statement, place, context, found)
            return Judged(seen, exact, failing, tuple(drawn))
        exact += found is True
    return Judged(seen, exact, None, tuple(drawn))


def exact_rung(statement: Statement, found: Judged) -> Rung | None:
    """Return the exact rung, or None where the numbers were not exact (or the claim is no equality)."""
    if found.failing is not None:
        method = "exact" if found.failing.evidence == "exact" else "enclosed"
        return Rung(method, Verdict.REFUTED, found.seen, counterexample=found.failing)
    if statement.relation in STRUCTURAL and found.exact:
        return Rung("exact", Verdict.CONFIRMED, 1, certificate="written out as a polynomial in all symbols")
    if not confirms(statement) or found.exact < max(LEAST, found.seen):
        return None
    sums = any(isinstance(node, Expect | Integral) for arg in statement.args for node in walk(arg))
    how = "full enumeration in exact arithmetic" if sums else "holds in exact arithmetic"
    return Rung("exact", Verdict.CONFIRMED, found.exact, certificate=f"{how} at {found.exact} instances")
