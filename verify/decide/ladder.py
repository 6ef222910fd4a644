"""The ladder: structural equality, then the deciders that the statement's heads ask for.

A decider that answers `Undecided` passes the statement on; the first Proof or Disproof stands.
"""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module

from verify.decide.equality import STRICT, refuted_by_equality
from verify.decide.products import is_product
from verify.decide.rational import TooLarge
from verify.model import Answer, Disproof, Proof, Undecided
from verify.terms.context import Context
from verify.terms.gaussian import has_normal, written_out
from verify.terms.nodes import (
    Delta,
    Density,
    Divergence,
    Entry,
    Expect,
    Extremum,
    Fn,
    IllTyped,
    Integral,
    MatOp,
    Num,
    Pow,
    Sum,
    Term,
)
from verify.terms.rewrite import walk
from verify.terms.statement import COMPARISONS, Statement
from verify.terms.tacit import unreadable
from verify.terms.unfold import unfold, unfold_definitions

_PROBABILITY = (Density, Integral, Divergence, Extremum)
_DYNAMICS = frozenset(
    {"eigenvalues", "conserved", "lyapunov stable", "asymptotically stable", "not asymptotically stable", "unstable"}
)
#: deciders to which an extremum over numbers would be a number like any other
_OF_NUMBERS = frozenset({"information", "indices", "matrices"})
_SHAPES = frozenset({"convex", "strictly convex", "not convex"})
_SCALAR = frozenset({"unique root", "increasing", "decreasing", "limit", "infinite", "not differentiable"})


def decide(statement: Statement, context: Context, using: tuple[Term, ...] = ()) -> Answer:
    """Prove or disprove a statement under a Context; `using` are hints that the decider re-checks."""
    refusal = unreadable(statement, context)
    if refusal is not None:
        return Undecided(refusal)
    if context.regions:  # densities may vanish: no decider below knows that
        return _ask("regions", statement, context, using)
    if statement.relation in ("=", "<=", ">=") and _same(statement, context):
        return Proof("structural", certificate="both sides are the same term")
    attempt = _with_formulas if any(has_normal(arg) for arg in statement.args) else _by_deciders
    answer = attempt(statement, context, using)
    if isinstance(answer, Undecided) and statement.relation in STRICT:
        equal = decide(replace(statement, relation="="), context, using)
        if isinstance(equal, Proof):
            return refuted_by_equality(statement, context, equal) or answer
    return answer


def _with_formulas(statement: Statement, context: Context, using: tuple[Term, ...]) -> Answer:
    """Decide with normal densities written out: a proof stands, a disproof needs an instance with real densities."""
    args = tuple(written_out(unfold_definitions(arg, context)) for arg in statement.args)
    answer = _by_deciders(replace(statement, args=args), context, using)
    if not isinstance(answer, Disproof):
        return answer
    from verify.meaning.replay import refute

    found = refute(statement, context)
    return Undecided("not proved: the formulas differ") if found is None else replace(answer, counterexample=found)


def _by_deciders(statement: Statement, context: Context, using: tuple[Term, ...]) -> Answer:
    reasons: list[str] = []
    for name in candidates(statement, context):
        answer = _ask(name, statement, context, using)
        if not isinstance(answer, Undecided):
            return answer
        reasons.append(f"{name}: {answer.reason}")
    return Undecided("; ".join(reasons) or "no decider takes this statement")


def _same(statement: Statement, context: Context) -> bool:
    left, right = statement.args
    return left == right or unfold(left, context) == unfold(right, context)


def _ask(name: str, statement: Statement, context: Context, using: tuple[Term, ...]) -> Answer:
    decider = import_module(f"verify.decide.{name}")
    try:
        return decider.decide(statement, context, using)  # type: ignore[no-any-return]
    except TooLarge as error:
        return Undecided(f"too large: {error}", name)
    except ZeroDivisionError:
        return Undecided("a denominator is identically 0", name)
    except IllTyped as error:
        return Undecided(f"a rewriting left the typed language: {error}", name)
    except RecursionError:
        return Undecided("nested too deeply", name)


def candidates(statement: Statement, context: Context) -> tuple[str, ...]:
    """Return the deciders to ask, in order: positive products by their logarithms first, then extrema over numbers."""
    found = _by_heads(statement, context)
    if _optimizes(statement, context):
        compared = statement.relation in COMPARISONS  # an extremum over numbers may be infinite: to others it is one
        found = ("optimization", *(name for name in found if not (compared and name in _OF_NUMBERS)))
    products = statement.relation == "=" and any(is_product(unfold(arg, context)) for arg in statement.args)
    return ("products", *found) if products else found


def _optimizes(statement: Statement, context: Context) -> bool:
    """Whether convexity in an array is claimed, or an extremum over real variables occurs."""
    if statement.relation in _SHAPES:
        return any(variable.shape for variable in statement.variables)
    nodes = (node for arg in statement.args for node in walk(unfold(arg, context)))
    return any(isinstance(node, Extremum) and node.variable.sort == "real" for node in nodes)


def _by_heads(statement: Statement, context: Context) -> tuple[str, ...]:
    if statement.relation in _DYNAMICS | _SCALAR:
        return ("scalars",)
    if statement.relation == "same law":
        return ("information",)
    if statement.relation == "receptive field":
        return ("receptive",)
    if statement.relation == "distributed as":
        return ("distributions",)
    if statement.relation in ("invertible", "singular"):
        return ("matrices", "indices", "scalars")
    nodes = [node for arg in (*statement.args, *statement.variables) for node in walk(unfold(arg, context))]
    if statement.relation == "same argmax" or any(isinstance(node, _PROBABILITY) for node in nodes):
        if any(isinstance(node, Pow) and _is_root(node) for node in nodes):
            return ("pointwise", "information", "scalars")
        only_points = not any(isinstance(node, Integral | Extremum | Delta) for node in nodes)
        moduli = ("pointwise",) if any(isinstance(node, Fn) and node.name == "abs" for node in nodes) else ()
        return ("scalars", "information") if only_points else ("information", "scalars", *moduli, "indices")
    if any(isinstance(node, MatOp) and node.op == "inverse" for node in nodes):
        return ("matrices", "indices", "scalars")
    if not any(isinstance(node, Sum | Entry | Expect) or not _explicit(node) for node in nodes):
        return ("scalars", "matrices", "information")
    if any(isinstance(node, Sum | Entry | Expect) or node.shape for node in nodes):
        first = ("indices", "matrices") if statement.relation == "=" else ("matrices", "indices")
        split = any(isinstance(node, Delta) or (isinstance(node, Fn) and node.name == "log") for node in nodes)
        last = ("information",) if split else ()
        return (*first, "scalars", *last)
    return ("scalars", "information")


def _is_root(node: Pow) -> bool:
    return isinstance(node.exponent, Num) and node.exponent.value.denominator != 1


def _explicit(node: Term) -> bool:
    """Whether the node is a scalar or an array of known size, which scalars can decide entry by entry."""
    return all(isinstance(dimension, Num) for dimension in node.shape)
