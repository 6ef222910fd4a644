r"""Rows as students write them on wake-sleep, variational autoencoders, importance weights and GANs, by context."""

from functools import cache

import pytest

from tests.grade.answers import document_of
from verify.grade.beside import joined
from verify.grade.evidence import check_all
from verify.grade.judged import Judged
from verify.grade.sheet import load_sheet
from verify.grade.submission import _walk
from verify.latex.elaborate import statements
from verify.latex.errors import Unread
from verify.latex.rows import formula_row
from verify.latex.scope import Scope
from verify.latex.segments import Segment
from verify.model import Verdict
from verify.terms.nodes import IllTyped

SHEET = load_sheet("cmu10708-2019-hw3")


@cache
def scope_of(context):
    return Scope.of(SHEET.contexts[context].mapping)


def found(context, text):
    """Return the verdict of each link of a row; "unread" or "ill-typed" where it has no meaning."""
    row, scope = formula_row(text), scope_of(context)
    assert not row.unread
    assert not row.ill_typed
    verdicts = []
    for left, relation, right in zip(row.sides, row.relations, row.sides[1:], strict=False):
        try:
            verdicts.append(str(check_all(statements(left, relation, right, scope), scope.context).verdict))
        except Unread:
            verdicts.append("unread")
        except IllTyped:
            verdicts.append("ill-typed")
    return " ".join(verdicts)


CLOSED_FORM = r"\frac{1}{2} \sum_{j=1}^J (1 + \log(\Sigma_j^2) - \mu_j^2 - \Sigma_j^2)"
OBJECTIVE = r"\frac{\partial \tilde{\mathcal{L}}}"
LIKELIHOOD = r"\log p_\theta(x|z^{(l)})"
SLOPE = r"\frac{\partial \log p_\theta(x|z^{(l)})}{\partial z_j^{(l)}}"

#: laws given by a formula, draws and gradients: (row, verdicts)
ENCODER = [
    (r"\log p(z) = -\frac{J}{2} \log(2\pi) - \frac{1}{2} \sum_{j=1}^J z_j^2", "proved"),
    (r"\log p(z) = -\frac{J}{2} \log(2\pi) - \sum_{j=1}^J z_j^2", "refuted"),
    (
        r"\log q_\phi(z|x) = \sum_j (-\frac{1}{2} \log(2\pi) - \log \Sigma_j - \frac{(z_j-\mu_j)^2}{2\Sigma_j^2})",
        "proved",
    ),
    (r"E_q[z_j^2] = \mu_j^2 + \Sigma_j^2", "proved"),
    (r"E_{q_\phi(z|x)}[(z_j - \mu_j)^2] = \Sigma_j", "refuted"),
    (r"\mathbb{E}_{\epsilon}[z_j^2] = \mu_j^2 + \Sigma_j^2", "proved"),
    (r"E_q[\log p(z_j)] = -\frac{1}{2} \log 2\pi - \frac{1}{2} E_q[z_j^2]", "proved"),
    (r"E_{q(z_j|x)}[\log q(z_j|x)] = -\frac12 \log 2\pi - \frac12 \log \Sigma_j^2 - \frac12", "proved"),
    (r"E_{q(z_j|x)}[\log q(z_j|x)] = -\frac12 \log 2\pi - \frac12 \log \Sigma_j^2", "refuted"),
    (rf"-KL(q_\phi(z|x) \| p(z)) = E_q[\log p(z)] - E_q[\log q_\phi(z|x)] = {CLOSED_FORM}", "proved proved"),
    (rf"-KL(q \| p) = {CLOSED_FORM}", "proved"),
    (r"-KL(q \| p) = \frac{1}{2} \sum_{j=1}^J (\log(\Sigma_j^2) - \mu_j^2 - \Sigma_j^2)", "refuted"),
    (rf"KL(q_\phi(z|x) \| p(z)) = {CLOSED_FORM}", "refuted"),
    (
        r"\int q_\phi(z|x) \log p(z) dz = -\frac{J}{2} \log(2\pi) - \frac12 \sum_{j=1}^J (\mu_j^2 + \Sigma_j^2)",
        "proved",
    ),
    (rf"\int q_\phi(z|x) (\log p(z) - \log q_\phi(z|x)) dz = {CLOSED_FORM}", "proved"),
    (
        r"\int N(z; \mu, \Sigma^2) \log N(z; 0, I) dz = -\frac{J}{2} \log 2\pi - \frac12 \sum_j (\mu_j^2 + \Sigma_j)",
        "refuted",
    ),
    (r"z_j^{(l)} = \mu_j + \Sigma_j \epsilon_j^{(l)}", "proved"),
    (r"z^{(i,l)} = \mu_{(i)} + \Sigma_{(i)} \odot \epsilon^{(l)}", "proved"),
    (r"\frac{\partial z_j^{(l)}}{\partial \Sigma_j} = \epsilon_j^{(l)}", "proved"),
    (r"\frac{\partial z_j^{(l)}}{\partial \Sigma_j} = 1", "refuted"),
    (
        rf"\frac{{\partial \tilde{{\mathcal{{L}}}}}}{{\partial \mu_j}} = -\mu_j + \frac1L \sum_{{l=1}}^L {SLOPE}",
        "proved",
    ),
    (
        rf"{OBJECTIVE}{{\partial \mu_j}} = -\mu_j + \frac1L \sum_l \frac{{\partial}}{{\partial z_j}} {LIKELIHOOD}",
        "proved",
    ),
    (
        rf"{OBJECTIVE}{{\partial \Sigma_j}} = 1 / \Sigma_j - \Sigma_j + \frac1L \sum_l \epsilon_j^{{(l)}} {SLOPE}",
        "proved",
    ),
    (
        rf"{OBJECTIVE}{{\partial \Sigma_j}} = \frac{{1}}{{\Sigma_j}} - \Sigma_j + \frac1L \sum_l {SLOPE}",
        "refuted",
    ),
    (r"\nabla_\theta \tilde{\mathcal{L}} = \frac1L \sum_l \nabla_\theta \log p_\theta(x^{(i)}|z^{(i,l)})", "proved"),
    (r"\nabla_\theta \tilde{\mathcal{L}} = \sum_l \nabla_\theta \log p_\theta(x^{(i)}|z^{(i,l)})", "refuted"),
    # a law is no other law of the same letter, and a column is no matrix of covariances
    (r"p_\theta(z|x) = p_\theta(x|z)", "unread"),
    (r"\log p_\theta(x) = 0", "unread"),
    (r"\int N(z; \mu, \Sigma) z_j dz = \mu_j", "unread"),
    (r"\frac{\partial \tilde{\mathcal{L}}}{\partial z_j^{(l)}} = 0", "unread"),
]


@pytest.mark.parametrize(("row", "expected"), ENCODER)
def test_laws_by_a_formula_and_gradients_along_draws(row, expected):
    assert found("encoder", row) == expected


#: data sets, conditions that are left out, letters of one's own, games: (context, row, verdicts)
OTHERS = [
    ("dataset", r"\mathcal{L}(\mathbf{x}) = \sum_i \mathcal{L}(x^{(i)})", "proved"),
    ("dataset", r"\mathcal{L}(x_i) = E_q[\log p_\theta(x_i|z)] - KL(q_\phi(z|x_i) \| p(z))", "proved"),
    ("dataset", r"\mathcal{L}(x_i) = E_q[\log p_\theta(x_i|z)] + KL(q_\phi(z|x_i) \| p(z))", "refuted"),
    ("dataset", r"\arg\max_\theta \mathcal{L}(x) = \arg\max_\theta \sum_i E_q[\log p_\theta(x^{(i)}|z)]", "proved"),
    ("dataset", r"\mathcal{L}(x) = \mathcal{L}(x^{(i)})", "refuted"),
    ("helmholtz", r"\mathcal{L}(x^{(i)}) = E_q[\log p_\theta(x^{(i)}|z)] - KL(q_\phi(z|x^{(i)}) \| p(z))", "proved"),
    ("helmholtz", r"\mathcal{L}(x^{(i)}) = E_q[\log p_\theta(x|z)] - KL(q_\phi(z|x^{(i)}) \| p(z))", "refuted"),
    ("helmholtz", r"\mathcal{L}(x) = E_q[\log p_\theta(x, z)] - E_q[\log q(z)]", "proved"),
    ("helmholtz", r"\mathcal{L}(x) = E_q[\log p_\theta(x, z)] + E_q[\log q(z)]", "refuted"),
    ("logits", r"\frac{d}{du} \log(1 - \sigma(u)) = -\sigma(u)", "proved"),
    ("logits", r"\frac{d}{ds} \log \sigma(s) = \frac{1}{1 - e^s}", "refuted"),
    ("logits", r"\nabla_h [-\log\sigma(h)] = \sigma(h) - 1", "proved"),
    ("logits", r"\frac{d}{du} \log \sigma(v) = 0", "unread"),
    ("pairs", r"\max_D V(D, G, Q) = C(G, Q) = 2 JSD(p_r \| p_f) - \log 4", "confirmed proved"),
    ("pairs", r"V(D^*, G, Q) = JSD(p_r \| p_f) - \log 4", "refuted"),
    # over which laws a generator ranges was not said, and what it maps neither
    ("pairs", r"\min_{G,Q} \max_D V(D, G, Q) = -\log 4", "undecided"),
    ("pairs", r"G(Q(x)) = x", "unread"),
    ("pairs", r"z = Q(x)", "unread"),
    ("discriminator", r"x = G(z)", "unread"),
    ("discriminator", r"V(D_G^*, G) = C(G)", "proved"),
]


@pytest.mark.parametrize(("context", "row", "expected"), OTHERS)
def test_names_by_what_they_may_stand_for(context, row, expected):
    assert found(context, row) == expected


def judged(*verdicts):
    return tuple(Judged(0, 1, Verdict(v)) for v in verdicts)


@pytest.mark.parametrize(
    ("own", "other", "expected"),
    [
        ("proved unread", "unread proved", "proved proved"),
        ("unread", "refuted", "refuted"),
        ("refuted", "proved", "proved"),
        ("refuted", "undecided", "undecided"),
        ("refuted", "unread", "refuted"),
        ("unread", "unread", "unread"),
        ("undecided", "refuted", "undecided"),
        ("proved", "refuted", "proved"),
        ("", "refuted", ""),
        ("", "proved", "proved"),
    ],
)
def test_a_row_is_right_if_it_is_right_in_one_context(own, other, expected):
    assert " ".join(str(j.verdict) for j in joined([judged(*own.split()), judged(*other.split())])) == expected


def graded(question, *lines):
    """Return the verdicts of an answer, read in all contexts of its question."""
    document = document_of(*lines)
    steps = _walk((Segment(question, document.pieces, ()),), SHEET, document, set(), {})
    return " ".join(str(step.verdict) for step, _ in steps[question])


def test_a_chain_goes_on_in_the_next_context():
    closed = r"\frac12 \sum_{j=1}^J (1 + \log \Sigma_j^2 - \mu_j^2 - \Sigma_j^2)"
    rows = r"$$-KL(q_\phi(z|x) \| p(z)) = E_q[\log p(z)] - E_q[\log q_\phi(z|x)]$$", rf"$$= {closed}$$"
    assert graded("1.3a", "We have", *rows) == "proved proved"


@pytest.mark.parametrize(
    ("question", "row", "expected"),
    [
        ("1.3b", r"-KL(q \| p) = \frac12 \sum_{j=1}^J (\log \Sigma_j^2 - \mu_j^2 - \Sigma_j^2)", "refuted"),
        ("2.1a", r"D^*(x) = \frac{p_g(x)}{p_d(x) + p_g(x)}", "refuted"),
        ("2.3a", r"D^*(x, z) = \frac{p_f(x, z)}{p_r(x, z) + p_f(x, z)}", "refuted"),
        (
            "1.2.1",
            r"\mathcal{L}(x) = \sum_i E_{q(z|x^{(i)})}[\log p_\theta(x^{(i)}|z)] + \sum_i KL(q(z|x^{(i)}) \| p(z))",
            "refuted",
        ),
        (
            "1.2.1",
            r"\theta^* = \arg\max_\theta \mathcal{L}(x) = \arg\max_\theta E_q[\log p_\theta(x|z)]",
            "unread proved",
        ),
        ("1.2.1", r"\mathcal{L}(x^{(i)}) = E_q[\log p_\theta(x^{(i)}|z)] - KL(q \| p(z))", "proved"),
        ("1.3a", r"\mathcal{L}(x) = -D_{KL}(q_\phi \| p) + E_{q_\phi}[\log p_\theta(x|z)]", "undecided"),
    ],
)
def test_an_error_is_found_in_the_context_that_is_meant(question, row, expected):
    assert graded(question, "So", f"$${row}$$") == expected


def test_a_letter_may_be_given_to_something_else():
    lines = r"With $\sigma = \Sigma_j$ and $m = \mu_j$", r"$$E_q[z_j^2] = m^2 + \sigma^2$$"
    assert graded("1.3b", *lines) == "proved"
