"""Edits of a wrong row that are slips of students, beyond those of `verify.mutate`.

Main definitions
----------------
* `other_edits`: a factor lost or put in, turned over, a 1 lost in a sum, another law; each with its label.
* `one_entry`: whether a matrix is wrong in one entry alone.
* `wrong_eigenvalues`: which of a list of eigenvalues are none, others being right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from functools import partial
from typing import TypeVar

from verify.grade.chain_rule import of_inner_derivatives, of_next_powers, squared_throughout, with_factors_of_terms
from verify.grade.evidence import check
from verify.grade.inside import Edit, at, places, times
from verify.grade.interchanged import interchanged
from verify.grade.lapses import lapses, one_more
from verify.grade.moved import moved_inside
from verify.grade.powers import of_another_power
from verify.grade.slips import complemented, with_a_one
from verify.grade.wrong_laws import with_other_laws
from verify.latex.roots import characteristic
from verify.terms.context import Context
from verify.terms.nodes import (
    HALF,
    MINUS_ONE,
    ONE,
    TWO,
    ZERO,
    Add,
    Density,
    Divergence,
    Entry,
    Fn,
    IllTyped,
    Mul,
    Num,
    Pow,
    Rows,
    Sym,
    Term,
)
from verify.terms.printing import text
from verify.terms.rewrite import free, transform, walk
from verify.terms.statement import Statement
from verify.terms.unfold import negative

Item = TypeVar("Item")
#: the first of the factors are numbers
NUMBERS = 3


def other_edits(statement: Statement, context: Context, right_only: bool = True) -> Iterator[tuple[str, Statement]]:
    """Yield the statement with one slip of the last side undone, then with one of the first, if that is no name."""
    if len(statement.args) != 2:
        return
    left, right = statement.args
    slips = (
        _with_a_factor(right, statement, context),
        _turned_over(right),
        with_a_one(right),
        _with_a_one_inside(right),
        _of_another_law(right),
        moved_inside(right, left),
        with_other_laws(right, left, context),
        one_more(right),
        lapses(right, left, context),
        of_another_power(right),
        _as_a_modulus(right, context),
        of_inner_derivatives(right, left),
        with_factors_of_terms(right, left),
        squared_throughout(right),
        of_next_powers(right),
        _with_divergences_turned(right),
    )
    of_the_last = ((label, partial(_with_last, left, build)) for label, build in in_turn(*slips))
    groups = ((right,),) if right_only else ((right,), (left, right))
    throughout = (
        (label, partial(_with_sides, (left, right)[: 2 - len(sides)], whole))
        for sides in groups
        for label, whole in (*complemented(*sides), *interchanged(*sides))
    )
    for label, sides_of in in_turn(of_the_last, throughout):
        try:
            yield label, replace(statement, args=sides_of())
        except IllTyped:
            continue
    for label, build in () if right_only else (*_with_a_factor(left, statement, context), *_turned_over(left)):
        try:
            yield label, replace(statement, args=(build(), right))
        except IllTyped:
            continue


def _with_last(left: Term, build: Callable[[], Term]) -> tuple[Term, ...]:
    return left, build()


def _with_sides(kept: tuple[Term, ...], whole: Callable[[], tuple[Term, ...]]) -> tuple[Term, ...]:
    return kept + whole()


def in_turn(*several: Iterator[Item]) -> Iterator[Item]:
    """Yield one item of each iterator, then the next of each, so that none has to wait for the end of another."""
    left = list(several)
    while left:
        for one in list(left):
            try:
                yield next(one)
            except StopIteration:
                left.remove(one)


def _with_a_factor(last: Term, statement: Statement, context: Context) -> Iterator[Edit]:
    """Yield the side with one term multiplied by what students lose: 2, p, 1 - p and the like."""
    factors = list(_factors(statement, context))
    sums = [
        (node, put) for node, put in places(last) if node is last or (isinstance(node, Add) and node.sort == "real")
    ]
    for some in (factors[:NUMBERS], factors[NUMBERS:]):
        for node, put in sums:
            terms = node.terms if isinstance(node, Add) else (node,)
            for label, factor in some if node.sort == "real" else ():
                for k, term in enumerate(terms):
                    if term == _inverse(factor):  # a constant that may be anything is no 1
                        continue
                    yield f"times {label} in {text(term)}", at(put, _multiplied, terms, k, factor)
    if isinstance(last, Add) and last.sort == "real":  # 1 - p for (1 - p)/p
        for label, factor in factors[NUMBERS:]:
            yield f"times {label}", partial(Mul, (factor, last))


def _multiplied(terms: tuple[Term, ...], k: int, factor: Term) -> Term:
    new = times(factor, terms[k])
    return Add((*terms[:k], new, *terms[k + 1 :])) if len(terms) > 1 else new


def _factors(statement: Statement, context: Context) -> Iterator[tuple[str, Term]]:
    yield "2", TWO
    yield "1/2", HALF
    yield "-1", MINUS_ONE
    symbols = sorted({s for arg in statement.args for s in free(arg)}, key=lambda s: s.name)
    for symbol in symbols:
        declared = context.by_name.get(symbol.name)
        if declared is None or symbol.shape or symbol.sort != "real":
            continue
        yield symbol.name, symbol
        yield f"1/{symbol.name}", Pow(symbol, MINUS_ONE)
        if declared.interval.low == 0 and declared.interval.high == 1:
            yield f"1 - {symbol.name}", Add((ONE, negative(symbol)))


def _turned_over(last: Term) -> Iterator[Edit]:
    """Yield the side with the numbers of a product turned over, all or one: |det J| for its inverse, p/(1 - p)."""
    for node, put in places(last):
        factors = node.factors if isinstance(node, Mul) else ()
        numbers = [k for k, f in enumerate(factors) if not isinstance(f, Num) and not f.shape and f.sort == "real"]
        constants = [k for k, f in enumerate(factors) if isinstance(f, Num) and abs(f.value) not in (0, 1)]
        for turned in ([numbers] if len(numbers) > 1 else []) + [[k] for k in (*numbers, *constants)]:
            new = tuple(_inverse(f) if k in turned else f for k, f in enumerate(factors))
            label = " ".join(text(factors[k]) for k in turned)
            yield f"{label} turned over", at(put, Mul, new)


def _with_a_one_inside(last: Term) -> Iterator[Edit]:
    """Yield the side with a 1 put into a sum inside of it, or an exponent: Σ_j (1 + log σ_j² - …), e^{t-1}."""
    for node, put in places(last):
        if node is not last and isinstance(node, Add) and not any(isinstance(term, Num) for term in node.terms):
            for label, build in with_a_one(node):
                yield f"{label} in {text(node)}", at(put, build)
        if isinstance(node, Fn) and node.name == "exp" and not isinstance(node.arg, Add):
            for label, build in with_a_one(node.arg, names=True):
                yield f"{label} in {text(node)}", at(put, _exponential, build)


def _exponential(build: Callable[[], Term]) -> Term:
    return Fn("exp", build())


def _of_another_law(last: Term) -> Iterator[Edit]:
    """Yield the side with one density replaced by another that stands there at the same point: p_f for p_r."""
    densities = [(node, put) for node, put in places(last) if isinstance(node, Density)]
    others = tuple(dict.fromkeys(node for node, _ in densities))
    for node, put in densities:
        for other in others:
            if other.law != node.law and (other.targets, other.args) == (node.targets, node.args):
                yield f"{text(other)} for one {text(node)}", partial(put, other)


def _as_a_modulus(last: Term, context: Context) -> Iterator[Edit]:
    """Yield the side with |t| for a number t that may be negative, alone, squared or under no modulus at all."""
    for node, put in places(last):
        base = node.base if isinstance(node, Pow) and node.exponent == TWO else node
        declared = context.by_name.get(base.name) if isinstance(base, Sym) and not base.shape else None
        if declared is not None and base.sort == "real" and declared.interval.low not in (None, 0):
            yield f"|{text(base)}| for {text(node)}", partial(put, Fn("abs", base))


def _with_divergences_turned(last: Term) -> Iterator[Edit]:
    """Yield the side with KL(p ‖ q) for each of several KL(q ‖ p)."""
    kinds = [n for n in walk(last) if isinstance(n, Divergence) and n.kind == "KL" and n.right is not None]
    if len(kinds) > 1:
        yield "the divergences the other way round", lambda: transform(last, _turned_divergence)


def _turned_divergence(node: Term) -> Term:
    if isinstance(node, Divergence) and node.kind == "KL" and node.right is not None:
        return replace(node, left=node.right, right=node.left)
    return node


def _inverse(factor: Term) -> Term:
    if isinstance(factor, Num):
        return Num(1 / factor.value)
    return factor.base if isinstance(factor, Pow) and factor.exponent == MINUS_ONE else Pow(factor, MINUS_ONE)


def one_entry(statement: Statement, context: Context) -> str:
    """Return which single entry of a matrix or column is wrong, the others (two at least) being right; "" if none."""
    if statement.relation != "=" or len(statement.args) != 2:
        return ""
    left, right = statement.args
    if not isinstance(right, Rows) or left.shape != right.shape or right.shape == ():
        return ""
    wrong, right_ones = list[str](), 0
    for i, row in enumerate(right.rows):
        for j, value in enumerate(row):
            at = (i, j) if len(row) > 1 else (i,)
            places = tuple(Num(Fraction(k + 1)) for k in at)
            found = check(replace(statement, args=(Entry(left, places), value)), context)
            if found.fails:
                wrong.append(", ".join(str(k + 1) for k in at))
            elif not found.holds:
                return ""
            right_ones += found.holds
    return wrong[0] if len(wrong) == 1 and right_ones > 1 else ""


def wrong_eigenvalues(statement: Statement, context: Context) -> str:
    """Return which values of a list of eigenvalues are none, if others are; "" if all or none of them are."""
    if statement.relation != "eigenvalues" or not isinstance(statement.args[1], Rows):
        return ""
    matrix, listed = statement.args
    assert isinstance(listed, Rows)
    wrong, right = list[str](), 0
    for (value,) in listed.rows:
        found = check(replace(statement, relation="=", args=(characteristic(matrix, value), ZERO)), context)
        if found.fails:
            wrong.append(text(value))
        right += found.holds
    return ", ".join(wrong) if wrong and right and right + len(wrong) == len(listed.rows) else ""
