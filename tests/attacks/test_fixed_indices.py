"""In a hypothesis i_ and j_ mean "for all"; any other free index is one index, unknown and the same everywhere.

`X[i_, k] = 0` says that column k is zero. A false claim that would follow if it said so of every column must be
neither proved nor confirmed; what column k does imply is proved and confirmed.
"""

from importlib import import_module

import pytest

from tests.decide.index_terms import (
    HALF,
    ONE,
    A,
    T,
    X,
    array,
    d,
    delta,
    dimension,
    fn,
    i,
    i_,
    index,
    j,
    j_,
    k,
    n,
    norm2,
    op,
    p,
    raw,
    total,
    u,
    v,
    w,
    y,
)
from verify.decide import decide
from verify.decide.rational import TooLarge
from verify.meaning.draw import draw, witness
from verify.model import Disproof, Proof, Settings, Verdict
from verify.numeric.estimate import estimate
from verify.terms.context import UNIT, Context, Declaration, FunctionDeclaration, LawDeclaration
from verify.terms.nodes import Apply, Density, Divergence, Entry, Expect, Sym
from verify.terms.statement import Statement

a, l = index("a"), index("l")  # noqa: E741 (an index called l)
e = dimension("e")
z = array("z", e)
ARRAYS = tuple(Declaration(s.term) for s in (X, A, u, v, w, y, z))


def says(relation, left, right):
    return Statement(relation, (raw(left), raw(right)))


def equal(left, right):
    return says("=", left, right)


def under(*hypotheses, symbols=ARRAYS, **more):
    return Context(
        (*symbols, Declaration(p.term, UNIT)), hypotheses=tuple((h, "a hypothesis") for h in hypotheses), **more
    )


COLUMN = equal(X[i_, k], 0)
ROW = equal(X[k, j_], 0)
GRAM = X.t @ X
zeros_nd, zeros_dd = op("zeros", n, d), op("zeros", d, d)
root_of_squares = op("diag", op("entrywise_sqrt", op("diagonal", GRAM)))

# name: (hypotheses, claim, hints); each is false because hypotheses speak of column (entry, row) k alone
FALSE = {
    "X is zero": ([COLUMN], equal(X, zeros_nd), ()),
    "another column is zero": ([COLUMN], equal(X[i, l], 0), ()),
    "every entry is zero": ([COLUMN], equal(X[i, j], 0), ()),
    "the sum of all squares is zero": ([COLUMN], equal(total(X[i, a] ** 2, (i, n), (a, d)), 0), ()),
    "the norm is zero": ([COLUMN], equal(norm2(X), 0), ()),
    "XᵀX is zero": ([COLUMN], equal(GRAM, zeros_dd), ()),
    "another column of XᵀX is zero": ([COLUMN], equal(total(X[i, j] * X[i, l], (i, n)), 0), ()),
    "the first column is zero": ([COLUMN], equal(X[i, 1], 0), ()),
    "row k is zero": ([COLUMN], equal(X[k, j], 0), ()),
    "Xw is zero": ([COLUMN], equal(X @ w, op("zeros", n, ONE)), ()),
    "trace of XᵀX": ([COLUMN], equal(op("trace", GRAM), 0), ()),
    "the root of the norm": ([COLUMN], equal(norm2(root_of_squares), 0), ()),
    "another row": ([ROW], equal(X[l, j], 0), ()),
    "every row": ([ROW], equal(total(X[i, j] ** 2, (i, n)), 0), ()),
    "entry k is the scale of all": ([equal(w[k], 1)], equal(norm2(w), d), ()),
    "entries k are alike": ([equal(w[k], v[k])], equal(w, v), ()),
    "entries k and l of different arrays": ([equal(w[k], 0), equal(v[l], 0)], equal(op("product", w.t, v), 0), ()),
    "two zero entries leave no other": ([equal(w[k], 0), equal(w[l], 0)], equal(w[j], 0), ()),
    "k and l are one index": ([equal(w[k], 1), equal(v[l], 1)], equal(w[k] * v[k], 1), ()),
    "a column of ones": ([equal(X[i_, k], 1)], equal(total(X[i, j], (i, n)), n), ()),
    "one entry only": ([equal(X[i, k], 0)], equal(total(X[i, k] ** 2, (i, n)), 0), ()),
    "entry k is positive, so all are": ([says(">", w[k], 0)], says(">", w[l], 0), ()),
    "entry k is positive, so the sum is": ([says(">", w[k], 0)], says(">", total(w[j], (j, d)), 0), ()),
    "entry k is positive, so |w_l| = w_l": ([says(">", w[k], 0)], equal(fn("abs", w[l]), w[l]), ()),
    "entry k is positive, so no other is zero": ([says(">", w[k], 0)], says("!=", w[l], 0), ()),
    "entry k is not zero, so no other is": ([says("!=", w[k], 0)], says(">", w[l] ** 2, 0), ()),
    "diag(w) has an inverse": ([says(">", w[k], 0)], Statement("invertible", (raw(op("diag", w)),)), ()),
    "an entry between 0 and 1": (
        [says(">", w[k], 0), says("<", w[k], 1)],
        says("<=", norm2(w), d),
        (),
    ),
    "w_k is the largest": ([says(">=", w[k], w[j_])], says(">=", w[l], w[j]), ()),
    "the hint names another column": ([COLUMN], Statement("singular", (raw(op("product", A.t, A)),)), (k,)),
    "column k may lie beyond diag(z)": (
        # z_j = Σ_c δ_cj w_c; w_k = 0 with k ≤ d; where d > e and k > e no entry of z is zero
        [equal(w[k], 0), equal(z[j_], total(delta(index("c"), j_) * w[index("c")], (index("c"), d)))],
        Statement("singular", (raw(op("diag", z)),)),
        (k,),
    ),
    "for all, but only as far as both arrays go": (
        [equal(z[i_], w[i_]), equal(w[j_], 0)],  # says nothing of z beyond d
        equal(z[i_], 0),
        (),
    ),
    "a symmetric entry": ([equal(A[k, l], A[l, k])], equal(A, A.t), ()),
    "one orthogonal pair": (
        [equal(total(X[i, k] * X[i, l], (i, n)), 0), says("!=", k, l)],
        equal(total(X[i, j] * X[i, l], (i, n)), 0),
        (),
    ),
    "one column of norm 1": (
        [equal(total(X[i, k] ** 2, (i, n)), 1)],
        equal(op("trace", GRAM), d),
        (),
    ),
    "Γ of one column of norm 1": ([equal(total(X[i, k] ** 2, (i, n)), 1)], equal(norm2(root_of_squares), d), ()),
    "Γ_jj > 0 for a column that is not zero": (
        [says(">", total(X[i, k] ** 2, (i, n)), 0)],
        Statement("invertible", (raw(root_of_squares),)),
        (),
    ),
}

# false at special values alone: instances do not refute them, and do not confirm them
ALMOST = (
    "entry k is positive, so no other is zero",
    "entry k is not zero, so no other is",
    "diag(w) has an inverse",
    "Γ_jj > 0 for a column that is not zero",
)

TRUE = {
    "column k of XᵀX is zero": ([COLUMN], equal(total(X[i, j] * X[i, k], (i, n)), 0), ()),
    "column k of XᵀX, as a matrix": ([COLUMN], equal(GRAM[j, k], 0), ()),
    "the square of column k": ([COLUMN], equal(total(X[i, k] ** 2, (i, n)), 0), ()),
    "an entry of column k": ([COLUMN], equal(X[i, k], 0), ()),
    "XᵀX is singular": ([COLUMN], Statement("singular", (raw(GRAM),)), (k,)),
    "row k": ([ROW], equal(total(X[k, j] * w[j], (j, d)), 0), ()),
    "all columns": ([equal(X[i_, j_], 0)], equal(norm2(X), 0), ()),
    "w_k": ([equal(w[k], 1)], equal(w[k] ** 2 + w[k], 2), ()),
    "entries k": ([equal(w[k], v[k])], equal(w[k] * v[k], v[k] ** 2), ()),
    "a chain through an index the claim lacks": ([equal(v[k], 0), equal(w[j_], v[k])], equal(w[j], 0), ()),
    "|w_k|": ([says(">", w[k], 0)], equal(fn("abs", w[k]), w[k]), ()),
}

# these are also true; whether they are proved is not asked
NEIGHBOURS = {
    "w_k is the largest": ([says(">=", w[k], w[j_])], says(">=", w[k], w[l]), ()),
    "w_k > 0": ([says(">", w[k], 0)], says(">", w[k] ** 3, 0), ()),
    "a norm": ([COLUMN], says(">=", norm2(X), 0), ()),
    "two entries": ([equal(w[k], 0), equal(w[l], 0)], equal(w[k] + w[l], 0), ()),
}


@pytest.mark.parametrize("name", FALSE)
def test_what_follows_only_for_all_is_neither_proved_nor_confirmed(name):
    hypotheses, claim, hints = FALSE[name]
    for context, statement in readings(hypotheses, claim):
        assert not isinstance(decide(statement, context, tuple(raw(h) for h in hints)), Proof)
        verdict = estimate(statement, context, Settings(), name).verdict
        assert verdict in (Verdict.REFUTED, Verdict.UNDECIDED) or (verdict is Verdict.UNREFUTED and name in ALMOST)


@pytest.mark.parametrize("name", [*TRUE, *NEIGHBOURS])
def test_what_follows_from_one_index_stands(name):
    hypotheses, claim, hints = {**TRUE, **NEIGHBOURS}[name]
    for context, statement in readings(hypotheses, claim):
        found = decide(statement, context, tuple(raw(h) for h in hints))
        assert not isinstance(found, Disproof), found
        assert name in NEIGHBOURS or isinstance(found, Proof), found
        verdict = estimate(statement, context, Settings(), name).verdict
        expected = Verdict.CONFIRMED if claim.relation in ("=", "singular") else Verdict.UNREFUTED
        assert verdict is expected or (verdict is Verdict.UNDECIDED and name == "|w_k|")  # | | has a corner


# ---------------------------------------------------------------------------------- each decider by itself


@pytest.mark.parametrize("decider", ["indices", "matrices", "scalars", "information"])
@pytest.mark.parametrize("name", FALSE)
def test_no_decider_reads_one_index_as_all(decider, name):
    hypotheses, claim, hints = FALSE[name]
    module = import_module(f"verify.decide.{decider}")
    for context, statement in readings(hypotheses, claim):
        try:
            answer = module.decide(statement, context, tuple(raw(h) for h in hints))
        except (TooLarge, ZeroDivisionError):  # the ladder says "undecided" here
            continue
        assert not isinstance(answer, Proof)


xs = Sym("xs", "point", (raw(n), ONE))
X_K, X_L = Entry(xs, (raw(k),)), Entry(xs, (raw(l),))
x = Sym("x", "point")


def density(law, at):
    return T(Density(law, ("x",), (), (at,)))


def value(at):
    return T(Apply("D", (at,), (0,), "real"))


def f_at(at):
    return density("f", at)


def g_at(at):
    return density("g", at)


def over_data(of):
    return total(of(Entry(xs, (raw(i),))), (i, n))


F_EQUALS_G = equal(density("f", X_K), density("g", X_K))
D_IS_HALF = equal(value(X_K), HALF)
DIVERGENCE = T(Divergence("KL", raw(density("f", x)), raw(density("g", x)), (x,)))
POINTS = (*ARRAYS, Declaration(x), Declaration(xs, space="x"))
LAWS = (LawDeclaration("f", ("x",)), LawDeclaration("g", ("x",)))
UNKNOWN = (FunctionDeclaration("D", ("x",), UNIT),)

# what holds at the data point x_k says nothing of x_l, of their sum, or of the laws
FALSE_OF_POINTS = {
    "f = g at another data point": (F_EQUALS_G, equal(density("f", X_L), density("g", X_L))),
    "sums over the data": (
        F_EQUALS_G,
        equal(over_data(f_at), over_data(g_at)),
    ),
    "f = g": (F_EQUALS_G, equal(density("f", x), density("g", x))),
    "KL is 0": (F_EQUALS_G, equal(DIVERGENCE, 0)),
    "D at another data point": (D_IS_HALF, equal(value(X_L), HALF)),
    "the sum of D": (D_IS_HALF, equal(over_data(value), HALF * n)),
    "E D": (D_IS_HALF, equal(T(Expect(raw(value(x)), (x,), raw(density("f", x)))), HALF)),
    "KL times another weight": (says(">=", w[k], 0), says(">=", w[l] * DIVERGENCE, 0)),
    "KL equal to |w_l| KL / w_l": (says(">", w[k], 0), equal(fn("abs", w[l]) * DIVERGENCE, w[l] * DIVERGENCE)),
}
TRUE_OF_POINTS = {
    "f/g at that data point": (F_EQUALS_G, equal(density("f", X_K) / density("g", X_K), 1)),
    "D at that data point": (D_IS_HALF, equal(value(X_K) + value(X_K), 1)),
    "KL times that weight": (says(">=", w[k], 0), says(">=", w[k] * DIVERGENCE, 0)),
}


def of_points(hypothesis):
    return under(hypothesis, symbols=POINTS, laws=LAWS, functions=UNKNOWN)


@pytest.mark.parametrize("name", FALSE_OF_POINTS)
def test_one_data_point_is_not_all(name):
    hypothesis, claim = FALSE_OF_POINTS[name]
    context = of_points(hypothesis)
    for decider in ("information", "scalars", "indices"):
        assert not isinstance(import_module(f"verify.decide.{decider}").decide(claim, context), Proof)
    assert not isinstance(decide(claim, context), Proof)
    assert estimate(claim, context, Settings(), name).verdict in (Verdict.REFUTED, Verdict.UNDECIDED)


@pytest.mark.parametrize("name", TRUE_OF_POINTS)
def test_of_that_data_point_it_holds(name):
    hypothesis, claim = TRUE_OF_POINTS[name]
    assert not isinstance(decide(claim, of_points(hypothesis)), Disproof)
    assert estimate(claim, of_points(hypothesis), Settings(), name).verdict is not Verdict.REFUTED


# -------------------------------------------------------------------------------------------------- instances


def test_an_instance_gives_the_index_one_value():
    places = set()
    for instance in draw(under(COLUMN), 0, 8):
        columns = list(zip(*instance.values["X"], strict=True))
        at = instance.values["k"]
        assert not any(columns[at - 1])
        assert all(any(column) for position, column in enumerate(columns, 1) if position != at)
        places.add((at, len(columns)))
    assert any(1 < at < size for at, size in places) or len({at for at, _ in places}) > 1


def test_an_index_lies_in_all_the_arrays_it_stands_in():
    for instance in draw(under(equal(w[k], 1), equal(y[k], 2)), 0, 12):
        at = instance.values["k"]
        assert 1 <= at <= min(instance.dims["n"], instance.dims["d"])
        assert (instance.values["w"][at - 1], instance.values["y"][at - 1]) == ((1,), (2,))


def test_hypotheses_on_one_index_have_a_witness():
    assert witness(under(equal(w[k], 1), equal(w[l], 2))) is not None  # where k and l differ
    assert witness(under(equal(w[k], 1), equal(w[k], 2))) is None
    assert witness(under(equal(w[i_], 1), equal(w[k], 2))) is None


def readings(hypotheses, claim):
    """Hypotheses of the Context, and of the statement."""
    yield under(*hypotheses), claim
    yield under(), Statement(claim.relation, claim.args, claim.variables, tuple(hypotheses))
