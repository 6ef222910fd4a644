"""Factors side by side: application or product, by the kinds of the factors; chains of matrices.

Main definitions
----------------
* `product`: the handler of products, quotients with a slash and ⊙.
* `multiply`: the product of scalars and matrices in their order; a 1×1 part of a chain is a number.

How far a slash reaches is not said by the syntax: a / b c is read as (a / b) c and as a / (b c).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from itertools import pairwise

from verify.latex.calls import applied
from verify.latex.columns import entrywise, reciprocals_of
from verify.latex.errors import NeedsShape, Unread
from verify.latex.hadamard import with_hadamards
from verify.latex.reading import Expected, Readings, any_of, attempt, combine, read, settle
from verify.latex.scope import Scope
from verify.latex.transposed import with_transposes
from verify.latex.tree import Letter, Mark, Node, Number, Product, Scripted
from verify.latex.widening import widened
from verify.terms.nodes import ONE, ZERO, IllTyped, MatOp, Mul, Num, Prod, Term, shape_text


@dataclass(frozen=True, slots=True)
class Atom:
    """A factor, or a function with its argument: how to read it, and the operator before it."""

    operator: str
    node: Node
    read: Callable[[Expected], Readings]


Grouped = Sequence[Atom]


def product(node: Product, scope: Scope, expected: Expected) -> Readings:
    """Read factors side by side."""
    node = with_transposes(with_hadamards(node, scope), scope)
    unknown = next((op for op in node.operators if op not in ("", "·", "×", "*", "⊙", "/", "⊘")), None)
    if unknown is not None:
        raise Unread(f"what {unknown} means here is not known", node.start, node.end)
    if any(isinstance(factor, Mark) for factor in node.factors) and set(node.operators) <= {"", "·", "×"}:
        from verify.latex.dots import folded_out

        whole = folded_out(Prod, node.factors, scope)
        if whole is not None:
            return whole
    for k, factor in enumerate(node.factors[:-1]):  # d f is a differential, not the dimension d times f
        behind = node.factors[k + 1]
        if node.operators[k] == "" and _is_d(factor) and isinstance(behind, Letter | Scripted):
            raise Unread("a differential has no meaning here", factor.start, behind.end)
    return _quotients(_atoms(node, scope), node, expected)


def _is_d(node: Node) -> bool:
    return isinstance(node, Letter) and node.name == "d" and not (node.font or node.accent)


def _atoms(node: Product, scope: Scope) -> list[Atom]:
    """Return the factors; functions take the brackets behind them as arguments."""
    operators = ("", *node.operators)
    atoms: list[Atom] = []
    k = 0
    while k < len(node.factors):
        factor = node.factors[k]
        call = applied(node.factors[k:], node.operators[k:], scope)
        if call is not None:
            taken, how = call
            atoms.append(Atom(operators[k], factor, how))
            k += taken
            continue
        wide = widened(node.factors[k:], node.operators[k:], scope)
        taken, factor = (1, factor) if wide is None else wide
        atoms.append(Atom(operators[k], factor, partial(read, factor, scope)))
        k += taken
    return atoms


# ------------------------------------------------------------------------------------------------ quotients


def _quotients(atoms: Grouped, node: Node, expected: Expected) -> Readings:
    cuts = [k for k, atom in enumerate(atoms) if atom.operator in ("/", "⊘")]
    if not cuts:
        return _hadamards(atoms, node, expected)
    pieces = [atoms[a:b] for a, b in zip([0, *cuts], [*cuts, len(atoms)], strict=True)]
    return any_of(*(partial(way, pieces, node, expected) for way in _reaches(pieces)))


def _reaches(pieces: Sequence[Grouped]) -> Iterator[Callable[[Sequence[Grouped], Node, Expected], Readings]]:
    """Yield how far slashes reach: over one factor, or over all that follow."""
    yield _near
    numerals = all(isinstance(piece[0].node, Number) for piece in pieces[1:]) and isinstance(pieces[0][-1].node, Number)
    if any(len(piece) > 1 for piece in pieces[1:]) and not numerals:
        yield _far


def _near(pieces: Sequence[Grouped], node: Node, expected: Expected) -> Readings:
    parts: list[tuple[Grouped, bool]] = [(pieces[0], False)]
    for piece in pieces[1:]:
        parts.append((piece[:1], True))
        if len(piece) > 1:
            parts.append((piece[1:], False))
    return _divide(parts, node, expected)


def _far(pieces: Sequence[Grouped], node: Node, expected: Expected) -> Readings:
    return _divide([(pieces[0], False), *((piece, True) for piece in pieces[1:])], node, expected)


def _divide(parts: Sequence[tuple[Grouped, bool]], node: Node, expected: Expected) -> Readings:
    wanted = expected if sum(not below for _, below in parts) == 1 else None
    found = settle([attempt(_hadamards, atoms, node, () if below else wanted) for atoms, below in parts])
    from verify.latex.arithmetic import divided, reciprocal

    def build(*terms: Term) -> Term:
        if len(terms) == 2 and terms[1].shape:
            return divided(*terms)
        factors = [reciprocal(t) if below else t for t, (_, below) in zip(terms, parts, strict=True)]
        return multiply(factors)

    return combine(build, *found)


# ------------------------------------------------------------------------------------- ⊙ and juxtaposition


def _hadamards(atoms: Grouped, node: Node, expected: Expected) -> Readings:
    cuts = [k for k, atom in enumerate(atoms) if atom.operator == "⊙" and k > 0]
    if not cuts:
        return _chain(atoms, expected)
    try:
        return _tight(atoms, cuts, node)
    except IllTyped:
        return _loose(atoms, cuts, expected)


def _tight(atoms: Grouped, cuts: Sequence[int], node: Node) -> Readings:
    """Read A ⊙ B c as (A ⊙ B) c."""
    options: list[Atom] = []
    for k, atom in enumerate(atoms):
        if k in cuts:
            left = options.pop()
            options.append(Atom(left.operator, left.node, _entrywise(left, atom)))
        else:
            options.append(atom)
    return _chain(options, None)


def _entrywise(left: Atom, right: Atom) -> Callable[[Expected], Readings]:
    def how(expected: Expected) -> Readings:
        sides = settle([attempt(left.read, expected), attempt(right.read, expected)])
        return combine(hadamard, *sides)

    return how


def _loose(atoms: Grouped, cuts: Sequence[int], expected: Expected) -> Readings:
    """Read A ⊙ B c as A ⊙ (B c)."""
    pieces = [atoms[a:b] for a, b in zip([0, *cuts], [*cuts, len(atoms)], strict=True)]
    found = settle([attempt(_chain, piece, expected) for piece in pieces])
    return combine(lambda first, *rest: _fold_hadamard(first, rest), *found)


def _fold_hadamard(first: Term, rest: Sequence[Term]) -> Term:
    for term in rest:
        first = hadamard(first, term)
    return first


def hadamard(left: Term, right: Term) -> Term:
    """Return the product entry by entry; of numbers, the product."""
    if not left.shape and not right.shape:
        return multiply((left, right))
    for one, other in ((left, right), (right, left)):
        below = reciprocals_of(one)
        if below is not None and below.shape == other.shape:
            return entrywise(other, below)
    return MatOp("hadamard", (left, right))


def _chain(atoms: Grouped, expected: Expected) -> Readings:
    if len(atoms) == 1:
        return atoms[0].read(expected)
    found = [attempt(atom.read, None) for atom in atoms]
    for k, item in enumerate(found):
        if isinstance(item, NeedsShape):
            found[k] = attempt(atoms[k].read, _size_between(found, k, expected))
    readings = settle(found)
    dotted = [atom.operator == "·" for atom in atoms]
    return combine(lambda *terms: multiply(_dots(terms, dotted)), *readings)


def _size_between(found: Sequence[Readings | Exception], k: int, expected: Expected) -> Expected:
    """Return the size of a square matrix at place k, from the arrays beside it."""
    for item in found[k + 1 :]:
        if isinstance(item, tuple) and item[0].shape:
            return item[0].shape[0], item[0].shape[0]
    for item in reversed(found[:k]):
        if isinstance(item, tuple) and item[0].shape:
            return item[0].shape[1], item[0].shape[1]
    return expected


def _dots(terms: Sequence[Term], dotted: Sequence[bool]) -> list[Term]:
    """Return the factors, with the dot between two columns as their inner product."""
    kept: list[Term] = []
    for term, dot in zip(terms, dotted, strict=True):
        if dot and kept and _is_column(kept[-1]) and term.shape == kept[-1].shape:
            kept.append(MatOp("product", (MatOp("transpose", (kept.pop(),)), term)))
        else:
            kept.append(term)
    return kept


def _is_column(term: Term) -> bool:
    return len(term.shape) == 2 and term.shape[1] == ONE


# -------------------------------------------------------------------------------------------------- chains


def multiply(factors: Sequence[Term]) -> Term:
    """Multiply scalars and matrices: matrices in their order, scalars in front, nested products flattened.

    Raises:
        IllTyped: two neighbours do not meet.

    """
    scalars: list[Term] = []
    arrays: list[Term] = []
    for factor in factors:
        _sort_factor(factor, scalars, arrays)
    chains = _chains(arrays)
    scalars.extend(c for c in chains if not c.shape)
    matrices = [c for c in chains if c.shape]
    front = _collected(scalars)
    if not matrices:
        return front[0] if len(front) == 1 else Mul(front) if front else ONE
    matrix = matrices[0] if len(matrices) == 1 else MatOp("product", tuple(matrices))
    return Mul((*front, matrix)) if front else matrix


def _sort_factor(factor: Term, scalars: list[Term], arrays: list[Term]) -> None:
    if not factor.shape:
        scalars.append(factor)
    elif isinstance(factor, Mul):
        for inner in factor.factors:
            _sort_factor(inner, scalars, arrays)
    elif isinstance(factor, MatOp) and factor.op == "product":
        arrays.extend(factor.args)
    else:
        arrays.append(factor)


def _chains(arrays: Sequence[Term]) -> list[Term]:
    """Return the arrays, or chains of them whose product is a number, such that neighbours meet."""
    if not arrays:
        return []
    if _meet(arrays):
        return [MatOp("product", tuple(arrays))] if len(arrays) > 1 else list(arrays)
    for a, b in _number_parts(arrays):
        rest = [*arrays[:a], *arrays[b:]]
        if not rest or _meet(rest) or any(True for _ in _number_parts(rest)):
            return [MatOp("product", tuple(arrays[a:b])), *_chains(rest)]
    left, right = next((x, y) for x, y in pairwise(arrays) if x.shape[1] != y.shape[0])
    one, other = shape_text(left.shape), shape_text(right.shape)
    raise IllTyped(f"cannot multiply {left} ({one}) by {right} ({other})", (one, other))


def _meet(arrays: Sequence[Term]) -> bool:
    return all(x.shape[1] == y.shape[0] for x, y in pairwise(arrays))


def _number_parts(arrays: Sequence[Term]) -> Iterator[tuple[int, int]]:
    """Yield the ranges that start with a row, end with a column, and meet inside."""
    for a, first in enumerate(arrays):
        if first.shape[0] != ONE:
            continue
        for b in range(a + 1, len(arrays)):
            if arrays[b - 1].shape[1] != arrays[b].shape[0]:
                break
            if arrays[b].shape[1] == ONE:
                yield a, b + 1
                break


def _collected(scalars: Sequence[Term]) -> tuple[Term, ...]:
    """Flatten products of numbers, and multiply the literal ones."""
    flat = [f for s in scalars for f in (s.factors if isinstance(s, Mul) else (s,))]
    number = Fraction(1)
    for factor in flat:
        number *= factor.value if isinstance(factor, Num) else 1
    rest = tuple(f for f in flat if not isinstance(f, Num))
    if number == 0 and not rest:
        return (ZERO,)
    return rest if number == 1 else (Num(number), *rest)
