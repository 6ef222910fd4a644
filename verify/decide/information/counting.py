"""Finite sums in the weights of a form: opened and closed, counted, cancelled.

* counting: Σ_m (1 - δ_jm) = n - 1 where j and m run from 1 to n;
* cancelling: Σ_i V_i / Σ_j V_j = 1.
"""

from __future__ import annotations

from fractions import Fraction

from verify.decide.information.forms import (
    Apart,
    Atom,
    Closed,
    Form,
    Key,
    Weight,
    atom_free,
    plus,
    rename_weight,
    times,
    weight_free,
    weight_of,
)
from verify.decide.information.setting import Setting
from verify.decide.information.sizes import less, parts
from verify.terms.nodes import Sym, Term


def count_of(size: Term) -> Form:
    """Return a size as a form."""
    return plus(*({Key(weight=((d, 1),) if d else ()): Fraction(value)} for d, value in parts(size)))


def without(weight: Weight, *gone: Atom) -> Weight:
    """Return a weight without some of its atoms."""
    return tuple((atom, exponent) for atom, exponent in weight if atom not in gone)


def opened(key: Key, symbols: frozenset[Sym], setting: Setting) -> Key:
    """Return the term with the closed sums that mention one of `symbols` as sums again (Fubini)."""
    while True:
        for atom, exponent in key.weight:
            if isinstance(atom, Closed) and exponent == 1 and atom_free(atom) & symbols:
                inner = setting.names.apart(Key(atom.binders, atom.weight))
                exponents = dict(without(key.weight, atom))
                for part, power in inner.weight:
                    exponents[part] = exponents.get(part, 0) + power
                key = Key(key.binders + inner.binders, weight_of(exponents), key.logs)
                break
        else:
            return key


def counted(key: Key, setting: Setting) -> Form | None:
    """Σ_m (1 - δ_jm) = n - 1."""
    indices = indices_of(key)
    inside = any(isinstance(atom, Closed) and _aparts(atom.weight, indices) for atom, _ in key.weight)
    key = opened(key, indices, setting) if inside else key
    ends = {b.symbol: b.upper for b in key.binders}
    for atom in _aparts(key.weight, frozenset(ends)):
        if dict(key.weight)[atom] != 1 or ends.get(atom.left) is None or ends.get(atom.left) != ends.get(atom.right):
            continue
        rest = without(key.weight, atom)
        used = weight_free(rest) | weight_free(key.logs)
        for symbol in (atom.left, atom.right):
            end = ends[symbol]
            fewer = None if end is None else less(end, 1)
            if symbol not in used and fewer is not None:
                binders = tuple(b for b in key.binders if b.symbol != symbol)
                return times({Key(binders, rest, key.logs): Fraction(1)}, count_of(fewer), setting.names)
    return None


def indices_of(key: Key) -> frozenset[Sym]:
    """Return the indices that a term binds."""
    return frozenset(b.symbol for b in key.binders if b.upper is not None)


def _aparts(weight: Weight, symbols: frozenset[Sym]) -> list[Apart]:
    return [atom for atom, _ in weight if isinstance(atom, Apart) and symbols & {atom.left, atom.right}]


def cancelled(key: Key) -> Form | None:
    """Return a term with Σ_i V_i / Σ_j V_j gone (None: there is none in it)."""
    exponents = dict(key.weight)
    for binder in key.binders:
        part = tuple(pair for pair in key.weight if binder.symbol in atom_free(pair[0]))
        if binder.upper is None or not part or binder.symbol in weight_free(key.logs):
            continue
        for atom, exponent in key.weight:
            if not isinstance(atom, Closed) or exponent >= 0 or len(atom.binders) != 1:
                continue
            own = atom.binders[0]
            if own.upper == binder.upper and rename_weight(atom.weight, {own.symbol: binder.symbol}) == part:
                rest = {a: e for a, e in exponents.items() if (a, e) not in part}
                weight = weight_of({**rest, atom: exponent + 1})
                return {Key(tuple(b for b in key.binders if b != binder), weight, key.logs): Fraction(1)}
    return None
