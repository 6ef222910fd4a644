"""The burden of an accusation: a failed check alone does not say that a student is wrong.

A reader that misreads a notation finds "errors" where there are none. So a refuted or ill-typed row is held against
its author only if each of its notations stands in a row of the same document that was proved or confirmed, or if one
edit makes it right, which is then shown: it is the best explanation there is.

Main definitions
----------------
* `repaired`: the edit of a refuted statement that makes it true.
* `retyped`: the edit of an ill-typed formula that makes it well typed and true.
* `made_true`: an edit of a formula as written, if it makes it true.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from verify.grade.edits import in_turn, one_entry, other_edits, wrong_eigenvalues
from verify.grade.evidence import check, check_all
from verify.grade.limits import OutOfTime, within
from verify.grade.screen import Screen
from verify.latex.elaborate import statements
from verify.latex.errors import Unread
from verify.latex.scope import Scope
from verify.latex.tree import Fraction as Tree
from verify.latex.tree import Letter, Mark, Node, Number, Plus, Product, Scripted, Word, children, with_child
from verify.mutate import mechanical_mutants
from verify.terms.context import Context
from verify.terms.nodes import IllTyped
from verify.terms.printing import statement_text
from verify.terms.statement import Statement

#: edits that are tried of a refuted statement, and of an ill-typed formula
EDITS, TREE_EDITS = 160, 60
#: how long an edit of one row is looked for, and how long that may take at most
REPAIR_SECONDS, MOST_SECONDS = 3.0, 5.0
#: how the edit of a name that is squared is labelled: who calls the variance σ need not write σ²
SQUARED = re.compile(r"(?:the square of )?(\S+) (?:squared|throughout)|diag\((\S+) ⊙ .*")
#: terms of a right side of which multiples are tried
MOST_TERMS = 2
#: multiples that are tried of a right side
SCALES = (("halved", ("1", "2")), ("doubled", ("2", "1")), ("with the other sign", ("-1", "1")))


@dataclass(frozen=True, slots=True)
class Repair:
    """What was edited ("1 - p for p in the right side"), and the statement that it makes."""

    label: str
    statement: str


def repaired(
    statement: Statement,
    context: Context,
    right_only: bool,
    limit: int = EDITS,
    otherwise: Callable[[Statement], bool] = lambda _: False,
    confirmed: Callable[[str], bool] = lambda _: True,
) -> Repair | None:
    """Return the first edit of a refuted statement that makes it true.

    `right_only`: the left side is a name, so that an edit there would change what the name stands for. `otherwise`
    tells whether a row that does not hold as it stands holds as it is meant, at an optimum, `confirmed` whether right
    rows have a name: whose σ is a variance writes σ for σ².
    """
    if entry := one_entry(statement, context):
        return Repair(f"another value of the entry {entry}", "")
    if values := wrong_eigenvalues(statement, context):
        return Repair(f"other values than {values}", "")
    screen = Screen(statement, context)
    enough = time.process_time() + REPAIR_SECONDS
    try:
        with within(MOST_SECONDS):
            for label, edited, copies in _edited_statements(statement, context, right_only, limit):
                if time.process_time() > enough:
                    return None
                if (_trivial(edited) and not copies) or _is_convention(label, confirmed):
                    continue
                if (screen.may_hold(edited) and check(edited, context).holds) or otherwise(edited):
                    return Repair(label, statement_text(edited))
    except OutOfTime:
        return None
    return None


def _edited_statements(
    statement: Statement, context: Context, right_only: bool, limit: int
) -> Iterator[tuple[str, Statement, bool]]:
    """Yield the statement with one slip undone, each with whether both sides may be the same then.

    The relation and the right side first: what is said of something is wrong more often than what it is said of.
    """
    mutants = [m for m in mechanical_mutants(statement, context, limit) if m.statement is not None]
    turned = [m for m in mutants if m.kind == "relation" and statement.relation != "="]
    mutants = [m for m in mutants if m.kind != "relation"]
    ones = [(m, m.statement) for m in (*turned, *mutants) if m.statement is not None]
    mechanical = ((m.label, edited, False) for m, edited in ones if edited.args[0] == statement.args[0])
    slips = (
        (label, edited, right_only and edited.args[0] == statement.args[0])  # a name's own formula, but for a slip
        for label, edited in other_edits(statement, context, right_only)
    )
    yield from in_turn(mechanical, slips)
    if not right_only:
        for mutant, edited in ones:
            if edited.args[0] != statement.args[0]:
                yield mutant.label, edited, False


def _is_convention(label: str, confirmed: Callable[[str], bool]) -> bool:
    """Whether an edit squares a name of which right rows do not say whether it is a variance or a deviation."""
    squared = SQUARED.fullmatch(label)
    return squared is not None and not confirmed(squared[1] or squared[2])


def _trivial(statement: Statement) -> bool:
    """Whether both sides are the same: then the edit only copied one side."""
    return len(statement.args) == 2 and statement.args[0] == statement.args[1]


# ----------------------------------------------------------------------------------------- ill-typed formulas


def retyped(
    left: Node,
    relation: str,
    right: Node,
    scope: Scope,
    otherwise: Callable[[Statement], bool] = lambda _: False,
) -> Repair | None:
    """Return the first edit of an ill-typed formula (a transpose, the order of factors) that makes it true.

    `otherwise` is as for `repaired`.
    """
    tried = 0
    for label, sides in _edits(left, right):
        tried += 1
        if tried > TREE_EDITS:
            return None
        try:
            found = check_all(statements(sides[0], relation, sides[1], scope), scope.context)
        except (IllTyped, Unread):
            continue
        if found.statement is None:
            continue
        own_formula = found.holds and isinstance(left, Scripted | Letter | Word) and sides[0] is left  # of a name
        if own_formula or (found.holds and not _trivial(found.statement)) or otherwise(found.statement):
            return Repair(label, statement_text(found.statement))
    return None


def rescaled(left: Node, relation: str, right: Node, scope: Scope) -> Repair | None:
    """Return the multiple of a row's right side, or of a term of it, that makes it true: it was off by a factor."""
    sides = [(f"the right side {label}", side) for label, side in _multiples(right)]
    if isinstance(right, Plus):
        for k, term in enumerate(right.terms[:MOST_TERMS]):
            for label, side in _multiples(term):
                terms = (*right.terms[:k], side, *right.terms[k + 1 :])
                sides.append((f"a term {label}", replace(right, terms=terms)))
    for label, side in sides:
        try:
            found = check_all(statements(left, relation, side, scope), scope.context)
        except (IllTyped, Unread):
            continue
        if found.holds and found.statement is not None and not _trivial(found.statement):
            return Repair(label, statement_text(found.statement))
    return None


def _multiples(side: Node) -> Iterator[tuple[str, Node]]:
    """Yield half and twice a formula, and its negative."""
    at = side.start
    for label, factor in SCALES:
        if factor[0] == "-1":
            yield label, Plus(at, side.end, ("-",), (side,))
            continue
        scale = Tree(at, at, Number(at, at, factor[0]), Number(at, at, factor[1]))
        yield label, Product(at, side.end, ("",), (scale, side))


def made_true(label: str, left: Node, relation: str, right: Node, scope: Scope) -> Repair | None:
    """Return an edit as a repair if it makes the formula true; none does that leaves both sides the same."""
    try:
        found = check_all(statements(left, relation, right, scope), scope.context)
    except (IllTyped, Unread):
        return None
    if found.holds and found.statement is not None and len(set(found.statement.args)) > 1:
        return Repair(label, statement_text(found.statement))
    return None


def _edits(left: Node, right: Node) -> Iterator[tuple[str, tuple[Node, Node]]]:
    for label, new in _edited(right):
        yield label, (left, new)
    for label, new in _edited(left):
        yield label, (new, right)


def _edited(node: Node) -> Iterator[tuple[str, Node]]:
    """Yield the tree with one place edited."""
    yield from _here(node)
    for child in children(node):
        for label, new in _edited(child):
            yield label, with_child(node, child, new)


def _here(node: Node) -> Iterator[tuple[str, Node]]:
    match node:
        case Scripted(sup=Mark(text="top"), sub=None):
            yield "without the transpose", node.base
        case Scripted(sup=Mark(text="top")):
            yield "without the transpose", replace(node, sup=None)
        case Scripted(sup=None, sub=sub) if sub is not None and not node.primes:
            yield "without the subscript", node.base
        case Scripted(sup=Plus(signs=("-",), terms=(Number(text="1"),)), sub=None):
            yield "without the inverse", node.base
        case Plus(terms=terms):
            for k, term in enumerate(terms):  # a matrix and a number
                scaled = Product(term.start, term.end, ("",), (term, Letter(term.end, term.end, "I")))
                yield "with the identity", replace(node, terms=(*terms[:k], scaled, *terms[k + 1 :]))
        case Product(factors=factors):
            yield from _reordered(node, factors)


def _reordered(node: Product, factors: tuple[Node, ...]) -> Iterator[tuple[str, Node]]:
    for k, factor in enumerate(factors):
        transposed = Scripted(factor.start, factor.end, factor, None, Mark(factor.end, factor.end, "top"))
        yield "with a transpose", replace(node, factors=(*factors[:k], transposed, *factors[k + 1 :]))
    for k in range(len(factors) - 1):
        swapped = (*factors[:k], factors[k + 1], factors[k], *factors[k + 2 :])
        yield "with two factors in the other order", replace(node, factors=swapped)
    for k in range(len(factors) - 1):  # w (A + B) for (A + B) w
        moved = (*factors[:k], *factors[k + 1 :], factors[k])
        if k < len(factors) - 2:
            yield "with a factor moved to the end", replace(node, factors=moved)
