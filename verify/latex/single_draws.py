"""Draws from point masses, from normal laws, and from laws that a formula gives.

Main definitions
----------------
* `mass_of`, `of_mass`: the point mass that a law is, and the draw from it.
* `of_normal`, `of_formula`: the draws from a normal law and from a formula's.
"""

from __future__ import annotations

from collections.abc import Sequence

from verify.latex.draw import Draw
from verify.latex.errors import Unread
from verify.latex.formulas import formula_law
from verify.latex.names import key_of, matches
from verify.latex.normals import NormalRef
from verify.latex.points import space_of
from verify.latex.reading import read
from verify.latex.scope import Definition, PointMass, Scope, Value
from verify.latex.tree import Bracket, Letter, Node, Product, Scripted
from verify.terms.nodes import Sym
from verify.terms.rewrite import fresh


def mass_of(law: Node, scope: Scope) -> tuple[str, Node, Scope] | None:
    """Return the variable of a point mass ("" if none is said), and where it sits."""
    match law:
        case Scripted(base=Letter(name="delta", accent=""), sub=Node() as place, sup=None, primes=0):
            if scope.meaning(key_of(law, scope.fonts) or "") is None:
                return "", place, scope
    name, argument = law, None
    if isinstance(law, Product) and len(law.factors) == 2 and isinstance(law.factors[1], Bracket):
        name, argument = law.factors[0], law.factors[1]
    for meaning, rest in matches(name, scope):
        if isinstance(meaning, PointMass) and not rest:
            if argument is not None and len(argument.items) != 1:
                return None
            target = key_of(argument.items[0], scope.fonts) if argument is not None else meaning.target
            return target or "", meaning.place, scope
    return None


def of_mass(names: Sequence[Node] | None, mass: tuple[str, Node, Scope], law: Node, scope: Scope) -> tuple[Draw, Scope]:
    """Return the draw from a point mass: its variable is what was drawn, or the one that the mass is said to be of.

    Raises:
        Unread: which variable has it is not written.

    """
    target, place, outer = mass
    if names is not None and len(names) != 1:
        raise Unread("one point mass is one draw", law.start, law.end)
    key = target or "x" if names is None else key_of(names[0], scope.fonts) or ""
    known = scope.meaning(key)
    values = read(place, outer, ())
    if known is None and names is not None:
        symbol = fresh(Sym(key))
        scope = scope.bind(key, Value(symbol))
    elif (
        isinstance(known, Value) and isinstance(known.term, Sym) and known.term.sort == "real" and not known.term.shape
    ):
        symbol = known.term
    else:
        raise Unread("which variable has this point mass is not written", law.start, law.end)
    return Draw((symbol,), None, values[0]), scope


def of_normal(names: Sequence[Node] | None, normal: NormalRef, law: Node, scope: Scope) -> tuple[Draw, Scope]:
    """Return the draw from a normal law: of what was drawn, or of the variable that the law names.

    Raises:
        Unread: what has this law is not written, or no name.

    """
    name = names[0] if names else normal.at or normal.variable
    if name is None:
        raise Unread("what has this normal law is not written", law.start, law.end)
    if names is not None and len(names) != 1:
        raise Unread("one normal law is one draw", law.start, law.end)
    if normal.scope is not None and isinstance(name, Scripted) and normal.shape(scope):
        name = name.base  # z_j ~ q(z_j): the law of an entry of z
    found = next(iter(matches(name, scope)), None)
    key = key_of(name, scope.fonts)
    if key is not None and (found is None or (isinstance(found[0], Definition) and not found[1])):
        symbol = fresh(Sym(key, "real", normal.shape(scope)))
        scope = scope.bind(key, Value(symbol))
    elif found is not None and isinstance(found[0], Value) and isinstance(found[0].term, Sym) and not found[1]:
        symbol = found[0].term
    else:
        raise Unread("what has this normal law is no name", name.start, name.end)
    return Draw((symbol,), normal.density(symbol, scope)), scope


def of_formula(names: Sequence[Node] | None, law: Node, scope: Scope) -> tuple[Draw, Scope]:
    """Return the draw from a law that a formula gives."""
    found = formula_law(law, scope, names[0] if names else None) if names is None or len(names) == 1 else None
    if found is None:
        raise Unread("this is no law that is known", law.start, law.end)
    variable = found.variable
    inner = scope.bind(variable.name, Value(variable))
    if variable.sort == "point":
        inner = inner.bind(f"@{space_of(variable, scope)}", Value(variable))
    return Draw((variable,), found.density), inner
