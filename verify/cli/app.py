"""The command line's root: `verify --help` and `verify --version`; the commands are in modules of their own."""

from __future__ import annotations

from typing import Annotated

import typer

from verify import __version__
from verify.cli.output import BAD_INPUT, emit

app = typer.Typer(
    name="verify",
    help="Check machine-learning derivations: every step proved, every claim confirmed numerically.",
    epilog="Exit status: 0 all passed; 1 something is wrong; 2 bad usage or input; 3 something is undecided.",
    add_completion=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback(invoke_without_command=True)
def root(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Show the version and exit.", is_eager=True)] = False,
) -> None:
    """Check machine-learning derivations: every step proved, every claim confirmed numerically."""
    if version:
        emit(f"verify {__version__}\n")
        raise typer.Exit
    if context.invoked_subcommand is None:
        emit(f"{context.get_help()}\n")
        raise typer.Exit(BAD_INPUT)
