"""True side facts about kernels, as clauses for z3: ranges, relations, monotonicity, congruence.

Main definitions
----------------
* `basic`: ranges, r^q = radicand, exp u compared with 1 as u with 0, log likewise, congruence.
* `tangents`: the named axiom log r <= r - 1 at the kernels (and 1 + u <= exp u, which is the same).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, islice, product

from verify.decide.bounds import Range
from verify.decide.ranges import range_of
from verify.decide.rational import Rational
from verify.decide.scalars.kernels import Kernel, Kernels
from verify.decide.scalars.solver import Atom, Clause, comparison
from verify.terms.nodes import Apply, Term

LOG_AXIOM = "log r <= r - 1"
MAX_PAIRS = 12
MAX_DEGREE = 8
MAX_TERMS = 12
MAX_TOTAL_DEGREE = 8


def basic(kernels: Kernels) -> list[Clause]:
    """Return what holds of the real kernels met so far without an axiom worth naming."""
    found: list[Clause] = []
    for kernel in real_kernels(kernels):
        found += _range(kernels, kernel)
        found += _algebra(kernels, kernel)
        if kernel.kind in ("exp", "log") and kernel.arg is not None:
            found.append(_beside_one(kernels, kernel, kernel.arg))
    found += _congruences(kernels)
    found += _monotone_pairs(kernels)
    return [clause for clause in found if _is_light(clause)]


def _is_light(clause: Clause) -> bool:
    """A lemma of many terms or of a high degree costs z3 more than it tells."""
    polys = [atom.poly for atoms in clause.alternatives for atom in atoms]
    return all(len(poly) <= MAX_TERMS and poly.total_degree() <= MAX_TOTAL_DEGREE for poly in polys)


def real_kernels(kernels: Kernels) -> list[Kernel]:
    """Return the real kernels in the order of their slots."""
    return [kernels.kernels[slot] for slot in sorted(kernels.kernels) if kernels.kernels[slot].real]


def _range(kernels: Kernels, kernel: Kernel) -> list[Clause]:
    form, extent = kernels.field.kernel(kernel.slot), kernel.range
    if kernel.term is not None:
        # what hypotheses say comes with their names, see `signs.assumptions`
        extent = range_of(kernel.term, kernels.facts.declared)
    return [Clause((atoms,)) for atoms in _ends(kernels, form, extent)]


def _ends(kernels: Kernels, form: Rational, extent: Range) -> Iterator[tuple[Atom, ...]]:
    if extent.low is not None:
        yield comparison(form - kernels.number(extent.low), ">=" if extent.low_closed else ">")
    if extent.high is not None:
        yield comparison(form - kernels.number(extent.high), "<=" if extent.high_closed else "<")


def _algebra(kernels: Kernels, kernel: Kernel) -> list[Clause]:
    relation = kernels.relation(kernel)
    found = []
    if relation is not None and relation[0] <= MAX_DEGREE:
        degree, value = relation
        form = kernels.field.kernel(kernel.slot) ** degree - kernels.field.polynomial(value)
        found.append(Clause((comparison(form, "="),)))
    if kernel.kind == "log" and kernel.arg is not None:
        found.append(Clause((comparison(kernel.arg, ">"),)))
    if kernel.kind == "sign" and kernel.arg is not None:
        found.append(_three(kernel.arg, kernels.field.kernel(kernel.slot), kernels, (-1, 0, 1)))
    return found


def _three(arg: Rational, value: Rational, kernels: Kernels, values: tuple[int, int, int]) -> Clause:
    pairs = zip(("<", "=", ">"), values, strict=True)
    return Clause(tuple(comparison(arg, r) + comparison(value - kernels.number(v), "=") for r, v in pairs))


def _same_order(left: Rational, right: Rational) -> Clause:
    """`left` and `right` have the same sign."""
    return Clause(tuple(comparison(left, r) + comparison(right, r) for r in ("<", "=", ">")))


def _beside_one(kernels: Kernels, kernel: Kernel, arg: Rational) -> Clause:
    value, one = kernels.field.kernel(kernel.slot), kernels.number(1)
    return _same_order(arg, value - one) if kernel.kind == "exp" else _same_order(arg - one, value)


def _monotone_pairs(kernels: Kernels) -> list[Clause]:
    """Order: u < v exactly if exp u < exp v, for the exponents met; and so for logarithms."""
    found = []
    exponents = [pair for pair in kernels.exponents.values() if kernels.is_real(pair[0])]
    powers = [pair for pair in exponents if max((0, *_degrees(pair[1]))) <= MAX_DEGREE]
    one = kernels.number(1)
    found += [_same_order(arg, value - one) for arg, value in powers[:MAX_PAIRS] if len(value.kernels()) > 1]
    for (u, exp_u), (v, exp_v) in islice(combinations(powers, 2), MAX_PAIRS):
        found.append(_same_order(u - v, exp_u - exp_v))
    logs = _logarithms(kernels)
    for (u, log_u), (v, log_v) in islice(combinations(logs, 2), MAX_PAIRS):
        found.append(_same_order(u - v, log_u - log_v))
    for (u, log_u), (v, exp_v) in islice(product(logs, powers), MAX_PAIRS):
        found.append(_same_order(u - exp_v, log_u - v))
    return found


def _logarithms(kernels: Kernels) -> list[tuple[Rational, Rational]]:
    """Return the arguments of logarithms met, beside their values."""
    logs = [k for k in real_kernels(kernels) if k.kind == "log"]
    return [(k.arg, kernels.field.kernel(k.slot)) for k in logs if k.arg is not None]


def _degrees(form: Rational) -> tuple[int, ...]:
    return (*form.numerator.degrees(), *form.denominator.degrees())


def _congruences(kernels: Kernels) -> list[Clause]:
    """Equal arguments give equal values of an unknown function of one number."""
    found = []
    known = [(k, k.term) for k in real_kernels(kernels) if isinstance(k.term, Apply)]
    for (k, a), (m, b) in islice(combinations(known, 2), MAX_PAIRS):
        if a.function != b.function or a.orders != b.orders or not _numbers(a.args + b.args):
            continue
        differences = [kernels.form(x) - kernels.form(y) for x, y in zip(a.args, b.args, strict=True)]
        same = kernels.field.kernel(k.slot) - kernels.field.kernel(m.slot)
        found.append(Clause((*(comparison(d, "!=") for d in differences), comparison(same, "="))))
    return found


def _numbers(terms: tuple[Term, ...]) -> bool:
    return all(term.sort in ("real", "index", "dimension") and not term.shape for term in terms)


def tangents(kernels: Kernels) -> list[Clause]:
    """Return log r <= r - 1 at the arguments met and at quotients of two of them."""
    found = []
    one = kernels.number(1)
    for u, value in kernels.exponents.values():
        if kernels.is_real(u) and max((0, *_degrees(value))) <= MAX_DEGREE:
            found.append(Clause((comparison(value - one - u, ">="),), axiom=LOG_AXIOM))
            found.append(Clause((comparison(one / value - one + u, ">="),), axiom=LOG_AXIOM))
    logs = _logarithms(kernels)
    for arg, value in logs:
        found.append(Clause((comparison(arg - one - value, ">="),), axiom=LOG_AXIOM))
        found.append(Clause((comparison(value - one + one / arg, ">="),), axiom=LOG_AXIOM))
    for (u, log_u), (v, log_v) in islice(combinations(logs, 2), MAX_PAIRS):
        found.append(Clause((comparison(u / v - one - (log_u - log_v), ">="),), axiom=LOG_AXIOM))
        found.append(Clause((comparison(v / u - one - (log_v - log_u), ">="),), axiom=LOG_AXIOM))
    return [clause for clause in found if _is_light(clause)]
