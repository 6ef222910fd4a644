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
from operator import eq

from verify.latex.errors import IllTypedAt, Unread
from verify.latex.names import Scripts, key_of, matches
from verify.latex.reading import MOST, Expected, Readings, any_of, combine, read, read_all
from verify.latex.scope import Definition, Each, Eigenvalue, FunctionName, LawName, Meaning, Scope, Value
from verify.latex.tree import Bracket, Letter, Node, Scripted, children
from verify.terms.nodes import Apply, Entry, IllTyped, Num, Rows, Sym, Term
from verify.terms.rewrite import fresh, substitute
from verify.terms.statement import column, kind_text

Argument = Readings | Meaning


def apply_definition(
    meaning: Meaning, rest: Scripts, bracket: Bracket, node: Node, scope: Scope, expected: Expected
) -> Readings:
    """Return a defined name at its arguments."""
    from verify.latex.values import with_scripts

    assert isinstance(meaning, Definition)
    meaning = _with_arity(with_form(meaning, bracket, node), bracket, scope)
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
    arguments = _grouped(meaning, _arguments(meaning, bracket, scope), bracket)
    if rest.sup is not None and rest.sub is None and key_of(rest.sup) == "-1":
        return _inverse(meaning, arguments, node)
    found = _at_use(node, lambda: _put(meaning, [*places, *arguments], None if rest else expected))
    return with_scripts(found, rest, node, scope) if rest else found


def barred(bracket: Bracket) -> tuple[int, ...]:
    """Return which separators of a bracket are bars: p(x|z) is not p(x, z)."""
    return tuple(k for k, separator in enumerate(bracket.separators) if separator == "|")


def with_form(definition: Definition, bracket: Bracket, node: Node) -> Definition:
    """Return the definition with its overloads that have their bars where the bracket has.

    Raises:
        Unread: there is none.

    """
    bars = barred(bracket)
    every = (definition, *definition.overloads)
    if not bars and not any(one.barred for one in every):
        return definition
    fitting = [one for one in every if one.barred == bars and len(one.parameters) - one.indices == len(bracket.items)]
    if not fitting:
        raise Unread(f"{definition.key} of these arguments was not defined", node.start, node.end)
    return replace(fitting[0], overloads=tuple(fitting[1:]))


def kind(meaning: Meaning | None) -> type | None:
    """Return `LawName` or `FunctionName` for the name of one, None for anything else."""
    return type(meaning) if isinstance(meaning, LawName | FunctionName) else None


def _inverse(definition: Definition, arguments: Sequence[Argument], node: Node) -> Readings:
    """Return g⁻¹(z): the inverse of a map of columns.

    Raises:
        Unread: it is no such map, so that f⁻¹(x) may be 1/f(x).

    """
    from verify.latex.maps import inverse_at, is_map

    if len(arguments) != 1 or not isinstance(arguments[0], tuple) or not is_map(definition):
        raise Unread(f"an inverse of {definition.key}, or its reciprocal", node.start, node.end)
    return inverse_at(definition, arguments[0], node)


def _with_arity(definition: Definition, bracket: Bracket, scope: Scope) -> Definition:
    """Return the definition of the name with these arguments in brackets, if there is one.

    A function may be given by a formula, D^* for D; where laws stand, laws have to stand in the definition.
    """
    kinds = tuple(kind(next(iter(matches(item, scope)), (None,))[0]) for item in bracket.items)
    keys = [key_of(item, scope.fonts) for item in bracket.items]
    fitting = [one for one in (definition, *definition.overloads) if len(one.parameters) - one.indices == len(kinds)]
    own = [tuple(kind(one.scope.meaning(key)) for key in one.parameters[one.indices :]) for one in fitting]
    members = [next((bool(rest.sub) for _, rest in matches(item, scope)), False) for item in bracket.items]

    def closeness(one: Definition) -> tuple[int, int]:
        """How many arguments are the definition's own, and how many are members of families where its own are."""
        own = one.parameters[one.indices :]
        return sum(map(eq, own, keys)), sum(("^(" in key) == member for key, member in zip(own, members, strict=True))

    for same in (lambda a, b: a is b, lambda a, b: (a is LawName) == (b is LawName)):
        alike = [one for one, found in zip(fitting, own, strict=True) if all(map(same, found, kinds))]
        if alike:
            return max(alike, key=closeness)
    return fitting[0] if fitting else definition


def _arguments(definition: Definition, bracket: Bracket, scope: Scope) -> Sequence[Argument]:
    """Return the readings of each argument, or what it means if it is the name of a function or law."""
    found: list[Argument] = []
    keys = definition.parameters[definition.indices :]
    for k, item in enumerate(bracket.items):
        of_function = k < len(keys) and isinstance(definition.scope.meaning(keys[k]), FunctionName)
        kinds = FunctionName | LawName | Definition if of_function else FunctionName | LawName
        named = [m for m, rest in matches(item, scope) if not rest and isinstance(m, kinds)]
        if named and k < len(keys) and isinstance(definition.scope.meaning(keys[k]), Value):
            raise Unread(f"{definition.key} was defined of something else than a law", item.start, item.end)
        found.append(named[0] if named else read_all(((item, None),), scope)[0])
    return found


def _grouped(definition: Definition, arguments: Sequence[Argument], bracket: Bracket) -> Sequence[Argument]:
    """Return one argument a parameter: v(0, 0, 0) of v(ψ, θ) with ψ = (ψ_0, ψ_1) is v((0, 0), 0)."""
    keys = definition.parameters[definition.indices :]
    if len(arguments) == len(keys):
        return arguments
    widths = [len(_components(definition, key)) or 1 for key in keys]
    if sum(widths) != len(arguments):
        raise Unread(f"{definition.key} was defined of {len(keys)} arguments", bracket.start, bracket.end)
    grouped: list[Argument] = []
    rest = list(arguments)
    for width in widths:
        taken, rest = rest[:width], rest[width:]
        numbers = [item for item in taken if isinstance(item, tuple)]
        if width == 1 or len(numbers) < width:
            grouped.extend(taken)
        else:
            grouped.append(combine(lambda *terms: Rows(tuple((t,) for t in terms)), *numbers))
    return grouped


def _components(definition: Definition, key: str) -> tuple[Sym, ...]:
    """Return the symbols of which a parameter is the column, as ψ = (ψ_0, ψ_1) is; none for other parameters."""
    meaning = definition.scope.meaning(key)
    if not isinstance(meaning, Definition) or meaning.parameters:
        return ()
    value = read(meaning.body, meaning.scope)[0]
    entries = column(value) if isinstance(value, Rows) else ()
    return tuple(e for e in entries if isinstance(e, Sym)) if all(isinstance(e, Sym) for e in entries) else ()


def _put(definition: Definition, arguments: Sequence[Argument], expected: Expected) -> Readings:
    """Return the body with the arguments in place of the parameters."""
    scope = definition.scope
    values: list[tuple[str, Readings]] = []
    for key, argument in zip(definition.parameters, arguments, strict=True):
        if isinstance(argument, tuple):
            values.append((key, argument))
        elif isinstance(argument, LawName) or argument != scope.meaning(key):
            scope = scope.bind(key, argument)
    keys = [key for key, _ in values]
    choices = itertools.islice(itertools.product(*(readings for _, readings in values)), MOST)
    chosen = (dict(zip(keys, choice, strict=True)) for choice in choices)
    return any_of(*(partial(_with_values, definition, given, scope, expected) for given in chosen))


def _with_values(definition: Definition, values: Mapping[str, Term], scope: Scope, expected: Expected) -> Readings:
    from verify.latex.values import HIGHEST, height

    put: dict[Sym, Term] = {}
    for k, (key, term) in enumerate(values.items()):
        scope = _parameter(key, term, definition, scope, put, is_index=k < definition.indices)
    found = combine(lambda body: substitute(body, put), read(definition.body, scope, expected))
    if any(height(term) > HIGHEST for term in found):  # h(t) = t^64 of itself, again and again
        raise Unread(f"an exponent above {HIGHEST}", definition.body.start, definition.body.end)
    return found


def _parameter(
    key: str, term: Term, definition: Definition, scope: Scope, put: dict[Sym, Term], is_index: bool
) -> Scope:
    """Say in `put` what replaces the parameter; return the scope in which the body is read."""
    declared = None if is_index else definition.scope.meaning(key)
    components = _components(definition, key)
    if components:
        if len(term.shape) != 2 or term.shape != (Num(Fraction(len(components))), Num(Fraction(1))):
            raise IllTyped(f"{definition.key} takes a column of {len(components)} numbers, but {term} is none")
        entries = column(term) if isinstance(term, Rows) else tuple(_entry(term, k) for k in range(len(components)))
        put.update(zip(components, entries, strict=True))
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
    from verify.latex.values import with_scripts

    assert rest.sub is not None
    found: list[Term] = []
    for choice in index_choices(rest.sub, scope):
        if len(choice.args) != definition.indices:
            raise Unread(f"{definition.key} was defined with {definition.indices} indices", node.start, node.end)
        if len(definition.parameters) > definition.indices:
            raise Unread(f"{definition.key} without its arguments", node.start, node.end)
        indices: list[Argument] = [(index,) for index in choice.args]
        found.extend(_at_use(node, partial(_put, definition, indices, None)))
    left = Scripts(rest.entry, rest.sup, rest.primes)
    return with_scripts(tuple(found), left, node, scope) if left else tuple(found)


def without_arguments(definition: Definition, node: Node, expected: Expected) -> Readings:
    """Return L for L(w), at the declared names that it was defined of; a name without parameters is its body.

    Raises:
        Unread: it was defined of names that mean nothing by themselves.

    """
    every = (definition, *definition.overloads)
    several = any(one.barred for one in every) and len(every) > 1
    plain = (one for one in every if not one.indices)
    definition = next((one for one in plain if _means_something(one)), definition)
    if definition.indices or several or not _means_something(definition):
        raise Unread(f"{definition.key} without its arguments", node.start, node.end)
    return _at_use(node, lambda: read(definition.body, definition.scope, expected))


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
