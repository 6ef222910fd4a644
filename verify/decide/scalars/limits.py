"""Limits of scalars at a point of a range, at its ends, and at infinity.

Main definitions
----------------
* `decide`: `limit` and `infinite`.
* `approach`: how a term behaves as a positive symbol tends to 0 from above.

The variable is written as c + t, c - t, 1/t or -1/t with t → 0 from above. A rational function of t, or
of one exponential that tends to 0 or ∞, goes by its leading terms, whose coefficients must be proved
not to vanish. Other terms are put together from the limits of their parts by continuity. What this does not
settle (0·∞, ∞ - ∞, an exponential against a power) stays open.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from verify.decide.facts import Facts, facts_of
from verify.decide.scalars.approach import MINUS, PLUS, Approach, add, function, multiply, power
from verify.decide.scalars.comparison import negated_by, refuted
from verify.decide.scalars.dominant import split
from verify.decide.scalars.factors import Unsupported
from verify.decide.scalars.kernels import Kernel, Kernels, normal_forms
from verify.decide.scalars.problem import FAILURES, Shown, difference, facts_for, prepare, shows, undecided
from verify.decide.scalars.smooth import coefficients, depends, only_variable, range_of_variable
from verify.decide.scalars.written import to_term
from verify.model import Answer, Disproof
from verify.terms.context import Context
from verify.terms.nodes import MINUS_ONE, ZERO, Add, Const, Fn, Mul, Num, Pow, Sym, Term
from verify.terms.rewrite import free, substitute
from verify.terms.statement import Statement
from verify.terms.unfold import minus, negative

STEP = Sym("t#0+")
INFINITY = Const("oo")


def decide(statement: Statement, context: Context) -> Answer:
    """Decide `limit` (from inside the variable's range) and `infinite`.

    Raises:
        Unsupported, TooLarge, ZeroDivisionError: outside the language.

    """
    if statement.relation == "infinite":
        found = prepare(statement.args[0], context) == INFINITY
        return Shown().proof("+∞ as written") if found else undecided("not written as a limit")
    variable = only_variable(statement)
    facts = facts_for(statement, context)
    extent = range_of_variable(variable, facts)
    term, point, claimed = (prepare(arg, context) for arg in statement.args)
    if variable in free(point) | free(claimed):
        raise Unsupported("the limit point or the limit depends on the variable")
    ways = paths(point, extent, facts)
    if ways is None:
        return undecided("the point is not shown to be a place of the range or one of its ends")
    small = facts_of(facts.context, (*facts.extra, Statement(">", (STEP, ZERO))))
    found_at = [approach(substitute(term, {variable: path}), small) for path in ways]
    if any(found is None for found in found_at):
        return undecided("the limit is an indeterminate form, or outside the rules")
    return _judge(statement, [found for found in found_at if found is not None], claimed, facts)


def _sign_of_infinity(term: Term) -> int:
    if term == INFINITY:
        return 1
    if isinstance(term, Mul) and INFINITY in term.factors:
        numbers = [f.value for f in term.factors if isinstance(f, Num)]
        if len(numbers) == len(term.factors) - 1:
            negatives = sum(value < 0 for value in numbers)
            return 0 if 0 in numbers else -1 if negatives % 2 else 1
    return 0


def paths(point: Term, extent: Any, facts: Facts) -> list[Term] | None:
    """Return the variable as a function of the step, from every side that lies in its range."""
    infinite = _sign_of_infinity(point)
    if infinite:
        if (extent.high if infinite > 0 else extent.low) is not None:
            return None
        return [Mul((Num(Fraction(infinite)), Pow(STEP, MINUS_ONE)))]
    above = _place(point, extent.low, ">", facts)
    below = _place(point, extent.high, "<", facts)
    if above is None or below is None:
        return None
    right, left = Add((point, STEP)), minus(point, STEP)
    return ([right] if below == "inside" else []) + ([left] if above == "inside" else []) or None


def _place(point: Term, end: Fraction | None, relation: str, facts: Facts) -> str | None:
    """Return "inside" or "end" as the point lies beyond or on an end of the range; None if open."""
    if end is None or shows(difference(point, Num(end)), relation, facts) is not None:
        return "inside"
    return "end" if shows(difference(point, Num(end)), "=", facts) is not None else None


def _judge(statement: Statement, found: list[Approach], claimed: Term, facts: Facts) -> Answer:
    wanted = _sign_of_infinity(claimed)
    shown = Shown()
    for result in found:
        if result.infinite or wanted:
            if result.infinite == wanted:
                continue
            return negated_by((_as_term(result), claimed), "the limit is another one")
        gap = difference(result.value, claimed)
        same = shows(gap, "=", facts)
        if same is None:
            return _another(statement, result, claimed, facts)
        shown = shown & same
    texts = dict.fromkeys(str(_as_term(result)) for result in found)
    return shown.proof(f"leading terms and continuity give {' and '.join(texts)}")


def _another(statement: Statement, result: Approach, claimed: Term, facts: Facts) -> Answer:
    if shows(difference(result.value, claimed), "!=", facts) is not None:
        return negated_by((result.value, claimed), "the limit is another one")
    equal = Statement("=", (result.value, claimed), (), statement.hypotheses)
    answer = refuted(equal, facts.context, "the limit is another one")
    return answer if isinstance(answer, Disproof) else undecided(f"the limit is {result.value}")


def _as_term(found: Approach) -> Term:
    return found.value if not found.infinite else INFINITY if found.infinite > 0 else negative(INFINITY)


def approach(term: Term, facts: Facts) -> Approach | None:
    """Return how `term` behaves as STEP tends to 0 from above, or None if the rules do not tell."""
    if STEP not in free(term):
        return Approach(term)
    return _leading(term, facts) or _compose(term, facts)


def _leading(term: Term, facts: Facts) -> Approach | None:
    """Use leading terms in STEP, or in one exponential that tends to 0 or ∞."""

    def task(kernels: Kernels) -> Approach | None:
        form = kernels.form(term)
        own = [kernels.kernels[s] for s in form.kernels() if depends(kernels, s, STEP)]  # type: ignore[index]
        if not own:
            return Approach(to_term(kernels, form))
        if len(own) != 1:
            return None
        exponents = _direction(kernels, own[0], facts)
        if exponents is None:
            return None
        top, bottom = (coefficients(poly, own[0].slot) for poly in (form.numerator, form.denominator))
        return _quotient(kernels, _first(kernels, top, exponents), _first(kernels, bottom, exponents), exponents)

    try:
        return normal_forms(Kernels(facts, (term,)), task)
    except FAILURES:
        return None


def _direction(kernels: Kernels, kernel: Kernel, facts: Facts) -> int | None:
    """Return 1 if the kernel tends to 0 from above, -1 if to ∞, None otherwise."""
    if kernel.term == STEP:
        return 1
    if kernel.kind != "exp" or kernel.arg is None or not kernel.real:
        return None
    inside = approach(to_term(kernels, kernel.arg), facts)
    return -inside.infinite or None if inside is not None else None


def _first(kernels: Kernels, parts: dict[int, Any], direction: int) -> tuple[int, Any, str] | None:
    """Return (exponent, coefficient, its sign) of the leading term; None unless it is proved not to vanish."""
    exponent = min(parts) if direction > 0 else max(parts)
    signed = kernels.sign(parts[exponent])
    return (exponent, parts[exponent], signed) if signed in ("+", "-", "!=0") else None


def _quotient(
    kernels: Kernels, top: tuple[int, Any, str] | None, bottom: tuple[int, Any, str] | None, direction: int
) -> Approach | None:
    if top is None or bottom is None:
        return None
    order = (top[0] - bottom[0]) * direction
    sign = "" if "!=0" in (top[2], bottom[2]) else "+" if top[2] == bottom[2] else "-"
    if order > 0:
        return Approach(ZERO, side=sign)
    if order < 0:
        return {"+": PLUS, "-": MINUS}.get(sign)
    ratio = kernels.field.polynomial(top[1]) / kernels.field.polynomial(bottom[1])
    return Approach(to_term(kernels, ratio))


def _compose(term: Term, facts: Facts) -> Approach | None:
    match term:
        case Add(terms=parts):
            found = _fold(parts, add, facts)
            dominated = split(parts, lambda u: _grows(u, facts)) if found is None else None
            return found if dominated is None else _fold(dominated, add, facts)
        case Mul(factors=parts):
            return _fold(parts, multiply, facts) or _beside_logarithms(parts, facts)
        case Pow(base=base, exponent=Num(value)):
            inside = approach(base, facts)
            return None if inside is None else power(inside, value, facts)
        case Fn(name=name, arg=arg):
            inside = approach(arg, facts)
            return None if inside is None else function(name, inside, facts)
        case _:
            return None


def _grows(term: Term, facts: Facts) -> bool:
    found = approach(term, facts)
    return found is not None and found.infinite > 0


def _fold(
    parts: tuple[Term, ...], combine: Callable[[Approach, Approach, Facts], Approach | None], facts: Facts
) -> Approach | None:
    result = approach(parts[0], facts)
    for part in parts[1:]:
        other = approach(part, facts) if result is not None else None
        result = None if result is None or other is None else combine(result, other, facts)
    return result


def _beside_logarithms(parts: tuple[Term, ...], facts: Facts) -> Approach | None:
    """A power beats logarithms: t^n (log t)^k tends to 0 for every n > 0 and k ≥ 0, as t tends to 0 from above."""
    total = 0
    for part in parts:
        argument = _under_logarithm(part)
        order = _order(part if argument is None else argument, facts)
        if order is None:
            return None
        total += order if argument is None else 0
    return Approach(ZERO) if total > 0 else None


def _under_logarithm(term: Term) -> Term | None:
    """Return a where the term is log a, or a positive integer power of it."""
    match term:
        case Fn(name="log", arg=arg):
            return arg
        case Pow(base=Fn(name="log", arg=arg), exponent=Num(value)) if value.denominator == 1 and value > 0:
            return arg
        case _:
            return None


def _order(term: Term, facts: Facts) -> int | None:
    """Return n where the term is like c·STEP^n with a number c that is not 0; None where that is not known."""

    def task(kernels: Kernels) -> int | None:
        form = kernels.form(term)
        own = [kernels.kernels[s] for s in form.kernels() if depends(kernels, s, STEP)]  # type: ignore[index]
        if not own:
            return 0
        if len(own) != 1 or own[0].term != STEP:
            return None
        ends = [_first(kernels, coefficients(p, own[0].slot), 1) for p in (form.numerator, form.denominator)]
        return None if ends[0] is None or ends[1] is None else ends[0][0] - ends[1][0]

    try:
        return normal_forms(Kernels(facts, (term,)), task)
    except FAILURES:
        return None
