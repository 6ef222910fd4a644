"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

SELECT_HELP = (
    "What to check: an id (dropout.expected_loss_eq_ridge), a prefix (dropout), a question "
    "(ift6135-2020-hw3:5.3), a sheet (ift6135-2020-hw3), or a path to a module of your own. "
    "Without any: [tool.verify] paths of ./pyproject.toml, or else the whole library."
)
Select = Annotated[list[str] | None, typer.Argument(metavar="SELECT", help=SELECT_HELP, show_default=False)]
Device = Annotated[str, typer.Option(help="Where numeric checks run: auto, cpu or cuda.")]
Margin = Annotated[float, typer.Option(help="Relative margin at which sampled claims are confirmed.")]
Alpha = Annotated[float, typer.Option(help="Bound on the chance that any true claim of the run is refuted.")]
Seed = Annotated[int, typer.Option(help="Fixes every random number: the same seed gives the same report.")]
Jobs = Annotated[
    int | None,
    typer.Option("--jobs", "-j", metavar="N", help="Worker processes; by default one a core, where that pays."),
]
Output = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write the report here, not to stdout.")
]
NoColor = Annotated[bool, typer.Option("--no-color", help="No colours (also: the NO_COLOR variable, or no terminal).")]
NoCache = Annotated[bool, typer.Option("--no-cache", help="Accepted for scripts; nothing is cached.")]
