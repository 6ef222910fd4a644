"""The law of the unconscious statistician: ∫ dz p_z(z) h(G(z)) = ∫ dx p_G(x) h(x), G any measurable map.

Of a map that need not be one to one, nothing else is known: its pushforward p_G is a law of its own, and where z
stands in p_z(z) and in G(z) alone, the integral is written over x.
"""

from __future__ import annotations

from collections.abc import Callable

from verify.decide.information.flows import inner_terms
from verify.decide.information.forms import (
    Apart,
    Atom,
    Binder,
    Closed,
    Exp,
    Iid,
    Key,
    Poly,
    Weight,
    poly,
    weight_of,
)
from verify.decide.information.setting import PUSHFORWARD, Setting
from verify.terms.context import LawDeclaration
from verify.terms.nodes import Apply, Density, Sym, Term
from verify.terms.rewrite import transform


def carried(key: Key, setting: Setting) -> Key | None:
    """Return the term with one variable moved along a map to the law that it carries there (None: nothing to move)."""
    context = setting.context
    for law in context.laws:
        base = None if law.pushforward is None else context.law_by_name.get(law.pushforward[0])
        if law.pushforward is None or base is None or len(base.targets) != 1 or base.given or base.depends:
            continue
        if context.may_vanish(law.name):
            continue
        name = law.pushforward[1]
        declared = context.function_by_name.get(name)
        if declared is None or declared.inverse or declared.depends:
            continue
        for binder in key.binders:
            if binder.upper is None and binder.space == declared.spaces[0]:
                found = _carried(key, binder, base, name, law, setting)
                if found is not None:
                    return found
    return None


def _carried(
    key: Key, binder: Binder, base: LawDeclaration, function: str, law: LawDeclaration, setting: Setting
) -> Key | None:
    """∫ dz p_z(z) h(G(z)) as ∫ dx p_G(x) h(x), for the variable z of `binder`."""
    source = Density(base.name, base.targets, (), (binder.symbol,))
    image = Apply(function, (binder.symbol,), (0,), "point")
    if (source, 1) not in key.weight:
        return None
    rest = Key(weight=tuple(pair for pair in key.weight if pair[0] != source), logs=key.logs)
    terms = list(inner_terms(rest))
    if any(_bare(term, binder.symbol, image) for term in terms) or not any(_holds(term, image) for term in terms):
        return None
    space = setting.context.function_by_name[function].result
    new = setting.names.temporary(Binder(Sym("new", "point"), space))
    replaced = _replaced(rest.weight, lambda node: new if node == image else node)
    logs = _replaced(rest.logs, lambda node: new if node == image else node)
    binders = tuple(Binder(new, space) if b == binder else b for b in key.binders)
    there = dict(replaced)
    density = Density(law.name, law.targets, (), (new,))
    there[density] = there.get(density, 0) + 1
    setting.axioms.add(PUSHFORWARD)
    return Key(binders, weight_of(there), logs)


def _bare(term: Term, symbol: Sym, image: Term) -> bool:
    """Tell whether `symbol` occurs anywhere but in its image."""
    if term == symbol:
        return True
    return term != image and any(_bare(child, symbol, image) for child in term.children())


def _holds(term: Term, image: Term) -> bool:
    return term == image or any(_holds(child, image) for child in term.children())


def _replaced(weight: Weight, change: Callable[[Term], Term]) -> Weight:
    exponents: dict[Atom, int] = {}
    for atom, exponent in weight:
        new = _replaced_atom(atom, change)
        exponents[new] = exponents.get(new, 0) + exponent
    return weight_of(exponents)


def _replaced_atom(atom: Atom, change: Callable[[Term], Term]) -> Atom:
    match atom:
        case Term():
            return transform(atom, change)
        case Poly(terms):
            return poly((_replaced(weight, change), value) for weight, value in terms)
        case Exp(exponent, scale):
            return Exp(_replaced(exponent, change), scale)
        case Closed(binders, inner):
            return Closed(binders, _replaced(inner, change))
        case Iid(family, density):
            return Iid(family, _replaced(density, change))
        case Apart():
            return atom
