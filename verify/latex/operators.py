r"""Prefix operators and what they apply to: functions, expectations, divergences, sums, optima, ∇.

How far an operator without brackets reaches is a convention; where writers differ, the parser is asked to `choose`,
so that every tree that could be meant is built:

* log takes the product behind it, up to the next operator; an explicit "·" or "/" may end it;
* log(x)² is (log x)² or log(x²);
* Σ, Π, E, lim, max take the product behind them, and the terms that follow only where these mention what is bound;
* arg max takes all that follows; ∇ takes one factor with its argument, or the product.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from verify.latex import brackets, scripts
from verify.latex.bound import bound_letters
from verify.latex.derivatives import derivative, differential_quotient, integral, partial
from verify.latex.names import key_of
from verify.latex.reach import argument_follows, bar_opens, gradient_body, limits, reach, tight
from verify.latex.symbols import words
from verify.latex.tree import Bracket, Evaluated, Fraction, Letter, Mark, Node, Number, Operator, Plus, Scripted

if TYPE_CHECKING:
    from verify.latex.parse import Parser
    from verify.latex.tokens import Token

#: functions: a bracket right behind one holds all that it applies to
FUNCTIONS = words(
    """
    log ln exp sin cos tan sinh cosh tanh arctan arcsin arccos det tr diag rank Re Im E Var Cov P H KL JSD
    """
)
DIVERGENCES = frozenset({"KL", "JSD"})
_ENDS_LOG = frozenset({"log", "ln", "sum", "prod", "int", "E", "nabla", "max", "min", "sup", "inf", "lim", "KL"})
_OPEN_IN_LOG = frozenset({"sum", "prod", "int"})
_SQUARED_INSIDE = frozenset({"log", "ln", "sin", "cos", "tan"})
_EXTREMA = frozenset({"argmax", "argmin"})
_LOGS = frozenset({"log", "ln"})


def operator(p: Parser) -> Node:
    """Read a prefix operator with its scripts and its body."""
    start, token = p.i, p.take()
    name = token.text
    if name == "E" and not token.font:
        p.i = start
        return letter(p)
    sub, sup = limits(p)
    return apply(p, start, name, sub, sup)


def apply(p: Parser, start: int, name: str, sub: Node | None, sup: Node | None) -> Node:
    """Read the body of the operator that starts at `start`."""
    p.deeper()
    if name == "int" or name == "oint":
        node = integral(p, start, sub, sup)
    elif name == "nabla":
        node = Operator(p.t[start].start, 0, name, gradient_body(p), sub, sup)
    elif name in FUNCTIONS:
        node = function(p, start, name, sub, sup)
    elif name == "arg":
        raise p.stuck("arg of what")
    else:
        node = big(p, start, name, sub, sup)
    p.depth -= 1
    return _ended(p, node)


def _ended(p: Parser, node: Node) -> Node:
    if isinstance(node, Operator) and node.end == 0:
        return Operator(
            node.start, p.last().end, node.name, node.body, node.sub, node.sup, node.bracketed, node.variables
        )
    return node


# ---- functions


def function(p: Parser, start: int, name: str, sub: Node | None, sup: Node | None) -> Node:
    """Read log, det, E and so on with what they apply to."""
    place = p.t[start].start
    if p.at("open") and p.t[p.i].text in "([{":
        body = brackets.bracket(p)
        if name in _SQUARED_INSIDE and p.at("script", "^") and p.choose(2) == 1:
            return Operator(place, 0, name, scripts.scripts(p, body), sub, sup)
        return Operator(place, p.last().end, name, body, sub, sup, True)
    if p.at("group") and not _script_behind_group(p):
        return Operator(place, 0, name, p.group(), sub, sup)
    if not p.at("sign") and not (p.at("bar") and bar_opens(p)) and (p.at("bar") or not p.operand()):
        return Operator(place, p.last().end, name, None, sub, sup)
    if name in DIVERGENCES or name == "H" or name == "P":
        return Operator(place, p.last().end, name, None, sub, sup)
    if name in _LOGS:
        return Operator(place, 0, name, logarithm_body(p), sub, sup)
    if name == "E":
        return Operator(place, 0, name, reach(p, bound_letters("E", sub)), sub, sup)
    return Operator(place, 0, name, tight(p, name in ("det", "tr", "exp")), sub, sup)


def _script_behind_group(p: Parser) -> bool:
    after = p.partner[p.i] + 1
    return after < p.end and p.t[after].kind in ("script", "open", "prime")


def _is_ratio(node: Node) -> bool:
    """Tell whether a node is a fraction of more than numbers and letters: p(x)/q(x), but not 1/K."""
    parts = (node.numerator, node.denominator) if isinstance(node, Fraction) else ()
    return any(not isinstance(part, Number | Letter) for part in parts)


def logarithm_body(p: Parser) -> Node:
    """Read the product behind a log without brackets; "·" may end it, "/" usually does not."""
    start = p.i
    if p.at("sign"):
        return p.expression()
    factors, between = [p.factor()], list[str]()
    while p.i < p.end:
        token = p.t[p.i]
        if token.kind == "times" and token.text in "·×*⊙/":
            narrow = p.choose(2)
            if narrow == (1 if token.text == "/" else 0):
                break
            p.i += 1
            between.append(token.text)
        elif token.kind != "times" and p.goes_on(_ENDS_LOG):
            if len(factors) == 1 and _is_ratio(factors[0]) and p.choose(2, loose=True) == 0:
                break  # log of a ratio, times what is behind it
            if (
                not argument_follows(p, factors[-1])
                and not isinstance(factors[-1], Number)
                and p.choose(2, loose=True) == 1
            ):
                break
            between.append("")
        elif token.kind != "times" and p.goes_on(_ENDS_LOG - _OPEN_IN_LOG):
            if not _is_mean(p, factors) and p.choose(2) == 1:  # log 2 Σ a is log(2 Σ a), or log(2) times a sum
                break
            between.append("")
        else:
            break
        factors.append(p.factor())
    return p.joined(start, factors, between)


def _is_mean(p: Parser, factors: list[Node]) -> bool:
    """Whether 1/K and Σ with the upper end K are one mean."""
    if p.t[p.i].text != "sum" or len(factors) != 1 or not isinstance(factors[0], Fraction):
        return False
    kept, guessing, p.guessing = p.i, p.guessing, True
    p.i += 1
    top = limits(p)[1]
    p.i, p.guessing = kept, guessing
    key = None if top is None else key_of(top)
    return key is not None and key_of(factors[0].denominator) == key and key_of(factors[0].numerator) == "1"


# ---- sums, optima, limits


def big(p: Parser, start: int, name: str, sub: Node | None, sup: Node | None) -> Node:
    """Read Σ, Π, max, arg max, lim with what they range over."""
    place = p.t[start].start
    if p.at("sign"):
        return Operator(place, 0, name, p.expression() if name in _EXTREMA else _signed(p), sub, sup)
    if not p.operand() or (p.at("bar") and not bar_opens(p)):
        return Operator(place, p.last().end, name, None, sub, sup)
    if name in _EXTREMA:
        return Operator(place, 0, name, p.expression(), sub, sup)
    return Operator(place, 0, name, reach(p, bound_letters(name, sub)), sub, sup)


def _signed(p: Parser) -> Node:
    start, sign = p.i, p.take().text
    first = p.product(inner=True)
    return Plus(*p.span(start), (sign,), (first,))


# ---- letters that start more than a letter


def letter(p: Parser) -> Node:
    """Read a letter; E, D_KL, ∂f/∂x written with d start operators."""
    start, token = p.i, p.t[p.i]
    if (
        token.text == "E"
        and not token.font
        and (_expectation(p) or (_factor_behind(p) and p.choose(2, loose=True) == 0))
    ):
        p.i += 1
        sub, sup = limits(p)
        return apply(p, start, "E", sub, sup)
    if token.text == "D":
        divergence = _divergence(p)
        if divergence:
            return apply(p, start, divergence, None, None) if p.i > start else p.factor()
    if token.text == "d" and not p.integrals:
        quotient = differential_quotient(p)
        if quotient is not None:
            return quotient
    p.i = start + 1
    return plain(p, token)


def plain(p: Parser, token: Token) -> Node:
    """Return the node of a letter, number, word or ∞ that stands alone."""
    place = token.start, token.end
    if token.kind == "letter" or (token.kind == "op" and token.text == "E"):
        return Letter(*place, token.text, "" if token.font == "rm" else token.font)
    if token.kind == "number":
        return Number(*place, token.text)
    p.i -= 1
    return p.leaf(token)


def _expectation(p: Parser) -> bool:
    """Tell whether a plain E is an expectation: a bracket follows, or a measure below and an operand."""
    k, below = p.i + 1, False
    while k + 1 < p.end and p.t[k].kind == "script":
        inside = p.t[k + 1 : p.skip(k + 1)]
        if p.t[k].text == "^" and any(t.kind in ("sign", "mark") or t.text == "T" for t in inside):
            return False
        below = below or p.t[k].text == "_"
        k = p.skip(k + 1)
    if k >= p.end:
        return False
    token = p.t[k]
    if token.kind == "open" and token.text in "([{":
        return True
    return token.kind in ("op", "command") or (below and token.kind in ("letter", "word", "open", "bar", "group"))


def _factor_behind(p: Parser) -> bool:
    """Tell whether a letter stands right behind a plain E: E X² is an expectation, unless E is a matrix."""
    return p.i + 1 < p.end and p.t[p.i + 1].kind in ("letter", "bar", "accent")


def _divergence(p: Parser) -> str:
    """Read D_KL or D_JS (the cursor moves behind it), or tell that D(q ‖ p) is a KL (it does not move)."""
    k = p.i + 1
    if k + 1 < p.end and p.t[k][:2] == ("script", "_"):
        inside = [t for t in p.t[k + 1 : p.skip(k + 1)] if t.kind not in ("group", "ungroup")]
        if len(inside) == 1 and inside[0].text in DIVERGENCES:
            p.i = p.skip(k + 1)
            return inside[0].text
    elif k < p.end and p.t[k].kind == "open" and p.t[k].text in "([":
        inner = range(k + 1, p.partner[k])
        if any(p.t[n][:2] == ("given", "‖") or (p.t[n].text == "‖" and p.t[n].kind == "bar") for n in inner):
            return _only_divided(p, k)
    return ""


def _only_divided(p: Parser, k: int) -> str:
    """Return "KL" if the bracket at `k` has two items with ‖ between."""
    kept = p.i
    p.i = k
    guessing, p.guessing = p.guessing, True
    node = brackets.bracket(p)
    p.guessing = guessing
    if isinstance(node, Bracket) and node.separators == ("‖",):
        p.i = kept + 1
        return "KL"
    p.i = kept
    return ""


# ---- commands with arguments


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
        return apply(p, start, p.t[first].text, sub, None)
    p.i = start
    raise p.stuck()


def braced(p: Parser) -> Node:
    r"""Read \underbrace{body}_{label}: the body counts; a label that names a value is a statement of its own."""
    body = p.argument()
    while p.at("script"):
        p.i += 1
        start, end = p.argument_range()
        if start < end:
            relation, begin = "=", start
            if p.t[start].kind == "relation":
                relation, begin = p.t[start].text, start + 1
            words = all(t.kind in ("prose", "word") or t.text in "()" for t in p.t[start:end])
            label = None if words or begin == end else scripts.script(p, begin, end)
            counted = isinstance(label, Number) or (isinstance(label, Bracket) and label.items and (
                isinstance(label.items[0], Number | Letter)))  # fmt: skip
            if label is not None and not (counted and begin == start):
                p.labels.append((body, label, relation))
    return body


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
