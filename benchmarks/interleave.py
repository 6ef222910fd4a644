"""Ratios of running times, both sides interleaved in one run: the machines are shared and noisy."""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable


def ratio(one: Callable[[], object], other: Callable[[], object], rounds: int = 5) -> tuple[float, float, float]:
    """Return the median of one/other over interleaved rounds, and the median seconds of each side."""
    pairs = []
    for _ in range(rounds):
        pairs.append((_seconds(one), _seconds(other)))
    return (
        statistics.median(a / b for a, b in pairs),
        statistics.median(a for a, _ in pairs),
        statistics.median(b for _, b in pairs),
    )


def _seconds(run: Callable[[], object]) -> float:
    started = time.perf_counter()
    run()
    return time.perf_counter() - started


def command(*words: str) -> Callable[[], object]:
    """Return a function that runs this Python with `words` and drops what it prints."""
    return lambda: subprocess.run([sys.executable, *words], check=False, capture_output=True)


def line(name: str, found: tuple[float, float, float], bar: float) -> str:
    """Return one line of a benchmark's table: the ratio, both medians and the bar it should stay under."""
    got, one, other = found
    return f"{name:<52} {got:7.2f} x   ({one:.3f} s against {other:.3f} s; bar {bar} x)"
