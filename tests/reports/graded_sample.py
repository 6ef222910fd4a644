"""A graded submission with every kind of row, built by hand; texts are hostile where students write them."""

from dataclasses import replace

from verify.graded import Graded, GradedQuestion, GradedStep, Mark, NotGraded
from verify.model import Counterexample, Verdict

HOSTILE = "a\x1b[31m[/red]\nb<b>=cmd()"

SOURCE = "\n".join(
    [
        "# 1.1",
        "$$\\begin{aligned}",
        "E[a_i^2] &= \\sum_j X_{ij} w_j E[R_{ij}] \\\\",
        "E[R_{ij} R_{ik}] &= p^2 [/red] \x1b[31m \\\\",
        "E[a_i^2] &= p^2 (Xw)_i^2 \\\\",
        "&= \\clubsuit",
        "\\end{aligned}$$",
        "",
    ]
)


def step(line, verdict=Verdict.PROVED, **changes):
    base = GradedStep(line, 1, line, 20, "E[a_i] = p (Xw)_i", verdict, "E[a_i] = p (X w)_i", "proof")
    return replace(base, **changes)


REFUTED = step(
    4,
    Verdict.REFUTED,
    column=19,
    end_column=24,
    latex="E[R_{ij} R_{ik}] = p^2",
    statement="E[R_ij R_ik] = p^2",
    evidence="exact",
    follows_from_previous=False,
    reason="for j = k it is E[R_ij^2] = p [/red]",
    expected="p for j = k",
    counterexample=Counterexample((("p", "3/10"),), "3/10", "9/100", "exact"),
    error="E[R_{ij} R_{ik}] = p^2",
)
CARRIED = step(5, Verdict.CARRIED, column=10, follows_from_previous=True, reason="follows from line 4")
UNREAD = step(6, Verdict.UNREAD, column=4, end_column=13, latex="\\clubsuit", unread="\\clubsuit", statement="")

WRONG = GradedQuestion("1.1", 7.0, Mark(3.0, 4.5, 6.0), True, False, (step(3), REFUTED, CARRIED, UNREAD))
RIGHT = GradedQuestion("1.2", 5.0, Mark(5.0, 5.0, 5.0), False, True, (step(3), step(5)))
PROSE = GradedQuestion("1.10", 3.0, Mark(0.0, 0.0, 3.0), True, False, (), "prose", ("a person marks it",))

GRADED = Graded("alice.md", "s", 15.0, Mark(8.0, 9.5, 14.0), True, (WRONG, RIGHT, PROSE), ("an image: skipped",), 1.25)
PERFECT = Graded("bob", "s", 5.0, Mark(5.0, 5.0, 5.0), False, (RIGHT,))
BROKEN = NotGraded("carol.pdf", "s", "a PDF cannot be read; ask for its source")
