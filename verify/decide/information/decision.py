"""Which statements this decider answers, and how a proof is written down."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module

from verify.decide.information import hypotheses, identities
from verify.decide.information.certificate import Certificate, certify
from verify.decide.information.dependence import same_up_to_constant
from verify.decide.information.forms import Form, OutOfReach, minus, scaled
from verify.decide.information.gaps import Gap
from verify.decide.information.guesses import guesses
from verify.decide.information.hypotheses import Fact
from verify.decide.information.inequalities import forces, note_used, prove_nonnegative
from verify.decide.information.normal import normal
from verify.decide.information.setting import ALMOST_EVERYWHERE, Setting
from verify.decide.information.totals import note_totals
from verify.decide.information.unknowns import (
    NotAdmissible,
    Value,
    put,
    require_admissible,
    require_independent,
    value_for,
)
from verify.decide.information.vanishing import forced
from verify.decide.rational import TooLarge
from verify.model import Answer, Counterexample, Disproof, Proof, Undecided
from verify.terms.context import Context
from verify.terms.nodes import Add, Extremum, Fn, Mul, Pow, Sym, Term
from verify.terms.statement import Statement
from verify.terms.unfold import negative, unfold

NAME = "information"
EARLY, LATE = 4, 24  # instances tried before and after a proof


def decide(statement: Statement, context: Context, using: tuple[Term, ...] = ()) -> Answer:
    """Prove or disprove a statement about integrals of densities and their logarithms.

    `using` may hold maximizers for the maxima in the statement, as terms with a free point for each
    argument of the unknown function; they are re-checked.
    """
    setting = Setting(context)
    if statement.relation != "=":  # a certificate that does not exist costs more to look for than an instance
        early = _refute(statement, context, EARLY)
        if early is not None:
            return Disproof(NAME, early, "an instance shows it")
    try:
        found = hypotheses.facts(statement, context)
        hypotheses.note_positive(found, setting)
        proof = _prove(statement, using, found, setting)
    except NotAdmissible as error:
        counterexample = _refute(statement, context, LATE)
        return Undecided(str(error), NAME) if counterexample is None else Disproof(NAME, counterexample, str(error))
    except OutOfReach as error:
        return Undecided(str(error), NAME)
    except TooLarge as error:
        return Undecided(f"too large: {error}", NAME)
    if proof is not None:
        return proof
    counterexample = _refute(statement, context, LATE)
    if counterexample is not None:
        return Disproof(NAME, counterexample, "the normal forms of the sides differ, and an instance shows it")
    return Undecided("not proved: the normal forms of the sides differ, or no certificate was found", NAME)


def _refute(statement: Statement, context: Context, tries: int) -> Counterexample | None:
    try:
        replay = import_module("verify.meaning.replay")
    except ModuleNotFoundError:
        return None
    found = replay.refute(statement, context, tries=tries)
    return found if isinstance(found, Counterexample) else None


def _prove(statement: Statement, using: tuple[Term, ...], found: tuple[Fact, ...], setting: Setting) -> Proof | None:
    match statement:
        case Statement("=", (Extremum(kind=first), Extremum(kind=second))) if {first, second} <= {"argmax", "argmin"}:
            return _same_argmax_terms(statement, setting)
        case Statement("same argmax", (left, right), (variable,)):
            return _same_argmax(left, right, variable, setting)
        case Statement("=" | "<=" | ">=" | "<" | ">"):
            return _comparison(statement, using, found, setting)
        case Statement("same law", variables=(variable,)):
            identities.require_arbitrary(variable, found, setting)
            return _comparison(replace(statement, relation="="), using, found, setting)
        case Statement("maximizer" | "unique maximizer" | "attained", (body, value), (variable,)):
            return _maximizer(body, value, variable, statement.relation == "unique maximizer", found, setting)
        case Statement("unique minimizer", (body, value), (variable,)):
            return _maximizer(negative(body), value, variable, True, found, setting)
        case _:
            raise OutOfReach(f"the relation {statement.relation!r}")


def _proof(setting: Setting, certificate: str) -> Proof:
    return Proof(NAME, tuple(sorted(setting.axioms)), tuple(sorted(setting.hypotheses)), (), certificate)


def _normal(term: Term, setting: Setting) -> Form:
    if term.shape or term.sort not in ("real", "index", "dimension"):
        raise OutOfReach("sides that are no numbers")
    return normal(unfold(term, setting.context), setting)


# ------------------------------------------------------------------------------------------------- argmax


def _same_argmax(left: Term, right: Term, variable: Sym, setting: Setting) -> Proof | None:
    factor = same_up_to_constant(_normal(left, setting), _normal(right, setting), variable.name, setting.context)
    if factor is None:
        return None
    side = "the right-hand side" if factor == 1 else f"{factor} times the right-hand side"
    return _proof(setting, f"the left-hand side minus {side} does not depend on {variable.name}")


def _same_argmax_terms(statement: Statement, setting: Setting) -> Proof | None:
    left, right = statement.args
    if not isinstance(left, Extremum) or not isinstance(right, Extremum) or left.variable != right.variable:
        raise OutOfReach("maximizers over different variables")
    sides = [side.body if side.kind == "argmax" else negative(side.body) for side in (left, right)]
    return _same_argmax(sides[0], sides[1], left.variable, setting)


# -------------------------------------------------------------------------------------------- comparisons


def _comparison(
    statement: Statement, using: tuple[Term, ...], found: tuple[Fact, ...], setting: Setting
) -> Proof | None:
    sides = [unfold(side, setting.context) for side in statement.args]
    note_totals([(gap.form, gap.hypothesis) for gap in hypotheses.comparisons(found, setting)[1]], setting)
    using = (*using, *guesses(tuple(sides)))
    if using:
        sides = [_evaluated(side, using, found, setting) for side in sides]
    difference = minus(_normal(sides[0], setting), _normal(sides[1], setting))
    if statement.relation == "=":
        shown = _equation(difference, found, identities.instances(found, using, setting), setting)
        return shown or _almost_everywhere(statement, difference, found, setting)
    goal = difference if statement.relation in (">=", ">") else scaled(difference, -1)
    certificate = prove_nonnegative(goal, tuple(statement.args), found, setting)
    if certificate is None or (statement.relation in ("<", ">") and not certificate.strict):
        return None
    return _proof(setting, certificate.text())


def _equation(difference: Form, found: tuple[Fact, ...], in_law: list[Gap], setting: Setting) -> Proof | None:
    if not difference:
        return _proof(setting, "both sides have the same normal form")
    _, equations = hypotheses.comparisons(found, setting)
    equations += in_law
    certificate = certify(difference, [], equations, setting) if equations else None
    if certificate is None or certificate.rest:
        return None
    note_used(certificate, setting)
    return _proof(setting, certificate.text())


def _almost_everywhere(
    statement: Statement, difference: Form, found: tuple[Fact, ...], setting: Setting
) -> Proof | None:
    certificate = forced(statement, difference, found, setting)
    return None if certificate is None else _proof(setting, certificate)


# ------------------------------------------------------------------------------------------------- maxima


def _evaluated(term: Term, using: tuple[Term, ...], found: tuple[Fact, ...], setting: Setting) -> Term:
    """Replace each maximum that a hint attains by its value; maxima under binders are left alone."""
    match term:
        case Extremum(kind="max" | "sup" | "min" | "inf"):
            for hint in using:
                value = _attained(term, hint, found, setting)
                if value is not None:
                    return value
            return term
        case Add() | Mul() | Pow() | Fn():
            return term.rebuild(lambda child: _evaluated(child, using, found, setting))
        case _:
            return term


def _attained(extremum: Extremum, hint: Term, found: tuple[Fact, ...], setting: Setting) -> Term | None:
    body = extremum.body if extremum.kind in ("max", "sup") else negative(extremum.body)
    try:
        value, certificate = _best(body, hint, extremum.variable, found, setting)
    except OutOfReach:
        return None
    return None if certificate is None else put(extremum.body, value, setting.context)


def _best(
    body: Term, candidate: Term, variable: Sym, found: tuple[Fact, ...], setting: Setting
) -> tuple[Value, Certificate | None]:
    """Return the candidate as a value and the certificate that no value of the unknown does better."""
    statements = tuple(arg for fact, _ in found for arg in fact.args)
    require_independent(variable, setting, statements)
    value = value_for(variable, candidate, setting)
    require_admissible(variable, value, setting)
    body = unfold(body, setting.context)
    best = put(body, value, setting.context)
    goal = minus(normal(best, setting), normal(body, setting))
    return value, prove_nonnegative(goal, (best, body), found, setting)


def _maximizer(
    body: Term, candidate: Term, variable: Sym, unique: bool, found: tuple[Fact, ...], setting: Setting
) -> Proof | None:
    value, certificate = _best(body, candidate, variable, found, setting)
    if certificate is None:
        return None
    if unique:
        if not any(forces(gap, value, variable, setting) for _, gap in certificate.gaps):
            return None
        setting.axioms.add(ALMOST_EVERYWHERE)
    return _proof(setting, certificate.text())
