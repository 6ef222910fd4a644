"""The arguments of names that abbreviate a formula: which definition they ask for, and one argument a parameter.

Main definitions
----------------
* `with_form`, `with_arity`: the definition of a name with these bars, and of this number and kind of arguments.
* `arguments_of`, `grouped`: the readings of the arguments, and one a parameter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from operator import eq

from verify.latex.errors import Unread
from verify.latex.names import key_of, matches
from verify.latex.reading import Readings, combine, read, read_all
from verify.latex.scope import Definition, FunctionName, LawName, Meaning, Scope, Value
from verify.latex.tree import Bracket, Node
from verify.terms.nodes import Rows, Sym
from verify.terms.statement import column

Argument = Readings | Meaning


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


def with_arity(definition: Definition, bracket: Bracket, scope: Scope) -> Definition:
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


def arguments_of(definition: Definition, bracket: Bracket, scope: Scope) -> Sequence[Argument]:
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


def grouped(definition: Definition, arguments: Sequence[Argument], bracket: Bracket) -> Sequence[Argument]:
    """Return one argument a parameter: v(0, 0, 0) of v(ψ, θ) with ψ = (ψ_0, ψ_1) is v((0, 0), 0)."""
    keys = definition.parameters[definition.indices :]
    if len(arguments) == len(keys):
        return arguments
    widths = [len(components(definition, key)) or 1 for key in keys]
    if sum(widths) != len(arguments):
        raise Unread(f"{definition.key} was defined of {len(keys)} arguments", bracket.start, bracket.end)
    found: list[Argument] = []
    rest = list(arguments)
    for width in widths:
        taken, rest = rest[:width], rest[width:]
        numbers = [item for item in taken if isinstance(item, tuple)]
        if width == 1 or len(numbers) < width:
            found.extend(taken)
        else:
            found.append(combine(lambda *terms: Rows(tuple((t,) for t in terms)), *numbers))
    return found


def components(definition: Definition, key: str) -> tuple[Sym, ...]:
    """Return the symbols of which a parameter is the column, as ψ = (ψ_0, ψ_1) is; none for other parameters."""
    meaning = definition.scope.meaning(key)
    if not isinstance(meaning, Definition) or meaning.parameters:
        return ()
    value = read(meaning.body, meaning.scope)[0]
    entries = column(value) if isinstance(value, Rows) else ()
    return tuple(e for e in entries if isinstance(e, Sym)) if all(isinstance(e, Sym) for e in entries) else ()
