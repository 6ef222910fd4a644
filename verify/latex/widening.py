r"""How far an elementary function without brackets reaches, where its argument would be an array: exp aᵀb.

exp aᵀ b is read as exp(aᵀ) b by the syntax, which is a row times a column. Nobody means that where exp(aᵀ b), of a
number, can be meant: the argument goes on until it is a number.

Main definitions
----------------
* `widened`: the function with the factors that belong to its argument.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from verify.latex.reading import attempt, read
from verify.latex.scope import Scope
from verify.latex.tree import Bracket, Node, Operator, Product

#: factors that an argument may take up
FARTHEST = 4


def widened(factors: Sequence[Node], operators: Sequence[str], scope: Scope) -> tuple[int, Operator] | None:
    """Return how many factors an elementary function at the front takes, itself included, and what it then is.

    None where it is none, has brackets, or is a function of a number already.
    """
    from verify.latex.functions import ELEMENTARY

    first = factors[0]
    if not isinstance(first, Operator) or first.name not in ELEMENTARY or first.bracketed or first.body is None:
        return None
    if not _is_array(first.body, scope):
        return None
    for taken in range(1, min(FARTHEST, len(factors) - 1) + 1):
        if operators[taken - 1] not in ("", "·"):
            return None
        behind = factors[taken + 1] if taken + 1 < len(factors) and operators[taken] == "" else None
        if isinstance(behind, Bracket):
            continue  # an argument, which belongs to the factor before it
        body = _joined(first.body, factors[1 : taken + 1], operators[:taken])
        found = attempt(read, body, scope)
        if isinstance(found, tuple) and not any(term.shape for term in found):
            return taken + 1, replace(first, end=body.end, body=body)
    return None


def _is_array(body: Node, scope: Scope) -> bool:
    found = attempt(read, body, scope)
    return isinstance(found, tuple) and all(term.shape for term in found)


def _joined(body: Node, more: Sequence[Node], operators: Sequence[str]) -> Product:
    own = (body.factors, body.operators) if isinstance(body, Product) else ((body,), ())
    return Product(body.start, more[-1].end, (*own[1], *operators), (*own[0], *more))
