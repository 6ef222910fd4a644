"""Matrices of symbolic shape written with Python's operators, for the tests of `matrices`."""

from dataclasses import replace
from fractions import Fraction

from verify.decide.matrices import decide
from verify.model import Proof
from verify.terms.context import POSITIVE, UNIT, Context, Declaration
from verify.terms.nodes import ONE, Add, At, Diff, MatOp, Mul, Num, Pow, Sym, Term
from verify.terms.statement import Statement


class M:
    """A term with operators: `@` is the matrix product, `*` scales, `~` transposes."""

    def __init__(self, term):
        self.term = term

    def __add__(self, other):
        return M(Add((self.term, raw(other))))

    def __radd__(self, other):
        return M(Add((raw(other), self.term)))

    def __neg__(self):
        return M(Mul((Num(Fraction(-1)), self.term)))

    def __sub__(self, other):
        return self + (-M(raw(other)))

    def __rsub__(self, other):
        return M(raw(other)) - self

    def __mul__(self, other):
        return M(Mul((self.term, raw(other))))

    def __rmul__(self, other):
        return M(Mul((raw(other), self.term)))

    def __truediv__(self, other):
        return M(Mul((self.term, Pow(raw(other), Num(Fraction(-1))))))

    def __rtruediv__(self, other):
        return M(Mul((raw(other), Pow(self.term, Num(Fraction(-1))))))

    def __pow__(self, exponent):
        return M(Pow(self.term, raw(exponent)))

    def __matmul__(self, other):
        return op("product", self, other)

    def __invert__(self):
        return op("transpose", self)

    @property
    def inv(self):
        return op("inverse", self)


def raw(value):
    if isinstance(value, M):
        return value.term
    return value if isinstance(value, Term) else Num(Fraction(value))


def op(name, *args):
    return M(MatOp(name, tuple(raw(a) for a in args)))


def norm2(x):
    return op("norm2", x)


def trace(x):
    return op("trace", x)


def det(x):
    return op("det", x)


def eye(size):
    return op("identity", size)


def zeros(rows, columns=1):
    return op("zeros", rows, columns)


def ones(rows, columns=1):
    return op("ones", rows, columns)


def grad(body, variable):
    return M(Diff(raw(body), (raw(variable),)))


def at(body, *pairs):
    return M(At(raw(body), tuple((raw(s), raw(v)) for s, v in pairs)))


def dimension(name):
    return M(Sym(name, "dimension"))


def matrix(name, rows, columns=1):
    return M(Sym(name, "real", (raw(rows), raw(columns))))


n, d, k = (dimension(x) for x in "ndk")
X, Z = matrix("X", n, d), matrix("Z", n, d)
U, V = matrix("U", d, k), matrix("V", k, d)
A, B, C, H = (matrix(x, d, d) for x in "ABCH")
K = matrix("K", k, k)
G, D1, D2 = matrix("Gamma", d, d), matrix("D1", d, d), matrix("D2", d, d)
F = matrix("F", n, d)
w, v, u, b = (matrix(x, d) for x in "wvub")
y, z = matrix("y", n), matrix("z", n)
p, lam, c, q = (M(Sym(x)) for x in ("p", "lambda", "c", "q"))
one = raw(ONE)

DECLARATIONS = (
    *(Declaration(s.term) for s in (X, Z, U, V, A, B, C, K, w, v, u, b, y, z, c, q)),
    Declaration(H.term, structure=frozenset({"symmetric"})),
    Declaration(G.term, structure=frozenset({"symmetric", "invertible"})),
    Declaration(D1.term, structure=frozenset({"diagonal"})),
    Declaration(D2.term, structure=frozenset({"diagonal", "symmetric"})),
    Declaration(F.term, structure=frozenset({"full column rank"})),
    Declaration(p.term, UNIT),
    Declaration(lam.term, POSITIVE),
)
CONTEXT = Context(DECLARATIONS)


def says(relation, *args, over=()):
    return Statement(relation, tuple(raw(a) for a in args), tuple(raw(s) for s in over))


def declared(**changes):
    """Return CONTEXT with changes (dictionaries) to some declarations, by name."""
    return Context(tuple(replace(s, **changes[s.symbol.name]) if s.symbol.name in changes else s for s in DECLARATIONS))


def given(*hypotheses):
    return CONTEXT.with_hypotheses(*((says(*h), f"hypothesis {number}") for number, h in enumerate(hypotheses, 1)))


def proved(statement, context=CONTEXT, using=()):
    return isinstance(decide(statement, context, tuple(raw(t) for t in using)), Proof)
