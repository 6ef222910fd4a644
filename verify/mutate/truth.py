"""What exact evaluation says of a statement, at many instances that the engine did not choose.

Main definitions
----------------
* `evaluated`: at how many instances a statement holds, fails, has values, has none.
* `excluded`: whether a statement and its original cannot both hold, where instances show neither.
"""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import dataclass, replace

from verify.links import with_own_hypotheses
from verify.meaning.case import Violation
from verify.meaning.draw import draw
from verify.meaning.evaluate import evaluate
from verify.meaning.instance import Instance
from verify.meaning.judge import throughout
from verify.meaning.numbers import Undefined, Unsupported
from verify.meaning.replay import counterexample, refute
from verify.model import Counterexample
from verify.terms.context import Context
from verify.terms.obligations import for_bound, obligations
from verify.terms.statement import Statement

#: instances at which a mutant is judged; the engine looks at fewer, and at others
GENERIC, BOUNDARY = 24, 24
#: further instances at which an inequality that is not proved must hold to be taken for true
MANY = 160
#: instances at which a statement must have values for silence about it to mean anything
LEAST = 3

#: pairs of relations that the same sides cannot both have
EXCLUSIVE = frozenset(
    {
        ("unique maximizer", "unique minimizer"),
        ("increasing", "decreasing"),
        ("convex", "not convex"),
        ("strictly convex", "not convex"),
        ("invertible", "singular"),
        ("lyapunov stable", "unstable"),
        ("asymptotically stable", "unstable"),
        ("asymptotically stable", "not asymptotically stable"),
    }
)
#: relations whose last side is determined by the others
DETERMINED = frozenset({"limit", "unique maximizer", "unique minimizer", "unique root"})


@dataclass(frozen=True, slots=True)
class Evidence:
    """How many instances were `seen`; at how many the statement `holds`, has values, or is undefined.

    `failing` is a counterexample, if there is one.
    """

    seen: int
    holds: int
    valued: int
    undefined: int
    failing: Counterexample | None = None


def evaluated(statement: Statement, context: Context, seed: int, count: int = GENERIC) -> Evidence:
    """Judge a statement at `count` exact instances of `seed` and at special ones, until one shows that it is false."""
    terms = (*statement.args, *statement.variables)
    generic = draw(context, seed, count, terms=terms, hypotheses=statement.hypotheses)
    special = draw(context, seed, BOUNDARY, terms=terms, hypotheses=statement.hypotheses, boundary=True)
    told: Counter[str] = Counter()
    for seen, instance in enumerate(itertools.chain(generic, special), 1):
        found, place = throughout(statement, instance, context)
        if isinstance(found, Violation):
            failing = counterexample(statement, place, context, found)
            return Evidence(seen, told["holds"], told["valued"] + told["holds"], told["undefined"], failing)
        told["holds" if found else _values(statement, instance, context)] += 1
    return Evidence(told.total(), told["holds"], told["valued"] + told["holds"], told["undefined"])


def _values(statement: Statement, instance: Instance, context: Context) -> str:
    """Tell why an instance says nothing: the statement has values there, has none, or they cannot be computed."""
    try:
        for arg in statement.args[:1] if statement.relation == "limit" else statement.args:
            evaluate(arg, instance, context)
    except Undefined:
        return "undefined"
    except Unsupported:
        return "unsupported"
    return "valued"


def ill_defined(statement: Statement, context: Context, seed: int) -> str | None:
    """Return a condition of the statement's being defined that fails at an exact instance, or None.

    Where densities may vanish, conditions are owed case by case, and not looked at here.
    """
    if context.regions:
        return None
    assumed = with_own_hypotheses(context, statement)
    for obligation in (o for arg in statement.args for o in obligations(arg, assumed)):
        condition = obligation.statement
        if condition is not None and refute(condition, for_bound(condition, assumed), seed=seed) is not None:
            return obligation.text
    return None


def excluded(statement: Statement, original: Statement, context: Context, seed: int) -> bool:
    """Whether `statement` must fail if `original` holds: it says the opposite, or names another limit or optimum."""
    if statement.variables != original.variables or statement.hypotheses != original.hypotheses:
        return False
    if statement.args == original.args:
        pair = (original.relation, statement.relation)
        return pair in EXCLUSIVE or pair[::-1] in EXCLUSIVE
    if statement.relation != original.relation or statement.relation not in DETERMINED:
        return False
    if statement.args[:-1] != original.args[:-1]:
        return False
    return _differ(statement, original, context, seed)


def _differ(statement: Statement, original: Statement, context: Context, seed: int) -> bool:
    """Whether an exact instance tells the last sides apart."""
    same = Statement("=", (statement.rhs, original.rhs), hypotheses=statement.hypotheses)
    return refute(same, context, seed=seed) is not None


def plain(statement: Statement) -> Statement:
    """Return the statement without its place in a source."""
    return replace(statement, span=None)
