"""Which part answers which question."""

import pytest

from verify.latex.document import read_text
from verify.latex.segments import segments

IDS = ("1.1", "1.2", "1.3", "2.1", "2.2", "2.3a", "2.3b", "2.3c", "3", "4.1", "4.2")


def answered(text: str, ids: tuple[str, ...] = IDS, handout: str | None = None) -> dict[str, str]:
    """Which letters X, Y, Z, … (one an answer) stand under which question."""
    found: dict[str, str] = {}
    for segment in segments(read_text(text), ids, handout):
        for piece in segment.pieces:
            for mark in "UVWXYZ":
                if f"{mark}{mark}" in piece.text:
                    found[mark] = segment.question
    return found


CASES = [
    ("VV\n\n# Question 1\n\n1.1 XX\n\n1.2 YY", {"V": "", "X": "1.1", "Y": "1.2"}),
    ("## Question 1\n\n### 1.1\n\nXX\n\n### 1.2\n\nYY", {"X": "1.1", "Y": "1.2"}),
    ("**Question 1**\n\n**1.1** XX\n\n**1.2** YY\n\n**Question 3**\n\nZZ", {"X": "1.1", "Y": "1.2", "Z": "3"}),
    ("Q1.1 XX\n\nQ1.2 YY\n\nQ3 ZZ", {"X": "1.1", "Y": "1.2", "Z": "3"}),
    ("Problem 1\n\n(1) XX\n\n(2) YY", {"X": "1.1", "Y": "1.2"}),
    ("## Exercice 2\n\n1. XX\n\n2. YY\n\n3. (a) ZZ\n\n(b) WW", {"X": "2.1", "Y": "2.2", "Z": "2.3a", "W": "2.3b"}),
    ("Question 2 / 3. / (a)\n\nXX\n\nQuestion 2 / 3. / (b)\n\nYY", {"X": "2.3a", "Y": "2.3b"}),
    ("**2.3** (a) XX\n\n(b) YY (c)", {"X": "2.3a", "Y": "2.3b"}),
    ("## 2.3(a)\nXX\n## 2.3 b)\nYY\n## 2.3c\nZZ", {"X": "2.3a", "Y": "2.3b", "Z": "2.3c"}),
    ("Ex 1 – 2\n\nXX", {"X": "1.2"}),
    ("1.1 Show that XX\n\n1.2. Compute YY", {"X": "1.1", "Y": "1.2"}),
    ("**Question 1**\n\n1\\. XX\n\n2\\. YY", {"X": "1.1", "Y": "1.2"}),
    ("- 1.1 XX\n- 1.2 YY", {"X": "1.1", "Y": "1.2"}),
    ("> **1.1:** XX", {"X": "1.1"}),
    ("Problem 2, part 3 (b)\n\nXX\n\nExercise 4, question 2\n\nYY", {"X": "2.3b", "Y": "4.2"}),
    ("Exo 2 Q3 a) XX\n\n**Question 4** / **4.2** YY", {"X": "2.3a", "Y": "4.2"}),
    ("(1.1) XX\n\n[1.2] YY\n\n1.3) ZZ", {"X": "1.1", "Y": "1.2", "Z": "1.3"}),
    ("- **1.1**: XX\n- **1.2**: YY", {"X": "1.1", "Y": "1.2"}),
    ("Answer to Question 1.1:\n\nXX\n\nSolution 1.2\n\nYY\n\nRéponse à la question 2.1\n\nZZ",
     {"X": "1.1", "Y": "1.2", "Z": "2.1"}),
    # tight lists of short answers
    ("## Question 1\n1. XX\n2. YY\n3. ZZ\n## Question 3\nWW", {"X": "1.1", "Y": "1.2", "Z": "1.3", "W": "3"}),
    ("### 2.3\n(a) XX\n(b) YY\n(c) ZZ", {"X": "2.3a", "Y": "2.3b", "Z": "2.3c"}),
    # all questions first, then all answers
    ("1.1 Show one.\n\n1.2 Show two.\n\n2.1 Show three.\n\n# Answers\n\n**1.1** XX\n\n**1.2** YY\n\n**2.1** ZZ",
     {"X": "1.1", "Y": "1.2", "Z": "2.1"}),
    # out of order, under headings
    ("## Question 3\nXX\n\n## Question 1\n\n**1.2** YY\n\n**1.1** ZZ", {"X": "3", "Y": "1.2", "Z": "1.1"}),
    # a list inside an answer is no question
    ("# Question 1\n\n## 1.1\n\n1. WW\n2. XX\n3. YY\n\n## 1.2\n\nZZ", {"W": "1.1", "X": "1.1", "Y": "1.1", "Z": "1.2"}),
    ("**4.1** In steps:\n\n1. XX\n\n2. YY\n\n**4.2** ZZ", {"X": "4.1", "Y": "4.1", "Z": "4.2"}),
    ("### 1.1\n\nTwo facts:\n\n2. XX\n\n3. YY\n\n# Question 2\n\n### 2.1\nZZ", {"X": "1.1", "Y": "1.1", "Z": "2.1"}),
    # a sentence that begins with a number is no label
    ("## 1.1\nXX\n\n1.2 and 1.3 show that YY\n\n## 1.2\nZZ", {"X": "1.1", "Y": "1.1", "Z": "1.2"}),
    ("## 1.2\nfrom question\n1.1 we know XX", {"X": "1.2"}),
    ("## 1.1\n2x = 3 YY\n\n0.5 is XX", {"Y": "1.1", "X": "1.1"}),
    # under a question before its first part; and a question without labels for its parts
    ("# Question 1\nWW\n\n## 1.1\nXX", {"W": "1.1", "X": "1.1"}),
    ("# Question 1\nWW " + "and many words " * 40 + "\n\n## 1.1\nXX", {"W": "", "X": "1.1"}),
    ("# Question 1\nWW\n\n# Question 3\nXX", {"W": "1.1", "X": "3"}),
    ("# Question 2\n## 2.3\nWW\n\n(b) XX", {"W": "2.3a", "X": "2.3b"}),
    # a question that the sheet does not have
    ("# Question 3\nXX\n\n# Question 9\nYY", {"X": "3", "Y": ""}),
    ("## 1.2\nXX\n\n## 1.6\nYY", {"X": "1.2", "Y": ""}),
    ("## 1.2\nXX\n\n### 1.2.1 First step\nYY", {"X": "1.2", "Y": "1.2"}),
    # points behind the number
    ("Question 1 (5-5-3). UU\n\n1.1 XX\n\nQuestion 3 (10). YY", {"X": "1.1", "Y": "3"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_segments(text: str, expected: dict[str, str]):
    found = answered(text)
    assert {mark: found.get(mark) for mark in expected} == expected


def test_a_label_that_is_said_again_is_no_part_of_another_question():
    ids = ("1.1", "1.2.1", "1.2.2", "1.3a", "1.3b", "2.1a", "2.1b", "2.2")
    text = "## 1.1\n\nVV\n\n## 1.3, one\n\nWW\n\n## 2.1, one\n\nXX\n\n## 2.1, two\n\nYY\n\n## 2.1, three\n\nZZ"
    assert answered(text, ids) == {"V": "1.1", "W": "1.3a", "X": "2.1a", "Y": "2.1a", "Z": "2.1a"}


def test_other_ids():
    assert answered("1. XX\n\n2. YY", ("1", "2")) == {"X": "1", "Y": "2"}
    assert answered("3(i) XX\n\n(ii) YY", ("3i", "3ii")) == {"X": "3i", "Y": "3ii"}
    assert answered("# 1.2.1 XX\n# 1.2.2 YY", ("1.1", "1.2.1", "1.2.2")) == {"X": "1.2.1", "Y": "1.2.2"}
    assert answered("**6.1 (b)** XX", ("6.1a", "6.1b")) == {"X": "6.1b"}
    assert answered("## P2\nXX", ("1.1", "P2")) == {"X": "P2"}
    assert answered("XX", ("1",)) == {"X": "1"}
