r"""Names that words give, and names that are given in front of all answers."""

import pytest

from tests.grade.answers import Everything, verdicts
from verify.grade.relabelled import relabels
from verify.grade.sheet import load_sheet
from verify.grade.submission import grade_file
from verify.latex.source import Prose

SHEET = "ece544-2023-ps5"
LAGRANGIAN = (
    r"$$L(q,\lambda) = \sum_z q_z \log p_\theta(x|z) - \sum_z q_z \log\frac{q_z}{p(z)} + \lambda(1 - \sum_z q_z)$$"
)
SLOPE = r"\frac{\partial L}{\partial q_z} = \log p_\theta(x|z) - \log q_z + \log p(z)"


@pytest.mark.parametrize(
    "words",
    [
        "Write $q_z$ for $q(z|x)$.",
        "We use $q_z$ as shorthand for $q(z|x)$.",
        "We abbreviate $q(z|x)$ by $q_z$.",
        "Denote $q(z|x)$ by $q_z$.",
        "Let $q_z$ denote $q(z|x)$.",
        "On écrit $q_z$ pour $q(z|x)$.",
    ],
)
def test_words_give_a_name(words):
    right, wrong = rf"$${SLOPE} - 1 - \lambda$$", rf"$${SLOPE} - \lambda$$"
    assert verdicts("1e", words, LAGRANGIAN, right, sheet=SHEET)[-1] == "proved"
    assert verdicts("1e", words, LAGRANGIAN, wrong, sheet=SHEET)[-1] == "refuted"


def test_other_words_between_formulas_give_none():
    assert verdicts("1e", "Replace $q_z$ or $q(z|x)$.", LAGRANGIAN, sheet=SHEET)[-1] == "unread"


def test_functions_that_are_defined_in_front_of_all_answers_are_known(tmp_path):
    path = tmp_path / "a.md"
    path.write_text(
        "# Homework\n\nThroughout $h(t) = \\log(1 + e^t)$.\n\n## 3(b)\n\n$$-\\log p_w(y=1|x) = h(w^\\top x)$$\n\n"
        "## 3(h)\n\n$$h(\\xi^*) = \\log(1+\\lambda)$$\n"
    )
    found = {q.id: [str(s.verdict) for s in q.steps] for q in grade_file(path, load_sheet(SHEET)).questions}
    assert found["3b"] == ["proved"]
    assert found["3h"] == ["refuted"]


def test_questions_under_one_heading_are_read_in_all_of_their_contexts(tmp_path):
    path = tmp_path / "a.md"
    hessians = (
        r"$$\nabla_a^2 (\frac{C}{2}\|a\|_2^2 - a^\top b) = C I$$",
        r"$$\nabla_w \sum_{x \in \mathcal{D}} \log(1 + \exp w^\top x) = \sum_{x \in \mathcal{D}} \sigma(w^\top x) x$$",
    )
    path.write_text("## 3(c), 3(d), 3(e)\n\n" + "\n\n".join(hessians) + "\n")
    found = grade_file(path, load_sheet(SHEET))
    assert [str(s.verdict) for q in found.questions for s in q.steps] == ["proved", "proved"]


SWAPPED = [
    "Let $D(x)$ denote the probability that $x$ is fake.",
    "Let D be the probability of class 0, i.e. generated.",
    "With real samples labelled $y=0$,",
    "Here the labels are swapped.",
    "I label the other way: D is the probability that $x$ comes from the generator.",
]
AS_USUAL = [
    "D is the probability that x is real rather than generated.",
    "Here D(x) is the probability that x comes from the data and not from the generator.",
    "Real data have label 1 and fakes label 0.",
    "The generated data has label 0.",
    "We keep each feature with probability p, and drop it with probability 1 - p.",
    "p is the probability of keeping a feature.",
    "Minimizing the negative ELBO is maximizing the bound.",
    "The two terms go the other way.",
]


@pytest.mark.parametrize("words", SWAPPED)
def test_nobody_is_accused_of_other_labels(words):
    row = r"$$D^*(x) = \frac{p_G(x)}{p_{data}(x) + p_G(x)}$$"
    assert verdicts("4d", words, row, sheet=SHEET)[-1] == "undecided"
    assert verdicts("4d", row, sheet=SHEET) == ["refuted"]


#: (sheet, question, words, a row that is right for what they say)
OTHERWISE = [
    (
        "cmu10708-2019-hw3",
        "1.3a",
        r"Here I write $\mathcal{L}$ for the negative of the bound:",
        r"$$\mathcal{L} = D_{KL}(q_\phi(z|x) \| p_\theta(z)) - \mathbb{E}_{q_\phi(z|x)}[\log p_\theta(x|z)]$$",
    ),
    (
        "ift6135-2020-hw3",
        "1.1",
        "Here $p$ denotes the probability of dropping a feature.",
        r"$$\mathbb{E}[R_{ij}] = 1 - p$$",
    ),
]


@pytest.mark.parametrize(("sheet", "question", "words", "row"), OTHERWISE)
def test_nobody_is_accused_of_what_words_take_the_other_way(sheet, question, words, row):
    assert verdicts(question, words, row, sheet=sheet, known=Everything())[-1] == "undecided"
    assert verdicts(question, row, sheet=sheet, known=Everything()) == ["refuted"]


@pytest.mark.parametrize("words", AS_USUAL)
def test_the_usual_labels_are_no_other_ones(words):
    assert not relabels([Prose(0, len(words), words)])


PARTS = r"$$\mathcal{L}(x) = \mathbb{E}_{q_\phi(z|x)}[\log p_\theta(x|z)] - D_{KL}(q_\phi(z|x) \| p(z))$$"
NAMES = {
    "in a display": r"$$\mathrm{Rec} = \mathbb{E}_{q_\phi(z|x)}[\log p_\theta(x|z)]$$",
    "in the text": r"Let $\mathrm{Rec} = \mathbb{E}_{q_\phi(z|x)}[\log p_\theta(x|z)]$.",
    "by a sign": r"$$\mathrm{Rec} := \mathbb{E}_{q_\phi(z|x)}[\log p_\theta(x|z)]$$",
}


def judged_twice(*lines):
    """Return the verdicts of an answer, read once for the notations that its right rows confirm."""
    known = set()
    verdicts("1.2.1", *lines, sheet="cmu10708-2019-hw3", known=known)
    return verdicts("1.2.1", *lines, sheet="cmu10708-2019-hw3", known=known)


@pytest.mark.parametrize("how", NAMES)
def test_a_name_is_understood_whose_meaning_right_rows_confirm(how):
    wrong, right = r"$$\mathcal{L}(x) = \mathrm{Rec}$$", r"$$\mathcal{L}(x) \le \mathrm{Rec}$$"
    assert judged_twice(PARTS, NAMES[how], wrong)[-1] == "refuted"
    assert judged_twice(PARTS, NAMES[how], right)[-1] == "proved"


@pytest.mark.parametrize("how", NAMES)
def test_one_whose_meaning_nothing_confirms_is_not(how):
    wrong = r"$$\mathcal{L}(x) = \mathrm{Rec}$$"
    integral = NAMES[how].replace(r"\mathbb{E}_{q_\phi(z|x)}[", r"\int q_\phi(z|x) ").replace("]", r"\,dz")
    assert judged_twice(PARTS, integral, wrong)[-1] == "undecided"
