"""What the README teaches works: its example passes, and its deliberate mistake is found where it says."""

import re
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest

from tests.command import call
from verify.grade.contexts import ContextTable, WorldTable, context_of
from verify.grade.toml import Table
from verify.grade.worlds import worlds_of
from verify.latex import declared, entries
from verify.latex.scope import Scope
from verify.terms.context import STRUCTURES

README = Path(__file__).parent.parent / "README.md"
EXAMPLE, MATRICES = re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)


@pytest.fixture
def check(tmp_path, monkeypatch, capsys):
    """Check a module in an empty folder: exit status, and what was reported."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "120")

    def run(source):
        Path("shrinkage.py").write_text(source, encoding="utf-8")
        status, out, err = call(capsys, "all", "shrinkage.py", "--device", "cpu")
        assert err == ""
        return status, out

    return run


def test_the_example_passes(check):
    status, out = check(EXAMPLE)
    assert status == 0
    assert "1 of 1 derivations passed; 2 of 2 mutants caught" in out


def test_the_example_with_matrices_passes(check):
    status, out = check(MATRICES)
    assert status == 0, out
    status, out = check(
        MATRICES.replace('"=", p * X * w)', '"=", X * w)').replace('"=", p * X * w, by', '"=", X * w, by')
    )
    assert status == 1
    assert "refuted" in out


def test_the_mistake_is_reported_as_the_readme_shows(check):
    wrong = EXAMPLE.replace("(v + mu**2)", "(v - mu**2)")
    assert wrong != EXAMPLE
    status, out = check(wrong)
    (shown,) = re.findall(r"```\n(✗.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    assert status == 1
    assert shown in out
    assert re.search(r"at +\w+ = \S+, v = \S+\n", out)


def test_without_the_range_of_v_the_steps_stay_open(check):
    status, out = check(EXAMPLE.replace("declare(v, POSITIVE)", "declare(v)"))
    assert status == 3
    assert "unproved" in out


@pytest.mark.parametrize(
    "name", ["verify all", "verify list", "verify show", "verify mutants", "make verify", "make test"]
)
def test_every_command_is_named(name):
    assert name in README.read_text(encoding="utf-8")


# ---------------------------------------------------------------------------- what a sheet can declare

FORMS = re.search(r"\n\| entry \| declares \|\n.*?\n\n", README.read_text(encoding="utf-8"), re.DOTALL)[0]
NAMES = {
    name: says
    for row in FORMS.strip().splitlines()[2:]
    for entry in re.findall(r"`([^`]* = [^`]*)`", row.split("|")[1])
    for name, says in tomllib.loads(entry).items()
}


def test_every_form_of_the_table_is_read_all_of_them_in_one_context():
    assert len(NAMES) > 40
    assert Scope.of({"names": NAMES}).names


def test_every_form_is_in_the_table():
    assert {says.split()[0] for says in NAMES.values()} == set(entries._PARSERS)
    clauses = [clause for says in NAMES.values() for clause in says.split("; ")[1:]]
    assert {re.match("depends on|not over|family|at|positive on", clause)[0] for clause in clauses} == {
        *("depends on", "not over", "family", "at", "positive on")
    }
    for word in (*STRUCTURES, *declared._DISTRIBUTIONS, *(">=", "<=", "for each", "k+1")):
        assert word in FORMS


def test_the_context_that_says_everything_is_read():
    (text,) = re.findall(r"```toml\n(\[context\.bound\].*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    (table,) = Table(tomllib.loads(text), text, "README.md").named_tables("context")
    context = context_of(table)
    of_questions = {"preset"}
    assert all(getattr(context, f.name) for f in fields(ContextTable) if f.name not in of_questions)
    assert all(getattr(context.worlds[0], f.name) for f in fields(WorldTable))
    assert worlds_of(context, Scope.of(context.mapping))


def test_every_kind_of_grant_is_named():
    source = (Path(entries.__file__).parents[1] / "terms" / "obligations.py").read_text(encoding="utf-8")
    kinds = set(re.findall(r"(?:_comparison|Obligation)\(\"([^\"]*)\"", source)) - {"a law"}  # that is declared
    assert len(kinds) > 7
    text = README.read_text(encoding="utf-8")
    assert [kind for kind in (*kinds, "integrals are finite", "infinite capacity") if f"`{kind}`" not in text] == []
