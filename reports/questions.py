"""How questions are ordered and grouped: by sheet, 2 before 10."""

from __future__ import annotations

import re
from collections.abc import Iterable


def sheet_of(question: str) -> str:
    """Return the sheet of a question: `ift6135-2020-hw3` of `ift6135-2020-hw3:5.3`."""
    return question.split(":")[0]


def in_order(questions: Iterable[str]) -> list[str]:
    """Return distinct questions sheet by sheet, each in the order of its numbers."""
    return sorted(set(questions), key=natural)


def natural(text: str) -> list[tuple[int, str]]:
    """Return a key that sorts 2 before 10, and 2 before 2a."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", text)]
