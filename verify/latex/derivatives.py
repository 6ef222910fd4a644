r"""Derivatives and integrals: \frac{\partial f}{\partial x}, ∂f/∂x, \partial_x f, d/dt, ∫ f dz, ∫ dz f."""

from __future__ import annotations

from typing import TYPE_CHECKING

from verify.latex import bound, reach, scripts
from verify.latex.cursor import NotRead
from verify.latex.tree import Derivative, Letter, Node, Number, Operator, Product, Scripted, Sequence

if TYPE_CHECKING:
    from verify.latex.parse import Parser

_VARIABLE = frozenset({"letter", "accent", "word"})


def derivative(p: Parser, start: int, above: tuple[int, int], below: tuple[int, int]) -> Node | None:
    """Read a fraction as a derivative if it is one; None if it is a fraction."""
    total = _differential(p, *above) and _differential(p, *below, variable=True)
    curly = p.t[below[0] : below[0] + 1]
    if curly and curly[0][:2] == ("command", "partial"):
        if not (p.t[above[0]][:2] == ("command", "partial") or _differential(p, *above)):
            raise NotRead("a quotient by a ∂ whose numerator has none", p.t[below[0]], ill_typed=True)
    elif not total:
        return None
    behind = p.i
    variables = p.within(*below, lambda: _variables(p))
    order, body = p.within(*above, lambda: _numerator(p))
    p.i = behind
    order = max(order, len(variables))
    if body is None:
        bound_here = frozenset().union(*(bound.variable_letters(v) for v in variables))
        if p.operand() or p.at("sign"):
            body = reach.reach(p, bound_here)
    return Derivative(*p.span(start), body, variables, order, total)


def _differential(p: Parser, start: int, end: int, *, variable: bool = False) -> bool:
    """Tell whether the range starts with a d that stands for a differential (followed by a variable)."""
    if start >= end or p.t[start].kind != "letter" or p.t[start].text != "d":
        return False
    if not variable:
        return (
            end - start == 1
            or p.t[start + 1].kind not in ("sign", "times", "script")
            or (p.t[start + 1].text == "^" and end - start > 2)
        )
    return end - start >= 2 and p.t[start + 1].kind in (_VARIABLE | {"open", "group"})


def _power(p: Parser) -> int:
    """Read the n of ∂ⁿ."""
    if not p.at("script", "^"):
        return 1
    p.i += 1
    start, end = p.argument_range()
    token = p.t[start]
    if end - start == 1 and token.kind == "number" and token.text.isdigit() and len(token.text) == 1:
        return int(token.text)
    p.i = start
    raise p.stuck("a derivative of an order that is no numeral")


def _numerator(p: Parser) -> tuple[int, Node | None]:
    p.i += 1
    order = _power(p)
    return order, (p.expression() if p.i < p.end else None)


def _variables(p: Parser) -> tuple[Node, ...]:
    """Read ∂x ∂y², the last of which counts twice."""
    found = list[Node]()
    while p.i < p.end:
        if not (p.at("command", "partial") or p.at("letter", "d")):
            raise p.stuck()
        p.i += 1
        variable = reach.tight(p)
        times = 1
        if isinstance(variable, Scripted) and isinstance(variable.sup, Number) and variable.sup.text in "234":
            times = int(variable.sup.text)
            base = variable.base
            variable = base if variable.sub is None else Scripted(base.start, base.end, base, variable.sub)
        found.extend([variable] * times)
    return tuple(found)


def partial(p: Parser, start: int) -> Node:
    r"""Read \partial_x f or \partial f / \partial x, behind the ∂."""
    if p.at("script", "_") or p.at("script", "^"):
        order = _power(p)
        if p.at("script", "_"):
            sub, sup = reach.limits(p)
            if isinstance(sup, Number):
                order, sup = int(sup.text), None
            if sub is not None and sup is None:
                variables = sub.items if isinstance(sub, Sequence) else (sub,)
                if isinstance(sub, Product) and all(isinstance(f, Letter | Scripted) for f in sub.factors):
                    variables = sub.factors
                body = reach.gradient_body(p)
                return Derivative(*p.span(start), body, variables * order, max(order, len(variables)))
    p.i = start
    quotient = differential_quotient(p)
    if quotient is None:
        raise p.stuck("a ∂ without what it differentiates by")
    return quotient


def differential_quotient(p: Parser) -> Node | None:
    """Read ∂f/∂x or df/dx in one line; None (and the cursor stays) if this is none."""
    start, head = p.i, p.t[p.i][:2]
    slash = p.i + 1
    while slash < p.end and p.t[slash].kind in (_VARIABLE | {"script", "group", "open", "prime", "op", "number"}):
        slash = p.skip(slash)
    if not (slash + 2 < p.end and p.t[slash][:2] == ("times", "/") and p.t[slash + 1][:2] == head):
        return None
    if p.t[slash + 2].kind not in (_VARIABLE | {"open", "group"}) or (head[1] == "d" and slash == p.i + 1):
        return None
    order, body = p.within(start, slash, lambda: _numerator(p))
    p.i = slash + 2
    variable = reach.tight(p)
    if body is None:
        body = reach.reach(p, bound.variable_letters(variable)) if p.operand() else None
    return Derivative(*p.span(start), body, (variable,), order, head[1] == "d")


# ---- integrals


def at_differential(p: Parser, k: int | None = None) -> bool:
    """Tell whether a differential stands here: d and a variable."""
    k = p.i if k is None else k
    if k + 1 >= p.end or p.t[k].kind != "letter" or p.t[k].text != "d":
        return False
    if p.t[k + 1].kind in _VARIABLE or p.t[k + 1].kind == "group":
        return True
    return p.t[k + 1].kind == "script" and p.t[k].font == "rm"


def integral(p: Parser, start: int, sub: Node | None, sup: Node | None) -> Node:
    """Read the integrand and the differentials of an integral."""
    place = p.t[start].start
    if at_differential(p):
        variables = _differentials(p, alone=True)
        letters = frozenset().union(*(bound.variable_letters(v) for v in variables))
        body: Node | None = reach.reach(p, letters) if p.operand() else Number(p.last().end, p.last().end, "1")
        return Operator(place, p.last().end, "int", body, sub, sup, False, variables)
    found = _closing_differential(p)
    if found is None:
        body = p.product(inner=True) if p.operand() else None
        return Operator(place, p.last().end, "int", body, sub, sup)
    p.integrals += 1
    body = p.expression()
    p.integrals -= 1
    if not at_differential(p):
        raise p.stuck()
    variables = _differentials(p, alone=p.integrals == 0)
    return Operator(place, p.last().end, "int", body, sub, sup, False, variables)


def _closing_differential(p: Parser) -> int | None:
    """Return where the differential of this integral stands, or None if it has none."""
    waiting, k = 1, p.i
    while k < p.end and p.t[k].kind not in ("relation", "newline", "prose"):
        if p.t[k][:2] == ("op", "int"):
            waiting += 1
        elif at_differential(p, k):
            waiting -= 1
            if waiting == 0:
                return k
        k = p.skip(k)
    return None


def _differentials(p: Parser, *, alone: bool) -> tuple[Node, ...]:
    """Read dz, or dx dz where no other integral waits for one."""
    found = list[Node]()
    while at_differential(p) and (alone or not found):
        p.i += 1
        if p.at("script"):
            reach.limits(p)
            raise p.stuck("a differential with a script")
        variable = scripts.scripts(p, p.primary()) if not p.at("letter") else _variable(p)
        found.append(variable)
    return tuple(found)


def _variable(p: Parser) -> Node:
    token = p.take()
    letter = Letter(token.start, token.end, token.text, "" if token.font == "rm" else token.font)
    return scripts.scripts(p, letter)
