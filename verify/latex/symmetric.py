r"""Rows about several eigenvalues at once: λ_2 + λ_3 = -γ, λ_+ λ_- = 1/4, λ_1 + λ_2 + λ_3 = tr J.

The sum of all eigenvalues is the trace, their product the determinant. The sum of all but one is the trace less that
one, which is an eigenvalue; so such a row says that what remains is a root of the characteristic polynomial. Which of
the eigenvalues a subscript means, nobody said.

Main definitions
----------------
* `symmetric_row`: the statement of such a row.
"""

from __future__ import annotations

from collections.abc import Callable

from verify.latex.arithmetic import negated
from verify.latex.eigenvalues import named_eigenvalue, with_unit
from verify.latex.errors import Unread
from verify.latex.names import key_of
from verify.latex.reading import read
from verify.latex.roots import characteristic
from verify.latex.scope import Scope
from verify.latex.tree import Mark, Node, Plus, Product, Scripted
from verify.terms.nodes import MINUS_ONE, ZERO, Add, MatOp, Mul, Num, Pow, Term
from verify.terms.statement import Statement

Rest = Callable[[Term, Term], Term]


def symmetric_row(left: Node, relation: str, right: Node, scope: Scope) -> tuple[Statement, ...] | None:
    """Return what a sum or product of eigenvalues with subscripts is said to be; None for other rows.

    Raises:
        Unread: so few of them that the trace and the determinant say nothing of these.

    """
    parts, operation, rest = _parts(left)
    named = [named_eigenvalue(part, scope) if isinstance(part, Scripted) else None for part in parts]
    known = [one for one in named if one is not None and one.count == 1]
    if relation != "=" or len(parts) < 2 or len(known) < len(parts):
        return None
    if len({_written(part, scope) for part in parts}) < len(parts) or len({one.matrix for one in known}) > 1:
        return None
    (matrix,) = read(known[0].matrix, scope)
    size = matrix.shape[0] if len(matrix.shape) == 2 else None
    if not isinstance(size, Num) or len(parts) < size.value - 1 or len(parts) > size.value:
        raise Unread("what this says of eigenvalues is not read", left.start, left.end)
    whole = MatOp(operation, (matrix,))
    values = read(right, with_unit(scope), ())
    if len(parts) == size.value:
        return tuple(Statement("=", (whole, value)) for value in values)
    return tuple(Statement("=", (characteristic(matrix, rest(whole, value)), ZERO)) for value in values)


def _written(node: Node, scope: Scope) -> str:
    """Return an eigenvalue's name as written, λ_+ and λ_- too."""
    sub = node.sub if isinstance(node, Scripted) else None
    mark = sub.text if isinstance(sub, Mark) else "".join(sub.signs) if isinstance(sub, Plus) else ""
    return key_of(node, scope.fonts) or mark


def _parts(node: Node) -> tuple[tuple[Node, ...], str, Rest]:
    """Return the terms of a sum or the factors of a product, what all of them would give, and how to take some off."""
    match node:
        case Plus(signs=signs, terms=terms) if set(signs) == {"+"}:
            return terms, "trace", lambda whole, part: Add((whole, negated(part)))
        case Product(operators=operators, factors=factors) if set(operators) <= {"", "·", "×", "*"}:
            return factors, "det", lambda whole, part: Mul((whole, Pow(part, MINUS_ONE)))
    return (), "", lambda whole, _: whole
