"""Hypotheses about one point, tried at instances where they hold at every point.

`f0(x) = f1(x)` as a hypothesis speaks of one x, but instances make it true for all: a claim that looks at
other points as well (an integral, say) then seems to follow. Such a claim is not confirmed.
"""

from __future__ import annotations

from verify.terms.context import Context
from verify.terms.nodes import Entry, Sym, Term
from verify.terms.rewrite import bound, free, walk
from verify.terms.statement import COMPARISONS, Statement
from verify.terms.unfold import unfold

_OPAQUE = ("point", "parameter")


def pinned(statement: Statement, context: Context) -> str:
    """Return why instances do not confirm `statement`: a hypothesis pins points that it does not speak of, or ""."""
    hypotheses = (*(h for h, _ in context.hypotheses), *statement.hypotheses)
    spoken = frozenset[Sym]().union(*(_points(h, context) for h in hypotheses if h.relation in COMPARISONS))
    if not spoken:
        return ""
    terms = [unfold(arg, context) for arg in statement.args]
    others = frozenset[Sym]().union(*(_opaque(term) for term in terms)) - spoken
    if others or any(_looks_around(node) for term in terms for node in walk(term)):
        names = ", ".join(sorted(s.name for s in spoken))
        return f"a hypothesis speaks of {names} alone, but was tried at instances where it holds everywhere"
    return ""


def _points(statement: Statement, context: Context) -> frozenset[Sym]:
    return frozenset[Sym]().union(*(_opaque(unfold(arg, context)) for arg in statement.args))


def _opaque(term: Term) -> frozenset[Sym]:
    return frozenset(s for s in free(term) if s.sort in _OPAQUE)


def _looks_around(node: Term) -> bool:
    """Whether a node ranges over points, parameters or unknown functions, or picks a point out of a family."""
    if isinstance(node, Entry):
        return node.sort in _OPAQUE
    return any(s.sort in (*_OPAQUE, "law") for s in bound(node))
