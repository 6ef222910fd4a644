"""Finding derivations: the shipped library and modules of the user's own; selecting among them.

Main definitions
----------------
* `Library`: derivations in the order of their definition, and the questions left unchecked.
* `gather`: what a command line selects.
* `shipped`, `load`: the library of this package; one module or folder of the user's.

Every module is loaded from its file under a name of its own, so that a user's folder called
`derivations/` cannot shadow ours, and always as written (SymPy evaluates nothing), whoever imported it before.
"""

from __future__ import annotations

import contextlib
import difflib
import importlib.util
import itertools
import os
import sys
import tomllib
import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from verify.model import Span, Unchecked, VerifyError
from verify.notation.as_written import as_written
from verify.notation.elaborate import derivations_of
from verify.terms.statement import Derivation, IllTypedDerivation

Checkable = Derivation | IllTypedDerivation

SHIPPED = Path(__file__).parent / "derivations"
_count = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Library:
    """Derivations in the order of their definition, and the questions that no machine checks."""

    derivations: tuple[Checkable, ...] = ()
    unchecked: tuple[Unchecked, ...] = ()

    def __add__(self, other: Library) -> Library:
        return Library(self.derivations + other.derivations, self.unchecked + other.unchecked)

    def __bool__(self) -> bool:
        return bool(self.derivations or self.unchecked)


# ----------------------------------------------------------------------------------------------- loading


def shipped() -> Library:
    """Return the library of derivations that comes with this package."""
    return load(SHIPPED)


def load(path: Path) -> Library:
    """Return the derivations of one module, or of every module in a folder.

    Raises:
        VerifyError: the path is missing, or a module cannot be loaded; it names file and line.

    """
    if path.is_dir():
        files = sorted(f for f in path.rglob("*.py") if not f.name.startswith(("_", ".")))
        return sum((_load_file(f) for f in files), Library())
    if not path.is_file():
        raise VerifyError(f"there is no file {path}")
    return _load_file(path)


def _load_all(paths: Iterable[Path]) -> Library:
    return sum((load(path) for path in paths), Library())


def _load_file(path: Path) -> Library:
    shown = shown_path(path)
    module = _execute(path.resolve(), shown)
    unchecked = getattr(module, "UNCHECKED", ())
    if not isinstance(unchecked, tuple) or not all(isinstance(u, Unchecked) for u in unchecked):
        raise VerifyError(f"{shown}: UNCHECKED must be a tuple of Unchecked(question, kind, reason)")
    return Library(derivations_of(module, shown), unchecked)


def shown_path(path: Path) -> str:
    """Return how a report names a file: relative to the current directory if it lies below, else in full."""
    full = path.resolve()
    here = Path.cwd().resolve()
    return str(full.relative_to(here)) if full.is_relative_to(here) else str(full)


def _execute(path: Path, shown: str) -> ModuleType:
    """Load a module as written; a sibling it imports is found last, so it can hide no installed package."""
    name = f"_verify_module_{next(_count)}.{path.stem}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise VerifyError(f"{shown} is no Python module")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    sys.path.append(str(path.parent))
    try:
        with as_written(), contextlib.redirect_stdout(sys.stderr):  # stdout belongs to the report
            spec.loader.exec_module(module)
    except SyntaxError as error:
        raise _syntax_error(error, path, shown) from error
    except (Exception, SystemExit) as error:  # a user's module may raise anything
        raise VerifyError(_one_line(error), _place(error, path, shown)) from error
    finally:
        sys.path.pop()
    return module


def _syntax_error(error: SyntaxError, path: Path, shown: str) -> VerifyError:
    elsewhere = error.filename is not None and Path(error.filename) != path
    file = str(error.filename) if elsewhere else shown
    return VerifyError(f"syntax error: {error.msg}", Span(file, error.lineno or 1, error.offset or 1))


def _one_line(error: BaseException) -> str:
    if isinstance(error, VerifyError):
        return error.message
    first = str(error).strip().splitlines()
    return f"{type(error).__name__}: {first[0]}" if first else type(error).__name__


def _place(error: BaseException, path: Path, shown: str) -> Span:
    """Return the last line of the module itself that the error went through."""
    if isinstance(error, VerifyError) and error.span is not None:
        return error.span
    frames = [f for f in traceback.extract_tb(error.__traceback__) if Path(f.filename) == path]
    return Span(shown, (frames[-1].lineno or 1) if frames else 1)


# --------------------------------------------------------------------------------------------- selecting


def gather(select: tuple[str, ...] = ()) -> tuple[Library, Callable[[str], Checkable | None]]:
    """Return what `select` names, and how to find any other derivation by id (for citations).

    Each item is an id, a prefix of ids, a question, a sheet, or a path to a module or folder. Without
    any, the result is what `[tool.verify] paths` of the current directory's pyproject.toml names, or
    else the shipped library.

    Raises:
        VerifyError: an item that names nothing (with the nearest names), a module that cannot be
            loaded, or two derivations of one id.

    """
    configured = configured_paths()
    paths = tuple(Path(item) for item in select if is_path(item)) if select else configured
    names = tuple(item for item in select if not is_path(item))
    own = _load_all(paths)
    known = shipped() + _load_all(configured) if names else Library() if paths else shipped()
    chosen = own + (_choose(names, known) if names else known)
    chosen = Library(_distinct(chosen.derivations), tuple(dict.fromkeys(chosen.unchecked)))
    if not chosen:
        raise VerifyError(f"no derivations in {', '.join(str(path) for path in paths)}")
    return chosen, _finder((*own.derivations, *known.derivations), complete=bool(known))


def _finder(known: tuple[Checkable, ...], *, complete: bool) -> Callable[[str], Checkable | None]:
    """Return a look-up by id that loads the shipped library only when it is needed."""
    by_id = {d.id: d for d in known}

    def find(name: str) -> Checkable | None:
        nonlocal complete
        if name not in by_id and not complete:
            complete = True
            for derivation in shipped().derivations:
                by_id.setdefault(derivation.id, derivation)
        return by_id.get(name)

    return find


def _distinct(derivations: tuple[Checkable, ...]) -> tuple[Checkable, ...]:
    found: dict[str, Checkable] = {}
    for derivation in derivations:
        first = found.setdefault(derivation.id, derivation)
        if first.span != derivation.span:
            raise VerifyError(f"{derivation.id} is defined twice, also at {first.span}: rename one", derivation.span)
    return tuple(found.values())


def is_path(item: str) -> bool:
    """Tell whether a selection means a file or folder (ids hold neither a slash nor end in .py)."""
    separators = [s for s in (os.sep, os.altsep) if s]
    return item.endswith(".py") or item in (".", "..") or any(s in item for s in separators)


def _choose(names: Iterable[str], known: Library) -> Library:
    return sum((_named(name, known) for name in names), Library())


def _named(name: str, known: Library) -> Library:
    """Return what one name selects: an id, else a question or sheet, else a prefix of ids."""
    exact = tuple(d for d in known.derivations if d.id == name)
    if exact:
        return Library(exact)
    asked = Library(
        tuple(d for d in known.derivations if any(answers(q, name) for q in d.questions)),
        tuple(u for u in known.unchecked if answers(u.question, name)),
    )
    found = asked or Library(tuple(d for d in known.derivations if name and d.id.startswith(name)))
    if not found:
        raise VerifyError(_unknown(name, known))
    return found


def answers(question: str, name: str) -> bool:
    """Tell whether `name` is the question, its sheet, or a question that it is a part of (2.3 has 2.3a)."""
    if question == name or question.split(":")[0] == name:
        return True
    rest = question.removeprefix(name)
    return ":" in name and rest != question and not rest[0].isdigit()


def questions_named(questions: tuple[str, ...], names: tuple[str, ...]) -> tuple[str, ...]:
    """Return those of a derivation's questions that a selection asks for, or all if it was selected otherwise."""
    return tuple(q for q in questions if any(answers(q, name) for name in names)) or questions


def _unknown(name: str, known: Library) -> str:
    questions = [q for d in known.derivations for q in d.questions] + [u.question for u in known.unchecked]
    sheets = [q.split(":")[0] for q in questions]
    ids = [d.id for d in known.derivations]
    topics = [i.split(".")[0] for i in ids]
    names = dict.fromkeys((*ids, *topics, *questions, *sheets))
    tails = {i.split(".", 1)[-1]: i for i in ids}
    near = [tails.get(n, n) for n in difflib.get_close_matches(name, (*names, *tails), n=3, cutoff=0.5)]
    hint = f"did you mean {', '.join(dict.fromkeys(near))}?" if near else "`verify list` shows all of them"
    return f"nothing is called {name!r}: {hint}"


def configured_paths() -> tuple[Path, ...]:
    """Return `[tool.verify] paths` of the current directory's pyproject.toml, or nothing.

    Raises:
        VerifyError: the file is no TOML, or `paths` is no list of strings.

    """
    file = Path("pyproject.toml")
    if not file.is_file():
        return ()
    try:
        settings = tomllib.loads(file.read_text(encoding="utf-8")).get("tool", {}).get("verify", {})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise VerifyError(f"{file}: {error}") from error
    paths = settings.get("paths", [])
    if not isinstance(paths, list) or not all(isinstance(p, str) for p in paths):
        raise VerifyError(f"{file}: [tool.verify] paths must be a list of files and folders")
    return tuple(Path(p) for p in paths)
