"""Which part of a document answers which question of a sheet.

Labels stand at the start of a line, and few of them are unambiguous: "2." may be question 2, question 1.2, or the
second item of a list inside an answer. All labels of a document are therefore read together: among the readings that
the sheet's ids allow, the one is taken that explains the most and goes forward in the sheet's order (dynamic
programming over the ids and what they begin with).

Main definitions
----------------
* `Segment`: a stretch of a document, and the question that it answers.
* `segments`: a document's segments.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

from verify.latex.handout import own_pieces
from verify.latex.labels import Label, label_at, parts_of
from verify.latex.numbering import counted_labels
from verify.latex.pieces import lines
from verify.latex.several import together
from verify.latex.source import Document, Piece, Prose

#: labels that are looked at
MOST_LABELS = 2_000
_INDENT = 100
#: what it costs to go back in the sheet's order, and to pass over a question
_BACK = 6.0
_SKIPPED = 0.15
#: the most that "2." or "(a)" weighs
_WEAK = 4.0
#: characters of running text under "Question 2" that may be a student's own definitions for 2.1
_SHORT = 400
#: a word of these and a number that the sheet does not have ("Question 9") ends an answer
_QUESTION = re.compile(r"(?:question|probl|exerci|q$|exo$|ex$|aufgabe|task)")

_ITEM = re.compile(r"[ \t]*\\(?:item|begin)(?![A-Za-z])")

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Segment:
    """The pieces that answer `question` ("": none), in order; `handout` are those that the sheet itself wrote.

    `also` are questions that the same heading names: "2(b), 2(c)"; `under` are the parts of the question in front of
    whose first part it stands, where it answers none of them.
    """

    question: str
    pieces: tuple[Piece, ...]
    handout: tuple[Piece, ...] = ()
    also: tuple[str, ...] = ()
    under: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Outline:
    """A sheet's ids and what they begin with, in order: `paths[0]` is ()."""

    ids: tuple[str, ...]
    paths: tuple[Path, ...]
    index: dict[Path, int]
    named: dict[Path, str]

    def within(self, k: int) -> list[int]:
        """Return the ids (as indices) that begin with path k."""
        path = self.paths[k]
        return [j for j, other in enumerate(self.paths) if other[: len(path)] == path and other in self.named]


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A label: where its line starts, what it may mean (path's index, length of the path before, weight)."""

    start: int
    readings: tuple[tuple[int, int, float], ...]


def segments(document: Document, ids: tuple[str, ...], handout: str | None = None) -> tuple[Segment, ...]:
    """Return the document's segments, in order.

    Args:
        document: what was read.
        ids: the sheet's question ids, in its order ("1.1", "2.3a", "P2").
        handout: the assignment's own text, as it was handed out.

    """
    own = {piece.start for piece in own_pieces(document, handout)} if handout else set()
    outline = _outline(tuple(ids))
    taken = _read(_consistent(_candidates(document, outline, own), outline), outline)
    starts = [start for start, _ in taken]
    names = _names(taken, outline, _short_and_theirs(document, starts, own))
    also = _also(document, taken, outline)
    found: list[tuple[str, tuple[str, ...], list[Piece], list[Piece]]] = []
    for piece in document.pieces:
        k = bisect_right(starts, piece.start) - 1
        name = names[k] if k >= 0 else (outline.ids[0] if len(outline.ids) == 1 else "")
        under = () if name or k < 0 else _under(taken[k][1], outline)
        if not found or found[-1][:2] != (name, under):
            found.append((name, under, [], []))
        _, _, theirs, copied = found[-1]
        (copied if piece.start in own else theirs).append(piece)
    return tuple(
        Segment(name, tuple(theirs), tuple(copied), also.get(name, ()), under) for name, under, theirs, copied in found
    )


def _under(k: int, outline: _Outline) -> tuple[str, ...]:
    """Return the parts of a question that is no part itself."""
    return tuple(outline.named[outline.paths[j]] for j in outline.within(k)) if k else ()


def _also(document: Document, taken: list[tuple[int, int]], outline: _Outline) -> dict[str, tuple[str, ...]]:
    """Return which questions are answered together with a question, by the headings that are taken."""
    found: dict[str, tuple[str, ...]] = {}
    for start, k in taken:
        several = together(document.text[start : start + 2 * _INDENT].split("\n", 1)[0])
        path = outline.paths[k]
        if several is not None and path in outline.named:
            above = path[: len(path) - len(several.first)]
            names = (outline.named.get((*above, *other), "") for other in several.others)
            found[outline.named[path]] = tuple(name for name in names if name)
    return found


@lru_cache(maxsize=32)
def _outline(ids: tuple[str, ...]) -> _Outline:
    paths: dict[Path, int] = {(): 0}
    named: dict[Path, str] = {}
    for name in ids:
        parts = parts_of(name)
        for k in range(1, len(parts) + 1):
            paths.setdefault(parts[:k], len(paths))
        named.setdefault(parts, name)
    return _Outline(ids, tuple(paths), paths, named)


# ---------------------------------------------------------------------------------------------- candidates


def _candidates(document: Document, outline: _Outline, own: set[int]) -> list[_Candidate]:
    found: list[_Candidate] = []
    text = document.text
    counted = counted_labels(text)
    starts = [start for start, _ in lines(text, (0, len(text)))]
    for piece in document.pieces:
        line = starts[bisect_right(starts, piece.start) - 1]
        if not isinstance(piece, Prose) or piece.start - line > _INDENT or len(found) >= MOST_LABELS:
            continue
        if text[line : piece.start].strip(" \t>"):
            continue
        label = label_at(text, line) or counted.get(line)
        if label is not None:
            paragraph = line in counted or _starts_paragraph(text, line) or bool(piece.heading)
            readings = _readings(label, outline, _weight(text, label, paragraph, piece.start in own))
            if readings:
                found.append(_Candidate(line, readings))
    return found


def _consistent(candidates: list[_Candidate], outline: _Outline) -> list[_Candidate]:
    """Leave out readings as the next part ("2.") of questions whose parts have full labels elsewhere ("1.2")."""
    full = {
        outline.paths[k][:-1]
        for candidate in candidates
        for k, base, weight in candidate.readings
        if base == 0 and len(outline.paths[k]) > 1 and outline.paths[k][-1].isdigit() and weight > _WEAK
    }
    kept = []
    for candidate in candidates:
        readings = tuple(
            (k, base, weight)
            for k, base, weight in candidate.readings
            if weight > _WEAK or base == 0 or not outline.paths[k][-1].isdigit() or outline.paths[k][:-1] not in full
        )
        kept.append(_Candidate(candidate.start, readings))
    return [candidate for candidate in kept if candidate.readings]


def _short_and_theirs(document: Document, starts: list[int], own: set[int]) -> list[bool]:
    """Return, for each stretch, whether it is short and nothing in it is copied: a student's own definitions."""
    letters = [0] * len(starts)
    copied = [False] * len(starts)
    for piece in document.pieces:
        k = bisect_right(starts, piece.start) - 1
        if k >= 0:
            letters[k] += len(piece.text) if isinstance(piece, Prose) else 0
            copied[k] = copied[k] or piece.start in own
    return [n <= _SHORT and not theirs for n, theirs in zip(letters, copied, strict=True)]


def _starts_paragraph(text: str, line: int) -> bool:
    """Whether the line that starts at `line` begins a paragraph: behind a blank line, or as an item in LaTeX."""
    before = text[max(0, line - _INDENT) : line].rstrip(" \t>")
    return line == 0 or re.search(r"\n[ \t>]*\n$", before) is not None or _ITEM.match(text, line) is not None


def _weight(text: str, label: Label, paragraph: bool, copied: bool) -> float:
    """Return how much a label looks like one."""
    weight = 0.0
    if label.word:
        weight = 8.0 if _QUESTION.match(label.word) else 4.0
    elif label.firm >= 2:
        weight = 6.0
    elif label.closed:
        weight = 2.0
    weight += (
        4.0 * label.marked
        + (4.0 if weight >= _WEAK else 1.0) * copied
        + (1.0 if paragraph else -1.0 if weight < _WEAK else -2.0)
    )
    after = text[label.end : label.end + 3].lstrip(" ")
    if not label.closed and not label.marked and after[:1].islower():
        # "1.2 and 1.3 show that", "question 1.1 gives"
        weight -= 3.0
    return weight


def _readings(label: Label, outline: _Outline, weight: float) -> tuple[tuple[int, int, float], ...]:
    """Return what a label may mean in this sheet."""
    spellings = [label.parts, label.parts[: label.firm]]
    if label.parts[:1] == label.parts[1:2]:
        # "Question 5 / 5.2"
        spellings.insert(1, label.parts[1:])
    for parts in dict.fromkeys(spellings):
        length = len(parts)
        found = []
        for k, path in enumerate(outline.paths):
            if k and path[-length:] == parts:
                found.append((k, len(path) - length, weight - _unlikely(label, length, len(path))))
        if found:
            return tuple(found)
    # "Question 9" and "## 1.6" of which the sheet has nothing end an answer; "1.1.1" is a part of 1.1
    above = label.parts[: label.firm - 1]
    unknown = bool(above) and above in outline.index and above not in outline.named
    return ((0, 0, 0.0),) if label.marked and (_QUESTION.match(label.word) or unknown) else ()


def _unlikely(label: Label, length: int, depth: int) -> float:
    """Return what a reading costs: "Question 2" is the sheet's second, "2." rather the next part of the present one."""
    if label.word and _QUESTION.match(label.word):
        return 3.0 * (depth != length)
    return 0.5 * ((depth == length) != (length > 1))


# ---------------------------------------------------------------------------------------------- all of them together


def _read(candidates: list[_Candidate], outline: _Outline) -> list[tuple[int, int]]:
    """Return (line's offset, path's index) of the labels that are taken."""
    best: dict[int, float] = {0: 0.0}
    came: list[dict[int, int]] = []
    for candidate in candidates:
        gained: dict[int, tuple[float, int]] = {}
        for target, base, weight in candidate.readings:
            prefix = outline.paths[target][:base]
            for state, score in best.items():
                if outline.paths[state][:base] == prefix:
                    total = score + _gain(state, target, weight)
                    if target not in gained or total > gained[target][0]:
                        gained[target] = (total, state)
        improved: dict[int, int] = {}
        if list(gained) == [0]:
            # a question that the sheet does not have: nothing goes on behind it
            came.append({0: gained[0][1]})
            best = {0: gained[0][0]}
            continue
        for target, (total, state) in gained.items():
            if total > best.get(target, 0.0 if target == 0 else float("-inf")) and total > best[state]:
                improved[target] = state
        for target in improved:
            best[target] = gained[target][0]
        came.append(improved)
    return _traced(candidates, came, max(best, key=lambda state: best[state]))


def _gain(state: int, target: int, weight: float) -> float:
    """Return what taking a label is worth: less for a question that goes on, for skipped ones, and for going back."""
    if target == 0:
        return 0.0
    if target == state:  # no less than for going back: "2.1" twice is not 1.2.1 and then 2.1
        return max(weight / 4, weight - _BACK)
    if target < state:
        return weight - _BACK
    return weight - _SKIPPED * min(target - state - 1, 10)


def _traced(candidates: list[_Candidate], came: list[dict[int, int]], state: int) -> list[tuple[int, int]]:
    taken: list[tuple[int, int]] = []
    for candidate, improved in zip(reversed(candidates), reversed(came), strict=True):
        if state in improved:
            taken.append((candidate.start, state))
            state = improved[state]
    return taken[::-1]


def _names(taken: list[tuple[int, int]], outline: _Outline, theirs: list[bool]) -> list[str]:
    """Return the question of each label; what stands under "Question 2" before 2.1 answers none.

    Where the first part of a question has no label of its own, what stands under the question is that part's; so are
    a few words of the student's own before it (`theirs`).
    """
    names: list[str] = []
    for n, (_, k) in enumerate(taken):
        path = outline.paths[k]
        if path in outline.named or k == 0:
            names.append(outline.named.get(path, ""))
            continue
        first = outline.paths[outline.within(k)[0]]
        following = next((outline.paths[j] for _, j in taken[n + 1 :] if j != k), ())
        labelled = len(following) > len(path) and first[: len(following)] == following
        names.append("" if labelled and not theirs[n] else outline.named[first])
    return names
