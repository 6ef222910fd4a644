"""Contexts and terms that the numeric tests share: dropout, densities, flows, a latent-variable model."""

from __future__ import annotations

from fractions import Fraction

from verify.terms.context import (
    POSITIVE,
    UNIT,
    Context,
    Declaration,
    FunctionDeclaration,
    Iid,
    LawDeclaration,
)
from verify.terms.nodes import (
    ONE,
    Add,
    Density,
    Divergence,
    Expect,
    Fn,
    MatOp,
    Mul,
    Num,
    Pow,
    Sym,
    Term,
)
from verify.terms.unfold import minus

n, d = Sym("n", "dimension"), Sym("d", "dimension")
p, lam, t, u, v = Sym("p"), Sym("lambda"), Sym("t"), Sym("u"), Sym("v")
X, R = Sym("X", "real", (n, d)), Sym("R", "real", (n, d))
y, w = Sym("y", "real", (n, ONE)), Sym("w", "real", (d, ONE))
Gamma = Sym("Gamma", "real", (d, d))
x, z = Sym("x", "point"), Sym("z", "point")
theta = Sym("theta", "parameter")


def num(value) -> Num:
    return Num(Fraction(value))


def mul(*factors: Term) -> Term:
    return Mul(factors)


def add(*terms: Term) -> Term:
    return Add(terms)


def power(base: Term, exponent) -> Term:
    return Pow(base, num(exponent))


def matmul(*factors: Term) -> Term:
    return MatOp("product", factors)


def norm2(vector: Term) -> Term:
    return MatOp("norm2", (vector,))


def transpose(matrix: Term) -> Term:
    return MatOp("transpose", (matrix,))


def log(term: Term) -> Term:
    return Fn("log", term)


# ------------------------------------------------------------------------------------------------ dropout

squares = MatOp("diagonal", (matmul(transpose(X), X),))
masked = Context(
    symbols=(
        Declaration(p, UNIT),
        Declaration(X),
        Declaration(y),
        Declaration(w),
        Declaration(R, law=Iid("bernoulli", (p,))),
        Declaration(Gamma, definition=MatOp("diag", (MatOp("entrywise_sqrt", (squares,)),))),
    )
)
kept = add(num(1), mul(num(-1), p))
dropped_loss = Expect(norm2(minus(y, matmul(MatOp("hadamard", (X, R)), w))), (R,))
fit = norm2(minus(y, mul(p, matmul(X, w))))
penalty = norm2(matmul(Gamma, w))
ridge_loss = add(fit, mul(p, kept, penalty))


def scaled_penalty(factor) -> Term:
    """The right-hand side with its penalty off by a factor."""
    return add(fit, mul(num(factor), p, kept, penalty))


# ---------------------------------------------------------------------------------------------- densities

densities = Context(
    symbols=(Declaration(x), Declaration(t, UNIT)),
    laws=(LawDeclaration("f0", ("x",)), LawDeclaration("f1", ("x",))),
    functions=(FunctionDeclaration("D", ("x",), UNIT),),
)
f0, f1 = Density("f0", ("x",), (), (x,)), Density("f1", ("x",), (), (x,))


def kl(left: Term, right: Term, *over: Sym) -> Term:
    return Divergence("KL", left, right, over)


latent = Context(
    symbols=(Declaration(x), Declaration(z), Declaration(theta)),
    laws=(
        LawDeclaration("p", ("x", "z"), (), frozenset({"theta"}), ((("z",), frozenset()),)),
        LawDeclaration("q", ("z",), ("x",)),
    ),
)
evidence = Density("p", ("x",), (), (x,))
prior = Density("p", ("z",), (), (z,))
likelihood = Density("p", ("x",), ("z",), (x, z))
posterior = Density("p", ("z",), ("x",), (z, x))
joint = Density("p", ("x", "z"), (), (x, z))
encoder = Density("q", ("z",), ("x",), (z, x))
elbo = minus(Expect(log(likelihood), (z,), encoder), kl(encoder, prior, z))

# -------------------------------------------------------------------------------------------------- flows

flow = Context(
    symbols=(Declaration(x), Declaration(Sym("u", "point"))),
    laws=(
        LawDeclaration("P_X", ("x",)),
        LawDeclaration("P_U", ("u",)),
        LawDeclaration("P_FU", ("x",), pushforward=("P_U", "F")),
        LawDeclaration("P_FX", ("u",), pushforward=("P_X", "F^-1")),
    ),
    functions=(FunctionDeclaration("F", ("u",), result="x", inverse="F^-1"),),
)
base = Sym("u", "point")
P_X, P_FU = Density("P_X", ("x",), (), (x,)), Density("P_FU", ("x",), (), (x,))
P_U, P_FX = Density("P_U", ("u",), (), (base,)), Density("P_FX", ("u",), (), (base,))

# ------------------------------------------------------------------------------------------------ scalars

plane = Context(
    symbols=(Declaration(u), Declaration(v), Declaration(lam, POSITIVE)),
    functions=(FunctionDeclaration("f", ("real",)),),
)
