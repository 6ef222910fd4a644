"""What the rules share: the variables that range freely, sub-goals, and proofs that rest on others.

Main definitions
----------------
* `free_variables`: the variables of a statement or extremum, which no hypothesis may speak of.
* `Ground`: proofs of sub-goals, gathered into one.
* `inside`, `defined`: a witness lies in the range, and has a value.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from verify.decide.facts import facts_of, sign
from verify.decide.optimization.entries import opened
from verify.decide.scalars.convexity import AXIOM
from verify.model import Proof, VerifyError
from verify.terms.context import REALS, Context, Interval
from verify.terms.nodes import ONE, ZERO, Entry, Num, Sym, Term
from verify.terms.obligations import for_bound, obligations
from verify.terms.rewrite import free
from verify.terms.statement import Statement
from verify.terms.unfold import minus

NAME = "optimization"
_HOLDS = {"!=": ("+", "-", "!=0"), ">": ("+",), ">=": ("+", "0", ">=0")}
#: stands for every index of a column
_EVERY = (Sym("i_#any", "index"),)


class OutOfReach(VerifyError):
    """The statement is outside what the rules of this decider speak of."""


@dataclass
class Ground:
    """The Context with the statement's own hypotheses, and what the sub-goals proved so far rest on."""

    context: Context
    axioms: set[str] = field(default_factory=set)
    hypotheses: set[str] = field(default_factory=set)

    def holds(self, relation: str, *args: Term, variables: tuple[Sym, ...] = ()) -> bool:
        """Whether the deciders prove a sub-goal; what it rests on is kept."""
        from verify.decide.ladder import decide

        answer = decide(Statement(relation, args, variables), self.context)
        if isinstance(answer, Proof) and not answer.obligations:
            self.axioms.update(answer.axioms)
            self.hypotheses.update(answer.hypotheses)
            return True
        return False

    def proof(self, certificate: str, *axioms: str) -> Proof:
        """Return the proof that rests on all sub-goals."""
        names = tuple(sorted({*self.axioms, *axioms}))
        return Proof(NAME, names, tuple(sorted(self.hypotheses)), (), certificate)


def free_variables(variables: tuple[Sym, ...], context: Context) -> tuple[Sym, ...]:
    """Return the variables, which are real numbers or columns that range freely over their intervals.

    Raises:
        OutOfReach: one has a structure, a law or a definition, something depends on it, or a hypothesis speaks of it.

    """
    if facts_of(context).mentioned(frozenset(variables)):
        raise OutOfReach("a hypothesis restricts what is varied")
    hidden = {name for symbol in context.symbols for name in symbol.depends}
    hidden |= {name for function in context.functions for name in function.depends}
    hidden |= {name for law in context.laws for name in law.depends}
    for variable in variables:
        declared = context.by_name.get(variable.name)
        if variable.sort != "real" or (variable.shape and variable.shape[1] != ONE) or variable.name in hidden:
            raise OutOfReach(f"{variable} is no free number or column")
        if declared is not None and (
            declared.symbol != variable or declared.structure or declared.law or declared.definition is not None
        ):
            raise OutOfReach(f"{variable} has a structure, a law or a definition")
        if declared is not None and not _has_room(declared.interval):
            raise OutOfReach(f"{variable} has a range of one point or none")
    return variables


def _has_room(interval: Interval) -> bool:
    return interval.low is None or interval.high is None or interval.low < interval.high


def inside(value: Term, variable: Sym, ground: Ground) -> bool:
    """Whether a value is shown to lie in the variable's range, entry by entry."""
    declared = ground.context.by_name.get(variable.name)
    if declared is None or declared.interval == REALS:
        return True
    one = Entry(value, _EVERY) if value.shape else value
    interval = declared.interval
    for end, closed, above in (
        (interval.low, interval.low_closed, True),
        (interval.high, interval.high_closed, False),
    ):
        if end is not None:
            gap = minus(one, Num(end)) if above else minus(Num(end), one)
            if not _for_all(Statement(">=" if closed else ">", (gap, ZERO)), ground):
                return False
    return True


def defined(term: Term, ground: Ground) -> bool:
    """Whether every obligation of a term is discharged."""
    return all(
        owed.statement is not None and _for_all(owed.statement, ground) for owed in obligations(term, ground.context)
    )


def _for_all(statement: Statement, ground: Ground) -> bool:
    """Prove a condition on every index that it speaks of (names with #any)."""
    from verify.decide.ladder import decide

    statement = Statement(statement.relation, tuple(opened(arg) for arg in statement.args))
    context = for_bound(statement, ground.context)
    if sign(statement.lhs, context) in _HOLDS.get(statement.relation, ()):
        ground.hypotheses.add("declared ranges and structure")
        return True
    answer = decide(statement, context)
    if isinstance(answer, Proof) and not answer.obligations:
        ground.axioms.update(answer.axioms)
        ground.hypotheses.update(answer.hypotheses)
        return True
    return False


def unshared(variables: tuple[Sym, ...], terms: tuple[Term, ...]) -> None:
    """Raise `OutOfReach` where a witness depends on what is varied."""
    if any(free(term) & set(variables) for term in terms):
        raise OutOfReach("the witness depends on what is varied")


__all__ = ["AXIOM", "NAME", "Ground", "OutOfReach", "defined", "free_variables", "inside", "unshared"]
