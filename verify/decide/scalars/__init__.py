"""The decider of scalars: exp, log and roots as kernels, signs, roots, extrema, monotonicity, limits, dynamics."""

from __future__ import annotations

from importlib import import_module

from verify.decide.rational import TooLarge
from verify.decide.scalars.factors import Unsupported
from verify.model import Answer, Undecided
from verify.terms.context import Context
from verify.terms.nodes import Extremum, Term
from verify.terms.rewrite import walk
from verify.terms.statement import COMPARISONS, Statement

#: relation → the file that decides it
_FILES = {
    **dict.fromkeys(("=", "!=", "<=", ">=", "<", ">"), "comparison"),
    "unique root": "roots",
    **dict.fromkeys(("unique maximizer", "unique minimizer"), "extrema"),
    **dict.fromkeys(("increasing", "decreasing"), "monotone"),
    **dict.fromkeys(("convex", "strictly convex", "not convex"), "convexity"),
    **dict.fromkeys(("limit", "infinite"), "limits"),
    **dict.fromkeys(("approached", "attained"), "suprema"),
}
#: these also take hints
_DYNAMICS = {
    "eigenvalues": "eigenvalues",
    **dict.fromkeys(
        ("conserved", "lyapunov stable", "asymptotically stable", "not asymptotically stable", "unstable"), "stability"
    ),
    "not differentiable": "differentiability",
}


def decide(statement: Statement, context: Context, using: tuple[Term, ...] = ()) -> Answer:
    """Decide a statement about real scalars and columns of scalars; `using` are hints for the dynamics."""
    relation = statement.relation
    try:
        if relation in _DYNAMICS:
            module = import_module(f"verify.decide.scalars.{_DYNAMICS[relation]}")
            return module.decide(statement, context, using)  # type: ignore[no-any-return]
        if relation in COMPARISONS and any(isinstance(n, Extremum) for arg in statement.args for n in walk(arg)):
            return _with_extrema(statement, context, using)
        if relation in _FILES:
            module = import_module(f"verify.decide.scalars.{_FILES[relation]}")
            return module.decide(statement, context)  # type: ignore[no-any-return]
    except Unsupported as error:
        return Undecided(str(error), "scalars")
    except TooLarge as error:
        return Undecided(f"too large: {error}", "scalars")
    except ZeroDivisionError:
        return Undecided("a denominator is identically 0", "scalars")
    return Undecided(f"no rule for {relation}", "scalars")


def _with_extrema(statement: Statement, context: Context, using: tuple[Term, ...]) -> Answer:
    """Decide a comparison in which suprema over scalars are replaced by their values."""
    from verify.decide.scalars import comparison, suprema

    plain, known = suprema.valued(statement, context, using)
    shown = None if plain == statement else comparison.shown_comparison(plain, context)
    if shown is not None:
        return (known & shown).proof()
    return comparison.refuted(statement, context, "not proved: the value of an extremum is not known, or another one")
