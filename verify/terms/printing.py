"""Terms and statements as readable text and as LaTeX.

One walk serves both: a `Style` says how a fraction, a root, a transpose, … is written. Precedence is
explicit, so that different terms read differently.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

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
    Integral,
    MatOp,
    Mul,
    Num,
    Pow,
    Prod,
    Rows,
    Sum,
    Sym,
    Term,
)
from verify.terms.statement import Statement

SUM, PRODUCT, UNARY, POWER, ATOM = range(1, 6)
LEFT, RIGHT = "\\left", "\\right"
Printed = tuple[str, int]  # the text and how tightly its outermost operation binds

GREEK = {
    "theta": "θ", "phi": "φ", "psi": "ψ", "lambda": "λ", "gamma": "γ", "Gamma": "Γ", "sigma": "σ", "mu": "μ",
    "alpha": "α", "beta": "β", "epsilon": "ε", "pi": "π", "Sigma": "Σ", "eta": "η",
}  # fmt: skip


@dataclass(frozen=True)
class Style:
    """How each notation is written; `latex` picks the markup."""

    latex: bool

    def pick(self, text: str, latex: str) -> str:
        """Return the variant for this style."""
        return latex if self.latex else text


TEXT, LATEX = Style(latex=False), Style(latex=True)


def text(term: Term) -> str:
    """Return readable Unicode mathematics."""
    return _print(term, TEXT)[0]


def latex(term: Term) -> str:
    """Return LaTeX for typesetting."""
    return _print(term, LATEX)[0]


def _name(name: str, style: Style) -> str:
    stem = name.split("#")[0]
    letters = stem.rstrip("0123456789_")
    digits = stem[len(letters) :]
    if style.latex:
        base = f"\\{letters}" if letters in GREEK else (letters if len(letters) == 1 else f"\\mathrm{{{letters}}}")
        return f"{base}_{{{digits}}}" if digits.strip("_") else base
    return GREEK.get(letters, letters) + digits


def _wrap(printed: Printed, least: int, style: Style) -> str:
    body, precedence = printed
    if precedence >= least:
        return body
    return style.pick(f"({body})", f"\\left({body}\\right)")


def _inner(term: Term, least: int, style: Style) -> str:
    return _wrap(_print(term, style), least, style)


def _print(term: Term, style: Style) -> Printed:
    printer = _PRINTERS.get(type(term))
    return printer(term, style) if printer else (repr(term), ATOM)


def _num(term: Num, style: Style) -> Printed:
    value = term.value
    if value.denominator == 1:
        return str(value), ATOM if value >= 0 else SUM
    shown = style.pick(
        f"{abs(value.numerator)}/{value.denominator}", f"\\frac{{{abs(value.numerator)}}}{{{value.denominator}}}"
    )
    return (shown, PRODUCT if not style.latex else UNARY) if value >= 0 else (f"-{shown}", SUM)


def _sym(term: Sym, style: Style) -> Printed:
    return _name(term.name, style), ATOM


def _const(term: Const, style: Style) -> Printed:
    return {"pi": style.pick("π", "\\pi"), "i": "i", "oo": style.pick("∞", "\\infty")}[term.name], ATOM


def _negated(term: Term) -> Term | None:
    """Return t where `term` is -t as people write it."""
    match term:
        case Num(value) if value < 0:
            return Num(-value)
        case Mul(factors=(Num(value), *rest)) if value < 0:
            head = () if value == -1 else (Num(-value),)
            left = (*head, *rest)
            return left[0] if len(left) == 1 else Mul(left) if left else Num(Fraction(1))
    return None


def _add(term: Add, style: Style) -> Printed:
    first = next((k for k, part in enumerate(term.terms) if _negated(part) is None), 0)
    parts = [_inner(term.terms[first], SUM, style)]
    for part in (*term.terms[:first], *term.terms[first + 1 :]):
        positive = _negated(part)
        if positive is None:
            parts.append(f" + {_inner(part, PRODUCT, style)}")
        else:
            parts.append(f" - {_inner(positive, PRODUCT, style)}")
    if len(term.terms) == 1:
        return _print(term.terms[0], style)
    return "".join(parts), SUM


def _denominator(factor: Term) -> Term | None:
    match factor:
        case Pow(base=base, exponent=Num(value)) if value < 0:
            return base if value == -1 else Pow(base, Num(-value))
    return None


def _mul(term: Mul, style: Style) -> Printed:
    positive = _negated(term)
    if positive is not None:
        return f"-{_inner(positive, UNARY if isinstance(positive, Add) else PRODUCT, style)}", SUM
    above = [f for f in term.factors if _denominator(f) is None]
    below = [d for f in term.factors if (d := _denominator(f)) is not None]
    if not below:
        return _juxtapose(above, style), PRODUCT
    if style.latex:
        top = _juxtapose(above, style, alone=True) if above else "1"
        return f"\\frac{{{top}}}{{{_juxtapose(below, style, alone=True)}}}", UNARY
    top = _juxtapose(above, style) if above else "1"
    bottom = _inner(below[0], POWER, style) if len(below) == 1 else f"({_juxtapose(below, style)})"
    return f"{top}/{bottom}", PRODUCT


def _juxtapose(factors: list[Term], style: Style, *, alone: bool = False) -> str:
    if alone and len(factors) == 1:
        return _print(factors[0], style)[0]
    shown = [_inner(f, UNARY, style) for f in factors[:-1]]
    last = factors[-1]
    bare = isinstance(last, MatOp) and last.op == "product"  # scalars commute: no bracket is needed
    shown.append(_inner(last, PRODUCT if bare else UNARY, style))
    return style.pick(" ", " \\, ").join(shown)


def _pow(term: Pow, style: Style) -> Printed:
    match term.exponent:
        case Num(value) if value == Fraction(1, 2):
            return style.pick(f"√({text(term.base)})", f"\\sqrt{{{_print(term.base, style)[0]}}}"), ATOM
        case Num(value) if value == -1:
            return (
                style.pick(f"1/{_inner(term.base, POWER, style)}", f"\\frac{{1}}{{{_print(term.base, style)[0]}}}"),
                PRODUCT,
            )
        case Num(value) if value == 2 and not style.latex:
            return f"{_inner(term.base, ATOM, style)}²", POWER
    exponent = _print(term.exponent, style)
    shown = style.pick(f"^{_wrap(exponent, ATOM, style)}", f"^{{{exponent[0]}}}")
    return f"{_inner(term.base, ATOM, style)}{shown}", POWER


_FUNCTION_NAMES = {
    "sigmoid": ("σ", "\\sigma"),
    "softplus": ("softplus", "\\operatorname{softplus}"),
    "sign": ("sign", "\\operatorname{sign}"),
    "re": ("Re", "\\operatorname{Re}"),
    "im": ("Im", "\\operatorname{Im}"),
}


def _call(name: str, arguments: str, style: Style) -> str:
    return style.pick(f"{name}({arguments})", f"{name}\\left({arguments}\\right)")


def _fn(term: Fn, style: Style) -> Printed:
    body = _print(term.arg, style)[0]
    if term.name == "abs":
        return style.pick(f"|{body}|", f"\\left|{body}\\right|"), ATOM
    name = style.pick(*_FUNCTION_NAMES.get(term.name, (term.name, f"\\{term.name}")))
    return _call(name, body, style), POWER


def _apply(term: Apply, style: Style) -> Printed:
    body = ", ".join(_print(a, style)[0] for a in term.args)
    if term.result == "real" and sum(term.orders) == 1 and term.function.endswith("⁻¹"):
        return _call(style.pick("det J_", "\\det J_") + term.function, body, style), POWER
    primes = (
        "'" * term.orders[0] if len(term.orders) == 1 else "".join(f"^({k})" for k in term.orders if any(term.orders))
    )
    return _call(term.function + primes, body, style), POWER


def _entry(term: Entry, style: Style) -> Printed:
    indices = ",".join(_print(i, style)[0] for i in term.indices)
    array = _inner(term.array, ATOM, style)
    return style.pick(f"{array}[{indices}]", f"{array}_{{{indices}}}"), ATOM


def _fold(symbol: tuple[str, str]) -> Callable[[Sum | Prod, Style], Printed]:
    def show(term: Sum | Prod, style: Style) -> Printed:
        index, upper = _print(term.index, style)[0], _print(term.upper, style)[0]
        head = style.pick(f"{symbol[0]}_{{{index}=1}}^{{{upper}}}", f"{symbol[1]}_{{{index}=1}}^{{{upper}}}")
        return f"{head} {_inner(term.body, PRODUCT, style)}", SUM

    return show


def _delta(term: Delta, style: Style) -> Printed:
    left, right = _print(term.left, style)[0], _print(term.right, style)[0]
    return style.pick(f"δ[{left},{right}]", f"\\delta_{{{left}{right}}}"), ATOM


def _matop(term: MatOp, style: Style) -> Printed:
    args = term.args
    match term.op:
        case "product":
            return style.pick(" ", " ").join(_inner(a, UNARY, style) for a in args), PRODUCT
        case "transpose":
            return _inner(args[0], ATOM, style) + style.pick("ᵀ", "^\\top"), POWER if style.latex else ATOM
        case "inverse":
            return _inner(args[0], ATOM, style) + style.pick("⁻¹", "^{-1}"), POWER if style.latex else ATOM
        case "hadamard":
            return style.pick(" ⊙ ", " \\odot ").join(_inner(a, UNARY, style) for a in args), PRODUCT
        case "norm2":
            body = _print(args[0], style)[0]
            return style.pick(f"‖{body}‖²", f"\\left\\|{body}\\right\\|^2"), POWER
        case "identity":
            return f"I_{_print(args[0], style)[0]}", ATOM
        case "zeros" | "ones":
            shown = ",".join(_print(a, style)[0] for a in args)
            return f"{'0' if term.op == 'zeros' else '1'}_{{{shown}}}", ATOM
        case "trace":
            return _call("tr", _print(args[0], style)[0], style), POWER
        case "entrywise_sqrt":
            body = _print(args[0], style)[0]
            return style.pick(f"√[{body}]", f"\\sqrt{{{body}}}"), ATOM
        case _:
            return _call(style.pick(term.op, f"\\operatorname{{{term.op}}}"), _print(args[0], style)[0], style), POWER


def _rows(term: Rows, style: Style) -> Printed:
    cells = [[_print(entry, style)[0] for entry in row] for row in term.rows]
    if style.latex:
        body = " \\\\ ".join(" & ".join(row) for row in cells)
        return f"\\begin{{pmatrix}} {body} \\end{{pmatrix}}", ATOM
    if all(len(row) == 1 for row in cells):
        return "(" + ", ".join(row[0] for row in cells) + ")ᵀ", ATOM
    return "[" + "; ".join(", ".join(row) for row in cells) + "]", ATOM


def _density(term: Density, style: Style) -> Printed:
    cut = len(term.targets)
    shown = [_print(a, style)[0] for a in term.args]
    given = style.pick(" | ", " \\mid ") + ", ".join(shown[cut:]) if term.given else ""
    return _call(term.law, ", ".join(shown[:cut]) + given, style), POWER


def _integral(term: Integral, style: Style) -> Printed:
    measure = " ".join(f"d{_print(v, style)[0]}" for v in term.variables)
    return style.pick(
        f"∫ {_inner(term.body, PRODUCT, style)} {measure}", f"\\int {_inner(term.body, PRODUCT, style)} \\, {measure}"
    ), SUM


def _expect(term: Expect, style: Style) -> Printed:
    names = ", ".join(_print(v, style)[0] for v in term.variables)
    law = f"{names} ~ {_print(term.density, style)[0]}" if term.density is not None else names
    law = law.replace("~", style.pick("~", "\\sim"))
    body = _print(term.body, style)[0]
    return style.pick(f"E_{{{law}}}[{body}]", f"\\mathbb{{E}}_{{{law}}}\\left[{body}\\right]"), POWER


def _divergence(term: Divergence, style: Style) -> Printed:
    left = _print(term.left, style)[0]
    if term.right is None:
        return _call("H", left, style), POWER
    right = _print(term.right, style)[0]
    name = style.pick(term.kind, f"\\mathrm{{{term.kind}}}")
    return _call(name, f"{left} {style.pick('‖', chr(92) + '|')} {right}", style), POWER


def _diff(term: Diff, style: Style) -> Printed:
    shown = ", ".join(_print(v, style)[0] for v in term.variables)
    if len(term.variables) == 1 and not term.variables[0].shape:
        head = style.pick(f"∂/∂{shown}", f"\\frac{{\\partial}}{{\\partial {shown}}}")
    else:
        head = style.pick(f"∇_{{{shown}}}", f"\\nabla_{{{shown}}}")
    body = _print(term.body, style)[0]
    return f"{head} {style.pick(f'[{body}]', f'{LEFT}[{body}{RIGHT}]')}", PRODUCT


def _at(term: At, style: Style) -> Printed:
    values = ", ".join(f"{_print(s, style)[0]} = {_print(v, style)[0]}" for s, v in term.values)
    body = _inner(term.body, POWER, style)
    return style.pick(f"{body}|_{{{values}}}", f"\\left.{body}\\right|_{{{values}}}"), POWER


def _extremum(term: Extremum, style: Style) -> Printed:
    name = {"argmax": "arg max", "argmin": "arg min"}.get(term.kind, term.kind)
    marked = {"argmax": "\\arg\\max", "argmin": "\\arg\\min"}.get(term.kind, f"\\{term.kind}")
    variable, body = _print(term.variable, style)[0], _print(term.body, style)[0]
    return style.pick(f"{name}_{variable} {{{body}}}", f"{marked}_{{{variable}}} \\left\\{{{body}\\right\\}}"), PRODUCT


_PRINTERS: dict[type[Term], Callable[..., Printed]] = {
    Num: _num, Sym: _sym, Const: _const, Add: _add, Mul: _mul, Pow: _pow, Fn: _fn, Apply: _apply, Entry: _entry,
    Sum: _fold(("Σ", "\\sum")), Prod: _fold(("∏", "\\prod")), Delta: _delta, MatOp: _matop, Rows: _rows,
    Density: _density, Integral: _integral, Expect: _expect, Divergence: _divergence, Diff: _diff, At: _at,
    Extremum: _extremum,
}  # fmt: skip

# -------------------------------------------------------------------------------------------- statements

_RELATION_SIGNS = {
    "=": ("=", "="),
    "!=": ("≠", "\\neq"),
    "<=": ("≤", "\\leq"),
    ">=": ("≥", "\\geq"),
    "<": ("<", "<"),
    ">": (">", ">"),
}

_SENTENCES = {
    "same argmax": "argmax over {v} of {0} = argmax over {v} of {1}",
    "unique maximizer": "the unique maximizer over {v} of {0} is {1}",
    "unique minimizer": "the unique minimizer over {v} of {0} is {1}",
    "limit": "{0} → {2} as {v} → {1}",
    "infinite": "{0} = ∞",
    "unique root": "{0} = 0 only at ({v}) = {1}",
    "increasing": "{0} strictly increases in {v}",
    "decreasing": "{0} strictly decreases in {v}",
    "convex": "{0} is convex in {v}",
    "strictly convex": "{0} is strictly convex in {v}",
    "not convex": "{0} is not convex in {v}",
    "invertible": "{0} is invertible",
    "singular": "{0} is singular",
    "distributed as": "{0} has the density {1}",
    "eigenvalues": "the eigenvalues of {0} are {1}",
    "conserved": "{1} is conserved by ({v})' = {0}",
    "lyapunov stable": "{1} is a Lyapunov stable equilibrium of ({v})' = {0}",
    "asymptotically stable": "{1} is an asymptotically stable equilibrium of ({v})' = {0}",
    "not asymptotically stable": "{1} is an equilibrium of ({v})' = {0}, not asymptotically stable",
    "unstable": "{1} is an unstable equilibrium of ({v})' = {0}",
    "attained": "the supremum over {v} of {0} is attained at {1}",
    "approached": "the supremum {0} is approached but not attained",
    "not differentiable": "{0} is not differentiable in {v} at {1}",
}


def statement_text(statement: Statement) -> str:
    """Return a statement as one readable line; its own hypotheses follow after "if"."""
    return _statement(statement, TEXT)


def statement_latex(statement: Statement) -> str:
    """Return a statement as LaTeX (in math mode; words in `text`)."""
    return _statement(statement, LATEX)


def _statement(statement: Statement, style: Style) -> str:
    shown = [_print(a, style)[0] for a in statement.args]
    signs = _RELATION_SIGNS.get(statement.relation)
    if signs:
        body = f"{shown[0]} {style.pick(*signs)} {shown[1]}"
    else:
        variables = ", ".join(_print(v, style)[0] for v in statement.variables)
        sentence = _SENTENCES.get(
            statement.relation, statement.relation + ": " + ", ".join(f"{{{k}}}" for k in range(len(shown)))
        )
        body = _sentence(sentence, shown, variables, style)
    if statement.hypotheses:
        conditions = ", ".join(_statement(h, style) for h in statement.hypotheses)
        body += style.pick(f"   if {conditions}", f" \\quad \\text{{if }} {conditions}")
    return body


def _sentence(sentence: str, shown: list[str], variables: str, style: Style) -> str:
    if not style.latex:
        return sentence.format(*shown, v=variables)
    words = sentence.replace("{v}", "\x00v\x01")
    for position in range(len(shown)):
        words = words.replace(f"{{{position}}}", f"\x00{position}\x01")
    pieces = []
    for piece in words.split("\x00"):
        key, _, rest = piece.rpartition("\x01")
        if key:
            pieces.append(variables if key == "v" else shown[int(key)])
        if rest:
            pieces.append(f"\\text{{{rest}}}")
    return " ".join(pieces)
