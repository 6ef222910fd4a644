"""What a sheet gives: definitions, other spellings of names, hypotheses, values at places, what is assumed.

Main definitions
----------------
* `with_sheet`: the scope with a sheet's definitions, other spellings of names, and hypotheses.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from verify.latex.defining import define
from verify.latex.errors import Unread
from verify.latex.heads import head_of
from verify.latex.names import family_key, matches
from verify.latex.scope import Definition, LawName, Scope
from verify.latex.sides import statements, terms
from verify.latex.tree import Row
from verify.latex.written import formula, name_of, tree_of
from verify.model import VerifyError
from verify.terms.nodes import IllTyped, Sym


def with_sheet(
    scope: Scope,
    definitions: Sequence[str],
    aliases: Mapping[str, str],
    hypotheses: Sequence[str],
    assumed: Sequence[str] = (),
    places: Sequence[str] = (),
    preset: Sequence[str] = (),
) -> Scope:
    """Return the scope with a sheet's definitions, other spellings, hypotheses, values at places, and what it assumes.

    What is `preset` holds until the student defines the name, in whatever way: it is as good as the student's own.

    Raises:
        VerifyError: one of them cannot be read; the message names it.

    """
    waiting = dict(aliases)  # other spellings of what is declared may stand in definitions, and definitions have some
    from verify.latex.places import with_place

    written: list[tuple[Callable[[str, Scope], Scope], str]] = [(_with_written, text) for text in definitions]
    for run, text in (*written, *((with_place, text) for text in places), (_with_written, "")):
        for alias in [a for a, target in waiting.items() if text == "" or _is_known(target, scope)]:
            scope = _placed(alias, _with_alias, alias, waiting.pop(alias), scope)
        scope = _placed(text, run, text, scope) if text else scope
    for alias, text in aliases.items():  # once more: some have got definitions of another number of arguments since
        scope = _placed(alias, _with_alias, alias, text, scope)
    for text in hypotheses:
        scope = _placed(text, _with_hypothesis, text, scope)
    for text in assumed:
        scope = _placed(text, _with_assumed, text, scope)
    for text in preset:
        scope = _placed(text, _with_assumed, text, scope, True)
    return scope


def _with_assumed(text: str, scope: Scope, own: bool = False) -> Scope:
    """Return the scope in which a name is taken for something until the student defines it."""
    row = formula(text)
    head = None if row.sides[0] is None else head_of(row.sides[0], scope, stated=True)
    defined = None if head is None else define(row, scope, stated=True, sheet=True)
    if head is None or defined is None:
        raise VerifyError(f"{text!r} defines no new name")
    definition = defined.names[head.key]
    if not isinstance(definition, Definition):
        raise VerifyError(f"{text!r}: what is assumed must be a formula")
    return defined.with_names({head.key: replace(definition, assumed=True, own=own, scope=defined)})


def _is_known(text: str, scope: Scope) -> bool:
    text = text.partition(" or ")[0]
    key = name_of(text, scope.fonts)
    member = next(matches(tree_of(text), scope), None)
    return scope.meaning(key) is not None or (member is not None and member[1].sub is not None and "^(" in key)


def _placed(entry: str, run: object, *args: object) -> Scope:
    try:
        return run(*args)  # type: ignore[operator,no-any-return]
    except IllTyped as error:
        raise VerifyError(f"{entry!r}: {error.message}") from error
    except Unread as error:
        raise VerifyError(f"{entry!r}: {error.message}") from error


def _with_written(text: str, scope: Scope) -> Scope:
    row = formula(text)
    defined = define(row, scope, stated=True, sheet=True)
    return _declared_definition(row, text, scope) if defined is None else defined


def _declared_definition(row: Row, text: str, scope: Scope) -> Scope:
    """Return the scope in which a declared symbol has this definition in the Context."""
    left, right = (*row.sides, None, None)[:2]
    if left is None or right is None or row.relations[0] not in ("=", ":="):
        raise VerifyError(f"{text!r} is no definition")
    (symbol,) = terms(left, scope)
    if not isinstance(symbol, Sym):
        raise VerifyError(f"{text!r} defines no name")
    value = next((t for t in terms(right, scope, symbol.shape) if t.shape == symbol.shape), None)
    if value is None:
        raise VerifyError(f"{text!r}: the shapes of both sides differ")
    symbols = tuple(replace(d, definition=value) if d.symbol == symbol else d for d in scope.context.symbols)
    return replace(scope, context=replace(scope.context, symbols=symbols))


def _with_alias(alias: str, text: str, scope: Scope) -> Scope:
    text, _, other = text.partition(" or ")
    if other:
        first, also = (scope.meaning(name_of(name, scope.fonts)) for name in (text, other))
        if not isinstance(first, LawName) or not isinstance(also, LawName):
            raise VerifyError(f"{text!r} or {other!r} is no law")
        return scope.with_names({name_of(alias, scope.fonts): replace(first, also=also.name)})
    key, known = name_of(alias, scope.fonts), scope.meaning(name_of(text, scope.fonts))
    family = scope.meaning(f"{name_of(text, scope.fonts)}[]")
    if known is None and (member := next(matches(tree_of(text), scope), None)) is not None and member[1].sub:
        return scope.with_names({f"{family_key(key)}[]": member[0]})
    if known is None:
        raise VerifyError(f"{text!r} is not declared")
    more = {key: known}
    return scope.with_names(more if family is None else {**more, f"{key}[]": family})


def _with_hypothesis(text: str, scope: Scope) -> Scope:
    row = formula(text)
    for k, relation in enumerate(row.relations):
        left, right = row.sides[k : k + 2]
        if left is None or right is None:
            raise VerifyError(f"{text!r} is no statement")
        scope = scope.with_hypotheses((statements(left, relation, right, scope, assumed=True)[0], text))
    return scope
