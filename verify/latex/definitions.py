"""Names that abbreviate a formula: what they stand for at arguments and indices.

Main definitions
----------------
* `apply_definition`, `at_indices`, `without_arguments`: what a defined name stands for.

The body is read in the scope in which the name was defined. A parameter that is a declared symbol stands for that
symbol, wherever it occurs in what the body means, and the argument replaces it afterwards; so no binder of the body
captures what an argument contains, and a derivative in the body is taken before its variable gets a value.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial

from verify.latex.arguments import Argument, arguments_of, components, grouped, with_arity, with_form
from verify.latex.errors import IllTypedAt, Unread
from verify.latex.functionals import is_function_of_a_point, with_functions
from verify.latex.law_arguments import at_conditions, takes_law, with_bare_laws
from verify.latex.names import Scripts, key_of, matches
from verify.latex.reading import MOST, Expected, Readings, any_of, combine, read
from verify.latex.roles import by_role
from verify.latex.scope import Definition, Each, Eigenvalue, FunctionName, LawName, Meaning, Scope, Value
from verify.latex.subsets import at_subset, takes_subset
from verify.latex.tree import Bracket, Letter, Node, Scripted, children
from verify.latex.uniforms import ends_of_laws
from verify.terms.nodes import Apply, Entry, IllTyped, Num, Rows, Sym, Term
from verify.terms.rewrite import fresh, substitute
from verify.terms.statement import column, kind_text

#: meanings of one name that are tried where it stands without arguments
OVERLOADS = 6


def apply_definition(
    meaning: Meaning, rest: Scripts, bracket: Bracket, node: Node, scope: Scope, expected: Expected
) -> Readings:
    """Return a defined name at its arguments."""
    from verify.latex.subscripts import with_scripts

    assert isinstance(meaning, Definition)
    laws = takes_law(meaning)
    bracket, written = with_bare_laws(bracket, scope) if laws else (bracket, ())
    meaning = with_form(meaning, bracket, node)
    if (ordered := by_role(meaning, rest, bracket, scope)) is not None:
        meaning, rest, bracket = ordered
    meaning = with_arity(meaning, bracket, scope)
    places: list[Argument] = []
    if meaning.indices:
        from verify.latex.indices import index_choices

        if rest.sub is None:
            raise Unread(f"{meaning.key} without its index", node.start, node.end)
        choices = [choice for choice in index_choices(rest.sub, scope) if len(choice.args) == meaning.indices]
        if not choices:
            raise Unread(f"{meaning.key} was defined with {meaning.indices} indices", node.start, node.end)
        places = [tuple(choice.args[k] for choice in choices) for k in range(meaning.indices)]
        rest = Scripts(None, rest.sup, rest.primes)
    if rest.primes:
        from verify.latex.calculus import primed

        slopes = primed(meaning, rest.primes, bracket, node, scope)
        rest = Scripts(rest.sub, rest.sup)
        return with_scripts(slopes, rest, node, scope) if rest else slopes
    arguments = grouped(meaning, arguments_of(meaning, bracket, scope), bracket)
    if rest.sup is not None and rest.sub is None and key_of(rest.sup) == "-1":
        return _inverse(meaning, arguments, node)
    found = _at_use(node, lambda: _put(meaning, [*places, *arguments], None if rest else expected))
    found = at_conditions(found, written, scope) if laws else found
    return with_scripts(found, rest, node, scope) if rest else found


def _inverse(definition: Definition, arguments: Sequence[Argument], node: Node) -> Readings:
    """Return g⁻¹(z): the inverse of a map of columns.

    Raises:
        Unread: it is no such map, so that f⁻¹(x) may be 1/f(x).

    """
    from verify.latex.maps import inverse_at, is_map

    if len(arguments) != 1 or not isinstance(arguments[0], tuple) or not is_map(definition):
        raise Unread(f"an inverse of {definition.key}, or its reciprocal", node.start, node.end)
    return inverse_at(definition, arguments[0], node)


def _put(definition: Definition, arguments: Sequence[Argument], expected: Expected) -> Readings:
    """Return the body with the arguments in place of the parameters."""
    scope = definition.scope
    values: list[tuple[str, Readings]] = []
    laws = {k: a for k, a in zip(definition.parameters, arguments, strict=True) if isinstance(a, LawName)}
    for key, argument in zip(definition.parameters, arguments, strict=True):
        if isinstance(argument, Definition) and laws:  # V(D^*, p_r): the D^* of that law
            argument = replace(argument, scope=argument.scope.with_names(laws))
        if isinstance(argument, tuple):
            values.append((key, argument))
        elif isinstance(argument, LawName) or argument != scope.meaning(key):
            scope = scope.bind(key, argument)
    keys = [key for key, _ in values]
    choices = itertools.islice(itertools.product(*(readings for _, readings in values)), MOST)
    chosen = (dict(zip(keys, choice, strict=True)) for choice in choices)
    return any_of(*(partial(_with_values, definition, given, scope, expected) for given in chosen))


def _with_values(definition: Definition, values: Mapping[str, Term], scope: Scope, expected: Expected) -> Readings:
    from verify.latex.powers import HIGHEST, height

    put: dict[Sym, Term] = {}
    bodies: dict[str, Term] = {}
    for k, (key, term) in enumerate(values.items()):
        declared = definition.scope.meaning(key)
        if isinstance(declared, FunctionName) and is_function_of_a_point(term, declared.name, scope):
            bodies[declared.name] = term
            continue
        scope = _parameter(key, term, definition, scope, put, is_index=k < definition.indices)
    found = combine(lambda body: with_functions(substitute(body, put), bodies), read(definition.body, scope, expected))
    _need_shown(found, put, definition)
    if any(height(term) > HIGHEST for term in found):  # h(t) = t^64 of itself, again and again
        raise Unread(f"an exponent above {HIGHEST}", definition.body.start, definition.body.end)
    return found


def _need_shown(found: Readings, put: Mapping[Sym, Term], definition: Definition) -> None:
    """Raise `Unread` where something gets another value on which a law depends without showing it: Q_s = U[0, s]."""
    moved = {symbol for symbol, term in put.items() if term != symbol}
    if any(moved & ends_of_laws(term, definition.scope.context) for term in found):
        raise Unread(f"{definition.key} where a law in it is another")


def _parameter(
    key: str, term: Term, definition: Definition, scope: Scope, put: dict[Sym, Term], is_index: bool
) -> Scope:
    """Say in `put` what replaces the parameter; return the scope in which the body is read."""
    declared = None if is_index else definition.scope.meaning(key)
    entries_of = components(definition, key)
    if entries_of:
        if len(term.shape) != 2 or term.shape != (Num(Fraction(len(entries_of))), Num(Fraction(1))):
            raise IllTyped(f"{definition.key} takes a column of {len(entries_of)} numbers, but {term} is none")
        entries = column(term) if isinstance(term, Rows) else tuple(_entry(term, k) for k in range(len(entries_of)))
        put.update(zip(entries_of, entries, strict=True))
        return scope
    match declared:
        case Value(Sym() as symbol):
            _needkind(definition, symbol, term, scope)
            put[symbol] = term
            return scope
        case Eigenvalue():
            put[Sym(key.replace(" ", ""))] = term
            return scope
        case None | Each() | Definition(parameters=()):
            if isinstance(declared, Definition):
                _need_like(definition, key, term)
            parameter = fresh(Sym(key.replace("#", "").replace(" ", ""), term.sort, term.shape))
            put[parameter] = term
            return scope.bind(key, Value(parameter))
    raise Unread(f"{definition.key} at another {key} than it was defined of")


def _entry(term: Term, k: int) -> Term:
    return Entry(term, (Num(Fraction(k + 1)),))


def _needkind(definition: Definition, symbol: Sym, term: Term, scope: Scope) -> None:
    """Raise where an argument is no value of the symbol that is the parameter.

    Raises:
        IllTyped: its shape or space is another.
        Unread: it is another parameter of densities, on which they depend without its being written.

    """
    if symbol.sort == "parameter" and term != symbol:
        raise Unread(f"{definition.key} at another {symbol.name}")
    if symbol.sort != term.sort and "point" in (symbol.sort, term.sort):
        raise Unread(f"{definition.key} at something else than {symbol}")
    spaces = _space(symbol, scope), _space(term, scope)
    kinds = kind_text(symbol), kind_text(term)
    if kinds[0] != kinds[1] and not (symbol.sort == "real" and term.sort in ("index", "dimension") and not term.shape):
        raise IllTyped(f"{definition.key} takes a {kinds[0]}, but {term} is a {kinds[1]}", kinds)
    if spaces[0] != spaces[1]:
        raise IllTyped(f"{definition.key} takes a point of {spaces[0]}, but {term} is one of {spaces[1]}", spaces)


def _need_like(definition: Definition, key: str, term: Term) -> None:
    """Raise `Unread` where an argument is of another kind than the abbreviation that is the parameter."""
    values = read(Letter(0, 0, key), definition.scope) if key.isalpha() else ()
    if not any((v.shape, v.sort) == (term.shape, term.sort) for v in values):
        raise Unread(f"{definition.key} at something else than {key}")


def _space(term: Term, scope: Scope) -> str:
    """Return the space of a point; "" for what is no point."""
    match term:
        case Sym(name=name, of_sort="point") | Entry(array=Sym(name=name, of_sort="point")):
            return scope.context.space_of(name)
        case Apply(function=name, result="point"):
            declared: Mapping[str, object] = scope.context.function_by_name
            return scope.context.function_by_name[name].result if name in declared else ""
    return ""


def _at_use(node: Node, run: Callable[[], Readings]) -> Readings:
    """Run `run`; what is wrong in the body of a definition is wrong where the name is used."""
    try:
        return run()
    except IllTyped as error:
        raise IllTypedAt(error.message, error.shapes, node.start, node.end) from error
    except Unread as error:
        raise type(error)(error.message, node.start, node.end) from error


def at_indices(definition: Definition, rest: Scripts, node: Node, scope: Scope) -> Readings:
    """Return a defined array's entry: a_i, M_{ij}."""
    from verify.latex.indices import index_choices
    from verify.latex.subscripts import with_scripts

    assert rest.sub is not None
    left = Scripts(rest.entry, rest.sup, rest.primes)
    if takes_subset(definition):
        averages = _at_use(node, partial(at_subset, definition, rest.sub, scope))
        return with_scripts(averages, left, node, scope) if left else averages
    found: list[Term] = []
    for choice in index_choices(rest.sub, scope):
        if len(choice.args) != definition.indices:
            raise Unread(f"{definition.key} was defined with {definition.indices} indices", node.start, node.end)
        if len(definition.parameters) > definition.indices:
            raise Unread(f"{definition.key} without its arguments", node.start, node.end)
        indices: list[Argument] = [(index,) for index in choice.args]
        found.extend(_at_use(node, partial(_put, definition, indices, None)))
    return with_scripts(tuple(found), left, node, scope) if left else tuple(found)


def without_arguments(definition: Definition, node: Node, expected: Expected, scope: Scope | None = None) -> Readings:
    """Return L for L(w), at the names that it was defined of; a name without parameters is its body.

    What a binder of the `scope` has bound is meant by its name: E_q[log q] is about what is drawn.

    Raises:
        Unread: it was defined of names that mean nothing by themselves.

    """
    every = (definition, *definition.overloads)
    plain = [one for one in every if not one.indices and _means_something(one)]
    if not plain:
        raise Unread(f"{definition.key} without its arguments", node.start, node.end)
    ways = [_at_use(node, partial(_at_bound, one, scope, expected)) for one in plain[:OVERLOADS]]
    if any(one.barred for one in every) and any(way != ways[0] for way in ways):
        raise Unread(f"{definition.key} without its arguments", node.start, node.end)  # q(z) is not q(z|x)
    return tuple(dict.fromkeys(term for way in ways for term in way))  # 𝓛 of q_φ or of any q: a row tells which


def _at_bound(definition: Definition, scope: Scope | None, expected: Expected) -> Readings:
    """Return the body, with what the scope has bound in place of the parameters of the same names."""
    values: dict[str, Term] = {}
    for key in definition.parameters:
        meaning = None if scope is None or key not in scope.bound else scope.meaning(key)
        if isinstance(meaning, Value) and meaning != definition.scope.meaning(key):
            values[key] = meaning.term
    if not values:
        return read(definition.body, definition.scope, expected)
    return _with_values(definition, values, definition.scope, expected)


def _means_something(definition: Definition) -> bool:
    """Whether all parameters that occur in the body mean something: in L(w, ξ, λ), ξ may stand for all of the ξ_x."""
    unknown = {key for key in definition.parameters if definition.scope.meaning(key) is None}
    return not unknown or not any(key in unknown for key in _own_letters(definition.body, definition.scope))


def _own_letters(node: Node, scope: Scope) -> Iterator[str | None]:
    """Yield the keys of the letters in a formula, but for those that only a known name with a subscript has."""
    if isinstance(node, Scripted) and next(iter(matches(node, scope)), None) is not None:
        return
    if isinstance(node, Letter):
        yield key_of(node, scope.fonts)
    for child in children(node):
        yield from _own_letters(child, scope)
