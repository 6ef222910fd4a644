"""Numbers of the student's own: letters of which words and a range say that they are any numbers."""

import pytest

from tests.grade.answers import Everything, verdicts
from verify.grade.sheet import load_sheet
from verify.grade.submission import grade_file

PASSED = {"proved", "confirmed"}
ACCUSED = {"refuted", "ill-typed", "carried"}
LET = r"let $g(t) = a \log t + b \log(1-t)$ on $0 < t < 1$. Then"
FREE = r"For $a, b > 0$ " + LET
SLOPE = r"$$g'(t) = \frac{a}{t} - \frac{b}{1-t}$$"
WRONG = r"$$g'(t) = \frac{a}{t} + \frac{b}{1-t}$$"
ONE = r"$$g'(t) = \frac{a}{t} - \frac{1-a}{1-t}$$"

#: lines of which the last is right, for all numbers of the range
RIGHT = [
    (FREE, SLOPE),
    (FREE, r"$$g''(t) = -\frac{a}{t^2} - \frac{b}{(1-t)^2}$$"),
    (FREE, r"$$g''(t) < 0$$"),
    (FREE, r"$$g'(t) = 0 \iff t = \frac{a}{a+b}$$"),
    (r"Pour $a, b > 0$, soit $g(t) = a\log t + b\log(1-t)$ sur $]0,1[$. Alors", SLOPE),
    (r"Soient $a > 0$ et $b > 0$ et $g(t) = a\log t + b\log(1-t)$. Alors", SLOPE),
    (r"Let $g(t) = a\log t + b\log(1-t)$, where $a > 0$ and $b > 0$. Then", SLOPE),
    (r"Consider", r"$$g(t) = a\log t + b\log(1-t)$$", r"for $a, b > 0$. Then", SLOPE),
    (
        r"Fix $y_1, y_0 \ge 0$ and consider $h(u) = y_1\log u + y_0\log(1-u)$. Then",
        r"$$h'(u) = \frac{y_1}{u} - \frac{y_0}{1-u}$$",
    ),
    (r"For any $c \in \mathbb{R}$ let $h(t) = (t-c)^2 + 1$. Then", r"$$h(t) \ge 1$$"),
    (r"Let $a \in [0, 1]$ and $h(t) = a t^2$. Then", r"$$h(1) \le 1$$"),
    (r"Let $u > 0$. Then", r"$$\log u \le u - 1$$"),
    (r"For $c \in \mathbb{R}$ and $s > 0$", r"$$\mathbb{E}_{u \sim N(c, s^2)}[u^2] = c^2 + s^2$$"),
    (r"For $t > 0$ let $h(t) = t|t|$. Then", r"$$h'(t) = 2t$$", r"For $t < 0$ we have", r"$$h'(t) = -2t$$"),
]


@pytest.mark.parametrize("lines", RIGHT)
def test_a_row_that_is_true_for_all_numbers_of_the_range_passes(lines):
    assert verdicts("4.1", *lines)[-1] in PASSED


#: lines of which the last is false for such numbers, of which nothing more is said
FALSE = [
    (FREE, WRONG),
    (FREE, r"$$g''(t) > 0$$"),
    (FREE, r"$$g'(1/2) = 2a + 2b$$"),
    (FREE, SLOPE, r"so $t^* = \frac{a}{a+b}$ and there", r"$$g''(t^*) = -\frac{(a+b)^2}{ab}$$"),
    (r"Pour $a, b > 0$, soit $g(t) = a\log t + b\log(1-t)$ sur $]0,1[$. Alors", WRONG),
    (r"Let $g(t) = a\log t + b\log(1-t)$ with $a, b > 0$. Then", WRONG),
    (r"For any $c \in \mathbb{R}$ let $h(t) = (t-c)^2 + 1$. Then", r"$$h'(t) = 2(t+c)$$"),
    (r"Let $a \in (-\infty, 0)$ and $h(t) = a t^2$. Then", r"$$h''(t) > 0$$"),
]


@pytest.mark.parametrize("lines", FALSE)
def test_a_row_that_is_false_for_such_numbers_is_refuted(lines):
    assert verdicts("4.1", *lines, known=Everything())[-1] == "refuted"


#: lines of which the last is right, or may be meant so, as more is said of the numbers, or something is put for them
OPEN = [
    (r"For $a, b > 0$ with $a + b = 1$ " + LET, ONE),
    (r"For $a, b > 0$ that sum to one " + LET, ONE),
    (r"Let $a, b > 0$ be probabilities and " + LET, ONE),
    (FREE, " Remember that both add up to one.", ONE),
    (r"For $a, b > 0$ with $a > b$ " + LET, r"$$g'(1/2) > 0$$"),
    (FREE, r" For $b = 1 - a$ this is", ONE),
    (FREE, r" and, as $a + b = 1$,", ONE),
    (FREE, ONE),
    (FREE, r" If $a = b$ then", r"$$g'(t) = \frac{a}{t} - \frac{a}{1-t}$$"),
    (FREE, r" With $a = 1$ and $b = 1$ we get", r"$$g'(t) = \frac{1}{t} - \frac{1}{1-t}$$"),
    (FREE, r" With $a = f_1(x)$ and $b = f_0(x)$", r"$$g'(t) = \frac{f_1(x)}{t} - \frac{f_0(x)}{1-t}$$"),
    (FREE, r" Take $(a, b) = (f_1(x), f_0(x))$. Then", r"$$g'(t) = \frac{f_1(x)}{t} - \frac{f_0(x)}{1-t}$$"),
    (r"For $0 < a, b < 1$ " + LET, WRONG),
    (FREE, r"$$a + b = 1$$"),
    (r"For $c \in \mathbb{R}$ and $s > 0$", r"$$\mathbb{E}_{u \sim N(c, s)}[(u-c)^2] = s^2$$"),
    (FREE, r"$$(a + b)^2 = a^2 + b^2$$"),
    (FREE, r"$$g'(1/2) > 0$$"),
    (
        r"We have",
        r"$$\log f_0(x) = \log f_1(x) + c$$",
        r"where $c > 0$ is a constant. Then",
        r"$$f_0(x) = c\, f_1(x)$$",
    ),
    (FREE, r" Now let $a < 0$ and $b < 0$ and $g(t) = a\log t + b\log(1-t)$. Then", r"$$g''(t) > 0$$"),
]


@pytest.mark.parametrize("lines", OPEN)
def test_nobody_is_accused_where_more_may_be_said_of_the_numbers(lines):
    assert not ACCUSED.intersection(verdicts("4.1", *lines, known=Everything()))


#: lines of which the last is false, or claims what nobody said, and that do not say of all numbers what they are
NOT_PASSED = [
    (r"Let $u > 0$ be a random variable. Then", r"$$\mathbb{E}[u^2] = \mathbb{E}[u]^2$$"),
    (r"Let $u > 0$. Then", r"$$\mathbb{E}_{p_0}[u^2] = \mathbb{E}_{p_0}[u]^2$$"),
    (r"There is some $c > 0$ with", r"$$c > 0$$"),
    (r"For $a > b > 0$ we have", r"$$a^2 > b^2$$"),
    (r"For $\mathbf{a} > 0$ let $h(t) = a t$. Then", r"$$h'(t) = a$$"),
    (r"Let $h > 0$ be a density. Then", r"$$h > 0$$"),
    (r"For $a, b > 0$ we have", r"$$\log(a + b) = \log a + \log b$$"),
    (r"Let $a \in [0, 1]$ and $h(t) = a t^2$. Then", r"$$h''(t) > 0$$"),
    (r"For $\Sigma > 0$ we have", r"$$\Sigma^2 > 0$$"),
    (r"For $a > 0$ let $h(t) = at$. For $a < 0$, instead,", r"$$h'(t) > 0$$"),
    (r"For $t < 0$ let $h(t) = t|t|$. Then", r"$$h'(t) = -2t$$", "In general we have", r"$$h'(t) = -2t$$"),
    (r"For $t < 0$ let $h(t) = t|t|$. Then", r"$$h'(t) = -2t$$", "and for negative and positive t", r"$$h'(t) = -2t$$"),
    (r"Let $a \in (1, 0)$. Then", r"$$a = 2$$"),
    (r"Let $a \in \mathbb{R}_{\ge 0}$. Then", r"$$a^2 > 0$$"),
    (FREE, r" Let $a$ be the largest entry of $y$. Then", r"$$a + b > 0$$"),
    (FREE, r" so $t^* = \frac{b}{a+b}$ and", r"$$g(t^*) = a\log\frac{b}{a+b} + b\log\frac{a}{a+b}$$"),
]


@pytest.mark.parametrize("lines", NOT_PASSED)
def test_what_a_range_does_not_say_of_numbers_does_not_pass(lines):
    assert verdicts("4.1", *lines)[-1] not in PASSED


def test_a_letter_of_the_sheet_keeps_its_meaning():
    assert verdicts("5.1", r"For $\theta > 0$ let $h(t) = \theta t$. Then", r"$$v_\psi = h(t)$$")[-1] not in PASSED
    assert verdicts("1.1", r"For any $w > 0$ we have", r"$$w^\top w = \|w\|^2$$") == ["proved"]


def _graded(tmp_path, text):
    path = tmp_path / "a.md"
    path.write_text(text)
    found = grade_file(path, load_sheet("ift6135-2020-hw3"))
    return [str(step.verdict) for question in found.questions for step in question.steps]


def test_such_numbers_end_with_their_question(tmp_path):
    text = f"## 4.1\n\n{FREE}\n\n{SLOPE}\n\n## 4.2\n\nThen\n\n$$(a+b)^2 = a^2 + 2ab + b^2$$\n"
    assert _graded(tmp_path, text) == ["proved", "unread"]


def test_what_is_said_of_them_further_on_keeps_earlier_rows_from_being_accused(tmp_path):
    text = f"## 4.1\n\n{FREE}\n\n{SLOPE}\n\nand\n\n$$g'(t) = \\frac{{a}}{{t}} + \\frac{{b}}{{1-t}}$$\n"
    assert _graded(tmp_path, text) == ["proved", "refuted"]
    assert _graded(tmp_path, text + "\nas $a + b = 1$.\n") == ["proved", "undecided"]


def test_a_case_that_is_said_behind_a_row_does_not_reach_it(tmp_path):
    text = "## 4.1\n\nFor $t > 0$ let $h(t) = t|t|$. Then\n\n$$h'(t) = 2t$$\n\nFor $t < 0$ we have\n\n$$h'(t) = -2t$$\n"
    assert _graded(tmp_path, text) == ["proved", "proved"]
    assert _graded(tmp_path, "## 4.1\n\nWe have\n\n$$a^2 > 0$$\n\nFor $a > 0$ we go on.\n") == ["unread"]
