r"""Symbols to syntax trees: sums, products, scripts, brackets; operators are in `verify.latex.operators`.

Precedence, from loose to tight: relations, sums, products (juxtaposition and \cdot alike), prefix operators, scripts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from verify.latex import brackets, commands, derivatives, environments, letters, operators, scripts
from verify.latex.cursor import Cursor, NotRead
from verify.latex.reach import binds_again
from verify.latex.tokens import Token
from verify.latex.tree import (
    Bracket,
    Infinity,
    Letter,
    Mark,
    Node,
    Number,
    Plus,
    Product,
    Root,
    Scripted,
    Word,
)

_OPERAND = frozenset({"letter", "number", "word", "op", "open", "group", "accent", "command", "infinity", "begin"})
_NO_DIVISOR = frozenset({"log", "ln", "sum", "prod", "int", "E", "nabla", "max", "min", "sup", "inf", "lim", "KL"})
_ARGUMENTS = {"frac": 2, "binom": 2, "sqrt": 1, "substack": 1, "underbrace": 1, "overbrace": 1}
_NO_OPERAND = frozenset({"over", "choose", "atop"})


class Parser(Cursor):
    """Reads the symbols of one side of a relation, or of a bracket, a script, an argument.

    `labels` collects what stands under braces: (what is braced, its label); `remarks` the words there, by place.
    """

    def __init__(self, tokens: list[Token], partner: dict[int, int], decisions: Sequence[int] = ()) -> None:
        super().__init__(tokens, partner, decisions)
        self.labels: list[tuple[Node, Node, str]] = []
        self.remarks: dict[int, str] = {}

    # ---- sums and products

    def expression(self) -> Node:
        """Read a sum."""
        start = self.i
        signed = self.at("sign")
        sign = self.take().text if signed else "+"
        first = self.term() if signed else self.product()
        return self.sum_from(start, [sign], [first]) if signed or self.at("sign") else first

    def term(self) -> Node:
        """Read a term behind a sign, which may have a sign of its own (a + -b)."""
        start = self.i
        if not self.at("sign"):
            return self.product()
        sign = self.take().text
        first = self.product()
        return Plus(*self.span(start), (sign,), (first,))

    def sum_from(self, start: int, signs: list[str], terms: list[Node]) -> Node:
        """Read the terms that follow those read so far."""
        while self.at("sign"):
            signs.append(self.take().text)
            terms.append(self.term())
        return Plus(*self.span(start), tuple(signs), tuple(terms))

    def product(
        self, *, inner: bool = False, stop: frozenset[str] = frozenset(), bound: frozenset[str] = frozenset()
    ) -> Node:
        """Read factors side by side.

        `inner` products belong to an operator, and leave |_{x = 0} to what it stands behind; operators in `stop`
        end the product, and so does a Σ or Π over one of the `bound` letters, which that operator binds itself.
        """
        start = self.i
        factors, between = [self.factor()], list[str]()
        while self.i < self.end:
            token = self.t[self.i]
            if bound and binds_again(self, bound):
                break
            if token.kind == "times":
                self.i += 1
                between.append(token.text)
                factors.append(self.divisor() if token.text == "/" else self.factor())
            elif token.kind == "bar" and brackets.bar_role(self) == "at":
                if inner:
                    break
                whole = self.joined(start, factors, between)
                factors, between = [commands.evaluated(self, whole)], []
            elif self.goes_on(stop):
                between.append("")
                factors.append(self.factor())
            else:
                break
        return self.joined(start, factors, between)

    def divisor(self) -> Node:
        """Read what a / divides by: one factor; to careless writers, the product behind it (1/2σ²)."""
        start = self.i
        first = self.factor()
        if self.guessing or not self.goes_on(_NO_DIVISOR):
            return first
        kept, labels, self.guessing = self.i, len(self.labels), True
        more = self.juxtaposed(start)
        self.i, self.guessing = start, False
        del self.labels[labels:]
        applied = isinstance(first, Letter | Scripted) and isinstance(more[1], Bracket)
        if len(more) > 1 + applied and self.choose(2, loose=True) == 1:
            factors = self.juxtaposed(start)
            return self.joined(start, factors, [""] * (len(factors) - 1))
        self.i = kept
        return first

    def juxtaposed(self, start: int) -> list[Node]:
        """Read factors side by side from `start`, without any sign between."""
        self.i = start
        factors = [self.factor()]
        while self.goes_on(_NO_DIVISOR):
            factors.append(self.factor())
        return factors

    def joined(self, start: int, factors: list[Node], between: list[str]) -> Node:
        """Return the product of factors read from `start`, or the only one."""
        return factors[0] if len(factors) == 1 else Product(*self.span(start), tuple(between), tuple(factors))

    def goes_on(self, stop: frozenset[str] = frozenset()) -> bool:
        """Tell whether another factor follows without a sign between."""
        if (self.at("op") and self.t[self.i].text in stop) or (self.at("command", "partial") and "nabla" in stop):
            return False
        if self.at("bar"):
            return brackets.bar_role(self) == "open"
        if self.integrals and derivatives.at_differential(self):
            return False
        return self.operand()

    def operand(self) -> bool:
        """Tell whether the next symbol can start a factor."""
        if self.i >= self.end:
            return False
        token = self.t[self.i]
        if token.kind == "mark":
            return token.text in ("dots", "all")
        if token.kind == "command":
            return token.text not in _NO_OPERAND
        return token.kind in _OPERAND or token.kind == "bar"

    # ---- factors

    def factor(self) -> Node:
        """Read an operand with its scripts."""
        return scripts.scripts(self, self.primary())

    def primary(self) -> Node:
        """Read an operand without scripts."""
        self.deeper()
        node = self.unscripted()
        self.depth -= 1
        return node

    def unscripted(self) -> Node:
        """Read an operand by the kind of its first symbol."""
        if self.i >= self.end:
            raise self.stuck()
        token = self.t[self.i]
        kind = token.kind
        if kind == "letter" or (kind == "op" and token.text == "E" and not token.font):
            return letters.letter(self)
        if kind == "number":
            self.i += 1
            return Number(token.start, token.end, token.text)
        if kind == "open":
            return brackets.bracket(self)
        if kind == "op":
            return operators.operator(self)
        if kind == "command":
            return commands.command(self)
        if kind == "group":
            return self.group()
        if kind == "bar":
            return brackets.bars_around(self)
        if kind == "begin":
            return environments.environment(self)
        return self.leaf(token)

    def leaf(self, token: Token) -> Node:
        """Read a word, ∞, dots, a blank (·) or a letter with an accent."""
        place = token.start, token.end
        self.i += 1
        if token.kind == "word":
            return Word(*place, token.text)
        if token.kind == "infinity":
            return Infinity(*place)
        if token.kind == "mark" and token.text in ("dots", "all"):
            return Mark(*place, token.text)
        if token.kind == "accent":
            return self.accented(token)
        if token[:2] == ("times", "·") and (self.i >= self.end or self.t[self.i].kind in ("sep", "given", "bar")):
            return Mark(*place, "cdot")
        self.i -= 1
        raise self.stuck()

    def accented(self, token: Token) -> Node:
        """Put an accent on the letter that follows; scripts inside its argument stay outside."""
        start = self.i - 1
        inner = self.argument()
        base = inner.base if isinstance(inner, Scripted) else inner
        if not isinstance(base, Letter | Word) or base.accent:
            raise NotRead(f"\\{token.text} over more than a letter", token)
        named = replace(base, accent=token.text, start=token.start)
        if isinstance(inner, Scripted):
            return replace(inner, base=named, start=token.start)
        return replace(named, end=self.span(start)[1])

    # ---- groups and arguments

    def argument(self) -> Node:
        """Read one argument of a TeX command as a formula."""
        if self.at("group"):
            return self.group()
        if self.i < self.end and self.t[self.i].kind in ("letter", "number", "word", "infinity"):
            return letters.plain(self, self.take())
        return self.primary()

    def argument_range(self) -> tuple[int, int]:
        """Return where one argument of a TeX command stands, and move behind it."""
        if self.i >= self.end:
            raise self.stuck()
        start, token = self.i, self.t[self.i]
        self.i = self.skip(start)
        if token.kind == "group":
            return start + 1, self.i - 1
        takes = _ARGUMENTS.get(token.text, 0) if token.kind == "command" else int(token.kind == "accent")
        for _ in range(takes):
            self.deeper()
            self.argument_range()
            self.depth -= 1
        return start, self.i

    def group(self) -> Node:
        r"""Read what stands in braces, {a \over b} too; {} before a script is a place for it alone."""
        start, end = self.argument_range()
        if start == end:
            return commands.transposed_in_front(self)
        over = self.find_over(start, end)
        if over is not None:
            return commands.over(self, start, over, end)
        return self.within(start, end, self.expression, level=0)

    def find_over(self, start: int, end: int) -> int | None:
        r"""Return where \over stands in a group, if it does."""
        k = start
        while k < end:
            if self.t[k].kind == "command" and self.t[k].text in _NO_OPERAND:
                return k
            k = self.skip(k)
        return None

    def root(self, token: Token) -> Node:
        """Read √ with an index in square brackets, if any."""
        index = None
        if self.at("open", "["):
            close = self.partner[self.i]
            index = self.within(self.i + 1, close, self.expression)
            self.i = close + 1
        radicand = self.argument()
        return Root(token.start, self.last().end, radicand, index)

    # ---- places

    def span(self, start: int) -> tuple[int, int]:
        """Return the characters from the symbol at `start` to the last one read."""
        return self.t[start].start, max(self.last().end, self.t[start].end)
