"""Terms and statements as readable text and as LaTeX: what every message and report is written with.

`layout` has the notation of each kind of term, `style` names and brackets.
"""

from __future__ import annotations

from string import Formatter

from verify.terms.layout import show
from verify.terms.nodes import ONE, ZERO, Rows, Term
from verify.terms.statement import Statement
from verify.terms.style import LATEX, TEXT, Style


def text(term: Term) -> str:
    """Return readable Unicode mathematics."""
    return show(term, TEXT)


def latex(term: Term) -> str:
    """Return LaTeX for math mode."""
    return show(term, LATEX)


def name_text(name: str) -> str:
    """Return a name as `text` writes it: psi1 is ψ1."""
    return TEXT.name(name)


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
    "maximizer": "{1} maximizes {0} over {v}",
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
    "same law": "{0} = {1} for every {v}",
    "receptive field": "the receptive field of {0} in {v} is {1}",
}


def statement_text(statement: Statement) -> str:
    """Return a statement as one readable line; its own hypotheses follow after "if"."""
    return _statement(statement, TEXT)


def statement_latex(statement: Statement) -> str:
    """Return a statement as LaTeX for math mode, words in `text`."""
    return _statement(statement, LATEX)


def _statement(statement: Statement, style: Style) -> str:
    shown = [show(a, style) for a in statement.args]
    if statement.relation == "receptive field":
        shown[1] = _places(statement.args[1], style) or shown[1]
    signs = _RELATION_SIGNS.get(statement.relation)
    if signs:
        body = f"{shown[0]} {style.pick(*signs)} {shown[1]}"
    else:
        variables = ", ".join(show(v, style) for v in statement.variables)
        body = _sentence(_SENTENCES[statement.relation], shown, variables, style)
    if statement.hypotheses:
        conditions = ", ".join(_statement(h, style) for h in statement.hypotheses)
        body += style.pick(f"   if {conditions}", f" \\quad \\text{{if }} {conditions}")
    return body


def _places(field: Term, style: Style) -> str:
    """Write a 0/1 matrix as the set of places where it is 1; "" for any other term."""
    rows = field.rows if isinstance(field, Rows) else ()
    if not rows or any(entry not in (ZERO, ONE) for row in rows for entry in row):
        return ""
    inside = [f"({i},{j})" for i, row in enumerate(rows, 1) for j, entry in enumerate(row, 1) if entry == ONE]
    return style.pick("{", "\\{") + ", ".join(inside) + style.pick("}", "\\}")


def _sentence(sentence: str, shown: list[str], variables: str, style: Style) -> str:
    """Fill a sentence; in LaTeX its words stand in `text`, and formulas in math mode between them."""
    pieces = []
    for words, slot, _, _ in Formatter().parse(sentence):
        pieces.append(_words(words) if style.latex else words)
        if slot is not None:
            pieces.append(variables if slot == "v" else shown[int(slot)])
    return style.pick("", " ").join(piece for piece in pieces if piece)


def _words(words: str) -> str:
    if not words:
        return ""
    return f"\\text{{{words}}}".replace("→", "}\\to\\text{").replace("∞", "}\\infty\\text{").replace("\\text{}", "")
