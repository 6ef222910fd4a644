"""The entry point: dispatches to a command and tells every mistake in one line."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

import typer

from verify.cli import gradescope, grading, library
from verify.cli.app import app
from verify.cli.output import INTERRUPTED, NOBODY_READS, complain
from verify.model import VerifyError

#: the base of typer's usage errors, wherever this version of typer keeps it
_UsageError: type[Exception] = typer.BadParameter.__mro__[1]


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; every mistake of the user's is one line on stderr and exit status 2."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    sys.exit(guarded(lambda: _dispatch(arguments)))


def _dispatch(arguments: list[str] | None) -> int:
    status = typer.main.get_command(app).main(arguments, prog_name="verify", standalone_mode=False)
    if status == INTERRUPTED:  # typer has caught the KeyboardInterrupt
        raise KeyboardInterrupt
    return status if isinstance(status, int) else 0


def guarded(work: Callable[[], int]) -> int:
    """Return the exit status of `work`, with errors told in one line."""
    try:
        return work()
    except VerifyError as error:
        return complain(str(error))
    except _UsageError as error:
        context = getattr(error, "ctx", None)
        where = context.command_path if context is not None else "verify"
        return complain(f"{error.format_message()} (see {where} --help)")  # type: ignore[attr-defined]
    except KeyboardInterrupt:
        sys.stderr.write("verify: interrupted\n")
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nobody reads on: stay silent
        return NOBODY_READS


#: importing them has registered the commands
COMMANDS = (library, grading, gradescope)
