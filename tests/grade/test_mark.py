"""Marks: what the rules say of small cases, and what must hold of all."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verify.grade.mark import Evidence, evidence_of, mark, marked
from verify.grade.sheet import Milestone, Question
from verify.graded import GradedStep, Mark
from verify.model import Verdict

V = Verdict
M0, M1, C0, C1 = ("milestone", 0), ("milestone", 1), ("claim", 0), ("claim", 1)
QUESTION = Question(
    "1", 10.0, "derive", "Show it.", "c", claim=("a = b",), milestones=(Milestone(3.0, ("m",)), Milestone(2.0, ("n",)))
)
WITH_PROSE = Question("2", 10.0, "derive", "Show it.", "c", claim=("a", "b"), prose=2.0)
DEFINE = Question("3", 1.0, "define", "Write it down.", "c", claim=("a",))
ESSAY = Question("4", 4.0, "prose", "Say why.")


def ev(verdict, *goals, says=""):
    return Evidence(verdict, frozenset(goals), says)


proved, other = ev(V.PROVED), ev(V.CONFIRMED, says="another")
CASES = [
    ("nothing", QUESTION, [], (0, 0, 0)),
    ("the claim alone is no answer", QUESTION, [ev(V.PROVED, C0)], (0, 0, 5)),
    ("gibberish establishes nothing", QUESTION, [ev(V.UNREAD), ev(V.UNDECIDED)], (0, 0, 10)),
    ("a milestone", QUESTION, [ev(V.PROVED, M0)], (3, 3, 3)),
    ("a whole answer", QUESTION, [ev(V.PROVED, M0), ev(V.PROVED, M1), ev(V.PROVED, C0)], (10, 10, 10)),
    ("a right step stands for one milestone", QUESTION, [proved, ev(V.PROVED, C0)], (8, 8, 8)),
    ("two stand for both", QUESTION, [proved, other, ev(V.PROVED, C0)], (10, 10, 10)),
    ("said twice, it stands for one", QUESTION, [other, other, ev(V.PROVED, C0)], (8, 8, 8)),
    ("without the claim it stands for none", QUESTION, [proved, other], (0, 0, 0)),
    (
        "a slip of writing breaks no way",
        QUESTION,
        [ev(V.PROVED, M0), ev(V.PROVED, M1), ev(V.ILL_TYPED), ev(V.PROVED, C0)],
        (9.5, 9.5, 9.5),
    ),
    (
        "an error costs a tenth",
        QUESTION,
        [ev(V.REFUTED), ev(V.PROVED, M0), ev(V.PROVED, M1), ev(V.PROVED, C0)],
        (9, 9, 9),
    ),
    ("what it cost is not charged again", QUESTION, [ev(V.PROVED, M0), ev(V.REFUTED)], (2, 3, 3)),
    (
        "the same error twice is one",
        QUESTION,
        [ev(V.REFUTED, says="e"), ev(V.REFUTED, says="e"), ev(V.PROVED, M0), ev(V.PROVED, M1), ev(V.PROVED, C0)],
        (9, 9, 9),
    ),
    (
        "many errors cost a quarter",
        QUESTION,
        [ev(V.REFUTED, says=str(k)) for k in range(9)] + [ev(V.PROVED, M0), ev(V.PROVED, M1), ev(V.PROVED, C0)],
        (7.5, 7.5, 7.5),
    ),
    ("a claim behind an error is not shown", QUESTION, [ev(V.PROVED, M0), ev(V.REFUTED), ev(V.PROVED, C0)], (2, 3, 8)),
    (
        "a student heals himself",
        QUESTION,
        [ev(V.ILL_TYPED), ev(V.PROVED, M0), ev(V.PROVED, M1), ev(V.PROVED, C0)],
        (9.5, 9.5, 9.5),
    ),
    ("a carried claim earns half", QUESTION, [ev(V.PROVED, M0), ev(V.PROVED, M1), ev(V.CARRIED, C0)], (5, 7.5, 10)),
    ("a carried step costs nothing", QUESTION, [ev(V.PROVED, M0), ev(V.PROVED, M1), ev(V.CARRIED)], (5, 5, 5)),
    ("an unread step leaves the rest", QUESTION, [ev(V.PROVED, M0), ev(V.UNREAD)], (3, 3, 10)),
    ("a definition states a milestone", QUESTION, [ev(V.GIVEN, M0)], (3, 3, 3)),
    ("a definition states no claim", QUESTION, [proved, ev(V.GIVEN, C0)], (0, 0, 0)),
    ("one of two claims, and words", WITH_PROSE, [proved, ev(V.PROVED, C0)], (4, 4, 6)),
    ("both claims: each is a way to the other", WITH_PROSE, [ev(V.PROVED, C0), ev(V.PROVED, C1)], (8, 8, 10)),
    ("what is to be written down needs no way", DEFINE, [ev(V.GIVEN, C0)], (1, 1, 1)),
    ("an essay is for a person", ESSAY, [proved], (0, 0, 4)),
]


@pytest.mark.parametrize(("question", "steps", "expected"), [row[1:] for row in CASES], ids=[row[0] for row in CASES])
def test_the_rules(question, steps, expected):
    assert mark(question, steps) == Mark(*map(pytest.approx, expected))


def test_what_was_not_answered_has_no_range():
    assert mark(ESSAY, [], answered=False) == Mark(0, 0, 0)
    assert mark(WITH_PROSE, [], answered=False) == Mark(0, 0, 0)
    assert not marked(ESSAY, [], answered=False).needs_review
    assert marked(ESSAY, []).needs_review


def test_what_has_no_points_is_for_nobody_to_look_at():
    assert not marked(replace(ESSAY, points=0.0), []).needs_review


def step(verdict, latex="a = b", statement=""):
    return GradedStep(1, 1, 1, 2, latex, verdict, statement)


def test_a_trivial_step_is_no_way():
    claim = frozenset({C0})
    for trivial in ("1 = 1", "a = a", "2 + 2 = 4"):
        found = marked(QUESTION, [step(V.PROVED, trivial), step(V.PROVED)], [frozenset(), claim])
        assert not found.reached_claim, trivial
    assert marked(QUESTION, [step(V.PROVED, "a = c"), step(V.PROVED)], [frozenset(), claim]).reached_claim
    assert evidence_of(step(V.REFUTED, "1 = 1")).verdict is V.REFUTED


def test_open_steps_are_for_a_person():
    assert marked(QUESTION, [step(V.UNREAD)]).needs_review
    assert not marked(QUESTION, [step(V.REFUTED)]).needs_review


# ------------------------------------------------------------------------------------------------ properties

verdicts = st.sampled_from(list(Verdict))
goals = st.frozensets(st.sampled_from([M0, M1, C0, C1]), max_size=2)
evidence = st.builds(Evidence, verdicts, goals, st.sampled_from(["", "e", "f"]))
right = st.builds(Evidence, st.sampled_from([V.PROVED, V.CONFIRMED]), goals, st.sampled_from(["", "g"]))


@st.composite
def questions(draw):
    parts = draw(st.lists(st.integers(0, 3), min_size=4, max_size=4))
    claims = ("a", "b")[: draw(st.integers(1, 2))]
    milestones = tuple(Milestone(float(p), ("m",)) for p in parts[: draw(st.integers(0, 2))])
    prose = float(parts[2])
    points = sum(m.points for m in milestones) + prose + parts[3] + 1.0
    return Question(
        "1",
        points,
        draw(st.sampled_from(["derive", "exact"])),
        "Show it.",
        "c",
        claim=claims,
        milestones=milestones,
        prose=prose,
    )


@given(questions(), st.lists(evidence, max_size=6))
@settings(max_examples=300, deadline=None)
def test_a_mark_lies_in_its_range(question, steps):
    found = mark(question, steps)
    assert 0 <= found.low <= found.suggested <= found.high <= question.points


@given(questions(), st.lists(evidence, max_size=6), right, st.integers(0, 6))
@settings(max_examples=300, deadline=None)
def test_a_right_step_never_lowers_the_mark(question, steps, more, where):
    before, after = mark(question, steps), mark(question, [*steps[:where], more, *steps[where:]])
    assert after.suggested >= before.suggested
    assert after.low >= before.low
    assert after.high >= before.high


@given(questions(), st.lists(evidence, max_size=6), st.sampled_from([V.UNREAD, V.UNDECIDED]), st.integers(0, 6))
@settings(max_examples=300, deadline=None)
def test_what_was_not_read_never_lowers_the_mark(question, steps, verdict, where):
    before, after = mark(question, steps), mark(question, [*steps[:where], Evidence(verdict), *steps[where:]])
    assert after.suggested >= before.suggested
    assert after.high >= before.high
