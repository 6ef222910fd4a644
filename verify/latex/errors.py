"""Why a formula has no statement: a token without a meaning, or parts whose shapes do not fit.

Main definitions
----------------
* `Unread`: a token has no meaning here; nothing is said about the student.
* `IllTypedAt`: every token has a meaning, and no reading is well typed; both shapes, and the place.
* `NeedsShape`: I and 0 take the shape that the context asks for, and it asks for none.
"""

from __future__ import annotations

from verify.model import Span
from verify.terms.nodes import IllTyped


class Unread(Exception):
    """A token has no meaning: `message` says why, `start` and `end` are its place in the document."""

    def __init__(self, message: str, start: int = 0, end: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.start = start
        self.end = end


class NeedsShape(Unread):
    """An identity, or a zero, whose size does not follow from what is written around it."""


class IllTypedAt(IllTyped):
    """Shapes or kinds that do not fit, at the characters `start` to `end` of the document."""

    def __init__(
        self, message: str, shapes: tuple[str, ...] = (), start: int = 0, end: int = 0, span: Span | None = None
    ) -> None:
        super().__init__(message, shapes, span)
        self.start = start
        self.end = end
