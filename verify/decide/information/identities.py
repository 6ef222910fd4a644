"""Equality in law, put to use: what holds for every function holds for the one that is named.

``Statement("same law", (E h(…), E h(…)), (h,))`` says that the points at which h is taken have one law on both
sides. Its instance at a hint is an equation between expectations: of an event's indicator, it says that the event
has one probability. That an expectation of a function of points is one under their law is the law of the
unconscious statistician.
"""

from __future__ import annotations

from collections.abc import Iterator

from verify.decide.information.forms import Form, OutOfReach, minus
from verify.decide.information.gaps import Gap
from verify.decide.information.hypotheses import Fact
from verify.decide.information.normal import normal
from verify.decide.information.setting import PUSHFORWARD, Setting
from verify.decide.information.unknowns import put, require_admissible, require_independent, value_for
from verify.terms.nodes import Sym, Term
from verify.terms.statement import Statement
from verify.terms.unfold import unfold

SAME_LAW = "same law"


def instances(found: tuple[Fact, ...], using: tuple[Term, ...], setting: Setting) -> list[Gap]:
    """Return the equations that hypotheses of equality in law give at the hinted functions."""
    equations = []
    for fact, sentence in found:
        if fact.relation == SAME_LAW and len(fact.variables) == 1:
            equations += [
                Gap("equality in law", form, axiom=PUSHFORWARD, hypothesis=sentence)
                for form in _at_hints(fact, using, setting)
            ]
    return equations


def _at_hints(fact: Statement, using: tuple[Term, ...], setting: Setting) -> Iterator[Form]:
    variable = fact.variables[0]
    for hint in using:
        try:
            require_function(variable, setting)
            value = value_for(variable, hint, setting)
            require_admissible(variable, value, setting)
            left, right = (put(unfold(side, setting.context), value, setting.context) for side in fact.args)
            yield minus(normal(left, setting), normal(right, setting))
        except OutOfReach:
            continue


def require_function(variable: Sym, setting: Setting) -> None:
    """Raise `OutOfReach` unless the variable is an unknown real function of points that varies with nothing else."""
    declared = setting.context.function_by_name.get(variable.name)
    if declared is None or declared.result != "real" or "real" in declared.spaces:
        raise OutOfReach(f"{variable.name} is no unknown function of points")
    require_independent(variable, setting, ())


def require_arbitrary(variable: Sym, found: tuple[Fact, ...], setting: Setting) -> None:
    """Raise `OutOfReach` unless what is shown of the function is shown of all: no hypothesis speaks of it."""
    require_function(variable, setting)
    spoken = tuple(arg for fact, _ in found if variable not in fact.variables for arg in fact.args)
    require_independent(variable, setting, spoken)
