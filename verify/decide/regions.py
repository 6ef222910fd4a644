"""Statements about densities that may vanish: case by case, each by the ordinary deciders.

In each case (`verify.terms.cases`) the space is a union of cells on which every density is positive or 0, and the
statement is one about positive densities. It is proved if it is proved in every case and every divergence in it
is finite there; KL(p ‖ q) is infinite if in every case p has mass where q vanishes.
"""

from __future__ import annotations

from importlib import import_module

from verify.decide.facts import sign
from verify.decide.information.setting import LINEARITY, LOG_GAP
from verify.model import Answer, Disproof, Proof, Undecided
from verify.terms.cases import MASSES, Reduced, reductions
from verify.terms.context import Context
from verify.terms.nodes import ZERO, Add, Density, Divergence, Mul, Num, Sym, Term
from verify.terms.restrict import NotReducible
from verify.terms.statement import Statement
from verify.terms.unfold import unfold_definitions

NAME = "regions"
TRIES_BEFORE = 4


def decide(statement: Statement, context: Context, using: tuple[Term, ...] = ()) -> Answer:
    """Prove or disprove a statement of a Context with regions; hints are not used."""
    del using
    replay = import_module("verify.meaning.replay")
    counterexample = replay.refute(statement, context, tries=TRIES_BEFORE)
    if counterexample is not None:  # a false statement costs its cases' deciders more than instances cost
        return Disproof(NAME, counterexample, "an instance in which densities vanish shows it")
    try:
        cases = reductions(statement, context)
        answer = (
            _infinite(statement, cases, context) if statement.relation == "infinite" else _everywhere(cases, context)
        )
    except NotReducible as error:
        return Undecided(str(error), NAME)
    if isinstance(answer, Proof):
        return answer
    counterexample = replay.refute(statement, context)
    if counterexample is not None:
        return Disproof(NAME, counterexample, "an instance in which densities vanish shows it")
    return answer


def _everywhere(cases: tuple[Reduced, ...], context: Context) -> Answer:
    if not cases:
        return Undecided("no case is left: the hypotheses exclude every choice of cells", NAME)
    proofs: list[Proof] = []
    for case in cases:
        for mass in case.vanishing:
            if not _is(mass, "=", case.context):
                return Undecided(f"a divergence may be infinite: {mass} is not known to be 0", NAME)
        answer = _case(case)
        if not isinstance(answer, Proof):
            return answer
        proofs.append(answer)
    return _together(cases, proofs, context)


def _case(case: Reduced) -> Answer:
    from verify.decide.ladder import decide as ask

    if (short := _short(case)) is not None:
        return Undecided(f"the length {short} is not known to be positive", NAME)
    answer = ask(case.statement, case.context)
    if isinstance(answer, Proof):
        return answer
    reason = answer.reason if isinstance(answer, Undecided) else "it fails there"
    return Undecided(f"where {case.text} are no null sets: {reason}", NAME)


def _short(case: Reduced) -> Term | None:
    return next((length for length in case.positive if not _is(length, ">", case.context)), None)


def _is(term: Term, relation: str, context: Context) -> bool:
    """Tell whether a number is known to be 0 ("="), or positive (">")."""
    from verify.decide.ladder import decide as ask

    if sign(term, context) == {"=": "0", ">": "+"}[relation]:
        return True
    return isinstance(ask(Statement(relation, (term, ZERO)), context), Proof)


def _assumed(context: Context) -> tuple[str, ...]:
    return tuple(f"{f.left} {f.relation} {f.right}: {f.sentence}" for f in context.region_facts)


def _together(cases: tuple[Reduced, ...], proofs: list[Proof], context: Context) -> Proof:
    shown = "; ".join(
        f"{case.text}: {proof.certificate or proof.decider}" for case, proof in zip(cases, proofs, strict=True)
    )
    used = {name for proof in proofs for name in proof.hypotheses} - {MASSES}
    return Proof(
        NAME,
        tuple(sorted({LINEARITY, *(axiom for proof in proofs for axiom in proof.axioms)})),
        (*sorted(used), *_assumed(context)),
        tuple(dict.fromkeys(text for proof in proofs for text in proof.obligations)),
        f"∫ = Σ over cells, by {len(cases)} case{'s' * (len(cases) > 1)} of cells that are no null sets: {shown}",
    )


# ----------------------------------------------------------------------------------------------- infinite


def _infinite(statement: Statement, cases: tuple[Reduced, ...], context: Context) -> Answer:
    """KL(p ‖ q) ≥ ∫ (p - q) over any set, so that it is +∞ as soon as p has mass on a set where q vanishes."""
    body = unfold_definitions(statement.args[0], context)
    if not _divergent(body):
        return Undecided("infinite: only a positive multiple of KL between mixtures of products of densities", NAME)
    if not cases:
        return Undecided("no case is left: the hypotheses exclude every choice of cells", NAME)
    for case in cases:
        if _short(case) is not None:
            return Undecided("a length that is not known to be positive", NAME)
        if not any(_is(mass, ">", case.context) for mass in case.vanishing):
            return Undecided(f"where {case.text} are no null sets, it may be finite", NAME)
    shown = "; ".join(f"{case.text}: {' or '.join(map(str, case.vanishing))} > 0" for case in cases)
    certificate = f"mass of the first where the second vanishes: {shown}"
    return Proof(NAME, (LINEARITY, LOG_GAP), _assumed(context), (), certificate)


def _divergent(term: Term) -> bool:
    match term:
        case Mul(factors=(Num(value), other)) if value > 0:
            return _divergent(other)
        case Divergence(kind="KL", left=left, right=Term() as right, variables=variables):
            return _integrable(left, variables) and _integrable(right, variables)
        case _:
            return False


def _integrable(term: Term, variables: tuple[Sym, ...]) -> bool:
    """Tell whether a term is a mixture of products of densities, each of some of the variables."""
    match term:
        case Add(terms):
            return all(_integrable(part, variables) for part in terms)
        case Mul() | Density():
            factors = term.factors if isinstance(term, Mul) else (term,)
            drawn: list[Term] = []
            for factor in factors:
                if isinstance(factor, Density):
                    drawn += factor.args[: len(factor.targets)]
                elif isinstance(factor, Add) and len(factors) == 2 and isinstance(factors[0], Num):
                    return factors[0].value > 0 and _integrable(factor, variables)
                elif not (isinstance(factor, Num) and factor.value > 0):
                    return False
            return sorted(map(repr, drawn)) == sorted(map(repr, variables))
        case _:
            return False
