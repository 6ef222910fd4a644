"""Which files are submissions, and what each is called.

* A file that is named is a submission.
* A folder that is named is a class: each file in it that can be read (.tex, .md, .ipynb) is a student's, and so is
  each folder in it, as learning platforms hand them out. Of a student's folder one file is graded: see `main_file`.
* What a student handed in and nobody can read (a PDF, a Word file, a symbolic link) is reported, not skipped.
* Hidden files, READMEs beside submissions, pictures, tables and what TeX needs are passed over.

Names are stable: they depend on the files alone, never on their order or on what was graded before.

Main definitions
----------------
* `Submission`: a name and a file, or why there is none.
* `submissions`: paths → submissions, sorted.
* `main_file`: the file of a student's folder that is graded.
"""

from __future__ import annotations

import os
import re
import stat
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from verify.model import VerifyError

READABLE = frozenset({".tex", ".md", ".markdown", ".ipynb"})
#: what lies beside submissions; anything else that cannot be read was handed in all the same, and is reported
_PICTURES = {".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".bmp", ".eps"}
_TEX_NEEDS = {".bib", ".bst", ".bbl", ".cls", ".sty", ".def", ".aux", ".log", ".out", ".toc"}
_DATA = {".csv", ".tsv", ".xlsx", ".json", ".toml", ".yml", ".yaml", ".py", ".sh", ".npy", ".npz"}
BESIDE = frozenset(_PICTURES | _TEX_NEEDS | _DATA)
ASK = "ask for its source (.tex, .md or .ipynb)"

#: folders that archives and programs leave behind
_LEFT_BEHIND = frozenset({"__MACOSX", "__pycache__"})
#: no student's answer has one of these names
_BESIDE = re.compile(r"(readme|license|licence|copying|changelog|instructions|feedback)\b", re.IGNORECASE)
_MAIN = re.compile(r"(main|answers?|solutions?|submission|report|assignment|homework|hw|ps|devoir|tp)", re.IGNORECASE)
#: a LaTeX file that can be typeset alone declares its class in its first lines
_HEAD = 20_000
#: a student's folder is looked through this deep, and up to so many files
_DEEPEST, _MOST = 6, 2_000


@dataclass(frozen=True, slots=True)
class Submission:
    """One student's answer: `file` is None where `problem` says why nothing can be graded."""

    name: str
    file: Path | None
    problem: str = ""
    notes: tuple[str, ...] = ()


def submissions(paths: Sequence[Path], leave_out: Collection[Path] = ()) -> tuple[Submission, ...]:
    """Return the submissions that paths name, each once, sorted by name; `leave_out` are no submissions.

    Raises:
        VerifyError: a path that does not exist, a folder without submissions, nothing at all.

    """
    skipped = {_real(path) for path in leave_out}
    found: dict[Path, tuple[Path, Submission]] = {}
    for path in paths:
        mine = [_named(path)] if not path.is_dir() else list(_class(path, skipped))
        if not mine:
            raise VerifyError(f"{path}: there is no submission in this folder (.tex, .md or .ipynb, or a folder each)")
        for origin, one in mine:
            found.setdefault(_real(origin), (origin, one))
    return tuple(sorted(_told_apart(list(found.values())), key=lambda s: s.name))


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))


def shown(text: str) -> str:
    """Return a name without control characters and lone surrogates: it is printed, and written as UTF-8."""
    return "".join(c if c.isprintable() else "�" for c in text)


def _told_apart(found: Sequence[tuple[Path, Submission]]) -> Iterator[Submission]:
    """Yield submissions with distinct names: those that share one are called by their paths."""
    counts = Counter(one.name for _, one in found)
    taken: Counter[str] = Counter()
    for origin, one in sorted(found, key=lambda pair: str(pair[0])):
        name = one.name if counts[one.name] == 1 else shown(origin.as_posix())
        taken[name] += 1
        yield replace(one, name=name if taken[name] == 1 else f"{name} ({taken[name]})")


# ------------------------------------------------------------------------------------- a file, a class


def _named(path: Path) -> tuple[Path, Submission]:
    """Return the submission that a person named; a link may be named."""
    if not path.exists():
        raise VerifyError(f"{path}: there is no such file or folder")
    name = shown(path.name)
    if not path.is_file():
        return path, Submission(name, None, "this is no regular file")
    return path, Submission(name, path)


def _class(folder: Path, skipped: Collection[Path]) -> Iterator[tuple[Path, Submission]]:
    entries = [e for e in _entries(folder) if _real(folder / e.name) not in skipped]
    readable = {Path(e.name).stem for e in entries if _suffix(e.name) in READABLE and not e.is_symlink()}
    for entry in entries:
        path, name, suffix = folder / entry.name, shown(entry.name), _suffix(entry.name)
        if entry.is_symlink():
            if suffix not in BESIDE or entry.is_dir():
                yield path, Submission(name, None, "a symbolic link, which is not followed; put the file itself here")
        elif entry.is_dir():
            yield path, student_folder(path)
        elif _BESIDE.match(entry.name) or suffix in BESIDE:
            continue
        elif suffix in READABLE:
            regular = entry.is_file()
            yield path, Submission(name, path if regular else None, "" if regular else "this is no regular file")
        elif Path(entry.name).stem not in readable:
            kind = f"a {shown(suffix)} file" if suffix else "a file without an ending"
            yield path, Submission(name, None, f"{kind} cannot be read; {ASK}")


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    """Return what is in a folder, sorted, without hidden things."""
    try:
        with os.scandir(folder) as entries:
            found = [e for e in entries if not e.name.startswith(".") and e.name not in _LEFT_BEHIND]
            return sorted(found, key=lambda e: e.name)
    except OSError as error:
        raise VerifyError(f"{folder}: {error.strerror or error}") from error


def _suffix(name: str) -> str:
    return Path(name).suffix.lower()


# ---------------------------------------------------------------------------------- a student's folder


def student_folder(folder: Path) -> Submission:
    """Return the submission in a student's folder, or why there is none."""
    name = shown(folder.name)
    try:
        files = list(_walk(folder, 0))
    except VerifyError as error:
        return Submission(name, None, error.message)
    candidates = [file for file in files if _suffix(file.name) in READABLE]
    if not candidates:
        others = ", ".join(shown(file.name) for file in files[:5])
        held = f"; it holds {others}" if others else ""
        return Submission(name, None, f"no .tex, .md or .ipynb file in this folder{held}; ask for the source")
    chosen = main_file(candidates, folder)
    rest = [shown(f.relative_to(folder).as_posix()) for f in candidates if f != chosen]
    told = f"graded {shown(chosen.relative_to(folder).as_posix())} alone; not looked at: {', '.join(rest[:10])}"
    return Submission(name, chosen, notes=(told,) if rest else ())


def _walk(folder: Path, depth: int) -> Iterator[Path]:
    """Yield the regular files below a folder; links are not followed."""
    for number, entry in enumerate(_entries(folder)):
        if number >= _MOST:
            return
        if entry.is_dir(follow_symlinks=False):
            if depth < _DEEPEST:
                yield from _walk(folder / entry.name, depth + 1)
        elif entry.is_file(follow_symlinks=False):
            yield folder / entry.name


def main_file(candidates: Sequence[Path], folder: Path) -> Path:
    r"""Return the file that holds a student's answer.

    In this order of weight: it is no README; it is a .tex file with a \documentclass; it is called main, answers,
    solution, hw3, …; it is nearest to the top; it is the largest; its name comes first.
    """

    def weight(file: Path) -> tuple[bool, bool, bool, int, int, str]:
        beside = bool(_BESIDE.match(file.name))
        depth = len(file.relative_to(folder).parts)
        return beside, not _has_class(file), not _MAIN.match(file.name), depth, -file.stat().st_size, str(file)

    return min(candidates, key=weight)


def _has_class(file: Path) -> bool:
    if file.suffix.lower() != ".tex":
        return False
    try:
        with file.open("rb") as opened:
            return b"\\documentclass" in opened.read(_HEAD)
    except OSError:
        return False


def read_bytes(file: Path, most: int) -> bytes:
    """Return what a regular file holds.

    Raises:
        VerifyError: it is no regular file, larger than `most` bytes, or cannot be read.

    """
    try:
        with os.fdopen(_open_at_once(file), "rb") as opened:
            found = os.fstat(opened.fileno())
            if not stat.S_ISREG(found.st_mode):
                raise VerifyError("this is no regular file")
            if found.st_size > most:
                raise VerifyError(f"larger than {most // 1_000_000} MB: this is no submission")
            return opened.read(most)
    except OSError as error:
        raise VerifyError(f"cannot be read: {error.strerror or error}") from None


def _open_at_once(file: Path) -> int:
    """Open without waiting: a named pipe would keep its reader forever."""
    return os.open(file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
