"""Files as they come: encodings, kinds that are refused, hostile content, and time that grows linearly."""

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.hang import ends
from verify.latex.document import LARGEST, MOST_NOTES, read_document, read_text, shown
from verify.latex.segments import segments
from verify.latex.source import Document, Formula
from verify.model import VerifyError

IDS = ("1.1", "1.2", "2.1", "2.2", "2.3a", "2.3b", "3")


@pytest.mark.parametrize("data", ["é $x$", "\ufeffé $x$"])
def test_encodings(tmp_path: Path, data: str):
    path = tmp_path / "a.md"
    for encoding in ("utf-8", "utf-16"):
        path.write_bytes(data.encode(encoding))
        document = read_document(path)
        assert document.text.lstrip("\ufeff") == "é $x$"
        assert document.notes == ()


def test_latin_1_is_noted(tmp_path: Path):
    path = tmp_path / "a.tex"
    path.write_bytes("é $x$".encode("latin-1"))
    document = read_document(path)
    assert document.text == "é $x$"
    assert [words for _, words in document.notes] == ["the file is not UTF-8; it is read as Latin-1"]


def test_nul_characters(tmp_path: Path):
    path = tmp_path / "a.md"
    path.write_bytes(b"a\0 $x\0y$")
    document = read_document(path)
    assert [p.text for p in document.pieces if isinstance(p, Formula)] == ["x\ufffdy"]
    assert len(document.notes) == 1


REFUSED = [
    ("a.pdf", b"%PDF-1.5", "is a PDF: hand in the source"),
    ("a.md", b"%PDF-1.5", "is a PDF, whatever its name says"),
    ("a.tex", b"PK\x03\x04", "a Word document or an archive"),
    ("a.docx", b"", "a Word document"),
    ("a.PNG", b"", "an image"),
    ("a.exe", b"", r"files that end in \.exe are not read"),
    ("a", b"", "files that end in nothing"),
    ("a.md", b"x" * (LARGEST + 1), "larger than 2 MB"),
]


@pytest.mark.parametrize(("name", "data", "message"), REFUSED)
def test_refused(tmp_path: Path, name: str, data: bytes, message: str):
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(VerifyError, match=message):
        read_document(path)


def test_a_large_file_is_not_read_to_its_end(tmp_path: Path):
    path = tmp_path / "a.md"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    with pytest.raises(VerifyError, match="larger"):
        read_document(path)


def test_only_regular_files(tmp_path: Path):
    target, link, pipe = tmp_path / "a.md", tmp_path / "b.md", tmp_path / "c.md"
    target.write_text("$x$")
    link.symlink_to(target)
    os.mkfifo(pipe)
    with pytest.raises(VerifyError, match="is a link: only regular files are read"):
        read_document(link)
    with pytest.raises(VerifyError, match="no regular file"):
        read_document(pipe)
    (tmp_path / "d.md").mkdir()
    with pytest.raises(VerifyError, match=r"d\.md"):
        read_document(tmp_path / "d.md")
    with pytest.raises(VerifyError, match="cannot be read: No such file"):
        read_document(tmp_path / "e.md")
    with pytest.raises(VerifyError, match="cannot be read"):
        read_document("a\0b.md")


def test_names_are_shown_without_control_characters(tmp_path: Path):
    path = tmp_path / "a\n\x1b[31mred.pdf"
    with pytest.raises(VerifyError) as error:
        read_document(path)
    assert str(error.value).isprintable()
    assert len(shown("x" * 10_000)) < 200


# ---------------------------------------------------------------------------------------------- hostile content

NESTED = 10_000
HOSTILE = {
    "braces": "$" + "{" * NESTED + "}" * NESTED + "$",
    "open braces": "$" + "{" * NESTED,
    "dollars": "$" * 100_001,
    "spaced dollars": "$ " * 50_001,
    "open displays": "$$ a\n\nand so we go on\n\n" * 20_000,
    "open brackets": "\\(" * 100_000,
    "open displays in brackets": "\\[ a\n\n" * 50_000,
    "open environments": "\\begin{align}" * 50_000,
    "ends": "\\end{align}" * 50_000,
    "mixed environments": "\\begin{align}\\begin{gather}" * 20_000 + "\\end{align}" * 20_000,
    "headings": "# Question 1\n" * 100_000,
    "labels": "1.1 a\n\n(a) b\n\n2. c\n\n" * 20_000,
    "counted": "\\begin{enumerate}\n" * 20_000 + "\\item a\n" * 50_000,
    "sections": "\\section{" * 50_000,
    "comments": "<!--" * 100_000,
    "percent": "%" * 200_000,
    "percents": "a%b\n%c\n" * 50_000,
    "backticks": "".join("`" * (k % 300) + " " for k in range(6_000)),
    "fences": "```\n" * 100_001,
    "verbatim": "\\begin{verbatim}" * 50_000,
    "verb": "\\verb|" * 100_000,
    "macros": "\\newcommand{\\a" * 50_000,
    "definitions": "\\def\\a{\\a\\a}" * 50_000,
    "paired": "x" * 150_000
    + "".join(f"\\DeclarePairedDelimiter{{\\a{'b' * (k % 40)}}}{{|}}{{{k}}}" for k in range(400)),
    "stars": "*" * 200_000 + "\n" + "**a" * 50_000,
    "quotes": "> " * 200_000,
    "blank": " \n" * 300_000,
    "one line": "a $x$ b " * 60_000,
    "images": "![](" * 100_000,
    "backslashes": "\\" * 300_001,
    "answers": "Answer: " * 60_000,
    "inputs": "\\input{/etc/passwd} \\write18{rm} " * 20_000,
    "controls": "\x00\x1b[31m\u202e\r\v\f $\x07$ " * 20_000,
    "html": "<script>alert(1)</script>[/red]=cmd()" * 20_000,
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("suffix", [".md", ".tex"])
def test_hostile(name: str, suffix: str):
    text = HOSTILE[name][:200_000]
    with ends(name):
        document = read_text(text, suffix)
        segments(document, IDS)
    check(document)
    assert len(document.notes) <= MOST_NOTES


@pytest.mark.parametrize("suffix", [".md", ".tex"])
def test_a_long_answer(suffix: str):
    display = "$$\n\\begin{aligned}\na &= b \\\\\n&= c\n\\end{aligned}\n$$"
    answer = f"**1.1** We have $x = 1$ and so\n\n{display}\n\nby this rule.\n\n"
    text = answer * (1_000_000 // len(answer))
    with ends():
        document = read_text(text, suffix)
        assert len(document.pieces) > 20_000
        segments(document, IDS, answer)


def check(document: Document) -> None:
    """Offsets are exact, pieces in order and apart, places in the file."""
    position = 0
    for piece in document.pieces:
        assert position <= piece.start < piece.end
        assert document.text[piece.start : piece.end] == piece.text
        position = piece.end
    for piece in document.pieces[:50]:
        assert document.place(piece.start).column >= 1


PARTS = st.sampled_from([
    "$", "$$", "\\(", "\\)", "\\[", "\\]", "\\begin{align}", "\\end{align}", "\\begin{gather*}", "\\end{gather*}",
    "\\$", "\\\\", "%", "`", "``", "```\n", "\n```\n", "<!--", "-->", "\n", "\n\n", "\r\n", " ", "\t", "x", "= 1", "é",
    "😀",
        "# ", "1.1 ", "\n(a) ", "\n- ", "\n2. ", "Answer:", "{", "}", "\\newcommand{\\a}{b}", "\\def\\c{d}", "\\item ",
    "\\section{", "\\begin{document}", "\\end{document}", "\\verb|", "|", "\\begin{enumerate}", "\\end{enumerate}",
    "---\n",     "\n===\n", "**", "> ", "\0", "\\input{a}", "Question 2",
])  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(PARTS, max_size=40).map("".join), st.sampled_from([".md", ".tex"]))
def test_offsets_are_exact(text: str, suffix: str):
    document = read_text(text, suffix)
    check(document)
    apart = [piece for s in segments(document, IDS, text) for piece in (*s.pieces, *s.handout)]
    assert sorted(apart, key=lambda piece: piece.start) == list(document.pieces)
    lines = text.replace("\r\n", "\n").split("\n")
    for piece in document.pieces:
        place = document.place(piece.start)
        found = lines[place.line - 1][place.column - 1 :]
        assert piece.text.split("\n")[0][:1] in ("", " ", found[:1], "\ufffd")


SAMPLES = [
    ("a $x$ b\n\n", "x"), ("$$\ny = 1\n$$\n", "y = 1"), ("\\(z\\) ", "z"),
    ("\\begin{align}\nu &= v\n\\end{align}\n", "u &= v"),
    ("**1.1** \\[w\\]\n", "w"), ("text without any\n", None), ("- item $i$\n", "i"),
]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(SAMPLES), max_size=12), st.sampled_from([".md", ".tex"]))
def test_every_formula_is_found(samples: list[tuple[str, str | None]], suffix: str):
    document = read_text("".join(text for text, _ in samples), suffix)
    found = [piece.text for piece in document.pieces if isinstance(piece, Formula)]
    assert found == [formula for _, formula in samples if formula is not None]
