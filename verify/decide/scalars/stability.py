"""Stability of equilibria and conserved quantities of autonomous ordinary differential equations.

Main definitions
----------------
* `decide`: conserved, lyapunov stable, asymptotically stable, not asymptotically stable, unstable.

Each is shown by the linearization, by a Lyapunov function or by a conserved quantity (hints, or simple
guesses). A statement is disproved by a point that is no equilibrium, or by a proof of its negation, in general or at
one instance of the parameters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from verify.decide.ranges import is_real
from verify.decide.scalars.comparison import refuted
from verify.decide.scalars.elementary import Unsupported
from verify.decide.scalars.linearization import decays, grows
from verify.decide.scalars.local import Field, at, attempt, column_of, field_of, instances_of, negated, together
from verify.decide.scalars.lyapunov import guesses, is_lyapunov, keeps_away
from verify.decide.scalars.problem import Shown, facts_for, prepare, shows, undecided
from verify.decide.scalars.smooth import range_of_variable, smooth
from verify.model import Answer, Disproof, Undecided
from verify.terms.context import Context
from verify.terms.nodes import Num, Sym, Term
from verify.terms.rewrite import free, substitute
from verify.terms.statement import Statement
from verify.terms.unfold import unfold_definitions

MAX_INSTANCES = 8


def decide(statement: Statement, context: Context, using: tuple[Term, ...] = ()) -> Answer:
    """Decide a statement about (variables)' = args[0]; `using` are Lyapunov pieces or conserved quantities.

    Raises:
        Unsupported, TooLarge, ZeroDivisionError: outside the language.

    """
    if statement.relation == "conserved":
        return _conserved(statement, context)
    field = field_of(statement, context)
    zero = together([attempt(lambda c=c: shows(at(c, field.here), "=", field.facts)) for c in field.components])  # type: ignore[misc]
    if zero is None:
        return refuted(statement, context, "the field is not shown to vanish at the point")
    field = replace(field, shown=field.shown & Shown(zero.hypotheses, zero.axioms))
    hints = _hints(using, context)
    found = _SHOWN[statement.relation](field, hints)
    if found is not None:
        return _proof(field, found)
    return _disproved(statement, context, field, hints)


def _proof(field: Field, found: Shown) -> Answer:
    return (Shown(field.shown.hypotheses, field.shown.axioms) & found).proof(found.certificate)


def _hints(using: tuple[Term, ...], context: Context) -> list[Term]:
    prepared = [prepare(hint, context) for hint in using if not hint.shape]
    return [hint for hint in prepared if is_real(hint)]


# --------------------------------------------------------------------------------------- the five relations


def _conserved(statement: Statement, context: Context) -> Answer:
    facts, variables = facts_for(statement, context), statement.variables
    for variable in variables:
        range_of_variable(variable, facts)
    components = column_of(statement.args[0], context, len(variables))
    quantity = prepare(statement.args[1], context)
    if quantity.shape or not all(map(is_real, (*components, quantity))) or len(set(variables)) != len(variables):
        raise Unsupported("a conserved quantity is a real scalar, the variables are distinct")
    regular = smooth(quantity, frozenset(variables), facts)
    if regular is None:
        return undecided("the quantity is not shown to be smooth")
    field = Field(components, variables, (), facts, regular)
    kept = attempt(lambda: shows(field.rate(quantity), "=", facts))
    if kept is not None:
        return (regular & kept).proof(f"its derivative along solutions is 0; {kept.certificate}")
    return refuted(statement, context, "its derivative along solutions is not shown to be 0")


def _asymptotically_stable(field: Field, hints: Sequence[Term]) -> Shown | None:
    tries: list[Callable[[], Shown | None]] = [lambda: decays(field), lambda: is_lyapunov(field, hints, strictly=True)]
    tries += [lambda g=g: is_lyapunov(field, (g,), strictly=True) for g in list(guesses(field))[:1]]  # type: ignore[misc]
    return _first(tries)


def _lyapunov_stable(field: Field, hints: Sequence[Term]) -> Shown | None:
    tries: list[Callable[[], Shown | None]] = [lambda: is_lyapunov(field, hints), lambda: decays(field)]
    tries += [lambda g=g: is_lyapunov(field, (g,)) for g in list(guesses(field))[:1]]  # type: ignore[misc]
    return _first(tries)


def _not_asymptotically_stable(field: Field, hints: Sequence[Term]) -> Shown | None:
    tries: list[Callable[[], Shown | None]] = [lambda h=h: keeps_away(field, h) for h in hints]  # type: ignore[misc]
    tries.append(lambda: grows(field))
    tries += [lambda g=g: keeps_away(field, g) for g in guesses(field)]  # type: ignore[misc]
    return _first(tries)


def _unstable(field: Field, hints: Sequence[Term]) -> Shown | None:
    return attempt(lambda: grows(field))


def _first(tries: Sequence[Callable[[], Shown | None]]) -> Shown | None:
    return next((found for found in map(attempt, tries) if found is not None), None)


Showing = Callable[[Field, Sequence[Term]], Shown | None]
_SHOWN: dict[str, Showing] = {
    "asymptotically stable": _asymptotically_stable,
    "not asymptotically stable": _not_asymptotically_stable,
    "lyapunov stable": _lyapunov_stable,
    "unstable": _unstable,
}
_NEGATION = {
    "asymptotically stable": "not asymptotically stable",
    "not asymptotically stable": "asymptotically stable",
    "lyapunov stable": "unstable",
    "unstable": "lyapunov stable",
}


# ------------------------------------------------------------------------------------------------ disproofs


def _disproved(statement: Statement, context: Context, field: Field, hints: Sequence[Term]) -> Disproof | Undecided:
    """Show the negation for all parameters, then at a few instances of them."""
    reason = f"neither {statement.relation!r} nor {_NEGATION[statement.relation]!r} is shown"
    showing = _SHOWN[_NEGATION[statement.relation]]
    general = showing(field, hints)
    for instance in instances_of(statement, context, 1 if general else MAX_INSTANCES):
        values = dict(_parameters(instance.values, field))
        found = general or attempt(lambda values=values: _shown_at(values, statement, context, hints, showing))  # type: ignore[misc]
        if found is not None:
            because = f"{_NEGATION[statement.relation]}, as {found.certificate}"
            return negated(statement, context, instance, because)
    return undecided(reason)


def _parameters(values: Mapping[str, object], field: Field) -> Iterator[tuple[Sym, Term]]:
    """Yield the real scalar parameters of the field with their values in an instance."""
    used = frozenset[Sym]().union(*(free(term) for term in (*field.components, *field.point)))
    for symbol in sorted(used - set(field.variables), key=lambda s: s.name):
        value = values.get(symbol.name)
        if symbol.sort == "real" and not symbol.shape and isinstance(value, (Fraction, int)):
            yield symbol, Num(Fraction(value))


def _shown_at(
    values: dict[Sym, Term], statement: Statement, context: Context, hints: Sequence[Term], showing: Showing
) -> Shown | None:
    """Ask the same of the statement with parameters put in, in a Context that says nothing else of them."""
    if not values:
        return None

    def put(inner: Statement) -> Statement:
        args = tuple(substitute(unfold_definitions(arg, context), values) for arg in inner.args)
        return Statement(inner.relation, args, inner.variables, tuple(map(put, inner.hypotheses)))

    plain = Context(
        tuple(d for d in context.symbols if d.symbol not in values and d.definition is None),
        context.functions,
        context.laws,
        tuple((put(hypothesis), sentence) for hypothesis, sentence in context.hypotheses),
    )
    special = put(statement)
    field = field_of(special, plain)
    zero = together([shows(at(component, field.here), "=", field.facts) for component in field.components])
    return zero and showing(field, [substitute(hint, values) for hint in hints])
