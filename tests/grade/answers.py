"""Small answers for tests: lines of text and of displays, judged in a shipped sheet's context."""

from verify.grade.opening import opened
from verify.grade.segment import judge_segment
from verify.grade.sheet import load_sheet
from verify.latex.segments import Segment
from verify.latex.source import Document, Formula, Prose


def document_of(*lines):
    """Return a document: a line between $$ is a display, in other lines $…$ are formulas in the text."""
    pieces, text = [], ""
    for line in lines:
        if line.startswith("$$"):
            body = line.strip("$")
            start = len(text) + 2
            text += f"$${body}$$\n"
            pieces.append(Formula(start, start + len(body), body, True))
            continue
        for k, part in enumerate(line.split("$")):
            start = len(text)
            if k % 2:
                text += f"${part}$"
                pieces.append(Formula(start + 1, start + 1 + len(part), part, False))
            else:
                text += part
                pieces.append(Prose(start, len(text), part))
        text += "\n"
    return Document("answer.md", text, tuple(pieces))


class Everything(set):
    """The notations of a document of which other rows confirm every one: none saves a row from an accusation."""

    def __ge__(self, other):
        return True

    def __contains__(self, one):
        return True


def judged(question, *lines, sheet="ift6135-2020-hw3", known=None):
    """Return what is said of each link of an answer to a question; `known` are the notations that are confirmed."""
    document = document_of(*lines)
    loaded = load_sheet(sheet)
    thread, _ = opened(loaded.by_id[question], loaded, None, known)
    segment = Segment(question, document.pieces, ())
    return [found for found, _, _ in judge_segment(segment, thread, document)]


def verdicts(question, *lines, sheet="ift6135-2020-hw3", known=None):
    """Return the verdicts of the links of an answer."""
    return [str(found.verdict) for found in judged(question, *lines, sheet=sheet, known=known)]
