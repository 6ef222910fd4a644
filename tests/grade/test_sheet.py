"""Sheets: what is shipped can be read and adds up; what is wrong is named with its line."""

import csv
import re
from pathlib import Path

import pytest

from verify.grade.sheet import KINDS, load_sheet, shipped_sheets
from verify.library import SHIPPED
from verify.model import VerifyError

README = Path(__file__).parents[2] / "README.md"
CATALOGUE = Path(__file__).parents[2].parent / "shared" / "questions.tsv"

SMALL = r"""
schema = "verify.sheet/1"
id = "small"
title = "A small sheet"

[context.numbers]
scope = "any a > 0"
definitions = ['f(a) = a^2']
aliases = { 'b' = 'a' }

[context.numbers.names]
'a' = "number > 0"

[[context.numbers.worlds]]
name = "at one"
words = ["one"]
values = { 'a' = '1' }

[[question]]
id = "1"
points = 2.0
kind = "derive"
context = "numbers"
asks = "Expand the square."
claim = ['(a + 1)^2 = a^2 + 2 a + 1']

[[question.milestones]]
points = 0.5
any = ['(a + 1)^2 = a (a + 1) + (a + 1)']

[[question]]
id = "2"
points = 1
kind = "prose"
asks = "Say why."
"""


def written(tmp_path, text):
    path = tmp_path / "small.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_sheet_is_read(tmp_path):
    sheet = load_sheet(written(tmp_path, SMALL))
    first, second = sheet.questions
    assert (sheet.id, sheet.points, first.claim_points, second.by_hand) == ("small", 3.0, 1.5, True)
    table = sheet.contexts["numbers"]
    assert table.mapping["names"] == {"a": "number > 0"}
    assert table.worlds[0].values == (("a", "1"),)


def test_a_question_may_have_names_of_its_own(tmp_path):
    own = SMALL.replace('asks = "Expand', "names = { 'c' = \"number\" }\ndefinitions = ['h = c^2']\nasks = \"Expand", 1)
    sheet = load_sheet(written(tmp_path, own))
    table = sheet.table_of(sheet.questions[0])
    assert table is not None
    assert (table.names, table.definitions) == ((("a", "number > 0"), ("c", "number")), ("f(a) = a^2", "h = c^2"))
    assert sheet.table_of(sheet.questions[1]) is None


WRONG = [
    ("not TOML", 'title = "A small sheet"', 'title = "A small', "no TOML", 'title = "A small'),
    ("another schema", "verify.sheet/1", "verify.sheet/9", "this program reads", "schema"),
    ("no title", 'title = "A small sheet"', "", "`title`", ""),
    ("an unknown key", 'asks = "Say why."', 'asks = "Say why."\nwhy = 1', "unknown key `why`", "why = 1"),
    ("a key misspelt", "points = 1\n", "point = 1\n", "did you mean `points`", "point = 1"),
    ("a missing key", 'asks = "Expand the square."', "", "`asks` (a text) is missing", "[[question]]"),
    ("points that are text", "points = 1\n", 'points = "1"\n', "should be a number", 'points = "1"'),
    ("points below 0", "points = 1\n", "points = -1\n", "from 0 on", "points = -1"),
    ("points that are a truth value", "points = 1\n", "points = true\n", "should be a number", "points = true"),
    ("an id twice", 'id = "2"', 'id = "1"', "there twice", 'id = "1"'),
    (
        "a context that is not there",
        'context = "numbers"',
        'context = "n"',
        "no context is called 'n'",
        'context = "n"',
    ),
    ("a kind that is not there", 'kind = "prose"', 'kind = "essay"', "one of: derive", 'kind = "essay"'),
    ("milestones worth too much", "points = 0.5", "points = 2.5", "more than the question's 2", "points = 2.0"),
    ("nothing left for the claim", "points = 0.5", "points = 2.0", "leave some for the claim", "points = 2.0"),
    ("a claim in prose", 'kind = "derive"', 'kind = "prose"', "has no claim", 'kind = "prose"'),
    ("nothing to reach", "claim = ['(a + 1)^2 = a^2 + 2 a + 1']", "", "1.5 points are for nothing", "points = 2.0"),
    (
        "an empty milestone",
        "any = ['(a + 1)^2 = a (a + 1) + (a + 1)']",
        "any = []",
        "at least one statement",
        "any = []",
    ),
    ("a name that is an alias", "'b' = 'a'", "'a' = 'a'", "a name and an alias", "'a' = 'a'"),
    ("a world that changes nothing", "values = { 'a' = '1' }", "", "changes nothing", 'name = "at one"'),
    (
        "a claim that is a number",
        "claim = ['(a + 1)^2 = a^2 + 2 a + 1']",
        "claim = [1]",
        "list of texts",
        "claim = [1]",
    ),
]


@pytest.mark.parametrize(("old", "new", "says", "line"), [row[1:] for row in WRONG], ids=[row[0] for row in WRONG])
def test_what_is_wrong_is_named_with_its_line(tmp_path, old, new, says, line):
    text = SMALL.replace(old, new, 1)
    assert text != SMALL
    with pytest.raises(VerifyError, match=re.escape(says)) as caught:
        load_sheet(written(tmp_path, text))
    assert caught.value.span is not None
    assert line in text.splitlines()[caught.value.span.line - 1]


def test_a_sheet_that_is_not_there_is_named_with_what_was_meant(tmp_path):
    with pytest.raises(VerifyError, match="did you mean 'ift6135-2020-hw3'"):
        load_sheet("ift6135-2020-hw4")
    with pytest.raises(VerifyError, match="No such file"):
        load_sheet(tmp_path / "absent.toml")
    path = tmp_path / "latin.toml"
    path.write_bytes(b'title = "\xe9"')
    with pytest.raises(VerifyError, match="UTF-8"):
        load_sheet(path)


@pytest.mark.parametrize("name", shipped_sheets())
def test_shipped_sheets_are_whole(name):
    sheet = load_sheet(name)
    assert sheet.id == name
    for question in sheet.questions:
        assert question.kind in KINDS
        assert question.asks.endswith((".", "?"))
        assert question.reference or question.kind == "experiment", question.id
        for cited in question.derivations:
            topic, _, name = cited.partition(".")
            source = (SHIPPED / f"{topic}.py").read_text(encoding="utf-8")
            assert not name or f"\n{name} = " in source, cited


@pytest.mark.skipif(not CATALOGUE.is_file(), reason="no catalogue of questions beside the repository")
def test_shipped_sheets_ask_the_catalogue():
    with CATALOGUE.open(encoding="utf-8") as file:
        listed = {row["id"]: (row["kind"], float(row["points"])) for row in csv.DictReader(file, delimiter="\t")}
    asked = {f"{name}:{q.id}": (q.kind, q.points) for name in shipped_sheets() for q in load_sheet(name).questions}
    assert asked == listed


def test_the_sheet_of_the_readme_is_read(tmp_path):
    (text,) = re.findall(r"```toml\n(schema.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    sheet = load_sheet(written(tmp_path, text))
    assert (sheet.points, [q.id for q in sheet.questions]) == (3.0, ["1.1", "1.2"])
