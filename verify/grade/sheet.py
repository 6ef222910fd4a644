"""Sheets: what an assignment asks, in which notation, and what its answers are worth.

A sheet is a TOML file (`schema = "verify.sheet/1"`); the README says how to write one. Nothing in it is code, and
nothing is guessed: a key that is not known, or one that is missing, is an error with its line.

Main definitions
----------------
* `Sheet`, `Question`, `Milestone`: an assignment as read.
* `load_sheet`: a sheet by the id of a shipped one or by path.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from dataclasses import dataclass, field, replace
from pathlib import Path

from verify.grade.contexts import ContextTable, context_of
from verify.grade.toml import Table
from verify.model import Span, VerifyError

SCHEMA = "verify.sheet/1"
SHIPPED = Path(__file__).parent.parent / "derivations" / "sheets"

#: what a question asks for: to derive something, to compute it outright, to write down a definition or a rephrasing
#: that holds by a named axiom; prose and experiments are for a person
KINDS = ("derive", "exact", "define", "axiom", "prose", "experiment")
BY_HAND = frozenset({"prose", "experiment"})

#: a sheet is small; anything larger is none
LARGEST = 2_000_000
#: how far sums of points may be apart
TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Milestone:
    """A statement that a good answer passes through, in any of several forms (LaTeX), and its points."""

    points: float
    any: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """One question: what is asked, in which context, what has to be reached, and what that is worth.

    `claim` are the statements (LaTeX) that answer it, all of them; `also` other forms of the same that answer it as
    well, one tuple for each claim. `prose` are the points that a person gives for words. `names` and `definitions`
    hold for this question alone, beside those of the context (λ is another eigenvalue in each part); those `preset`
    take the place of the context's, and hold until the student defines the name (L is another loss in each part).
    `beside` are other contexts in which a row of an answer may be meant: x the data set rather than a point of it.
    `answer` are the numbers of the set that is asked for, where that is what is asked for, and `label` what a name of
    it has in its scripts: AB of R_{AB}.
    """

    id: str
    points: float
    kind: str
    asks: str
    context: str = ""
    derivations: tuple[str, ...] = ()
    claim: tuple[str, ...] = ()
    also: tuple[tuple[str, ...], ...] = ()
    milestones: tuple[Milestone, ...] = ()
    prose: float = 0.0
    reference: str = ""
    names: tuple[tuple[str, str], ...] = ()
    definitions: tuple[str, ...] = ()
    preset: tuple[str, ...] = ()
    note: str = ""
    beside: tuple[str, ...] = ()
    answer: tuple[str, ...] = ()
    label: str = ""

    @property
    def has_own_names(self) -> bool:
        """Whether names mean something here that they do not mean elsewhere in its context."""
        return bool(self.names or self.definitions or self.preset)

    @property
    def by_hand(self) -> bool:
        """A person marks it: it asks for prose or an experiment."""
        return self.kind in BY_HAND

    @property
    def claim_points(self) -> float:
        """What reaching the claims is worth: all that neither milestones nor prose take."""
        rest = self.points - self.prose - sum(m.points for m in self.milestones)
        return max(0.0, rest) if self.claim else 0.0


@dataclass(frozen=True)
class Sheet:
    """An assignment: its questions in order and the contexts that they are read in."""

    id: str
    title: str
    questions: tuple[Question, ...]
    contexts: dict[str, ContextTable] = field(default_factory=dict)
    file: str = ""

    @property
    def points(self) -> float:
        """The points of all questions."""
        return sum(q.points for q in self.questions)

    @property
    def by_id(self) -> dict[str, Question]:
        """The questions by id."""
        return {q.id: q for q in self.questions}

    def table_of(self, question: Question) -> ContextTable | None:
        """Return the context of a question with the names and definitions that hold for it alone; None: it has none."""
        table = self.contexts.get(question.context)
        return None if table is None else in_question(table, question)


def in_question(table: ContextTable, question: Question) -> ContextTable:
    """Return a context with the names and definitions of one of its questions; what that assumes is defined no more."""
    if not question.has_own_names:
        return table
    names = tuple((dict(table.names) | dict(question.names)).items())
    heads = {text.split("=")[0].strip() for text in question.preset}
    kept = tuple(text for text in table.definitions if text.split("=")[0].strip() not in heads)
    return replace(table, names=names, definitions=(*kept, *question.definitions), preset=question.preset)


def shipped_sheets() -> tuple[str, ...]:
    """Return the ids of the sheets that come with this package."""
    return tuple(sorted(path.stem for path in SHIPPED.glob("*.toml")))


def load_sheet(name_or_path: str | Path) -> Sheet:
    """Return a sheet: a shipped one by id, or any by path.

    Raises:
        VerifyError: there is none, or it is not a sheet; with the file, the line where one is to blame, and what to
            do.

    """
    path = _find(name_or_path)
    text = _read(path)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line, message = _placed(str(error))
        raise VerifyError(f"this is no TOML: {message}", Span(str(path), line)) from None
    return _sheet(Table(data, text, str(path)))


def _find(name_or_path: str | Path) -> Path:
    name = str(name_or_path)
    if name in shipped_sheets():
        return SHIPPED / f"{name}.toml"
    path = Path(name_or_path)
    if path.suffix == ".toml" or path.is_file():
        return path
    close = difflib.get_close_matches(name, shipped_sheets(), 1)
    meant = f"; did you mean {close[0]!r}?" if close else ""
    raise VerifyError(
        f"no sheet is called {name!r}{meant} (shipped: {', '.join(shipped_sheets())}; or give the path of a .toml file)"
    )


def _read(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST:
            raise VerifyError(f"{path}: larger than {LARGEST} bytes, so this is no sheet")
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise VerifyError(f"{path}: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise VerifyError(f"{path}: not UTF-8; save the sheet as UTF-8") from None


def _placed(message: str) -> tuple[int, str]:
    """Return the line that the TOML reader's message names (1 if none), and the rest of it."""
    found = re.search(r" \(at line (\d+), column \d+\)", message)
    return (
        (int(found[1]), message.replace(found[0], "")) if found else (1, message.replace(" (at end of document)", ""))
    )


# ------------------------------------------------------------------------------------------- its parts


def _sheet(top: Table) -> Sheet:
    top.allow("schema", "id", "title", "context", "question")
    if top.text("schema") != SCHEMA:
        raise top.error(f"schema is {top.text('schema')!r}, but this program reads {SCHEMA!r}", "schema")
    contexts = {t.name: context_of(t) for t in top.named_tables("context")}
    questions = tuple(_question(t, contexts) for t in top.tables("question"))
    if not questions:
        raise top.error("the sheet has no [[question]]; add one for each question")
    seen: set[str] = set()
    for question, table in zip(questions, top.tables("question"), strict=True):
        if question.id in seen:
            raise table.error(f"the question {question.id!r} is there twice; ids are unique", "id")
        seen.add(question.id)
    return Sheet(top.text("id"), top.text("title"), questions, contexts, top.file)


def _question(table: Table, contexts: dict[str, ContextTable]) -> Question:
    table.allow(
        "id",
        "points",
        "context",
        "kind",
        "derivation",
        "asks",
        "claim",
        "milestones",
        "prose",
        "reference",
        "names",
        "definitions",
        "preset",
        "note",
        "beside",
        "answer",
        "label",
    )
    claim = table.alternatives("claim", ())
    question = Question(
        table.text("id"),
        table.number("points"),
        table.choice("kind", KINDS),
        table.text("asks"),
        table.text("context", ""),
        table.texts("derivation", ()),
        tuple(forms[0] for forms in claim),
        tuple(forms[1:] for forms in claim),
        tuple(_milestone(t) for t in table.tables("milestones", ())),
        table.number("prose", 0.0),
        table.text("reference", ""),
        table.pairs("names", ()),
        table.texts("definitions", ()),
        table.texts("preset", ()),
        table.text("note", ""),
        table.texts("beside", ()),
        table.texts("answer", ()),
        table.text("label", ""),
    )
    _check(question, table, contexts)
    return question


def _milestone(table: Table) -> Milestone:
    table.allow("points", "any")
    milestone = Milestone(table.number("points"), table.texts("any"))
    if not milestone.any:
        raise table.error("a milestone needs at least one statement in `any`", "any")
    return milestone


def _check(question: Question, table: Table, contexts: dict[str, ContextTable]) -> None:
    """Refuse what cannot be graded: a context that is not there, points that do not add up, nothing to reach."""
    for key, names in (("context", (question.context,) if question.context else ()), ("beside", question.beside)):
        if unknown := next((name for name in names if name not in contexts), ""):
            there = ", ".join(contexts) or "none"
            raise table.error(f"no context is called {unknown!r} (there are: {there})", key)
    parts = question.prose + sum(m.points for m in question.milestones)
    if parts > question.points + TOLERANCE:
        raise table.error(
            f"milestones and prose are worth {parts:g}, more than the question's {question.points:g}; lower them",
            "points",
        )
    if question.by_hand:
        if question.claim or question.milestones:
            raise table.error(f"a question of kind {question.kind!r} has no claim and no milestones", "kind")
        return
    if question.prose == question.points:  # all of it is for a person
        return
    if not question.context:
        raise table.error("a question to derive needs a `context` that says what its names are", "id")
    if not (question.claim or question.milestones):
        raise table.error("a question to derive needs a `claim` or `milestones`", "id")
    left = question.points - parts
    if question.claim and question.points and left <= TOLERANCE:
        raise table.error("milestones and prose take all the points; leave some for the claim", "points")
    if not question.claim and abs(left) > TOLERANCE:
        raise table.error(f"{left:g} points are for nothing: there is no claim; give them to milestones", "points")


__all__ = ["BY_HAND", "KINDS", "SCHEMA", "Milestone", "Question", "Sheet", "load_sheet", "shipped_sheets"]
