"""Eigenvalues with multiplicity: the coefficients of two monic polynomials.

λ1, …, λn are the eigenvalues of A exactly if det(λI - A) = ∏(λ - λi) as polynomials in λ, that is, if every
elementary symmetric polynomial of the λi is the sum of the principal minors of A of that size.

Convention: √b is the principal root, so √b = i √-b where b < 0. Where the sign of b is open, the claim is shown in
both cases b ≥ 0 and b ≤ 0; as the polynomial is symmetric in a pair ±√b, either choice of the root will do.

Main definitions
----------------
* `decide`: the statement `eigenvalues`.
* `characteristic`: the coefficients of det(λI - A).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations

from verify.decide.derivative import add, multiply
from verify.decide.facts import Facts, facts_of
from verify.decide.ranges import is_real
from verify.decide.scalars.comparison import refuted
from verify.decide.scalars.elementary import Unsupported
from verify.decide.scalars.explicit import entries
from verify.decide.scalars.local import attempt
from verify.decide.scalars.problem import Shown, difference, facts_for, prepare, shows
from verify.model import Answer
from verify.terms.context import Context
from verify.terms.nodes import HALF, MINUS_ONE, ONE, ZERO, Const, Num, Pow, Term
from verify.terms.printing import statement_text
from verify.terms.rewrite import transform, walk
from verify.terms.statement import Statement

MAX_SIZE = 6
MAX_CASES = 4
Square = tuple[tuple[Term, ...], ...]


def decide(statement: Statement, context: Context, using: tuple[Term, ...] = ()) -> Answer:
    """Decide `eigenvalues`; hints are not needed.

    Raises:
        Unsupported, TooLarge, ZeroDivisionError: outside the language.

    """
    facts = facts_for(statement, context)
    square = entries(prepare(statement.args[0], context))
    claimed = [row[0] for row in entries(prepare(statement.args[1], context))]
    if any(len(row) != len(square) for row in square):
        raise Unsupported(f"{statement.args[0]} is not square")
    if len(square) > MAX_SIZE:
        raise Unsupported(f"a matrix of more than {MAX_SIZE} rows")
    if len(claimed) == len(square):
        shown = attempt(lambda: _same_polynomial(square, claimed, facts))
        if shown is not None:
            return shown.proof("det(λI - A) = ∏(λ - λᵢ), coefficient by coefficient in λ")
    return refuted(statement, context, "the characteristic polynomials are not shown to be equal")


def _same_polynomial(square: Square, claimed: list[Term], facts: Facts) -> Shown | None:
    pairs = zip(minor_sums(square), symmetric(claimed), strict=True)
    differences = [difference(ours, theirs) for ours, theirs in pairs]
    total = Shown()
    for case in _cases(differences, facts):
        assumed = facts_of(facts.context, (*facts.extra, *case.hypotheses))
        for term in differences:
            shown = shows(principal_roots(term, case.negative), "=", assumed)
            if shown is None:
                return None
            own = frozenset(statement_text(h) for h in case.hypotheses)
            total = total & Shown(shown.hypotheses - own, shown.axioms) & case.shown
    return total


def minor_sums(square: Square) -> list[Term]:
    """Return e1, …, en: the sums of the principal minors of each size, e1 the trace, en the determinant."""
    n = len(square)
    minors = [
        [determinant(tuple(tuple(square[i][j] for j in kept) for i in kept)) for kept in combinations(range(n), size)]
        for size in range(1, n + 1)
    ]
    return [add(*of_size) for of_size in minors]


def symmetric(values: Sequence[Term]) -> list[Term]:
    """Return the elementary symmetric polynomials e1, …, en of `values`."""
    sizes = range(1, len(values) + 1)
    return [add(*(multiply(*chosen) for chosen in combinations(values, size))) for size in sizes]


def characteristic(square: Square) -> list[Term]:
    """Return a1, …, an with det(λI - A) = λⁿ + a1 λⁿ⁻¹ + … + an."""
    return [e if size % 2 == 0 else multiply(MINUS_ONE, e) for size, e in enumerate(minor_sums(square), start=1)]


def determinant(square: Square) -> Term:
    """Return the determinant, by expansion along the first row; entries that are 0 are skipped."""
    if not square:
        return ONE
    parts = []
    for j, entry in enumerate(square[0]):
        if entry != ZERO:
            minor = determinant(tuple(row[:j] + row[j + 1 :] for row in square[1:]))
            parts.append(multiply(MINUS_ONE, entry, minor) if j % 2 else multiply(entry, minor))
    return add(*parts)


# ------------------------------------------------------------------------------------------- square roots


def _radicands(terms: Sequence[Term]) -> list[Term]:
    """Return the real bases of square roots, each once."""
    found = [
        node.base
        for term in terms
        for node in walk(term)
        if isinstance(node, Pow) and isinstance(node.exponent, Num) and node.exponent.value.denominator == 2
    ]
    return [base for base in dict.fromkeys(found) if is_real(base)]


@dataclass(frozen=True)
class _Case:
    """Which radicands are <= 0, by hypotheses of this case or because it was `shown`; the others are >= 0."""

    negative: frozenset[Term] = frozenset()
    hypotheses: tuple[Statement, ...] = ()
    shown: Shown = field(default_factory=Shown)


def _cases(terms: Sequence[Term], facts: Facts) -> list[_Case]:
    """Return cases, of which one always holds, in which the sign of each radicand is known."""
    cases = [_Case()]
    for base in _radicands(terms):
        known = {r: attempt(lambda r=r, b=base: shows(b, r, facts)) for r in (">=", "<=")}  # type: ignore[misc]
        shown = known[">="] or known["<="]
        if shown is not None:
            added = frozenset() if known[">="] else frozenset({base})
            cases = [_Case(c.negative | added, c.hypotheses, c.shown & shown) for c in cases]
            continue
        above, below = (Statement(relation, (base, ZERO)) for relation in (">=", "<="))
        split = [_Case(c.negative, (*c.hypotheses, above), c.shown) for c in cases]
        cases = split + [_Case(c.negative | {base}, (*c.hypotheses, below), c.shown) for c in cases]
        if len(cases) > MAX_CASES:
            raise Unsupported("too many square roots of numbers of unknown sign")
    return cases


def principal_roots(term: Term, negative: frozenset[Term]) -> Term:
    """Replace √b by i √-b, and 1/√b by 1/(i √-b), for the bases b in `negative`."""

    def change(node: Term) -> Term:
        if not isinstance(node, Pow) or not isinstance(node.exponent, Num) or node.base not in negative:
            return node
        if abs(node.exponent.value) != HALF.value:
            raise Unsupported(f"{node}: a power of a root of a negative number")
        return Pow(multiply(Const("i"), Pow(multiply(MINUS_ONE, node.base), HALF)), Num(2 * node.exponent.value))

    return transform(term, change)
