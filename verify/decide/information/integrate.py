"""Integrals and finite sums of forms: marginals, constants, canonical names of bound variables.

What is integrated out: a variable that stands in one slot of one density, to the power 1, and nowhere
else (a joint density becomes the marginal over its other slots; a kernel, all of whose targets go,
becomes 1). Families of points are simplified by the rules in `families`.
An index on which nothing depends gives a factor. A point on which nothing depends is
refused: the integral of a constant over an abstract space has no known value.

All of it rests on linearity and Fubini; that the integrals are finite is an obligation of the term.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from fractions import Fraction
from math import factorial, prod

from verify.decide.information.counting import count_of
from verify.decide.information.families import simplified
from verify.decide.information.forms import (
    Atom,
    Binder,
    Closed,
    Form,
    Key,
    Names,
    OutOfReach,
    Poly,
    Weight,
    atom_free,
    constant,
    height,
    plus,
    rename_key,
    scaled,
    times,
    weight_free,
    weight_of,
)
from verify.decide.information.quotients import reduced
from verify.decide.information.setting import LINEARITY, Setting
from verify.decide.information.totals import with_totals
from verify.terms.nodes import Density, Sym

MAX_ROUNDS = 12
MAX_ORDERINGS = 720


def bind(body: Form, binders: tuple[Binder, ...], setting: Setting) -> Form:
    """Return Σ ∫ of a form over `binders`, whose symbols are free in it."""
    setting.axioms.add(LINEARITY)
    renaming = {b.symbol: setting.names.temporary(b) for b in binders}
    outer = tuple(Binder(renaming[b.symbol], b.space, b.upper) for b in binders)
    total: Form = {}
    for key, value in body.items():
        inner = rename_key(key, renaming)
        total[Key(outer + inner.binders, inner.weight, inner.logs)] = value
    return settled(total, setting)


def settled(form: Form, setting: Setting) -> Form:
    """Return a form with its integrals carried out as far as they can be, in canonical names.

    Raises:
        OutOfReach: an integral of a constant over an abstract space is left.

    """
    previous: Form | None = None
    for _ in range(MAX_ROUNDS):
        fractional = any(_fractional(key.weight) for key in form)
        if fractional:
            form = reduced(opened(form, setting), setting.names)
        form = carried_out(form, setting)
        if form == previous or not fractional:
            _refuse_constants(form)
            return form
        previous = form
    raise OutOfReach("the integrals do not settle")


def opened(form: Form, setting: Setting) -> Form:
    """Return the form with closed integrals over fractions as integrals again, in canonical names."""
    return plus(*({_canonical(_opened(key, setting)): value} for key, value in form.items()))


def carried_out(form: Form, setting: Setting) -> Form:
    """Return the form with each term integrated as far as it can be, in canonical names."""
    return plus(*(scaled(_step(key, setting), value) for key, value in form.items()))


def _refuse_constants(form: Form) -> None:
    for key in form:
        used = weight_free(key.weight) | weight_free(key.logs)
        for binder in key.binders:
            if binder.symbol not in used:
                raise OutOfReach(f"the integral of a constant over the space of {binder.space}")


def _fractional(weight: Weight) -> bool:
    return any(isinstance(atom, Poly) or (isinstance(atom, Closed) and _fractional(atom.weight)) for atom, _ in weight)


def _opened(key: Key, setting: Setting) -> Key:
    """Return the key with closed integrals over fractions opened, so that they can be added to others."""
    binders, kept = list(key.binders), dict[Atom, int]()
    for atom, exponent in key.weight:
        if isinstance(atom, Closed) and exponent == 1 and _fractional(atom.weight):
            inner = setting.names.apart(Key(atom.binders, atom.weight))
            binders += inner.binders
            for part, power in inner.weight:
                kept[part] = kept.get(part, 0) + power
        else:
            kept[atom] = kept.get(atom, 0) + exponent
    return Key(tuple(binders), weight_of(kept), key.logs)


def _step(key: Key, setting: Setting, depth: int = 0) -> Form:
    """Carry out what can be integrated in one term."""
    if not key.binders:
        return {key: Fraction(1)}
    if depth > MAX_ROUNDS:
        raise OutOfReach("changes of variables that do not end")
    from verify.decide.information.flows import moved
    from verify.decide.information.pushforwards import carried

    there = carried(key, setting)
    if there is not None:
        return _step(there, setting, depth + 1)
    other = moved(key, setting) or simplified(key, setting)
    if other is not None:
        return plus(*(scaled(_step(inner, setting, depth + 1), value) for inner, value in other.items()))
    key = _integrated(key, setting)
    key, factor = _counted(key)
    key, known = with_totals(_closed(key), setting)
    left = {_canonical(key): known}
    return left if factor == constant(1) else times(left, factor, Names())


def _integrated(key: Key, setting: Setting) -> Key:
    """Integrate densities over their targets until none can be."""
    while True:
        for position, (atom, exponent) in enumerate(key.weight):
            if isinstance(atom, Density) and exponent == 1:
                rest = key.weight[:position] + key.weight[position + 1 :]
                smaller = _without(atom, rest, key, setting)
                if smaller is not None:
                    key = smaller
                    break
        else:
            return key


def _without(atom: Density, rest: Weight, key: Key, setting: Setting) -> Key | None:
    elsewhere = weight_free(rest) | weight_free(key.logs)
    law = setting.context.law_by_name[atom.law]
    targets = atom.args[: len(atom.targets)]
    lonely = [p for p, a in enumerate(targets) if _is_lonely(a, p, atom, key.binders, elsewhere)]
    if not lonely or (law.given and len(lonely) < len(targets)):
        return None
    gone = {atom.args[p] for p in lonely}
    binders = tuple(b for b in key.binders if b.symbol not in gone)
    left = [p for p in range(len(targets)) if p not in lonely]
    exponents = dict(rest)
    if left:
        slots, points = tuple(atom.targets[p] for p in left), tuple(atom.args[p] for p in left)
        marginal = Density(atom.law, slots, (), points, atom.params)
        exponents[marginal] = exponents.get(marginal, 0) + 1
    return Key(binders, weight_of(exponents), key.logs)


def _is_lonely(arg: object, position: int, atom: Density, binders: tuple[Binder, ...], used: frozenset[Sym]) -> bool:
    """Tell whether a target's point is a bound point variable that occurs nowhere else."""
    if not isinstance(arg, Sym) or all(b.symbol != arg or b.upper is not None for b in binders):
        return False
    others = (*atom.args[:position], *atom.args[position + 1 :], *atom.params)
    return arg not in used and all(arg not in atom_free(other) for other in others)


def _counted(key: Key) -> tuple[Key, Form]:
    """Drop indices on which nothing depends; each gives its number of values as a factor."""
    used = weight_free(key.weight) | weight_free(key.logs)
    factor, weight, kept = constant(1), dict(key.weight), []
    for binder in key.binders:
        if binder.upper is None or binder.symbol in used:
            kept.append(binder)
        elif isinstance(binder.upper, Sym):
            weight[binder.upper] = weight.get(binder.upper, 0) + 1
        else:
            factor = times(factor, count_of(binder.upper), Names())
    return Key(tuple(kept), weight_of(weight), key.logs), factor


def _closed(key: Key) -> Key:
    """Return the key with its log-free parts as constants: ∫∫ a(x) b(z) log c(z) = (∫ a) ∫ b log c."""
    weight = dict(key.weight)
    binders = key.binders
    for part in _components(key):
        symbols = {b.symbol for b in part}
        inside = tuple((a, e) for a, e in key.weight if atom_free(a) & symbols)
        if not inside or any(atom_free(a) & symbols for a, _ in key.logs):
            continue
        for atom, _ in inside:
            del weight[atom]
        binders = tuple(b for b in binders if b not in part)
        inner = _canonical(Key(tuple(part), inside))
        closed = Closed(inner.binders, inner.weight)
        weight[closed] = weight.get(closed, 0) + 1
    return Key(binders, weight_of(weight), key.logs)


def _components(key: Key) -> list[list[Binder]]:
    """Group binders that occur together in an atom."""
    groups = [[b] for b in key.binders]
    for atom, _ in (*key.weight, *key.logs):
        touched = [g for g in groups if any(b.symbol in atom_free(atom) for b in g)]
        if len(touched) > 1:
            groups = [g for g in groups if g not in touched] + [[b for g in touched for b in g]]
    return groups


def _canonical(key: Key) -> Key:
    """Return the key with canonical names of its binders (see `forms` for why no capture can occur).

    Of all ways to number binders of one kind the one with the least text is taken, so that two terms
    that differ in names and order alone become equal.
    """
    if not key.binders:
        return key
    level = 1 + max(height(key.weight), height(key.logs))
    kinds = sorted({b.kind for b in key.binders})
    groups = [[b for b in key.binders if b.kind == kind] for kind in kinds]
    if prod(factorial(len(g)) for g in groups) > MAX_ORDERINGS:
        raise OutOfReach("too many variables of one kind")
    choices = (tuple(itertools.chain(*c)) for c in itertools.product(*(itertools.permutations(g) for g in groups)))
    renamed = [_numbered(key, binders, level) for binders in choices]
    return renamed[0] if len(renamed) == 1 else min(renamed, key=repr)


def _numbered(key: Key, binders: Iterable[Binder], level: int) -> Key:
    ordered = tuple(binders)
    names = {
        b.symbol: Sym(f"#{b.space}#{level}.{position}", b.symbol.of_sort, b.symbol.of_shape)
        for position, b in enumerate(ordered, start=1)
    }
    return rename_key(Key(ordered, key.weight, key.logs), names)
