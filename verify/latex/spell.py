r"""TeX tokens to the symbols of mathematics: fonts dropped, letters joined to words, delimiters and relations named.

Kinds of the tokens that come out: "letter", "number", "word", "prose" (words of a language), "op" (a prefix operator),
"relation", "sign", "times", "open", "close", "bar", "given" (a \mid), "sep", "group" and "ungroup" (TeX's braces),
"script" (^ _), "prime", "align", "newline", "begin", "end", "quad", "accent", "command" (\frac, \sqrt, \partial, …),
"mark", "infinity", and "unknown".
"""

from __future__ import annotations

from collections.abc import Callable

from verify.latex import fonts, structure
from verify.latex.norms import with_bars
from verify.latex.symbols import (
    ALPHABETS,
    BARE_WORDS,
    CHARS,
    FONTS,
    IGNORED,
    OPERATORS,
    PAIRS,
    SHORT_WORDS,
    SIMPLE,
    SIZES,
    TEXTS,
    UNWRAPPED,
)
from verify.latex.tokens import Token, is_char

_ROOM = frozenset({"hspace", "hskip"})
_DEEPEST = 40


def spell(tokens: list[Token]) -> list[Token]:
    """Return the symbols that TeX tokens stand for, each with its place; what means nothing comes out "unknown"."""
    return with_bars(Speller(tokens, 0).run())


class Speller:
    """Reads TeX tokens into symbols: `raw` from `k` on is unread, `out` is what came out; `depth` of arguments."""

    def __init__(self, tokens: list[Token], depth: int) -> None:
        self.raw = tokens
        self.depth = depth
        self.out: list[Token] = []
        self.k = 0

    def run(self) -> list[Token]:
        """Return the symbols of all tokens."""
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
        return Speller(tokens, self.depth + 1).run()

    def mid(self, token: Token) -> None:
        r"""Put a \mid; two of them are a ‖."""
        if self.out and self.out[-1][:2] == ("given", "|"):
            self.out[-1] = Token("given", "‖", self.out[-1].start, token.end)
        else:
            self.put("given", "|", token)

    def put(self, kind: str, text: str, token: Token, font: str = "") -> None:
        """Put a symbol at the place of a token."""
        self.out.append(Token(kind, text, token.start, token.end, font))

    def peek(self) -> Token:
        """Return the next token without taking it; kind "end" behind the last."""
        return self.raw[self.k] if self.k < len(self.raw) else Token("end", "", -1, -1)

    def argument(self) -> list[Token]:
        """Take one TeX argument: the tokens of a group, without its braces, or the next token."""
        if self.k >= len(self.raw):
            return []
        start = self.k
        self.k += 1
        if not is_char(self.raw[start], "{"):
            return [self.raw[start]]
        depth = 1
        while depth and self.k < len(self.raw):
            depth += is_char(self.raw[self.k], "{") - is_char(self.raw[self.k], "}")
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
        """Put what a character stands for."""
        char = token.text
        if char.isalpha() and char.isascii():
            self.letters(token)
        elif char in CHARS:
            self.sign(token, *CHARS[char])
        elif char == "~":
            return
        else:
            self.put("unknown", char, token)

    def sign(self, token: Token, kind: str, text: str) -> None:
        """Put a sign; := and the like are one relation, ... one mark."""
        after = self.peek()
        pair = token.text + after.text
        if pair in PAIRS and after.kind == "char" and after.start == token.end:
            self.k += 1
            self.out.append(Token("relation", PAIRS[pair], token.start, after.end))
        elif token.text == "." and after.text == "." and after.kind == "char":
            while is_char(self.peek(), "."):
                self.k += 1
            self.out.append(Token("mark", "dots", token.start, self.raw[self.k - 1].end))
        else:
            self.put(kind, text, token)
            if kind == "ungroup":
                self.unwrap()

    def unwrap(self) -> None:
        r"""Drop the braces around a lone operator or relation: {\rm KL}(q ‖ p), {\bf E}[x], a {=} b."""
        if len(self.out) < 3 or self.out[-3].kind != "group":
            return
        if self.out[-2].kind not in ("op", "relation", "times") and self.out[-2][:2] != ("letter", "E"):
            return
        before = self.out[-4].kind if len(self.out) > 3 else ""
        if before not in ("script", "command", "accent"):
            self.out[-3:] = [self.out[-2]]

    def letters(self, first: Token) -> None:
        """Split letters side by side into known words and letters."""
        start = self.k - 1
        while self.letter_at(self.k) and _side_by_side(self.raw[self.k - 1], self.raw[self.k]):
            self.k += 1
        run = self.raw[start : self.k]
        text = "".join(t.text for t in run)
        if text == "ext" and is_char(self.peek(), "{"):  # a scanner's "\t" for the start of \text
            fonts.text(self, first)
            return
        if text == "op" and start >= 2 and is_char(self.raw[start - 1], "{") and is_char(self.raw[start - 2], "^"):
            self.put("mark", "top", Token("", "", first.start, run[-1].end))
            return
        k = 0
        while k < len(run):
            word = next((w for w in BARE_WORDS if text.startswith(w, k) and (w not in SHORT_WORDS or w == text)), "")
            place = Token("", "", run[k].start, run[k + max(len(word), 1) - 1].end)
            self.word(word, place) if word else self.put("letter", text[k], place)
            k += len(word) or 1

    def letter_at(self, k: int) -> bool:
        """Whether the token at `k` is a plain letter."""
        return (
            k < len(self.raw)
            and self.raw[k].kind == "char"
            and self.raw[k].text.isalpha()
            and (self.raw[k].text.isascii())
        )

    def word(self, word: str, place: Token) -> None:
        """Put a known word: an operator, or a word of mathematics."""
        if word in ("max", "min") and self.out and self.out[-1][:2] == ("op", "arg"):
            self.out[-1] = Token("op", "arg" + word, self.out[-1].start, place.end)
        elif word in OPERATORS:
            self.put("op", OPERATORS[word], place)
        else:
            self.put("word", word, place)

    # ---- commands

    def command(self, token: Token) -> None:
        """Put what a command stands for."""
        name = token.text
        simple = SIMPLE.get(name)
        if simple is not None:
            self.put(*simple, token)
        elif name in OPERATORS:
            self.word(name, token)
        elif name in FONTS:
            fonts.font(self)
        elif name in TEXTS:
            fonts.text(self, token)
        elif name in ALPHABETS:
            fonts.alphabet(self, ALPHABETS[name], token)
        elif name in SIZES:
            structure.delimiter(self, name)
        elif name in IGNORED:
            self.ignored(name)
        elif name in _SPECIAL:
            _SPECIAL[name](self, token)
        else:
            self.put("unknown", "\\" + name, token)

    def ignored(self, name: str) -> None:
        """Pass over a command that says how something looks, with its arguments."""
        if name in "!," and self.out and self.out[-1][:2] == ("bar", "|") and is_char(self.peek(), "|"):
            self.out[-1] = self.out[-1]._replace(end=self.peek().start)  # |\!| is ‖
        if name in ("tag", "label", "hspace", "vspace") and is_char(self.peek(), "*"):
            self.k += 1
        for _ in range(IGNORED[name]):
            self.argument()
        if name in _ROOM:
            self.put("quad", name, self.raw[self.k - 1])
        if name in UNWRAPPED and is_char(self.peek(), "{"):
            self.out.extend(self.inner(self.argument()))


_SPECIAL: dict[str, Callable[[Speller, Token], None]] = {
    "begin": structure.environment,
    "end": structure.environment,
    "\\": structure.newline,
    "overset": structure.over_relation,
    "underset": structure.over_relation,
    "stackrel": structure.over_relation,
    "xrightarrow": structure.arrow,
    "xRightarrow": structure.arrow,
    "intertext": structure.intertext,
    "shortintertext": structure.intertext,
    "not": structure.negated,
    "mid": Speller.mid,
}


def _side_by_side(left: Token, right: Token) -> bool:
    """Whether nothing stands between two tokens; those of a macro's body all have the place of its call."""
    return left.end == right.start or (left.start, left.end) == (right.start, right.end)
