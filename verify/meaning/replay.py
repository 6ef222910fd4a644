"""Replay of statements: does one hold at an instance, and is there an instance where it fails?

Main definitions
----------------
* `holds(statement, instance, context)`: True, False, or None where one instance cannot tell.
* `refute(statement, context)`: a `Counterexample` that satisfies every hypothesis and obligation, or None.

The same seed gives the same counterexample.
"""

from __future__ import annotations

import itertools
from dataclasses import replace
from functools import lru_cache

from verify.meaning.case import Judgement, Violation, text
from verify.meaning.draw import draw
from verify.meaning.evaluate import evaluate
from verify.meaning.instance import Instance
from verify.meaning.judge import judge, throughout
from verify.meaning.numbers import Undefined, Unsupported
from verify.model import Counterexample
from verify.terms.context import Context
from verify.terms.nodes import Sym, Term
from verify.terms.rewrite import names, walk
from verify.terms.statement import STRUCTURAL, Statement
from verify.terms.unfold import unfold_definitions

BOUNDARY = 12


def holds(statement: Statement, instance: Instance, context: Context) -> bool | None:
    """Return whether the atom of `statement` holds at `instance`; its hypotheses are the caller's to check."""
    found = judge(statement, instance, context)
    return False if isinstance(found, Violation) else found


def refute(
    statement: Statement, context: Context, *, seed: int = 0, tries: int = 24, boundary: bool = True
) -> Counterexample | None:
    """Look for an instance where `statement` fails: `tries` generic ones, then labelled `boundary` instances."""
    terms = (*statement.args, *statement.variables)
    generic = draw(context, seed, tries, terms=terms, hypotheses=statement.hypotheses)
    special = draw(context, seed, BOUNDARY, terms=terms, hypotheses=statement.hypotheses, boundary=True)
    for instance in itertools.chain(generic, special if boundary else ()):
        found, place = judged(statement, instance, context)
        if isinstance(found, Violation):
            return counterexample(statement, place, context, found)
    return None


def judged(statement: Statement, instance: Instance, context: Context) -> tuple[Judgement, Instance]:
    """Return what `throughout` says, and keep it: links and numeric checks judge the same instances again."""
    return _judged(replace(statement, span=None), instance, context)


@lru_cache(maxsize=1024)
def _judged(statement: Statement, instance: Instance, context: Context) -> tuple[Judgement, Instance]:
    return throughout(statement, instance, context)


def counterexample(statement: Statement, instance: Instance, context: Context, found: Violation) -> Counterexample:
    """Return what a violation shows, with the values of every name that the statement rests on."""
    notes = [instance.label] if instance.label != "generic" else []
    if found.note:
        notes.append(found.note)
    shown = () if statement.relation in STRUCTURAL else _values(statement, instance, context)
    return Counterexample(shown, found.lhs, found.rhs, found.evidence, "; ".join(notes))


def _values(statement: Statement, instance: Instance, context: Context) -> tuple[tuple[str, str], ...]:
    hypotheses = (*(h for h, _ in context.hypotheses), *statement.hypotheses)
    written = [*statement.args, *(arg for h in hypotheses for arg in h.args)]
    used = set().union(*(names(t) | names(unfold_definitions(t, context)) for t in written))
    used |= {s.name for t in written for node in walk(t) for dim in node.shape for s in walk(dim) if isinstance(s, Sym)}
    used |= _tacit(used, context)
    shown = [(name, value) for name, value in instance.text if _belongs(name, used)]
    for declared in context.symbols:
        if declared.definition is not None and declared.symbol.name in used:
            shown.append((declared.symbol.name, _defined(declared.definition, instance, context)))
    return tuple(shown)


def _tacit(used: set[str], context: Context) -> set[str]:
    """Names that the used laws and functions rest on: parameters, base laws, spaces."""
    found: set[str] = set()
    for law in context.laws:
        if law.name in used:
            found |= law.depends | set(law.pushforward or ()) | set(law.targets) | set(law.given)
    for f in context.functions:
        if f.name in used or f.inverse in used:
            found |= f.depends | set(f.spaces) | {f.result, f.name}
    return found


def _belongs(name: str, used: set[str]) -> bool:
    bare = name.removeprefix("volumes of ")
    return bare in used or bare.split("(")[0] in used or bare[: bare.rfind("(")] in used


def _defined(definition: Term, instance: Instance, context: Context) -> str:
    try:
        return text(evaluate(definition, instance, context))
    except (Undefined, Unsupported):
        return "undefined"
