r"""What dots leave out: σ_1 σ_2 ⋯ σ_K, a_1 + … + a_K, diag(σ_1, …, σ_K), diagonal matrices with ⋱.

Main definitions
----------------
* `folded_out`: the Σ or Π that terms with dots between them are; None where they are none.
* `column_of`: the column of which a list with dots are the entries; None for other lists.
* `diagonal_of`: the diagonal of a matrix with ⋱ on it; None for other matrices.
"""

from __future__ import annotations

from collections.abc import Sequence

from verify.latex.columns import entrywise, entrywise_power
from verify.latex.reading import Readings, read
from verify.latex.scope import Scope
from verify.latex.tree import Mark, Matrix, Node, Number
from verify.terms.nodes import ONE, Entry, Num, Pow, Prod, Sum, Sym, Term
from verify.terms.rewrite import fresh, transform


def _is_dots(node: Node) -> bool:
    return isinstance(node, Mark) and node.text == "dots"


def _ends(nodes: Sequence[Node]) -> tuple[tuple[Node, ...], Node] | None:
    """Return what stands before the only dots, one or two members of a family, and the last one behind them."""
    dots = [k for k, node in enumerate(nodes) if _is_dots(node)]
    if len(dots) != 1 or dots[0] not in (1, 2) or dots[0] != len(nodes) - 2:
        return None
    return tuple(nodes[: dots[0]]), nodes[-1]


def _general(nodes: Sequence[Node], scope: Scope) -> tuple[Term, Sym, Term] | None:
    """Return the general member of a list with dots, its index, and how far that runs."""
    ends = _ends(nodes)
    if ends is None:
        return None
    before, last = (tuple(read(node, scope, ()) for node in ends[0]), read(ends[1], scope, ()))
    if any(len(found) != 1 for found in (*before, last)):
        return None
    tops = [place for part in _entries(last[0]) for place in part.indices if place.sort == "dimension"]
    if not tops or any(top != tops[0] for top in tops):
        return None
    index = fresh(Sym("k", "index"))
    general = _at(last[0], tops[0], index)
    alike = all(_at(found[0], Num(ONE.value * (k + 1)), index) == general for k, found in enumerate(before))
    return (general, index, tops[0]) if alike else None


def _entries(term: Term) -> list[Entry]:
    found: list[Entry] = [term] if isinstance(term, Entry) else []
    return found + [part for child in term.children() for part in _entries(child)]


def _at(term: Term, place: Term, index: Sym) -> Term:
    """Return a term with an index for a place in the subscripts of its entries."""

    def put(node: Term) -> Term:
        if not isinstance(node, Entry) or place not in node.indices:
            return node
        return Entry(node.array, tuple(index if i == place else i for i in node.indices))

    return transform(term, put)


def folded_out(kind: type[Sum] | type[Prod], nodes: Sequence[Node], scope: Scope) -> Readings | None:
    """Return Σ_k or Π_k of the general one of terms or factors with dots between them."""
    found = _general(nodes, scope)
    return None if found is None or found[0].shape else (kind(*found),)


def column_of(nodes: Sequence[Node], scope: Scope) -> Term | None:
    """Return the column whose entries are listed with dots: v, and powers of its entries."""
    found = _general(nodes, scope)
    if found is None:
        return None
    match found:
        case (Entry(array=array, indices=(place,)), index, size) if place == index and array.shape == (size, ONE):
            return array
        case (Pow(base=Entry(array=array, indices=(place,)), exponent=power), index, size) if place == index:
            if array.shape != (size, ONE):
                return None
            return entrywise(ONE, array) if power == Num(-ONE.value) else entrywise_power(array, power)
    return None


def diagonal_of(node: Matrix, scope: Scope) -> Term | None:
    """Return the diagonal of a square matrix whose other cells are empty, 0 or dots."""
    size = len(node.rows)
    if any(len(row) != size for row in node.rows):
        return None
    others = (cell for k, row in enumerate(node.rows) for j, cell in enumerate(row) if j != k)
    if not all(isinstance(cell, Mark) or (isinstance(cell, Number) and cell.text == "0") for cell in others):
        return None
    return column_of([node.rows[k][k] for k in range(size)], scope)
