"""Random statements in four corners of the language, with the rewrites that keep or break them."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from tests.attacks.rewriting import Rule
from verify.terms.context import POSITIVE, UNIT, Context, Declaration, FunctionDeclaration, Iid, LawDeclaration
from verify.terms.nodes import (
    ONE,
    Add,
    Apply,
    Delta,
    Density,
    Divergence,
    Entry,
    Expect,
    Fn,
    MatOp,
    Mul,
    Num,
    Pow,
    Sum,
    Sym,
    Term,
)
from verify.terms.rewrite import free, fresh, substitute


@dataclass(frozen=True)
class Grammar:
    """A Context, a generator of terms, and its true and false rewrites."""

    name: str
    context: Context
    generate: Callable[[random.Random], Term]
    keep: tuple[Rule, ...]
    break_: tuple[Rule, ...]


def num(value: int | Fraction) -> Num:
    return Num(Fraction(value))


def neg(term: Term) -> Term:
    return Mul((num(-1), term))


def inv(term: Term) -> Term:
    return Pow(term, num(-1))


# ------------------------------------------------------------------------------------- rules for all


def commute(node, rng):
    if isinstance(node, Add):
        terms = list(node.terms)
        rng.shuffle(terms)
        return Add(tuple(terms))
    if isinstance(node, Mul) and not any(f.shape for f in node.factors):
        factors = list(node.factors)
        rng.shuffle(factors)
        return Mul(tuple(factors))
    return None


def distribute(node, rng):
    if not isinstance(node, Mul):
        return None
    sums = [k for k, f in enumerate(node.factors) if isinstance(f, Add)]
    if not sums:
        return None
    k = rng.choice(sums)
    rest = lambda t: Mul((*node.factors[:k], t, *node.factors[k + 1 :]))  # noqa: E731
    return Add(tuple(rest(t) for t in node.factors[k].terms))


def square_out(node, rng):
    del rng
    if isinstance(node, Pow) and node.exponent == num(2):
        return Mul((node.base, node.base))
    return None


def add_zero(node, rng):
    if node.sort != "real" or node.shape or isinstance(node, Num | Density):
        return None
    extra = num(rng.randint(1, 3))
    return Add((node, extra, neg(extra)))


def split_coefficient(node, rng):
    if node.sort != "real" or isinstance(node, Num | Density):
        return None
    k = Fraction(rng.randint(1, 4), 5)
    return Add((Mul((num(k), node)), Mul((num(1 - k), node))))


def flip_sign(node, rng):
    if isinstance(node, Add) and len(node.terms) > 1:
        k = rng.randrange(len(node.terms))
        return Add((*node.terms[:k], neg(node.terms[k]), *node.terms[k + 1 :]))
    return None


def change_number(node, rng):
    if isinstance(node, Num) and node.value.denominator < 50:
        return num(node.value + rng.choice([1, -1, Fraction(1, 2)]))
    return None


def drop(node, rng):
    if isinstance(node, Add) and len(node.terms) > 1:
        k = rng.randrange(len(node.terms))
        return Add(node.terms[:k] + node.terms[k + 1 :])
    if isinstance(node, Mul) and len(node.factors) > 1:
        k = rng.randrange(len(node.factors))
        left = node.factors[:k] + node.factors[k + 1 :]
        return left[0] if len(left) == 1 else Mul(left)
    return None


COMMON_KEEP = (commute, distribute, square_out, add_zero, split_coefficient)
COMMON_BREAK = (flip_sign, change_number, drop)

# ------------------------------------------------------------------------------------------- scalars

a, b, p, u, v = (Sym(name) for name in "abpuv")
x, z = Sym("x", "point"), Sym("z", "point")
f0, f1 = (Density(name, ("x",), (), (x,)) for name in ("f0", "f1"))
Dx = Apply("D", (x,))
SCALARS = Context(
    symbols=(
        Declaration(a, POSITIVE),
        Declaration(b, POSITIVE),
        Declaration(p, UNIT),
        Declaration(u),
        Declaration(v),
        Declaration(x),
    ),
    functions=(FunctionDeclaration("D", ("x",), UNIT),),
    laws=(LawDeclaration("f0", ("x",)), LawDeclaration("f1", ("x",))),
)


def positive(rng, depth):
    if depth == 0 or rng.random() < 0.25:
        return rng.choice([a, b, p, f0, f1, Dx, num(2), num(Fraction(1, 3)), Add((ONE, neg(p)))])
    kind = rng.randrange(6)
    if kind == 0:
        return Add((positive(rng, depth - 1), positive(rng, depth - 1)))
    if kind == 1:
        return Mul((positive(rng, depth - 1), positive(rng, depth - 1)))
    if kind == 2:
        return Mul((positive(rng, depth - 1), inv(positive(rng, depth - 1))))
    if kind == 3:
        return Fn("exp", real(rng, depth - 1))
    if kind == 4:
        return Fn("sigmoid", real(rng, depth - 1))
    return Pow(positive(rng, depth - 1), rng.choice([num(2), num(Fraction(1, 2))]))


def real(rng, depth):
    if depth == 0 or rng.random() < 0.2:
        return rng.choice([u, v, a, p, num(3)])
    kind = rng.randrange(7)
    if kind == 0:
        return Add((real(rng, depth - 1), real(rng, depth - 1)))
    if kind == 1:
        return Add((real(rng, depth - 1), neg(real(rng, depth - 1))))
    if kind == 2:
        return Mul((real(rng, depth - 1), real(rng, depth - 1)))
    if kind == 3:
        return Fn("log", positive(rng, depth - 1))
    if kind == 4:
        return Fn(rng.choice(["softplus", "tanh", "sigmoid"]), real(rng, depth - 1))
    if kind == 5:
        return Pow(real(rng, depth - 1), num(2))
    return positive(rng, depth - 1)


def exp_of_sum(node, rng):
    del rng
    match node:
        case Fn(name="exp", arg=Add(terms=terms)):
            return Mul(tuple(Fn("exp", t) for t in terms))
    return None


def logistic(node, rng):
    match node:
        case Fn(name="sigmoid", arg=t):
            return rng.choice(
                [
                    inv(Add((ONE, Fn("exp", neg(t))))),
                    Add((ONE, neg(Fn("sigmoid", neg(t))))),
                    Mul((Fn("exp", t), inv(Add((ONE, Fn("exp", t)))))),
                ]
            )
        case Fn(name="softplus", arg=t):
            return rng.choice(
                [
                    Fn("log", Add((ONE, Fn("exp", t)))),
                    Add((t, Fn("softplus", neg(t)))),
                    neg(Fn("log", Fn("sigmoid", neg(t)))),
                ]
            )
        case Fn(name="tanh", arg=t):
            return Add((Mul((num(2), Fn("sigmoid", Mul((num(2), t))))), num(-1)))
    return None


def log_of_exp(node, rng):
    del rng
    return Fn("log", Fn("exp", node)) if node in (u, v, a, p) else None


def surely_positive(term):
    match term:
        case Fn(name="exp" | "sigmoid"):
            return True
        case Add(terms=parts) | Mul(factors=parts):
            return all(surely_positive(t) for t in parts)
        case Pow(base=base):
            return surely_positive(base)
        case Num(value=value):
            return value > 0
        case _:
            return term in (a, b, p, f0, f1, Dx)


def log_of_product(node, rng):
    del rng
    match node:
        case Fn(name="log", arg=Mul(factors=factors)) if all(surely_positive(f) for f in factors):
            return Add(tuple(Fn("log", f) for f in factors))
    return None


def cancel_factor(node, rng):
    if node.sort != "real" or node.shape or not free(node):
        return None
    other = rng.choice([a, b, Fn("exp", u)])
    return Mul((node, other, inv(other)))


def turn_argument(node, rng):
    del rng
    match node:
        case Fn(name="sigmoid" | "exp" | "tanh" | "softplus" as name, arg=t):
            return Fn(name, neg(t))
    return None


def lie_about_exp(node, rng):
    match node:
        case Fn(name="exp", arg=Add(terms=terms)):
            return Add(tuple(Fn("exp", t) for t in terms))
        case Fn(name="log", arg=Mul(factors=factors)) if len(factors) > 1:
            return Mul(tuple(Fn("log", f) for f in factors)) if all(map(surely_positive, factors)) else None
        case Fn(name="log", arg=Add(terms=terms)) if len(terms) > 1 and all(map(surely_positive, terms)):
            return Add(tuple(Fn("log", t) for t in terms))
        case Pow(base=base, exponent=Num(value)) if value == 2:
            return rng.choice([base, Pow(base, num(3))])
    return None


def lose_domain(node, rng):
    del rng
    return Pow(Pow(node, num(2)), num(Fraction(1, 2))) if node in (u, v) else None


SCALAR = Grammar(
    "scalars",
    SCALARS,
    lambda rng: real(rng, 3),
    (*COMMON_KEEP, exp_of_sum, logistic, log_of_exp, log_of_product, cancel_factor),
    (*COMMON_BREAK, turn_argument, lie_about_exp, lose_domain),
)

# ------------------------------------------------------------------------------------------- indices

n, d = Sym("n", "dimension"), Sym("d", "dimension")
X, R = Sym("X", "real", (n, d)), Sym("R", "real", (n, d))
A = Sym("A", "real", (d, d))
y, w, g = Sym("y", "real", (n, ONE)), Sym("w", "real", (d, ONE)), Sym("g", "real", (d, ONE))
INDICES = Context(
    symbols=(
        *(Declaration(s) for s in (X, A, y, w, g, u)),
        Declaration(R, law=Iid("bernoulli", (p,))),
        Declaration(p, UNIT),
    )
)


def summand(rng, rows, columns):
    pool = [Entry(w, (c,)) for c in columns] + [Entry(g, (c,)) for c in columns]
    pool += [Entry(y, (r,)) for r in rows]
    pool += [Entry(X, (r, c)) for r in rows for c in columns]
    pool += [Entry(A, (c, e)) for c in columns for e in columns]
    return Mul(tuple(rng.choice(pool) for _ in range(rng.randint(2, 4))))


def index_sum(rng):
    i = Sym("i", "index")
    columns = [Sym(name, "index") for name in ("j", "k")[: rng.randint(1, 2)]]
    body = summand(rng, [i], columns)
    if rng.random() < 0.3:
        body = Add((body, summand(rng, [i], columns)))
    term = body
    for c in columns:
        term = Sum(term, c, d)
    return Sum(term, i, n)


def linear_form(rng):
    j = Sym("j", "index")
    return Sum(Mul((rng.choice([Entry(w, (j,)), Entry(g, (j,))]), Entry(X, (Sym("i", "index"), j)))), j, d)


def masked_square(rng):
    i, j = Sym("i", "index"), Sym("j", "index")
    inner = Sum(Mul((Entry(X, (i, j)), Entry(R, (i, j)), Entry(w, (j,)))), j, d)
    factor = inner if rng.random() < 0.6 else Sum(Mul((Entry(R, (i, j)), Entry(g, (j,)))), j, d)
    return Expect(Sum(Mul((Add((Entry(y, (i,)), neg(inner))), Add((Entry(y, (i,)), neg(factor))))), i, n), (R,))


def index_term(rng):
    kind = rng.randrange(4)
    if kind == 0:
        return Pow(
            Sum(Mul((Entry(w, (Sym("j", "index"),)), Entry(g, (Sym("j", "index"),)))), Sym("j", "index"), d), num(2)
        )
    if kind == 1:
        return Sum(Pow(Add((Entry(y, (Sym("i", "index"),)), neg(linear_form(rng)))), num(2)), Sym("i", "index"), n)
    if kind == 2:
        return masked_square(rng)
    return Add((index_sum(rng), Mul((u, index_sum(rng)))))


def rename_dummy(node, rng):
    del rng
    if isinstance(node, Sum):
        new = fresh(node.index)
        return Sum(substitute(node.body, {node.index: new}), new, node.upper)
    return None


def swap_sums(node, rng):
    del rng
    match node:
        case Sum(body=Sum(body=body, index=inner, upper=q), index=outer, upper=r):
            return Sum(Sum(body, outer, r), inner, q)
    return None


def sum_of_add(node, rng):
    del rng
    match node:
        case Sum(body=Add(terms=terms), index=index, upper=upper):
            return Add(tuple(Sum(t, index, upper) for t in terms))
    return None


def square_of_sum(node, rng):
    del rng
    match node:
        case Pow(base=Sum(body=body, index=index, upper=upper), exponent=Num(value)) if value == 2:
            other = fresh(index)
            return Sum(Sum(Mul((body, substitute(body, {index: other}))), other, upper), index, upper)
    return None


def insert_delta(node, rng):
    del rng
    if isinstance(node, Entry) and node.array in (w, g):
        k = fresh(Sym("k", "index"))
        return Sum(Mul((Delta(k, node.indices[0]), Entry(node.array, (k,)))), k, d)
    return None


def transpose_entry(node, rng):
    del rng
    if isinstance(node, Entry) and node.array == A and node.indices[0] != node.indices[1]:
        return Entry(A, node.indices[::-1])
    return None


def capture(node, rng):
    del rng
    match node:
        case Pow(base=Sum(body=body, index=index, upper=upper), exponent=Num(value)) if value == 2:
            return Sum(Mul((body, body)), index, upper)
        case Mul(factors=(Sum() as first, Sum() as second)) if first.upper == second.upper:
            return Sum(
                Mul((first.body, substitute(second.body, {second.index: first.index}))), first.index, first.upper
            )
    return None


def other_array(node, rng):
    del rng
    if isinstance(node, Entry) and node.array in (w, g):
        return Entry(g if node.array == w else w, node.indices)
    return None


def mean_of_mask(node, rng):
    del rng
    if isinstance(node, Expect):
        return substitute_mask(node.body)
    return None


def substitute_mask(term):
    if isinstance(term, Entry) and term.array == R:
        return p
    return term.rebuild(substitute_mask) if term.children() else term


INDEX = Grammar(
    "indices",
    INDICES,
    index_term,
    (*COMMON_KEEP, rename_dummy, swap_sums, sum_of_add, square_of_sum, insert_delta),
    (*COMMON_BREAK, transpose_entry, capture, other_array, mean_of_mask),
)

# ------------------------------------------------------------------------------------------ matrices

lam = Sym("lambda")
S, T = Sym("S", "real", (d, d)), Sym("T", "real", (d, d))
Q = Sym("Q", "real", (d, d))
MATRICES = Context(
    symbols=(
        *(Declaration(s) for s in (X, A, y, w)),
        Declaration(S, structure=frozenset({"invertible"})),
        Declaration(T, structure=frozenset({"invertible"})),
        Declaration(Q, structure=frozenset({"symmetric"})),
        Declaration(lam, POSITIVE),
    )
)


def op(name, *args):
    return MatOp(name, args)


def gram():
    return Add((op("product", op("transpose", X), X), Mul((lam, op("identity", d)))))


def outer():
    return Add((op("product", X, op("transpose", X)), Mul((lam, op("identity", n)))))


def square_letter(rng):
    return rng.choice(
        [A, S, T, Q, op("transpose", A), op("inverse", S), op("inverse", gram()), op("product", op("transpose", X), X)]
    )


def word(rng):
    letters = [square_letter(rng) for _ in range(rng.randint(2, 3))]
    return op("product", *letters)


def matrix_term(rng):
    kind = rng.randrange(4)
    if kind == 0:
        return op("product", op("inverse", gram()), op("transpose", X), y)
    if kind == 1:
        return op("norm2", Add((y, neg(op("product", X, w)))))
    if kind == 2:
        return Add((word(rng), Mul((lam, word(rng)))))
    return op("product", op("transpose", w), word(rng), w)


def push_through(node, rng):
    del rng
    if node == op("inverse", gram()):
        return None
    match node:
        case MatOp(op="product", args=(first, second, *rest)) if first == op("inverse", gram()) and second == op(
            "transpose", X
        ):
            return op("product", op("transpose", X), op("inverse", outer()), *rest)
    return None


def nest(node, rng):
    match node:
        case MatOp(op="product", args=args) if len(args) > 2:
            k = rng.randint(1, len(args) - 1)
            left = args[0] if k == 1 else op("product", *args[:k])
            right = args[-1] if k == len(args) - 1 else op("product", *args[k:])
            return op("product", left, right)
    return None


def transpose_product(node, rng):
    del rng
    match node:
        case MatOp(op="product", args=args) if len(args) > 1:
            return op("transpose", op("product", *(op("transpose", f) for f in reversed(args))))
    return None


def cancel_inverse(node, rng):
    if node in (A, Q, S):
        return rng.choice([op("product", node, S, op("inverse", S)), op("product", op("inverse", T), T, node)])
    return None


def symmetric_letter(node, rng):
    del rng
    return op("transpose", Q) if node == Q else None


def norm_as_product(node, rng):
    del rng
    match node:
        case MatOp(op="norm2", args=(vector,)) if vector.shape[1] == ONE:
            return op("product", op("transpose", vector), vector)
    return None


def swap_letters(node, rng):
    match node:
        case MatOp(op="product", args=args) if len(args) > 1:
            k = rng.randrange(len(args) - 1)
            return op("product", *args[:k], args[k + 1], args[k], *args[k + 2 :])
    return None


def toggle_transpose(node, rng):
    del rng
    if node in (A, S, T):
        return op("transpose", node)
    return None


def toggle_inverse(node, rng):
    del rng
    return op("inverse", node) if node in (S, T) else None


def double_lambda(node, rng):
    del rng
    return Mul((num(2), lam)) if node == lam else None


MATRIX = Grammar(
    "matrices",
    MATRICES,
    matrix_term,
    (
        split_coefficient,
        commute,
        push_through,
        nest,
        transpose_product,
        cancel_inverse,
        symmetric_letter,
        norm_as_product,
    ),
    (flip_sign, change_number, swap_letters, toggle_transpose, toggle_inverse, double_lambda),
)

# --------------------------------------------------------------------------------------- information

theta, phi = Sym("theta", "parameter"), Sym("phi", "parameter")
INFORMATION = Context(
    symbols=(Declaration(x), Declaration(z), Declaration(theta), Declaration(phi)),
    laws=(
        LawDeclaration("p", ("x", "z"), depends=frozenset({"theta"}), marginal_depends=((("z",), frozenset()),)),
        LawDeclaration("q", ("z",), ("x",), depends=frozenset({"phi"})),
        LawDeclaration("r", ("z",), ("x",)),
        LawDeclaration("f0", ("x",)),
        LawDeclaration("f1", ("x",)),
    ),
    functions=(FunctionDeclaration("D", ("x",), UNIT),),
    grants=(("integrals are finite", "assumed"),),
)


def P(targets, given=""):
    points = {"x": x, "z": z}
    return Density("p", tuple(targets), tuple(given), tuple(points[c] for c in targets + given))


q, r = (Density(name, ("z",), ("x",), (z, x)) for name in "qr")
OVER_Z = [q, r, P("z", "x"), P("z")]
RATIOS = [*OVER_Z, P("x", "z"), P("xz"), P("x")]


def log(term):
    return Fn("log", term)


def expectation(rng, law):
    return Expect(log(rng.choice(RATIOS)), (z,), law)


def atom(rng):
    kind = rng.randrange(6)
    if kind == 0:
        return Divergence("KL", rng.choice(OVER_Z), rng.choice(OVER_Z), (z,))
    if kind == 1:
        return expectation(rng, rng.choice(OVER_Z))
    if kind == 2:
        return log(P("x"))
    if kind == 3:
        return Divergence("entropy", rng.choice([q, r]), None, (z,))
    if kind == 4:
        return Divergence(rng.choice(["KL", "JSD"]), f0, f1, (x,))
    value = rng.choice([Dx, Mul((f1, inv(Add((f0, f1))))), Add((ONE, neg(Dx)))])
    return Expect(log(value), (x,), rng.choice([f0, f1]))


def functional(rng):
    return Add(tuple(Mul((num(rng.choice([1, -1, 2, Fraction(1, 2)])), atom(rng))) for _ in range(rng.randint(1, 3))))


def unfold_kl(node, rng):
    match node:
        case Divergence(kind="KL", left=left, right=right, variables=variables):
            return rng.choice(
                [
                    Expect(log(Mul((left, inv(right)))), variables, left),
                    Expect(Add((log(left), neg(log(right)))), variables, left),
                    Add((neg(Divergence("entropy", left, None, variables)), neg(Expect(log(right), variables, left)))),
                ]
            )
        case Divergence(kind="entropy", left=left, variables=variables):
            return Expect(neg(log(left)), variables, left)
        case Divergence(kind="JSD", left=left, right=right, variables=variables):
            return Divergence("JSD", right, left, variables)
    return None


def bayes(node, rng):
    if node == P("x", "z"):
        return Mul((P("z", "x"), P("x"), inv(P("z"))))
    if node == P("z", "x"):
        return rng.choice([Mul((P("xz"), inv(P("x")))), Mul((P("x", "z"), P("z"), inv(P("x"))))])
    if node == P("xz"):
        return Mul((P("x", "z"), P("z")))
    return None


def split_log(node, rng):
    del rng
    match node:
        case Fn(name="log", arg=Mul(factors=factors)):
            return Add(tuple(log(f) for f in factors))
    return None


def linear(node, rng):
    del rng
    match node:
        case Expect(body=Add(terms=terms), variables=variables, density=density):
            return Add(tuple(Expect(t, variables, density) for t in terms))
    return None


def constant_under_law(node, rng):
    return Expect(node, (z,), rng.choice([q, r, P("z", "x")])) if node == log(P("x")) else None


def swap_kl(node, rng):
    del rng
    match node:
        case Divergence(kind="KL", left=left, right=right, variables=variables):
            return Divergence("KL", right, left, variables)
    return None


def other_density(node, rng):
    if node in OVER_Z:
        return rng.choice([s for s in OVER_Z if s != node])
    if node in (f0, f1):
        return f1 if node == f0 else f0
    return None


def lose_entropy(node, rng):
    del rng
    match node:
        case Divergence(kind="KL", left=left, right=right, variables=variables):
            return neg(Expect(log(right), variables, left))
        case Divergence(kind="entropy"):
            return num(0)
    return None


INFO = Grammar(
    "information",
    INFORMATION,
    functional,
    (commute, distribute, add_zero, split_coefficient, unfold_kl, bayes, split_log, linear, constant_under_law),
    (flip_sign, change_number, drop, swap_kl, other_density, lose_entropy),
)

GRAMMARS = (SCALAR, INDEX, MATRIX, INFO)
