"""Names, with and without scripts: what each stands for.

Main definitions
----------------
* `letter`, `scripted`: handlers of names, with and without scripts.
* `value_of`: what a name that stands alone means.
"""

from __future__ import annotations

from verify.latex import tree
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
    Mixture,
    Placed,
    PointMass,
    RegionName,
    Scope,
    Subset,
    Transport,
    Value,
)
from verify.latex.subscripts import with_scripts
from verify.latex.tree import Letter, Mark, Node, Scripted, Word
from verify.terms.nodes import (
    ONE,
    Const,
    Fn,
    IllTyped,
    MatOp,
    Sym,
    Term,
    shape_text,
)
from verify.terms.rewrite import free, substitute


def letter(node: Letter | Word, scope: Scope, expected: Expected) -> Readings:
    """Read a name without scripts."""
    for meaning, _ in matches(node, scope):
        return value_of(meaning, node, scope, expected)
    return _undeclared(node, expected)


def _undeclared(node: Letter | Word, expected: Expected) -> Readings:
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

            return without_arguments(definition, node, expected, scope)
        case FunctionName(name):
            from verify.latex.unknown_functions import pointwise

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
        case Subset():
            raise Unread("a set of indices where a value is meant", node.start, node.end)
        case Mixture():
            from verify.latex.mixtures import mixture

            return mixture(node, scope)
        case Transport():
            raise Unread("a distance without its laws", node.start, node.end)
        case Placed():
            raise Unread(f"{meaning.key} without its argument", node.start, node.end)
        case Columns():
            raise Unread("a family without the index of its member", node.start, node.end)


def scripted(node: Scripted, scope: Scope, expected: Expected) -> Readings:
    """Read something with scripts: the longest declared name, and what the scripts left over make of it."""
    for meaning, rest in matches(node, scope):
        if _is_sized_identity(node, meaning):
            break
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
        if isinstance(meaning, Mixture | Definition):
            from verify.latex.mixtures import of_parameter

            if mixed := of_parameter(meaning, rest, node, scope):
                return mixed
        if isinstance(meaning, FunctionName) and rest.primes:
            raise Unread("a derivative without its argument", node.start, node.end)
        if isinstance(rest.sup, Mark) and rest.sup.text == "*" and rest.sub is None and not rest.primes:
            return combine(lambda term: at_stars(term, node, scope), value_of(meaning, node.base, scope, None))
        return with_scripts(value_of(meaning, node.base, scope, None), rest, node, scope)
    return _without_name(node, scope, expected)


def _is_sized_identity(node: Scripted, meaning: Meaning) -> bool:
    """Whether a node is I_n, where the sheet says which size a bare I has."""
    is_identity = isinstance(meaning, Value) and isinstance(meaning.term, MatOp) and meaning.term.op == "identity"
    return is_identity and isinstance(node.base, Letter) and node.base.name == "I" and node.sub is not None


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
        case tree.Bracket(opening="⟨", items=(_,)):
            from verify.latex.angles import averaged

            return averaged(node, scope, expected)
        case tree.Bracket(opening="‖", items=(inside,)):
            from verify.latex.arrays import norm

            return norm(inside, rest, scope)
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
