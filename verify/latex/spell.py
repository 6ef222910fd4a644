r"""TeX tokens to the symbols of mathematics: fonts dropped, letters joined to words, delimiters and relations named.

Kinds of the tokens that come out: "letter", "number", "word", "prose" (words of a language), "op" (a prefix operator),
"relation", "sign", "times", "open", "close", "bar", "given" (a \mid), "sep", "group" and "ungroup" (TeX's braces),
"script" (^ _), "prime", "align", "newline", "begin", "end", "quad", "accent", "command" (\frac, \sqrt, \partial, …),
"mark", "infinity", and "unknown".
"""

from __future__ import annotations

import re
from collections.abc import Callable

from verify.latex.symbols import (
    ACCENTS,
    ALPHABETS,
    BARE_WORDS,
    BARS,
    CLOSING,
    DOTS,
    ENVIRONMENT_ARGUMENTS,
    FONTS,
    GREEK,
    IGNORED,
    OPENING,
    OPERATORS,
    RELATION,
    SHORT_WORDS,
    SIZES,
    TEXTS,
    TIMES,
    UNWRAPPED,
    words,
)
from verify.latex.tokens import Token

_STRUCTURE = words(
    """
    frac tfrac dfrac cfrac sfrac nicefrac sqrt over choose atop binom tbinom dbinom partial overset underset
    stackrel substack underbrace overbrace not
    """
)
_LEFT = frozenset({"left", "bigl", "Bigl", "biggl", "Biggl"})
_RIGHT = frozenset({"right", "bigr", "Bigr", "biggr", "Biggr"})
_SPACES = frozenset({"quad", "qquad"})
_ROOM = frozenset({"hspace", "hskip"})
_ALIKE = {"tfrac": "frac", "dfrac": "frac", "cfrac": "frac", "sfrac": "frac", "nicefrac": "frac",
          "tbinom": "binom", "dbinom": "binom"}  # fmt: skip
_MARKS = {"top": "top", "intercal": "top", "dagger": "dagger", "prime": "prime", "ddagger": "dagger"}
_PAIRS = {":=": ":=", "=:": "=:", "<=": "<=", ">=": ">=", "!=": "!=", "->": "->", "=>": "=>"}
_CHARS = {
    "+": ("sign", "+"), "-": ("sign", "-"), "=": ("relation", "="), "<": ("relation", "<"), ">": ("relation", ">"),
    "*": ("times", "*"), "/": ("times", "/"), ",": ("sep", ","), ";": ("sep", ";"), ":": ("sep", ":"),
    ".": ("sep", "."), "(": ("open", "("), "[": ("open", "["), ")": ("close", "("), "]": ("close", "["),
    "|": ("bar", "|"), "{": ("group", "{"), "}": ("ungroup", "}"), "^": ("script", "^"), "_": ("script", "_"),
    "'": ("prime", "'"), "&": ("align", "&"), "!": ("factorial", "!"),
}  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*\d*\Z")
_LANGUAGE = words(
    """
    if for where and at since when with so as by or then hence thus because given let from using under we is are in
    on that the a an all any each some is constant const si pour et ou où donc quand avec car en par sous soit alors
    ainsi puis on tout otherwise sinon else therefore assuming such provided iff subject indep independent iid
    i.i.d. unless
    """
)
#: labels that make another relation of "="
_OTHER_EQUALITIES = frozenset({"d", "law", "dist", "loi", "a.s", "as", "p.s", "p", "l", "w"})
_DEEPEST = 40
_LABEL = re.compile(r"\(?[\w*]{1,3}\)|\d+|\([ivx]+\)|\*+|†+")


def spell(tokens: list[Token]) -> list[Token]:
    """Return the symbols that TeX tokens stand for, each with its place; what means nothing comes out "unknown"."""
    return _Speller(tokens, 0).run()


class _Speller:
    def __init__(self, tokens: list[Token], depth: int) -> None:
        self.raw = tokens
        self.depth = depth
        self.out: list[Token] = []
        self.k = 0

    def run(self) -> list[Token]:
        while self.k < len(self.raw):
            token = self.raw[self.k]
            self.k += 1
            if token.kind == "command":
                self.command(token)
            elif token.kind == "number":
                self.number(token)
            else:
                self.character(token)
        return self.out

    def inner(self, tokens: list[Token]) -> list[Token]:
        """Spell what stands in an argument; nobody nests fonts and boxes deeply."""
        if self.depth >= _DEEPEST:
            return [Token("unknown", "nested too deeply", t.start, t.end) for t in tokens[:1]]
        return _Speller(tokens, self.depth + 1).run()

    def mid(self, token: Token) -> None:
        r"""Put a \mid; two of them are a ‖."""
        if self.out and self.out[-1][:2] == ("given", "|"):
            self.out[-1] = Token("given", "‖", self.out[-1].start, token.end)
        else:
            self.put("given", "|", token)

    def put(self, kind: str, text: str, token: Token, font: str = "") -> None:
        self.out.append(Token(kind, text, token.start, token.end, font))

    def peek(self) -> Token:
        return self.raw[self.k] if self.k < len(self.raw) else Token("end", "", -1, -1)

    def argument(self) -> list[Token]:
        """Take one TeX argument: the tokens of a group, without its braces, or the next token."""
        if self.k >= len(self.raw):
            return []
        start = self.k
        self.k += 1
        if not _is(self.raw[start], "{"):
            return [self.raw[start]]
        depth = 1
        while depth and self.k < len(self.raw):
            depth += _is(self.raw[self.k], "{") - _is(self.raw[self.k], "}")
            self.k += 1
        if depth:  # the brace stays, for the parser to say that it is not closed
            self.put("group", "{", self.raw[start])
        return self.raw[start + 1 : self.k - (depth == 0)]

    def number(self, token: Token) -> None:
        r"""Put a number, digit by digit where TeX takes single digits: x^12 is x¹2, \frac12 a half."""
        before = self.out[-1] if self.out else token
        digits = before.kind == "script" or before[:2] == ("command", "frac") or before[:2] == ("command", "binom")
        halves = len(self.out) > 1 and self.out[-2][:2] == ("command", "frac") and before.kind in ("letter", "number")
        if not (digits or halves) or len(token.text) == 1 or not token.text.isdigit():
            self.out.append(token)
            return
        cut = 2 if before.kind == "command" else 1
        for k, digit in enumerate([*token.text[:cut], *([token.text[cut:]] if token.text[cut:] else [])]):
            start = token.start + k
            self.out.append(Token("number", digit, start, min(start + len(digit), token.end)))

    # ---- characters

    def character(self, token: Token) -> None:
        char = token.text
        if char.isalpha() and char.isascii():
            self.letters(token)
        elif char in _CHARS:
            self.sign(token, *_CHARS[char])
        elif char == "~":
            return
        else:
            self.put("unknown", char, token)

    def sign(self, token: Token, kind: str, text: str) -> None:
        after = self.peek()
        pair = token.text + after.text
        if pair in _PAIRS and after.kind == "char" and after.start == token.end:
            self.k += 1
            self.out.append(Token("relation", _PAIRS[pair], token.start, after.end))
        elif token.text == "." and after.text == "." and after.kind == "char":
            while _is(self.peek(), "."):
                self.k += 1
            self.out.append(Token("mark", "dots", token.start, self.raw[self.k - 1].end))
        else:
            self.put(kind, text, token)
            if kind == "ungroup":
                self.unwrap()

    def unwrap(self) -> None:
        r"""Drop the braces around a lone operator or relation: {\rm KL}(q ‖ p), a {=} b."""
        if len(self.out) < 3 or self.out[-3].kind != "group" or self.out[-2].kind not in ("op", "relation", "times"):
            return
        before = self.out[-4].kind if len(self.out) > 3 else ""
        if before not in ("script", "command", "accent"):
            self.out[-3:] = [self.out[-2]]

    def letters(self, first: Token) -> None:
        """Split letters side by side into known words and letters."""
        start = self.k - 1
        while self.letter_at(self.k) and self.raw[self.k].start == self.raw[self.k - 1].end:
            self.k += 1
        run = self.raw[start : self.k]
        text = "".join(t.text for t in run)
        if text == "ext" and _is(self.peek(), "{"):  # a scanner's "\t" for the start of \text
            self.text(first)
            return
        if text == "op" and start >= 2 and _is(self.raw[start - 1], "{") and _is(self.raw[start - 2], "^"):
            self.put("mark", "top", Token("", "", first.start, run[-1].end))
            return
        k = 0
        while k < len(run):
            word = next((w for w in BARE_WORDS if text.startswith(w, k) and (w not in SHORT_WORDS or w == text)), "")
            place = Token("", "", run[k].start, run[k + max(len(word), 1) - 1].end)
            self.word(word, place) if word else self.put("letter", text[k], place)
            k += len(word) or 1

    def letter_at(self, k: int) -> bool:
        return (
            k < len(self.raw)
            and self.raw[k].kind == "char"
            and self.raw[k].text.isalpha()
            and (self.raw[k].text.isascii())
        )

    def word(self, word: str, place: Token) -> None:
        if word in ("max", "min") and self.out and self.out[-1][:2] == ("op", "arg"):
            self.out[-1] = Token("op", "arg" + word, self.out[-1].start, place.end)
        elif word in OPERATORS:
            self.put("op", OPERATORS[word], place)
        else:
            self.put("word", word, place)

    # ---- commands

    def command(self, token: Token) -> None:
        name = token.text
        simple = _SIMPLE.get(name)
        if simple is not None:
            self.put(*simple, token)
        elif name in OPERATORS:
            self.word(name, token)
        elif name in FONTS:
            self.font()
        elif name in TEXTS:
            self.text(token)
        elif name in ALPHABETS:
            self.alphabet(ALPHABETS[name], token)
        elif name in SIZES:
            self.delimiter(name)
        elif name in IGNORED:
            self.ignored(name)
        elif name in _SPECIAL:
            _SPECIAL[name](self, token)
        else:
            self.put("unknown", "\\" + name, token)

    def ignored(self, name: str) -> None:
        if name in "!," and self.out and self.out[-1][:2] == ("bar", "|") and _is(self.peek(), "|"):
            self.out[-1] = self.out[-1]._replace(end=self.peek().start)  # |\!| is ‖
        if name in ("tag", "label", "hspace", "vspace") and _is(self.peek(), "*"):
            self.k += 1
        for _ in range(IGNORED[name]):
            self.argument()
        if name in _ROOM:
            self.put("quad", name, self.raw[self.k - 1])
        if name in UNWRAPPED and _is(self.peek(), "{"):
            self.out.extend(self.inner(self.argument()))

    def font(self) -> None:
        """Drop a font; its braces stay only where a script follows that is meant for all that is in them."""
        if not _is(self.peek(), "{"):
            return
        start = self.k
        inner = self.argument()
        if len(inner) > 1 and (_is(self.peek(), "^") or _is(self.peek(), "_")):
            self.k = start
            return
        words = "".join(t.text for t in inner)
        if words in OPERATORS and len(words) > 1:
            self.word(words, Token("", "", inner[0].start, inner[-1].end))
        else:
            self.out.extend(self.inner(inner))

    def alphabet(self, font: str, token: Token) -> None:
        start, inner = self.k, self.argument()
        name = "".join(t.text for t in inner if t.kind != "command" or t.text not in FONTS)
        place = Token("", "", token.start, self.raw[self.k - 1].end)
        if font == "bb" and name in ("E", "P", "H"):
            self.put("op", name, place, "bb")
        elif font == "bb" and name == "V":
            self.put("op", "Var", place)
            if "".join(t.text for t in self.raw[self.k : self.k + 5]) == r"mathrm{ar}":
                self.k += 5
        elif len(inner) == 1 and inner[0].kind == "char" and name.isalpha():
            self.put("letter", name, place, font)
        elif name in OPERATORS:
            self.word(name, place)
        elif font == "bb" and name in ("1", "I"):
            self.put("word", "1", place)
        elif len(inner) > 1 and all(t.kind == "char" and t.text.isalpha() for t in inner):
            for t in inner:
                self.put("letter", t.text, t, font)
        else:
            self.k = start
            self.put("unknown", "\\math" + font, token)

    def text(self, token: Token) -> None:
        r"""Read \text, \mathrm, \operatorname: a letter, a word, an operator or words of a language."""
        if _is(self.peek(), "*"):
            self.k += 1
        inner = self.declared() if token.text == "rm" else self.argument()
        if not inner:
            return
        place = Token("", "", token.start, self.raw[self.k - 1].end)
        if any(_is(t, "$") for t in inner):
            self.mixed(inner)
            return
        if inner[0].kind == "command" and inner[0].text in (FONTS | TEXTS | ALPHABETS.keys()):
            self.out.extend(self.inner(inner))
            return
        words = _spaced([t for t in inner if t.kind != "command" or t.text not in IGNORED])
        squeezed = words.replace(" ", "")
        if squeezed in OPERATORS and (squeezed == words or squeezed.startswith("arg")) and squeezed != "E":
            self.word(squeezed, place)
        elif words == "E" or words == "P":
            self.put("op", words, place, "rm") if token.text != "text" else self.put("letter", words, place)
        elif len(words) == 1 and words.isalpha():
            self.put("letter", words, place, "rm")
        elif len(words) == 2 and words[0] == "d" and token.text == "mathrm":
            self.put("letter", "d", inner[0], "rm")
            self.put("letter", words[1], inner[1])
        elif len(inner) == 1 and inner[0].kind == "command" and inner[0].text in GREEK:
            self.put("letter", inner[0].text, place)
        elif _WORD.match(words) and words.lower() not in _LANGUAGE:
            self.put("word", words, place)
        elif not any(c.isalnum() for c in words):
            self.out.extend(self.inner([t for t in inner if t.kind == "char" and t.text in ",.;"]))
        elif token.text == "operatorname" or all(t.kind == "number" for t in inner):
            self.out.extend(self.inner(inner))
        else:
            self.put("prose", words, place)

    def declared(self) -> list[Token]:
        r"""Take the letters that a \rm applies to: those up to the first other symbol."""
        start = self.k
        while self.letter_at(self.k) or (self.k > start and self.peek().kind == "command" and self.peek().text in ", "):
            if self.k > start and self.peek().start > self.raw[self.k - 1].end:
                break
            self.k += 1
        return self.raw[start : self.k] if self.k > start else self.argument()

    def mixed(self, inner: list[Token]) -> None:
        r"""Read \text{if $x > 0$}: words and formulas in turn."""
        formula, part = False, list[Token]()
        for t in [*inner, Token("char", "$", -1, -1)]:
            if not _is(t, "$"):
                part.append(t)
                continue
            if part and formula:
                self.out.extend(self.inner(part))
            elif part:
                self.put("prose", _spaced(part), Token("", "", part[0].start, part[-1].end))
            formula, part = not formula, []

    def delimiter(self, size: str) -> None:
        r"""Read a sized delimiter: \left( and the like; \left and \right tell which way a bar stands."""
        token = self.peek()
        self.k += 1
        left, right = (
            size in ("left", "bigl", "Bigl", "biggl", "Biggl"),
            size in ("right", "bigr", "Bigr", "biggr", "Biggr"),
        )
        text = {"|": "‖", "Vert": "‖", "lVert": "‖", "rVert": "‖", "vert": "|", "lvert": "|", "rvert": "|"}.get(
            token.text, "|"
        )
        bar = (token.kind == "char" and token.text == "|") or (token.kind == "command" and token.text in (
            "|", "Vert", "vert", "lvert", "rvert", "lVert", "rVert", "mid", "parallel"))  # fmt: skip
        if token.kind == "char" and token.text == "|":
            text = "|"
        if token.text == "parallel":
            text = "‖"
        if _is(token, "."):
            self.put("open" if left else "close", ".", token, size)
        elif bar and size in ("middle", "bigm", "Bigm", "biggm", "Biggm"):
            self.put("given", text, token)
        elif bar and (left or right):
            self.put("open" if left else "close", text, token, size)
        else:
            self.k -= 1
            if token.kind == "end" or (token.kind == "char" and token.text not in "()[]/<>|"):
                self.put("unknown", "\\" + size, token if token.kind != "end" else self.raw[-1])
            elif token.kind == "char" and token.text in "<>":
                self.k += 1
                self.put("open" if token.text == "<" else "close", "⟨", token)

    def environment(self, token: Token) -> None:
        r"""Read \begin{name} or \end{name} with the arguments that say how it looks."""
        name = "".join(t.text for t in self.argument()).rstrip("*")
        if token.text == "begin":
            if _is(self.peek(), "["):
                while self.k < len(self.raw) and not _is(self.raw[self.k], "]"):
                    self.k += 1
                self.k += 1
            columns = self.argument() if name in ENVIRONMENT_ARGUMENTS and _is(self.peek(), "{") else []
            self.put(token.text, name, token, "".join(t.text for t in columns))
        else:
            self.put(token.text, name, token)

    def newline(self, token: Token) -> None:
        if _is(self.peek(), "*"):
            self.k += 1
        after = self.raw[self.k : self.k + 8]
        if after and _is(after[0], "[") and after[0].start == token.end:
            end = next((n for n, t in enumerate(after) if _is(t, "]")), None)
            if end is not None and any(t.kind == "number" for t in after[:end]):
                self.k += end + 1
        self.put("newline", "\\\\", token)

    def over_relation(self, token: Token) -> None:
        r"""Read \overset{label}{=} and its like: a label that only names the step goes, others stay as words."""
        start = self.k
        label, base = self.argument(), self.inner(self.argument())
        words = _label_text(label)
        if len(base) != 1 or base[0].kind != "relation":
            self.k = start
            self.put("command", "underset" if token.text == "underset" else "overset", token)
            return
        relation = base[0]
        if "def" in words.lower() or words in ("Delta", "triangle"):
            relation = relation._replace(text=":=")
        elif relation.text == "=" and words.strip(".").lower() in _OTHER_EQUALITIES:
            relation = relation._replace(kind="unknown", text=f"= with {words} above")
        elif not _LABEL.fullmatch(words):
            self.put("prose", words, token, "label")
        self.out.append(relation._replace(start=token.start))

    def arrow(self, token: Token) -> None:
        r"""Read \xrightarrow[below]{above}: the labels are words."""
        if _is(self.peek(), "["):
            while self.k < len(self.raw) and not _is(self.raw[self.k], "]"):
                self.k += 1
            self.k += 1
        words = _label_text(self.argument())
        if words and not _LABEL.fullmatch(words):
            self.put("prose", words, token, "label")
        self.put("relation", RELATION.get(token.text, "->"), token)

    def intertext(self, token: Token) -> None:
        inner = self.argument()
        self.put("newline", "\\\\", token)
        if inner:
            self.put("prose", _spaced(inner), Token("", "", inner[0].start, inner[-1].end), "between")
        self.put("newline", "\\\\", token)

    def negated(self, token: Token) -> None:
        inner = self.inner([self.peek()])
        negation = {"=": "!=", "in": "notin", "<": ">=", ">": "<=", "<=": ">", ">=": "<"}
        if len(inner) == 1 and inner[0].text in negation:
            self.k += 1
            self.put("relation", negation[inner[0].text], token)
        else:
            self.put("unknown", "\\not", token)


def _is(token: Token, char: str) -> bool:
    return token.kind == "char" and token.text == char


def _label_text(label: list[Token]) -> str:
    """Return what a label over a relation says, without the commands that say how it looks."""
    quiet = FONTS | TEXTS | ALPHABETS.keys() | IGNORED.keys()
    return _spaced([t for t in label if t.kind != "command" or t.text not in quiet])


def _spaced(tokens: list[Token]) -> str:
    """Join the characters of a text, with a blank where there was one."""
    parts: list[str] = []
    for before, token in zip([None, *tokens], tokens, strict=False):
        if before is not None and token.start > before.end:
            parts.append(" ")
        parts.append(" " if (token.text in "~ ," and token.kind == "command") or _is(token, "~") else token.text)
    return " ".join("".join(p for p in parts if p not in "{}").split())


_SIMPLE: dict[str, tuple[str, str]] = {
    **{name: ("letter", name) for name in GREEK},
    **{name: ("relation", text) for name, text in RELATION.items() if name.isalpha() and not name.startswith("x")},
    **{name: ("times", text) for name, text in TIMES.items()},
    **dict.fromkeys(DOTS, ("mark", "dots")),
    **{name: ("mark", text) for name, text in _MARKS.items()},
    **{name: ("open", text) for name, text in OPENING.items() if name not in "(["},
    **{name: ("close", text) for name, text in CLOSING.items() if name not in ")]"},
    **{name: ("bar", text) for name, text in BARS.items()},
    **{name: ("accent", text) for name, text in ACCENTS.items()},
    **{name: ("quad", name) for name in _SPACES},
    **{name: ("command", _ALIKE.get(name, name)) for name in _STRUCTURE if name != "not"},
    "parallel": ("given", "‖"),
    "pm": ("sign", "±"),
    "mp": ("sign", "∓"),
    "infty": ("infinity", "∞"),
    "colon": ("sep", ":"),
    "because": ("prose", "because"),
    "forall": ("prose", "for all"),
    "exists": ("prose", "for some"),
    "land": ("prose", "and"),
    "wedge": ("prose", "and"),
    "lor": ("prose", "or"),
    "vee": ("prose", "or"),
    "emptyset": ("word", "emptyset"),
    "varnothing": ("word", "emptyset"),
    "cr": ("newline", "\\\\"),
    "#": ("word", "#"),
    "_": ("unknown", "\\_"),
}  # fmt: skip

_SPECIAL: dict[str, Callable[[_Speller, Token], None]] = {
    "begin": _Speller.environment,
    "end": _Speller.environment,
    "\\": _Speller.newline,
    "overset": _Speller.over_relation,
    "underset": _Speller.over_relation,
    "stackrel": _Speller.over_relation,
    "xrightarrow": _Speller.arrow,
    "xRightarrow": _Speller.arrow,
    "intertext": _Speller.intertext,
    "shortintertext": _Speller.intertext,
    "not": _Speller.negated,
    "mid": _Speller.mid,
}
for _name in ("overset", "underset", "stackrel"):
    del _SIMPLE[_name]
