"""Receptive fields: masks, padding, borders, layers, activations; what must be proved, disproved, or left open."""

import pytest

from tests.decide.convolution_terms import array, convolve, field, free_symbols, masked, matrix, num, pixel
from verify.decide import decide
from verify.model import Disproof, Proof, Undecided
from verify.numeric.gradients import gradient_rung
from verify.terms.context import Context, Declaration, Iid, Interval
from verify.terms.nodes import Add, Entry, Fn, IllTyped, MatOp, Mul, Rows, Sym
from verify.terms.statement import Statement

x, y = array("x", 4, 5), array("y", 7, 1)
V, W = array("V", 3, 3), array("W", 3, 3)
K = array("K", 1, 3)
ABOVE = matrix([[1, 1, 1], [1, 0, 0], [0, 0, 0]])
CENTRE = matrix([[1, 1, 1], [1, 1, 0], [0, 0, 0]])
CORNER = matrix([[0, 0, 0], [0, 0, 0], [0, 0, 1]])
NOTHING = matrix([[0] * 3] * 3)
ALL = free_symbols(x, y, V, W, K)


def everything(rows=4, columns=5):
    return [(i, j) for i in range(1, rows + 1) for j in range(1, columns + 1)]


TRUE = {
    "the input itself": field(pixel(x, 2, 3), [(2, 3)], x),
    "one masked layer": field(pixel(convolve(masked(V, ABOVE), x, 1), 2, 3), [(1, 2), (1, 3), (1, 4), (2, 2)], x),
    "clipped at the border": field(pixel(convolve(masked(V, ABOVE), x, 1), 1, 1), [], x),
    "clipped on the right": field(pixel(convolve(masked(V, ABOVE), x, 1), 2, 5), [(1, 4), (1, 5), (2, 4)], x),
    "the kernel is not flipped": field(pixel(convolve(masked(V, CORNER), x, 1), 2, 3), [(3, 4)], x),
    "no padding shifts the window": field(pixel(convolve(masked(V, CORNER), x, 0), 1, 1), [(3, 3)], x),
    "wide padding": field(pixel(convolve(masked(V, CORNER), x, 2), 1, 1), [(1, 1)], x),
    "wide padding, beyond the map": field(pixel(convolve(masked(V, CORNER), x, 2), 6, 7), [], x),
    "unmasked": field(pixel(convolve(V, x, 1), 1, 1), [(1, 1), (1, 2), (2, 1), (2, 2)], x),
    "all masked": field(pixel(convolve(masked(V, NOTHING), x, 1), 2, 2), [], x),
    "two masks on one kernel": field(
        pixel(convolve(MatOp("hadamard", (ABOVE, V, CENTRE)), x, 1), 2, 1), [(1, 1), (1, 2)], x
    ),
    "a row of weights": field(pixel(convolve(K, x, 1), 2, 2), [(1, 1), (1, 2), (1, 3)], x),
    "two layers": field(pixel(convolve(masked(W, CORNER), convolve(masked(V, CORNER), x, 1), 1), 1, 1), [(3, 3)], x),
    "weights shared by two layers": field(
        pixel(convolve(masked(V, CORNER), convolve(masked(V, CORNER), x, 1), 1), 2, 2), [(4, 4)], x
    ),
    "three layers see all": field(pixel(convolve(V, convolve(W, convolve(V, x, 1), 1), 1), 2, 3), everything(), x),
    "a column, padded on all sides": field(pixel(convolve(array("C", 3, 1), y, 1), 1, 2), [(1, 1), (2, 1)], y),
    "a map that shrinks to one pixel": field(
        convolve(masked(array("M", 4, 5), matrix([[1, 0, 0, 0, 0], [0] * 5, [0] * 5, [0, 0, 0, 0, 1]])), x, 0),
        [(1, 1), (4, 5)],
        x,
    ),
    "padded again after shrinking": field(
        pixel(convolve(masked(W, CORNER), convolve(masked(V, ABOVE), x, 0), 1), 1, 1),
        [(2, 2), (2, 3), (2, 4), (3, 2)],
        x,
    ),
}
CONTEXT = free_symbols(x, y, V, W, K, array("C", 3, 1), array("M", 4, 5))


def flipped(statement, i, j):
    """The statement with one pixel of the claimed field changed."""
    rows = [[int(entry.value) for entry in row] for row in statement.args[1].rows]
    rows[i - 1][j - 1] = 1 - rows[i - 1][j - 1]
    return Statement("receptive field", (statement.args[0], matrix(rows)), statement.variables)


@pytest.mark.parametrize("statement", TRUE.values(), ids=TRUE.keys())
def test_true_fields_are_proved(statement):
    assert isinstance(decide(statement, CONTEXT), Proof)


@pytest.mark.parametrize("statement", TRUE.values(), ids=TRUE.keys())
def test_fields_that_differ_by_one_pixel_are_disproved(statement):
    rows, columns = (int(d.value) for d in statement.args[1].shape)
    for i, j in everything(rows, columns):
        wrong = flipped(statement, i, j)
        answer = decide(wrong, CONTEXT)
        assert isinstance(answer, Disproof), f"({i},{j}): {answer}"
        assert f"[{i},{j}]" in answer.counterexample.lhs


@pytest.mark.parametrize("name", ["sigmoid", "tanh", "softplus", "exp"])
def test_an_activation_with_a_positive_slope_changes_nothing(name):
    output = pixel(convolve(masked(W, CORNER), Fn(name, convolve(masked(V, CENTRE), x, 1)), 1), 1, 1)
    right = field(output, [(1, 1), (1, 2), (1, 3), (2, 1), (2, 2)], x)
    assert isinstance(decide(right, CONTEXT), Proof)
    assert isinstance(decide(flipped(right, 4, 4), CONTEXT), Undecided)  # no polynomial shows it


ONE_LAYER = pixel(convolve(masked(V, ABOVE), x, 1), 2, 3)
SEEN = [(1, 2), (1, 3), (1, 4), (2, 2)]
OPEN = {
    "|·| has no positive slope": field(Entry(Fn("abs", convolve(V, x, 1)), (num(2), num(3))), SEEN, x),
    "paths that cancel": field(Add((ONE_LAYER, Mul((num(-1), ONE_LAYER)))), SEEN, x),
    "a mask of both signs, used twice": field(
        pixel(
            convolve(masked(V, matrix([[1, -1, 0]] * 3)), convolve(masked(V, matrix([[1, -1, 0]] * 3)), x, 1), 1), 2, 3
        ),
        everything(),
        x,
    ),
    "the input as its own weights": field(pixel(convolve(masked(V, V), x, 1), 2, 3), everything(3, 3), x),
    "beyond the map": field(Entry(convolve(V, x, 1), (num(5), num(1))), [(4, 1), (4, 2)], x),
    "a pixel that is no number": field(Entry(convolve(masked(V, ABOVE), x, 1), (Sym("i", "index"), num(3))), SEEN, x),
    "by another array": Statement("receptive field", (ONE_LAYER, matrix([[1, 1, 1], [1, 0, 0], [0, 0, 0]])), (V,)),
    "not 0 and 1": Statement("receptive field", (ONE_LAYER, matrix([[2] * 5] * 4)), (x,)),
    "not written out": Statement("receptive field", (ONE_LAYER, array("x", 4, 5)), (x,)),
    "no variable": Statement("receptive field", (ONE_LAYER, matrix([[1] * 5] * 4))),
    "two variables": Statement("receptive field", (ONE_LAYER, matrix([[1] * 5] * 4)), (x, V)),
}


@pytest.mark.parametrize("statement", OPEN.values(), ids=OPEN.keys())
def test_what_is_beyond_the_rule_is_never_proved(statement):
    assert not isinstance(decide(statement, CONTEXT), Proof)


RIGHT = field(ONE_LAYER, SEEN, x)
TIED = {
    "symmetric weights": Declaration(V, structure=frozenset({"diagonal", "symmetric"})),
    "weights that are all 0": Declaration(V, Interval(0, 0, low_closed=True, high_closed=True)),
    "weights with a definition": Declaration(V, definition=matrix([[1] * 3] * 3)),
    "random weights": Declaration(V, law=Iid("bernoulli", (num(0),))),
    "weights that depend on the input": Declaration(V, depends=frozenset({"x"})),
}


@pytest.mark.parametrize("declared", TIED.values(), ids=TIED.keys())
def test_weights_that_do_not_vary_freely_are_refused(declared):
    context = Context(symbols=(declared, Declaration(x)))
    assert isinstance(decide(RIGHT, context), Undecided)


def test_hypotheses_about_weights_or_pixels_are_refused():
    zero = Statement("=", (Entry(V, (num(1), num(1))), num(0)))
    dark = Statement("=", (Entry(x, (num(1), num(2))), num(0)))
    for hypothesis in (zero, dark):
        assert isinstance(decide(RIGHT, CONTEXT.with_hypotheses((hypothesis, "assumed"))), Undecided)
        own = Statement("receptive field", RIGHT.args, RIGHT.variables, (hypothesis,))
        assert isinstance(decide(own, CONTEXT), Undecided)
    other = Statement("=", (Entry(W, (num(1), num(1))), num(0)))
    assert isinstance(decide(RIGHT, CONTEXT.with_hypotheses((other, "assumed"))), Proof)


def test_undeclared_weights_are_refused():
    assert isinstance(decide(RIGHT, free_symbols(x)), Undecided)


@pytest.mark.parametrize(
    "build",
    [
        lambda: convolve(V, x, -1),
        lambda: convolve(array("big", 7, 7), x, 0),
        lambda: convolve(V, Sym("X", "real", (Sym("n", "dimension"), Sym("n", "dimension"))), 0),
        lambda: MatOp("convolve", (V, x)),
        lambda: MatOp("convolve", (V, x, Sym("p", "dimension"))),
        lambda: field(convolve(V, x, 1), SEEN, x),
        lambda: Statement("receptive field", (ONE_LAYER, ABOVE), (x,)),
    ],
)
def test_shapes_are_checked(build):
    with pytest.raises(IllTyped):
        build()


def test_same_padding_keeps_a_symbolic_size():
    n = Sym("n", "dimension")
    square = Sym("X", "real", (n, n))
    assert convolve(V, square, 1).shape == (n, n)


@pytest.mark.parametrize("statement", TRUE.values(), ids=TRUE.keys())
def test_gradients_of_a_real_network_agree(statement):
    assert gradient_rung(statement, CONTEXT, 0).verdict == "confirmed"
    last = tuple(int(d.value) for d in statement.args[1].shape)
    for i, j in [(1, 1), (2, 1), last]:
        assert gradient_rung(flipped(statement, i, j), CONTEXT, 0).verdict == "refuted"


def test_gradients_that_may_saturate_or_cancel_do_not_refute():
    bent = pixel(convolve(W, Fn("tanh", convolve(V, x, 1)), 1), 2, 3)
    assert gradient_rung(field(bent, everything(), x), CONTEXT, 0).verdict == "confirmed"
    assert gradient_rung(flipped(field(bent, everything(), x), 1, 1), CONTEXT, 0).verdict == "refuted"
    narrow = pixel(convolve(masked(W, CORNER), Fn("tanh", convolve(V, x, 1)), 1), 1, 1)
    wrong = field(narrow, [*everything(3, 3), (4, 4)], x)
    assert gradient_rung(wrong, CONTEXT, 0).verdict == "undecided"


def test_rows_of_weights_are_no_masks():
    assert isinstance(decide(field(pixel(convolve(Rows(CENTRE.rows), x, 1), 2, 3), SEEN, x), CONTEXT), Undecided)
