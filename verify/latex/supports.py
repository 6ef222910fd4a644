r"""Where densities are positive: {x : p(x) > 0}, supp(p), p > 0, names of regions; and integrals over such sets.

An integral over the support of p of what has p as a factor is the integral over the whole space.

Main definitions
----------------
* `region_of`: the region that a node names or describes; None for anything else.
* `vanishes_outside`: whether a term is 0 where no density lives that lives on a region.
"""

from __future__ import annotations

from verify.latex.densities import law_ref
from verify.latex.names import matches
from verify.latex.scope import RegionName, Scope
from verify.latex.tree import Bracket, Node, Number, Operator, Product, Relation, Scripted, Sequence, Word
from verify.terms.nodes import Add, Density, Mul, Term

_SUPPORT = frozenset({"supp", "support", "spt"})


def region_of(node: Node, scope: Scope) -> str | None:
    """Return the name of the region that is written, or None."""
    for meaning, rest in matches(node, scope):
        return meaning.name if isinstance(meaning, RegionName) and not rest else None
    match node:
        case Relation(relation="in", right=right):
            return region_of(right, scope)
        case Relation(left=law, relation=">" | "!=", right=Number(text="0")):
            return _support(law, scope)
        case Bracket(opening="{", items=(_, Relation() as condition), separators=(":" | "|",)):
            return region_of(condition, scope)
        case Sequence(items=(_, Relation() as condition), separators=(":" | "|",)):
            return region_of(condition, scope)
        case Bracket(opening="{", items=(Relation() as condition,)):
            return region_of(condition, scope)
        case Product(operators=("",), factors=(Word(text=text), law)) if text.lower() in _SUPPORT:
            return _support(law.items[0] if isinstance(law, Bracket) and len(law.items) == 1 else law, scope)
        case Operator(name=name, body=Node() as law) if name in _SUPPORT:
            return _support(law, scope)
        case Scripted(base=Word(text=text), sub=Node() as law, sup=None) if text.lower() in _SUPPORT:
            return _support(law, scope)
    return None


def _support(node: Node, scope: Scope) -> str | None:
    """Return the region on which the law that a node names is positive."""
    ref = law_ref(node, scope)
    return ref.law.support or None if ref is not None else None


def vanishes_outside(term: Term, region: str, scope: Scope) -> bool:
    """Whether each summand of a term has a factor that is 0 outside of the region."""
    match term:
        case Add(terms=terms):
            return all(vanishes_outside(t, region, scope) for t in terms)
        case Mul(factors=factors):
            return any(vanishes_outside(f, region, scope) for f in factors)
        case Density(law=law):
            return scope.context.law_by_name[law].support == region
    return False
