"""Discovery and selection of derivations, and one clear line for each kind of bad module."""

import sys
from pathlib import Path

import pytest

from verify.library import answers, gather, load, shipped
from verify.model import VerifyError

MODULE = """
from sympy import symbols
from verify.notation import Context, Derivation, Mutant, Statement, Step, Unchecked, declare

x, y = symbols("x y")
plane = Context(declare(x), declare(y), scope="all real x, y")

{name} = Derivation(
    title="The square of a sum",
    questions=("homework-1:2.3a",),
    context=plane,
    claim=Statement((x + y)**2, "=", x**2 + 2*x*y + y**2),
    chain=(Step("=", x**2 + 2*x*y + y**2, by="multiply out"),),
)
UNCHECKED = (Unchecked("homework-1:4", "prose"),)
"""


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.py").write_text(MODULE.format(name="square"))
    return tmp_path


def ids(*select):
    return [d.id for d in gather(select)[0].derivations]


@pytest.fixture(scope="module")
def library():
    return shipped()


def test_the_shipped_library_loads_with_distinct_ids(library):
    found = [d.id for d in library.derivations]
    assert "dropout.expected_loss_eq_ridge" in found
    assert len(set(found)) == len(found)


def test_a_module_of_the_users_own(here):
    library, find = gather(("mine.py",))
    assert [(d.id, str(d.span)) for d in library.derivations] == [("mine.square", "mine.py:8:1")]
    assert [u.question for u in library.unchecked] == ["homework-1:4"]
    assert find("dropout.expected_loss_eq_ridge").id == "dropout.expected_loss_eq_ridge"
    assert find("no.such") is None


def test_a_folder_is_searched_for_modules(here):
    (here / "week" / "two").mkdir(parents=True)
    (here / "week" / "two" / "other.py").write_text(MODULE.format(name="again"))
    (here / "week" / "_private.py").write_text("raise RuntimeError")
    assert ids("./week") == ["other.again"]


def test_a_file_outside_the_current_directory_is_named_in_full(here, monkeypatch):
    (here / "elsewhere").mkdir()
    monkeypatch.chdir(here / "elsewhere")
    assert gather(("../mine.py",))[0].derivations[0].span.file == str(here.resolve() / "mine.py")


def test_configured_paths_say_what_a_bare_run_covers(here):
    (here / "pyproject.toml").write_text('[tool.verify]\npaths = ["mine.py"]\n')
    assert ids() == ["mine.square"]
    assert ids("homework-1:2.3") == ["mine.square"]
    assert len(ids("dropout")) > 1


def test_without_configuration_a_bare_run_covers_the_shipped_library(here, library):
    (here / "pyproject.toml").write_text("[project]\nname = 'x'\n")
    assert ids() == [d.id for d in library.derivations]


@pytest.mark.parametrize(
    ("select", "expected"),
    [
        ("dropout.expected_loss_eq_ridge", lambda d: d.id == "dropout.expected_loss_eq_ridge"),
        ("dropout", lambda d: d.id.startswith("dropout")),
        ("ift6135-2020-hw3:1.1", lambda d: "ift6135-2020-hw3:1.1" in d.questions),
        ("ift6135-2020-hw3", lambda d: any(q.startswith("ift6135-2020-hw3:") for q in d.questions)),
    ],
)
def test_selection_by_id_prefix_question_and_sheet(library, select, expected):
    assert ids(select) == [d.id for d in library.derivations if expected(d)]


def test_selections_add_up_without_repetition(library):
    both = ids("dropout", "dropout.expected_loss_eq_ridge", "flows")
    assert both == ids("dropout") + ids("flows")


def test_a_question_in_prose_is_selected_as_unchecked():
    library, _ = gather(("ift6135-2020-hw3:3.2",))
    assert library.derivations == ()
    assert [u.question for u in library.unchecked] == ["ift6135-2020-hw3:3.2"]


@pytest.mark.parametrize(
    ("question", "name", "expected"),
    [
        ("s:2.3a", "s:2.3a", True),
        ("s:2.3a", "s:2.3", True),
        ("s:2.3a", "s:2", True),
        ("s:2.3a", "s", True),
        ("s:12", "s:1", False),
        ("s:1.10", "s:1.1", False),
        ("sheet:1", "s", False),
        ("s:2.3a", "", False),
    ],
)
def test_which_names_mean_a_question(question, name, expected):
    assert answers(question, name) is expected


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("dropout.expected_los_eq_ridge", "dropout.expected_loss_eq_ridge"),
        ("expected_loss_eq_ridge", "dropout.expected_loss_eq_ridge"),
        ("ift6135-2020-hw33", "ift6135-2020-hw3"),
        ("dropot", "dropout"),
        ("zzzzzz", "`verify list` shows all"),
        ("", "`verify list` shows all"),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest(name, hint):
    with pytest.raises(VerifyError, match="nothing is called") as caught:
        gather((name,))
    assert hint in str(caught.value)


BAD_MODULES = {
    "syntax": ("x = (1 +\n", "bad.py:1:5: syntax error: '(' was never closed"),
    "raises": ("import math\n\nmath.sqrt(-1)\n", "bad.py:3:1: ValueError: math domain error"),
    "exits": ("import sys\nsys.exit(0)\n", "bad.py:2:1: SystemExit: 0"),
    "imports": ("from verify.notation import Nonsense\n", "bad.py:1:1: ImportError: cannot import name 'Nonsense'"),
    "encoding": (b"x = '\xff'\n", "bad.py:1"),
    "null": (b"x = 1\x00\n", "bad.py:1"),
    "empty": ("x = 1\n", "no derivations in bad.py"),
    "unchecked": ("UNCHECKED = ['homework-1:4']\n", "bad.py: UNCHECKED must be a tuple"),
}


@pytest.mark.parametrize("kind", BAD_MODULES)
def test_a_bad_module_is_one_line_with_its_place(here, kind):
    source, expected = BAD_MODULES[kind]
    (here / "bad.py").write_bytes(source if isinstance(source, bytes) else source.encode())
    with pytest.raises(VerifyError) as caught:
        gather(("bad.py",))
    assert str(caught.value).startswith(expected)
    assert "\n" not in str(caught.value)


def test_an_error_in_a_sibling_names_the_sibling(here):
    (here / "helper.py").write_text("x = = 1\n")
    (here / "uses.py").write_text("import helper\n")
    with pytest.raises(VerifyError, match=r"helper\.py:1:5: syntax error"):
        gather(("uses.py",))


def test_contradicting_shapes_in_a_context_are_one_line(here):
    (here / "shapes.py").write_text(
        "from sympy import MatrixSymbol, symbols\n"
        "from verify.notation import *\n"
        "n, d = symbols('n d', integer=True, positive=True)\n"
        "X, A = MatrixSymbol('X', n, d), MatrixSymbol('A', d, d)\n"
        "context = Context(declare(X), declare(A, definition=X * X.T))\n"
        "result = Derivation('t', context, Statement(A, '=', A), (Lemma(Statement(A, '=', A), by='-'),))\n"
    )
    with pytest.raises(VerifyError, match=r"^shapes\.py:5:1: A is d×d but its definition is n×n$"):
        gather(("shapes.py",))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[tool.verify\n", "pyproject.toml: "),
        ("[tool.verify]\npaths = 3\n", "pyproject.toml: [tool.verify] paths must be"),
        ('[tool.verify]\npaths = ["gone.py"]\n', "there is no file gone.py"),
    ],
)
def test_a_bad_configuration_is_one_line(here, text, expected):
    (here / "pyproject.toml").write_text(text)
    with pytest.raises(VerifyError) as caught:
        gather(())
    assert str(caught.value).startswith(expected)


def test_two_derivations_of_one_id_are_refused(here):
    (here / "sub").mkdir()
    (here / "sub" / "mine.py").write_text(MODULE.format(name="square"))
    with pytest.raises(VerifyError, match=r"mine\.square is defined twice.*rename one"):
        gather(("mine.py", "sub/mine.py"))


def test_the_same_module_twice_is_no_clash(here):
    assert ids("mine.py", "./mine.py") == ["mine.square"]


def test_a_folder_called_derivations_shadows_nothing(here):
    (here / "derivations").mkdir()
    (here / "derivations" / "__init__.py").write_text("raise RuntimeError('shadowed')\n")
    (here / "derivations" / "dropout.py").write_text("raise RuntimeError('shadowed')\n")
    assert "dropout.expected_loss_eq_ridge" in ids("dropout")


def test_a_sibling_cannot_hide_an_installed_package_and_leaves_no_trace(here):
    (here / "sympy.py").write_text("raise RuntimeError('shadowed')\n")
    before = list(sys.path)
    assert ids("mine.py") == ["mine.square"]
    assert sys.path == before


def test_modules_are_read_as_written(here):
    (here / "lazy.py").write_text(
        "from sympy import Symbol\nfrom verify.notation import *\nx = Symbol('x')\n"
        "kept = Derivation('t', Context(declare(x)), Statement(x / x, '=', 1), (Step('=', 1, by='cancel'),))\n"
    )
    derivation = load(Path("lazy.py")).derivations[0]
    assert str(derivation.claim.lhs) == "x/x"
