"""What the terminal renderers share: a page of rich text, colours of verdicts, lines of source.

Text of a report's (ids, statements, reasons) is never read as markup, and control characters in it are
shown, not obeyed.
"""

from __future__ import annotations

import ast
import io
import linecache
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from verify.model import Counterexample, Verdict

COLOURS = {
    Verdict.PROVED: "green",
    Verdict.CONFIRMED: "green",
    Verdict.GIVEN: "green",
    Verdict.UNREFUTED: "cyan",
    Verdict.NOT_APPLICABLE: "dim",
    Verdict.UNDECIDED: "yellow",
    Verdict.UNREAD: "yellow",
    Verdict.CARRIED: "yellow",
    Verdict.REFUTED: "bold red",
    Verdict.ILL_TYPED: "bold red",
}

#: lines of source shown of one step, at most
LONGEST_EXCERPT = 8


def page(parts: Iterable[RenderableType], width: int, *, color: bool) -> str:
    """Return the parts one below the other as text of at most `width` columns, with ANSI colours if asked."""
    console = Console(
        file=io.StringIO(),
        width=width,
        force_terminal=color,
        color_system="standard" if color else None,
        no_color=not color,
        markup=False,
        highlight=False,
        emoji=False,
        legacy_windows=False,
    )
    for part in parts:
        console.print(part)
    written = console.file.getvalue()  # type: ignore[attr-defined]
    return "\n".join(line.rstrip() for line in written.splitlines()) + "\n"


def plain(text: str, style: str = "") -> Text:
    """Return text as it is: no markup, and control characters replaced by a visible sign."""
    return Text("".join(c if c.isprintable() or c == "\n" else "�" for c in text), style=style)


def verdict(value: Verdict) -> Text:
    """Return a verdict in its colour."""
    return Text(str(value), style=COLOURS[value])


def short_verdict(value: Verdict) -> Text:
    """Return a verdict for a narrow column: "not applicable" is a dash."""
    return Text("-", style="dim") if value is Verdict.NOT_APPLICABLE else verdict(value)


def mark(*, passed: bool, failed: bool) -> Text:
    """Return ✓, ✗ or ? (open: neither passed nor failed)."""
    if passed:
        return Text("✓", style="green")
    return Text("✗", style="bold red") if failed else Text("?", style="yellow")


def fields(rows: Iterable[tuple[str, RenderableType]], indent: int = 4) -> Padding:
    """Return labelled lines: a narrow column of labels, then their texts, wrapped under themselves."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    for label, content in rows:
        grid.add_row(Text(label), content)
    return Padding(grid, (0, 0, 0, indent))


def counterexample(found: Counterexample) -> list[tuple[str, RenderableType]]:
    """Return the rows that show a counterexample: its values and both sides there."""
    values = ", ".join(f"{name} = {value}" for name, value in found.values)
    rows: list[tuple[str, RenderableType]] = [("at", plain(values or "any values"))]
    if found.lhs or found.rhs:
        rows += [("left side", plain(found.lhs, "red")), ("right side", plain(found.rhs, "red"))]
    note = f"{found.evidence}: {found.note}" if found.note else found.evidence
    return [*rows, ("evidence", plain(note))]


def excerpt(file: str, line: int) -> Text | None:
    """Return the lines of source on which a step stands, the first one marked, or None if they are not there."""
    linecache.checkcache(file)  # the file may have changed since a report before this one
    if not file or not linecache.getline(file, line).strip():
        return None
    last = min(_ends(file).get(line, line), line + LONGEST_EXCERPT - 1)
    text = Text(no_wrap=True, overflow="ellipsis")
    for number in range(line, last + 1):
        sign, style = ("❱", "bold red") if number == line else ("│", "dim")
        text.append(f"{number:>6} {sign} ", style=style)
        text.append_text(plain(linecache.getline(file, number).rstrip()))
        text.append("\n")
    text.rstrip()
    return text


@cache
def _ends(file: str) -> dict[int, int]:
    """Return the last line of the smallest call that starts on each line of a file."""
    try:
        tree = ast.parse(Path(file).read_text(encoding="utf-8"))
    except (OSError, SyntaxError, ValueError):
        return {}
    found: dict[int, int] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            end = node.end_lineno or node.lineno
            found[node.lineno] = max(found.get(node.lineno, end), end)
    return found
