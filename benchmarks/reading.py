"""Reading a link: `verify.latex.rows` against SymPy's `parse_latex` (antlr), on the links that both read.

The links are those of the sheets: claims, milestones, definitions, and the formulas of their reference answers.
SymPy's parser needs antlr4-python3-runtime 4.11, which is not among our dependencies: without it, only ours is timed.

Run: python benchmarks/reading.py
"""

import re
import statistics
import time
import tomllib
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

from verify.latex.rows import formula_row

SHEETS = Path(__file__).parent.parent / "derivations" / "sheets"
ROUNDS = 3
BAR = 1 / 3


def formulas(value: object) -> Iterator[str]:
    """Yield the formulas in a sheet: its strings with a relation, and what stands between dollars."""
    if isinstance(value, dict):
        for part in value.values():
            yield from formulas(part)
    elif isinstance(value, list):
        for part in value:
            yield from formulas(part)
    elif isinstance(value, str) and "$" in value:
        for formula in re.findall(r"\$\$([^$]+)\$\$|\$([^$]+)\$", value):
            yield from re.split(r"\\\\", "".join(formula))
    elif isinstance(value, str) and "=" in value:
        yield value


def links() -> list[str]:
    """Return the links of all sheets that we read, each once."""
    found = dict.fromkeys(
        text.replace("&", "").strip()
        for path in sorted(SHEETS.glob("*.toml"))
        for text in formulas(tomllib.loads(path.read_text(encoding="utf-8")))
    )
    return [text for text in found if _read(text)]


def _read(text: str) -> bool:
    row = formula_row(text)
    return bool(row.relations) and not (row.unread or row.ill_typed)


def seconds(run: Callable[[str], object], text: str) -> float:
    """Return the least time of a few."""
    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        run(text)
        times.append(time.perf_counter() - started)
    return min(times)


def antlr() -> Callable[[str], object] | None:
    """Return SymPy's parser, or None if its runtime is not installed."""
    warnings.simplefilter("ignore")
    from sympy.parsing.latex import parse_latex

    try:
        parse_latex("x")
    except ImportError:
        return None
    return parse_latex


def both(ours: list[str], theirs: Callable[[str], object]) -> list[tuple[float, float]]:
    """Return our time and theirs on the links that both read, interleaved (their grammar raises what it likes)."""
    pairs = []
    for text in ours:
        try:
            theirs(text)
        except Exception:  # noqa: BLE001
            continue
        pairs.append((seconds(formula_row, text), seconds(theirs, text)))
    return pairs


if __name__ == "__main__":
    read = links()
    times = sorted(seconds(formula_row, text) for text in read)
    middle, late = statistics.median(times), times[int(0.95 * len(times))]
    print(f"{len(read)} links: {1e3 * middle:.2f} ms median, {1e3 * late:.2f} ms p95, {1e3 * times[-1]:.2f} ms at most")
    parser = antlr()
    if parser is None:
        print("against SymPy's parse_latex: skipped, antlr4-python3-runtime is not installed")
    else:
        pairs = both(read, parser)
        ratio = statistics.median(a / b for a, b in pairs)
        print(f"against SymPy's parse_latex on {len(pairs)} links that both read: {ratio:.2f} x (bar {BAR:.2f} x)")
