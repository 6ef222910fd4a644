r"""Arguments that their kinds tell apart: 𝓛(θ, q; x), 𝓛(q; x), 𝓛_θ(q, x) and 𝓛(x; θ, q) are one and the same.

A law, a point and the parameter of a density each have but one place in what was defined of them. So their order says
nothing, they may stand in the subscript, and those that are left out stand for themselves; a law that is left out
would not be known.

Main definitions
----------------
* `by_role`: a definition and its arguments in the order in which it was defined of them.
"""

from __future__ import annotations

from dataclasses import replace

from verify.latex.errors import Unread
from verify.latex.names import Scripts, matches
from verify.latex.reading import read
from verify.latex.scope import Definition, LawName, Meaning, Scope, Value
from verify.latex.tree import Bracket, Letter, Node, Sequence
from verify.terms.nodes import IllTyped, Sym

LAW, POINT = "a law", "a point"


def by_role(
    definition: Definition, rest: Scripts, bracket: Bracket, scope: Scope
) -> tuple[Definition, Scripts, Bracket] | None:
    """Return which overload is meant, the scripts that are left, and its arguments in order.

    None where the arguments are in order already, or where their kinds do not say which is which.
    """
    if "|" in bracket.separators or rest.primes or rest.entry is not None:
        return None
    if definition.indices:  # 𝓛_i(q) was defined, and here is 𝓛_θ(q)
        plain = scope.meaning(definition.key.removesuffix("[]"))
        if rest.sub is None or not isinstance(plain, Definition):
            return None
        definition = plain
    behind = () if rest.sub is None else rest.sub.items if isinstance(rest.sub, Sequence) else (rest.sub,)
    items = (*behind, *bracket.items)
    roles = [_role(item, scope) for item in items]
    if None in roles or len(set(roles)) < len(roles):
        return None
    written = dict(zip(roles, items, strict=True))
    fitting: list[tuple[int, Definition, tuple[str, ...]]] = []
    for one in (definition, *definition.overloads):
        wanted = _roles_of(one)
        left_out = set(wanted) - set(written)
        more = set(written) - set(wanted)  # 𝓛(θ, q): what the laws depend on may be said
        if wanted and not more & {LAW, POINT} and len(more) < len(written) and LAW not in left_out:
            fitting.append((len(left_out), one, wanted))
    if not fitting or (not behind and any(not n and list(w) == roles for n, _, w in fitting)):
        return None
    _, chosen, wanted = min(fitting, key=lambda found: found[0])
    at = bracket.start
    places = zip(wanted, chosen.parameters, strict=True)
    arguments = tuple(written[role] if role in written else Letter(at, at, key) for role, key in places)
    ordered = replace(bracket, items=arguments, separators=(",",) * (len(arguments) - 1))
    return replace(chosen, overloads=()), replace(rest, sub=None), ordered


def _roles_of(definition: Definition) -> tuple[str, ...]:
    """Return the kind of each parameter; nothing where two are alike, or one has no kind that tells it apart."""
    found = [_role_of(definition.scope.meaning(key)) for key in definition.parameters]
    roles = tuple(role for role in found if role is not None)
    return roles if len(set(roles)) == len(found) else ()


def _role_of(meaning: Meaning | None) -> str | None:
    match meaning:
        case LawName():
            return LAW
        case Value(Sym(sort="parameter") as symbol):
            return symbol.name
        case Value(Sym(sort="point")):
            return POINT
    return None


def _role(item: Node, scope: Scope) -> str | None:
    """Return the kind of an argument as written."""
    named = next((meaning for meaning, left in matches(item, scope) if not left), None)
    if named is not None and (role := _role_of(named)) is not None:
        return role
    try:
        found = read(item, scope)
    except (Unread, IllTyped):
        return None
    return POINT if found and all(term.sort == "point" and not term.shape for term in found) else None
