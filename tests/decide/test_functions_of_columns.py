"""Unknown smooth functions of columns: the chain rule at any dimension, and what is not read."""

import pytest
from sympy import KroneckerDelta, MatrixSymbol, Rational, Sum, symbols

from tests.written import elaborated, link, numbers
from verify.notation import (
    REALS,
    Context,
    D,
    Statement,
    at,
    column_of,
    declare,
    entry,
    function,
    hadamard,
    norm2,
    row_of,
)
from verify.terms.nodes import IllTyped

K, P, L = symbols("K P L", integer=True, positive=True)
i, j, k, m = symbols("i j k m", integer=True)
u, v, z, e = (MatrixSymbol(name, K, 1) for name in ("u", "v", "z", "e"))
w = MatrixSymbol("w", P, 1)
A, N = MatrixSymbol("A", K, P), MatrixSymbol("N", K, L)
t = symbols("t")
f, g = function("f", "column", "column"), function("g", "column")

HERE = Context(*(declare(x, REALS) for x in (u, v, z, e, w, A, N, t)), f, g)

TRUE = {
    "shift": lambda: (entry(D(g(u + v), u), i), entry(at(D(g(z), z), {z: u + v}), i)),
    "twice": lambda: (entry(D(g(2 * u), u), i), 2 * entry(at(D(g(z), z), {z: 2 * u}), i)),
    "entrywise": lambda: (
        entry(D(g(hadamard(v, u)), u), i),
        entry(v, i) * entry(at(D(g(z), z), {z: hadamard(v, u)}), i),
    ),
    "matrix": lambda: (
        entry(D(g(A * w), w), i),
        Sum(entry(A, k, i) * entry(at(D(g(z), z), {z: A * w}), k), (k, 1, K)),
    ),
    "first column": lambda: (entry(D(f(u, w), u), i), entry(D(f(u, w), u), i)),
    "both columns": lambda: (
        entry(D(f(u, A.T * u), u), i),
        entry(at(D(f(z, w), z), {z: u, w: A.T * u}), i)
        + Sum(entry(A, i, k) * entry(at(D(f(z, w), w), {z: u, w: A.T * u}), k), (k, 1, P)),
    ),
    "a number": lambda: (D(g(t * u), t), Sum(entry(u, k) * entry(at(D(g(z), z), {z: t * u}), k), (k, 1, K))),
    "square": lambda: (entry(D(g(u) ** 2, u), i), 2 * g(u) * entry(D(g(u), u), i)),
    "sum over draws": lambda: (
        entry(D(Sum(g(u + column_of(N, m)), (m, 1, L)), u), i),
        Sum(entry(at(D(g(z), z), {z: u + column_of(N, m)}), i), (m, 1, L)),
    ),
    "column of a matrix": lambda: (entry(column_of(N, m), i), entry(N, i, m)),
    "row of a matrix": lambda: (entry(row_of(N, i), m), entry(N, i, m)),
    "norm by columns": lambda: (Sum(norm2(column_of(N, m)), (m, 1, L)), norm2(N)),
    "constant": lambda: (entry(D(g(v), u), i), 0 * t),
}
FALSE = {
    "factor forgotten": lambda: (entry(D(g(2 * u), u), i), entry(at(D(g(z), z), {z: 2 * u}), i)),
    "slope elsewhere": lambda: (entry(D(g(u + v), u), i), entry(D(g(u), u), i)),
    "weight forgotten": lambda: (entry(D(g(hadamard(v, u)), u), i), entry(at(D(g(z), z), {z: hadamard(v, u)}), i)),
    "entries swapped": lambda: (entry(D(g(u), u), i), entry(D(g(u), u), j)),
    "summed": lambda: (entry(D(g(u), u), i), Sum(entry(D(g(u), u), k), (k, 1, K))),
    "first for second": lambda: (entry(D(f(u, v), u), i), entry(at(D(f(v, z), z), {z: u}), i)),
    "symmetric": lambda: (f(u, v), f(v, u)),
    "linear": lambda: (g(u + v), g(u) + g(v)),
    "one column only": lambda: (
        entry(D(f(u, A.T * u), u), i),
        entry(at(D(f(z, w), z), {z: u, w: A.T * u}), i),
    ),
    "no dependence": lambda: (entry(D(g(u), u), i), 0 * t),
    "column for row": lambda: (norm2(column_of(N, m)), Rational(1, 2) * norm2(N)),
}


@pytest.mark.parametrize("name", TRUE)
def test_the_chain_rule(name):
    sides = TRUE[name]
    assert link(HERE, lambda: Statement(sides()[0], "=", sides()[1])) == "proved"
    assert numbers(HERE, lambda: Statement(sides()[0], "=", sides()[1])) == "confirmed"


@pytest.mark.parametrize("name", FALSE)
def test_wrong_slopes(name):
    sides = FALSE[name]
    assert link(HERE, lambda: Statement(sides()[0], "=", sides()[1])) == "refuted"
    assert numbers(HERE, lambda: Statement(sides()[0], "=", sides()[1])) == "refuted"


def test_a_second_derivative_is_not_read():
    twice = lambda: Statement(entry(D(entry(D(g(u), u), i), u), j), "=", KroneckerDelta(i, j))  # noqa: E731
    assert link(HERE, twice) != "proved"


def test_kinds_of_arguments():
    with pytest.raises(IllTyped, match="takes a column"):
        elaborated(HERE, lambda: Statement(g(N), "=", 0))
    h = function("h", "real")
    with pytest.raises(IllTyped, match="takes a real"):
        elaborated(HERE.but(h), lambda: Statement(h(u), "=", 0))
