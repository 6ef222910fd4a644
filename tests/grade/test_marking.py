"""What is held against a report beside an expert's marking: a right row accused, a wrong one passed."""

import json

import pytest

from tests.grade.marking import coverage, falsely_accused, falsely_passed, first_errors, marking_of

T, F = {"truth": "true"}, {"truth": "false"}
DEFINITION, INLINE = {"truth": "definition"}, {"truth": "true", "display": False}
LATER = {"truth": "false", "carried": True}
NO_CONCLUSION = {"truth": "false", "statement_as_printed_true": True}

#: (marked steps of a line, verdicts on it, whether it is accused falsely, whether it is passed falsely)
LINES = [
    ([T], ["proved"], False, False),
    ([T], ["refuted"], True, False),
    ([T], ["ill-typed"], True, False),
    ([T], ["carried"], True, False),
    ([T], ["proved", "proved"], False, False),  # one step of two links
    ([DEFINITION], ["proved", "refuted"], True, False),
    ([T], ["undecided"], False, False),
    ([T], [], False, False),
    ([F], ["proved"], False, True),
    ([F], ["confirmed"], False, True),
    ([F], ["given"], False, True),
    ([F], ["refuted"], False, False),
    ([F], ["undecided"], False, False),
    ([F], [], False, False),
    ([T, F], ["proved", "undecided"], False, False),
    ([T, F], ["proved", "proved"], False, True),
    ([T, F], ["refuted", "proved"], False, False),  # which of the two it is, the marking of lines says not
    ([F], ["proved", "refuted"], False, False),
    ([NO_CONCLUSION], ["proved"], False, False),
    ([NO_CONCLUSION], ["refuted"], False, False),
    ([LATER], ["proved"], False, True),
]


@pytest.mark.parametrize(("steps", "got", "accused", "passed"), LINES)
def test_what_is_held_against_a_line(steps, got, accused, passed):
    verdicts, marking = {7: got}, {7: steps}
    assert falsely_accused(verdicts, marking) == [7] * accused
    assert falsely_passed(verdicts, marking) == [7] * passed


def test_a_line_of_which_nothing_is_said_is_neither():
    assert falsely_accused({}, {7: [T], 8: [F]}) == falsely_passed({}, {7: [T], 8: [F]}) == []


#: (marked steps, verdicts, (lines that count, those decided), (lines with first errors, those found))
COUNTS = [
    ([T], ["proved"], (1, 1), (0, 0)),
    ([T], ["undecided", "unread"], (1, 0), (0, 0)),
    ([INLINE], ["proved"], (0, 0), (0, 0)),
    ([DEFINITION], ["given"], (0, 0), (0, 0)),
    ([F], ["refuted"], (1, 1), (1, 1)),
    ([F], ["ill-typed"], (1, 1), (1, 1)),
    ([F], ["carried"], (1, 1), (1, 0)),
    ([F], ["undecided"], (1, 0), (1, 0)),
    ([LATER], ["carried"], (1, 1), (0, 0)),
    ([LATER, F], ["refuted"], (1, 1), (1, 1)),
    ([NO_CONCLUSION], ["proved"], (1, 1), (0, 0)),
]


@pytest.mark.parametrize(("steps", "got", "decided", "found"), COUNTS)
def test_what_counts_as_decided_and_as_found(steps, got, decided, found):
    assert coverage({7: got}, {7: steps}) == decided
    assert first_errors({7: got}, {7: steps}) == found


def test_a_marking_is_read_line_by_line(tmp_path):
    rows = [{"line": 3, **T}, {"line": 3, **F}, {"line": 5, **T}]
    (tmp_path / "m.jsonl").write_text("\n".join(map(json.dumps, rows)) + "\n\n")
    assert marking_of(tmp_path / "m.jsonl") == {3: rows[:2], 5: rows[2:]}
