"""Terms written with Python's operators, and the Context that the tests of `scalars` share."""

import random
from fractions import Fraction

from verify.terms.context import POSITIVE, REALS, UNIT, Context, Declaration, FunctionDeclaration, Interval
from verify.terms.nodes import Add, Apply, Const, Fn, Mul, Num, Pow, Rows, Sym, Term
from verify.terms.statement import Statement


class E:
    """A term with operators; numbers become `Num`."""

    def __init__(self, term):
        self.term = term

    def __repr__(self):  # test ids must not hold addresses
        return str(self.term)

    def __add__(self, other):
        return E(Add((self.term, raw(other))))

    def __radd__(self, other):
        return E(Add((raw(other), self.term)))

    def __neg__(self):
        return E(Mul((Num(Fraction(-1)), self.term)))

    def __sub__(self, other):
        return E(Add((self.term, Mul((Num(Fraction(-1)), raw(other))))))

    def __rsub__(self, other):
        return E(Add((raw(other), Mul((Num(Fraction(-1)), self.term)))))

    def __mul__(self, other):
        return E(Mul((self.term, raw(other))))

    def __rmul__(self, other):
        return E(Mul((raw(other), self.term)))

    def __truediv__(self, other):
        return E(Mul((self.term, Pow(raw(other), Num(Fraction(-1))))))

    def __rtruediv__(self, other):
        return E(Mul((raw(other), Pow(self.term, Num(Fraction(-1))))))

    def __pow__(self, other):
        return E(Pow(self.term, raw(other)))

    def __rpow__(self, other):
        return E(Pow(raw(other), self.term))


def raw(value):
    if isinstance(value, E):
        return value.term
    return value if isinstance(value, Term) else Num(Fraction(value))


def _function(name):
    return lambda arg: E(Fn(name, raw(arg)))


exp, log, sigmoid, softplus, tanh, modulus, signum = map(
    _function, ("exp", "log", "sigmoid", "softplus", "tanh", "abs", "sign")
)


def sqrt(arg):
    return root(arg, 2)


def root(arg, degree):
    return E(Pow(raw(arg), Num(Fraction(1, degree))))


def f(arg, order=0):
    return E(Apply("f", (raw(arg),), (order,)))


def col(*components):
    return Rows(tuple((raw(component),) for component in components))


def sym(name):
    return E(Sym(name))


half = E(Num(Fraction(1, 2)))
oo, i, pi = E(Const("oo")), E(Const("i")), E(Const("pi"))
x, y, z, c = map(sym, "xyzc")  # real
a, b, u = map(sym, "abu")  # positive
p, D = map(sym, "pD")  # in (0, 1)
q = sym("q")  # in [0, 1]
f0, f1, gamma = map(sym, ("f0", "f1", "gamma"))  # positive
psi0, psi1, theta = map(sym, ("psi0", "psi1", "theta"))  # real

_RANGES = (
    (REALS, (x, y, z, c, psi0, psi1, theta)),
    (POSITIVE, (a, b, u, f0, f1, gamma)),
    (UNIT, (p, D)),
    (Interval(Fraction(0), Fraction(1), True, True), (q,)),
)
CONTEXT = Context(
    tuple(Declaration(s.term, interval) for interval, symbols in _RANGES for s in symbols),
    (FunctionDeclaration("f", ("real",)), FunctionDeclaration("g", ("real",), UNIT)),
)


def claim(relation, *args, on=(), given=()):
    return Statement(relation, tuple(raw(arg) for arg in args), tuple(v.term for v in on), tuple(given))


def random_term(draw: random.Random, depth: int):
    """Return a random scalar of exp, log, roots and rational operations; often, not always, defined."""
    if depth == 0:
        return draw.choice((x, y, a, p, E(Num(Fraction(2))), half, E(Num(Fraction(-1)))))
    left, right = random_term(draw, depth - 1), random_term(draw, draw.randrange(depth))
    rules = (
        lambda: left + right,
        lambda: left - right,
        lambda: left * right,
        lambda: left / (1 + right**2),
        lambda: left / right,
        lambda: exp(left),
        lambda: log(1 + left**2),
        lambda: log(left),
        lambda: sqrt(left**2),
        lambda: sqrt(left),
        lambda: sigmoid(left),
        lambda: softplus(left),
        lambda: tanh(left),
        lambda: modulus(left),
        lambda: left**2,
        lambda: a**left,
        lambda: log(exp(left) + exp(right)),
    )
    return draw.choice(rules)()


def tempting(draw: random.Random, depth: int):
    """Return (left, right) of a law that holds, holds with conditions, or looks as if it held."""
    s, t = random_term(draw, depth), random_term(draw, depth)
    laws = (
        (log(s * t), log(s) + log(t)),
        (log(s**2), 2 * log(s)),
        (sqrt(s**2), s),
        (sqrt(s**2), modulus(s)),
        (exp(s * t), exp(s) * exp(t)),
        (exp(s + t), exp(s) * exp(t)),
        (exp(log(s)), s),
        (log(exp(s)), s),
        (log(1 + exp(2 * s)), 2 * log(1 + exp(s))),
        (sqrt(s * t), sqrt(s) * sqrt(t)),
        (sqrt(s + t), sqrt(s) + sqrt(t)),
        ((s * t) ** half, s**half * t**half),
        (a ** (s + t), a**s * a**t),
        (s / t * t, s),
        (modulus(s * t), modulus(s) * modulus(t)),
        (modulus(s + t), modulus(s) + modulus(t)),
        (softplus(s) - softplus(-s), s),
        (log(sigmoid(s)), s - softplus(s)),
        (tanh(s), 2 * sigmoid(2 * s) - 1),
        (tanh(s), 2 * sigmoid(s) - 1),
        (signum(s) * modulus(s), s),
        ((s + t) ** 2, s**2 + 2 * s * t + t**2),
        ((s + t) ** 2, s**2 + t**2),
        (1 / (s + t), 1 / s + 1 / t),
        (exp(s) - 1, s),
        (log(s), s - 1),
        (sigmoid(s), sigmoid(t)),
        (s**3, s),
        (root(s**3, 3), s),
        (sqrt(s) ** 2, s),
        (sqrt(sqrt(s**4)), modulus(s)),
    )
    return draw.choice(laws)
