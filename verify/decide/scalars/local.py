"""Functions and vector fields near a point.

Main definitions
----------------
* `smooth_near`: a scalar is smooth in some variables near a point.
* `Field`, `field_of`: a vector field that is smooth near a point, beside the facts.
* `attempt`: a question that may lie outside the language.
* `negated`: a Disproof by a proof of the negation, beside an instance of the hypotheses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from verify.decide.bounds import Range
from verify.decide.derivative import add, derivative, multiply
from verify.decide.facts import Facts, facts_of
from verify.decide.ranges import is_real
from verify.decide.scalars.elementary import Unsupported
from verify.decide.scalars.explicit import entries, explicit
from verify.decide.scalars.problem import FAILURES, NAME, Shown, facts_for, prepare, shows
from verify.decide.scalars.smooth import in_range, range_of_variable
from verify.meaning.instance import Instance
from verify.model import Counterexample, Disproof
from verify.terms.context import Context
from verify.terms.nodes import Add, Apply, Fn, Mul, Num, Pow, Sym, Term
from verify.terms.rewrite import free, names, substitute
from verify.terms.statement import Statement
from verify.terms.unfold import unfold_definitions

T = TypeVar("T")
_ENTIRE = frozenset({"exp", "sigmoid", "softplus", "tanh"})
#: function → what its argument must satisfy at the point
_SMOOTH_WHERE = {"log": ">", "abs": "!=", "sign": "!="}


def attempt(question: Callable[[], T]) -> T | None:
    """Return the answer, or None where the question leaves the language of this decider."""
    try:
        return question()
    except FAILURES:
        return None


def together(parts: list[Shown | None]) -> Shown | None:
    """Return what several things rest on, or None if one of them is not shown."""
    total = Shown()
    for part in parts:
        if part is None:
            return None
        total = total & part
    return total


def at(term: Term, values: Mapping[Sym, Term]) -> Term:
    """Return the prepared scalar `term` with `values` put in."""
    return explicit(substitute(term, values))


def smooth_near(term: Term, values: Mapping[Sym, Term], facts: Facts) -> Shown | None:
    """Return how a prepared scalar is shown to be smooth in the symbols of `values` near these values, or None.

    A composition is smooth there if each part is: logarithms and roots need a positive argument at the
    point, quotients, moduli and signs one that is not 0 (it stays so nearby, as it is continuous).
    """
    if not free(term) & set(values):
        return Shown()
    match term:
        case Sym():
            return Shown()
        case Add(terms=parts) | Mul(factors=parts):
            return together([smooth_near(part, values, facts) for part in parts])
        case Pow(base=base, exponent=exponent):
            inside = _power_is_smooth(base, exponent, values, facts)
            return inside and together([inside, *(smooth_near(part, values, facts) for part in (base, exponent))])
        case Fn(name=name, arg=arg) if name in _ENTIRE:
            return smooth_near(arg, values, facts)
        case Fn(name=name, arg=arg) if name in _SMOOTH_WHERE:
            inside = shows(at(arg, values), _SMOOTH_WHERE[name], facts)
            return inside and together([inside, smooth_near(arg, values, facts)])
        case Apply(args=args, result="real") if all(a.sort in _NUMBERS and not a.shape for a in args):
            # an unknown function of numbers is smooth by its declaration
            return together([smooth_near(arg, values, facts) for arg in args])
        case _:
            return None


_NUMBERS = ("real", "index", "dimension")


def _power_is_smooth(base: Term, exponent: Term, values: Mapping[Sym, Term], facts: Facts) -> Shown | None:
    if isinstance(exponent, Num) and exponent.value.denominator == 1:
        return Shown() if exponent.value >= 0 else shows(at(base, values), "!=", facts)
    return shows(at(base, values), ">", facts)


def inside_range(value: Term, extent: Range, facts: Facts) -> Shown | None:
    """Return how `value` is shown to be an inner point of `extent`, or None."""
    return in_range(value, Range(extent.low, extent.high), facts)


@dataclass(frozen=True)
class Field:
    """A vector field (variables)' = components, smooth near `point`, which is inside the variables' ranges.

    `shown` is what this rests on.
    """

    components: tuple[Term, ...]
    variables: tuple[Sym, ...]
    point: tuple[Term, ...]
    facts: Facts
    shown: Shown

    @cached_property
    def here(self) -> dict[Sym, Term]:
        """The point's coordinates by variable."""
        return dict(zip(self.variables, self.point, strict=True))

    def rate(self, quantity: Term) -> Term:
        """Return the derivative of a scalar along solutions."""
        pairs = zip(self.variables, self.components, strict=True)
        return add(*(multiply(derivative(quantity, v), component) for v, component in pairs))

    def facts_with(self, *extra: Statement) -> Facts:
        """Return the facts with more assumptions on the variables."""
        return facts_of(self.facts.context, (*self.facts.extra, *extra))


def field_of(statement: Statement, context: Context) -> Field:
    """Read the field, variables and point of a statement about an equilibrium.

    Raises:
        Unsupported: they do not fit, the point is not shown to be inside the variables' ranges, a
            hypothesis restricts a variable, or the field is not shown to be smooth near the point.

    """
    facts, variables = facts_for(statement, context), statement.variables
    components = column_of(statement.args[0], context, len(variables))
    point = column_of(statement.args[1], context, len(variables))
    if len(set(variables)) != len(variables) or any(free(value) & set(variables) for value in point):
        raise Unsupported("the point is not a column of one value for each variable")
    if not all(map(is_real, (*components, *point))):
        raise Unsupported("a field or a point with complex numbers")
    here = dict(zip(variables, point, strict=True))
    inner = together([inside_range(value, range_of_variable(v, facts), facts) for v, value in here.items()])
    if inner is None:
        raise Unsupported("the point is not shown to be inside the range of the variables")
    regular = together([smooth_near(component, here, facts) for component in components])
    if regular is None:
        raise Unsupported("the field is not shown to be smooth near the point, so nothing is linearized")
    return Field(components, variables, point, facts, inner & regular)


def column_of(term: Term, context: Context, length: int) -> tuple[Term, ...]:
    """Return the prepared components of a column of a given length.

    Raises:
        Unsupported: it has another length, or is not written out.

    """
    rows = entries(prepare(term, context))
    if len(rows) != length or any(len(row) != 1 for row in rows):
        raise Unsupported(f"{term} has not one component for each of the {length} variables")
    return tuple(row[0] for row in rows)


def instances_of(statement: Statement, context: Context, count: int) -> Iterator[Instance]:
    """Yield instances that satisfy the hypotheses of a statement and its Context."""
    from verify.meaning.draw import draw

    terms = tuple(unfold_definitions(arg, context) for arg in statement.args)
    yield from draw(context, 0, count, terms=terms, hypotheses=statement.hypotheses)


def negated(statement: Statement, context: Context, instance: Instance, reason: str) -> Disproof:
    """Return a Disproof by a proof of the negation; it holds at `instance`, so it is not empty."""
    hypotheses = (*(h for h, _ in context.hypotheses), *statement.hypotheses)
    written = [*statement.args, *(arg for h in hypotheses for arg in h.args)]
    used = frozenset[str]().union(*(names(unfold_definitions(term, context)) for term in written))
    used -= {variable.name for variable in statement.variables}
    values = tuple((name, value) for name, value in instance.text if name in used)
    lhs, rhs = (str(arg) for arg in statement.args)
    note = f"the negation is proved: {reason}"
    return Disproof(NAME, Counterexample(values, lhs, rhs, "exact", note), note)
