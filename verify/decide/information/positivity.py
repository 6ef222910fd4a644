"""What is known to be positive: ranges of atoms, and polynomials over them.

A polynomial is positive if, after each atom with a finite end of its range is written as that end
plus or minus a positive number (or, between two finite ends a and b, as a + (b - a) t/(1 + t)), no
term is negative and one is positive. This is sufficient, not necessary; nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import comb

from verify.decide.information.forms import Apart, Atom, Binder, Closed, Exp, Iid, Poly, Weight
from verify.decide.information.sizes import at_least_one, less
from verify.terms.context import NONNEGATIVE, POSITIVE, REALS, Context, Interval
from verify.terms.nodes import Apply, Const, Density, Entry, Fn, Sym, Term


def jacobian(atom: Atom, context: Context) -> bool:
    """Tell whether an atom is the Jacobian determinant of a diffeomorphism (never 0, of unknown sign)."""
    if not isinstance(atom, Apply) or atom.result != "real" or atom.orders != (1,):
        return False
    declared = context.function_by_name.get(atom.function)
    return declared is not None and bool(declared.inverse) and atom.args[0].sort == "point"


def interval(atom: Atom, context: Context) -> Interval:
    """Return the range of an atom, as far as the Context says."""
    match atom:
        case Density(law=law) if context.may_vanish(law):
            return NONNEGATIVE
        case Density() | Exp() | Const(name="pi"):
            return POSITIVE
        case Closed(binders, weight):
            return POSITIVE if _positive_sum(binders, weight, context) else REALS
        case Iid():
            return POSITIVE
        case Apart():
            return Interval(Fraction(0), Fraction(1), low_closed=True, high_closed=True)
        case Poly():
            return POSITIVE if positive(atom, context) else REALS
        case Term():
            return _term_interval(atom, context)


def _term_interval(atom: Term, context: Context) -> Interval:
    match atom:
        case Sym(of_sort="dimension" | "index"):
            return POSITIVE
        case Sym(name) | Entry(array=Sym(name)):
            declared = context.by_name.get(name)
            return REALS if declared is None else declared.interval
        case Apply(function=name, orders=orders, result="real") if not any(orders):
            function = context.function_by_name.get(name)
            return REALS if function is None else function.interval
        case Fn(name="abs", arg=arg):
            return POSITIVE if jacobian(arg, context) else Interval(Fraction(0), low_closed=True)
        case _:
            return REALS


def positive_weight(weight: Weight, context: Context) -> bool:
    """Tell whether a monomial is known to be positive."""
    return all(_positive_range(interval(atom, context)) for atom, _ in weight)


def _positive_sum(binders: tuple[Binder, ...], weight: Weight, context: Context) -> bool:
    """Tell whether Σ∫ of a weight is known to be positive; Σ over j ≠ m is not empty if j runs to 2 or more."""
    apart = [atom for atom, _ in weight if isinstance(atom, Apart)]
    rest = tuple(pair for pair in weight if not isinstance(pair[0], Apart))
    ends = {b.symbol: b.upper for b in binders if b.upper is not None}
    for symbol, upper in ends.items():
        skipped = sum(symbol in (atom.left, atom.right) for atom in apart)
        left = less(upper, skipped)
        if left is None or not at_least_one(left):
            return False
    inner = [len({atom.left, atom.right} & ends.keys()) for atom in apart]
    return all(count == 1 for count in inner) and positive_weight(rest, context)


def _positive_range(known: Interval) -> bool:
    return known.low is not None and (known.low > 0 or (known.low == 0 and not known.low_closed))


@dataclass(frozen=True, slots=True)
class _Positive:
    """A fresh positive variable that stands for how far an atom is from an end of its range."""

    atom: Atom
    strict: bool


Terms = dict[tuple[tuple[object, int], ...], Fraction]


def positive(polynomial: Poly, context: Context) -> bool:
    """Tell whether a polynomial is known to be positive (False: not known)."""
    terms: Terms = {tuple(weight): value for weight, value in polynomial.terms}
    for atom in {atom for weight, _ in polynomial.terms for atom, _ in weight}:
        terms = _shift(terms, atom, interval(atom, context))
        if len(terms) > 500:
            return False
    return _evident(terms)


def _evident(terms: Terms) -> bool:
    strict = False
    for weight, value in terms.items():
        signed = [e for atom, e in weight if not isinstance(atom, _Positive)]
        if value < 0 or any(e % 2 for e in signed):
            return False
        strict = strict or (not signed and all(a.strict for a, _ in weight if isinstance(a, _Positive)))
    return strict


def _shift(terms: Terms, atom: Atom, known: Interval) -> Terms:
    """Write `atom` through a positive variable, where its range has an end."""
    low, high = known.low, known.high
    if low is not None and high is not None and not known.low_closed and not known.high_closed:
        return _between(terms, atom, low, high)
    if low is not None:
        return _replace(terms, atom, low, Fraction(1), _Positive(atom, not known.low_closed))
    if high is not None:
        return _replace(terms, atom, high, Fraction(-1), _Positive(atom, not known.high_closed))
    return terms


def _replace(terms: Terms, atom: Atom, end: Fraction, sign: Fraction, fresh: _Positive) -> Terms:
    """Replace atom by end + sign · fresh."""
    total: Terms = {}
    for weight, value in terms.items():
        exponents: dict[object, int] = dict(weight)
        n = exponents.pop(atom, 0)
        for k in range(n + 1):
            amount = value * comb(n, k) * end ** (n - k) * sign**k
            _accumulate(total, {**exponents, fresh: k}, amount)
    return total


def _between(terms: Terms, atom: Atom, low: Fraction, high: Fraction) -> Terms:
    """Replace atom by (low + high · t)/(1 + t) and multiply by the positive (1 + t)^degree."""
    fresh = _Positive(atom, True)
    degree = max(dict(weight).get(atom, 0) for weight in terms)
    total: Terms = {}
    for weight, value in terms.items():
        exponents: dict[object, int] = dict(weight)
        n = exponents.pop(atom, 0)
        for i in range(n + 1):
            for j in range(degree - n + 1):
                amount = value * comb(n, i) * low ** (n - i) * high**i * comb(degree - n, j)
                _accumulate(total, {**exponents, fresh: i + j}, amount)
    return total


def _accumulate(total: Terms, exponents: Mapping[object, int], amount: Fraction) -> None:
    weight = tuple(sorted(((a, e) for a, e in exponents.items() if e), key=lambda pair: repr(pair[0])))
    total[weight] = total.get(weight, Fraction(0)) + amount
    if not total[weight]:
        del total[weight]
