"""Start-up: `verify --help` against `import typer, rich`, interleaved; and that it imports nothing heavy.

Run: python benchmarks/startup.py
"""

import subprocess
import sys

from interleave import command, line, ratio

HEAVY = ("sympy", "torch", "numpy", "flint", "z3")


def imported_by_help() -> set[str]:
    """Return which heavy packages `verify --help` imports."""
    words = [sys.executable, "-X", "importtime", "-m", "verify", "--help"]
    log = subprocess.run(words, check=True, capture_output=True, text=True).stderr
    modules = {row.rsplit("|", 1)[-1].strip().split(".")[0] for row in log.splitlines()}
    return modules & set(HEAVY)


if __name__ == "__main__":
    help_page, libraries = command("-m", "verify", "--help"), command("-c", "import typer, rich")
    print(line("verify --help / import typer, rich", ratio(help_page, libraries, rounds=11), 2))
    print(f"heavy imports of verify --help: {', '.join(sorted(imported_by_help())) or 'none'}")
