"""Which milestones and claims of a question a right step states.

A step states a goal if it says the same, not if it is merely as true: in a chain all sides are equal, so that every
link would "state" the claim. Both are compared as written and with defined names written out, up to the order of sums
and products and the side on which a term stands.

Main definitions
----------------
* `Goals`: the goals of a question as statements.
* `goals_of`: read them; `stated_by`: those that a step states.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

from verify.grade.attained import at_optimizers
from verify.grade.mark import Goal
from verify.grade.sheet import Question
from verify.grade.worlds import World
from verify.latex.elaborate import statements
from verify.latex.errors import Unread
from verify.latex.rows import formula_row
from verify.latex.scope import Scope
from verify.terms.context import Context
from verify.terms.nodes import ONE, Add, IllTyped, MatOp, Mul, Num, Pow, Term
from verify.terms.rewrite import bound, rename_bound, transform, walk
from verify.terms.statement import Statement
from verify.terms.unfold import unfold_definitions

_TURNED = {"<=": ">=", "<": ">", ">=": "<=", ">": "<", "=": "=", "!=": "!=", "same argmax": "same argmax"}


@dataclass(frozen=True, slots=True)
class Goals:
    """What a step may state: pairs (goal, the statement's form); `unread` are the texts that could not be read."""

    forms: tuple[tuple[Goal, frozenset[object]], ...] = ()
    unread: tuple[str, ...] = ()


def goals_of(question: Question, scope: Scope, worlds: Sequence[World] = ()) -> Goals:
    """Return the goals of a question, each in all forms that its sheet lists, and with the values of extrema in it."""
    texts: list[tuple[Goal, str]] = []
    for k, milestone in enumerate(question.milestones):
        texts += [(("milestone", k), text) for text in milestone.any]
    for k, text in enumerate(question.claim):
        also = question.also[k] if k < len(question.also) else ()
        texts += [(("claim", k), t) for t in (text, *also)]
    forms: list[tuple[Goal, frozenset[object]]] = []
    unread: list[str] = []
    for goal, text in texts:
        read = tuple(_read_goal(text, scope))
        values = (at_optimizers(statement, worlds, scope.context) for statement in read)
        forms += [(goal, _forms(statement, scope.context)) for statement in dict.fromkeys((*read, *values))]
        unread += [] if read else [text]
    return Goals(tuple(forms), tuple(unread))


def _read_goal(text: str, scope: Scope) -> Iterable[Statement]:
    """Yield the statements of a goal: the claim of the whole chain `A = B = C` is `A = C`."""
    row = formula_row(text)
    if row.unread or row.ill_typed or len(row.sides) < 2:
        return
    first, last = row.sides[0], row.sides[-1]
    if first is None or last is None:
        return
    try:
        yield from statements(first, row.relations[-1], last, scope)
    except (Unread, IllTyped):
        return


def stated_by(statement: Statement, goals: Goals, context: Context) -> frozenset[Goal]:
    """Return the goals that a statement states."""
    own = _forms(statement, context)
    return frozenset(goal for goal, forms in goals.forms if forms & own)


def _forms(statement: Statement, context: Context) -> frozenset[object]:
    """Return the statement's forms: as written and written out, either side first."""
    if len(statement.args) != 2:
        return frozenset({(statement.relation, *map(canonical, statement.args), statement.variables)})
    found: set[object] = set()
    for args in (statement.args, tuple(unfold_definitions(arg, context) for arg in statement.args)):
        left, right = (canonical(arg) for arg in args)
        found.add((statement.relation, left, right, statement.variables))
        if statement.relation in _TURNED:
            found.add((_TURNED[statement.relation], right, left, statement.variables))
    return frozenset(found)


def canonical(term: Term) -> Term:
    """Return a term with sums and products flattened and ordered, and bound names in one spelling."""
    return ordered(with_bound_names(term))


def with_bound_names(term: Term) -> Term:
    """Return a term with bound names in one spelling."""
    return transform(term, _renamed)


@lru_cache(maxsize=4096)
def ordered(term: Term) -> Term:
    """Return a term with sums and products flattened and ordered; nothing else is rewritten."""
    return transform(term, _ordered)


def _renamed(node: Term) -> Term:
    """Return a binder with its names told by how many binders are below it: none of these are of that height."""
    if not bound(node):
        return node
    heights = [int(s.name[1:].split(".")[0]) for part in walk(node) if part is not node for s in bound(part)]
    height = 1 + max(heights, default=0)
    names = {s: replace(s, name=f"λ{height}.{k}") for k, s in enumerate(bound(node))}
    return rename_bound(node, names)


@lru_cache(maxsize=16384)
def _written(term: Term) -> str:
    return str(term)


def _ordered(node: Term) -> Term:
    match node:
        case Add(terms=terms):
            return _sum([t for part in terms for t in (part.terms if isinstance(part, Add) else (part,))])
        case Mul(factors=factors):
            return _product([f for part in factors for f in (part.factors if isinstance(part, Mul) else (part,))])
        case MatOp(op="hadamard", args=args):
            return MatOp("hadamard", tuple(sorted(args, key=_written)))
        case Pow(base=base, exponent=exponent) if exponent == ONE:
            return base
        case _:
            return node


def _sum(terms: list[Term]) -> Term:
    return Add(tuple(sorted(terms, key=_written))) if len(terms) > 1 else terms[0]


def _product(factors: list[Term]) -> Term:
    number = Fraction(1)
    rest: list[Term] = []
    for factor in factors:
        if isinstance(factor, Num):
            number *= factor.value
        else:
            rest.append(factor)
    ordered = sorted((f for f in rest if not f.shape), key=_written) + [f for f in rest if f.shape]
    parts = ordered if number == 1 and ordered else [Num(number), *ordered]
    return Mul(tuple(parts)) if len(parts) > 1 else parts[0]
