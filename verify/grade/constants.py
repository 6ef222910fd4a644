"""Rows that are right up to what does not depend on the parameter over which something is made greatest.

Main definitions
----------------
* `up_to_a_constant`: whether a row is such a one: B(θ) = … + log p(x).
"""

from __future__ import annotations

from dataclasses import replace

from verify.grade.clauses import Link
from verify.grade.evidence import check
from verify.grade.thread import Thread
from verify.latex.names import matches
from verify.latex.scope import Definition, Value
from verify.latex.tree import Bracket, Node, Product
from verify.terms.nodes import Sym
from verify.terms.statement import Statement


def up_to_a_constant(link: Link, found: tuple[Statement, ...], thread: Thread) -> bool:
    """Whether a row says what a function of a parameter is, and errs by something that does not depend on it.

    What is to be made greatest over θ may be stated without the terms in which there is no θ.
    """
    variables = [_parameters(left, thread) for left, _ in link.pairs]
    if link.relation != "=" or not variables or not all(len(one) == 1 for one in variables):
        return False
    alike = [replace(s, relation="same argmax", variables=v) for s in found for v in variables]
    return any(check(statement, thread.scope.context).holds for statement in alike)


def _parameters(side: Node, thread: Thread) -> tuple[Sym, ...]:
    """Return the parameters of which a side is a function: θ of B(θ); none where it is no name, or has others."""
    match side:
        case Product(operators=("",), factors=(name, Bracket())):
            side = name
    meaning = next((m for m, rest in matches(side, thread.scope) if not rest), None)
    if not isinstance(meaning, Definition):
        return ()
    known = [meaning.scope.meaning(key) for key in meaning.parameters]
    terms = [m.term for m in known if isinstance(m, Value)]
    found = tuple(t for t in terms if isinstance(t, Sym) and t.sort == "parameter")
    return found if len(found) == len(known) else ()
