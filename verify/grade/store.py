"""The folder of results: one JSON file a submission, each written in one move, so that a killed run resumes.

A result is kept under a key of all that it depends on: the file's bytes, the sheet, the handout, this program. A run
grades again only what has no result under its key. A person's overrides are applied afresh at each run; what the
machine said stays beside them in the same file (`machine`), so that an override can be taken back.

Main definitions
----------------
* `Store`: a folder of results.
* `fingerprint`: a key.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import IO

from verify import __version__
from verify.graded import Graded, NotGraded
from verify.model import VerifyError
from verify.results import document, result_of

#: names of files in the folder that are no submission's
_TAKEN = frozenset({"summary", "overrides"})
#: names of files keep so many characters of a submission's name
_LONGEST = 80
#: a stored result is no larger than this
_LARGEST = 100_000_000

Result = Graded | NotGraded


@cache
def program() -> str:
    """Return a hash of this program's own code: after a change of it, results are worked out again."""
    digest = hashlib.sha256(__version__.encode())
    package = Path(__file__).parent.parent
    for file in sorted(package.rglob("*.py")):
        digest.update(file.relative_to(package).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def fingerprint(*parts: bytes) -> str:
    """Return a hash of some bytes and of this program; no two lists of parts share one."""
    digest = hashlib.sha256(program().encode())
    for part in parts:
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()


@dataclass(frozen=True)
class Store:
    """A folder of results of the submissions `names`."""

    folder: Path
    names: tuple[str, ...] = ()

    @contextmanager
    def opened(self) -> Iterator[Store]:
        """Make the folder and keep it for this run: two at a time would write over one another.

        Raises:
            VerifyError: it cannot be made or written to, or another run has it.

        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with (self.folder / ".lock").open("w") as lock:
                _hold(lock, self.folder)
                for part in self.folder.glob(".part-*"):  # what runs that were killed had begun to write
                    part.unlink(missing_ok=True)
                yield self
        except OSError as error:
            raise VerifyError(f"--output {self.folder}: {error.strerror or error}") from error

    @cached_property
    def _crowded(self) -> Counter[str]:
        return Counter(_tame(name).casefold() for name in self.names)

    def path(self, submission: str, ending: str = ".json") -> Path:
        """Return the file that holds a submission's result: no name of a student's leads out of the folder."""
        tame = _tame(submission)
        if tame != submission or tame.casefold() in _TAKEN or self._crowded[tame.casefold()] > 1:
            tame += "-" + hashlib.sha256(submission.encode("utf-8", "surrogatepass")).hexdigest()[:8]
        return self.folder / (tame + ending)

    def read(self, submission: str, key: str) -> Result | None:
        """Return what the machine said of a submission, if that is still what its key asks for."""
        file = self.path(submission)
        try:
            if file.stat().st_size > _LARGEST:
                return None
            data = json.loads(file.read_text(encoding="utf-8"))
            if not isinstance(data, dict) or data.get("key") != key:
                return None
            found = result_of(data.get("machine", data))
        except (OSError, ValueError, RecursionError, VerifyError):
            return None
        return found if found.submission == submission else None

    def write(self, machine: Result, shown: Result, key: str) -> None:
        """Keep a result: what the machine said, and what is shown once overrides are applied."""
        data = document(shown) | {"key": key}
        if shown != machine:
            data["machine"] = document(machine)
        text = json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
        self.write_text(self.path(machine.submission), text)

    def write_text(self, file: Path, text: str) -> None:
        """Write a file in one move; leave it alone if it says so already.

        Raises:
            VerifyError: it cannot be written.

        """
        try:
            write_bytes(file, text.encode("utf-8", "replace"))
        except OSError as error:
            raise VerifyError(f"--output {file}: {error.strerror or error}") from error


def write_bytes(file: Path, written: bytes) -> None:
    """Write a file in one move, so that nobody ever sees half of it; leave it alone if it says so already."""
    if file.is_file() and file.stat().st_size == len(written) and file.read_bytes() == written:
        return
    handle, name = tempfile.mkstemp(prefix=".part-", dir=file.parent)
    try:
        with os.fdopen(handle, "wb") as opened:
            opened.write(written)
        Path(name).chmod(0o644)
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _tame(submission: str) -> str:
    """Return a name for a file that is harmless on every system."""
    return re.sub(r"[^A-Za-z0-9._-]+", "_", submission).lstrip(".-").rstrip(".")[:_LONGEST] or "_"


def _hold(lock: IO[str], folder: Path) -> None:
    try:
        import fcntl
    except ImportError:  # not on this system
        return
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise VerifyError(f"--output {folder}: another run is writing there; wait for it, or name another") from None
