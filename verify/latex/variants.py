r"""One letter for two laws: q(z|x) is the encoder, q(z) any density of the family; a row tells which one it is about.

Main definitions
----------------
* `settled`: the scope in which such letters mean the law that a row is about.
"""

from __future__ import annotations

from collections.abc import Iterator

from verify.latex.domains import split
from verify.latex.names import key_of
from verify.latex.scope import LawName, Scope
from verify.latex.tree import Bracket, Mark, Node, Operator, Product, Sequence, walk

_EXTREMA = ("max", "min", "sup", "inf", "argmax", "argmin")


def settled(scope: Scope, *sides: Node) -> Scope:
    """Return the scope in which a letter for several laws means the one without conditions, where a row says q(z).

    That is so where it stands with arguments and none of them is behind a bar, and where an extremum ranges over it.
    """
    several = {key: m for key, m in scope.names.items() if isinstance(m, LawName) and m.also}
    if not several:
        return scope
    seen: dict[str, set[bool]] = {}
    for side in sides:
        for key, conditional in _uses(side, scope):
            seen.setdefault(key, set()).add(conditional)
    chosen = {key: LawName(m.also) for key, m in several.items() if seen.get(key) == {False}}
    return scope.with_names(chosen) if chosen else scope


def _uses(side: Node, scope: Scope) -> Iterator[tuple[str, bool]]:
    """Yield the letters in front of brackets, or under an extremum, and whether something is behind a bar there."""
    for node in walk(side):
        if isinstance(node, Product):
            for name, bracket in zip(node.factors, node.factors[1:], strict=False):
                if isinstance(bracket, Bracket) and bracket.opening == "(" and not _is_blank(bracket):
                    yield key_of(name, scope.fonts) or "", bool({"|", ";"} & set(bracket.separators))
        if isinstance(node, Operator) and node.name in _EXTREMA and node.sub is not None:
            for part in node.sub.items if isinstance(node.sub, Sequence) else (node.sub,):
                yield key_of(split(part)[0], scope.fonts) or "", False


def _is_blank(bracket: Bracket) -> bool:
    return any(isinstance(item, Mark) for item in bracket.items)
