r"""Rows of questions that are read in several contexts: what is a claim in one is no definition in another."""

import pytest

from verify.grade.sheet import load_sheet
from verify.grade.submission import grade_file

CMU, ECE = "cmu10708-2019-hw3", "ece544-2023-ps5"
PASS = {"proved", "confirmed", "given"}


def graded(tmp_path, sheet, question, *lines):
    """Return the verdicts of an answer that is read as a file is: in all contexts of its question."""
    path = tmp_path / "a.md"
    path.write_text("\n\n".join((f"## {question}", *lines)) + "\n")
    return [str(s.verdict) for q in grade_file(path, load_sheet(sheet)).questions for s in q.steps]


#: (sheet, question, rows): none is right, whatever an earlier one claims
CLAIMED = [
    (CMU, "2.1c", (r"$$C(G) = -\log 2$$", r"$$= -\tfrac12\log 4$$")),
    (CMU, "2.1c", (r"$$C(G) = -\log 2$$", r"$$C(G) > -\log 4$$", r"$$e^{C(G)} = \frac12$$")),
    (CMU, "2.1c", ("Let", r"$$C(G) = -\log 2$$", r"$$C(G) = -\log 2$$")),
    (CMU, "2.1a", (r"$$D^*(x) = \frac13$$", r"$$1 - D^*(x) = \frac23$$")),
    (CMU, "2.1b", (r"$$V(D,G) = -\log 4$$", r"$$V(D,G) = -2\log 2$$")),
    (CMU, "2.1b", (r"$$p_g(x) = \frac12$$", r"$$p_g(x) = \frac24$$")),
    (CMU, "2.1d", (r"$$D^*(x) = \frac13$$", r"$$1 - D^*(x) = \frac23$$")),
    (CMU, "2.1d", (r"$$D(x) = \frac13$$", r"$$1 - D(x) = \frac23$$")),
    (CMU, "2.3a", (r"$$D^*(x,z) = \frac13$$", r"$$D^*(x,z) = \frac13$$")),
    (CMU, "2.3c", (r"$$D^*(x) = \frac13$$", r"$$1 - D^*(x) = \frac23$$")),
    (ECE, "3c", (r"$$w^* = 3b$$", r"$$w^* = b + 2b$$")),
]


@pytest.mark.parametrize(("sheet", "question", "rows"), CLAIMED)
def test_a_false_claim_defines_nothing_in_another_context(tmp_path, sheet, question, rows):
    assert not PASS & set(graded(tmp_path, sheet, question, *rows))


#: (sheet, question, lines, verdict of the last row): names of one's own, and functions that may be anything
GIVEN = [
    (CMU, "2.1d", (r"$$D(x) = \sigma(a)$$", r"$$\frac{d}{da}\log(1 - D(x)) = -D(x)$$"), "proved"),
    (CMU, "2.1d", (r"Let $D = \sigma(a)$. Then", r"$$\frac{d}{da}\log(1 - D) = -D$$"), "proved"),
    (CMU, "2.1c", (r"Let $s = JSD(p_d\|p_g)$.", r"$$C(G) = 2s - \log 4$$"), "proved"),
    (CMU, "2.1c", (r"Let $s = JSD(p_d\|p_g)$.", r"$$C(G) = s - \log 4$$"), "refuted"),
    (CMU, "2.1b", (r"$$C(G) = -\log 4 + JSD(p_d\|p_g)$$",), "refuted"),
    (CMU, "2.1c", (r"$$C(G) = -\log 4 + 2 JSD(p_d\|p_g)$$",), "proved"),
    (ECE, "3c", (r"$$f(a) = \frac C2\|a\|_2^2 - a^\top b$$", r"$$\nabla f(a) = Ca - b$$"), "proved"),
]


@pytest.mark.parametrize(("sheet", "question", "lines", "last"), GIVEN)
def test_what_a_context_does_not_know_may_be_given(tmp_path, sheet, question, lines, last):
    assert graded(tmp_path, sheet, question, *lines)[-1] == last
