"""Which statements this decider answers, and how."""

from __future__ import annotations

from dataclasses import replace

from verify.decide.matrices.attempts import Goal, prove
from verify.decide.matrices.goals import compared, convex, equal, invertible, optimum, singular
from verify.decide.matrices.words import Unsupported
from verify.decide.rational import TooLarge
from verify.meaning.replay import refute
from verify.model import Answer, Disproof, Undecided
from verify.terms.context import Context
from verify.terms.nodes import Term
from verify.terms.statement import Statement

NAME = "matrices"


def decide(statement: Statement, context: Context, using: tuple[Term, ...] = ()) -> Answer:
    """Prove or disprove a statement about matrices of symbolic shape.

    `using` may hold a column that a matrix is claimed to map to 0; it is re-checked.
    """
    merged = context.with_hypotheses(*((h, "") for h in statement.hypotheses))
    own = replace(statement, hypotheses=())
    try:
        proof = prove(_goal(own, merged, using), merged, NAME, identity=own.relation == "=")
    except Unsupported as error:
        return Undecided(str(error), NAME)
    except TooLarge as error:
        return Undecided(f"too large: {error}", NAME)
    except ZeroDivisionError:
        return Undecided("a denominator is 0, or an inverse is one of 0", NAME)
    if proof is not None:
        return proof
    found = refute(statement, context)
    if found is not None:
        return Disproof(NAME, found, "the normal forms of the sides differ, and an instance shows it")
    return Undecided("not proved: the normal forms differ, or no sum of squares was found", NAME)


def _goal(statement: Statement, context: Context, using: tuple[Term, ...]) -> Goal:
    match statement.relation:
        case "=":
            return equal(statement, context)
        case ">=" | "<=" | ">" | "<":
            return compared(statement, context)
        case "invertible":
            return invertible(statement, context)
        case "singular":
            return singular(statement, context, using)
        case "unique minimizer":
            return optimum(statement, context, 1)
        case "unique maximizer":
            return optimum(statement, context, -1)
        case "convex" | "strictly convex":
            return convex(statement, context)
        case other:
            raise Unsupported(f"no rule for {other!r}")
