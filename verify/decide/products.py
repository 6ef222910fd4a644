"""Equality of positive products (densities, determinants, likelihoods) by their logarithms.

Two numbers that are positive wherever they are defined are equal exactly when their logarithms are. Those are
sums, which the index form and the words in matrices decide. A side whose sign is not known is left alone:
|x| = |y| does not make x = y.
"""

from __future__ import annotations

from importlib import import_module

from verify.decide.facts import is_positive
from verify.decide.log_terms import log_of
from verify.model import Answer, Proof, Undecided
from verify.terms.affine import linear_part
from verify.terms.context import Context
from verify.terms.nodes import Diff, Fn, MatOp, Mul, Num, Pow, Prod, Term
from verify.terms.rewrite import transform
from verify.terms.statement import Statement
from verify.terms.unfold import unfold

NAME = "products"
_SUMS = ("indices", "matrices", "scalars")


def is_product(term: Term) -> bool:
    """Whether a scalar is a product, power, exponential or determinant that a logarithm takes apart."""
    match term:
        case Mul(factors=factors):
            return not term.shape and any(is_product(f) for f in factors)
        case Pow(exponent=exponent, base=base):
            return not isinstance(exponent, Num) or is_product(base)
        case Fn(name="abs", arg=arg):
            return is_product(arg)
        case MatOp(op="det", args=(matrix,)):
            return bool(matrix.shape)
        case Fn(name="exp") | Prod():
            return not term.shape
        case _:
            return False


def decide(statement: Statement, context: Context, using: tuple[Term, ...] = ()) -> Answer:
    """Prove that two positive products are equal; nothing is disproved here."""
    if statement.relation != "=" or statement.lhs.shape:
        return Undecided("two numbers are compared by their logarithms", NAME)
    assumed = context.with_hypotheses(*((h, "") for h in statement.hypotheses))
    sides = [transform(unfold(arg, context), _jacobian) for arg in statement.args]
    if not any(is_product(side) for side in sides):
        return Undecided("no side is a product that logarithms take apart", NAME)
    for side in sides:
        if not is_positive(side, assumed):
            return Undecided("a side is not known to be positive", NAME)
    logs = Statement("=", (log_of(sides[0], assumed), log_of(sides[1], assumed)), (), statement.hypotheses)
    reasons = []
    for name in _SUMS:
        answer: Answer = import_module(f"verify.decide.{name}").decide(logs, context, using)
        if isinstance(answer, Proof):
            certificate = f"both sides are positive, and so are equal as their logarithms are: {answer.certificate}"
            return Proof(NAME, answer.axioms, answer.hypotheses, answer.obligations, certificate)
        reasons.append(f"{name}: {answer.reason}" if isinstance(answer, Undecided) else f"{name}: they differ")
    return Undecided(f"the logarithms were not proved equal ({'; '.join(reasons)})", NAME)


def _jacobian(node: Term) -> Term:
    """Carry out the derivative of a column that is affine in a column."""
    if isinstance(node, Diff) and node.is_jacobian_in_column:
        return linear_part(node.body, node.variables[0]) or node
    return node
