"""Normal laws in batches: densities by their formula; expectations drawn by what makes a normal law from N(0, 1).

E over z ~ N(m, AAᵀ) is drawn as E over independent standard normal ε with z = m + Aε, and N(m, diag v) with
z = m + √v ⊙ ε. The variance of what is drawn is certified by `verify.meaning`, which goes by moments instead.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from verify.numeric.dispatch import RULES, number
from verify.numeric.dual import Number
from verify.numeric.scope import Scope
from verify.terms.context import Context, Declaration, Iid
from verify.terms.gaussian import as_expectation, drawn_from, formula, written_out
from verify.terms.nodes import ONE, ZERO, Add, Divergence, Expect, MatOp, Mul, Normal, Num, Pow, Sym, Term
from verify.terms.rewrite import names, substitute, transform
from verify.terms.statement import Statement

_SUFFIX = "_standard"
_HALF = Fraction(1, 2)


def _density(term: Normal, scope: Scope) -> Number:
    return number(formula(term), scope)


def standardized(statement: Statement, context: Context) -> tuple[Statement, Context]:
    """Return a comparison with expectations over normal laws turned into ones over independent standard entries.

    Laws whose covariance is not written as AAᵀ, as a diagonal or as a multiple of the identity are left as they are.
    """
    added: dict[str, Declaration] = {}
    taken = frozenset[str]().union(*(names(arg) for arg in statement.args)) | context.by_name.keys()

    def change(node: Term) -> Term:
        if isinstance(node, Divergence):
            node = as_expectation(node) or node
        law = drawn_from(node)
        if law is None or not isinstance(node, Expect) or not isinstance(law.at, Sym):
            return node
        name = f"{law.at.name}{_SUFFIX}"
        moved = _moved(law, Sym(name, "real", law.at.of_shape))
        if moved is None or name in taken:
            return node
        added[name] = Declaration(Sym(name, "real", law.at.of_shape), law=Iid("gaussian", (ZERO, ONE)))
        return Expect(written_out(substitute(node.body, {law.at: moved})), (added[name].symbol,))

    args = tuple(transform(arg, change) for arg in statement.args)
    if not added:
        return statement, context
    return replace(statement, args=args), replace(context, symbols=(*context.symbols, *added.values()))


def _moved(law: Normal, standard: Sym) -> Term | None:
    """Return mean + A standard with AAᵀ the covariance, or None where no A is seen."""
    spread = _spread(law.covariance, standard)
    return None if spread is None else Add((law.mean, spread))


def _spread(covariance: Term, standard: Sym) -> Term | None:
    match covariance:
        case _ if not covariance.shape:
            return Mul((Pow(covariance, Num(_HALF)), standard))
        case MatOp(op="identity"):
            return standard
        case MatOp(op="diag", args=(column,)):
            return MatOp("hadamard", (MatOp("entrywise_sqrt", (column,)), standard))
        case MatOp(op="product", args=(left, MatOp(op="transpose", args=(right,)))) if left == right:
            return MatOp("product", (left, standard)) if left.shape == covariance.shape else None
        case Mul(factors=(*scalars, matrix)) if matrix.shape:
            inner = _spread(matrix, standard)
            return None if inner is None else Mul((Pow(Mul(tuple(scalars)), Num(_HALF)), inner))
        case _:
            return None


RULES |= {Normal: _density}
