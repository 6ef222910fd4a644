"""Signs of scalar terms from what a Context says: ranges, hypotheses, densities, elementary functions.

Main definitions
----------------
* `sign`: "+", "-", "0", ">=0", "<=0", "!=0", or None where nothing is known.
* `is_positive`, `is_nonnegative`, `is_nonzero`: the questions deciders ask.
* `Facts`: the assumptions of a Context in a form that can be looked up.

A sign is that of the term's value wherever the term is defined. Rules that read the term come first
(`ranges`); exact polynomial arithmetic over kernels and z3 come second.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from verify.decide.bounds import EVERYTHING, Range, meet, point
from verify.terms.context import REALS, Context
from verify.terms.nodes import Num, Sym, Term
from verify.terms.rewrite import free
from verify.terms.statement import COMPARISONS, Statement
from verify.terms.unfold import unfold, unfold_definitions


@dataclass(frozen=True)
class Facts:
    """The assumptions of `context` and of a statement's own hypotheses `extra`.

    Every fact is a comparison of scalars with definitions unfolded, beside the sentence it comes
    from. A fact with the free indices i_, j_ holds for all of them.
    """

    context: Context
    extra: tuple[Statement, ...] = ()

    @cached_property
    def statements(self) -> tuple[tuple[Statement, str], ...]:
        """Comparisons of scalars that hold, beside their sentences."""
        found: list[tuple[Statement, str]] = []
        own = tuple((statement, "") for statement in self.extra)
        for statement, sentence in (*self.context.facts, *own):
            if statement.relation not in COMPARISONS or statement.variables or statement.args[0].shape:
                continue
            if any(arg.sort not in ("real", "index", "dimension") for arg in statement.args):
                continue
            sides = tuple(_carried_out(arg, self.context) for arg in statement.args)
            found.append((Statement(statement.relation, sides, (), statement.hypotheses), sentence))
        return tuple(fact for fact in found if not fact[0].hypotheses)

    @cached_property
    def declared(self) -> Facts:
        """What is known without hypotheses."""
        context = self.context
        return Facts(replace(context, hypotheses=(), grants=(), scope="", examples=()), ())

    @cached_property
    def ranges(self) -> dict[Term, Range]:
        """What facts of the form `term relation number` say of a term."""
        found: dict[Term, Range] = {}
        for statement, _ in self.statements:
            left, right = statement.args
            for term, number, relation in ((left, right, statement.relation), (right, left, _flip(statement.relation))):
                if isinstance(number, Num) and not isinstance(term, Num):
                    found[term] = meet(found.get(term, EVERYTHING), _range(relation, number))
        return found

    @cached_property
    def nonzero(self) -> frozenset[Term]:
        """Terms that a fact says are not zero."""
        pairs = [statement.args for statement, _ in self.statements if statement.relation == "!="]
        sides = [(a, b) for a, b in pairs] + [(b, a) for a, b in pairs]
        return frozenset(a for a, b in sides if isinstance(b, Num) and b.value == 0)

    def without(self, symbols: frozenset[Sym]) -> Facts:
        """Return the facts of other symbols only: hypotheses that mention one of `symbols` are left out.

        Declared ranges stay.
        """
        context = self.context
        kept = tuple(h for h in context.hypotheses if not _mentions(h[0], symbols, context))
        extra = tuple(s for s in self.extra if not _mentions(s, symbols, context))
        if len(kept) == len(context.hypotheses) and len(extra) == len(self.extra):
            return self
        bare = Context(context.symbols, context.functions, context.laws, kept, context.grants, context.scope)
        return Facts(bare, extra)

    def mentioned(self, symbols: frozenset[Sym]) -> bool:
        """Return whether a hypothesis, not a declared range, says something of one of `symbols`.

        A definition hides no symbol: with s := x², the hypothesis s > 1 and the declared range s > 1 speak of x.
        """
        hypotheses = (*(h for h, _ in self.context.hypotheses), *self.extra)
        if any(_mentions(statement, symbols, self.context) for statement in hypotheses):
            return True
        defined = (d.definition for d in self.context.symbols if d.definition is not None and d.interval != REALS)
        return any(symbols & free(unfold_definitions(term, self.context)) for term in defined)


def _mentions(statement: Statement, symbols: frozenset[Sym], context: Context) -> bool:
    own = frozenset[Sym]().union(*(free(arg) | free(unfold_definitions(arg, context)) for arg in statement.args))
    return bool(own & symbols) or any(_mentions(inner, symbols, context) for inner in statement.hypotheses)


def _carried_out(term: Term, context: Context) -> Term:
    """Unfold `term`, with derivatives carried out: f'(0) ≠ 0 must be found however f'(0) is written."""
    from verify.decide.derivative import NotSupported, expand_derivatives

    try:
        return unfold(expand_derivatives(unfold_definitions(term, context)), context)
    except NotSupported:
        return unfold(term, context)


def _flip(relation: str) -> str:
    return relation.translate(str.maketrans("<>", "><"))


def _range(relation: str, number: Num) -> Range:
    value = number.value
    match relation:
        case "=":
            return point(value)
        case ">" | ">=":
            return Range(low=value, low_closed=relation == ">=")
        case "<" | "<=":
            return Range(high=value, high_closed=relation == "<=")
        case _:
            return EVERYTHING


@lru_cache(maxsize=256)
def facts_of(context: Context, extra: tuple[Statement, ...] = ()) -> Facts:
    """Return the facts of a Context and of further hypotheses (cached)."""
    return Facts(context, extra)


def sign(term: Term, context: Context, extra: tuple[Statement, ...] = ()) -> str | None:
    """Return the sign of a scalar wherever it is defined, or None.

    Args:
        term: A scalar, real by its meaning; a term with the imaginary unit has no sign.
        context: Declares the symbols; its ranges and hypotheses may be used.
        extra: Further hypotheses.

    """
    if term.shape or term.sort not in ("real", "index", "dimension"):
        return None
    return _sign(term, context, extra)


@lru_cache(maxsize=8192)
def _sign(term: Term, context: Context, extra: tuple[Statement, ...]) -> str | None:
    from verify.decide.ranges import sign_by_rules

    facts = facts_of(context, extra)
    term = _carried_out(term, context)
    known = sign_by_rules(term, facts)
    if known in ("+", "-", "0"):
        return known
    from verify.decide.scalars.signs import sign_by_arithmetic

    return sign_by_arithmetic(term, facts) or known


def is_positive(term: Term, context: Context, extra: tuple[Statement, ...] = ()) -> bool:
    """Return whether `term` is proved to be > 0 wherever it is defined."""
    return sign(term, context, extra) == "+"


def is_nonnegative(term: Term, context: Context, extra: tuple[Statement, ...] = ()) -> bool:
    """Return whether `term` is proved to be >= 0 wherever it is defined."""
    return sign(term, context, extra) in ("+", "0", ">=0")


def is_nonzero(term: Term, context: Context, extra: tuple[Statement, ...] = ()) -> bool:
    """Return whether `term` is proved to be != 0 wherever it is defined."""
    return sign(term, context, extra) in ("+", "-", "!=0")
