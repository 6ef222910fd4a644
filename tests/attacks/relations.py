"""Random statements with relations other than "=", true or false by construction.

Each maker returns a true statement and a false neighbour of it, over one of the Contexts of `grammars`.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from fractions import Fraction

from tests.attacks import grammars as g
from tests.attacks.grammars import inv, neg, num, op
from verify.terms.context import Context
from verify.terms.nodes import ONE, ZERO, Add, At, Const, Diff, Divergence, Expect, Fn, Mul, Pow, Rows, Term
from verify.terms.statement import Statement

Pair = tuple[Statement, Statement, Context]
u, v, a, b, p = g.u, g.v, g.a, g.b, g.p
I = Const("i")  # noqa: E741 - the imaginary unit


def small(rng: random.Random) -> Fraction:
    return Fraction(rng.choice([-3, -2, -1, 1, 2, 3]), rng.choice([1, 1, 2, 3]))


def coefficient(rng: random.Random) -> Term:
    return rng.choice([a, b, num(abs(small(rng))), Mul((a, b)), Add((a, ONE))])


def square(term: Term) -> Term:
    return Pow(term, num(2))


def eigenvalues(rng: random.Random) -> Pair:
    """A rotation block and a number on the diagonal, in either order."""
    real, turn, alone = (coefficient(rng) for _ in range(3))
    block = [[real, neg(turn)], [turn, real]]
    if rng.random() < 0.5:
        rows = (*((*row, ZERO) for row in block), (ZERO, ZERO, neg(alone)))
    else:
        rows = ((neg(alone), ZERO, ZERO), *((ZERO, *row) for row in block))
    matrix = Rows(tuple(tuple(row) for row in rows))
    pair = [Add((real, Mul((I, turn)))), Add((real, neg(Mul((I, turn)))))]
    right = [neg(alone), *pair]
    wrong = rng.choice(
        [
            [alone, *pair],
            [neg(alone), pair[0], pair[0]],
            [neg(alone), *(Mul((num(2), e)) for e in pair)],
            [neg(alone), real, turn],
        ]
    )
    make = lambda values: Statement("eigenvalues", (matrix, Rows(tuple((value,) for value in values))))  # noqa: E731
    return make(right), make(wrong), g.SCALARS


def hamiltonian(rng: random.Random) -> Term:
    terms = [
        Mul((coefficient(rng), square(u))),
        Mul((coefficient(rng), square(v))),
        Mul((u, v)),
        Fn("exp", Mul((num(small(rng)), u))),
        Fn("softplus", v),
        Pow(u, num(3)),
    ]
    return Add(tuple(rng.sample(terms, 3)))


def conserved(rng: random.Random) -> Pair:
    """Hamilton's equations conserve the Hamiltonian; with a turned sign they do not."""
    energy = hamiltonian(rng)
    good = Rows(((Diff(energy, (v,)),), (neg(Diff(energy, (u,))),)))
    bad = rng.choice(
        [
            Rows(((Diff(energy, (u,)),), (Diff(energy, (v,)),))),
            Rows(((Add((Diff(energy, (v,)), u)),), (neg(Diff(energy, (u,))),))),
        ]
    )
    return (
        Statement("conserved", (good, energy), (u, v)),
        Statement("conserved", (bad, energy), (u, v)),
        g.SCALARS,
    )


def stability(rng: random.Random) -> Pair:
    """u'' + c u' + k u = 0 is asymptotically stable for c, k > 0, and unstable for c < 0."""
    damping, stiffness = coefficient(rng), coefficient(rng)
    bend = Mul((num(small(rng)), rng.choice([Pow(u, num(3)), Mul((u, v)), square(v)])))
    field = lambda c: Rows(((v,), (Add((neg(Mul((stiffness, u))), neg(Mul((c, v))), bend)),)))  # noqa: E731
    origin = Rows(((ZERO,), (ZERO,)))
    wrong = rng.choice(
        [
            Statement("asymptotically stable", (field(neg(damping)), origin), (u, v)),
            Statement("unstable", (field(damping), origin), (u, v)),
            Statement("not asymptotically stable", (field(damping), origin), (u, v)),
        ]
    )
    return Statement("asymptotically stable", (field(damping), origin), (u, v)), wrong, g.SCALARS


def minimizer(rng: random.Random) -> Pair:
    centre, height = rng.choice([b, v, num(small(rng)), Add((v, a))]), coefficient(rng)
    loss = Add((Mul((height, square(Add((u, neg(centre)))))), rng.choice([v, a, ONE])))
    wrong = rng.choice([Add((centre, ONE)), neg(centre) if centre != ZERO else ONE, Add((centre, a))])
    if wrong == neg(centre) and centre == num(0):
        wrong = ONE
    return (
        Statement("unique minimizer", (loss, centre), (u,)),
        Statement("unique minimizer", (loss, wrong), (u,)),
        g.SCALARS,
    )


def monotone(rng: random.Random) -> Pair:
    rising = rng.choice(
        [
            Fn("sigmoid", Mul((a, u))),
            Add((Fn("exp", u), Mul((b, u)))),
            Fn("softplus", u),
            Add((Pow(u, num(3)), u)),
            Fn("tanh", Mul((num(2), u))),
        ]
    )
    wrong = rng.choice([Statement("decreasing", (rising,), (u,)), Statement("increasing", (neg(rising),), (u,))])
    return Statement("increasing", (rising,), (u,)), wrong, g.SCALARS


def convex(rng: random.Random) -> Pair:
    bowl = rng.choice(
        [Fn("softplus", u), Fn("exp", Mul((num(small(rng)), u))), Mul((coefficient(rng), square(u))), Pow(u, num(4))]
    )
    wrong = rng.choice([neg(bowl), Fn("sigmoid", u), Pow(u, num(3)), Add((Fn("tanh", u), u))])
    return Statement("convex", (bowl,), (u,)), Statement("convex", (wrong,), (u,)), g.SCALARS


def scalar_inequality(rng: random.Random) -> Pair:
    x, y = g.real(rng, 1), g.real(rng, 1)
    gap = rng.choice(
        [
            square(Add((x, neg(y)))),
            Mul((coefficient(rng), square(x))),
            Add((a, neg(Fn("log", a)), num(-1))),
            Add((Fn("exp", u), neg(u), num(-1))),
            Add((Fn("softplus", u), neg(u))),
        ]
    )
    return (
        Statement(">=", (Add((x, gap)), x)),
        Statement("<", (Add((x, gap)), x)),
        g.SCALARS,
    )


def information_inequality(rng: random.Random) -> Pair:
    left, right = rng.sample(g.OVER_Z, 2)
    gap = rng.choice(
        [
            Divergence("KL", left, right, (g.z,)),
            Divergence("JSD", g.f0, g.f1, (g.x,)),
            Divergence("KL", g.f0, g.f1, (g.x,)),
            Add((Fn("log", num(2)), neg(Divergence("JSD", g.f0, g.f1, (g.x,))))),
        ]
    )
    base = g.functional(rng)
    weight = num(abs(small(rng)))
    better, worse = Add((base, Mul((weight, gap)))), Add((base, neg(Mul((weight, gap)))))
    return Statement(">=", (better, base)), Statement(">=", (worse, base)), g.INFORMATION


def elbo(law: Term) -> Term:
    return Add((Expect(g.log(g.P("x", "z")), (g.z,), law), neg(Divergence("KL", law, g.P("z"), (g.z,)))))


def same_argmax(rng: random.Random) -> Pair:
    law = rng.choice([g.q, g.r])
    joint = Expect(g.log(g.P("xz")), (g.z,), law)
    free_of_theta = [Divergence("entropy", law, None, (g.z,)), Divergence("KL", law, g.P("z"), (g.z,)), num(3)]
    true = Add((joint, Mul((num(small(rng)), rng.choice(free_of_theta)))))
    wrong = rng.choice(
        [
            neg(joint),
            Add((joint, neg(Divergence("KL", g.P("z", "x"), law, (g.z,))))),
            Add((joint, g.log(g.P("x")))),
            Expect(g.log(g.P("z", "x")), (g.z,), law),
        ]
    )
    return (
        Statement("same argmax", (joint, true), (g.theta,)),
        Statement("same argmax", (joint, wrong), (g.theta,)),
        g.INFORMATION,
    )


def derivative(rng: random.Random) -> Pair:
    """The product and chain rules, against the slips students make."""
    inner = rng.choice([Mul((a, u)), square(u), Add((Mul((u, v)), b)), Fn("sigmoid", u)])
    outer = rng.choice(["exp", "sigmoid", "softplus", "tanh"])
    body = Fn(outer, inner)
    slope = {
        "exp": body,
        "sigmoid": Mul((body, Fn("sigmoid", neg(inner)))),
        "softplus": Fn("sigmoid", inner),
        "tanh": Add((ONE, neg(square(body)))),
    }[outer]
    inside = Diff(inner, (u,))
    true = Add((Mul((slope, inside, v)), ZERO))
    wrong = rng.choice(
        [Mul((slope, v)), Mul((slope, inside)), Mul((neg(slope), inside, v)), Mul((body, inside, v, num(2)))]
    )
    left = Diff(Mul((body, v)), (u,))
    return Statement("=", (left, true)), Statement("=", (left, wrong)), g.SCALARS


def evaluated(rng: random.Random) -> Pair:
    """Differentiate, then put the point in; never the other way round."""
    body, point = hamiltonian(rng), rng.choice([b, num(small(rng)), v])
    right = At(Diff(body, (u,)), ((u, point),))
    wrong = rng.choice([At(Diff(body, (u,)), ((u, Add((point, ONE))),)), At(body, ((u, point),)), neg(right)])
    shifted = At(Diff(At(body, ((u, Add((u, point))),)), (u,)), ((u, ZERO),)) if point != v else right
    return Statement("=", (right, shifted)), Statement("=", (right, wrong)), g.SCALARS


def invertible(rng: random.Random) -> Pair:
    gram = op("product", op("transpose", g.X), g.X)
    plus = rng.choice([Mul((g.lam, op("identity", g.d))), op("product", op("transpose", g.S), g.S)])
    true = rng.choice(
        [Add((gram, plus)), Add((plus, op("product", op("transpose", g.A), g.A))), g.S, op("product", g.S, g.T)]
    )
    wrong = rng.choice([gram, g.A, Add((gram, neg(plus))), op("product", g.A, g.S), g.Q])
    return Statement("invertible", (true,)), Statement("invertible", (wrong,)), g.MATRICES


def gradient(rng: random.Random) -> Pair:
    penalty = rng.choice([g.lam, Mul((num(2), g.lam)), inv(g.lam)])
    loss = Add((op("norm2", Add((g.y, neg(op("product", g.X, g.w))))), Mul((penalty, op("norm2", g.w)))))
    transposed = op("transpose", g.X)
    bracket = Add((op("product", transposed, g.X, g.w), neg(op("product", transposed, g.y)), Mul((penalty, g.w))))
    wrong = Add((op("product", transposed, g.X, g.w), op("product", transposed, g.y), Mul((penalty, g.w))))
    slip = rng.choice([bracket, Mul((num(2), wrong)), Mul((num(-2), bracket))])
    left = Diff(loss, (g.w,))
    return Statement("=", (left, Mul((num(2), bracket)))), Statement("=", (left, slip)), g.MATRICES


MAKERS: tuple[Callable[[random.Random], Pair], ...] = (
    eigenvalues,
    conserved,
    stability,
    minimizer,
    monotone,
    convex,
    scalar_inequality,
    information_inequality,
    same_argmax,
    derivative,
    evaluated,
    invertible,
    gradient,
)
