"""Unknown functions, laws and numbers as variables: putting a value in their place, and what may be put there.

A value of an unknown function D is a term with one free point for each argument (`f1(x)/(f0(x) + f1(x))`);
a value of a law likewise, a density of its targets.
"""

from __future__ import annotations

from dataclasses import dataclass

from verify.decide.information.dependence import depends, varying
from verify.decide.information.forms import Binder, Form, OutOfReach, constant, minus
from verify.decide.information.integrate import bind
from verify.decide.information.normal import log, normal
from verify.decide.information.points import slot_space, space_of
from verify.decide.information.setting import Setting
from verify.terms.context import Context, Interval
from verify.terms.nodes import Apply, Density, Extremum, Sym, Term
from verify.terms.rewrite import bound, free, functions, substitute, transform, walk
from verify.terms.unfold import unfold


class NotAdmissible(OutOfReach):
    """The value given for an unknown is not known to be one that it may have; an instance may show that it is not."""


@dataclass(frozen=True)
class Value:
    """A value of an unknown: `body` as a function of the points `formals` (none for a number)."""

    name: str
    formals: tuple[Sym, ...]
    body: Term


def value_for(variable: Sym, body: Term, setting: Setting) -> Value:
    """Return `body` as a value for the unknown `variable`.

    Raises:
        OutOfReach: its free points do not match the unknown's arguments, or it depends on the unknown.

    """
    context, name = setting.context, variable.name
    body = unfold(body, context)
    if depends(body, varying(name, context), context):
        raise OutOfReach(f"the value given for {name} depends on {name}")
    spaces = argument_spaces(variable, context)
    points = [s for s in free(body) if s.sort == "point" and not s.shape]
    formals = []
    for space in spaces:
        fitting = [p for p in points if space_of(p, context) == space]
        if len(fitting) != 1 or spaces.count(space) != 1:
            raise OutOfReach(f"the value given for {name} is no function of one point of {space}")
        formals.append(fitting[0])
    # of every point, not of the one that a hypothesis may speak of
    fresh = {f: Sym(f"{f.name.split('#')[0]}#of", f.of_sort) for f in formals}
    return Value(name, tuple(fresh.values()), substitute(body, fresh))


def argument_spaces(variable: Sym, context: Context) -> tuple[str, ...]:
    """Return the spaces of an unknown's arguments (a law's are those of its targets; a number has none)."""
    name = variable.name
    if name in context.function_by_name:
        return context.function_by_name[name].spaces
    if name in context.law_by_name:
        return tuple(slot_space(slot, context) for slot in context.law_by_name[name].targets)
    if name in context.by_name and variable.sort == "real" and not variable.shape:
        return ()
    raise OutOfReach(f"{name} is no declared number, function or law")


def put(term: Term, value: Value, context: Context) -> Term:
    """Return an unfolded `term` with the unknown replaced by its value.

    Raises:
        OutOfReach: a symbol of the value would be captured, or the law occurs as a marginal.

    """
    inner = free(value.body) - set(value.formals)
    if inner & {symbol for node in walk(term) for symbol in bound(node)}:
        raise OutOfReach("a variable of integration occurs in a value put under the integral")
    extrema = {node.variable.name for node in walk(term) if isinstance(node, Extremum)}
    if extrema & ({value.name} | functions(value.body)):
        raise OutOfReach("an extremum binds a law or function of a value put under it")
    law, function = context.law_by_name.get(value.name), context.function_by_name.get(value.name)
    if law is None and function is None:
        return substitute(term, {s: value.body for s in free(term) if s.name == value.name})

    def replace(node: Term) -> Term:
        match node:
            case Apply(function=name, args=args, orders=orders) if name == value.name:
                if any(orders):
                    raise OutOfReach(f"a derivative of {name}")
                return substitute(value.body, dict(zip(value.formals, args, strict=True)))
            case Density(law=name, targets=targets, given=given, args=args, params=params) if name == value.name:
                if law is None or set(targets) != set(law.targets) or given or params:
                    raise OutOfReach(f"{name} occurs as a marginal or conditional")
                at = dict(zip(targets, args, strict=True))
                return substitute(value.body, {f: at[s] for f, s in zip(value.formals, law.targets, strict=True)})
            case _:
                return node

    return transform(term, replace)


def require_independent(variable: Sym, setting: Setting, hypotheses: tuple[Term, ...]) -> None:
    """Raise `OutOfReach` unless the unknown ranges freely: nothing else varies with it, no hypothesis speaks of it."""
    context, name = setting.context, variable.name
    names = varying(name, context)
    function, law = context.function_by_name.get(name), context.law_by_name.get(name)
    declared = context.by_name.get(name)
    if declared is not None and declared.definition is not None:
        raise OutOfReach(f"{name} is defined, and ranges over nothing")
    tied = names != {name} or (function is not None and (function.depends or function.inverse))
    tied = tied or (law is not None and bool(law.depends or law.given or law.pushforward or law.family))
    if tied or any(other.depends & names or name in (other.pushforward or ()) for other in context.laws):
        raise OutOfReach(f"{name} does not range freely over all functions of its kind")
    if any(depends(term, names, context) for term in hypotheses):
        raise OutOfReach(f"a hypothesis restricts {name}")


def require_admissible(variable: Sym, value: Value, setting: Setting) -> None:
    """Raise `OutOfReach` unless the value is known to lie in the unknown's range (a density: positive, of mass 1).

    Where the mass is not seen to be 1 that is a `NotAdmissible`.
    """
    context, name = setting.context, variable.name
    form = normal(value.body, setting)
    law = context.law_by_name.get(name)
    if law is not None:
        log(form, setting)
        slots = zip(value.formals, argument_spaces(variable, context), strict=True)
        if bind(form, tuple(Binder(f, space) for f, space in slots), setting) != constant(1):
            raise NotAdmissible(f"the value given for {name} is not known to integrate to 1")
        return
    function = context.function_by_name.get(name)
    known = context.by_name[name].interval if function is None else function.interval
    _require_inside(form, known, setting)


def _require_inside(form: Form, known: Interval, setting: Setting) -> None:
    if known.low is not None:
        log(minus(form, constant(known.low)), setting)
    if known.high is not None:
        log(minus(constant(known.high), form), setting)


def at_binders(value: Value, variable: Sym, binders: tuple[Binder, ...], setting: Setting) -> tuple[Form, Form] | None:
    """Return the unknown and its value at bound variables that are exactly its arguments (None: they are not)."""
    context = setting.context
    if len(binders) != len(value.formals) or any(b.upper is not None for b in binders):
        return None
    spaces = argument_spaces(variable, context)
    if [b.space for b in binders] != list(spaces) or len(set(spaces)) != len(spaces):
        return None
    points = tuple(b.symbol for b in binders)
    if not points:
        unknown: Term = variable
    elif variable.name in context.law_by_name:
        law = context.law_by_name[variable.name]
        unknown = Density(law.name, law.targets, (), points)
    else:
        unknown = Apply(variable.name, points)
    given = substitute(value.body, dict(zip(value.formals, points, strict=True)))
    return normal(unknown, setting), normal(given, setting)
