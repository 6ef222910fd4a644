"""The shipped sheets are true and can be read: every claim is proved, every milestone is read and not false.

What cannot be read or proved yet is listed with its reason. The lists are strict: what is on them and can be done by
now has to be taken off.
"""

from functools import cache

import pytest

from verify.grade.sheet import load_sheet, shipped_sheets
from verify.grade.submission import grade_file
from verify.latex.elaborate import statements
from verify.latex.errors import Unread
from verify.latex.rows import formula_row
from verify.latex.scope import Scope
from verify.links import check_link
from verify.model import Verdict
from verify.terms.nodes import IllTyped

#: (sheet, question, formula) → why it cannot be read
UNREAD = {
    ("ift6135-2020-hw3", "5.1", r"v = 0 \iff (\psi_0, \psi_1, \theta) = (0, 0, 0)"): "equivalences are several links",
    ("ift6135-2020-hw3", "5.4", r"\bar{v} = 0 \iff (\psi_0, \psi_1, \theta) = (0, 0, 0)"): "the same",
}

#: (sheet, question, number of the claim) → why no form of it is proved
OPEN = {
    ("ift6135-2019-hw3", "5", 0): "it holds in the world that says which density belongs to which law",
    ("ift6135-2019-hw3", "6.1b", 0): "suprema without a witness",
    ("ece544-2023-ps5", "3g", 0): "minima without a witness",
}

SHEETS = {name: load_sheet(name) for name in shipped_sheets()}
QUESTIONS = [(name, q.id) for name, sheet in SHEETS.items() for q in sheet.questions if q.claim or q.milestones]


@cache
def scope_of(name, question):
    sheet = SHEETS[name]
    return Scope.of(sheet.table_of(sheet.by_id[question]).mapping)


def read(text, scope):
    """Return the statements of a formula: a list for each link, of its readings; [] if it cannot be read."""
    row = formula_row(text)
    if row.unread or row.ill_typed:
        return []
    links = zip(row.sides, row.relations, row.sides[1:], strict=False)
    try:
        return [statements(left, relation, right, scope) for left, relation, right in links]
    except (Unread, IllTyped, IndexError):
        return []


def verdicts(text, scope):
    """Return the verdicts of all readings of all links, those of proofs that owe something as undecided."""
    found = [check_link(s, scope.context) for link in read(text, scope) for s in link]
    return [Verdict.UNDECIDED if r.obligations else r.verdict for r in found]


@pytest.mark.parametrize("name", SHEETS)
def test_every_context_is_read(name):
    for table in SHEETS[name].contexts.values():
        assert Scope.of(table.mapping).context is not None


@pytest.mark.parametrize(("name", "question"), QUESTIONS)
def test_every_formula_is_read_and_every_claim_is_proved(name, question):
    asked, scope = SHEETS[name].by_id[question], scope_of(name, question)
    forms = [(claim, *also) for claim, also in zip(asked.claim, asked.also, strict=True)]
    for text in [t for claim in forms for t in claim] + [t for m in asked.milestones for t in m.any]:
        assert bool(read(text, scope)) != ((name, question, text) in UNREAD), text
    in_plain_context = (name, question, 0) not in OPEN or asked.context != "discriminator"
    for k, claim in enumerate(forms):
        found = [verdicts(text, scope) for text in claim]
        proved = any(v and set(v) == {Verdict.PROVED} for v in found)
        assert proved != ((name, question, k) in OPEN), (claim, found)
        assert not in_plain_context or all(Verdict.REFUTED not in v for v in found), (claim, found)
    for milestone in asked.milestones:
        for text in milestone.any:
            assert not in_plain_context or Verdict.REFUTED not in verdicts(text, scope), text


def test_what_is_listed_is_there():
    texts = {
        (name, q.id, text)
        for name, sheet in SHEETS.items()
        for q in sheet.questions
        for text in (*q.claim, *(t for also in q.also for t in also), *(t for m in q.milestones for t in m.any))
    }
    assert set(UNREAD) <= texts
    assert {(name, q) for name, q, _ in OPEN} <= set(QUESTIONS)


#: wrong variants of the claims: (sheet, question, formula), each refuted
WRONG = [
    ("ift6135-2020-hw3", "1.1", r"\mathbb{E}[L(w)] = \|y - p X w\|^2 + p \|\Gamma w\|^2"),
    ("ift6135-2020-hw3", "1.1", r"\mathbb{E}[L(w)] = \|y - p X w\|^2 + p (1-p) w^\top \Gamma w"),
    ("ift6135-2020-hw3", "1.2", r"\lambda^{\text{dropout}} = \frac{p}{1-p}"),
    ("ift6135-2020-hw3", "1.2", r"p w^{\text{dropout}} = (X^\top X + (1-p) \Gamma^2)^{-1} X^\top y"),
    ("ift6135-2020-hw3", "1.3", r"w^{L^2} = (X^\top X + 2 \lambda I)^{-1} X^\top y"),
    ("ift6135-2020-hw3", "2.2", r"\mathcal{L}(q_{\phi^*}) > \mathcal{L}(q_i^*)"),
    (
        "ift6135-2020-hw3",
        "2.2",
        r"D_{KL}(q_{\phi^*}(z|x_i) \| p_\theta(z|x_i)) \le D_{KL}(q_i^*(z) \| p_\theta(z|x_i))",
    ),
    ("ift6135-2020-hw3", "3.1", r"D_{KL}(P_X \| P_{F(U)}) = D_{KL}(P_U \| P_{F^{-1}(X)})"),
    ("ift6135-2020-hw3", "4.1", r"D^*(x) = \frac{f_0(x)}{f_0(x) + f_1(x)}"),
    ("ift6135-2020-hw3", "4.2", r"f_1(x) = f_0(x) D^*(x)"),
    ("ift6135-2020-hw3", "5.1", r"v_\theta = -\psi_0 \sigma(\psi_0 \theta + \psi_1)"),
    ("ift6135-2020-hw3", "5.3", r"\lambda \in \{-\frac{1}{2}, i, -i\}"),
    ("ift6135-2020-hw3", "5.4", r"\bar{v}_{\psi_0} = -\theta \sigma(\psi_0 \theta + \psi_1) - \frac{\gamma}{2} \psi_0"),
    ("ift6135-2019-hw3", "3.1", r"\mathcal{L}_K \ge \log p(x)"),
    ("ift6135-2019-hw3", "6.3", r"R_2[T] \le R_1[T]"),
    ("ece544-2023-ps5", "2d", r"-\log \mathcal{N}(x; f, \sigma^2 I) = \frac{\|x - f\|^2}{\sigma^2}"),
    ("cmu10708-2019-hw3", "1.1", r"\log p_\theta(x) \le \mathcal{L}(x)"),
    ("cmu10708-2019-hw3", "2.1b", r"C(G) = -\log 4 + JSD(p_d \| p_g)"),
]


@pytest.mark.parametrize(("name", "question", "text"), WRONG)
def test_wrong_variants_are_refuted(name, question, text):
    found = verdicts(text, scope_of(name, question))
    assert found
    assert set(found) == {Verdict.REFUTED}


#: (sheet, question) → why its reference answer does not get full marks where no person is needed
NOT_FULL: dict[tuple[str, str], str] = {}


@pytest.mark.parametrize("name", SHEETS)
def test_reference_answers_get_full_marks(name, tmp_path):
    sheet = SHEETS[name]
    file = tmp_path / "reference.md"
    file.write_text("\n".join(f"## {q.id}\n\n{q.reference}\n" for q in sheet.questions), encoding="utf-8")
    short = set()
    for graded in grade_file(file, sheet).questions:
        asked = sheet.by_id[graded.id]
        full = graded.mark.suggested >= asked.points - asked.prose - 0.005
        if not asked.by_hand and asked.reference and not (full and not any(step.accused for step in graded.steps)):
            short.add((name, graded.id))
    assert short == {key for key in NOT_FULL if key[0] == name}


#: rows of students who do not write what an expectation is over: (sheet, question, row) → whether it is right
NOT_WRITTEN = [
    (
        "ift6135-2019-hw3",
        "3.1",
        r"\mathcal{L}_K \le \log \mathbb{E}[\frac{1}{K} \sum_{k=1}^K \frac{p(x, h_k)}{q(h_k)}]",
        True,
    ),
    ("ift6135-2019-hw3", "3.1", r"\mathbb{E}[\frac{p(x, h_k)}{q(h_k)}] = p(x)", True),
    ("ift6135-2019-hw3", "3.1", r"\mathbb{E}[\frac{p(x, h_k)}{q(h_k)}] = \log p(x)", False),
    ("ift6135-2019-hw3", "3.2", r"\mathbb{E}[\log \frac{p(x, h_k)}{q(h_k)}] = \mathcal{L}_1", True),
    ("cmu10708-2019-hw3", "1.5a", r"\mathbb{E}[\frac{p_\theta(x, z)}{q_\phi(z|x)}] = p_\theta(x)", True),
]


@pytest.mark.parametrize(("name", "question", "row", "right"), NOT_WRITTEN)
def test_what_expectations_are_over_may_be_left_out(name, question, row, right):
    assert set(verdicts(row, scope_of(name, question))) == {Verdict.PROVED if right else Verdict.REFUTED}
