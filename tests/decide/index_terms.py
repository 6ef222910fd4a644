"""Terms with indices written with Python's operators, for the tests of `indices`."""

from fractions import Fraction

from verify.decide.indices import decide
from verify.model import Proof
from verify.terms.context import POSITIVE, REALS, UNIT, Context, Declaration, Iid
from verify.terms.nodes import ONE, Add, At, Delta, Diff, Entry, Expect, Fn, MatOp, Mul, Num, Pow, Sum, Sym, Term
from verify.terms.statement import Statement


class T:
    """A term with operators: `@` is the matrix product, `x[i, j]` an entry."""

    def __init__(self, term):
        self.term = term

    def __add__(self, other):
        return T(Add((self.term, raw(other))))

    def __radd__(self, other):
        return T(Add((raw(other), self.term)))

    def __neg__(self):
        return T(Mul((Num(Fraction(-1)), self.term)))

    def __sub__(self, other):
        return self + (-T(raw(other)))

    def __rsub__(self, other):
        return T(raw(other)) - self

    def __mul__(self, other):
        return T(Mul((self.term, raw(other))))

    def __rmul__(self, other):
        return T(Mul((raw(other), self.term)))

    def __truediv__(self, other):
        return T(Mul((self.term, Pow(raw(other), Num(Fraction(-1))))))

    def __rtruediv__(self, other):
        return T(Mul((raw(other), Pow(self.term, Num(Fraction(-1))))))

    def __pow__(self, other):
        return T(Pow(self.term, raw(other)))

    def __matmul__(self, other):
        return T(MatOp("product", (self.term, raw(other))))

    def __getitem__(self, indices):
        indices = indices if isinstance(indices, tuple) else (indices,)
        return T(Entry(self.term, tuple(raw(i) for i in indices)))

    @property
    def t(self):
        return op("transpose", self)

    @property
    def inv(self):
        return op("inverse", self)


def raw(value):
    if isinstance(value, T):
        return value.term
    return value if isinstance(value, Term) else Num(Fraction(value))


def op(name, *args):
    return T(MatOp(name, tuple(raw(a) for a in args)))


def norm2(x):
    return op("norm2", x)


def fn(name, x):
    return T(Fn(name, raw(x)))


def total(body, *limits):
    """Σ with the limits (index, upper) from the innermost out."""
    term = raw(body)
    for index, upper in limits:
        term = Sum(term, raw(index), raw(upper))
    return T(term)


def delta(a, b):
    return T(Delta(raw(a), raw(b)))


def expect(body, *variables):
    return T(Expect(raw(body), tuple(raw(v) for v in variables)))


def diff(body, *variables):
    return T(Diff(raw(body), tuple(raw(v) for v in variables)))


def at(body, **values):
    symbols = {s.term.name: s.term for s in (X, Y, A, B, C, S, R, Q, y, w, v, u, p, lam)}
    return T(At(raw(body), tuple((symbols[name], raw(value)) for name, value in values.items())))


def dimension(name):
    return T(Sym(name, "dimension"))


def index(name):
    return T(Sym(name, "index"))


def array(name, *shape):
    shape = tuple(raw(s) for s in shape)
    return T(Sym(name, "real", shape if len(shape) == 2 else (*shape, ONE)))


n, d, m = (dimension(x) for x in "ndm")
i, j, k, h, a, b = (index(x) for x in "ijkhab")
i_, j_ = index("i_"), index("j_")  # in a hypothesis: for all
X, Y, R, Q = (array(name, n, d) for name in "XYRQ")
A, B, C, S = (array(name, d, d) for name in "ABCS")
y = array("y", n)
w, v, u = (array(name, d) for name in "wvu")
p, lam = T(Sym("p")), T(Sym("lam"))
HALF = Fraction(1, 2)


def declared(*extra, **intervals):
    intervals = {"p": UNIT, "lam": POSITIVE, **intervals}
    symbols = [X, Y, A, B, C, S, y, w, v, u, p, lam]
    taken = {e.symbol.name for e in extra}
    return tuple(
        Declaration(s.term, intervals.get(s.term.name, REALS)) for s in symbols if s.term.name not in taken
    ) + tuple(extra)


def bernoulli(x):
    return Declaration(x.term, law=Iid("bernoulli", (p.term,)))


def gaussian(x, mean=0, variance=1):
    return Declaration(x.term, law=Iid("gaussian", (raw(mean), raw(variance))))


CONTEXT = Context(declared(bernoulli(R), bernoulli(Q)))


def says(left, right, relation="=", context=CONTEXT, using=(), hypotheses=()):
    statement = Statement(relation, (raw(left), raw(right)), (), tuple(hypotheses))
    return decide(statement, context, tuple(raw(u) for u in using))


def proves(*args, **kwargs):
    return isinstance(says(*args, **kwargs), Proof)


def equation(left, right, relation="="):
    return Statement(relation, (raw(left), raw(right)))
