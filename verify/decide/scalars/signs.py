"""Signs of polynomials in kernels: by ranges, by balls, then by z3 with the Context's facts.

Main definitions
----------------
* `polynomial_sign`: the sign of a polynomial, or None.
* `assumptions`: the Context's facts as clauses over the kernels.
* `entails`: whether facts and lemmas force a comparison, and which of them were needed.
* `sign_by_arithmetic`: the sign of a term, for `verify.decide.facts`.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from verify.decide.bounds import Range, add, multiply, point, power, sign_of
from verify.decide.facts import Facts
from verify.decide.rational import Rational, TooLarge
from verify.decide.scalars import lemmas
from verify.decide.scalars.enclosures import constant_sign
from verify.decide.scalars.factors import Unsupported, sign_of_form
from verify.decide.scalars.kernels import Kernels, normal_forms
from verify.decide.scalars.sampling import signs_seen
from verify.decide.scalars.solver import (
    EFFORT,
    LITTLE_EFFORT,
    Atom,
    Clause,
    comparison,
    negated,
    relevant,
    unsatisfiable,
)
from verify.terms.context import GENERIC
from verify.terms.nodes import Entry, Num, Sym, Term
from verify.terms.printing import statement_text
from verify.terms.rewrite import free, substitute, walk
from verify.terms.statement import Statement
from verify.terms.unfold import unfold

MAX_INSTANCES = 16
MAX_SIZE = 400
CONTRADICTION = "the hypotheses contradict each other, or the terms are defined nowhere"


def polynomial_sign(kernels: Kernels, poly: Any) -> str | None:
    """Return the sign of a polynomial in kernels wherever they are defined, or None.

    Raises:
        Unsupported: the facts contradict each other.

    """
    if poly == 0:
        return "0"
    if not all(kernels.kernels[slot].real for slot in Atom(poly, "=").slots()):
        return None
    known = sign_of(_range(kernels, poly)) or constant_sign(kernels, poly)
    if known in ("+", "-", "0"):
        _record_ranges(kernels, poly)
        return known
    facts = load(kernels)
    base = relevant([*facts, *lemmas.basic(kernels)], Atom(poly, "=").slots())
    seen = signs_seen(kernels, poly, _assumed(facts, poly))
    possible = [s for s in _STRICTER.get(known, _ALL) if seen <= _ALLOWED[s]]
    for candidate in possible:
        needed = _by_solver(poly, candidate, base)
        if needed is not None:
            kernels.used.update(needed)
            _record_ranges(kernels, poly)
            return candidate
    if known is not None:
        _record_ranges(kernels, poly)
    return known


def _assumed(facts: Iterable[Clause], poly: Any) -> list[Clause]:
    return relevant(facts, Atom(poly, "=").slots())


_ALL = ("+", "-", ">=0", "<=0", "!=0")
_STRICTER: dict[str | None, tuple[str, ...]] = {">=0": ("+",), "<=0": ("-",)}
_ALLOWED = {"+": {1}, "-": {-1}, ">=0": {0, 1}, "<=0": {0, -1}, "!=0": {1, -1}}
_DENIAL = {"+": "<=", "-": ">=", ">=0": "<", "<=0": ">", "!=0": "="}


def _by_solver(poly: Any, candidate: str, base: list[Clause]) -> frozenset[str] | None:
    if len(poly) > MAX_SIZE:
        return None
    goal = Clause(((Atom(poly, _DENIAL[candidate]),),))
    if not unsatisfiable([*base, goal], LITTLE_EFFORT):
        return None
    if unsatisfiable(base, LITTLE_EFFORT):
        raise Unsupported(CONTRADICTION)
    return _needed(base, goal, LITTLE_EFFORT)


def _needed(base: list[Clause], goal: Clause, effort: int) -> frozenset[str]:
    """Return the labels and axioms without which the proof fails, by leaving out one after the other."""
    kept = base
    labels = dict.fromkeys(label for clause in base for label in (clause.label, clause.axiom) if label)
    for label in labels:
        fewer = [clause for clause in kept if label not in (clause.label, clause.axiom)]
        if unsatisfiable([*fewer, goal], effort):
            kept = fewer
    return frozenset(label for clause in kept for label in (clause.label, clause.axiom) if label)


def _range(kernels: Kernels, poly: Any) -> Range:
    total = point(0)
    for exponents, coefficient in poly.to_dict().items():
        product = point(Fraction(int(coefficient.p), int(coefficient.q)))
        for slot, exponent in enumerate(exponents):
            if exponent:
                product = multiply(product, power(kernels.kernels[slot].range, int(exponent)))
        total = add(total, product)
    return total


def _record_ranges(kernels: Kernels, poly: Any) -> None:
    """Note the ranges of the kernels in `poly`, declared or by hypothesis: its sign rests on them."""
    for slot in sorted(Atom(poly, "=").slots()):
        kernels.used.update(_about(kernels, kernels.kernels[slot].term))
        name = _name(kernels.kernels[slot].term)
        declaration = kernels.facts.context.by_name.get(name)
        if declaration is None:
            continue
        interval = declaration.interval
        low = "" if interval.low is None else f"{interval.low} {'≤' if interval.low_closed else '<'} "
        high = "" if interval.high is None else f" {'≤' if interval.high_closed else '<'} {interval.high}"
        if low or high:
            kernels.used.add(f"{low}{name}{high}" if low else f"{name}{high}")


def _about(kernels: Kernels, term: Term | None) -> Iterable[str]:
    """Yield the sentences of hypotheses that compare `term` with a number."""
    for statement, sentence in kernels.facts.statements:
        left, right = statement.args
        bare = (left == term and isinstance(right, Num)) or (right == term and isinstance(left, Num))
        if bare and sentence != "declared range":
            yield sentence or statement_text(statement)


def _name(term: Term | None) -> str:
    if isinstance(term, Entry):
        term = term.array
    return term.name if isinstance(term, Sym) else ""


def load(kernels: Kernels) -> tuple[Clause, ...]:
    """Return the assumptions of this pass, read once; while they are read, none is known."""
    if kernels.assumed is None:
        kernels.assumed = ()
        kernels.assumed = tuple(assumptions(kernels))
        kernels.forget_forms()
    return kernels.assumed


def assumptions(kernels: Kernels) -> Iterable[Clause]:
    """Yield the facts as clauses, those about all entries at the indices of the kernels' terms."""
    for statement, sentence in instances(kernels.facts, kernels.terms):
        left, right = statement.args
        try:
            form = kernels.form(left) - kernels.form(right)
        except (Unsupported, TooLarge, ZeroDivisionError):
            continue
        if kernels.is_real(form):
            declared = sentence == "declared range"
            yield Clause(
                (comparison(form, statement.relation),), "" if declared else sentence or statement_text(statement)
            )


def instances(facts: Facts, terms: tuple[Term, ...]) -> Iterable[tuple[Statement, str]]:
    """Yield the facts, with the generic indices i_, j_ replaced by the indices that occur in `terms`."""
    indices = dict.fromkeys(
        index for term in terms for node in walk(term) if isinstance(node, Entry) for index in node.indices
    )
    for statement, sentence in facts.statements:
        own = frozenset[Sym]().union(*(free(arg) for arg in statement.args))
        generic = [symbol for symbol in GENERIC if symbol in own]
        if generic and sentence == "declared range":
            continue  # the kernels' ranges say it
        if any(len(_lengths(symbol, statement)) > 1 for symbol in generic):
            continue  # it says nothing beyond the shorter of two arrays
        choices = itertools.product((*indices, *GENERIC), repeat=len(generic)) if generic else iter([()])
        for choice in itertools.islice(choices, MAX_INSTANCES):
            values = dict(zip(generic, choice, strict=True))
            sides = tuple(substitute(arg, values) for arg in statement.args)
            yield Statement(statement.relation, sides), sentence


def _lengths(index: Sym, statement: Statement) -> set[Term]:
    entries = (node for arg in statement.args for node in walk(arg) if isinstance(node, Entry))
    return {
        size for entry in entries for at, size in zip(entry.indices, entry.array.shape, strict=False) if at == index
    }


@dataclass(frozen=True)
class Entailment:
    """A comparison that was shown, with the sentences and axioms that were needed."""

    hypotheses: frozenset[str]
    axioms: frozenset[str]


#: signs of a form that contradict `form relation 0`
_DENIED = {
    "=": frozenset({1, -1}),
    "!=": frozenset[int](),
    "<": frozenset({1}),
    "<=": frozenset({1}),
    ">": frozenset({-1}),
    ">=": frozenset({-1}),
}


def entails(
    kernels: Kernels, form: Rational, relation: str, extra: tuple[Clause, ...] = (), *, effort: int = EFFORT
) -> Entailment | None:
    """Return how facts, lemmas and `extra` force `form relation 0` wherever it is defined, or None.

    Raises:
        Unsupported: the facts contradict each other.

    """
    if not kernels.is_real(form) or len(form.numerator) > MAX_SIZE or len(form.denominator) > MAX_SIZE:
        return None
    goal = Clause((comparison(form, negated(relation)),))
    facts = [*load(kernels), *extra]
    tested = form.numerator if relation in ("=", "!=") else form.numerator * form.denominator
    denied = _DENIED[relation]
    if denied & signs_seen(kernels, tested, facts, denied):
        return None
    basic = lemmas.basic(kernels)
    for more in ((), lemmas.tangents(kernels)):
        base = relevant([*facts, *basic, *more], goal.slots())
        if not unsatisfiable([*base, goal], effort):
            continue
        if unsatisfiable(base, effort):
            raise Unsupported(CONTRADICTION)
        needed = _needed(base, goal, effort)
        axioms = needed & {lemmas.LOG_AXIOM}
        return Entailment(needed - axioms, axioms)
    return None


_MEANS = {
    "=": ("0",),
    ">": ("+",),
    ">=": ("+", "0", ">=0"),
    "<": ("-",),
    "<=": ("-", "0", "<=0"),
    "!=": ("+", "-", "!=0"),
}


def means(sign: str | None, relation: str) -> bool:
    """Return whether a number of this sign stands in `relation` to 0."""
    return sign in _MEANS[relation]


def sign_by_arithmetic(term: Term, facts: Facts) -> str | None:
    """Return the sign of a scalar from its factors, then from the whole numerator; None if unknown."""
    unfolded = unfold(term, facts.context)
    if isinstance(unfolded, Num):
        return None
    kernels = Kernels(facts, (unfolded,))

    def task(kernels: Kernels) -> str | None:
        form = kernels.form(unfolded)
        return sign_of_form(kernels, form) if kernels.is_real(form) else None

    try:
        return normal_forms(kernels, task)
    except (Unsupported, TooLarge, ZeroDivisionError):
        return None
