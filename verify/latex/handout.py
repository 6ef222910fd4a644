r"""The assignment's own text, which students copy into their answers: it is not theirs.

Running text is compared fuzzily (scanned text has errors), formulas only exactly once fonts, spaces and the sizes of
brackets are put aside: a fuzzy match swallows a student's own wrong formula. And a formula counts as copied only
where it stands in the handout, inside a copied paragraph or right behind one, before the student's own words begin: a
result that a student states again is the student's.

Main definitions
----------------
* `own_pieces`: the pieces of a document that are the handout's.
* `formula_key`: a formula up to fonts, spaces and sizes.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz import fuzz

from verify.latex.pieces import starts_item
from verify.latex.source import Document, Formula, Piece, Prose

#: how alike running text must be (0 to 100), and letters below which it must be the same
ALIKE = 88.0
_SHORT = 24
#: characters of a paragraph that are compared
_LONGEST = 2_000

_TOKEN = re.compile(r"\\[A-Za-z]+|\\.|[^\s&~]")
#: what changes a formula's looks alone
_LOOKS = frozenset(
    f"\\{name}"
    for name in (
        "mathbf", "boldsymbol", "bm", "mathrm", "mathit", "mathsf", "operatorname", "text", "textbf", "textrm",
        "textit", "rm", "bf", "left", "right", "middle", "big", "Big", "bigg", "Bigg", "bigl", "bigr", "bigm", "Bigl",
        "Bigr", "Bigm", "limits", "displaystyle", "quad", "qquad", "nonumber", "notag", ",", ";", ":", "!",
        ">", " ", "\\",
    )
)  # fmt: skip
_LAYOUT = re.compile(
    r"\\(?:begin|end)\{(?:aligned|align\*?|split|gathered|gather\*?)\}|\\(?:tag\*?|label|hspace\*?)\{[^{}]{0,60}\}"
    r"|(?<=\\operatorname)\*"
)
_SPELLINGS = (
    (re.compile(r"\\(?:lVert|rVert|Vert|parallel)(?![A-Za-z])|\\\|"), "||"),
    (re.compile(r"\\(?:mid|vert|lvert|rvert)(?![A-Za-z])"), "|"),
    (re.compile(r"\\(?:rightarrow|to|longrightarrow)(?![A-Za-z])"), r"\\to "),
    (re.compile(r"\\(?:coloneqq|triangleq)(?![A-Za-z])"), ":="),
    (re.compile(r"\\(?:geq?|geqslant)(?![A-Za-z])"), ">="),
    (re.compile(r"\\(?:leq?|leqslant)(?![A-Za-z])"), "<="),
    (re.compile(r"\\operatorname\*?\s{0,3}\{\s{0,3}arg\s{0,3}(?:\\,)?\s{0,3}(max|min)\s{0,3}\}"), r"\\arg\1 "),
    (re.compile(r"\\arg\s*\\?(max|min)(?![A-Za-z])"), r"\\arg\1 "),
    (re.compile(r"\^\s*\{?\s*(?:\\top|\\intercal| op)\s*\}?"), "^T"),
    (re.compile(r"\\(?:d|c|l)?dots[cb]?(?![A-Za-z])"), "..."),
)
_TEXT_GROUP = re.compile(r"\\(?:text|textbf|textrm|textit|mathrm|operatorname\*?)\s*\{([A-Za-z]{1,20})\}")
_WORDS = re.compile(r"[^\W\d_]{2,}")
_NO_WORD = re.compile(r"\\[A-Za-z]+|<[^<>\n]{0,40}>")
_ANSWER = re.compile(
    r"(?:answers?|solutions?|r[ée]ponses?|corrig[ée]|proof|preuve)[*_}\s]*[:.]?[*_}\s]*$", re.IGNORECASE
)
_BLANK_LINE = re.compile(r"\n[ \t>]*\n")
_FOOTNOTE = re.compile(r"\s*(?:<sup>|\[\^|\\footnote)")


@dataclass(slots=True)
class _Block:
    """A paragraph (its prose and inline formulas) or a display."""

    pieces: list[Piece] = field(default_factory=list)
    display: bool = False

    @property
    def words(self) -> str:
        """The words of the running text, one blank between them."""
        said = " ".join(piece.text for piece in self.pieces if isinstance(piece, Prose))
        return " ".join(_WORDS.findall(_NO_WORD.sub(" ", said.lower())))[:_LONGEST]


@dataclass(frozen=True, slots=True)
class _Handout:
    """Paragraphs of the handout (their words), the displays behind each, all inline formulas, and an index of words."""

    paragraphs: tuple[str, ...]
    displays: tuple[frozenset[str], ...]
    inline: frozenset[str]
    index: dict[tuple[str, ...], tuple[int, ...]]

    def find(self, words: str) -> int | None:
        """Return the paragraph of which `words` are a copy, or of a stretch of it, or None."""
        listed = words.split()
        if len(words) < _SHORT:
            return self.paragraphs.index(words) if len(listed) > 1 and words in self.paragraphs else None
        votes = Counter(k for triple in set(_triples(listed)) for k in self.index.get(triple, ()))
        for k, _ in votes.most_common(3):
            # a stretch may run over the ends of a paragraph
            for around in (self.paragraphs[k], " ".join(self.paragraphs[max(0, k - 1) : k + 2])):
                if len(words) <= 1.1 * len(around) and fuzz.partial_ratio(words, around) >= ALIKE:
                    return k
        return None


def formula_key(text: str) -> str:
    """Return a formula up to fonts, white space, the size of brackets, and punctuation at its end."""
    text = _TEXT_GROUP.sub(r"\1", text)
    for pattern, spelling in _SPELLINGS:
        text = pattern.sub(spelling, text)
    tokens: list[str] = []
    for match in _TOKEN.finditer(_LAYOUT.sub("", text)):
        if match.group() in _LOOKS:
            continue
        tokens.append(match.group())
        # braces around one token are none
        if match.group() == "}" and len(tokens) > 2 and tokens[-3] == "{" and tokens[-2] not in "{}":
            tokens[-3:] = [tokens[-2]]
    while tokens and tokens[-1] in ".,;:":
        tokens.pop()
    return " ".join(tokens)


def own_pieces(document: Document, handout_text: str) -> tuple[Piece, ...]:
    """Return the pieces of the document that are copied from the handout, in order."""
    handout = _read_handout(handout_text)
    own: list[Piece] = []
    expected: frozenset[str] = frozenset()
    answering = False
    for block in _blocks(document):
        if block.display:
            own += [piece for piece in block.pieces if expected and formula_key(piece.text) in expected]
            continue
        words = block.words
        where = handout.find(_without_answer(words))
        if where is None:
            answering = answering or bool(_ANSWER.match(words))
            expected = frozenset() if words else expected
            continue
        footnote = isinstance(block.pieces[0], Prose) and _FOOTNOTE.match(block.pieces[0].text)
        own += [p for p in block.pieces if isinstance(p, Prose) or formula_key(p.text) in handout.inline]
        expected = frozenset() if footnote or _ANSWER.search(_said(block)) else handout.displays[where]
    return tuple(own)


def _said(block: _Block) -> str:
    return "".join(piece.text for piece in block.pieces if isinstance(piece, Prose)).strip()


def _without_answer(words: str) -> str:
    return _ANSWER.sub("", words).strip()


@lru_cache(maxsize=8)
def _read_handout(text: str) -> _Handout:
    # read as a document of its own; imported here, since reading a document needs no handout
    from verify.latex.document import read_text

    paragraphs: list[str] = []
    displays: list[set[str]] = []
    inline: set[str] = set()
    for block in _blocks(read_text(text)):
        if block.display:
            if displays:
                displays[-1].update(formula_key(piece.text) for piece in block.pieces)
            continue
        inline.update(formula_key(piece.text) for piece in block.pieces if isinstance(piece, Formula))
        paragraphs.append(block.words)
        displays.append(set())
    index: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for k, words in enumerate(paragraphs):
        for triple in set(_triples(words.split())):
            index[triple].append(k)
    found = {triple: tuple(where[:20]) for triple, where in index.items()}
    return _Handout(tuple(paragraphs), tuple(frozenset(keys) for keys in displays), frozenset(inline), found)


def _triples(words: list[str]) -> list[tuple[str, ...]]:
    return [tuple(words[k : k + 3]) for k in range(len(words) - 2)]


def _blocks(document: Document) -> list[_Block]:
    """Group pieces into paragraphs and displays."""
    blocks: list[_Block] = []
    before: Piece | None = None
    for piece in document.pieces:
        if isinstance(piece, Formula) and piece.display:
            blocks.append(_Block([piece], True))
            before = None
            continue
        if before is None or _parted(document.text, before, piece):
            blocks.append(_Block())
        blocks[-1].pieces.append(piece)
        before = piece
    return blocks


def _parted(text: str, before: Piece, piece: Piece) -> bool:
    """Whether a paragraph ends between two pieces."""
    if isinstance(before, Prose) and (before.heading or isinstance(piece, Prose)):
        return True
    tail = before.end - 80 + len(text[before.end - 80 : before.end].rstrip()) if before.end > 80 else before.start
    gap = text[tail : piece.start]
    if _BLANK_LINE.search(gap):
        return True
    line = text.rfind("\n", max(0, piece.start - 100), piece.start) + 1
    return isinstance(piece, Prose) and "\n" in gap and line > 0 and starts_item(text, line)
