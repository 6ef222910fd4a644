"""Notebooks: Markdown cells, with places in the .ipynb file itself."""

import json
from pathlib import Path

import pytest

from verify.latex.document import read_document, read_text
from verify.latex.source import Formula
from verify.model import VerifyError

CELLS = [
    {"cell_type": "markdown", "metadata": {"source": "no", "tags": ["source", "cells"]}, "source": [
        "# Question 1\n", "\n", "**1.1** é \"quoted\" $\\frac{a}{b}$ 😀 and\n", "$$\n", "x = \\alpha \\\\\n", "$$"]},
    {"cell_type": "code", "source": ["print('$no$')\n"], "outputs": [{"text": ["$no$"], "cells": [{"source": "$n$"}]}]},
    {"cell_type": "markdown", "source": "$$ not closed\n\nand\n```\n$code$"},
    {"source": ["$last$"], "cell_type": "markdown", "attachments": {}},
]  # fmt: skip


@pytest.mark.parametrize("indent", [None, 0, 1, 4])
@pytest.mark.parametrize("ascii_only", [True, False])
def test_places(indent: int | None, ascii_only: bool):
    raw = json.dumps({"nbformat": 4, "cells": CELLS, "metadata": {}}, indent=indent, ensure_ascii=ascii_only)
    document = read_text(raw, ".ipynb")
    found = [f for f in document.pieces if isinstance(f, Formula)]
    assert [f.text for f in found] == ["\\frac{a}{b}", "x = \\alpha \\\\", "not closed", "last"]
    lines = raw.split("\n")
    for formula in found:
        assert document.text[formula.start : formula.end] == formula.text
        place = document.place(formula.start)
        assert lines[place.line - 1][place.column - 1 :].startswith(json.dumps(formula.text)[1:-1])
        # the end as well: escapes are longer in the file
        end = document.place(formula.end - 1)
        assert lines[end.line - 1][end.column - 1] in (formula.text[-1], "\\")
    assert [document.place(f.start).cell for f in found] == [1, 1, 3, 4]


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ("{", "Expecting"),
        ('{"cells": [}', "Expecting"),
        ("[]", "no cells"),
        ('{"cells": 3}', "no cells"),
        ("", "Expecting"),
        ("[" * 100_000, "nested"),
        ('{"cells": ' + "[" * 300 + "]" * 300 + "}", "nested"),
        ("9" * 10_000, "number"),
    ],
)
def test_broken(raw: str, message: str):
    with pytest.raises(VerifyError, match=message):
        read_text(raw, ".ipynb", "a.ipynb")


def test_broken_says_where(tmp_path: Path):
    path = tmp_path / "a.ipynb"
    path.write_text('{"cells":\n  [1 2]}')
    with pytest.raises(VerifyError, match=r"a\.ipynb:2:6"):
        read_document(path)


def test_odd_cells():
    raw = json.dumps({"cells": [3, [], {"cell_type": "markdown"}, {"source": "$a$"}, {"cell_type": ["markdown"]}]})
    assert read_text(raw, ".ipynb").pieces == ()
    assert (
        read_text('{"cells": [{"cell_type": "markdown", "source": "\\ud800 $a\\u0000$"}]}', ".ipynb").pieces[1].text
        == "a\ufffd"
    )


def test_worksheets():
    raw = json.dumps({"worksheets": [{"cells": [{"cell_type": "markdown", "source": ["$a$"]}]}]})
    assert [p.text for p in read_text(raw, ".ipynb").pieces] == ["a"]
