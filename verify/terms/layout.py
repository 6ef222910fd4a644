"""Every kind of term, laid out in a style.

Precedence is explicit, so that terms that mean different things read differently.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from typing import Any

from verify.terms.nodes import (
    Add,
    Apply,
    At,
    Const,
    Delta,
    Density,
    Diff,
    Divergence,
    Entry,
    Expect,
    Extremum,
    Fn,
    Indicator,
    Integral,
    MatOp,
    Mul,
    Normal,
    Num,
    Pow,
    Prod,
    Rows,
    Sum,
    Sym,
    Term,
)
from verify.terms.style import ATOM, POWER, PRODUCT, SUM, UNARY, Printed, Style


def layout(term: Term, style: Style) -> Printed:
    """Return a term's text and how tightly its outermost operation binds."""
    return _PRINTERS[type(term)](term, style)


def show(term: Term, style: Style, least: int = SUM) -> str:
    """Return a term's text, in brackets unless it binds at least as tightly as `least`."""
    return style.bracket(layout(term, style), least)


def _list(terms: tuple[Term, ...], style: Style, separator: str = ", ") -> str:
    return separator.join(show(t, style) for t in terms)


# ------------------------------------------------------------------------------------------------ scalars


def _num(term: Num, style: Style) -> Printed:
    value = abs(term.value)
    sign = "-" if term.value < 0 else ""
    if value.denominator == 1:
        return f"{sign}{value}", SUM if sign else ATOM
    shown = style.pick(f"{value}", f"\\frac{{{value.numerator}}}{{{value.denominator}}}")
    return f"{sign}{shown}", SUM if sign else UNARY if style.latex else PRODUCT


def _sym(term: Sym, style: Style) -> Printed:
    return style.name(term.name), ATOM


_CONSTANTS = {"pi": ("π", "\\pi"), "i": ("i", "\\mathrm{i}"), "oo": ("∞", "\\infty")}


def _const(term: Const, style: Style) -> Printed:
    return style.pick(*_CONSTANTS[term.name]), ATOM


def _negated(term: Term) -> Term | None:
    """Return t where `term` is -t as people write it."""
    match term:
        case Num(value) if value < 0:
            return Num(-value)
        case Mul(factors=(Num(value), *rest)) if value < 0:
            left = rest if value == -1 and rest else [Num(-value), *rest]
            return left[0] if len(left) == 1 else Mul(tuple(left))
    return None


def _add(term: Add, style: Style) -> Printed:
    if len(term.terms) == 1:
        return layout(term.terms[0], style)
    lead = next((k for k, part in enumerate(term.terms) if _negated(part) is None), 0)
    shown = show(term.terms[lead], style, SUM)
    for part in (*term.terms[:lead], *term.terms[lead + 1 :]):
        positive = _negated(part)
        sign, inner = ("+", part) if positive is None else ("-", positive)
        shown += f" {sign} {show(inner, style, PRODUCT)}"
    return shown, SUM


def _denominator(factor: Term) -> Term | None:
    match factor:
        case Pow(base=base, exponent=Num(value)) if value < 0:
            return base if value == -1 else Pow(base, Num(-value))
    return None


def _mul(term: Mul, style: Style) -> Printed:
    if len(term.factors) == 1:
        return layout(term.factors[0], style)
    positive = _negated(term)
    if positive is not None:
        return f"-{show(positive, style, PRODUCT)}", SUM
    above = [f for f in term.factors if _denominator(f) is None]
    below = [d for f in term.factors if (d := _denominator(f)) is not None]
    if not below:
        return _juxtaposed(above, style), PRODUCT
    if style.latex:
        return f"\\frac{{{_alone(above, style)}}}{{{_alone(below, style)}}}", UNARY
    bottom = show(below[0], style, POWER) if len(below) == 1 else f"({_juxtaposed(below, style)})"
    return f"{_juxtaposed(above, style)}/{bottom}", PRODUCT


def _alone(factors: list[Term], style: Style) -> str:
    return show(factors[0], style) if len(factors) == 1 else _juxtaposed(factors, style)


def _juxtaposed(factors: list[Term], style: Style) -> str:
    """Write factors side by side; a matrix product at the end needs no bracket, as scalars commute with it."""
    if not factors:
        return "1"
    *first, last = factors
    bare = isinstance(last, MatOp) and last.op == "product"
    shown = [show(f, style, UNARY) for f in first] + [show(last, style, PRODUCT if bare else UNARY)]
    joined = shown[0]
    for one, other in pairwise(shown):
        digits = one[-1].isdigit() and other[0].isdigit()
        joined += (style.pick("·", " \\cdot ") if digits else style.pick(" ", " \\, ")) + other
    return joined


def _pow(term: Pow, style: Style) -> Printed:
    base, exponent = term.base, term.exponent
    if exponent == Num(Fraction(1, 2)):
        return style.pick(f"√({show(base, style)})", f"\\sqrt{{{show(base, style)}}}"), ATOM
    if exponent == Num(Fraction(-1)):
        if style.latex:
            return f"\\frac{{1}}{{{show(base, style)}}}", UNARY
        return f"1/{show(base, style, POWER)}", PRODUCT
    if exponent == Num(Fraction(2)) and not style.latex:
        return f"{show(base, style, ATOM)}²", POWER
    raised = style.pick(f"^{show(exponent, style, ATOM)}", f"^{{{show(exponent, style)}}}")
    return f"{show(base, style, ATOM)}{raised}", POWER


_FUNCTION_NAMES = {
    "sigmoid": ("σ", "\\sigma"),
    "softplus": ("softplus", "\\operatorname{softplus}"),
    "sign": ("sign", "\\operatorname{sign}"),
    "re": ("Re", "\\operatorname{Re}"),
    "im": ("Im", "\\operatorname{Im}"),
}


def _fn(term: Fn, style: Style) -> Printed:
    body = show(term.arg, style)
    if term.name == "abs" and (style.latex or "|" not in body):  # bars do not nest
        return style.pick(f"|{body}|", f"\\left|{body}\\right|"), ATOM
    return style.call(style.pick(*_FUNCTION_NAMES.get(term.name, (term.name, f"\\{term.name}"))), body), POWER


def _apply(term: Apply, style: Style) -> Printed:
    name, arguments = style.name(term.function), _list(term.args, style)
    if not any(term.orders):
        return style.call(name, arguments), POWER
    if len(term.orders) > 1:
        return style.call(f"{name}^({','.join(map(str, term.orders))})", arguments), POWER
    if term.args[0].sort == "point":  # a map between spaces: the determinant of its Jacobian
        return style.call(style.below(style.pick("det J", "\\det J"), name), arguments), POWER
    order = term.orders[0]
    return style.call(name + ("'" * order if order <= 3 else f"^{{({order})}}"), arguments), POWER


# ------------------------------------------------------------------------------------ indices and matrices


def _entry(term: Entry, style: Style) -> Printed:
    array, indices = show(term.array, style, ATOM), _list(term.indices, style, ",")
    return style.pick(f"{array}[{indices}]", f"{{{array}}}_{{{indices}}}"), ATOM


def _fold(sign: str, markup: str) -> Callable[[Sum | Prod, Style], Printed]:
    def fold(term: Sum | Prod, style: Style) -> Printed:
        upper = show(term.upper, style)
        top = f"^{upper}" if upper.isalnum() and not style.latex else f"^{{{upper}}}"
        head = f"{style.pick(sign, markup)}_{{{show(term.index, style)}=1}}{top}"
        return f"{head} {show(term.body, style, PRODUCT)}", SUM

    return fold


def _delta(term: Delta, style: Style) -> Printed:
    left, right = show(term.left, style), show(term.right, style)
    return style.pick(f"δ[{left},{right}]", f"\\delta_{{{left},{right}}}"), ATOM


def _indicator(term: Indicator, style: Style) -> Printed:
    event = f"{show(term.left, style)} = {show(term.right, style)}"
    return style.pick(f"1[{event}]", f"\\mathbf{{1}}\\left[{event}\\right]"), ATOM


_RAISED = {"transpose": ("ᵀ", "^\\top"), "inverse": ("⁻¹", "^{-1}")}
_CALLED = {"trace": ("tr", "\\operatorname{tr}"), "det": ("det", "\\det")}


def _matop(term: MatOp, style: Style) -> Printed:
    first, op = term.args[0], term.op
    if op in ("product", "hadamard"):
        between = " " if op == "product" else style.pick(" ⊙ ", " \\odot ")
        return between.join(show(a, style, UNARY) for a in term.args), PRODUCT
    if op in _RAISED:
        mark = style.pick(*_RAISED[op])
        return show(first, style, ATOM) + mark, POWER if style.latex else ATOM
    if op == "norm2":
        return _norm2(show(first, style), style), POWER
    if op in ("identity", "zeros", "ones"):
        letter = {"identity": "I", "zeros": style.pick("0", "\\mathbf{0}"), "ones": style.pick("1", "\\mathbf{1}")}[op]
        return style.below(letter, _list(term.args, style, "×" if not style.latex else " \\times ")), ATOM
    if op == "basis":
        return style.below("e", show(term.args[1], style)), ATOM
    if op == "convolve":
        name = style.below(style.pick("conv", "\\operatorname{conv}"), show(term.args[2], style))
        return style.call(name, _list(term.args[:2], style)), ATOM
    if op == "entrywise_sqrt":
        return style.pick(f"√[{show(first, style)}]", f"\\sqrt[\\odot]{{{show(first, style)}}}"), ATOM
    return style.call(style.pick(*_CALLED.get(op, (op, f"\\operatorname{{{op}}}"))), show(first, style)), POWER


def _norm2(body: str, style: Style) -> str:
    if "‖" in body:  # bars do not nest
        return f"norm²({body})"
    return style.pick(f"‖{body}‖²", f"\\left\\|{body}\\right\\|^2")


def _rows(term: Rows, style: Style) -> Printed:
    if style.latex:
        body = " \\\\ ".join(_list(row, style, " & ") for row in term.rows)
        return f"\\begin{{pmatrix}} {body} \\end{{pmatrix}}", ATOM
    if all(len(row) == 1 for row in term.rows):
        return f"({', '.join(show(row[0], style) for row in term.rows)})ᵀ", ATOM
    return f"[{'; '.join(_list(row, style) for row in term.rows)}]", ATOM


# ---------------------------------------------------------------------------- probability and optimization


def _density(term: Density, style: Style) -> Printed:
    shown = [_slot(s, a, style) for s, a in zip((*term.targets, *term.given), term.args, strict=True)]
    cut = len(term.targets)
    given = style.pick(" | ", " \\mid ") + ", ".join(shown[cut:]) if term.given else ""
    law = style.name(term.law)
    if term.params:
        law = style.below(law, _list(term.params, style))
    return style.call(law, ", ".join(shown[:cut]) + given), POWER


def _normal(term: Normal, style: Style) -> Printed:
    shown = f"{show(term.at, style)}; {_list((term.mean, term.covariance), style)}"
    return style.call(style.pick("N", "\\mathcal{N}"), shown), POWER


def _slot(slot: str, value: Term, style: Style) -> str:
    """Return the value in a slot of a density; the slot is named where it would not be guessed."""
    own = value.array if isinstance(value, Entry) else value
    obvious = isinstance(own, Sym) and own.name.startswith(slot)
    return show(value, style) if obvious else f"{style.name(slot)} = {show(value, style)}"


def _integral(term: Integral, style: Style) -> Printed:
    measure = " ".join(f"d{show(v, style)}" for v in term.variables)
    body = show(term.body, style, PRODUCT)
    return style.pick(f"∫ {body} {measure}", f"\\int {body} \\, {measure}"), SUM


def _expect(term: Expect, style: Style) -> Printed:
    below = _list(term.variables, style)
    if term.density is not None:
        below += f" {style.pick('~', chr(92) + 'sim')} {show(term.density, style)}"
    body = show(term.body, style)
    head = style.below(style.pick("E", "\\mathbb{E}"), below)
    return head + style.pick(f"[{body}]", f"\\left[{body}\\right]"), POWER


def _divergence(term: Divergence, style: Style) -> Printed:
    kind = "H" if term.right is None else term.kind
    name = style.pick(kind, f"\\mathrm{{{kind}}}")
    if not _over_its_targets(term):
        name = style.below(name, _list(term.variables, style))
    sides = show(term.left, style)
    if term.right is not None:
        sides += f" {style.pick('‖', chr(92) + '|')} {show(term.right, style)}"
    return style.call(name, sides), POWER


def _over_its_targets(term: Divergence) -> bool:
    left = term.left
    if isinstance(left, Normal):
        return (left.at,) == term.variables
    return isinstance(left, Density) and left.args[: len(left.targets)] == term.variables


def _diff(term: Diff, style: Style) -> Printed:
    shown, body = _list(term.variables, style), show(term.body, style)
    if len(term.variables) == 1 and not term.variables[0].shape:
        head = style.pick(f"∂/∂{shown}", f"\\frac{{\\partial}}{{\\partial {shown}}}")
    else:
        head = style.below(style.pick("∇", "\\nabla"), shown)
    return f"{head} {style.pick(f'[{body}]', f'{chr(92)}left[{body}{chr(92)}right]')}", PRODUCT


def _at(term: At, style: Style) -> Printed:
    values = ", ".join(f"{show(s, style)} = {show(v, style)}" for s, v in term.values)
    body = show(term.body, style, POWER)
    return style.pick(f"{body}|_{{{values}}}", f"\\left.{body}\\right|_{{{values}}}"), POWER


def _extremum(term: Extremum, style: Style) -> Printed:
    kind = term.kind.replace("arg", "arg ")
    head = style.below(style.pick(kind, "\\" + kind.replace(" ", "\\")), show(term.variable, style))
    body = show(term.body, style)
    return style.pick(f"{head} {{{body}}}", f"{head} \\left\\{{{body}\\right\\}}"), PRODUCT


_PRINTERS: dict[type[Term], Callable[[Any, Style], Printed]] = {
    Num: _num, Sym: _sym, Const: _const, Add: _add, Mul: _mul, Pow: _pow, Fn: _fn, Apply: _apply, Entry: _entry,
    Sum: _fold("Σ", "\\sum"), Prod: _fold("∏", "\\prod"), Delta: _delta, Indicator: _indicator,
    MatOp: _matop, Rows: _rows, Density: _density, Normal: _normal, Integral: _integral, Expect: _expect,
    Divergence: _divergence, Diff: _diff, At: _at, Extremum: _extremum,
}  # fmt: skip
