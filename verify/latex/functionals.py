"""A functional at a formula: R[log p(x)/q(x)] of R[T] = E_p[T(x)] - …, where the formula is the function of x.

Main definitions
----------------
* `is_function_of_a_point`: whether a formula is a function of the kind that a functional takes.
* `with_functions`: a term with formulas in place of unknown functions.
"""

from __future__ import annotations

from collections.abc import Mapping

from verify.latex.scope import Scope
from verify.terms.base import NUMERIC
from verify.terms.nodes import Apply, Extremum, Sym, Term
from verify.terms.rewrite import free, substitute, transform, walk


def is_function_of_a_point(term: Term, name: str, scope: Scope) -> bool:
    """Whether a number depends on no point but one of the space on which the unknown function is declared."""
    declared = scope.context.function_by_name.get(name)
    if declared is None or len(declared.spaces) != 1 or term.sort not in NUMERIC or term.shape:
        return False
    points = _points(term)
    return len(points) <= 1 and all(scope.context.space_of(p.name) == declared.spaces[0] for p in points)


def _points(term: Term) -> list[Sym]:
    return [s for s in free(term) if s.of_sort == "point"]


def with_functions(term: Term, bodies: Mapping[str, Term]) -> Term:
    """Return the term with each function replaced by its formula, which is taken at the function's argument."""
    bound = {node.variable.name for node in walk(term) if isinstance(node, Extremum)}

    def change(node: Term) -> Term:
        if not isinstance(node, Apply) or node.function not in bodies or any(node.orders) or node.function in bound:
            return node
        body = bodies[node.function]
        return substitute(body, dict.fromkeys(_points(body), node.args[0]))

    return transform(term, change) if bodies else term
