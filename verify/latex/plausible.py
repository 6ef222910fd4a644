"""Which of several well-typed readings of the same tokens nobody would mean.

Where it is open how far an operator reaches, types leave several readings. Three of them no writer means: one in which
what an operator binds occurs outside of its reach as well (min_w f(w) - wᵀb, if the min ends before the minus); one in
which a term is summed over the points of a space on which it does not depend (Σ_z q(z) log p(z) - KL(q(z), p(z)), if
the sum went on); one in which an elementary function is taken of an array, entry by entry, where it could be taken of
a number (exp aᵀb).

Main definitions
----------------
* `plausible`: the readings without those, unless there are no others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from verify.terms.nodes import Add, Expect, Extremum, Fn, Integral, Sym
from verify.terms.rewrite import free, walk
from verify.terms.statement import Statement


def plausible(found: Iterable[Statement]) -> tuple[Statement, ...]:
    """Return the readings that a writer may mean; all of them where none is better."""
    kept = tuple(dict.fromkeys(found))
    for strange in (_escapes, _sums_a_constant, _is_entrywise):
        kept = _without(kept, strange)
    return kept


def _without(found: tuple[Statement, ...], strange: Callable[[Statement], bool]) -> tuple[Statement, ...]:
    better = tuple(statement for statement in found if not strange(statement))
    return better or found


def _escapes(statement: Statement) -> bool:
    """Whether a side has a variable that an extremum or expectation in it binds outside of the reach of that."""
    for side in statement.args:
        bound: set[Sym] = set()
        for node in walk(side):
            if isinstance(node, Extremum):
                bound.add(node.variable)
            elif isinstance(node, Expect) and node.density is not None:
                bound.update(node.variables)
        if bound & free(side):
            return True
    return False


def _sums_a_constant(statement: Statement) -> bool:
    """Whether a sum over all points of a space has a term that is the same at all of them."""
    integrals = (node for side in statement.args for node in walk(side) if isinstance(node, Integral))
    return any(
        isinstance(node.body, Add) and any(not free(term) & set(node.variables) for term in node.body.terms)
        for node in integrals
        if all(variable.sort == "point" for variable in node.variables)
    )


def _is_entrywise(statement: Statement) -> bool:
    """Whether an elementary function is taken of an array in it."""
    return any(isinstance(node, Fn) and bool(node.arg.shape) for side in statement.args for node in walk(side))
