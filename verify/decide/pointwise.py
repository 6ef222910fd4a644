"""Expectations are monotone: E g ≥ E h if g ≥ h at every point, and E c = c for constants.

Both sides of a comparison are sums of multiples of expectations under one law, and of terms free of its variables,
which are expectations of themselves. So the difference is E of one integrand; if it is ≥ 0 (> 0, 0)
wherever the law's point lies, so is its expectation. The integrand is asked of the scalars decider, values of unknown
functions being any numbers of their ranges.

An infimum over an unknown function is shown by a function that attains it (a hint) and by the bound for all others.

Main definitions
----------------
* `decide`: comparisons of such expectations, and equations with one infimum or supremum over a function.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from importlib import import_module

from verify.decide.information.forms import OutOfReach
from verify.decide.information.setting import LINEARITY, Setting
from verify.decide.information.unknowns import put, require_independent, value_for
from verify.model import Answer, Counterexample, Disproof, Proof, Undecided
from verify.terms.context import REALS, Context, Declaration, Interval
from verify.terms.nodes import ZERO, Add, Apply, Density, Expect, Extremum, Mul, Num, Sym, Term
from verify.terms.rewrite import free, transform, walk
from verify.terms.statement import Statement
from verify.terms.unfold import minus, negative, unfold_definitions

NAME = "pointwise"
_TURNED = {"=": "=", "<=": ">=", ">=": "<=", "<": ">", ">": "<"}


def decide(statement: Statement, context: Context, using: tuple[Term, ...] = ()) -> Answer:
    """Prove a comparison of expectations point by point, or the value of an infimum by a hint that attains it."""
    if statement.relation not in _TURNED or any(arg.shape for arg in statement.args):
        return Undecided(f"the relation {statement.relation!r}, or arrays", NAME)
    left, right = (unfold_definitions(arg, context) for arg in statement.args)
    try:
        if isinstance(left, Extremum):
            return _extreme(left, statement.relation, right, statement, context, using)
        if isinstance(right, Extremum):
            return _extreme(right, _TURNED[statement.relation], left, statement, context, using)
        return _compared(statement.relation, left, right, context)
    except OutOfReach as error:
        return Undecided(str(error), NAME)


# ------------------------------------------------------------------------------------------ comparisons


@dataclass(frozen=True)
class _Mean:
    """E of `body` over `variables` under the law of density `density`."""

    body: Term
    variables: tuple[Sym, ...]
    density: Term


def _compared(relation: str, left: Term, right: Term, context: Context) -> Answer:
    mean = _together(minus(left, right), context)
    statement, plain = _scalar(relation, mean.body, mean.variables, context)
    answer = import_module("verify.decide.scalars").decide(statement, plain)
    if not isinstance(answer, Proof):
        reason = answer.reason if isinstance(answer, Undecided) else "it fails at some values of the integrand"
        return Undecided(f"at a point: {reason}", NAME)
    axioms = tuple(sorted({LINEARITY, *answer.axioms}))
    shown = f"{mean.body} {relation} 0 at every point: {answer.certificate}"
    return Proof(NAME, axioms, answer.hypotheses, answer.obligations, shown)


def _together(term: Term, context: Context) -> _Mean:
    """Return a term as one expectation.

    Raises:
        OutOfReach: it has expectations under several laws, or none, or not of a declared density.

    """
    parts = list(_parts(term, Fraction(1)))
    means = [part for _, part in parts if isinstance(part, Expect)]
    if not means or any(m.variables != means[0].variables or m.density != means[0].density for m in means):
        raise OutOfReach("no expectations, or under several laws")
    variables, density = means[0].variables, means[0].density
    if density is None or not _normalized(density, variables, context):
        raise OutOfReach("an expectation under what is not known to integrate to 1")
    bodies = []
    for number, part in parts:
        own = part.body if isinstance(part, Expect) else part
        if not isinstance(part, Expect) and not free(part).isdisjoint(variables):
            raise OutOfReach("a point that is bound in one term and free in another")
        bodies.append(own if number == 1 else Mul((Num(number), own)))
    return _Mean(Add(tuple(bodies)), variables, density)


def _parts(term: Term, factor: Fraction) -> list[tuple[Fraction, Term]]:
    match term:
        case Add(terms):
            return [pair for part in terms for pair in _parts(part, factor)]
        case Mul(factors=(Num(value), *rest)) if rest:
            return _parts(rest[0] if len(rest) == 1 else Mul(tuple(rest)), factor * value)
        case _:
            return [(factor, term)]


def _normalized(density: Term, variables: tuple[Sym, ...], context: Context) -> bool:
    """Tell whether a density is that of a declared law at these variables."""
    if not isinstance(density, Density) or density.args[: len(density.targets)] != variables:
        return False
    law = context.law_by_name.get(density.law)
    kernel = law is not None and (not law.given or set(density.targets) == set(law.targets))
    return kernel and len(set(variables)) == len(variables) and not context.regions


def _scalar(relation: str, body: Term, variables: tuple[Sym, ...], context: Context) -> tuple[Statement, Context]:
    """Return the comparison with 0 at a point, the values of functions and densities there as numbers."""
    fresh: dict[Term, Declaration] = {}

    def change(node: Term) -> Term:
        match node:
            case Apply(function=name, args=args, orders=orders, result="real") if not any(orders):
                interval = context.function_by_name[name].interval if name in context.function_by_name else REALS
                if any(not isinstance(arg, Sym) for arg in args):
                    return node
            case Density():
                interval = Interval(low=Fraction(0))
            case _:
                return node
        if node not in fresh:
            fresh[node] = Declaration(Sym(f"value {len(fresh) + 1} at a point"), interval)
        return fresh[node].symbol

    found = transform(body, change)
    if any(symbol in free(found) for symbol in variables) or any(isinstance(n, Expect | Extremum) for n in walk(found)):
        raise OutOfReach("an integrand that is no function of values of unknown functions")
    plain = Context(
        symbols=(*(d for d in context.symbols if d.symbol.of_sort == "real"), *fresh.values()),
        hypotheses=tuple((h, text) for h, text in context.hypotheses if _is_plain(h)),
    )
    return Statement(relation, (found, ZERO)), plain


def _is_plain(hypothesis: Statement) -> bool:
    """Whether a hypothesis is one about numbers, which holds at every point."""
    nodes = (node for arg in hypothesis.args for node in walk(arg))
    return all(not isinstance(n, Apply | Density | Expect | Extremum) and n.sort != "point" for n in nodes)


# ------------------------------------------------------------------------------------------------- infima


def _extreme(
    extremum: Extremum, relation: str, value: Term, statement: Statement, context: Context, using: tuple[Term, ...]
) -> Answer:
    """Show that an infimum (supremum) over an unknown function has a value: attained at a hint, and a bound."""
    low = extremum.kind in ("inf", "min")
    if extremum.kind not in ("inf", "min", "sup", "max") or relation != "=":
        return Undecided("only the value of an infimum or supremum", NAME)
    for hint in using:
        best = _at(extremum, hint, context)
        bound = _best(extremum.body if low else negative(extremum.body), best if low else negative(best), context)
        if not isinstance(bound, Proof):
            return bound
        from verify.decide.ladder import decide as ask

        equal = ask(Statement("=", (best, value)), context)
        if isinstance(equal, Proof):
            shown = f"attained at {hint}; for all others: {bound.certificate}"
            axioms = tuple(sorted({*bound.axioms, *equal.axioms}))
            return Proof(NAME, axioms, tuple(dict.fromkeys((*bound.hypotheses, *equal.hypotheses))), (), shown)
        return _refuted(best, value, statement, context) or Undecided(f"the hint gives {best}", NAME)
    return Undecided("an infimum without a hint where it is attained", NAME)


def _best(body: Term, least: Term, context: Context) -> Answer:
    """Show that a body is at least `least`: under the same law, or at least a constant to which that is equal."""
    return _compared(">=", body, least, context)


def _at(extremum: Extremum, hint: Term, context: Context) -> Term:
    """Return the body where the unknown function is the hint (with a free point for its argument)."""
    name = extremum.variable.name
    declared = context.function_by_name.get(name)
    if declared is None or declared.result != "real" or "real" in declared.spaces:
        raise OutOfReach(f"{name} is no unknown function of points")
    setting = Setting(context)
    statements = tuple(arg for fact, _ in context.hypotheses for arg in fact.args)
    require_independent(extremum.variable, setting, statements)
    if declared.interval != REALS and not _same_range(hint, declared.interval, context):
        raise OutOfReach(f"the value given for {name} is not known to lie in its range")
    body = extremum.body
    if any(isinstance(node, Expect) and node.density is None for node in walk(body)):
        raise OutOfReach("an expectation under declared laws")
    return put(body, value_for(extremum.variable, hint, setting), context)


def _same_range(hint: Term, interval: Interval, context: Context) -> bool:
    match hint:
        case Apply(function=name) if name in context.function_by_name:
            return context.function_by_name[name].interval == interval
        case Num(value):
            return value in interval
        case _:
            return False


def _refuted(best: Term, value: Term, statement: Statement, context: Context) -> Disproof | None:
    """Show that an infimum, which is `best`, is not `value`: by an instance at which those two differ."""
    found = import_module("verify.meaning.replay").refute(Statement("=", (best, value)), context)
    if not isinstance(found, Counterexample):
        return None
    certificate = f"{statement.args[0]} is {best}"
    return Disproof(NAME, found, certificate)
