r"""Commands with arguments: \frac, \binom, \underset, \underbrace, and what stands behind a bar or in empty braces.

Main definitions
----------------
* `command`: read one.
* `over`: {a \over b}; `evaluated`: |_{x = 0}; `transposed_in_front`: {}^t X.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from verify.latex import operators, scripts
from verify.latex.derivatives import derivative, partial
from verify.latex.tree import Bracket, Evaluated, Fraction, Letter, Mark, Node, Number, Operator, Scripted

if TYPE_CHECKING:
    from verify.latex.parse import Parser
    from verify.latex.tokens import Token


def command(p: Parser) -> Node:
    r"""Read \frac, \sqrt, \partial, \binom, \underset, \underbrace."""
    start, token = p.i, p.take()
    name = token.text
    if name == "frac":
        return fraction(p, start)
    if name == "sqrt":
        return p.root(token)
    if name == "partial":
        return partial(p, start)
    if name == "binom":
        top, bottom = p.argument(), p.argument()
        both = Bracket(top.start, bottom.end, "(", (top, bottom), (",",))
        return Operator(*p.span(start), "binom", both, bracketed=True)
    if name in ("overset", "underset", "stackrel"):
        return stacked(p, start, name)
    if name in ("underbrace", "overbrace"):
        return braced(p)
    p.i = start
    raise p.stuck()


def fraction(p: Parser, start: int) -> Node:
    r"""Read \frac{a}{b}: a fraction or a derivative."""
    above, below = p.argument_range(), p.argument_range()
    found = derivative(p, start, above, below)
    if found is not None:
        return found
    numerator = p.within(*above, p.expression, level=0)
    denominator = p.within(*below, p.expression, level=0)
    return Fraction(*p.span(start), numerator, denominator)


def over(p: Parser, start: int, middle: int, end: int) -> Node:
    r"""Read {a \over b} or {n \choose k}."""
    above = p.within(start, middle, p.expression, level=0)
    below = p.within(middle + 1, end, p.expression, level=0)
    place = p.t[start - 1].start, p.t[end].end
    name = p.t[middle].text
    if name == "over":
        return Fraction(*place, above, below)
    if name == "choose":
        return Operator(*place, "binom", Bracket(*place, "(", (above, below), (",",)), bracketed=True)
    p.i = middle
    raise p.stuck()


def stacked(p: Parser, start: int, name: str) -> Node:
    r"""Read \underset{θ}{\arg\max}: the operator with what stands below it."""
    label, (first, end) = p.argument_range(), p.argument_range()
    if name == "underset" and end - first == 1 and p.t[first].kind == "op":
        sub = scripts.script(p, *label)
        return operators.apply(p, start, p.t[first].text, sub, None)
    p.i = start
    raise p.stuck()


def braced(p: Parser) -> Node:
    r"""Read \underbrace{body}_{label}: the body counts; a label that names a value is a statement of its own.

    A label in words, "does not depend on θ", is a remark.
    """
    body = p.argument()
    while p.at("script"):
        p.i += 1
        start, end = p.argument_range()
        if start < end:
            relation, begin = "=", start
            if p.t[start].kind == "relation":
                relation, begin = p.t[start].text, start + 1
            remark = _is_remark(p.t[start:end])
            if remark:
                p.remarks[start] = " ".join(t.text for t in p.t[start:end])
            label = None if remark or begin == end else scripts.script(p, begin, end)
            counted = isinstance(label, Number) or (isinstance(label, Bracket) and label.items and (
                isinstance(label.items[0], Number | Letter)))  # fmt: skip
            if label is not None and not (counted and begin == start):
                p.labels.append((body, label, relation))
    return body


def _is_remark(label: list[Token]) -> bool:
    """Whether a label is words: nothing but words, or a phrase with symbols that relates nothing."""
    if all(t.kind in ("prose", "word") or t.text in "()" for t in label):
        return True
    return label[0].kind == "prose" and not any(t.kind == "relation" for t in label)


def evaluated(p: Parser, body: Node) -> Node:
    """Read |_{where} behind what it evaluates."""
    token = p.take()
    if not p.at("script", "_"):
        raise p.stuck("an evaluation bar without its place")
    p.i += 1
    start, end = p.argument_range()
    where = scripts.script(p, start, end)
    if p.at("script"):
        raise p.stuck()
    return Evaluated(min(body.start, token.start), p.last().end, body, where)


def transposed_in_front(p: Parser) -> Node:
    """Read {}^t X, a transpose written in front."""
    place = p.last()
    if p.at("script", "^"):
        p.i += 1
        start, end = p.argument_range()
        if end - start == 1 and p.t[start].text in ("t", "T", "top"):
            base = p.factor()
            mark = Mark(p.t[start].start, p.t[start].end, "top")
            return Scripted(place.start, base.end, base, sup=mark)
    raise p.stuck("empty braces")
