"""Contexts and terms that the tests of the information decider share."""

from fractions import Fraction

from verify.terms.context import UNIT, Context, Declaration, FunctionDeclaration, LawDeclaration
from verify.terms.nodes import (
    Add,
    Apply,
    Density,
    Divergence,
    Entry,
    Expect,
    Extremum,
    Fn,
    Mul,
    Num,
    Pow,
    Sum,
    Sym,
)


def num(value):
    return Num(Fraction(value))


def add(*terms):
    return Add(terms)


def mul(*factors):
    return Mul(factors)


def neg(term):
    return Mul((num(-1), term))


def sub(left, right):
    return Add((left, neg(right)))


def div(left, right):
    return Mul((left, Pow(right, num(-1))))


def log(term):
    return Fn("log", term)


def E(body, density, *variables):
    return Expect(body, variables, density)


def KL(left, right, *variables):
    return Divergence("KL", left, right, variables)


def JSD(left, right, *variables):
    return Divergence("JSD", left, right, variables)


def H(density, *variables):
    return Divergence("entropy", density, None, variables)


def point(name):
    return Sym(name, "point")


x, x2, z, z2, u = map(point, ("x", "x2", "z", "z2", "u"))
theta, phi = Sym("theta", "parameter"), Sym("phi", "parameter")
half = num(Fraction(1, 2))
n, i, j = Sym("n", "dimension"), Sym("i", "index"), Sym("j", "index")
xs = Sym("xs", "point", (n, num(1)))
x_i = Entry(xs, (i,))

POINTS = (
    Declaration(x),
    Declaration(z),
    Declaration(x2, space="x"),
    Declaration(z2, space="z"),
    Declaration(xs, space="x"),
    Declaration(theta),
    Declaration(phi),
)
JOINT = LawDeclaration("p", ("x", "z"), (), frozenset({"theta"}), ((("z",), frozenset()),))
ENCODER = LawDeclaration("q", ("z",), ("x",), frozenset({"phi"}))
OTHER = LawDeclaration("r", ("z",), ("x",), frozenset({"phi"}))
LATENT = Context(POINTS, laws=(JOINT, ENCODER, OTHER))
PRIOR_VARIES = Context(POINTS, laws=(LawDeclaration("p", ("x", "z"), (), frozenset({"theta"})), ENCODER, OTHER))


def p_x(at=x):
    return Density("p", ("x",), (), (at,))


def p_z(at=z):
    return Density("p", ("z",), (), (at,))


def p_xz(a=x, b=z):
    return Density("p", ("x", "z"), (), (a, b))


def post(b=z, a=x):
    return Density("p", ("z",), ("x",), (b, a))


def lik(a=x, b=z):
    return Density("p", ("x",), ("z",), (a, b))


def q(b=z, a=x):
    return Density("q", ("z",), ("x",), (b, a))


def r(b=z, a=x):
    return Density("r", ("z",), ("x",), (b, a))


ecll = E(log(mul(lik(), p_z())), q(), z)
target = sub(log(p_x()), KL(q(), post(), z))


def elbo(density=None, at=x):
    density = q(z, at) if density is None else density
    return sub(E(log(lik(at, z)), density, z), KL(density, p_z(), z))


def total(body):
    """Σ_i body."""
    return Sum(body, i, n)


# ------------------------------------------------------------------------------------- discriminators

f0, f1 = (Density(name, ("x",), (), (x,)) for name in ("f0", "f1"))
t = Sym("t")
critic = Sym("D", "law")
D = Apply("D", (x,))
GAN = Context(
    (Declaration(x), Declaration(t, UNIT)),
    (FunctionDeclaration("D", ("x",), UNIT), FunctionDeclaration("g", ("x",))),
    (LawDeclaration("f0", ("x",)), LawDeclaration("f1", ("x",))),
)
best = div(f1, add(f0, f1))
worst = div(f0, add(f0, f1))


def V(discriminator):
    """E_p1 log D + E_p0 log(1 - D)."""
    return add(E(log(discriminator), f1, x), E(log(sub(num(1), discriminator)), f0, x))


max_V = Extremum("max", V(D), critic)

# ---------------------------------------------------------------------------------------------- flows

P_X, P_FU = (Density(name, ("x",), (), (x,)) for name in ("PX", "PFU"))
P_U, P_FinvX = (Density(name, ("u",), (), (u,)) for name in ("PU", "PFinvX"))
FLOW = Context(
    (Declaration(x), Declaration(u)),
    (FunctionDeclaration("F", ("u",), result="x", inverse="Finv"),),
    (
        LawDeclaration("PX", ("x",)),
        LawDeclaration("PU", ("u",)),
        LawDeclaration("PFU", ("x",), pushforward=("PU", "F")),
        LawDeclaration("PFinvX", ("u",), pushforward=("PX", "Finv")),
    ),
)


def F(at=u):
    return Apply("F", (at,), (0,), "point")


def Finv(at=x):
    return Apply("Finv", (at,), (0,), "point")


def J_F(at=u):
    return Apply("F", (at,), (1,), "real")


def J_Finv(at=x):
    return Apply("Finv", (at,), (1,), "real")


def modulus(term):
    return Fn("abs", term)


def PU_at(point_):
    return Density("PU", ("u",), (), (point_,))


def PX_at(point_):
    return Density("PX", ("x",), (), (point_,))
