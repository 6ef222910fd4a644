r"""LaTeX → pieces, macros, and segments."""

import pytest

from verify.latex.document import read_text
from verify.latex.segments import segments
from verify.latex.source import Formula, Prose


def read(text: str):
    document = read_text(text, ".tex")
    assert all(document.text[piece.start : piece.end] == piece.text for piece in document.pieces)
    return document


def formulas(text: str) -> list[tuple[str, bool, str]]:
    return [(f.text, f.display, f.environment) for f in read(text).pieces if isinstance(f, Formula)]


FORMULAS = [
    (r"a $x$ and \(y\)", [("x", False, ""), ("y", False, "")]),
    ("\\[\nx = 1\n\\]", [("x = 1", True, "")]),
    ("\\begin{align*}\na &= b \\\\[2pt]\n&= c\n\\end{align*}", [("a &= b \\\\[2pt]\n&= c", True, "align")]),
    *((rf"\begin{{{name}}}a = b\end{{{name}}}", [("a = b", True, name.rstrip("*"))]) for name in (
        "align", "gather", "gather*", "equation", "equation*", "multline", "multline*", "eqnarray", "eqnarray*",
        "flalign", "flalign*")),
    (r"\begin{displaymath}a\end{displaymath}", [("a", True, "")]),
    (r"\begin{math}a\end{math}", [("a", False, "")]),
    (r"\begin{alignat*}{3}a &= b\end{alignat*}", [("a &= b", True, "alignat")]),
    (r"\begin{theorem}For $x$ we have\end{theorem}", [("x", False, "")]),
    # words between the rows of a display are running text
    (
        "\\begin{align}a &= b \\\\ \\intertext{for $j \\ne k$ and \\emph{so}}"
        " &= c \\\\ \\shortintertext{or} d &= e\\end{align}",
        [
            ("a &= b \\\\", True, "align"), ("j \\ne k", False, ""),
            ("&= c \\\\", True, "align"), ("d &= e", True, "align"),
        ],
    ),
    (r"\begin{align}\intertext{First} a &= b\end{align}", [("a &= b", True, "align")]),
    (r"\begin{align}a \intertext{open b\end{align} $c$", [(r"a \intertext{open b", True, "align"), ("c", False, "")]),
    # comments
    ("a % $x$\n$y$", [("y", False, "")]),
    ("100\\% of $y$ % not $z$", [("y", False, "")]),
    ("$$a\n% nothing = here\n= b$$", [("a\n                 = b", True, "")]),
    ("\\begin{comment}\n$x$\n\\end{comment}\n$y$", [("y", False, "")]),
    ("\\begin{verbatim}\n$x$\n\\end{verbatim}\n\\verb|$z$| $y$", [("y", False, "")]),
    # a preamble, and what follows the end
    ("\\title{$t$}\\begin{document}$x$\\end{document}$y$", [("x", False, "")]),
    (r"\newcommand{\E}{$x$}\def\a#1{$y$} $z$", [("z", False, "")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), FORMULAS)
def test_formulas(text: str, expected: list[tuple[str, bool, str]]):
    assert formulas(text) == expected


MACROS = [
    (r"\newcommand{\E}{\mathbb{E}}", {"E": (0, r"\mathbb{E}")}),
    (r"\newcommand\E{\mathbb{E}}", {"E": (0, r"\mathbb{E}")}),
    (r"\newcommand*{\norm}[1]{\left\|#1\right\|}", {"norm": (1, r"\left\|#1\right\|")}),
    (r"\renewcommand{\v}[1]{\mathbf{#1}}", {"v": (1, r"\mathbf{#1}")}),
    (r"\def\KL#1#2{D(#1\|#2)}", {"KL": (2, r"D(#1\|#2)")}),
    (r"\DeclareMathOperator{\tr}{tr}", {"tr": (0, r"\operatorname{tr}")}),
    (r"\DeclareMathOperator*{\argmax}{arg\,max}", {"argmax": (0, r"\operatorname*{arg\,max}")}),
    (
        r"\DeclarePairedDelimiter{\abs}{\lvert}{\rvert} $\abs*{x}$",
        {
            "abs": (1, r"\left\lvert#1\right\rvert"),
            "abs*": (1, r"\left\lvert#1\right\rvert"),
            "abs[]": (2, r"\left\lvert#2\right\rvert"),
        },
    ),
    (r"\let\eps\varepsilon", {"eps": (0, r"\varepsilon")}),
    (r"\newcommand{\a}{1} \providecommand{\a}{2}", {"a": (0, "1")}),
    # an optional argument that is not given is its default
    (r"\newcommand{\E}[2][q]{E_{#1}[#2]} $\E[p]{x}$", {"E": (1, "E_{q}[#1]"), "E[]": (2, "E_{#1}[#2]")}),
    # what cannot be used rightly stands for a command that nobody knows
    (r"\newcommand{\E}[2][q]{E_{#1}[#2]} \renewcommand{\E}{x}", {"E": (0, r"\leftoutE")}),
    (r"\newcommand{\a}{1} \renewcommand{\a}{2}", {"a": (0, r"\leftouta")}),
    (r"\def\a(#1){#1}", {"a": (0, r"\leftouta")}),
    # kept as they are: whoever expands them is bounded
    (r"\def\a{\a\a}", {"a": (0, r"\a\a")}),
    (r"% \newcommand{\a}{1}", {}),
    (r"\newcommand{\a}{1", {}),
    (r"\newcommand", {}),
]


@pytest.mark.parametrize(("text", "expected"), MACROS)
def test_macros(text: str, expected: dict[str, tuple[int, str]]):
    assert read(text).macros == expected


def test_what_is_left_alone_is_noted():
    notes = dict.fromkeys(words for _, words in read("\\input{/etc/passwd}\n\\write18{ls}\n\\includegraphics{a}").notes)
    assert list(notes) == [
        "\\input is not followed: hand in one file", "\\write is not carried out", "an image is not read",
    ]  # fmt: skip


def test_places_are_those_of_the_file():
    document = read("% first\n\\begin{document}\r\na $x$ % c\n  $y$\n\\end{document}")
    found = [document.place(f.start) for f in document.pieces if isinstance(f, Formula)]
    assert [(place.line, place.column) for place in found] == [(3, 4), (4, 4)]


def test_headings():
    found = read("\\section*{Question 1}\nText\n\\subsection{1.1 The $x$ case}\nmore\n\\textbf{1.2}\n\nend").pieces
    assert [(p.text.strip(), p.heading) for p in found if isinstance(p, Prose)] == [
        ("\\section*{Question 1}", 1), ("Text", 0), ("\\subsection{1.1 The", 2), ("case}", 2), ("more", 0),
        ("\\textbf{1.2}", 6), ("end", 0),
    ]  # fmt: skip


IDS = ("1.1", "1.2", "2.1a", "2.1b", "2.2", "3")

SEGMENTS = [
    (r"\section*{Question 1}" "\n" r"\subsection*{1.1}" "\nXX\n" r"\subsection*{1.2}" "\nYY", {"X": "1.1", "Y": "1.2"}),
    ("\\section*{Question 1}\n\\begin{enumerate}\n\\item XX\n\\item YY\n\\end{enumerate}\n\\section*{Question 3}\nZZ",
     {"X": "1.1", "Y": "1.2", "Z": "3"}),
    ("\\section{Dropout}\n\\subsection{Expected loss}\nXX\n\\subsection{Minimizer}\nYY", {"X": "1.1", "Y": "1.2"}),
    ("\\section*{Question 2}\n\\begin{enumerate}\n  \\item One\n  \\begin{enumerate}\n    \\item XX\n    \\item YY\n"
     "  \\end{enumerate}\n  \\item ZZ\n\\end{enumerate}", {"X": "2.1a", "Y": "2.1b", "Z": "2.2"}),
    ("\\textbf{2.1}\n\\begin{itemize}\n\\item[(a)] XX\n\\item[(b)] YY\n\\end{itemize}", {"X": "2.1a", "Y": "2.1b"}),
    ("\\begin{enumerate}[label=1.\\arabic*]\n\\item XX\n\\item YY\n\\end{enumerate}", {"X": "1.1", "Y": "1.2"}),
    ("\\begin{problem}{1.1}\nXX\n\\end{problem}\n\\begin{problem}{1.2}\nYY\n\\end{problem}", {"X": "1.1", "Y": "1.2"}),
    ("\\paragraph{1.1} XX\n\n\\paragraph{1.2} YY", {"X": "1.1", "Y": "1.2"}),
    ("\\noindent\\textbf{Question 1.1.} XX\n\n\\noindent\\textbf{Question 1.2.} YY", {"X": "1.1", "Y": "1.2"}),
    # a list of steps inside an answer
    ("\\subsection*{1.1}\n\\begin{enumerate}\n\\item XX\n\\item YY\n\\end{enumerate}\n\\subsection*{1.2}\nZZ",
     {"X": "1.1", "Y": "1.1", "Z": "1.2"}),
    ("\\section*{Question 2}\n\\begin{enumerate}\n\\setcounter{enumi}{1}\n\\item XX\n\\end{enumerate}", {"X": "2.2"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SEGMENTS)
def test_segments(text: str, expected: dict[str, str]):
    found = {
        mark: segment.question
        for segment in segments(read(text), IDS)
        for piece in segment.pieces
        for mark in expected
        if mark * 2 in piece.text
    }
    assert found == expected
