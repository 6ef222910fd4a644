"""A statement about densities that may vanish, as ordinary statements about positive ones: one for each case.

A case says which cells of the partition are null sets. Each support has a cell that is none; what lies in no
region counts only where some law is positive everywhere. A statement holds if it holds in every case, at
every choice of cells for its free points (a statement about a point is about almost every point).

Main definitions
----------------
* `Reduced`: the statement in one case, its Context, and what must be 0 or positive for it to make sense.
* `reductions`: all of them.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

from verify.terms.context import UNIT, Context, Declaration
from verify.terms.integrands import cleaned
from verify.terms.nodes import ONE, ZERO, Num, Sym, Term
from verify.terms.regions import Cell, cells, label
from verify.terms.restrict import NotReducible, Places, Restriction, unsupported, with_outside
from verify.terms.rewrite import free, names
from verify.terms.statement import COMPARISONS, Statement
from verify.terms.unfold import minus, unfold_definitions

MOST_CASES = 24
MASSES = "the parts of a density have masses that add up to 1"


@dataclass(frozen=True, slots=True)
class Reduced:
    """A statement in one case. `complete`: every hypothesis is among those of `context` and `statement`.

    `vanishing`: masses that must be 0, else a divergence in the statement is +∞; `positive`: lengths of segments.
    """

    statement: Statement
    context: Context
    vanishing: tuple[Term, ...]
    positive: tuple[Term, ...]
    complete: bool
    text: str


@lru_cache(maxsize=512)
def reductions(statement: Statement, context: Context) -> tuple[Reduced, ...]:
    """Return the statement in every case that the hypotheses do not exclude.

    Raises:
        NotReducible: a term cannot be split, or there are more than `MOST_CASES` cases.

    """
    found: list[Reduced] = []
    for present in _presences(context):
        anywhere = {space: with_outside(space, found_cells, context) for space, found_cells in present.items()}
        for places in _choices(_points((statement,), context), anywhere, context):
            reduced = _reduced(statement, context, present, places)
            found += [] if reduced is None else [reduced]
            if len(found) > MOST_CASES:
                raise NotReducible(f"more than {MOST_CASES} cases")
    return tuple(found)


def _presences(context: Context) -> Iterator[dict[str, tuple[Cell, ...]]]:
    """Yield which cells of each partitioned space are no null sets."""
    spaces = tuple(dict.fromkeys(r.space for r in context.regions))
    for choice in itertools.product(*(list(_patterns(space, context)) for space in spaces)):
        yield dict(zip(spaces, choice, strict=True))


def _patterns(space: str, context: Context) -> Iterator[tuple[Cell, ...]]:
    regions = context.regions_of(space)
    every = cells(regions, context.facts_of(space))
    own = [law for law in context.laws if any(context.space_of(s) == space for s in (*law.targets, *law.given))]
    if any(r.explicit for r in regions):  # volumes may be 0, and say so themselves
        yield tuple(cell for cell in every if cell)
        return
    usable = [cell for cell in every if cell or unsupported(space, context)]
    for n in range(len(usable), 0, -1):
        for chosen in itertools.combinations(usable, n):
            if all(any(law.support in cell for cell in chosen) for law in own if law.support):
                yield chosen


def _points(statements: tuple[Statement, ...], context: Context) -> tuple[Sym, ...]:
    """Return the free points of partitioned spaces."""
    terms = [unfold_definitions(arg, context) for s in statements for arg in s.args]
    symbols = {s for t in terms for s in free(t)} - {v for s in statements for v in s.variables}
    split = (s for s in symbols if s.of_sort == "point" and context.regions_of(context.space_of(s.name)))
    return tuple(sorted(split, key=lambda s: s.name))


def _choices(
    symbols: tuple[Sym, ...], present: Mapping[str, tuple[Cell, ...]], context: Context
) -> Iterator[dict[Sym, Cell]]:
    if any(s.shape or any(r.explicit for r in context.regions_of(context.space_of(s.name))) for s in symbols):
        raise NotReducible(f"{symbols[0]} is free, in a space of segments, of values, or of families")
    for choice in itertools.product(*(present[context.space_of(s.name)] for s in symbols)):
        yield dict(zip(symbols, choice, strict=True))


def _reduced(
    statement: Statement, context: Context, present: dict[str, tuple[Cell, ...]], chosen: dict[Sym, Cell]
) -> Reduced | None:
    """Return the statement in one case, or None where a hypothesis excludes the case."""
    made = Restriction(context, present)
    for variable in statement.variables:
        made.refuse_bound(variable)
    places = {s: made.point(s, cell) for s, cell in chosen.items()}
    assumed = _assumed(statement, places, made)
    if assumed is None:
        return None
    kept, complete = assumed
    args = _args(statement, places, made)
    _refuse_taken(statement, made)
    text = "; ".join(f"{space}: {', '.join(map(label, found))}" for space, found in present.items())
    inner = replace(statement, args=args, hypotheses=())
    return Reduced(inner, _context(made, kept), tuple(made.infinite), tuple(made.sizes), complete, text)


def _assumed(
    statement: Statement, places: Places, made: Restriction
) -> tuple[list[tuple[Statement, str]], bool] | None:
    """Return the hypotheses in a case, and whether those are all; None where one excludes the case."""
    context, kept, complete = made.context, list[tuple[Statement, str]](), True
    own = ((h, "hypothesis of the statement") for h in statement.hypotheses)
    for hypothesis, sentence in (*context.hypotheses, *own):
        try:
            part = _there(hypothesis, places, made)
        except NotReducible:  # fewer assumptions: what is proved without it holds with it
            made.infinite.clear()  # a divergence in what is left out is none of the statement's
            complete = False
            continue
        if part is False:
            return None
        kept += [(part, sentence)] if isinstance(part, Statement) else []
    return kept, complete


def _refuse_taken(statement: Statement, made: Restriction) -> None:
    """Refuse a case whose new names, as the mass p(A), are names in the statement or its Context: they may be bound."""
    context = made.context
    written = [arg for s in (statement, *statement.hypotheses, *(h for h, _ in context.hypotheses)) for arg in s.args]
    taken = set().union(*(names(unfold_definitions(term, context)) for term in written))
    taken |= context.by_name.keys() | context.function_by_name.keys() | context.law_by_name.keys()
    masses = {symbol.name for symbols in made.masses.values() for symbol in symbols}
    if twice := sorted(taken & (masses | made.points.keys() | made.laws.keys() | made.functions.keys())):
        raise NotReducible(f"{twice[0]} is a name that parts on cells are given")


def _args(statement: Statement, places: Places, made: Restriction) -> tuple[Term, ...]:
    args = (unfold_definitions(arg, made.context) for arg in statement.args)
    return tuple(made.term(arg, places) for arg in args)


def _there(hypothesis: Statement, places: Places, made: Restriction) -> Statement | bool:
    """Return a hypothesis in this case, at the points of the statement; True or False where it says no more.

    A point of which only the hypothesis speaks lies in some cell, nobody knows which.
    """
    if hypothesis.hypotheses:
        raise NotReducible("a hypothesis under conditions")
    for variable in hypothesis.variables:
        made.refuse_bound(variable)
    if not set(_points((hypothesis,), made.context)) <= places.keys():
        raise NotReducible("a hypothesis about another point")
    args = _args(hypothesis, places, made)
    if made.infinite:
        raise NotReducible("a divergence in a hypothesis may be infinite")
    cleared = tuple(cleaned(arg) for arg in args)
    if hypothesis.relation in COMPARISONS and all(isinstance(arg, Num) for arg in cleared):
        return _holds(hypothesis.relation, *(a.value for a in cleared if isinstance(a, Num)))
    return replace(hypothesis, args=args)


def _holds(relation: str, left: Fraction, right: Fraction) -> bool:
    equal, less = left == right, left < right
    holds = {"=": equal, "!=": not equal, "<": less, "<=": less or equal, ">": not (less or equal), ">=": not less}
    return holds[relation]


def _context(made: Restriction, hypotheses: list[tuple[Statement, str]]) -> Context:
    """Return the Context of a case: what is about no partitioned space, and the parts on cells."""
    old = made.context
    split = {r.space for r in old.regions}
    masses = [symbol for symbols in made.masses.values() for symbol in symbols]
    totals = [Statement(">", (_left_over(symbols), ZERO)) for symbols in made.masses.values() if symbols]
    kept = [d for d in old.symbols if d.symbol.of_sort != "point" or old.space_of(d.symbol.name) not in split]
    return Context(
        symbols=(*kept, *made.points.values(), *(Declaration(m, UNIT) for m in dict.fromkeys(masses))),
        functions=(*(f for f in old.functions if split.isdisjoint((*f.spaces, f.result))), *made.functions.values()),
        laws=(
            *(w for w in old.laws if split.isdisjoint(map(old.space_of, (*w.targets, *w.given)))),
            *made.laws.values(),
        ),
        hypotheses=(*hypotheses, *((total, MASSES) for total in totals)),
        grants=old.grants,
        scope=old.scope,
    )


def _left_over(symbols: tuple[Sym, ...]) -> Term:
    term: Term = ONE
    for symbol in symbols:
        term = minus(term, symbol)
    return term
