"""Linear algebra with names: norms, determinants, traces, diagonals.

Main definitions
----------------
* `norm`, `absolute`: what stands between bars.
* `trace`, `determinant`, `diagonal`: handlers of operators.
"""

from __future__ import annotations

from verify.latex.columns import reciprocals_of
from verify.latex.errors import Unread
from verify.latex.names import Scripts
from verify.latex.powers import raised
from verify.latex.reading import Expected, Readings, attempt, combine, read
from verify.latex.scope import Scope
from verify.latex.tree import Bracket, Letter, Mark, Matrix, Node, Number, Operator, Scripted
from verify.terms.nodes import HALF, ONE, Diff, Fn, MatOp, Pow, Rows, Sym, Term


def norm(inside: Node, scripts: Scripts, scope: Scope) -> Readings:
    """Return ‖inside‖ or a power of it: the Euclidean norm, of a matrix Frobenius's."""
    match scripts.sub:
        case None | Number(text="2") | Letter(name="F"):
            pass
        case _:
            raise Unread("which norm this is was not said", scripts.sub.start, scripts.sub.end)
    squares = combine(lambda term: MatOp("norm2", (term,)), read(inside, scope))
    match scripts.sup:
        case Number(text="2"):
            return squares
        case None:
            return combine(lambda square: Pow(square, HALF), squares)
        case sup:
            return raised(combine(lambda square: Pow(square, HALF), squares), sup, scope)


def absolute(term: Term, scope: Scope) -> Readings:
    """Return |term|: the absolute value of a number, the norm of a column, the determinant of a square matrix.

    Of a matrix S that is not symmetric some write |S| for the modulus of its determinant.
    """
    if not term.shape:
        return (Fn("abs", term),)
    if term.shape[1] == ONE:
        return (Pow(MatOp("norm2", (term,)), HALF),)
    volume = MatOp("det", (term,))
    inner = term.args[0] if isinstance(term, MatOp) and term.op in ("inverse", "transpose") else term
    declared = scope.context.by_name.get(inner.name) if isinstance(inner, Sym) else None
    symmetric = declared is not None and "symmetric" in declared.structure
    return (volume, Fn("abs", volume)) if isinstance(inner, Sym | Diff) and not symmetric else (volume,)


def trace(node: Operator, scope: Scope, _: Expected) -> Readings:
    """Read tr of a square matrix; a number is its own trace."""
    found = combine(lambda term: MatOp("trace", (term,)) if term.shape else term, _body(node, scope))
    return found if node.sup is None else raised(found, node.sup, scope)


def determinant(node: Operator, scope: Scope, _: Expected) -> Readings:
    """Read det of a square matrix."""
    found = combine(lambda term: MatOp("det", (term,)) if term.shape else term, _body(node, scope))
    return found if node.sup is None else raised(found, node.sup, scope)


def diagonal(node: Operator, scope: Scope, expected: Expected) -> Readings:
    """Read diag: of a column the diagonal matrix, of a matrix its diagonal, as a matrix or as a column.

    The power of a column is taken entry by entry here: diag(σ²) is diag(σ)².
    """
    if node.sup is not None:
        raise Unread("what this superscript of diag says is not known", node.sup.start, node.sup.end)
    if isinstance(node.body, Bracket) and len(node.body.items) > 1:
        from verify.latex.dots import column_of

        listed = column_of(node.body.items, scope)
        if listed is not None:
            return (MatOp("diag", (listed,)),)
    found: list[Term] = []
    readings = _powers(node, scope) or _body(node, scope)
    columns = tuple(term for term in readings if term.shape[1:] == (ONE,))  # diag(a, b) is of the column of a and b
    for term in columns or readings:
        if term.shape[1:] == (ONE,):
            below = reciprocals_of(term)
            column = MatOp("diag", (term if below is None else below,))
            found.append(column if below is None else MatOp("inverse", (column,)))
            continue
        column = MatOp("diagonal", (term,))
        found.extend((MatOp("diag", (column,)), column))
    if expected and any(term.shape == expected for term in found):
        return tuple(term for term in found if term.shape == expected)
    return tuple(found)


def _powers(node: Operator, scope: Scope) -> Readings:
    """Return the readings of a body that is a column to a whole power, none for other bodies."""
    body = node.body.items[0] if isinstance(node.body, Bracket) and len(node.body.items) == 1 else node.body
    match body:
        case Scripted(base=base, sub=None, sup=Number(text="2" | "3" | "4" as text), primes=0) if node.sub is None:
            readings = attempt(read, base, scope)
            columns = readings if isinstance(readings, tuple) else ()
            return tuple(MatOp("hadamard", (c,) * int(text)) for c in columns if c.shape[1:] == (ONE,))
    return ()


def _body(node: Operator, scope: Scope) -> Readings:
    if node.body is None:
        raise Unread(f"{node.name} of nothing", node.start, node.end)
    if node.sub is not None:
        raise Unread(f"what the subscript of {node.name} says is not known", node.sub.start, node.sub.end)
    return read(node.body, scope)


def matrix(node: Matrix, scope: Scope, _: Expected) -> Readings:
    """Read a matrix of numbers written out; between bars it is a determinant."""
    from verify.latex.dots import diagonal_of
    from verify.latex.reading import read_all

    if any(isinstance(entry, Mark) for row in node.rows for entry in row):
        diagonal = diagonal_of(node, scope)
        if diagonal is None:
            raise Unread("what these dots leave out is not known", node.start, node.end)
        written_out = MatOp("diag", (diagonal,))
        return (MatOp("det", (written_out,)) if node.opening == "|" else written_out,)
    entries = read_all(((entry, ()) for row in node.rows for entry in row), scope)
    width = len(node.rows[0])
    if any(len(row) != width for row in node.rows):
        raise Unread("the rows of this matrix have different lengths", node.start, node.end)

    def build(*terms: Term) -> Term:
        rows = tuple(tuple(terms[k : k + width]) for k in range(0, len(terms), width))
        written = Rows(rows)
        return MatOp("det", (written,)) if node.opening == "|" else written

    return combine(build, *entries)
