"""The command line, and the only place that prints.

Nothing heavy is imported before a command needs it, so that `verify --help` is quick.

Exit status: 0 everything passed; 1 something is refuted or ill-typed, a chain misses its claim or a
mutant survived; 2 bad usage or input; 3 nothing refuted, but something is undecided or unproved;
130 on Ctrl-C.
"""

from verify.cli.entry import main
from verify.cli.library import exit_status
from verify.cli.output import progress_bar

__all__ = ["exit_status", "main", "progress_bar"]
