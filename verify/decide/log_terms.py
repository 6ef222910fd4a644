"""log|x| of products, powers, exponentials and determinants, taken apart.

log|xy| = log|x| + log|y|, log|x^a| = a log|x|, log e^u = u, log|∏ x_k| = Σ log|x_k|; for square A and B
log|det AB| = log|det A| + log|det B|, log|det Aᵀ| = log|det A|, log|det A⁻¹| = -log|det A|;
log|det diag v| = Σ log|v_k|; log|det cA| = K log|c| + log|det A| for a K×K matrix. Each holds wherever both
sides are defined.
"""

from __future__ import annotations

from verify.decide.determinants import is_square
from verify.decide.facts import is_positive
from verify.terms.affine import linear_part
from verify.terms.context import Context
from verify.terms.nodes import MINUS_ONE, ZERO, Add, Diff, Entry, Fn, MatOp, Mul, Num, Pow, Prod, Sum, Sym, Term
from verify.terms.rewrite import fresh, substitute

_INDEX = Sym("k", "index")


def log_of(term: Term, context: Context) -> Term:
    """Return a term for log|term| of a scalar that is not 0."""
    match term:
        case Num(value=value):
            return ZERO if abs(value) == 1 else Fn("log", Num(abs(value)))
        case Mul(factors=factors):
            return Add(tuple(log_of(f, context) for f in factors))
        case Pow(base=base, exponent=exponent):
            return Mul((exponent, log_of(base, context)))
        case Fn(name="exp", arg=arg):
            return arg
        case Fn(name="abs", arg=arg):
            return log_of(arg, context)
        case Prod(body=body, index=index, upper=upper):
            inner = fresh(index)  # nothing that the Context says of a free namesake holds for it
            return Sum(log_of(substitute(body, {index: inner}), context), inner, upper)
        case Entry(array=MatOp(op="hadamard", args=arrays), indices=indices):
            return Add(tuple(log_of(Entry(array, indices), context) for array in arrays))
        case MatOp(op="det", args=(matrix,)):
            return _log_det(matrix, context)
        case _:
            return Fn("log", term if is_positive(term, context) else Fn("abs", term))


def _log_det(matrix: Term, context: Context) -> Term:
    match matrix:
        case _ if not matrix.shape:
            return log_of(matrix, context)
        case MatOp(op="identity"):
            return ZERO
        case MatOp(op="product", args=args) if all(is_square(a) for a in args):
            return Add(tuple(_log_det(a, context) for a in args))
        case MatOp(op="transpose", args=(inner,)):
            return _log_det(inner, context)
        case MatOp(op="inverse", args=(inner,)):
            return Mul((MINUS_ONE, _log_det(inner, context)))
        case MatOp(op="diag", args=(column,)):
            index = fresh(_INDEX)
            return Sum(log_of(Entry(column, (index,)), context), index, matrix.shape[0])
        case Mul(factors=factors):
            scale = Mul(tuple(f for f in factors if not f.shape))
            inner = next(f for f in factors if f.shape)
            return Add((Mul((matrix.shape[0], log_of(scale, context))), _log_det(inner, context)))
        case Diff(body=body, variables=(variable,)) if matrix.is_jacobian_in_column:
            slope = linear_part(body, variable)
            if slope is not None:
                return _log_det(slope, context)
        case _:
            pass
    return Fn("log", Fn("abs", MatOp("det", (matrix,))))
