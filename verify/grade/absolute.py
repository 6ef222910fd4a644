"""Absolute values of what has a sign that can be proved: |𝓛(q) - log p(x)| is log p(x) - 𝓛(q).

Main definitions
----------------
* `without_bars`: a statement with such absolute values written without their bars.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from verify.terms.nodes import ZERO, Fn, Term
from verify.terms.rewrite import transform, walk
from verify.terms.statement import Statement
from verify.terms.unfold import negative

#: absolute values in a statement that are looked at
MOST = 4


def without_bars(statement: Statement, holds: Callable[[Statement], bool]) -> Statement | None:
    """Return the statement with every |u| as u or -u, whichever is proved by `holds`; None where a sign is open."""
    inside = dict.fromkeys(n.arg for a in statement.args for n in walk(a) if isinstance(n, Fn) and n.name == "abs")
    if not 0 < len(inside) <= MOST:
        return None
    plain: dict[Term, Term] = {}
    for term in inside:
        if term.shape:
            return None
        for relation, value in (("<=", negative(term)), (">=", term)):
            if holds(replace(statement, relation=relation, args=(term, ZERO))):
                plain[term] = value
                break
        else:
            return None

    def change(node: Term) -> Term:
        return plain.get(node.arg, node) if isinstance(node, Fn) and node.name == "abs" else node

    return replace(statement, args=tuple(transform(arg, change) for arg in statement.args))
