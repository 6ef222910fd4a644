"""Where a sum of gaps is 0, every gap is: KL(p ‖ q) = 0 forces p = q, at almost every point.

A hypothesis says that two numbers are equal. If their difference is shown to be a sum of gaps ∫ R (r - 1 - log r)
with positive coefficients and nothing else, then r = 1 almost everywhere, for each of those r. The conclusion
is an equation at a point of which nothing else is said.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from verify.decide.information.forms import Form, OutOfReach, Weight, constant, minus, plus, rename_key, scaled
from verify.decide.information.gaps import Gap
from verify.decide.information.hypotheses import Fact
from verify.decide.information.inequalities import multiple_of, prove_nonnegative, same_up_to_sign
from verify.decide.information.normal import log, normal, oriented
from verify.decide.information.points import space_of
from verify.decide.information.quotients import as_rational, factors
from verify.decide.information.setting import ALMOST_EVERYWHERE, Setting
from verify.terms.nodes import Sym
from verify.terms.rewrite import free
from verify.terms.statement import Statement
from verify.terms.unfold import unfold, unfold_definitions


def forced(statement: Statement, difference: Form, found: tuple[Fact, ...], setting: Setting) -> str | None:
    """Return why `difference` (left minus right of the statement) is 0 at almost every point, or None."""
    points = _loose_points(statement, found, setting)
    for fact, sentence in found if points else ():
        if fact.relation != "=":
            continue
        scratch = replace(setting, axioms=set(), hypotheses=set())
        for gap in _vanishing(fact, scratch):
            if _follows(difference, gap, points, setting):
                setting.axioms |= scratch.axioms | {ALMOST_EVERYWHERE}
                setting.hypotheses |= scratch.hypotheses | {sentence}
                return f"{gap.name} is 0, so its ratio is 1 almost everywhere"
    return None


def _loose_points(statement: Statement, found: tuple[Fact, ...], setting: Setting) -> dict[str, Sym]:
    """Return the free points of the statement by their spaces: one of each, of which no hypothesis speaks."""
    context = setting.context
    symbols = {s for arg in statement.args for s in free(unfold_definitions(arg, context))}
    spoken = {s for fact, _ in found for arg in fact.args for s in free(unfold_definitions(arg, context))}
    loose = [s for s in symbols if s.of_sort == "point" and not s.shape and s not in spoken]
    spaces = [space_of(s, context) for s in loose]
    return {space: s for space, s in zip(spaces, loose, strict=True) if spaces.count(space) == 1}


def _vanishing(fact: Statement, setting: Setting) -> Iterator[Gap]:
    """Yield the gaps of which the two sides of an equation differ by a positive sum."""
    try:
        left, right = (normal(unfold(side, setting.context), setting) for side in fact.args)
    except OutOfReach:
        return
    form = minus(left, right)
    for goal in (form, scaled(form, -1)):
        try:
            certificate = prove_nonnegative(goal, fact.args, (), setting) if goal else None
        except OutOfReach:
            continue
        if certificate is not None and not certificate.rest and not certificate.equations:
            yield from (gap for _, gap in certificate.gaps if gap.ratio is not None)


def _follows(difference: Form, gap: Gap, points: dict[str, Sym], setting: Setting) -> bool:
    """Tell whether the difference is 0 wherever the gap's ratio, at the statement's points, is 1."""
    spaces = [binder.space for binder in gap.binders]
    if gap.ratio is None or not spaces or len(set(spaces)) != len(spaces):
        return False
    if any(binder.upper is not None or binder.space not in points for binder in gap.binders):
        return False
    names = {binder.symbol: points[binder.space] for binder in gap.binders}
    ratio = plus(*({rename_key(key, names): value} for key, value in gap.ratio.items()))
    try:
        if multiple_of(difference, log(ratio, setting)):
            return True
        needed = _unsigned(minus(ratio, constant(1)), setting)
        whole = factors(as_rational(difference))[1]
    except OutOfReach:
        return False
    return len(needed) == 1 and any(e > 0 and same_up_to_sign(atom, needed[0][0]) for atom, e in whole)


def _unsigned(form: Form, setting: Setting) -> Weight:
    """Return the factors of a form that are not known to have one sign; where it is 0, one of them is."""
    pairs = factors(as_rational(form))[1]
    return tuple((atom, e) for atom, e in pairs if e > 0 and oriented(atom, setting)[0] is None)
