"""Names and their scripts: entries, powers, transposes, inverses.

Main definitions
----------------
* `letter`, `scripted`: handlers of names, with and without scripts.
* `with_scripts`: a term with a subscript, a superscript and primes.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from verify.latex import tree
from verify.latex.columns import entrywise, entrywise_power
from verify.latex.errors import NeedsShape, Unread
from verify.latex.names import Scripts, key_of, matches
from verify.latex.reading import Expected, Readings, combine, read
from verify.latex.scope import (
    Columns,
    Definition,
    Each,
    Eigenvalue,
    FiniteSet,
    FunctionName,
    LawName,
    Meaning,
    Placed,
    PointMass,
    RegionName,
    Scope,
    Value,
)
from verify.latex.tree import Letter, Mark, Node, Number, Scripted, Word
from verify.terms.nodes import (
    ONE,
    Const,
    Density,
    Diff,
    Entry,
    Expect,
    Fn,
    IllTyped,
    Integral,
    MatOp,
    Mul,
    Num,
    Pow,
    Rows,
    Sym,
    Term,
    shape_text,
)
from verify.terms.rewrite import free, substitute, walk

MINUS_ONE = Num(Fraction(-1))
HALF = Num(Fraction(1, 2))
#: the largest literal exponent of a number, and of a matrix
HIGHEST, HIGHEST_OF_MATRIX = 64, 8


def letter(node: Letter | Word, scope: Scope, expected: Expected) -> Readings:
    """Read a name without scripts."""
    for meaning, _ in matches(node, scope):
        return value_of(meaning, node, scope, expected)
    return _undeclared(node, scope, expected)


def _undeclared(node: Letter | Word, scope: Scope, expected: Expected) -> Readings:
    match node:
        case Letter(name="I", accent="", font="" | "bb"):
            return (_identity(node, expected),)
        case Letter(name="pi", accent=""):
            return (Const("pi"),)
        case Letter(name="e", accent=""):
            return (Fn("exp", ONE),)
    raise Unread(f"nobody said what {_shown(node)} is", node.start, node.end)


def _shown(node: Node) -> str:
    return key_of(node) or "this"


def _identity(node: Node, expected: Expected) -> Term:
    if not expected:  # beside a number, I is no 1: what else it may be, nobody said
        raise NeedsShape("the size of I is not known here", node.start, node.end)
    if expected[0] != expected[1]:
        a = shape_text(expected)
        raise IllTyped(f"I is square, but what stands here is {a}", (a,))
    return MatOp("identity", (expected[0],))


def value_of(meaning: Meaning, node: Node, scope: Scope, expected: Expected) -> Readings:
    """Return the readings of a name that stands alone."""
    match meaning:
        case Value(term):
            return (term,)
        case Definition() as definition:
            from verify.latex.definitions import without_arguments

            return without_arguments(definition, node, expected)
        case FunctionName(name):
            from verify.latex.calls import pointwise

            return pointwise(name, node, scope)
        case LawName(name):
            from verify.latex.densities import without_points

            return without_points(scope.context.law_by_name[name], node, scope)
        case Each() as each:
            from verify.latex.members import value_of_each

            return (value_of_each(each, node, scope),)
        case FiniteSet():
            raise Unread("a set where a value is meant", node.start, node.end)
        case Eigenvalue():
            return (Sym((key_of(node, scope.fonts) or "").replace(" ", "")),)
        case PointMass():
            raise Unread("a point mass where a value is meant", node.start, node.end)
        case RegionName():
            raise Unread("a region where a value is meant", node.start, node.end)
        case Placed():
            raise Unread(f"{meaning.key} without its argument", node.start, node.end)
        case Columns():
            raise Unread("a family without the index of its member", node.start, node.end)


def scripted(node: Scripted, scope: Scope, expected: Expected) -> Readings:
    """Read something with scripts: the longest declared name, and what the scripts left over make of it."""
    for meaning, rest in matches(node, scope):
        if isinstance(meaning, Definition) and meaning.indices and rest.sub is not None:
            from verify.latex.definitions import at_indices

            return at_indices(meaning, rest, node, scope)
        if isinstance(meaning, Columns) and rest.sub is not None:
            left = Scripts(rest.entry, rest.sup, rest.primes)
            return with_scripts(member_of(meaning.matrix, rest.sub, scope), left, node, scope)
        if isinstance(meaning, Each) and meaning.indexed and rest.sub is not None:
            from verify.latex.members import at_places

            return at_places(meaning, rest, node, scope)
        if not rest:
            return value_of(meaning, node, scope, expected)
        if isinstance(meaning, FunctionName) and rest.primes:
            raise Unread("a derivative without its argument", node.start, node.end)
        if isinstance(rest.sup, Mark) and rest.sup.text == "*" and rest.sub is None and not rest.primes:
            return combine(lambda term: at_stars(term, node, scope), value_of(meaning, node.base, scope, None))
        return with_scripts(value_of(meaning, node.base, scope, None), rest, node, scope)
    return _without_name(node, scope, expected)


def member_of(matrix: Sym, index: Node, scope: Scope) -> Readings:
    """Return a column of a matrix, by its index."""
    from verify.latex.indices import index_of

    return (MatOp("product", (matrix, MatOp("basis", (matrix.shape[1], index_of(index, scope))))),)


def at_stars(term: Term, node: Node, scope: Scope) -> Term:
    """Return what a starred name of one's own stands for: its value where its symbols have their starred values.

    Raises:
        Unread: none of its symbols has one.

    """
    values: dict[Sym, Term] = {}
    for symbol in free(term):
        starred = scope.meaning(f"{symbol.name}^*")
        if isinstance(starred, Value) and starred.term.shape == symbol.shape:
            values[symbol] = starred.term
    if isinstance(term, Sym) or not values:
        raise Unread("what the star marks was not said", node.start, node.end)
    return substitute(term, values)


def _without_name(node: Scripted, scope: Scope, expected: Expected) -> Readings:
    rest = Scripts(node.sub, node.sup, node.primes)
    match node.base:
        case Letter(name="I", accent="") if node.sub is not None and node.sup is None:
            return combine(lambda size: _sized(size, node), read(node.sub, scope))
        case Letter(name="e", accent="") if node.sup is not None and node.sub is None and not node.primes:
            sup = Letter(node.sup.start, node.sup.end, "T") if _is_top(node.sup) and scope.meaning("T") else node.sup
            return combine(lambda power: Fn("exp", power), read(sup, scope, ()))
        case Letter(name="delta", accent="") if node.sub is not None and node.sup is None:
            from verify.latex.indices import kronecker

            return kronecker(node.sub, scope)
        case tree.Bracket(opening="(" | "[", items=(_, _, *_)) if node.sub is None and node.sup is not None:
            found = with_scripts(read(node.base, scope), rest, node, scope)
            columns = tuple(term for term in found if term.shape[1:] == (ONE,))  # (a, b)ᵀ is a column
            return columns or found
        case tree.Bracket(opening="‖", items=(inside,)):
            from verify.latex.arrays import norm

            return norm(inside, rest, node, scope)
        case Letter(name="J", accent="") if (slopes := _jacobian(node, scope)) is not None:
            return slopes
        case Letter() if node.sub is not None and (upper := _capital(node, scope)) is not None:
            return scripted(upper, scope, expected)
        case Letter() | Word() if node.sub is not None or not _has_own_meaning(node.base):
            key = key_of(node) or key_of(node.base)
            raise Unread(f"nobody said what {key} is", node.start, node.end)
        case tree.Bracket(items=(_, _, *_)) if isinstance(node.sup, Mark) and node.sub is None:
            return _column_written_as_row(node, scope)
    return with_scripts(read(node.base, scope, expected if node.sub is None else None), rest, node, scope)


def _jacobian(node: Scripted, scope: Scope) -> Readings | None:
    from verify.latex.maps import jacobian_of_defined

    return jacobian_of_defined((node,), scope)


def _capital(node: Scripted, scope: Scope) -> Scripted | None:
    from verify.latex.slices import capital

    return capital(node, scope)


def _is_top(node: Node) -> bool:
    return isinstance(node, Mark) and node.text == "top"


def _has_own_meaning(base: Letter | Word) -> bool:
    """Whether a letter means something without being declared: I and π (e only with its exponent)."""
    return isinstance(base, Letter) and base.name in ("I", "pi") and not base.accent


def _column_written_as_row(node: Scripted, scope: Scope) -> Readings:
    """Read (a, b)ᵀ, which is the column of a and b, as (a, b) is."""
    assert isinstance(node.sup, Mark)
    if node.sup.text != "top":
        raise Unread(f"what {_shown(node.sup)} marks was not said", node.sup.start, node.sup.end)
    return tuple(term for term in read(node.base, scope) if not term.shape or term.shape[1] == ONE)


def _sized(size: Term, node: Scripted) -> Term:
    if size.sort != "dimension":
        raise Unread(f"{size} is no size of an identity", node.start, node.end)
    return ONE if size == ONE else MatOp("identity", (size,))


def with_scripts(terms: Readings, scripts: Scripts, node: Node, scope: Scope) -> Readings:
    """Return terms with scripts that are no part of their names."""
    if scripts.primes:
        raise Unread("a prime on what is no function", node.start, node.end)
    if scripts.sub is not None:
        from verify.latex.indices import index_choices
        from verify.latex.slices import is_matrix, sliced, slices

        cut = [sliced(term, scripts.sub, scope) for term in terms if is_matrix(term)]
        if cut and None not in cut:
            return with_scripts(tuple(t for some in cut for t in some or ()), replace(scripts, sub=None), node, scope)
        places = index_choices(scripts.sub, scope)
        if all(
            is_matrix(term) and len(place.args) == 1 and _is_one(place.args[0]) for term in terms for place in places
        ):
            terms = tuple(cut for term in terms for place in places for cut in slices(term, place.args[0]))
            return with_scripts(terms, replace(scripts, sub=None), node, scope)
        terms = combine(lambda term, place: entry(term, place.args, scripts.sub or node), terms, places)
    if scripts.entry is not None:
        terms = with_scripts(terms, Scripts(scripts.entry), node, scope)
    if scripts.sup is not None:
        labelled = _labelled_entry(terms, scripts.sup, scope)
        terms = raised(terms, scripts.sup, scope) if labelled is None else labelled
    return terms


def _labelled_entry(terms: Readings, sup: Node, scope: Scope) -> Readings | None:
    """Return the entries of x^{(d)}, where D is the length of the column x; None for other superscripts."""
    from verify.latex.members import names_entry

    match sup:
        case tree.Bracket(opening="(", items=(Letter() as index,)) if key_of(index, scope.fonts) in scope.bound:
            place = read(index, scope)[0]
            found = all(names_entry(place, term) for term in terms)
            return tuple(entry(term, (place,), sup) for term in terms) if found else None
    return None


def _is_one(index: Term) -> bool:
    """Whether an index is one of a row or column, and not two digits: M_{12}."""
    return not isinstance(index, Num) or index.value < 10


def entry(array: Term, places: tuple[Term, ...], at: Node) -> Term:
    """Return an entry of an array.

    Raises:
        Unread: the array is a number, or has not that many indices.

    """
    shape = array.shape
    wanted = 0 if not shape else 1 if shape[1] == ONE else 2
    if wanted == 2 and len(places) == 1 and isinstance(places[0], Num) and 10 < places[0].value < 100:
        tens, ones = divmod(int(places[0].value), 10)
        places = (Num(Fraction(tens)), Num(Fraction(ones)))
    if wanted != len(places):
        raise Unread(f"{array} is {shape_text(shape)}: what its subscript says is not known", at.start, at.end)
    return Entry(array, places)


def _is_no_exponent(power: Term) -> bool:
    """Whether something of linear algebra, analysis or probability stands in an exponent, but for entries of arrays."""
    if isinstance(power, MatOp | Expect | Integral | Density | Diff):
        return True
    return not isinstance(power, Entry) and any(map(_is_no_exponent, power.children()))


def raised(terms: Readings, sup: Node, scope: Scope) -> Readings:
    """Return terms with a superscript: a transpose, an inverse, a power."""
    match sup:
        case Letter(name="T") if scope.meaning("T") is not None and not any(term.shape for term in terms):
            pass
        case Mark(text="top") | Letter(name="T"):
            return combine(transpose, terms)
        case tree.Bracket(items=(Number() | Letter(),)):
            raise Unread("what this label says is not known", sup.start, sup.end)
        case tree.Plus(signs=("-",), terms=(Mark(text="top") | Letter(name="T"),)):
            return combine(lambda term: transpose(inverse(term)), terms)
        case tree.Product(operators=("",), factors=(first, second)) if isinstance(second, Mark):
            return raised(raised(terms, first, scope), second, scope)
        case Mark():
            raise Unread(f"what {_shown(sup)} marks was not said", sup.start, sup.end)
        case Number() if Fraction(sup.text) > HIGHEST:
            raise Unread(f"an exponent above {HIGHEST}", sup.start, sup.end)
    powers = read(sup, scope, ())
    if any(_is_no_exponent(power) for power in powers):
        raise Unread("a superscript that is hardly an exponent", sup.start, sup.end)  # L^{L^2} is another name
    return combine(lambda term, power: raise_to(term, power, sup, scope), terms, powers)


def transpose(term: Term) -> Term:
    """Return the transpose; a number is its own."""
    if not term.shape:
        return term
    if isinstance(term, MatOp) and term.op == "transpose":
        return term.args[0]
    if isinstance(term, Rows) and 1 in (len(term.rows), len(term.rows[0])):
        return Rows(tuple(zip(*term.rows, strict=True)))
    return MatOp("transpose", (term,))


def inverse(term: Term) -> Term:
    """Return the inverse of a square matrix, or of a number; of a column that of each entry."""
    if term.shape[1:] == (ONE,) and term.shape[0] != ONE:
        return entrywise(ONE, term)
    return MatOp("inverse", (term,)) if term.shape else Pow(term, MINUS_ONE)


def raise_to(term: Term, power: Term, at: Node, scope: Scope) -> Term:
    """Return a power of a number or a square matrix; a root of a diagonal matrix is taken entry by entry."""
    if power.sort not in ("real", "dimension", "index"):
        raise Unread(f"{power} is no exponent", at.start, at.end)
    if not term.shape:
        _need_low(term, power, at)
        return _power_of_number(term, power)
    if power == MINUS_ONE:
        return inverse(term)
    if term.shape[1] == ONE and (entries := entrywise_power(term, power)) is not None:
        return entries
    if term.shape[0] != term.shape[1]:
        a = shape_text(term.shape)
        raise IllTyped(f"a power needs a square matrix, but {term} is {a}", (a,))
    if power == HALF:
        return root_of_diagonal(term, at, scope)
    if isinstance(power, Num) and power.value.denominator == 1 and 0 < power.value <= HIGHEST_OF_MATRIX:
        return term if power == ONE else MatOp("product", (term,) * int(power.value))
    raise Unread("this power of a matrix is not read", at.start, at.end)


def _need_low(term: Term, power: Term, at: Node) -> None:
    """Raise `Unread` at an exponent that is too high, or at a tower of them."""
    tower = not free(power) and any(isinstance(part, Pow) for part in walk(power))
    high = isinstance(power, Num) and max(abs(power.value), Fraction(1)) * height(term) > HIGHEST
    if tower or high:
        raise Unread(f"an exponent above {HIGHEST}", at.start, at.end)


def height(term: Term) -> Fraction:
    """Return the highest product of literal exponents that stand upon one another in a term."""
    below = Fraction(1)
    for child in term.children():
        below = max(below, height(child))
    if isinstance(term, Pow) and isinstance(term.exponent, Num):
        return max(abs(term.exponent.value), Fraction(1)) * below
    return below


def _power_of_number(term: Term, power: Term) -> Term:
    if term == Fn("exp", ONE):
        return Fn("exp", power)
    return term if power == ONE else Pow(term, power)


def root_of_diagonal(term: Term, at: Node, scope: Scope) -> Term:
    """Return the matrix of the roots of the diagonal of a diagonal matrix.

    Raises:
        Unread: the matrix is not known to be diagonal.

    """
    match term:
        case MatOp("diag", (diagonal,)):
            return MatOp("diag", (MatOp("entrywise_sqrt", (diagonal,)),))
        case Sym(name=name) if name in scope.context.by_name and "diagonal" in scope.context.by_name[name].structure:
            return MatOp("diag", (MatOp("entrywise_sqrt", (MatOp("diagonal", (term,)),)),))
        case Mul(factors=(*front, MatOp("diag", (diagonal,)))):
            return MatOp("diag", (MatOp("entrywise_sqrt", (Mul((*front, diagonal)),)),))
        case MatOp("identity"):
            return term
        case _:
            raise Unread("the root of a matrix that need not be diagonal", at.start, at.end)
