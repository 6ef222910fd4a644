r"""Rows about all eigenvalues of a matrix: Sp(J) = {a, b, c}, (λ_1, λ_2, λ_3) = (a, b, c), Re(λ) < 0.

Main definitions
----------------
* `spectrum_row`: the statements of such a row; None for other rows.
"""

from __future__ import annotations

from fractions import Fraction

from verify.latex.eigenvalues import choices, items_of, named_eigenvalue, said_of, signs_of, with_unit
from verify.latex.errors import Unread
from verify.latex.reading import attempt, read
from verify.latex.scope import Scope
from verify.latex.symbols import SPECTRA
from verify.latex.tree import Bracket, Letter, Node, Number, Operator, Product, Scripted, Sequence, Word
from verify.terms.nodes import ONE, ZERO, Add, Entry, Mul, Num, Rows, Sym, Term
from verify.terms.statement import Statement

#: letters that name the set of the eigenvalues where the right side lists a set
_LETTERS = frozenset({"sigma", "lambda", "Lambda"})


def spectrum_row(left: Node, relation: str, right: Node, scope: Scope) -> tuple[Statement, ...] | None:
    """Return what a row says of all eigenvalues of a matrix; None for other rows.

    Raises:
        Unread: it lists fewer values than the matrix has eigenvalues.

    """
    found = _real_part(left, relation, right, scope)
    if found is not None:
        return found
    if relation not in ("=", ":="):
        return None
    matrix = _spectrum_of(left, right, scope) or _all_of(left, scope)
    if matrix is None:
        return None
    inside = with_unit(scope)
    values = [value for item in items_of(right) for value in signs_of(item)]
    size = matrix.shape[0]
    if str(len(values)) != str(size):
        raise Unread(f"{len(values)} values for the {size} eigenvalues", right.start, right.end)
    options = [read(value, inside, ()) for value in values]
    return tuple(dict.fromkeys(s for terms in choices(options) for s in said_of(matrix, terms)))


def _square(node: Node, scope: Scope) -> Term | None:
    found = attempt(read, node, scope, None)
    if not isinstance(found, tuple) or len(found) != 1:
        return None
    shape = found[0].shape
    return found[0] if len(shape) == 2 and shape[0] == shape[1] and shape[0] != ONE else None


def _spectrum_of(left: Node, right: Node, scope: Scope) -> Term | None:
    """Return the matrix whose eigenvalues the left side names: Sp(J), σ(J)."""
    match left:
        case Product(operators=("",), factors=(Word(text=text), Bracket(items=(matrix,)))) if text.lower() in SPECTRA:
            return _square(matrix, scope)
        case Product(operators=("",), factors=(Letter(name=name), Bracket(items=(matrix,)))) if name in _LETTERS:
            listed = isinstance(right, Bracket) and right.opening == "{"
            return _square(matrix, scope) if listed else None
    return None


def _all_of(left: Node, scope: Scope) -> Term | None:
    """Return the matrix of which a list names all eigenvalues: (λ_1, λ_2, λ_3), with as many values behind."""
    items = items_of(left) if isinstance(left, Bracket | Sequence) else ()
    named = [named_eigenvalue(item, scope) for item in items]
    if len(named) < 2 or any(n is None or n.count != 1 for n in named) or len(set(items)) < len(items):
        return None
    assert named[0] is not None
    matrix = _square(named[0].matrix, scope)
    return matrix if matrix is not None and str(matrix.shape[0]) == str(len(items)) else None


def _real_part(left: Node, relation: str, right: Node, scope: Scope) -> tuple[Statement, ...] | None:
    """Return “Re(λ) < 0” as the stability of the linear system with that matrix.

    Which eigenvalues λ_2 or the λ of a text are is not known: the row is right if it is right of all of them, and it
    is never wrong (the second reading holds always).
    """
    match left, relation, right:
        case Operator(name="Re", body=Node() as body), "<", Number(text="0"):
            inner = body.items[0] if isinstance(body, Bracket) and len(body.items) == 1 else body
            alone = inner.base if isinstance(inner, Scripted) and inner.sup is None else inner
            named = named_eigenvalue(inner, scope) or named_eigenvalue(alone, scope)
        case _:
            return None
    matrix = None if named is None else _square(named.matrix, scope)
    size = None if matrix is None else matrix.shape[0]
    if matrix is None or not isinstance(size, Num):
        return None
    count = int(size.value)
    states = tuple(Sym(f"state{k + 1}") for k in range(count))
    field = Rows(tuple((_moved(matrix, k + 1, states),) for k in range(count)))
    origin = Rows(tuple((ZERO,) for _ in states))
    always = Statement("<", (ZERO, Num(Fraction(1))))
    return (Statement("asymptotically stable", (field, origin), states), always)


def _moved(matrix: Term, row: int, states: tuple[Sym, ...]) -> Term:
    """Return what a row of the matrix makes of the states."""
    entries = [Entry(matrix, (Num(Fraction(row)), Num(Fraction(k + 1)))) for k in range(len(states))]
    return Add(tuple(Mul((entry, state)) for entry, state in zip(entries, states, strict=True)))
