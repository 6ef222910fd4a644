"""`verify mutate`: what it prints, its exit status, one line for each mistake."""

import json

import pytest

import verify.mutate.fate as fate
from tests.command import call
from verify.decide import decide
from verify.model import Proof

MODULE = """
from sympy import symbols
from verify.notation import *

x, y = symbols("x y")
plane = Context(declare(x), declare(y), scope="all real x, y")
square = Derivation("The square of a sum", plane, Statement((x + y)**2, "=", x**2 + 2*x*y + y**2),
    (Step("=", (x + y)*(x + y), by="a square"), Step("=", x**2 + 2*x*y + y**2, by="multiply out")))
"""
ILL_TYPED = """
from sympy import MatrixSymbol, symbols
from verify.notation import *

n, d = symbols("n d", integer=True, positive=True)
X, w = MatrixSymbol("X", n, d), MatrixSymbol("w", d, 1)
shapes = Derivation("t", Context(declare(X), declare(w)), Statement(w * X, "=", X), (Step("=", X, by="-"),))
"""


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    (tmp_path / "mine.py").write_text(MODULE)
    return tmp_path


def test_nothing_survives(here, capsys):
    status, out, err = call(capsys, "mutate", "mine.py", "--device", "cpu")
    assert (status, err) == (0, "")
    assert "mine.square" in out
    assert "0 survived" in " ".join(out.split())


def test_a_survivor_is_told_and_is_exit_1(here, capsys, monkeypatch):
    def proves_orders(statement, context, using=()):
        return Proof("nobody") if statement.relation == "<" else decide(statement, context, using)

    monkeypatch.setattr(fate, "decide", proves_orders)
    status, out, _ = call(capsys, "mutate", "mine.py", "--device", "cpu")
    assert status == 1
    assert "proved though false" in out
    assert "mine.py:7" in out


def test_the_limit_and_the_jobs(here, capsys):
    documents = []
    for words in (["--limit", "5"], ["--limit", "5", "--jobs", "2"]):
        status, out, _ = call(capsys, "mutate", "mine.py", "--format", "json", "--device", "cpu", *words)
        assert status == 0
        documents.append(json.loads(out))
    one, two = ([m for d in document["derivations"] for m in d["mutants"]] for document in documents)
    assert len(one) == 5
    assert one == two


def test_a_file_for_the_report(here, capsys):
    status, out, _ = call(capsys, "mutate", "mine.py", "-o", "report.txt", "--device", "cpu")
    assert (status, out) == (0, "")
    assert "mechanical mutants" in (here / "report.txt").read_text()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["gone.py"], "there is no file gone.py"),
        (["mine.py", "--limit", "0"], "--limit must be 1 or more"),
        (["mine.py", "--seed", "-1"], "--seed must be"),
        (["broken.py"], "broken.shapes is ill-typed"),
        (["mine.py", "--output", "no/such/report"], "--output"),
    ],
)
def test_bad_input(here, capsys, words, told):
    (here / "broken.py").write_text(ILL_TYPED)
    status, out, err = call(capsys, "mutate", *words)
    assert (status, out) == (2, "")
    assert err.count("\n") == 1
    assert told in err


def test_help_shows_how(capsys):
    status, out, _ = call(capsys, "mutate", "--help")
    assert status == 0
    assert "verify mutate flows" in out


def test_a_small_topic_of_the_library(capsys):
    status, out, _ = call(capsys, "mutate", "flows", "--device", "cpu")
    assert status == 0, out
