"""Names that abbreviate a formula: the sheet's definitions, and the student's own.

Main definitions
----------------
* `apply_definition`, `at_indices`, `without_arguments`: what a defined name stands for.

The body is read in the scope in which the name was defined, with parameters of the arguments' kinds, and the
arguments are put in afterwards, so that no binder of the body captures what they contain.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from verify.latex.errors import Unread
from verify.latex.names import Scripts
from verify.latex.reading import Expected, Readings, combine, read, read_all
from verify.latex.scope import Definition, FunctionName, LawName, Meaning, Scope, Value
from verify.latex.tree import Bracket, Node
from verify.terms.nodes import Sym, Term
from verify.terms.rewrite import fresh, substitute


def apply_definition(
    meaning: Meaning, rest: Scripts, bracket: Bracket, node: Node, scope: Scope, expected: Expected
) -> Readings:
    """Return a defined name at its arguments."""
    from verify.latex.values import with_scripts

    assert isinstance(meaning, Definition)
    meaning = _with_arity(meaning, len(bracket.items))
    places: Sequence[Readings] = []
    if meaning.indices:
        from verify.latex.indices import index_choices

        if rest.sub is None:
            raise Unread(f"{meaning.key} without its index", node.start, node.end)
        places = [tuple(choice.args[k] for choice in index_choices(rest.sub, scope)) for k in range(meaning.indices)]
        rest = Scripts(None, rest.sup, rest.primes)
    keys = meaning.parameters[meaning.indices :]
    if len(bracket.items) != len(keys):
        raise Unread(f"{meaning.key} was defined of {len(keys)} arguments", bracket.start, bracket.end)
    found = _put(meaning, [*places, *_arguments(bracket, scope)], None if rest else expected)
    return with_scripts(found, rest, node, scope) if rest else found


def _with_arity(definition: Definition, wanted: int) -> Definition:
    """Return the definition of the name with that many arguments in brackets, if there is one."""
    for one in (definition, *definition.overloads):
        if len(one.parameters) - one.indices == wanted:
            return one
    return definition


def _arguments(bracket: Bracket, scope: Scope) -> Sequence[Readings | Meaning]:
    """Return the readings of each argument, or what it means if it is the name of a function or law."""
    from verify.latex.names import matches

    found: list[Readings | Meaning] = []
    for item in bracket.items:
        named = [m for m, rest in matches(item, scope) if not rest and isinstance(m, FunctionName | LawName)]
        found.append(named[0] if named else read_all(((item, None),), scope)[0])
    return found


def _put(definition: Definition, arguments: Sequence[Readings | Meaning], expected: Expected) -> Readings:
    """Return the body with the arguments in place of the parameters."""
    scope = definition.scope
    values: list[Readings] = []
    keys: list[str] = []
    for key, argument in zip(definition.parameters, arguments, strict=True):
        if isinstance(argument, tuple):
            keys.append(key)
            values.append(argument)
        else:
            scope = scope.bind(key, argument)

    def bodies(terms: Sequence[Term]) -> Readings:
        inner, put = scope, {}
        for key, term in zip(keys, terms, strict=True):
            parameter = fresh(Sym(key.replace("#", ""), term.sort, term.shape))
            inner = inner.bind(key, Value(parameter))
            put[parameter] = term
        return combine(lambda body: substitute(body, put), read(definition.body, inner, expected))

    if not values:
        return bodies(())
    found: list[Term] = []
    for choice in itertools.islice(itertools.product(*values), 8):
        found.extend(bodies(choice))
    return tuple(found)


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
        found.extend(_put(definition, [(index,) for index in choice.args], None))
    left = Scripts(None, rest.sup, rest.primes)
    return with_scripts(tuple(found), left, node, scope) if left else tuple(found)


def without_arguments(definition: Definition, node: Node, scope: Scope) -> Readings:
    """Return L for L(w): its value at the declared names that it was defined of.

    Raises:
        Unread: it was defined of names that mean nothing by themselves.

    """
    declared = [definition.scope.meaning(key) for key in definition.parameters]
    if definition.indices or not all(isinstance(m, Value | FunctionName | LawName) for m in declared):
        raise Unread(f"{definition.key} without its arguments", node.start, node.end)
    return read(definition.body, definition.scope)
