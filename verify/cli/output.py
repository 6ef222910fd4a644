"""What the commands print or write, and how: pages, files in one move, a progress bar."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypedDict

from verify.model import VerifyError

NARROWEST, UNKNOWN_WIDTH = 60, 120
BAD_INPUT, INTERRUPTED, NOBODY_READS = 2, 130, 141

#: told after each piece of work: how many are done, how many there are, and the name of the last
Progress = Callable[[int, int, str], None]


class PageOptions(TypedDict):
    """The width of a page and whether it has colours."""

    width: int
    color: bool


def page_options(*, no_color: bool) -> PageOptions:
    """Return the page's width and whether it may have colours."""
    terminal = sys.stdout.isatty()
    plain = no_color or not terminal or bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    columns = shutil.get_terminal_size((UNKNOWN_WIDTH, 24)).columns
    return PageOptions(width=max(columns, NARROWEST), color=not plain)


def check_writable(output: Path | None) -> None:
    """Say that a report could not be written before it is worked out, not after."""
    if output is None:
        return
    if output.is_dir():
        raise VerifyError(f"--output {output} is a folder")
    if not os.access(output.parent, os.W_OK):
        raise VerifyError(f"--output {output}: {output.parent} is no folder that can be written to")


def emit(text: str, output: Path | None = None) -> None:
    """Print, or write a file in one move, so that no reader ever sees half of it."""
    if output is None:
        sys.stdout.write(text)
        sys.stdout.flush()
        return
    try:
        handle, name = tempfile.mkstemp(prefix=f".{output.name}.", dir=output.parent)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(name).chmod(0o666 & ~_umask())
        Path(name).replace(output)
    except OSError as error:
        raise VerifyError(f"--output {output}: {error.strerror}") from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


@contextmanager
def progress_bar(after: float = 1.0) -> Iterator[Progress | None]:
    """Yield a callback that shows a bar on stderr once `after` seconds have passed; none without a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    import time

    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    started = time.monotonic()
    # a thread that redrew it would make copies of this process, which workers are, unsafe
    columns = (MofNCompleteColumn(), BarColumn(), TextColumn("{task.description}", markup=False))
    bar = Progress(*columns, console=Console(stderr=True), transient=True, auto_refresh=False)
    task = bar.add_task("")

    def advance(done: int, total: int, name: str) -> None:
        if time.monotonic() - started >= after and not bar.live.is_started:
            bar.start()
        bar.update(task, completed=done, total=total, description=name, refresh=bar.live.is_started)

    try:
        yield advance
    finally:
        bar.stop()


def complain(message: str) -> int:
    """Write one line to stderr and return the exit status of bad input."""
    line = "".join(c if c.isprintable() else " " for c in message)
    sys.stderr.write(f"verify: {' '.join(line.split())}\n")
    return BAD_INPUT
