"""What the renderers of graded submissions share: names of errors, marks in words, the student's line and a caret."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rich.cells import cell_len
from rich.text import Text

from verify.graded import GradedQuestion, GradedStep, Mark
from verify.model import Verdict
from verify.reports.page import COLOURS, plain

#: rows of which nothing is known
OPEN = (Verdict.UNREAD, Verdict.UNDECIDED, Verdict.UNREFUTED, Verdict.NOT_APPLICABLE)
#: columns before a line of source: its number and a bar
_GUTTER = 9


def error_of(step: GradedStep) -> str:
    """Return what an error is called: two students' same errors have the same name."""
    return " ".join((step.error or step.latex).split())


def flat(text: str, style: str = "") -> Text:
    """Return text on one line, as it is: no markup, no control characters."""
    return plain(text.replace("\n", "�"), style)


def points(value: float) -> str:
    """Return points as people write them: 5, 5.5, 5.25."""
    return f"{round(value, 2):g}"


def marked(mark: Mark, out_of: float) -> str:
    """Return a mark with its range, if it has one: "4.5 (3 to 6) of 7"."""
    spread = "" if mark.low == mark.high else f" ({points(mark.low)} to {points(mark.high)})"
    return f"{points(mark.suggested)}{spread} of {points(out_of)}"


def counted(question: GradedQuestion) -> str:
    """Return how many rows there are of each verdict: "3 proved, 1 refuted"."""
    counts = Counter(step.verdict for step in question.steps)
    return ", ".join(f"{counts[verdict]} {verdict}" for verdict in COLOURS if counts[verdict])


def fully_right(question: GradedQuestion) -> bool:
    """Whether nothing is left to a person, nothing is wrong, and all points were reached."""
    full = question.mark.suggested >= question.points and bool(question.steps or question.overridden)
    return full and not question.needs_review and all(step.passed for step in question.steps)


# ---------------------------------------------------------------------------------------- a line of source


def shown_line(step: GradedStep, lines: Sequence[str], width: int) -> list[Text]:
    """Return the student's line with a caret under the place; what was written, if the line is not there."""
    number = f"{step.line:>6} │ "
    if step.cell or not 1 <= step.line <= len(lines) or not lines[step.line - 1].strip():
        written = " ".join(step.latex.split())
        where = f"cell {step.cell}, line {step.line}: " if step.cell else number
        return [plain(where, "dim").append_text(plain(_cut(written, width - cell_len(where))))]
    text, start, end = _window(step, lines[step.line - 1], width - _GUTTER)
    caret = Text(" " * (_GUTTER + cell_len(text[:start])) + "^" * max(1, cell_len(text[start:end])), style="bold red")
    return [plain(number, "dim").append_text(plain(text)), caret]


def _window(step: GradedStep, line: str, room: int) -> tuple[str, int, int]:
    """Return the part of a line that fits, and where in it the step stands."""
    line = "".join(c if c.isprintable() else (" " if c == "\t" else "�") for c in line)
    start = min(max(0, step.column - 1), len(line))
    end = min(step.end_column - 1, len(line)) if step.end_line == step.line else len(line)
    end = max(start, end)
    indent = len(line) - len(line.lstrip())
    start, end, line = max(0, start - indent), max(0, end - indent), line.strip()
    if cell_len(line) <= room:
        return line, start, min(end, len(line))
    first = max(0, min(start - room // 4, len(line) - 1))
    part = ("…" if first else "") + line[first:]
    shift = first - (1 if first else 0)
    part = _cut(part, room)
    return part, min(start - shift, len(part)), min(end - shift, len(part))


def _cut(text: str, room: int) -> str:
    """Return text that is at most `room` columns wide."""
    if cell_len(text) <= room:
        return text
    kept = ""
    for c in text:
        if cell_len(kept) + cell_len(c) > max(0, room - 1):
            break
        kept += c
    return kept + "…"
