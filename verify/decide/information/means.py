"""Gaps from logarithms of means: log(1/n Σ_l m_l) ≥ 1/n Σ_l log m_l for m_l > 0.

For a sum C = Σ_l V_l whose logarithm the goal has under a weight R, the gap is the sum over l of
∫ R/n (r_l - 1 - log r_l) with r_l = n V_l/C, of which Σ_l r_l/n = 1. So Jensen's inequality for the logarithm
rests on log r ≤ r - 1 alone. The means m_l may be C's terms, or the means of all terms but one
(the mean of those over the term left out is the mean itself).
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from verify.decide.information.counting import count_of
from verify.decide.information.forms import (
    Apart,
    Binder,
    Closed,
    Form,
    Key,
    OutOfReach,
    apart,
    rename_key,
    single,
    times,
    weight_of,
)
from verify.decide.information.gaps import Gap, log_gap
from verify.decide.information.normal import product
from verify.decide.information.quotients import inverse
from verify.decide.information.setting import Setting
from verify.decide.information.sizes import at_least_one, less
from verify.terms.nodes import Sym


def from_means(goal: Form, setting: Setting) -> Iterator[Gap]:
    """Yield a gap for each logarithm of a finite sum in the goal and each way to see the sum as one of means.

    The gap has the logarithm of the sum with a positive coefficient, so the goal must have it too.
    """
    for key, value in goal.items():
        if value <= 0 or len(key.logs) != 1 or not isinstance(key.logs[0][0], Closed):
            continue
        renamed = rename_key(key, {b.symbol: setting.names.temporary(b) for b in key.binders})
        whole = renamed.logs[0][0]
        if not isinstance(whole, Closed):
            continue
        for index in whole.binders:
            if index.upper is not None and not any(isinstance(atom, Apart) for atom, _ in whole.weight):
                yield from _gaps(Key(renamed.binders, renamed.weight), whole, index, setting)


def _gaps(under: Key, whole: Closed, index: Binder, setting: Setting) -> Iterator[Gap]:
    """Yield the gap over the terms of the sum, and over its means without one term."""
    if index.upper is None:
        return
    size, fewer = count_of(index.upper), less(index.upper, 1)
    for name, found in (("terms", _term), ("means without one term", _left_out)):
        if found is _left_out and (fewer is None or not at_least_one(fewer)):
            continue
        free = Binder(setting.names.temporary(index), index.space, index.upper)
        scale = (
            size
            if found is _term or fewer is None
            else product([size, inverse(count_of(fewer), setting.names)], setting)
        )
        try:
            ratio = product([scale, found(whole, index, free.symbol, setting), single(whole, -1)], setting)
            weight = times({Key(weight=under.weight): Fraction(1)}, inverse(size, setting.names), setting.names)
        except OutOfReach:
            continue
        gap = log_gap(
            (*under.binders, free), weight, ratio, setting, f"Jensen for the logarithm of a mean, over its {name}"
        )
        if gap is not None:
            yield gap


def _term(whole: Closed, index: Binder, at: Sym, setting: Setting) -> Form:
    """V_l."""
    own = setting.names.apart(Key(whole.binders, whole.weight))
    position = whole.binders.index(index)
    gone = own.binders[position]
    inner = rename_key(Key(tuple(b for b in own.binders if b != gone), own.weight), {gone.symbol: at})
    return _summed(inner)


def _left_out(whole: Closed, index: Binder, at: Sym, setting: Setting) -> Form:
    """Σ_{j≠l} V_j."""
    own = setting.names.apart(Key(whole.binders, whole.weight))
    kept = own.binders[whole.binders.index(index)]
    return _summed(Key(own.binders, weight_of({**dict(own.weight), apart(kept.symbol, at): 1})))


def _summed(key: Key) -> Form:
    return {key: Fraction(1)}
