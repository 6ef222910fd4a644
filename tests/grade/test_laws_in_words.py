"""Uniform laws and point masses: the sheet's pair, pairs of the student's own, and the case in which they meet."""

import pytest

from tests.grade.answers import judged, verdicts
from verify.grade.held import contradicted, excludes, with_ends
from verify.latex.axes import axes_of
from verify.latex.uniforms import regions_of
from verify.latex.written import tree_of
from verify.terms.context import Context, Declaration, Interval
from verify.terms.nodes import Num, Sym
from verify.terms.statement import Statement

SHEET = "cmu10708-2019-hw3"
RIGHT, WRONG = {"proved", "confirmed"}, {"refuted", "ill-typed", "carried"}


def last(question, *lines):
    return verdicts(question, *lines, sheet=SHEET)[-1]


@pytest.mark.parametrize(
    "row",
    [
        r"KL(P \| Q) = \infty",
        r"D_{KL}(Q \| P) = +\infty",
        r"JSD(P, Q) = \log 2",
        r"JSD(P \| Q) = \frac{1}{2} \log 2 + \frac{1}{2} \log 2",
        r"W(P, Q) = |\theta|",
        r"W(P, Q) = \theta",
        r"W_1(Q, P) = \theta",
        r"JSD(P, Q) = \frac{1}{2} KL(P \| \frac{P + Q}{2}) + \frac{1}{2} KL(Q \| \frac{P + Q}{2})",
        r"KL(P \| \frac{1}{2}(P + Q)) = \log 2",
    ],
)
def test_values_of_the_two_lines(row):
    assert last("2.2a", f"$${row}$$") in RIGHT


@pytest.mark.parametrize(
    "row",
    [
        r"JSD(P, Q) = \frac{1}{2} \log 2",
        r"JSD(P, Q) = 2 \log 2",
        r"JSD(P, Q) = \theta \log 2",
        r"W(P, Q) = \theta^2",
        r"W(P, Q) = \frac{\theta}{2}",
        r"W(P, Q) = \sqrt{\theta}",
    ],
)
def test_wrong_values_of_the_two_lines(row):
    assert last("2.2a", f"$${row}$$") in WRONG


def test_the_same_line_is_a_case_of_its_own():
    case = "If $\\theta = 0$, then"
    assert last("2.2a", case, r"$$JSD(P, Q) = 0$$") in RIGHT
    assert last("2.2a", case, r"$$JSD(P, Q) = \log 2$$") not in RIGHT
    assert last("2.2a", r"$$JSD(P, Q) = 0$$") not in RIGHT
    behind = ("For $\\theta > 0$ we get", r"$$JSD(P, Q) = \log 2$$")
    assert last("2.2a", case, r"$$JSD(P, Q) = 0$$", *behind) in RIGHT


@pytest.mark.parametrize(
    "pair",
    [
        "Let $P = U[0, 1]$ and $Q = U[t, 1 + t]$.",
        r"Let $P = \mathrm{Unif}([0, 1])$, $Q = \text{Uniform}(t, t + 1)$.",
        "Take $P$ uniform on $[0, 1]$ and $Q$ uniform on $[t, 1 + t]$.",
        r"$P$ is the uniform distribution on $[0,1]$, $Q$ the uniform law over the interval $[t, t+1]$.",
        r"Let $P = \mathcal{U}(0, 1)$ and $Q = \mathcal{U}(t, t + 1)$ with $|t| \le 1$.",
    ],
)
@pytest.mark.parametrize("question", ["2.2a", "2.2b"])
def test_a_pair_of_ones_own(pair, question):
    assert last(question, pair, r"$$JSD(P, Q) = |t| \log 2$$") in RIGHT
    assert last(question, pair, r"$$W(P, Q) = |t|$$") in RIGHT
    assert last(question, pair, r"$$JSD(P, Q) = \frac{1}{2} |t| \log 2$$") in WRONG
    assert last(question, pair, r"$$W(P, Q) = 2 |t|$$") in WRONG
    assert last(question, pair, r"$$W(P, Q) = t^2$$") not in RIGHT


@pytest.mark.parametrize(
    "pair",
    [
        r"Second pair: $P = N(0, 1)$ and $Q = N(\theta, 1)$.",
        r"Take $P = \mathcal{N}(0, 1)$, $Q = \mathcal{N}(\theta, 1)$.",
        "Another pair of distributions: $P$ a Gaussian, $Q$ its shift by $\\theta$.",
        "Now let the second example be two triangles, shifted by $\\theta$.",
    ],
)
@pytest.mark.parametrize("row", [r"JSD(P, Q) = \theta \log 2", r"W(P, Q) = \theta^2", r"JSD(P, Q) = \log 2"])
def test_of_laws_that_are_not_understood_nothing_is_said(pair, row):
    found = last("2.2a", r"$$JSD(P, Q) = \log 2$$", pair, f"$${row}$$")
    assert found not in RIGHT | WRONG


def test_another_pair_with_the_letter_of_the_first():
    pair = "Now take $P$ uniform on $[0, 1]$ and $Q$ uniform on $[\\theta, 1 + \\theta]$."
    assert last("2.2a", r"$$JSD(P, Q) = \log 2$$", pair, r"$$JSD(P, Q) = \theta \log 2$$") in RIGHT
    assert last("2.2a", r"$$JSD(P, Q) = \log 2$$", pair, r"$$JSD(P, Q) = \log 2$$") in WRONG
    masses = "Let $P = \\delta_0$ and $Q = \\delta_\\theta$."
    assert last("2.2b", masses, r"$$W(P, Q) = |\theta|$$") in RIGHT


def test_both_infinite():
    found = judged("2.2a", r"$$KL(P \| Q) = KL(Q \| P) = \infty$$", sheet=SHEET)
    assert [str(one.verdict) for one in found] == ["proved", "proved"]


@pytest.mark.parametrize("formula", [r"\mathcal{N}(0, 1)", r"\frac{1}{2}(P + Q)", r"f(0, 1)", r"[0, 1]", r"2 U[0, 1]"])
def test_what_is_no_uniform_law(formula):
    from verify.latex.scope import Scope

    assert axes_of(tree_of(formula), Scope()) is None
    assert regions_of(tree_of(formula), Scope()) is None


def test_conditions_that_exclude_each_other():
    theta = Sym("theta")
    context = Context(symbols=(Declaration(theta, Interval(0, 1)),))
    at, above, beyond = (Statement(r, (theta, Num(n))) for r, n in (("=", 0), (">", 0), ("=", 2)))
    assert not contradicted((at,), context)
    assert contradicted((beyond,), context)
    assert excludes(above, at, context)
    assert not excludes(at, beyond, context) or not contradicted((at,), context)
    assert with_ends(context, (at,)).by_name["theta"].interval.low_closed
    assert with_ends(context, (beyond,)) == context


def test_a_value_for_one_sign_is_held_against_nobody_who_spoke_of_one():
    lines = "Let $P = U[0, 1]$ and $Q = U[t, 1 + t]$.", r"$$W(P, Q) = t$$"
    both = lines[0].replace("]$.", "]$ with $|t| \\le 1$.")
    assert verdicts("2.2b", *lines, sheet=SHEET) == ["undecided"]
    assert verdicts("2.2b", both, lines[1], sheet=SHEET)[-1] == "refuted"
    assert verdicts("2.2b", lines[0], lines[1].replace("= t", "= 2t"), sheet=SHEET) == ["refuted"]
    assert verdicts("2.2b", lines[0], "For $t < 0$:", lines[1], sheet=SHEET) == ["refuted"]


def test_a_condition_speaks_of_both_signs_only_where_it_says_so():
    pair, row = "Let $P = U[0, 1]$ and $Q = U[t, 1 + t]$.", r"$$W(P, Q) = t$$"
    assert verdicts("2.2b", pair, r"For $|t| \le 1$:", row, sheet=SHEET) == ["refuted"]
    assert verdicts("2.2b", pair, r"For $t \le 1$:", row, sheet=SHEET) == ["undecided"]


#: a pair of which one law has a number as its index
SHIFT = r"Let $P = \mathrm{Uniform}(0, 1)$ and $Q_t = \mathrm{Uniform}(t, 1 + t)$ with $|t| \le 1$."
APART = (r"With $M = \frac{1}{2}(P + Q)$ we get", r"$$KL(P \| M) = \log 2$$", "### Another pair")


@pytest.mark.parametrize(
    "said",
    [
        (SHIFT, "The mixture $M_t$ has density 1 where both live."),
        (SHIFT, r"With $M = \frac{1}{2}(P + Q_t)$"),
        (SHIFT, r"where $M_t = \frac12$ on the rest"),
        (*APART, SHIFT),
        (*APART, SHIFT.replace("]$.", r"]$, and $M_t = \frac{1}{2}(P + Q_t)$.")),
    ],
)
def test_the_mixture_of_laws_of_which_one_has_an_index(said):
    assert last("2.2a", *said, r"$$KL(P \| M_t) = |t| \log 2$$") in RIGHT
    assert last("2.2a", *said, r"$$JSD(P, Q_t) = \frac12 KL(P \| M_t) + \frac12 KL(Q_t \| M_t)$$") in RIGHT
    assert last("2.2a", *said, r"$$KL(P \| M_t) = (1 - |t|) \log 2$$") not in RIGHT
    assert last("2.2a", *said, r"$$JSD(P, Q_t) = KL(P \| M_t) + KL(Q_t \| M_t)$$") in WRONG
    for other in ("M_s", "M_a", "M_1", "M_t^2"):
        assert last("2.2a", *said, rf"$$KL(P \| {other}) = |t| \log 2$$") not in RIGHT | WRONG


@pytest.mark.parametrize(
    "said",
    [
        r"Let $M_t = (1 - t) P + t R$.",
        r"$$M_t(x) = (1 - t) P(x) + t R(x)$$",
        r"Let $M = (1 - t) P + t R$.",
        r"$$M = \frac12 (P + R)$$",
        r"Let $M_t = (1 - t) P + t Q_t$.",
    ],
)
@pytest.mark.parametrize("row", [r"KL(P \| M_t) = |t| \log 2", r"KL(P \| M_t) = 2 |t| \log 2"])
def test_an_indexed_mixture_that_is_another_one(said, row):
    assert last("2.2b", SHIFT, said, f"$${row}$$") not in RIGHT | WRONG


def test_the_index_of_a_mixture_is_that_of_its_laws():
    assert last("2.2a", *APART[:2], r"$$KL(P \| M_\theta) = \log 2$$") in RIGHT
    assert last("2.2a", *APART[:2], r"$$KL(P \| M_t) = \log 2$$") not in RIGHT | WRONG
