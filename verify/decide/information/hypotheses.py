"""What may be assumed, as gaps and equations: inequalities, equations, and optimality over a family of laws.

Optimality is stated as ``Statement("maximizer", (L(q), q_star), (q,))``: q_star is a maximizer of L(q), where
the law q ranges over its declared family (`LawDeclaration.family`); q_star is a law symbol or a density at
its variables. ``q_star = argmax_q L(q)`` (an `Extremum`) says the same. What follows, L(q_star) ≥ L(m) for
each law m that the goal mentions and the Context declares a member of the same family (a kernel m(z | x):
for each x), is derived here by putting both laws into L.
"""

from __future__ import annotations

from collections.abc import Iterator

from verify.decide.information.forms import Atom, OutOfReach, Poly, minus, scaled
from verify.decide.information.gaps import Gap
from verify.decide.information.normal import normal
from verify.decide.information.quotients import as_rational, factors
from verify.decide.information.setting import Setting
from verify.decide.information.unknowns import Value, put, value_for
from verify.terms.context import Context
from verify.terms.nodes import Density, Extremum, Sym, Term
from verify.terms.rewrite import free, walk
from verify.terms.statement import Statement
from verify.terms.unfold import unfold

Fact = tuple[Statement, str]


def facts(statement: Statement, context: Context) -> tuple[Fact, ...]:
    """Return the hypotheses of the Context and of the statement, with their sentences.

    A hypothesis that holds under hypotheses of its own is left out.
    """
    own = ((h, "a hypothesis of the statement") for h in statement.hypotheses)
    return tuple((fact, sentence) for fact, sentence in (*context.hypotheses, *own) if not fact.hypotheses)


def note_positive(found: tuple[Fact, ...], setting: Setting) -> None:
    """Note which polynomials hypotheses say are positive."""
    for fact, sentence in found:
        if fact.relation not in (">", "<"):
            continue
        try:
            left, right = (normal(unfold(side, setting.context), setting) for side in fact.args)
            value = as_rational(minus(left, right) if fact.relation == ">" else minus(right, left))
            scale, pairs = factors(value)
        except OutOfReach:
            continue
        if len(pairs) == 1 and pairs[0][1] == 1 and (scale > 0 or isinstance(pairs[0][0], Poly)):
            setting.positive[_signed(pairs[0][0], scale > 0)] = sentence


def _signed(atom: Atom, positive: bool) -> Atom:
    if positive or not isinstance(atom, Poly):
        return atom
    return Poly(tuple((weight, -value) for weight, value in atom.terms))


def comparisons(found: tuple[Fact, ...], setting: Setting) -> tuple[list[Gap], list[Gap]]:
    """Return inequalities (as gaps) and equations among the hypotheses; those outside the language are left out."""
    gaps, equations = list[Gap](), list[Gap]()
    for fact, sentence in found:
        if fact.relation not in ("=", "<", "<=", ">", ">="):
            continue
        try:
            left, right = (normal(unfold(side, setting.context), setting) for side in fact.args)
        except OutOfReach:
            continue
        form = minus(right, left) if fact.relation in ("<", "<=") else minus(left, right)
        gap = Gap("hypothesis", form, strict=fact.relation in ("<", ">"), hypothesis=sentence)
        (equations if fact.relation == "=" else gaps).append(gap)
    return gaps, equations


def optimality(found: tuple[Fact, ...], goal: tuple[Term, ...], setting: Setting) -> Iterator[Gap]:
    """Yield L(q_star) - L(m) ≥ 0 for each optimality hypothesis and each member m of its family in the goal."""
    for fact, sentence in found:
        for body, star, variable, sign in _optima(fact):
            try:
                yield from _instances(body, star, variable, sign, goal, sentence, setting)
            except OutOfReach:
                continue


def _optima(fact: Statement) -> Iterator[tuple[Term, Term, Sym, int]]:
    """Yield (body, optimum, variable, sign) if the hypothesis says that something is optimal."""
    match fact:
        case Statement("maximizer" | "unique maximizer", (body, star), (variable,)):
            yield body, star, variable, 1
        case Statement("unique minimizer", (body, star), (variable,)):
            yield body, star, variable, -1
        case Statement("=", (Extremum(kind, body, variable), star)) | Statement(
            "=", (star, Extremum(kind, body, variable))
        ) if kind in ("argmax", "argmin"):
            yield body, star, variable, 1 if kind == "argmax" else -1


def _instances(
    body: Term, star: Term, variable: Sym, sign: int, goal: tuple[Term, ...], sentence: str, setting: Setting
) -> Iterator[Gap]:
    context = setting.context
    law = context.law_by_name.get(variable.name)
    if law is None or not law.family or law.given:
        return
    body = unfold(body, context)
    optimum = value_for(variable, _as_density(star, context), setting)
    best = normal(put(body, optimum, context), setting)
    for member in _members(law.family, variable, goal, context):
        form = minus(best, normal(put(body, _value(variable, member, setting), context), setting))
        name = f"optimality over {law.family} against {member.law}"
        yield Gap(name, scaled(form, sign), hypothesis=sentence)


def _as_density(star: Term, context: Context) -> Term:
    if not isinstance(star, Sym):
        return star
    law = context.law_by_name.get(star.name)
    if law is None or law.given:
        raise OutOfReach(f"{star.name} is no law without conditions")
    return Density(law.name, law.targets, (), tuple(Sym(slot, "point") for slot in law.targets))


def _members(family: str, variable: Sym, goal: tuple[Term, ...], context: Context) -> Iterator[Density]:
    """Yield the densities of the goal whose law is a member of the family, conditions free in the goal."""
    outer = frozenset[Sym]().union(*(free(term) for term in goal))
    seen = set()
    for node in (node for term in goal for node in walk(unfold(term, context))):
        if not isinstance(node, Density) or node.law == variable.name:
            continue
        law = context.law_by_name.get(node.law)
        conditions = node.args[len(node.targets) :]
        if law is None or law.family != family or set(node.targets) != set(law.targets):
            continue
        member = (node.law, conditions, node.params)
        if member in seen or not all(free(c) <= outer for c in (*conditions, *node.params)):
            continue
        seen.add(member)
        yield node


def _value(variable: Sym, member: Density, setting: Setting) -> Value:
    """Return the member as a function of fresh points in the places of its targets."""
    context = setting.context
    own = context.law_by_name[variable.name].targets
    if len(own) != len(member.targets) or (len(own) > 1 and set(own) != set(member.targets)):
        raise OutOfReach(f"{member.law} has other targets than {variable.name}")
    points = {slot: Sym(f"{slot}#member", "point") for slot in member.targets}
    conditions = member.args[len(member.targets) :]
    body = Density(
        member.law, member.targets, member.given, (*(points[s] for s in member.targets), *conditions), member.params
    )
    return Value(variable.name, tuple(points[s] for s in (own if len(own) > 1 else member.targets)), body)
