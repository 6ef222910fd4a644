"""Candidates for inequalities: ∫ R (r - 1 - log r) ≥ 0 for R, r > 0, found from the goal itself.

Main definitions
----------------
* `Gap`: a form that is ≥ 0 with the reason.
* `from_terms`: for each weight R of the goal, r such that -log r collects the logarithms under R.
* `from_densities`: KL divergences between densities, and mixtures, that occur in the goal.
* `positive_parts`, `constants`: ∫ w ≥ 0 for positive w; rational bounds of log 2, log 3, …

That each candidate is ≥ 0 is certain by its construction (`log_gap` refuses what is not known to be
positive); whether candidates add up to the goal is found and re-checked in `certificate`.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm

import flint

from verify.decide.information import integrate
from verify.decide.information.describe import describe
from verify.decide.information.forms import (
    Atom,
    Binder,
    Closed,
    Exp,
    Form,
    Key,
    OutOfReach,
    Poly,
    Weight,
    constant,
    plus,
    rename_key,
    rename_weight,
    scaled,
    single,
    times,
    weight_of,
)
from verify.decide.information.normal import as_form, log, power, product
from verify.decide.information.quotients import as_rational, factors, inverse
from verify.decide.information.setting import LOG_GAP, Setting
from verify.terms.nodes import Num, Sym

MAX_EXPONENT = 6
MAX_CHOICES = 27
PRECISION = 32


@dataclass(frozen=True)
class Gap:
    """A form that is ≥ 0 (> 0 if `strict`). For a log-gap also ∫ over `binders` of which `weight` and `ratio`."""

    name: str
    form: Form
    strict: bool = False
    axiom: str = ""
    hypothesis: str = ""
    binders: tuple[Binder, ...] = ()
    ratio: Form | None = None


def log_gap(binders: tuple[Binder, ...], weight: Form, ratio: Form, setting: Setting, name: str) -> Gap | None:
    """Return ∫ weight · (ratio - 1 - log ratio) over binders with temporary names (None: not known to make sense).

    `weight` is one positive monomial with a positive coefficient; `log` refuses a ratio that is not positive.
    """
    if len(weight) != 1 or any(key.logs or key.binders or value <= 0 for key, value in weight.items()):
        return None
    if not all(setting.is_positive(atom) for key in weight for atom, _ in key.weight):
        return None
    try:
        body = product([weight, plus(ratio, constant(-1), scaled(log(ratio, setting), -1))], setting)
        form = integrate.bind(body, binders, setting) if binders else body
    except (OutOfReach, ArithmeticError):
        return None
    return Gap(name, form, axiom=LOG_GAP, binders=binders, ratio=ratio) if form else None


Group = tuple[tuple[Binder, ...], Weight]


def from_terms(goal: Form, setting: Setting) -> Iterator[Gap]:
    """Yield gaps ∫ R (r - 1 - log r) where -c log r are the logarithms that the goal has under the weight R.

    Logarithms that the goal has under a marginal of R (a constant, say) may be taken along, whole or
    in equal parts: ∫ q(z) log p(x) dz = log p(x). Where exponentials occur, T counts as log e^T.
    """
    exponential = any(_has_exp(weight) for key in goal for weight in (key.weight, key.logs))
    under = _logarithms(goal)
    if exponential:
        _add_exponents(goal, under, setting)
    lifts = {group: list(_lifts(group, under, setting)) if group[0] else [] for group in under}
    lifted = [outer for found in lifts.values() for outer, _ in found]
    finest = [[outer for outer, _ in found] for group, found in lifts.items() if group not in lifted]
    shares = {outer: max(1, sum(outer in found for found in finest)) for outer in lifted}
    for group, logs in under.items():
        names = {b.symbol: setting.names.temporary(b) for b in group[0]}
        key = rename_key(Key(*group), names)
        options = [sorted({Fraction(0), Fraction(1), Fraction(1, shares[outer])}) for outer, _ in lifts[group]]
        for parts in itertools.islice(itertools.product(*options), MAX_CHOICES):
            total = dict(logs)
            for part, (_, moved) in zip(parts, lifts[group], strict=True):
                for atom, value in moved.items():
                    total[atom] = total.get(atom, Fraction(0)) + value * part
            renamed = {_renamed(atom, names): value for atom, value in total.items()}
            yield from _ratio_gaps(key, renamed, (0, -1, 1) if exponential else (0,), setting)


def _has_exp(weight: Weight) -> bool:
    inner = (atom.weight for atom, _ in weight if isinstance(atom, Closed))
    return any(isinstance(atom, Exp) for atom, _ in weight) or any(_has_exp(part) for part in inner)


def _add_exponents(goal: Form, under: dict[Group, dict[Atom, Fraction]], setting: Setting) -> None:
    """Add ∫ w T of the goal as the logarithm of e^T under the weight w, for T not known to be positive."""
    for key, value in goal.items():
        if key.logs or key.binders or len(key.weight) > 1:
            continue
        whole = key.weight[0] if key.weight else None
        if whole is None or not isinstance(whole[0], Closed) or whole[1] != 1:
            if whole is None:
                under.setdefault(((), ()), {})[Exp((), Fraction(1))] = value
            continue
        signed = [(a, e) for a, e in whole[0].weight if not setting.is_positive(a)]
        if len(signed) == 1 and signed[0][1] == 1:
            rest = tuple(pair for pair in whole[0].weight if pair != signed[0])
            logs = under.setdefault((whole[0].binders, rest), {})
            logs[Exp((signed[0],), Fraction(1))] = value


def _renamed(atom: Atom, names: dict[Sym, Sym]) -> Atom:
    return rename_weight(((atom, 1),), names)[0][0]


def _logarithms(goal: Form) -> dict[Group, dict[Atom, Fraction]]:
    """Collect, for binders and weight, the logarithms with coefficients."""
    under: dict[Group, dict[Atom, Fraction]] = {}
    for key, value in goal.items():
        if len(key.logs) == 1 and key.logs[0][1] == 1:
            under.setdefault((key.binders, key.weight), {})[key.logs[0][0]] = value
    return under


def _lifts(
    group: Group, under: dict[Group, dict[Atom, Fraction]], setting: Setting
) -> Iterator[tuple[Group, dict[Atom, Fraction]]]:
    """Yield the groups of which `group` is a refinement, with their logarithms in its variables."""
    binders, weight = group
    for outer, logs in under.items():
        if len(outer[0]) >= len(binders):
            continue
        for images in itertools.permutations(binders, len(outer[0])):
            if any(one.kind != other.kind for one, other in zip(images, outer[0], strict=True)):
                continue
            names = {b.symbol: image.symbol for b, image in zip(outer[0], images, strict=True)}
            rest = tuple(b for b in binders if b not in images)
            if _marginal(rest, weight, setting) == {Key(weight=rename_weight(outer[1], names)): Fraction(1)}:
                yield outer, {_renamed(atom, names): value for atom, value in logs.items()}


def _marginal(binders: tuple[Binder, ...], weight: Weight, setting: Setting) -> Form:
    try:
        return integrate.bind({Key(weight=weight): Fraction(1)}, binders, setting)
    except OutOfReach:
        return {}


def _ratio_gaps(key: Key, logs: dict[Atom, Fraction], shifts: tuple[int, ...], setting: Setting) -> Iterator[Gap]:
    """Yield gaps of the weight with r = e^shift ∏ a^(-value/c), c the greatest common divisor of the values."""
    values = [value for value in logs.values() if value]
    if not values:
        return
    unit = Fraction(gcd(*(v.numerator for v in values)), lcm(*(v.denominator for v in values)))
    exponents = {atom: -value / unit for atom, value in logs.items() if value}
    if any(abs(exponent) > MAX_EXPONENT for exponent in exponents.values()):
        return
    ratio = constant(1)
    for atom, exponent in exponents.items():
        base = constant(atom.value) if isinstance(atom, Num) else as_form(atom)
        ratio = product([ratio, power(base, exponent.numerator, setting)], setting)
    text = "log-gap under " + (" ".join(describe(atom) for atom, _ in key.weight) or "1")
    for shift in shifts:
        moved = times(ratio, single(Exp((), Fraction(1)), shift), setting.names) if shift else ratio
        found = log_gap(key.binders, {Key(weight=key.weight): Fraction(1)}, moved, setting, text)
        if found is not None:
            yield found


@dataclass(frozen=True)
class Candidate:
    """A positive density (or any positive function) of the variables `binders`, with a text."""

    binders: tuple[Binder, ...]
    form: Form
    text: str


def from_densities(candidates: list[Candidate], goal: Form, setting: Setting) -> Iterator[Gap]:
    """Yield KL(a ‖ b) for pairs of candidates over the same kinds of variables.

    Where the logarithm of a + b occurs in the goal, also KL(a ‖ (a + b)/2) and ∫ a log((a + b)/a) ≥ 0.
    """
    sums = {atom for key in goal for atom, _ in key.logs if isinstance(atom, Poly)}
    for one, other in itertools.permutations(candidates, 2):
        if [b.kind for b in one.binders] != [b.kind for b in other.binders]:
            continue
        names = {b.symbol: c.symbol for b, c in zip(other.binders, one.binders, strict=True)}
        moved = {Key(weight=rename_weight(k.weight, names)): value for k, value in other.form.items()}
        under = inverse(one.form, setting.names)
        ratios = [(product([moved, under], setting), f"KL({one.text} ‖ {other.text})")]
        both = plus(one.form, moved)
        if sums and _occurs(both, one.binders, sums):
            mixed = f"½({one.text} + {other.text})"
            ratios.append((product([scaled(both, Fraction(1, 2)), under], setting), f"KL({one.text} ‖ {mixed})"))
            share = product([one.form, inverse(both, setting.names)], setting)
            ratios.append((share, f"log-gap of {one.text}/({one.text} + {other.text})"))
        for ratio, text in ratios:
            found = log_gap(one.binders, one.form, ratio, setting, text)
            if found is not None:
                yield found


def _occurs(both: Form, binders: tuple[Binder, ...], sums: set[Poly]) -> bool:
    """Tell whether a sum is one of the polynomials, whose variables have the names of outermost binders."""
    names = {b.symbol: Sym(f"#{b.space}#1.{k}", b.symbol.of_sort) for k, b in enumerate(binders, start=1)}
    form = {Key(weight=rename_weight(key.weight, names)): value for key, value in both.items()}
    return any(atom in sums for atom, _ in factors(as_rational(form))[1])


def positive_parts(forms: Iterable[Form], setting: Setting) -> Iterator[Gap]:
    """Yield ∫ w > 0 for the positive weights w without logarithms that occur.

    For ∫ a²/(a + b) also ∫ ab/(a + b): a remainder modulo a + b may hide which of them is meant.
    """
    seen = set()
    for form in forms:
        for key in form:
            if key.logs or key.binders or not key.weight or key in seen:
                continue
            seen.add(key)
            if all(setting.is_positive(atom) for atom, _ in key.weight):
                yield Gap("an integral of something positive", {key: Fraction(1)}, strict=True)
                for atom, exponent in key.weight:
                    if isinstance(atom, Closed) and exponent == 1 and len(key.weight) == 1:
                        yield from _siblings(atom, setting)


def _siblings(closed: Closed, setting: Setting) -> Iterator[Gap]:
    """Yield ∫ w b/a > 0 for terms a, b of a denominator, a of which divides the numerator of w."""
    for atom, _ in closed.weight:
        if not isinstance(atom, Poly):
            continue
        for (one, _), (other, _) in itertools.permutations(atom.terms, 2):
            exponents = dict(closed.weight)
            for part, exponent in one:
                exponents[part] = exponents.get(part, 0) - exponent
            if any(exponents[part] < 0 for part, _ in one):
                continue
            for part, exponent in other:
                exponents[part] = exponents.get(part, 0) + exponent
            apart = setting.names.apart(Key(closed.binders, weight_of(exponents)))
            if all(setting.is_positive(part) for part, _ in apart.weight):
                form = integrate.bind({Key(weight=apart.weight): Fraction(1)}, apart.binders, setting)
                yield Gap("an integral of something positive", form, strict=True)


def constants(forms: Iterable[Form], setting: Setting) -> Iterator[Gap]:
    """Yield rational bounds of the logarithms of primes, times the positive weights under which they stand."""
    seen = set()
    for form in forms:
        for key in form:
            if len(key.logs) != 1 or key.logs[0][1] != 1 or key in seen or key.binders:
                continue
            prime = key.logs[0][0]
            seen.add(key)
            if isinstance(prime, Num) and all(setting.is_positive(atom) for atom, _ in key.weight):
                low = below_log(int(prime.value))
                plain = Key(weight=key.weight)
                yield Gap(f"log {prime.value} > 0", {key: Fraction(1)}, strict=True)
                yield Gap(f"log {prime.value} > {low}", {key: Fraction(1), plain: -low}, strict=True)
                high = low + Fraction(2, 2**PRECISION)
                yield Gap(f"log {prime.value} < {high}", {key: Fraction(-1), plain: high}, strict=True)


def below_log(number: int) -> Fraction:
    """Return a rational below log number by less than 2·2^-PRECISION."""
    scaled_log = flint.arb(number).log() * 2**PRECISION
    return Fraction(int(scaled_log.lower().floor().unique_fmpz()), 2**PRECISION)
