"""Marks: what decided steps are worth by the rubric of a question, with the range that open ones leave.

A mark is a suggestion. *Suggested* is what decided steps establish; *low* takes doubtful credit away; *high* grants
everything that was not read, not decided, or is said in words. The rules, for any question:

* A milestone is earned by a right step that states it; a claim too, if there is a way to it: another right step, and
  none that is wrong between it and the claim. Restating what is to be shown is no answer.
* Who reaches every claim may skip milestones: each right step beside them stands for one.
* What follows from an earlier wrong result (carried) earns a share, and costs nothing.
* An error is charged once, where it enters. What it already cost (a milestone that is missed for it) is not charged
  again: the mark is the smaller of what was earned and what the errors leave.
* What is unread, undecided or in words costs nothing and earns nothing.

Main definitions
----------------
* `Evidence`: a decided step, and the goals it states.
* `mark`: evidence and rubric → `Mark`; pure.
* `marked`: the graded question of a student's steps.
* `cost`: what their errors cost.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from verify.grade.sheet import Question
from verify.graded import GradedQuestion, GradedStep, Mark
from verify.model import Verdict

#: ("milestone" or "claim", its number in the question)
Goal = tuple[str, int]

#: the shares of a question's points that a wrong step costs, and the most that all of them cost
COSTS = {Verdict.REFUTED: 0.10, Verdict.ILL_TYPED: 0.05}
LARGEST_COST = 0.25
#: the share that a goal earns where the student's result follows from an own earlier wrong one
CARRIED_SHARE = 0.5

RIGHT = frozenset({Verdict.PROVED, Verdict.CONFIRMED})
OPEN = frozenset({Verdict.UNREAD, Verdict.UNDECIDED, Verdict.UNREFUTED, Verdict.NOT_APPLICABLE})
WRONG = frozenset({*COSTS, Verdict.CARRIED})
#: kinds of questions whose answer is one statement: there is no way to show
OUTRIGHT = frozenset({"exact", "define", "axiom"})


@dataclass(frozen=True, slots=True)
class Evidence:
    """A decided step: its verdict, the goals that it states, and what it says (a step said twice counts once).

    A carried step states a goal if it has the goal's left side: it would be the goal, had the student's own result
    been right.
    """

    verdict: Verdict
    reaches: frozenset[Goal] = frozenset()
    says: str = ""


@dataclass(frozen=True)
class _Account:
    """What the steps of one question come to, in points."""

    question: Question
    steps: tuple[Evidence, ...]

    @cached_property
    def worth(self) -> dict[Goal, float]:
        """The points of each goal."""
        q = self.question
        found: dict[Goal, float] = {("milestone", k): m.points for k, m in enumerate(q.milestones)}
        return found | {("claim", k): q.claim_points / len(q.claim) for k in range(len(q.claim))}

    @cached_property
    def claims(self) -> frozenset[Goal]:
        return frozenset(goal for goal in self.worth if goal[0] == "claim")

    def right(self, step: Evidence) -> bool:
        given = step.verdict is Verdict.GIVEN and self.question.kind in OUTRIGHT
        return given or step.verdict in RIGHT

    @cached_property
    def milestones(self) -> frozenset[Goal]:
        """The milestones that were stated, by right steps and by definitions of the student's own."""
        stated = (s.reaches for s in self.steps if self.right(s) or s.verdict is Verdict.GIVEN)
        return frozenset().union(*stated) - self.claims

    @cached_property
    def stated(self) -> frozenset[Goal]:
        """The claims that were stated, with a way to them or without."""
        return frozenset().union(*(s.reaches for s in self.steps if self.right(s))) & self.claims

    @cached_property
    def shown(self) -> frozenset[Goal]:
        """The claims that were stated and have a way to them."""
        return frozenset(goal for goal in self.stated if self._has_way(goal))

    def _has_way(self, claim: Goal) -> bool:
        if self.question.kind in OUTRIGHT:
            return True
        others = [self.right(s) and claim not in s.reaches for s in self.steps]
        if not any(others):
            return False
        if not any(s.verdict in WRONG for s in self.steps):
            return True
        sound = False  # whether the last step that tells was right
        for step, other in zip(self.steps, others, strict=True):
            if step.verdict in WRONG and step.verdict is not Verdict.ILL_TYPED:
                sound = False  # a slip of writing, such as a bracket, breaks no way
            elif other:
                sound = True
            elif sound and self.right(step) and claim in step.reaches:
                return True
        return False

    @cached_property
    def skipped(self) -> frozenset[Goal]:
        """The milestones that other right steps stand for, since every claim was shown."""
        if not self.claims or self.shown != self.claims:
            return frozenset()
        beside = {s.says or str(k) for k, s in enumerate(self.steps) if self.right(s) and not s.reaches}
        missing = [goal for goal in self.worth if goal not in self.claims | self.milestones]
        return frozenset(sorted(missing, key=lambda goal: -self.worth[goal])[: len(beside)])

    @cached_property
    def carried(self) -> frozenset[Goal]:
        """The goals that would have been reached, had the student's own earlier result been right."""
        reached = frozenset[Goal]().union(*(s.reaches for s in self.steps if s.verdict is Verdict.CARRIED))
        return reached - self.milestones - self.shown - self.skipped

    @cached_property
    def cost(self) -> float:
        """What the errors cost: each once, together not more than a share of the question."""
        errors = {(s.says or str(k)): COSTS[s.verdict] for k, s in enumerate(self.steps) if s.verdict in COSTS}
        return min(LARGEST_COST, sum(errors.values())) * self.question.points

    def points(self, goals: frozenset[Goal]) -> float:
        return sum(self.worth.get(goal, 0.0) for goal in goals)


def mark(question: Question, steps: Sequence[Evidence], answered: bool = True) -> Mark:
    """Return the mark that the steps suggest, with its range; 0 ≤ low ≤ suggested ≤ high ≤ the question's points.

    `answered` tells that there is an answer at all, in whatever words.
    """
    if question.by_hand:
        return Mark(0.0, 0.0, question.points if answered else 0.0)
    account = _Account(question, tuple(steps))
    left = question.points - account.cost
    firm = account.points(account.milestones | account.shown)
    earned = firm + account.points(account.skipped) + CARRIED_SHARE * account.points(account.carried)
    most = account.points(account.milestones | account.stated | account.skipped | account.carried) + question.prose
    clear = not any(s.verdict in OPEN or s.verdict in WRONG for s in steps)
    suggested = min(earned, left)
    low = suggested if clear else max(0.0, firm - account.cost)
    high = left if any(s.verdict in OPEN for s in steps) else min(most, left)
    return _rounded(Mark(min(low, suggested), suggested, max(suggested, high if answered else 0.0)), question.points)


def _rounded(found: Mark, points: float) -> Mark:
    """Return the mark in hundredths of a point, which keeps its order."""
    low, suggested, high = (min(points, max(0.0, round(v, 2))) for v in (found.low, found.suggested, found.high))
    return Mark(low, suggested, high)


def marked(
    question: Question,
    steps: Sequence[GradedStep],
    reached: Sequence[frozenset[Goal]] = (),
    answered: bool = True,
    notes: tuple[str, ...] = (),
) -> GradedQuestion:
    """Return the graded question; `reached[k]` are the goals that step k states (see `verify.grade.reach`)."""
    goals = [*reached, *([frozenset[Goal]()] * (len(steps) - len(reached)))]
    evidence = [evidence_of(step, found) for step, found in zip(steps, goals, strict=True)]
    account = _Account(question, tuple(evidence))
    to_look_at = question.by_hand or question.prose > 0 or any(e.verdict in OPEN for e in evidence)
    return GradedQuestion(
        id=question.id,
        points=question.points,
        mark=mark(question, evidence, answered),
        needs_review=bool(answered and to_look_at and question.points),
        reached_claim=bool(account.claims) and account.shown == account.claims,
        steps=tuple(steps),
        kind=question.kind,
        notes=notes,
    )


def evidence_of(step: GradedStep, reaches: frozenset[Goal] = frozenset()) -> Evidence:
    """Return what a step of a student's counts for: a trivial one (a = a) for nothing."""
    says = step.error or step.statement or step.latex
    left, equals, right = (part.strip() for part in (step.statement or step.latex).partition("="))
    if step.verdict in RIGHT and not reaches and ((equals and left == right) or not any(c.isalpha() for c in says)):
        return Evidence(Verdict.GIVEN, reaches, says)
    return Evidence(step.verdict, reaches, says)


def cost(question: Question, steps: Sequence[GradedStep]) -> float:
    """Return the points that the steps' errors cost: each once, together not more than a share of the question."""
    return _Account(question, tuple(evidence_of(step) for step in steps)).cost
