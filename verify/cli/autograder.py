"""What a Gradescope autograder consists of: a zip with two scripts, what they need, and this program as a wheel.

Gradescope builds a machine once with `setup.sh` (it has a network then), and runs `run_autograder` for each student:
from /autograder/submission to /autograder/results/results.json. Building the zip needs no network: the wheel is made
of the installed package's own files. torch is left out, as grading does without.
"""

from __future__ import annotations

import base64
import hashlib
import io
import os
import re
import zipfile
from collections.abc import Iterator, Mapping
from importlib import metadata
from pathlib import Path

import verify
from verify import __version__

DISTRIBUTION = "verify-derivations"
_STEM = f"verify_derivations-{__version__}"
WHEEL = f"{_STEM}-py3-none-any.whl"

#: what grading does without
LEFT_OUT = frozenset({"torch"})
#: what the package needs, if it is run from a folder and nothing is installed
NEEDED = ("sympy", "numpy", "rich", "typer", "python-flint", "z3-solver", "pylatexenc", "rapidfuzz")

#: archives of the same content are the same, byte for byte
_DATE = (2000, 1, 1, 0, 0, 0)
_KEPT = frozenset({".py", ".toml", ".bib", ".typed"})

SETUP = """\
#!/usr/bin/env bash
# Runs once, when Gradescope builds the machine: an environment with a Python that is new enough.
set -euo pipefail
base="${AUTOGRADER:-/autograder}"

find_python() {
    for python in python3.13 python3.12 python3.11 python3; do
        if command -v "$python" > /dev/null && "$python" - <<< \\
            'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2> /dev/null; then
            return 0
        fi
    done
    return 1
}

if ! find_python; then
    apt-get update
    apt-get install -y python3.11 python3.11-venv || apt-get install -y python3 python3-venv
    find_python
fi
"$python" -m venv "$base/venv"
"$base/venv/bin/python" -m pip install --quiet --disable-pip-version-check --requirement "$base/source/requirements.txt"
"$base/venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --no-index "$base/source/WHEEL"
"$base/venv/bin/verify" --version
"""

RUN = """\
#!/usr/bin/env bash
# Runs for each submission. Whatever happens, there is a results.json that says so.
base="${AUTOGRADER:-/autograder}"
verify="${VERIFY:-$base/venv/bin/verify}"
results="$base/results/results.json"
mkdir -p "$base/results"
rm -f "$results"
cd "$base/results" || exit 1
timeout "${VERIFY_SECONDS:-1000}" "$verify" autograde --sheet "$base/source/sheet.toml" HANDOUT\\
    --submission "$base/submission" --results "$results"
if [ ! -s "$results" ]; then
    cat > "$results" << 'END'
FAILED
END
fi
"""

FAILED = """\
{"score": 0.0, "visibility": "after_published", "stdout_visibility": "hidden", "output_format": "text", "tests": [],
 "output": "The autograder did not run to its end: nothing was graded. A person has to look at this submission."}\
"""


def archive(sheet: bytes, handout: str | None = None) -> bytes:
    """Return the autograder's zip for the sheet that a TOML file holds."""
    parts = {
        "setup.sh": SETUP.replace("WHEEL", WHEEL).encode(),
        "run_autograder": _run(handout is not None).encode(),
        "requirements.txt": requirements().encode(),
        "sheet.toml": sheet,
        WHEEL: wheel(),
    }
    if handout is not None:
        parts["handout.md"] = handout.encode("utf-8", "replace")
    return zipped(parts, executable={"setup.sh", "run_autograder"})


def _run(handout: bool) -> str:
    option = '--handout "$base/source/handout.md" ' if handout else ""
    return RUN.replace("HANDOUT", option).replace("FAILED", FAILED)


def zipped(parts: Mapping[str, bytes], executable: set[str] | None = None) -> bytes:
    """Return a zip of files by name."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, _DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = (0o755 if executable and name in executable else 0o644) << 16
            opened.writestr(info, content)
    return held.getvalue()


def requirements() -> str:
    """Return what the autograder installs, in the versions that are installed here, so that it grades alike."""
    return "".join(f"{name}=={metadata.version(name)}\n" for name in _needed())


def _needed() -> list[str]:
    try:
        stated = metadata.requires(DISTRIBUTION) or []
    except metadata.PackageNotFoundError:
        stated = list(NEEDED)
    names = [re.split(r"[^A-Za-z0-9._-]", line)[0] for line in stated if "extra ==" not in line]
    return [name for name in names if name not in LEFT_OUT]


# ------------------------------------------------------------------------------------------------ the wheel


def wheel() -> bytes:
    """Return this package, as it is installed, as a wheel."""
    info = f"{_STEM}.dist-info"
    parts = dict(_package())
    parts[f"{info}/METADATA"] = f"Metadata-Version: 2.1\nName: {DISTRIBUTION}\nVersion: {__version__}\n".encode()
    parts[f"{info}/WHEEL"] = b"Wheel-Version: 1.0\nGenerator: verify\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    parts[f"{info}/entry_points.txt"] = b"[console_scripts]\nverify = verify.cli:main\n"
    record = "".join(f"{name},{_digest(content)},{len(content)}\n" for name, content in parts.items())
    parts[f"{info}/RECORD"] = f"{record}{info}/RECORD,,\n".encode()
    return zipped(parts)


def _package() -> Iterator[tuple[str, bytes]]:
    root = Path(verify.__file__).parent
    for folder, below, files in os.walk(root, followlinks=True):
        below[:] = sorted(name for name in below if name != "__pycache__")
        for name in sorted(files):
            path = Path(folder) / name
            if path.suffix in _KEPT:
                yield f"verify/{path.relative_to(root).as_posix()}", path.read_bytes()


def _digest(content: bytes) -> str:
    return "sha256=" + base64.urlsafe_b64encode(hashlib.sha256(content).digest()).decode().rstrip("=")
