r"""Rows and columns of a matrix: x_i and X_i, X_{i,:}, X_{:,j}, and x_{ij} for an entry of X.

Many write the rows of a data matrix X as columns x_i, with x_i^⊤w for what belongs to the i-th one; others mean row
or column by X_j. Types tell, and the axis along which the index runs elsewhere in the row (`verify.latex.sides`).

Main definitions
----------------
* `slices`: the rows and columns that one index may mean.
* `sliced`: those that X_{i,:} and X_{:,j} say.
* `capital`: X_{ij} for x_{ij}, where only X is declared.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from verify.latex.errors import Unread
from verify.latex.indices import index_of
from verify.latex.names import key_of
from verify.latex.reading import Readings
from verify.latex.scope import Definition, Scope, Value
from verify.latex.tree import Letter, Mark, Node, Product, Scripted, Sequence
from verify.latex.tree import walk as tree_walk
from verify.terms.nodes import ONE, Entry, MatOp, Sym, Term, shape_text
from verify.terms.rewrite import free, walk
from verify.terms.statement import Statement


def is_matrix(term: Term) -> bool:
    """Whether a term has rows and columns."""
    return bool(term.shape) and ONE not in term.shape


def slices(matrix: Term, index: Term) -> Readings:
    """Return the row of a matrix, as a column and as a row, and its column."""
    if matrix.shape[0] == matrix.shape[1]:
        if isinstance(matrix, MatOp) and matrix.op == "diag":  # Γ_j is the j-th number on the diagonal
            return (Entry(matrix, (index, index)),)
        raise Unread(f"{matrix} is {shape_text(matrix.shape)}: what its subscript says is not known")
    row = _column(MatOp("transpose", (matrix,)), matrix.shape[0], index)
    column = _column(matrix, matrix.shape[1], index)
    return row, MatOp("transpose", (row,)), column


def _column(matrix: Term, length: Term, index: Term) -> Term:
    return MatOp("product", (matrix, MatOp("basis", (length, index))))


def sliced(matrix: Term, sub: Node, scope: Scope) -> Readings | None:
    """Return the row or column that a subscript with a colon or a dot says; None for other subscripts."""
    match sub:
        case Sequence(items=(first, second)) | Product(operators=("",), factors=(first, second)):
            pass
        case _:
            return None
    if _is_all(second) and not _is_all(first):
        row = _column(MatOp("transpose", (matrix,)), matrix.shape[0], index_of(first, scope))
        return row, MatOp("transpose", (row,))
    if _is_all(first) and not _is_all(second):
        return (_column(matrix, matrix.shape[1], index_of(second, scope)),)
    return None


def _is_all(node: Node) -> bool:
    return isinstance(node, Mark) and node.text == "all"


def capital(node: Scripted, scope: Scope) -> Scripted | None:
    """Return X_{ij} for x_{ij}, where x means nothing and X is a matrix; None for anything else."""
    base = node.base
    if not isinstance(base, Letter) or base.accent or base.font or len(base.name) != 1 or not base.name.islower():
        return None
    upper = replace(base, name=base.name.upper())
    meaning = scope.meaning(key_of(upper, scope.fonts) or "")
    known = scope.meaning(key_of(base, scope.fonts) or "")
    if known is not None or node.sub is None or not isinstance(meaning, Value) or not is_matrix(meaning.term):
        return None
    return replace(node, base=upper)


def has_slices(node: Node, scope: Scope) -> bool:
    """Whether a formula has an array with one index that may be a row or a column: shapes prove little there."""
    for part in tree_walk(node):
        if not isinstance(part, Scripted) or not isinstance(part.base, Letter) or part.sub is None:
            continue
        meaning = scope.meaning(key_of(part.base, scope.fonts) or "")
        array = isinstance(meaning, Value) and is_matrix(meaning.term)
        own = isinstance(meaning, Definition) and not meaning.parameters and isinstance(part.sub, Letter)
        array = array or own
        if (array or capital(part, scope) is not None) and not isinstance(part.sub, Product | Sequence):
            return True
    return False


def with_fitting_axes(found: tuple[Statement, ...]) -> tuple[Statement, ...]:
    """Return the readings in which no index runs along axes of two lengths, if there are any."""
    fitting = tuple(s for s in found if all(len(set(axes)) <= 1 for axes in _axes(s)))
    return fitting or found


def _axes(statement: Statement) -> Iterator[set[Term]]:
    """Yield for each free index of a statement the lengths of the axes along which it runs."""
    for index in {s for arg in statement.args for s in free(arg) if s.sort == "index"}:
        yield {length for arg in statement.args for length in _lengths(arg, index)}


def _lengths(term: Term, index: Sym) -> Iterator[Term]:
    for node in walk(term):
        match node:
            case Entry(array=array, indices=indices):
                yield from (array.shape[k] for k, place in enumerate(indices) if place == index)
            case MatOp(op="basis", args=(length, place)) if place == index:
                yield length
