"""Totals that hypotheses give: where Σ_k q_k = 1 is known, the constant Σ_k q_k is 1.

This makes a column of positive numbers a distribution on a finite set of symbolic size, as a declared law is one
on an abstract space. Equals are put for equals, and the sentence of the hypothesis is noted. A hypothesis speaks
of the values at hand, so this is for comparisons alone, never for what ranges over other values (an argmax).
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from verify.decide.information.forms import ONE_KEY, Closed, Form, Key, weight_of
from verify.decide.information.setting import Setting


def note_totals(forms: Iterable[tuple[Form, str]], setting: Setting) -> None:
    """Note the values of closed sums and integrals, from forms that hypotheses say are 0, each with its sentence."""
    for form, sentence in forms:
        others = [key for key in form if key != ONE_KEY]
        if len(others) != 1 or others[0].binders or others[0].logs or len(others[0].weight) != 1:
            continue
        atom, exponent = others[0].weight[0]
        if isinstance(atom, Closed) and exponent == 1:
            setting.totals.setdefault(atom, (-form.get(ONE_KEY, Fraction(0)) / form[others[0]], sentence))


def with_totals(key: Key, setting: Setting) -> tuple[Key, Fraction]:
    """Return the key without the closed atoms of known value (to positive powers), and what they contribute."""
    factor = Fraction(1)
    kept = {}
    for atom, exponent in key.weight:
        if isinstance(atom, Closed) and exponent > 0 and atom in setting.totals:
            value, sentence = setting.totals[atom]
            factor *= value**exponent
            setting.hypotheses.add(sentence)
        else:
            kept[atom] = exponent
    return (key, factor) if len(kept) == len(key.weight) else (Key(key.binders, weight_of(kept), key.logs), factor)
