"""Expectations over a family z_1, …, z_n of independent points with one law s, for symbolic n.

Rules, each an equality of one term of a form with simpler ones:

* a family of which nothing else is left integrates to 1;
* marginalization: where only the i-th point is left, and i is an index from 1 to n, E f(z_i) is the mean of
  f under s (the other points integrate to 1);
* exchangeability: where the family stands only in sums Σ_{j≠m} w(z_j), and m is an index from 1 to n,
  these are sums over n - 1 independent points with law s, whichever m is left out;
The family must stand under its own density to the power 1, and a rule that cannot see all places in which
it stands does not apply.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from verify.decide.information.counting import cancelled, counted, indices_of, opened, without
from verify.decide.information.forms import (
    Apart,
    Atom,
    Binder,
    Closed,
    Form,
    Iid,
    Key,
    Weight,
    atom_free,
    rename_weight,
    template,
    times,
    weight_free,
    weight_of,
)
from verify.decide.information.setting import EXCHANGEABILITY, Setting
from verify.decide.information.sizes import at_least_one, less
from verify.terms.nodes import ONE, Entry, Sym, Term
from verify.terms.rewrite import transform, walk


def simplified(key: Key, setting: Setting) -> Form | None:
    """Return the term after one rule (None: none applies)."""
    if not any(isinstance(atom, Iid | Apart | Closed) for atom, _ in (*key.weight, *key.logs)):
        return None
    if any(isinstance(atom, Closed) and any(b.symbol.shape for b in atom.binders) for atom, _ in key.weight):
        key = opened(key, indices_of(key), setting)
    for family, density in _families(key):
        found = _alone(key, family, density) or _marginal(key, family, density, setting)
        found = found or _exchanged(key, family, density, setting)
        if found is not None:
            return found
    return counted(key, setting) or cancelled(key)


def _families(key: Key) -> Iterator[tuple[Binder, Iid]]:
    """Yield the families of the term with their densities."""
    for binder in key.binders:
        own = [pair for pair in key.weight if isinstance(pair[0], Iid) and pair[0].family == binder.symbol]
        if binder.symbol.shape and [exponent for _, exponent in own] == [1] and isinstance(own[0][0], Iid):
            yield binder, own[0][0]


def _alone(key: Key, family: Binder, density: Iid) -> Form | None:
    """E 1 = 1."""
    rest = without(key.weight, density)
    if family.symbol in weight_free(rest) | weight_free(key.logs):
        return None
    return {Key(tuple(b for b in key.binders if b != family), rest, key.logs): Fraction(1)}


# ------------------------------------------------------------------------------------------ one point left


def _marginal(key: Key, family: Binder, density: Iid, setting: Setting) -> Form | None:
    """E f(z_i) = ∫ s f."""
    key = opened(key, frozenset({family.symbol}), setting)
    rest = without(key.weight, density)
    uses = {use for atom, _ in (*rest, *key.logs) for use in _uses(atom, family.symbol)}
    if len(uses) != 1:
        return None
    (index,) = uses
    ends = {b.symbol: b.upper for b in key.binders}
    if index is None or ends.get(index) != family.symbol.shape[0]:
        return None
    one = Binder(setting.names.temporary(Binder(Sym("one", "point"), family.space)), family.space)
    law = rename_weight(density.density, {template(family.space): one.symbol})
    at = Entry(family.symbol, (index,))
    moved = [_put(part, at, one.symbol) for part in (rest, key.logs)]
    binders = (*(b for b in key.binders if b != family), one)
    return times({Key(binders, moved[0], moved[1]): Fraction(1)}, {Key(weight=law): Fraction(1)}, setting.names)


def _uses(atom: Atom, family: Sym) -> Iterator[Sym | None]:
    """Yield the index of each point of the family in an atom; None where the family stands in any other way."""
    if family not in atom_free(atom):
        return
    if not isinstance(atom, Term):
        yield None
        return
    entries = 0
    for node in walk(atom):
        if isinstance(node, Entry) and node.array == family:
            entries += 1
            index = node.indices[0]
            yield index if isinstance(index, Sym) else None
    if entries != sum(node == family for node in walk(atom)):
        yield None


def _put(weight: Weight, at: Entry, point: Sym) -> Weight:
    exponents: dict[Atom, int] = {}
    for atom, exponent in weight:
        moved = transform(atom, lambda node: point if node == at else node) if isinstance(atom, Term) else atom
        exponents[moved] = exponents.get(moved, 0) + exponent
    return weight_of(exponents)


# ------------------------------------------------------------------------------------- one point left out


def _exchanged(key: Key, family: Binder, density: Iid, setting: Setting) -> Form | None:
    """E F(Σ_{j≠m} w(z_j)) over n points is E F(Σ_j w(z_j)) over n - 1 points."""
    size = family.symbol.shape[0]
    smaller = less(size, 1)
    if smaller is None or not at_least_one(smaller):
        return None
    rest = without(key.weight, density)
    sums = [atom for atom, _ in (*rest, *key.logs) if family.symbol in atom_free(atom)]
    for left_out in key.binders:
        if left_out.upper == size and all(_leaves_out(atom, left_out.symbol, family.symbol) for atom in sums):
            others = [atom for atom, _ in (*rest, *key.logs) if atom not in sums]
            if any(left_out.symbol in atom_free(atom) for atom in others):
                continue
            setting.axioms.add(EXCHANGEABILITY)
            fewer = Binder(
                setting.names.temporary(Binder(Sym("fewer", "point", (smaller, ONE)), family.space)), family.space
            )
            parts_ = [_over(part, left_out.symbol, family.symbol, fewer.symbol) for part in (rest, key.logs)]
            own = (Iid(fewer.symbol, density.density), 1)
            binders = tuple(fewer if b == family else b for b in key.binders)
            return {Key(binders, weight_of(dict((*parts_[0], own))), parts_[1]): Fraction(1)}
    return None


def _leaves_out(atom: Atom, left_out: Sym, family: Sym) -> bool:
    """Tell whether an atom is Σ_{j≠m} w(z_j) over the whole family, with j and m nowhere else."""
    if not isinstance(atom, Closed) or len(atom.binders) != 1 or atom.binders[0].upper != family.shape[0]:
        return False
    index = atom.binders[0].symbol
    skipped = [a for a, _ in atom.weight if isinstance(a, Apart) and {a.left, a.right} == {index, left_out}]
    if len(skipped) != 1 or dict(atom.weight)[skipped[0]] != 1:
        return False
    for part in (a for a, _ in atom.weight if a != skipped[0]):
        symbols = atom_free(part)
        if left_out in symbols or (index in symbols and family not in symbols):
            return False
        if any(use != index for use in _uses(part, family)) or not _only_at(part, index, family):
            return False
    return True


def _only_at(atom: Atom, index: Sym, family: Sym) -> bool:
    """Tell whether the index stands in an atom as that of a point of the family only."""
    if index not in atom_free(atom):
        return True
    if not isinstance(atom, Term):
        return False
    entries = sum(node == Entry(family, (index,)) for node in walk(atom))
    return entries == sum(node == index for node in walk(atom))


def _over(weight: Weight, left_out: Sym, family: Sym, fewer: Sym) -> Weight:
    """Write the sums over a family less one point as sums over the smaller family."""
    exponents: dict[Atom, int] = {}
    for atom, exponent in weight:
        if isinstance(atom, Closed) and family in atom_free(atom):
            (binder,) = atom.binders
            kept = tuple((a, e) for a, e in atom.weight if not (isinstance(a, Apart) and left_out in (a.left, a.right)))
            moved: Atom = Closed(
                (Binder(binder.symbol, binder.space, fewer.shape[0]),), rename_weight(kept, {family: fewer})
            )
        else:
            moved = atom
        exponents[moved] = exponents.get(moved, 0) + exponent
    return weight_of(exponents)
