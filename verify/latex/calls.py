"""Functions and their arguments: which factors of a product are an application, and what it is.

Main definitions
----------------
* `applied`: how many factors an application takes, and how to read it; None where there is none.
* `CALLS`: what an application is, by the kind of what is applied.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from verify.latex.definitions import without_arguments
from verify.latex.densities import apply_law
from verify.latex.errors import Unread
from verify.latex.members import at_member, is_member
from verify.latex.names import Scripts, case_key, index_letter, key_of, matches
from verify.latex.normals import apply_defined, is_normal, normal_density
from verify.latex.places import at_place
from verify.latex.powers import raised
from verify.latex.reading import Expected, Readings, attempt, combine, read, read_all, settle
from verify.latex.scope import (
    Definition,
    Each,
    FunctionName,
    LawName,
    Meaning,
    Placed,
    Scope,
    Transport,
    Value,
)
from verify.latex.subscripts import with_scripts
from verify.latex.transport import apply_transport
from verify.latex.tree import Bracket, Letter, Node, Operator, Plus, Scripted, Word
from verify.latex.unknown_functions import apply_function
from verify.terms.nodes import Fn, Sym
from verify.terms.rewrite import free

#: (what is applied, its scripts left over, the bracket, the node, the scope, the shape expected) → readings
Call = Callable[[Meaning, Scripts, Bracket, Node, Scope, Expected], Readings]
How = Callable[[Expected], Readings]


def applied(factors: Sequence[Node], operators: Sequence[str], scope: Scope) -> tuple[int, How] | None:
    """Return how many factors the application at the front takes and how to read it, or None if there is none."""
    if len(factors) < 2 or operators[0] != "":
        return None
    bracket, behind = opened(factors[1])
    if bracket is None:
        return undeclared(factors, operators, scope)
    name = factors[0]
    if is_normal(name, scope):
        return undeclared(factors, operators, scope)
    of_case = scope.meaning(case_key(name, bracket, scope.fonts) or "")
    if isinstance(of_case, Definition):
        others = replace(bracket, items=bracket.items[1:], separators=bracket.separators[1:])
        return 2, partial(_call, apply_defined, of_case, Scripts(), others, behind, name, scope)
    for meaning, marks in matches(name, scope):
        rest = marks
        indexed = isinstance(meaning, Definition) and meaning.indices > 0  # 𝓛_i(q_i) is a functional of a law
        if isinstance(meaning, Definition | LawName) and not indexed and _is_of_entry(marks, bracket, scope):
            assert isinstance(name, Scripted)
            name, rest = name.base, Scripts()
        if isinstance(meaning, Value) and (meaning.term.sort == "parameter" or _holds_point(bracket, scope)):
            raise Unread(f"{meaning.term} of something was not declared", name.start, name.end)
        call = CALLS.get(type(meaning))
        if isinstance(meaning, Definition) and not meaning.parameters and not rest and not behind:
            symbols = _symbols_in(bracket, scope)
            if symbols:
                of_these = partial(_abbreviation_of, meaning, symbols, name)
                return 2, partial(_else_product, of_these, name, factors[1], scope)
        if call is None or (isinstance(meaning, Definition) and not takes_brackets(meaning)):
            return None
        if isinstance(meaning, Each) and not _is_at_member(meaning, bracket, scope):
            return None
        how = partial(_call, call, meaning, rest, bracket, behind, name, scope)
        if _may_be_factors(meaning, bracket, scope):
            return 2, partial(_else_product, how, name, factors[1], scope)
        return 2, how
    found = undeclared(factors, operators, scope)
    if found is not None:
        return found
    elementary = _undeclared_function(name)
    if elementary is None:
        return None
    return 2, lambda expected: _behind(_elementary(elementary, name, bracket, scope), behind, name, scope)


def _is_of_entry(rest: Scripts, bracket: Bracket, scope: Scope) -> bool:
    """Whether a law has the index of the entry that it is a law of, and no other mark: q_j(z_j) is q(z_j)."""
    first = bracket.items[0] if bracket.items else None
    if rest.sub is None or rest.sup is not None or rest.primes or not isinstance(first, Scripted) or first.sub is None:
        return False
    key = key_of(rest.sub, scope.fonts)
    known = scope.meaning(key or "")
    is_index = isinstance(known, Value) and known.term.sort == "index"
    return key == key_of(first.sub, scope.fonts) and (is_index or index_letter(rest.sub, scope) is not None)


def _holds_point(bracket: Bracket, scope: Scope) -> bool:
    """Whether names of points alone stand in a bracket: nothing is multiplied by these."""
    found = [next(matches(item, scope), (None, None))[0] for item in bracket.items]
    return bool(found) and all(isinstance(m, Value) and m.term.sort == "point" for m in found)


def undeclared(factors: Sequence[Node], operators: Sequence[str], scope: Scope) -> tuple[int, How] | None:
    """Return what letters mean in front of a bracket where nobody declared them: N(x; μ, Σ), H(q), J_F(u), DF(u)."""
    from verify.latex.divergences import entropy_of
    from verify.latex.jacobians import is_jacobian, jacobian_of
    from verify.latex.maps import jacobian_of_defined

    name = factors[0]
    if isinstance(name, Operator) and name.name == "det" and not name.bracketed and name.body is not None:
        return undeclared((name.body, *factors[1:]), operators, scope)  # det DF(u): the determinant of one number
    length = 3 if len(factors) > 2 and not isinstance(factors[1], Bracket) and operators[1:2] == ("",) else 2
    bracket, behind = opened(factors[length - 1])
    if bracket is None or (key_of(name, scope.fonts) in scope.names and not is_normal(name, scope)):
        return None
    how: Callable[[], Readings] | None = None
    if isinstance(name, Letter) and not name.accent and length == 2:
        how = {"N": partial(normal_density, bracket, scope), "H": partial(entropy_of, bracket, scope)}.get(name.name)
    if how is None and is_jacobian((*factors[: length - 1], bracket), scope):
        how = partial(jacobian_of, (*factors[: length - 1], bracket), scope)
    if how is None:
        defined = jacobian_of_defined((*factors[: length - 1], bracket), scope)
        how = None if defined is None else lambda: defined
    if how is None:
        return None
    return length, partial(_undeclared, how, behind, name, scope)


def _undeclared(how: Callable[[], Readings], behind: Scripts, name: Node, scope: Scope, _: Expected) -> Readings:
    return _behind(how(), behind, name, scope)


def _call(
    call: Call,
    meaning: Meaning,
    rest: Scripts,
    bracket: Bracket,
    behind: Scripts,
    name: Node,
    scope: Scope,
    expected: Expected,
) -> Readings:
    return _behind(call(meaning, rest, bracket, name, scope, None if behind else expected), behind, name, scope)


def _is_at_member(each: Each, bracket: Bracket, scope: Scope) -> bool:
    """Whether a bracket holds a member of the set: G(z) is a value, x (1 + y) a product."""
    return not each.indexed and len(bracket.items) == 1 and is_member(bracket.items[0], scope, each.of[0])


def _may_be_factors(meaning: Meaning, bracket: Bracket, scope: Scope) -> bool:
    """Whether f (1 - f) can be meant: f may be written without its argument, and a sum stands in the brackets."""
    if len(bracket.items) != 1 or not isinstance(bracket.items[0], Plus):
        return False
    match meaning:
        case FunctionName(name):
            return name in scope.pointwise
        case Definition(key=key) as definition:
            return key in scope.pointwise and None not in map(definition.scope.meaning, definition.parameters)
        case LawName():
            return True
    return False


def _else_product(how: How, name: Node, factor: Node, scope: Scope, expected: Expected) -> Readings:
    """Read an application; where that is ill typed, f (1 - f) is a product of values at one point."""
    tried = attempt(how, expected)
    if isinstance(tried, tuple):
        return tried
    both = [attempt(read, name, scope), attempt(read, factor, scope)]
    if all(isinstance(item, tuple) for item in both):
        from verify.latex.products import multiply

        product = attempt(lambda: combine(lambda *terms: multiply(terms), *settle(both)))
        if isinstance(product, tuple):
            return product
    raise tried


def _symbols_in(bracket: Bracket, scope: Scope) -> frozenset[Sym]:
    """Return the declared symbols that a bracket lists; none if anything else stands in it."""
    found: set[Sym] = set()
    for item in bracket.items:
        meaning = scope.meaning(key_of(item, scope.fonts) or "") if isinstance(item, Letter | Scripted) else None
        if not isinstance(meaning, Value) or not isinstance(meaning.term, Sym):
            return frozenset()
        found.add(meaning.term)
    return frozenset(found)


def _abbreviation_of(definition: Definition, symbols: frozenset[Sym], name: Node, expected: Expected) -> Readings:
    """Return s of s(x), where s = a x was said without its argument: its value, which depends on x.

    Raises:
        Unread: it does not depend on all of the symbols, so that s(x) may be a product.

    """
    found = without_arguments(definition, name, expected)
    if not all(symbols <= free(term) for term in found):
        raise Unread(f"{definition.key} was defined without an argument", name.start, name.end)
    return found


def takes_brackets(definition: Definition) -> bool:
    """Whether a defined name takes arguments in brackets."""
    return len(definition.parameters) > definition.indices


def opened(node: Node) -> tuple[Bracket | None, Scripts]:
    """Return the bracket of arguments that a node is, and the scripts on it."""
    match node:
        case Bracket(opening="(" | "[" | "{"):
            return node, Scripts()
        case Scripted(base=Bracket(opening="(" | "[" | "{") as bracket, sub=sub, sup=sup, primes=primes):
            return bracket, Scripts(sub, sup, primes)
    return None, Scripts()


def _behind(terms: Readings, scripts: Scripts, node: Node, scope: Scope) -> Readings:
    return with_scripts(terms, scripts, node, scope) if scripts else terms


def _undeclared_function(name: Node) -> str | None:
    match name:
        case Letter(name="sigma", accent="") | Scripted(base=Letter(name="sigma", accent=""), sub=None):
            return "sigmoid"
        case Word(text="sigmoid" | "softplus" as text):
            return text
    return None


def _elementary(function: str, name: Node, bracket: Bracket, scope: Scope) -> Readings:
    if len(bracket.items) != 1:
        raise Unread(f"{function} takes one argument", bracket.start, bracket.end)
    (inside,) = read_all(((bracket.items[0], None),), scope)
    found = combine(lambda term: Fn(function, term), inside)
    if isinstance(name, Scripted) and name.primes:
        from verify.latex.calculus import slope_of

        found = combine(lambda term: slope_of(lambda t: Fn(function, t), term, name.primes), inside)
    if isinstance(name, Scripted) and name.sup is not None:
        return raised(found, name.sup, scope)
    return found


CALLS: dict[type, Call] = {
    FunctionName: apply_function,
    Definition: apply_defined,
    LawName: apply_law,
    Placed: at_place,
    Each: at_member,
    Transport: apply_transport,
}
"""What is applied → its handler."""
