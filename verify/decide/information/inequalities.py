"""Inequalities: the difference of the sides as a sum of gaps, and which unknown makes all of them vanish."""

from __future__ import annotations

from collections.abc import Iterator

from verify.decide.information import gaps
from verify.decide.information.certificate import Certificate, certify
from verify.decide.information.describe import describe_term
from verify.decide.information.forms import (
    Binder,
    Form,
    OutOfReach,
    Poly,
    constant,
    minus,
)
from verify.decide.information.gaps import Candidate, Gap
from verify.decide.information.hypotheses import Fact, comparisons, optimality
from verify.decide.information.means import from_means
from verify.decide.information.normal import log, normal, oriented
from verify.decide.information.points import space_of
from verify.decide.information.positive import with_integrals, with_logarithms
from verify.decide.information.quotients import as_rational, factors
from verify.decide.information.setting import Setting
from verify.decide.information.unknowns import Value, at_binders
from verify.terms.context import Context
from verify.terms.nodes import Density, Divergence, Sym, Term
from verify.terms.rewrite import free, substitute, walk
from verify.terms.unfold import unfold, unfold_definitions

MAX_CANDIDATES = 6


def prove_nonnegative(
    goal: Form, terms: tuple[Term, ...], found: tuple[Fact, ...], setting: Setting
) -> Certificate | None:
    """Return a certificate that `goal` (a normal form, built from `terms`) is ≥ 0, or None."""
    if not goal:
        return certify(goal, [], [], setting)
    own = list(gaps.from_terms(goal, setting))
    certificate = certify(goal, own, [], setting) if own else None
    if certificate is None:
        given, equations = comparisons(found, setting)
        given += optimality(found, terms, setting)
        own += from_means(goal, setting)
        own += gaps.from_densities(list(_candidates(terms, setting))[:MAX_CANDIDATES], goal, setting)
        forms = [goal, *(gap.form for gap in (*own, *given))]
        given += [*with_logarithms(tuple(given), forms, setting), *with_integrals(tuple(given), [goal], setting)]
        own += [*gaps.positive_parts(forms, setting), *gaps.constants(forms, setting)]
        certificate = certify(goal, _distinct([*own, *given]), equations, setting)
    if certificate is not None:
        note_used(certificate, setting)
    return certificate


def note_used(certificate: Certificate, setting: Setting) -> None:
    """Note the axioms and hypotheses on which a certificate rests."""
    for _, gap in (*certificate.gaps, *certificate.equations):
        if gap.axiom:
            setting.axioms.add(gap.axiom)
        if gap.hypothesis:
            setting.hypotheses.add(gap.hypothesis)


def _distinct(found: list[Gap]) -> list[Gap]:
    kept: dict[frozenset[object], Gap] = {}
    for gap in found:
        if gap.form:
            kept.setdefault(frozenset(gap.form.items()), gap)
    return list(kept.values())


def _candidates(terms: tuple[Term, ...], setting: Setting) -> Iterator[Candidate]:
    """Yield the densities that the terms mention, as functions of their bound variables."""
    context = setting.context
    outer = frozenset[Sym]().union(*(free(term) for term in terms))
    seen: set[Form | object] = set()
    for side, variables in _sides(terms, context):
        if not free(side) - set(variables) <= outer or any(v.shape for v in variables):
            continue
        try:
            names = {v: Sym(f"#{space_of(v, context)}#c{i}", v.of_sort) for i, v in enumerate(variables)}
            form = normal(substitute(unfold(side, context), names), setting)
            binders = tuple(Binder(names[v], space_of(v, context)) for v in variables)
        except OutOfReach:
            continue
        if any(key.logs or key.binders for key in form) or frozenset(form.items()) in seen:
            continue
        seen.add(frozenset(form.items()))
        yield Candidate(binders, form, describe_term(side))


def _sides(terms: tuple[Term, ...], context: Context) -> Iterator[tuple[Term, tuple[Sym, ...]]]:
    """Yield sides of divergences and densities in the terms, with the variables they are densities of."""
    outer = frozenset[Sym]().union(*(free(term) for term in terms))
    for term in terms:
        for node in walk(unfold_definitions(term, context)):
            match node:
                case Divergence(left=left, right=right, variables=variables):
                    yield left, variables
                    if right is not None:
                        yield right, variables
                case Density():
                    yield from _conditionals(node, outer, context)
                case _:
                    pass


def _conditionals(node: Density, outer: frozenset[Sym], context: Context) -> Iterator[tuple[Term, tuple[Sym, ...]]]:
    """Yield the node as a density of its targets, and a joint law's density of what is bound given the rest."""
    law = context.law_by_name.get(node.law)
    points = tuple(a for a in node.args[: len(node.targets)] if isinstance(a, Sym))
    if law is None or len(points) < len(node.targets):
        return
    if not (set(points) & outer and set(points) - outer):
        yield node, points
    if law.given or law.pushforward is not None:
        return
    slots = dict(zip((*node.targets, *node.given), node.args, strict=True))
    inner = {slot: a for slot, a in slots.items() if isinstance(a, Sym) and a not in outer}
    given = tuple(slot for slot in slots if slot not in inner)
    if inner and given:
        args = (*inner.values(), *(slots[g] for g in given))
        yield Density(node.law, tuple(inner), given, args, node.params), tuple(inner.values())


def forces(gap: Gap, value: Value, variable: Sym, setting: Setting) -> bool:
    """Tell whether the gap vanishes only where the unknown equals `value` almost everywhere.

    The gap ∫ R (r - 1 - log r) is 0 only if r = 1 almost everywhere; so log r must be a multiple of unknown - value,
    or r - 1 must have the factor unknown · denominator - numerator and otherwise positive factors only.
    """
    if gap.ratio is None:
        return False
    sides = at_binders(value, variable, gap.binders, setting)
    if sides is None:
        return False
    unknown, wanted = sides
    if multiple_of(log(gap.ratio, setting), minus(unknown, wanted)):
        return True
    difference = factors(as_rational(minus(unknown, wanted)))[1]
    needed = [atom for atom, exponent in difference if exponent > 0 and oriented(atom, setting)[0] is None]
    if len(needed) != 1:
        return False
    found = factors(as_rational(minus(gap.ratio, constant(1))))[1]
    unsigned = [atom for atom, exponent in found if exponent > 0 and oriented(atom, setting)[0] is None]
    return len(unsigned) == 1 and same_up_to_sign(unsigned[0], needed[0])


def multiple_of(form: Form, other: Form) -> bool:
    """Tell whether a form is a rational multiple, not 0, of another that is not 0."""
    if form.keys() != other.keys() or not form:
        return False
    return len({form[key] / other[key] for key in form}) == 1


def same_up_to_sign(one: object, other: object) -> bool:
    """Tell whether two atoms are the same, or one polynomial is the negative of the other."""
    if one == other:
        return True
    if isinstance(one, Poly) and isinstance(other, Poly):
        return Poly(tuple((weight, -value) for weight, value in one.terms)) == other
    return False
