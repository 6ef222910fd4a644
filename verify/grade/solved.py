"""Equations that are solved: "h'(t) = 0 ⟺ t = a/(a + b)", "v = 0 ⇒ (ψ_0, ψ_1, θ) = (0, 0, 0)".

The conclusion is right if the value solves what was set, and nothing else does, wherever the equation has a meaning.
It is wrong if the value does not solve it; that there are further solutions is held against nobody.

Main definitions
----------------
* `solution`: what is known of a row that says what solves the equation before it.
* `uses_earlier`: whether another unknown of the equation has got a value before.
* `is_value_somewhere`: whether the row holds in a world of the sheet, whatever the equation was.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from verify.grade.evidence import Finding, check, check_all
from verify.grade.thread import Premise, Thread
from verify.grade.worlds import World, transport
from verify.links import settled
from verify.model import Proof
from verify.terms.context import Context
from verify.terms.nodes import ZERO, Add, IllTyped, MatOp, Mul, Num, Rows, Sym, Term
from verify.terms.obligations import obligations
from verify.terms.printing import statement_text
from verify.terms.rewrite import free
from verify.terms.statement import Statement
from verify.terms.unfold import minus, negative


def solution(premise: Premise, found: tuple[Statement, ...], thread: Thread) -> Finding | None:
    """Return what is known of "x = c" behind an equation in x: the only solution, or none; None if it says neither."""
    context = thread.scope.context
    if premise.statement.relation != "=" or any(r.relation != "=" for r in found):
        return None
    options = {tuple(_values(r)) for r in found}  # a row and a column give the same values
    values = options.pop()
    try:
        equations = _equations(premise.statement)
    except IllTyped:
        return None
    if options or not values or not equations or any(x not in _unknowns(equations) for x, _ in values):
        return None
    there = _there(equations, values, found[0], context)
    only = _only(equations, values, found[0])
    if there.fails:
        return replace(there, statement=only)
    return replace(there, statement=found[0]) if there.holds and _is_only(only, context) else None


def _is_only(only: Statement, context: Context) -> bool:
    """Whether there is no other solution where the equations have a meaning."""
    answer, owed, _ = settled(only, context)
    unknowns = set(only.variables)
    needed = (o.statement for o in obligations(only.args[0], context) if o.statement is not None)
    defined = [s for s in needed if any(free(arg) & unknowns for arg in s.args)]
    texts = {statement_text(s) for d in defined for s in (d, replace(d, relation="!="))}
    return isinstance(answer, Proof) and set(owed) <= texts


def _values(statement: Statement) -> Iterator[tuple[Sym, Term]]:
    """Yield which number gets which value: one, or each of a column; nothing where a side is something else."""
    left, right = statement.args
    pairs: list[tuple[Term, Term]] = [(left, right)]
    if isinstance(left, Rows) and isinstance(right, Rows) and left.shape == right.shape:
        pairs = [(a, b) for rows in zip(left.rows, right.rows, strict=True) for a, b in zip(*rows, strict=True)]
    pairs = [_of_a_number(a, b) for a, b in pairs]
    numbers = [(a, b) for a, b in pairs if isinstance(a, Sym) and a.sort == "real" and not a.shape and not b.shape]
    names = {a for a, _ in numbers}
    if len(numbers) == len(pairs) == len(names) and not any(free(b) & names for _, b in numbers):
        yield from numbers


def _of_a_number(left: Term, right: Term) -> tuple[Term, Term]:
    """Return x and c/2 for 2 x = c."""
    match left:
        case Mul(factors=(Num(value=value), Sym() as symbol)) if value:
            return symbol, Mul((Num(1 / value), right))
    return left, right


def _equations(premise: Statement) -> tuple[Term, ...]:
    """Return what an equation makes zero, entry by entry; nothing if its entries are not written out."""
    left, right = premise.args
    if not left.shape:
        return (left if right == ZERO else minus(left, right),)
    if not isinstance(left, Rows):
        return ()
    if isinstance(right, MatOp) and right.op == "zeros":
        return tuple(entry for row in left.rows for entry in row)
    if not isinstance(right, Rows) or left.shape != right.shape:
        return ()
    pairs = [(a, b) for rows in zip(left.rows, right.rows, strict=True) for a, b in zip(*rows, strict=True)]
    return tuple(Add((a, negative(b))) for a, b in pairs)


def _unknowns(equations: tuple[Term, ...]) -> frozenset[Sym]:
    return frozenset[Sym]().union(*(free(term) for term in equations))


def _there(
    equations: tuple[Term, ...], values: tuple[tuple[Sym, Term], ...], said: Statement, context: Context
) -> Finding:
    """Return whether the values solve the equations."""
    point = World("", values=values)
    column = Rows(tuple((point.put(term),) for term in equations))
    zeros = Rows(((ZERO,),) * len(equations))
    return check(Statement("=", (column, zeros), hypotheses=said.hypotheses), context)


def _only(equations: tuple[Term, ...], values: tuple[tuple[Sym, Term], ...], said: Statement) -> Statement:
    """Return that the values are the only solution: anywhere, whatever range is supposed of the unknowns."""
    unknowns = {x for x, _ in values}
    supposed = tuple(h for h in said.hypotheses if not any(free(arg) & unknowns for arg in h.args))
    column = Rows(tuple((term,) for term in equations))
    root = Rows(tuple((value,) for _, value in values))
    return Statement("unique root", (column, root), tuple(x for x, _ in values), supposed)


def uses_earlier(premise: Premise, found: tuple[Statement, ...], thread: Thread) -> bool:
    """Whether another unknown of an equation has got a value before, which may have been put in silently."""
    solved = {x for r in found for x, _ in _values(r)}
    said = {
        x for r in (*thread.right, *thread.choices) if len(r.args) == 2 and r.relation == "=" for x, _ in _values(r)
    }
    return bool((said - solved) & _unknowns(premise.statement.args))


def is_value_somewhere(found: tuple[Statement, ...], thread: Thread) -> bool:
    """Whether a row that gives a value holds in a world of the sheet, a point among them."""
    if not all(isinstance(r.args[0], Sym | Rows) or isinstance(r.args[1], Num) for r in found):
        return False
    worlds = (w for w in thread.worlds if w.values and not w.is_special and any(w.concerns(r) for r in found))
    context = thread.scope.context
    return any(check_all((transport(r, w, context)[0] for r in found), context).holds for w in worlds)
