"""Ranges and signs of terms by rules that read the term: no polynomials, no search.

Main definitions
----------------
* `range_of`: an enclosure of a scalar term's values, from declared ranges and hypotheses.
* `sign_by_rules`: its sign, where these rules and "a product of non-zeros is not zero" show it.

Bound variables are renamed to undeclared ones on the way down, so that a fact about a free name never
reaches a bound one.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from verify.decide.bounds import (
    EVERYTHING,
    NEGATIVE,
    NONNEGATIVE,
    NONPOSITIVE,
    POSITIVE,
    UNIT,
    Range,
    add,
    from_interval,
    is_empty,
    meet,
    multiply,
    point,
    power,
    sign_of,
)
from verify.decide.determinants import determinant_sign
from verify.decide.facts import Facts
from verify.terms.context import GENERIC
from verify.terms.nodes import (
    Add,
    Apply,
    Const,
    Delta,
    Density,
    Entry,
    Expect,
    Fn,
    Integral,
    MatOp,
    Mul,
    Normal,
    Num,
    Pow,
    Prod,
    Sum,
    Sym,
    Term,
)
from verify.terms.rewrite import bound, fresh, rename_bound, walk

_FROM_SIGN = {
    "+": POSITIVE,
    "-": NEGATIVE,
    "0": point(0),
    ">=0": NONNEGATIVE,
    "<=0": NONPOSITIVE,
}


def is_real(term: Term) -> bool:
    """Return whether neither the imaginary unit nor infinity occurs in `term`."""
    return not any(isinstance(node, Const) and node.name != "pi" for node in walk(term))


def sign_by_rules(term: Term, facts: Facts) -> str | None:
    """Return the sign of an unfolded real scalar, or None."""
    if not is_real(term):
        return None
    known = sign_of(range_of(term, facts))
    if known in (None, ">=0", "<=0") and _not_zero(term, facts):
        return {None: "!=0", ">=0": "+", "<=0": "-"}[known]
    return known


def _not_zero(term: Term, facts: Facts) -> bool:
    if term in facts.nonzero:
        return True
    match term:
        case Mul(factors=factors):
            return all(sign_by_rules(f, facts) in ("+", "-", "!=0") for f in factors)
        case Pow(base=base, exponent=Num(value)) if value != 0:
            return value < 0 or sign_by_rules(base, facts) in ("+", "-", "!=0")
        case MatOp(op="det", args=(matrix,)) if matrix.shape:
            return determinant_sign(matrix, facts) is not None
        case Fn(name="abs" | "tanh" | "sign", arg=arg):
            return sign_by_rules(arg, facts) in ("+", "-", "!=0")
        case Apply(function=name, orders=(1,), result="real", args=(arg,)):
            declared = facts.context.function_by_name.get(name)
            # the Jacobian determinant of a diffeomorphism between point spaces
            return declared is not None and bool(declared.inverse) and arg.sort == "point"
        case _:
            return False


def range_of(term: Term, facts: Facts) -> Range:
    """Return an enclosure of the values of a scalar wherever it is defined."""
    declared = meet(facts.ranges.get(term, EVERYTHING), _by_kind(term, facts))
    return EVERYTHING if is_empty(declared) else declared


def _by_kind(term: Term, facts: Facts) -> Range:
    match term:
        case Num(value):
            return point(value)
        case Const(name="pi"):
            return Range(Fraction(333, 106), Fraction(355, 113))
        case Sym(name=name):
            return _symbol(term, name, facts)
        case Add(terms=terms):
            return _fold(add, terms, facts)
        case Mul(factors=factors) if not term.shape:
            return _product(factors, facts)
        case Pow():
            return _power(term, facts)
        case Fn(name=name, arg=arg):
            return _function(name, arg, facts)
        case Entry(array=MatOp(op="hadamard", args=arrays), indices=indices):
            return _product(tuple(Entry(array, indices) for array in arrays), facts)
        case Apply() | Entry() | Density() | Normal() | Delta():
            return _opaque(term, facts)
        case Integral() | Expect() | Sum() | Prod():
            return _binder(term, facts)
        case MatOp(op="norm2"):
            return NONNEGATIVE
        case MatOp(op="det", args=(matrix,)) if matrix.shape:
            return POSITIVE if determinant_sign(matrix, facts) == "+" else EVERYTHING
        case _:
            return EVERYTHING


def _symbol(term: Sym, name: str, facts: Facts) -> Range:
    if term.of_sort in ("index", "dimension"):
        return Range(low=Fraction(1), low_closed=True)
    declaration = facts.context.by_name.get(name)
    if declaration is None or declaration.symbol != term:
        return EVERYTHING
    return from_interval(declaration.interval)


def _fold(combine: Callable[[Range, Range], Range], terms: tuple[Term, ...], facts: Facts) -> Range:
    result = range_of(terms[0], facts)
    for term in terms[1:]:
        result = combine(result, range_of(term, facts))
    return result


def _product(factors: tuple[Term, ...], facts: Facts) -> Range:
    """A repeated factor is a power: x·x is not negative."""
    counts: dict[Term, int] = {}
    for factor in factors:
        counts[factor] = counts.get(factor, 0) + 1
    result = point(1)
    for factor, count in counts.items():
        result = multiply(result, power(range_of(factor, facts), count))
    return result


def _power(term: Pow, facts: Facts) -> Range:
    base = range_of(term.base, facts)
    if isinstance(term.exponent, Num):
        exponent = term.exponent.value
        if exponent.denominator == 1:
            strict = exponent > 0 and exponent % 2 == 0 and sign_by_rules(term.base, facts) in ("+", "-", "!=0")
            return meet(power(base, int(exponent)), POSITIVE if strict else EVERYTHING)
        # an even root has a base >= 0 where it is defined; of odd roots this is asked
        if exponent.denominator % 2 and sign_of(base) not in ("+", ">=0", "0"):
            return EVERYTHING
        return POSITIVE if exponent < 0 or sign_of(base) == "+" else NONNEGATIVE
    return POSITIVE if sign_of(base) == "+" else EVERYTHING


def _function(name: str, arg: Term, facts: Facts) -> Range:
    inner = range_of(arg, facts)
    signed = sign_of(inner)
    match name:
        case "exp":
            return _beside_one(signed, POSITIVE)
        case "log":
            return _FROM_SIGN.get(sign_of(add(inner, point(-1))) or "", EVERYTHING)
        case "sigmoid":
            return UNIT
        case "softplus":
            return POSITIVE
        case "tanh":
            return meet(Range(Fraction(-1), Fraction(1)), _FROM_SIGN.get(signed or "", EVERYTHING))
        case "abs":
            return {"+": inner, ">=0": inner, "0": inner, "-": POSITIVE}.get(signed or "", NONNEGATIVE)
        case "sign":
            return {"+": point(1), "-": point(-1), "0": point(0)}.get(
                signed or "", Range(Fraction(-1), Fraction(1), True, True)
            )
        case "re":
            return inner
        case _:
            return EVERYTHING


def _beside_one(signed: str | None, default: Range) -> Range:
    """The range of exp(u) from the sign of u."""
    one = Fraction(1)
    known = {
        "+": Range(low=one),
        ">=0": Range(low=one, low_closed=True),
        "-": UNIT,
        "<=0": Range(Fraction(0), one, False, True),
        "0": point(1),
    }
    return known.get(signed or "", default)


def _opaque(term: Term, facts: Facts) -> Range:
    match term:
        case Density(law=law):
            return NONNEGATIVE if facts.context.may_vanish(law) else POSITIVE
        case Normal():
            return POSITIVE
        case Delta():
            return Range(Fraction(0), Fraction(1), True, True)
        case Apply(function=name, orders=orders, result="real") if not any(orders):
            declared = facts.context.function_by_name.get(name)
            return EVERYTHING if declared is None else from_interval(declared.interval)
        case Entry(array=Sym() as array):
            return _entry(array, facts)
        case _:
            return EVERYTHING


def _entry(array: Sym, facts: Facts) -> Range:
    """Facts about a generic entry X[i_, j_] hold for every entry."""
    declaration = facts.context.by_name.get(array.name)
    if declaration is None or declaration.symbol != array or array.sort != "real":
        return EVERYTHING
    found = from_interval(declaration.interval)
    if declaration.law is not None and declaration.law.family == "bernoulli":
        found = meet(found, Range(Fraction(0), Fraction(1), True, True))
    for indices in (GENERIC, GENERIC[::-1], GENERIC[:1], GENERIC[1:]):
        if len(indices) == (1 if array.shape[1] == Num(Fraction(1)) else 2):
            found = meet(found, facts.ranges.get(Entry(array, indices), EVERYTHING))
    return found


def _binder(term: Term, facts: Facts) -> Range:
    """A sum, integral or mean of numbers of one sign has it; so has a product of positive ones."""
    own = bound(term)
    if isinstance(term, Integral | Expect) and not own:
        return EVERYTHING
    if isinstance(term, Integral) and any(v.sort != "point" for v in own):
        return EVERYTHING
    renamed = rename_bound(term, {symbol: fresh(symbol) for symbol in own})
    if not isinstance(renamed, Sum | Prod | Integral | Expect) or renamed.shape:
        return EVERYTHING
    signed = sign_by_rules(renamed.body, facts)
    if isinstance(renamed, Sum) and not _at_least_one(renamed.upper, facts):
        signed = {"+": ">=0", "-": "<=0"}.get(signed or "", signed)
    if isinstance(renamed, Prod):
        return _FROM_SIGN[signed] if signed in ("+", ">=0") else EVERYTHING
    if isinstance(renamed, Expect) and renamed.density is not None:
        return EVERYTHING
    return _FROM_SIGN.get(signed or "", EVERYTHING)


def _at_least_one(upper: Term, facts: Facts) -> bool:
    """An empty sum is 0."""
    low = range_of(upper, facts).low
    return low is not None and low >= 1
