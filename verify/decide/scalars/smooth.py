"""Where a scalar is a smooth function of a variable, and how its derivatives are asked for signs.

Main definitions
----------------
* `smooth`: the term is defined and infinitely often differentiable over the variable's whole range.
* `vanishes_rarely`: a term has only finitely many zeros in the variable.
* `in_range`: a value lies in a variable's declared range.
"""

from __future__ import annotations

from verify.decide.bounds import EVERYTHING, Range, from_interval
from verify.decide.facts import Facts
from verify.decide.scalars.factors import Unsupported
from verify.decide.scalars.kernels import Kernels, normal_forms
from verify.decide.scalars.problem import Shown, difference, shows
from verify.terms.nodes import Add, Apply, Fn, Mul, Num, Pow, Sym, Term
from verify.terms.rewrite import free
from verify.terms.statement import Statement

_ENTIRE = ("exp", "sigmoid", "softplus", "tanh")


def range_of_variable(variable: Sym, facts: Facts) -> Range:
    """Return the declared range of a scalar variable; an undeclared one ranges over all numbers.

    Raises:
        Unsupported: it is no real scalar, or a hypothesis speaks of it, so that its range is not an interval.

    """
    if variable.shape or variable.sort != "real":
        raise Unsupported(f"{variable} is no real scalar")
    if facts.mentioned(frozenset({variable})):
        raise Unsupported(f"a hypothesis restricts the range of {variable}")
    declaration = facts.context.by_name.get(variable.name)
    if declaration is None:
        return EVERYTHING
    if declaration.definition is not None or declaration.law is not None or declaration.symbol != variable:
        raise Unsupported(f"{variable} is defined or random, no free variable")
    extent = from_interval(declaration.interval)
    if extent.low is not None and extent.high is not None and extent.low >= extent.high:
        raise Unsupported(f"{variable} has a range of one point or none")
    return extent


def only_variable(statement: Statement) -> Sym:
    """Return the one variable of a statement.

    Raises:
        Unsupported: there is none, or several.

    """
    if len(statement.variables) != 1:
        raise Unsupported(f"{statement.relation} in one variable, not {len(statement.variables)}")
    return statement.variables[0]


def in_range(value: Term, extent: Range, facts: Facts) -> Shown | None:
    """Return how `value` is shown to lie in `extent`, or None."""
    shown: Shown | None = Shown()
    for end, closed, above in ((extent.low, extent.low_closed, True), (extent.high, extent.high_closed, False)):
        if end is None or shown is None:
            continue
        relation = (">" if above else "<") + ("=" if closed else "")
        found = shows(difference(value, Num(end)), relation, facts)
        shown = None if found is None else shown & found
    return shown


def smooth(term: Term, variables: frozenset[Sym], facts: Facts) -> Shown | None:
    """Return how a prepared scalar is shown to be smooth in `variables` over their ranges, or None."""
    if not free(term) & variables:
        return Shown()
    match term:
        case Sym():
            return Shown()
        case Add(terms=parts) | Mul(factors=parts):
            return _all(parts, variables, facts)
        case Pow(base=base, exponent=exponent):
            return _both(_power(base, exponent, facts), _all((base, exponent), variables, facts))
        case Fn(name=name, arg=arg) if name in _ENTIRE:
            return smooth(arg, variables, facts)
        case Fn(name="log" | "abs" | "sign" as name, arg=arg):
            inside = shows(arg, ">" if name == "log" else "!=", facts)
            return _both(inside, smooth(arg, variables, facts))
        case Apply(args=args, result="real") if all(a.sort == "real" and not a.shape for a in args):
            # an unknown function of numbers is smooth by its declaration
            return _all(args, variables, facts)
        case _:
            return None


def _power(base: Term, exponent: Term, facts: Facts) -> Shown | None:
    if isinstance(exponent, Num) and exponent.value.denominator == 1:
        return Shown() if exponent.value >= 0 else shows(base, "!=", facts)
    return shows(base, ">", facts)


def _both(first: Shown | None, second: Shown | None) -> Shown | None:
    return None if first is None or second is None else first & second


def _all(parts: tuple[Term, ...], variables: frozenset[Sym], facts: Facts) -> Shown | None:
    shown: Shown | None = Shown()
    for part in parts:
        shown = _both(shown, smooth(part, variables, facts))
        if shown is None:
            return None
    return shown


def vanishes_rarely(term: Term, variable: Sym, facts: Facts) -> Shown | None:
    """Return how `term` is shown to have finitely many zeros in `variable`: a polynomial that is not zero."""

    def task(kernels: Kernels) -> Shown | None:
        form = kernels.form(term)
        own = kernels.form(variable)
        slot = next(iter(own.kernels()))
        if any(depends(kernels, other, variable) for other in form.kernels() - {slot}):
            return None
        for coefficient in coefficients(form.numerator, slot).values():  # type: ignore[arg-type]
            if kernels.sign(coefficient) in ("+", "-", "!=0"):
                return Shown(frozenset(kernels.used), certificate="finitely many zeros of the derivative")
        return None

    return normal_forms(Kernels(facts, (term,)), task)


def depends(kernels: Kernels, slot: object, variable: Sym) -> bool:
    """Return whether the kernel of `slot` depends on `variable`."""
    kernel = kernels.kernels[slot]  # type: ignore[index]
    if kernel.term is not None:
        return variable in free(kernel.term)
    if kernel.kind == "power":
        return True  # its exponent is not kept
    return kernel.arg is not None and any(depends(kernels, inner, variable) for inner in kernel.arg.kernels())


def coefficients(poly: object, slot: int) -> dict[int, object]:
    """Return the coefficients of a polynomial in the generator `slot`, by exponent."""
    context = poly.context()  # type: ignore[attr-defined]
    found: dict[int, dict[tuple[int, ...], object]] = {}
    for exponents, coefficient in poly.to_dict().items():  # type: ignore[attr-defined]
        rest = (*exponents[:slot], 0, *exponents[slot + 1 :])
        found.setdefault(int(exponents[slot]), {})[rest] = coefficient
    return {exponent: context.from_dict(terms) for exponent, terms in found.items()}
