"""The core language: shapes and kinds are decided when a term is built."""

import pickle
from fractions import Fraction

import pytest

from verify.terms.nodes import (
    ONE,
    Add,
    Apply,
    Const,
    Delta,
    Density,
    Diff,
    Divergence,
    Entry,
    Fn,
    IllTyped,
    Integral,
    MatOp,
    Mul,
    Num,
    Pow,
    Rows,
    Sum,
    Sym,
    shape_text,
)
from verify.terms.statement import Statement

n, d = Sym("n", "dimension"), Sym("d", "dimension")
i, j = Sym("i", "index"), Sym("j", "index")
X, y, w = Sym("X", "real", (n, d)), Sym("y", "real", (n, ONE)), Sym("w", "real", (d, ONE))
S = Sym("S", "real", (d, d))
p, x = Sym("p"), Sym("x", "point")
theta = Sym("theta", "parameter")


def op(name, *args):
    return MatOp(name, args)


WELL_TYPED = [
    (op("product", X, w), "n×1"),
    (op("product", op("transpose", w), w), "scalar"),
    (op("transpose", X), "d×n"),
    (op("inverse", S), "d×d"),
    (op("hadamard", X, X), "n×d"),
    (op("diag", w), "d×d"),
    (op("diagonal", S), "d×1"),
    (op("trace", S), "scalar"),
    (op("det", S), "scalar"),
    (op("norm2", X), "scalar"),
    (op("identity", d), "d×d"),
    (op("zeros", n, d), "n×d"),
    (Mul((p, X)), "n×d"),
    (Add((y, op("product", X, w))), "n×1"),
    (Entry(X, (i, j)), "scalar"),
    (Entry(w, (j,)), "scalar"),
    (Sum(Entry(w, (j,)), j, d), "scalar"),
    (Sum(w, i, n), "d×1"),
    (Rows(((p, p), (p, p), (p, p))), "3×2"),
    (Rows(((p,),)), "scalar"),
    (Diff(op("norm2", w), (w,)), "d×1"),
    (Diff(Rows(((p,), (p,))), (p, Sym("q"))), "2×2"),
    (Density("p", ("x",), (), (x,)), "scalar"),
    (Fn("exp", X), "n×d"),
]


@pytest.mark.parametrize(("term", "shape"), WELL_TYPED, ids=[str(k) for k in range(len(WELL_TYPED))])
def test_shape(term, shape):
    assert shape_text(term.shape) == shape


ILL_TYPED = {
    "w X": lambda: op("product", w, X),
    "X y": lambda: op("product", X, y),
    "y + w": lambda: Add((y, w)),
    "scalar + vector": lambda: Add((p, y)),
    "two matrices in a scalar product": lambda: Mul((X, w)),
    "inverse of n×d": lambda: op("inverse", X),
    "trace of n×d": lambda: op("trace", X),
    "diag of a matrix": lambda: op("diag", X),
    "hadamard of n×d and d×n": lambda: op("hadamard", X, op("transpose", X)),
    "one index on a matrix": lambda: Entry(X, (i,)),
    "a real as an index": lambda: Entry(w, (p,)),
    "an entry of a scalar": lambda: Entry(p, (i,)),
    "power of a vector": lambda: Pow(y, Num(Fraction(2))),
    "point + 1": lambda: Add((x, ONE)),
    "exp of a point": lambda: Fn("exp", x),
    "parameter squared": lambda: Pow(theta, Num(Fraction(2))),
    "sum over a real": lambda: Sum(p, Sym("q"), n),
    "delta of reals": lambda: Delta(p, p),
    "ragged rows": lambda: Rows(((p,), (p, p))),
    "unknown function name": lambda: Fn("sin", p),
    "unknown operation": lambda: op("cross", y, y),
    "unknown constant": lambda: Const("e"),
    "KL of a vector": lambda: Divergence("KL", y, y, (x,)),
    "KL without its right side": lambda: Divergence("KL", p, None, (x,)),
    "integral of a vector": lambda: Integral(y, (x,)),
    "wrong number of points": lambda: Density("p", ("x",), ("z",), (x,)),
    "orders of another length": lambda: Apply("f", (p,), (1, 1)),
    "Jacobian of a matrix": lambda: Diff(X, (p, Sym("q"))),
    "inverse of a matrix that is not square": lambda: Statement("invertible", (X,)),
    "singular, and not square": lambda: Statement("singular", (X,)),
    "eigenvalues of a column": lambda: Statement("eigenvalues", (w, w)),
    "eigenvalues in a table": lambda: Statement("eigenvalues", (op("product", op("transpose", X), X), X)),
}


@pytest.mark.parametrize("build", ILL_TYPED.values(), ids=ILL_TYPED)
def test_ill_typed(build):
    with pytest.raises(IllTyped):
        build()


def test_message_shows_both_shapes():
    with pytest.raises(IllTyped, match=r"d×1.*n×d") as caught:
        op("product", w, X)
    assert caught.value.shapes == ("d×1", "n×d")


def test_equality_is_structural_and_ignores_spans():
    from verify.model import Span

    assert Mul((p, X)) == Mul((p, X)).at_span(Span("a.tex", 3))
    assert hash(Mul((p, X))) == hash(Mul((p, X)).at_span(Span("a.tex", 3)))
    assert Mul((p, X)) != Mul((X, p))
    assert Sum(p, i, n) != Sum(p, i, d)


@pytest.mark.parametrize("term", [term for term, _ in WELL_TYPED], ids=[str(k) for k in range(len(WELL_TYPED))])
def test_pickle_and_rebuild_are_the_identity(term):
    assert pickle.loads(pickle.dumps(term)) == term
    assert term.rebuild(lambda child: child) == term


@pytest.mark.parametrize(
    "build",
    [
        lambda: Integral(p, (Add((p, p)),)),
        lambda: Diff(p, (Mul((p, p)),)),
        lambda: Sum(p, Entry(w, (j,)), n),
        lambda: Divergence("entropy", p, None, (ONE,)),
    ],
)
def test_only_symbols_are_bound(build):
    with pytest.raises(IllTyped, match="needs a symbol"):
        build()
