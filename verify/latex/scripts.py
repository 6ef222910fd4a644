r"""Subscripts, superscripts, primes and stars."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from verify.latex import brackets, environments
from verify.latex.cursor import NotRead
from verify.latex.tree import Mark, Node, Plus, Relation, Scripted, Word
from verify.latex.tree import Sequence as Items

if TYPE_CHECKING:
    from verify.latex.parse import Parser
    from verify.latex.tokens import Token


def scripts(p: Parser, base: Node) -> Node:
    """Read subscripts, superscripts, primes and stars behind an operand."""
    node = base
    while p.i < p.end:
        token = p.t[p.i]
        if token.kind == "script":
            p.i += 1
            node = attach(p, node, base, token)
        elif token.kind == "prime":
            p.i += 1
            node = scripted(p, node, base, primes=1)
        elif token[:2] == ("times", "*") and star(p):
            p.i += 1
            node = attach_nodes(p, node, base, [Mark(token.start, token.end, "*")], token)
        elif token.kind == "mark" and token.text == "top" and token.start == p.t[p.i - 1].end:
            raise p.stuck("ᵀ is not raised")
        elif token.kind == "factorial" and not (p.at("relation", ahead=1)):
            raise p.stuck("a factorial")
        else:
            break
    return node


def star(p: Parser) -> bool:
    """Tell whether a * behind an operand is a star (y* = …), because no operand follows."""
    p.i += 1
    follows = p.operand() or p.at("sign")
    p.i -= 1
    return not follows


def attach(p: Parser, node: Node, base: Node, token: Token) -> Node:
    """Read one script and attach it to `node`, which is `base` with the scripts read so far."""
    start, end = p.argument_range()
    if start == end:
        return node
    if token.text == "_":
        if isinstance(node, Scripted) and node is not base and node.sub is not None:
            raise NotRead("two subscripts", token)
        found = marks(p, start, end) if p.t[start].kind in ("sign", "times") else None
        return scripted(p, node, base, sub=found[0] if found else script(p, start, end))
    found = marks(p, start, end)
    nodes = found if found is not None else [script(p, start, end)]
    return attach_nodes(p, node, base, nodes, token)


def attach_nodes(p: Parser, node: Node, base: Node, nodes: list[Node], token: Token) -> Node:
    """Attach what stands in one superscript: each mark on its own (w*ᵀ is the transpose of w*)."""
    if isinstance(node, Scripted) and node is not base and node.sup is not None:
        raise NotRead("two superscripts", token)
    primes = [n for n in nodes if isinstance(n, Mark) and n.text == "prime"]
    node = scripted(p, node, base, primes=len(primes)) if primes else node
    for k, sup in enumerate(n for n in nodes if n not in primes):
        node = scripted(p, node, base, sup=sup) if k == 0 else Scripted(node.start, p.last().end, node, sup=sup)
    return node


def scripted(
    p: Parser, node: Node, base: Node, *, sub: Node | None = None, sup: Node | None = None, primes: int = 0
) -> Node:
    """Return `node` with one more script."""
    end = p.last().end
    if not isinstance(node, Scripted) or node is base:
        return Scripted(node.start, end, node, sub, sup, primes)
    return replace(node, end=end, sub=sub or node.sub, sup=sup or node.sup, primes=node.primes + primes)


def marks(p: Parser, start: int, end: int) -> list[Node] | None:
    """Return the marks that a superscript consists of (*, ᵀ, †, primes), or None if it is a formula."""
    found = list[Node]()
    if end - start == 2 and p.t[start][:2] == ("sign", "-") and p.t[end - 1].text in ("T", "top"):
        minus, top = p.t[start], p.t[end - 1]
        return [Plus(minus.start, top.end, ("-",), (Mark(top.start, top.end, "top"),))]
    for token in p.t[start:end]:
        place = token.start, token.end
        if token.kind == "times" and token.text == "*":
            found.append(Mark(*place, "*"))
        elif token.kind == "times" and token.text == "∘" and end - start == 1:
            found.append(Mark(*place, "circ"))
        elif token.kind == "mark" and token.text != "dots":
            found.append(Mark(*place, token.text))
        elif token.kind == "letter" and token.text == "T" and not token.font.strip("rm"):
            found.append(Mark(*place, "top"))
        elif token.kind == "prime":
            found.append(Mark(*place, "prime"))
        elif token.kind == "sign" and end - start == 1:
            found.append(Mark(*place, token.text))
        else:
            return None
    return found


def script(p: Parser, start: int, end: int) -> Node:
    """Read a script as a formula, a sequence or a relation."""
    if all(t.kind == "prose" for t in p.t[start:end]):
        return Word(p.t[start].start, p.t[end - 1].end, " ".join(t.text for t in p.t[start:end]))
    if p.t[start].kind == "relation" and p.t[start].text in ("<", ">", "<=", ">=") and end > start + 1:
        relation = p.t[start]  # ℝ_{> 0}: of what, the set says
        right = p.within(start + 1, end, p.expression)
        return Relation(relation.start, right.end, Mark(relation.start, relation.start, "cdot"), relation.text, right)
    if p.t[start][:2] == ("command", "substack"):
        items, separators = environments.stacked_lines(p, start + 1)
    else:
        items, separators = p.within(start, end, lambda: brackets.items(p))
    if len(items) == 1:
        return items[0]
    return Items(items[0].start, items[-1].end, items, separators)
