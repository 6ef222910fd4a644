"""Unknown smooth functions that instances cannot stand for: where polynomials obey more equations than they do.

Instances draw polynomials. Values and derivatives of a polynomial of degree d can be anything at points x_p up to
orders r_p while Σ (r_p + 1) <= d + 1 (Hermite interpolation); beyond that they are tied: fifth differences of
polynomials of degree 4 vanish, those of a smooth function need not. A column enters by few numbers only, whose
gradients span all others: more factors that are gradients than such numbers are tied too.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import prod

from verify.meaning.columns import DEGREE as COLUMNS_DEGREE
from verify.meaning.columns import FEATURES
from verify.meaning.tables import DEGREE
from verify.terms.context import NUMERIC_SPACES, Context
from verify.terms.nodes import ZERO, Add, Apply, At, Diff, Entry, MatOp, Mul, Num, Pow, Prod, Sum, Sym, Term
from verify.terms.rewrite import free, substitute
from verify.terms.statement import Statement
from verify.terms.unfold import unfold_definitions

Values = Mapping[Sym, Term]
#: (function, its arguments) → (highest order of a derivative there, how many points that is)
Points = dict[tuple[str, tuple[Term, ...]], tuple[int, int]]


def tied(statement: Statement, context: Context) -> str:
    """Return why polynomials do not stand for the unknown functions of a statement, or ""."""
    smooth = {f.name: f.spaces for f in context.functions if not NUMERIC_SPACES.isdisjoint(f.spaces)}
    if not smooth:
        return ""
    terms = [unfold_definitions(arg, context) for arg in statement.args]
    points: Points = {}
    for term in terms:
        _collect(term, {}, 0, (), points)
    for name, spaces in smooth.items():
        degree = COLUMNS_DEGREE if "column" in spaces else DEGREE
        needed = sum((order + 1) * count for (other, _), (order, count) in points.items() if other == name)
        if needed > degree + 1:
            return f"{name} is taken at so many places that polynomials of degree {degree} are tied there"
    columns = frozenset(name for name, spaces in smooth.items() if "column" in spaces)
    if columns and max(slopes(term, columns) for term in terms) > FEATURES:
        return f"a product of gradients, which are combinations of {FEATURES} at instances"
    return ""


def _collect(term: Term, values: Values, count: int, moved: tuple[frozenset[Sym], ...], points: Points) -> None:
    """Enter the points at which functions are taken; `count` is how often sums of known length repeat them, less 1."""
    match term:
        case At(body=body, values=pairs):
            inner = {symbol: substitute(value, dict(values)) for symbol, value in pairs}
            _collect(body, {**values, **inner}, count, moved, points)
            for _, value in pairs:
                _collect(value, values, count, moved, points)
        case Diff(body=body, variables=variables):
            _collect(body, values, count, (*moved, frozenset(variables)), points)
        case Sum(body=body, upper=Num(value=upper)) | Prod(body=body, upper=Num(value=upper)):
            _collect(body, values, (count + 1) * int(upper) - 1, moved, points)
        case _:
            if isinstance(term, Apply):
                args = tuple(_folded(substitute(arg, dict(values))) for arg in term.args)
                inside = frozenset[Sym]().union(*(free(arg) for arg in (*term.args, *args)))
                order = sum(term.orders) + sum(not variables.isdisjoint(inside) for variables in moved)
                place = (term.function, args)
                known = points.get(place, (0, 0))
                points[place] = (max(known[0], order), max(known[1], count + 1))
            for child in term.children():
                _collect(child, values, count, moved, points)


def _folded(term: Term) -> Term:
    """Carry out sums and products of numbers, so that ψθ at ψ = θ = 0 is the point 0."""
    match term:
        case Add(terms=parts) | Mul(factors=parts) if not term.shape:
            folded = [_folded(part) for part in parts]
            numbers = [part.value for part in folded if isinstance(part, Num)]
            if isinstance(term, Mul) and 0 in numbers:
                return ZERO
            if len(numbers) == len(folded):
                one, zero = Fraction(1), Fraction(0)
                return Num(prod(numbers, start=one) if isinstance(term, Mul) else sum(numbers, start=zero))
            return term
        case _:
            return term


def slopes(term: Term, columns: frozenset[str]) -> int:
    """Return a bound of the degree of a term in gradients of functions of columns; orders count as factors."""
    match term:
        case Diff(body=body):
            inner = slopes(body, columns)
            return inner + int(_mentions(body, columns))
        case Mul(factors=parts) | MatOp(op="product" | "hadamard", args=parts):
            return sum(slopes(part, columns) for part in parts)
        case Add(terms=parts):
            return max(slopes(part, columns) for part in parts)
        case MatOp(op="norm2", args=(arg,)):
            return 2 * slopes(arg, columns)
        case MatOp(op="det" | "inverse", args=(arg,)):
            return (FEATURES + 1) * slopes(arg, columns)
        case Pow(base=base, exponent=Num(value=value)) if value.denominator == 1 and value > 0:
            return int(value) * slopes(base, columns)
        case Sum() | At() | Entry() | MatOp(op="transpose" | "diag" | "diagonal" | "trace"):
            return max((slopes(child, columns) for child in term.children()), default=0)
        case _:  # a quotient, a function, a product of unknown length: as of any degree
            return (FEATURES + 1) * max((slopes(child, columns) for child in term.children()), default=0)


def _mentions(term: Term, columns: frozenset[str]) -> bool:
    if isinstance(term, Apply) and term.function in columns:
        return True
    return any(_mentions(child, columns) for child in term.children())
