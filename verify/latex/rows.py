r"""Formulas to rows: the reader's front door.

A display is scanned, its macros expanded, its symbols spelled, its rows laid out; each row is split into statements
and parsed. Nothing that a formula contains raises: what cannot be read is a `Row` with `unread`, what is wrong for
every reader (a bracket that is not closed) one with `ill_typed`.

Main definitions
----------------
* `rows`: the rows of a `Formula`.
* `formula_row`: the row of a formula given as a string.
"""

from __future__ import annotations

from collections.abc import Mapping

from verify.latex.cursor import NotRead
from verify.latex.layout import lines
from verify.latex.macros import expand
from verify.latex.scanned import joined
from verify.latex.source import Formula
from verify.latex.spell import spell
from verify.latex.statements import statements
from verify.latex.tokens import Token, scan
from verify.latex.tree import Row
from verify.latex.turned import turned

Macros = Mapping[str, tuple[int, str]]

#: longer formulas are not read
CHARACTERS = 20_000


def rows(formula: Formula, macros: Macros | None = None) -> tuple[Row, ...]:
    """Return the statements of a formula, row by row, in the order in which they are written.

    Args:
        formula: the formula, with its place in the document.
        macros: the document's own macros: name (without backslash) to (number of arguments, body).
    """
    start, end = formula.start, formula.end
    if len(formula.text) > CHARACTERS:
        return (Row(start, end, unread=f"a formula of more than {CHARACTERS} characters", place=start),)
    try:
        symbols = with_colons(spell(joined(expand(scan(formula.text, start), macros or {}))))
    except NotRead as problem:
        return (Row(start, end, unread=problem.message, place=problem.start),)
    found = turned(row for line in lines(symbols) for row in statements(line))
    if any(row.unread or row.ill_typed for row in found):
        paired = with_double_bars(symbols)  # scanners write KL(q | | p)
        if paired != symbols:
            again = turned(row for line in lines(paired) for row in statements(line))
            if not any(row.unread or row.ill_typed for row in again):
                return again
    return found


def with_colons(symbols: list[Token]) -> list[Token]:
    r"""Return the symbols with the : or \cdot of X_{i,:} and X_{\cdot j} as a mark: all of an axis."""
    found = list(symbols)
    for k in range(1, len(symbols) - 1):
        before, token, after = symbols[k - 1 : k + 2]
        if (token.kind, token.text) not in (("sep", ":"), ("times", "·"), ("times", "*")):
            continue
        opens = before.kind == "group" and k > 1 and symbols[k - 2][:2] == ("script", "_")
        starts = opens and (after.kind in ("letter", "number") or after.text == ",")
        ends = after.kind == "ungroup" and (before.kind == "letter" or before.text == ",") and _in_subscript(symbols, k)
        if starts or ends:
            found[k] = token._replace(kind="mark", text="all")
    return found


def _in_subscript(symbols: list[Token], k: int) -> bool:
    """Whether a short subscript of letters opens before `k`: {i,} and {i}."""
    start = k - 1
    while start > 0 and k - start <= 3 and symbols[start].kind in ("letter", "number", "sep"):
        start -= 1
    return start > 0 and symbols[start].kind == "group" and symbols[start - 1][:2] == ("script", "_")


def with_double_bars(symbols: list[Token]) -> list[Token]:
    """Return the symbols with every two bars side by side as close as in ||."""
    pairs = zip(symbols, [*symbols[1:], None], strict=True)
    return [a._replace(end=b.start) if b is not None and a.text == b.text == "|" else a for a, b in pairs]


def formula_row(text: str, macros: Macros | None = None) -> Row:
    r"""Return the one statement that `text` is, in LaTeX without delimiters.

    Places in the row count from the start of `text`. A text with several statements (rows, commas) is `unread`.
    """
    found = rows(Formula(0, len(text), text, True), macros)
    if len(found) == 1:
        return found[0]
    if not found:
        return Row(0, len(text), unread="an empty formula")
    return Row(0, len(text), unread="more than one statement", place=found[1].start)
