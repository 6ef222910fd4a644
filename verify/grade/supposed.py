"""What an answer supposes without claiming it, and rows that are right for that.

"p_g = p_d", "… = 0" and what stands behind "if" are chosen or set, in the text or in a display of their own; the rows
after them may be about that case, though no word says so. "… + λ ‖Γw‖², λ = p(1 - p)" says behind a row what it means.
A row that is false in general and true for what was supposed is held against nobody; nor does it pass for that.

Main definitions
----------------
* `rests_on`: the supposition under which a false row is true.
* `is_index_case`: whether a hypothesis is about indices.
* `sets_value`: whether an equation gives a value to a declared number.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from verify.grade.evidence import check_all
from verify.grade.thread import Thread
from verify.grade.worlds import transport
from verify.terms.context import Context
from verify.terms.nodes import At, Density, IllTyped, Num, Pow, Sym, Term
from verify.terms.printing import statement_text
from verify.terms.rewrite import free, substitute
from verify.terms.statement import Statement
from verify.terms.unfold import unfold_definitions

#: the latest suppositions that are tried
LATEST = 4
_WEAK = {"<": "<=", ">": ">="}


def rests_on(found: tuple[Statement, ...], thread: Thread) -> str:
    """Return what an answer supposed under which all readings of a false row are true; "" if nothing."""
    if any(reading in thread.choices for reading in found):
        return "what this row sets"
    if put_in := next((s for s in reversed(thread.choices[-LATEST:]) if _holds_with(s, found, thread)), None):
        return statement_text(put_in)
    latest = (s for s in thread.choices[-LATEST:] if not _is_of_a_world(s, thread))
    choices = _bearing(latest, found, thread.scope.context)
    loose = any(is_loose(supposed, reading) for supposed in choices for reading in found)
    if loose and not _fails_at_an_optimum(found, thread):
        return "what is supposed for each index"
    if any(s.relation == "=" for s in choices) and _holds_weakly(found, thread):
        return "equality only in a case such as the one that is supposed before"
    for supposed in reversed(choices):
        if _holds_under((supposed,), found, thread):
            return statement_text(supposed)
    if len(choices) > 1 and _holds_under(choices, found, thread):
        return "all that is supposed before"
    for said in thread.upcoming:
        if is_index_case(said):  # "… for j ≠ k and … for j = k": it ends the case before
            if _holds_under((said,), tuple(map(_of_all_indices, found)), thread):
                return statement_text(said)
        elif _holds_under((said,), found, thread):
            thread.choices.append(said)
            return statement_text(said)
    return ""


def only_supposed(found: tuple[Statement, ...], thread: Thread) -> bool:
    """Whether a row is false for nothing but what the text supposes: it may be about another case.

    Cases of indices and of where numbers lie are no such suppositions: they last until the text ends them.
    """
    said = {h for h in thread.hypotheses if h not in thread.cases and not is_index_case(h)}
    if not any(h in said for reading in found for h in reading.hypotheses):
        return False
    without = tuple(replace(r, hypotheses=tuple(h for h in r.hypotheses if h not in said)) for r in found)
    return not check_all(without, thread.scope.context).fails


def _bearing(choices: Iterable[Statement], found: tuple[Statement, ...], context: Context) -> tuple[Statement, ...]:
    """Return the suppositions that bear on a row: they speak of what it speaks of, directly or through others.

    What is false in general stays false under a supposition about something else.
    """
    said = {one: _subjects(one, context) for one in choices}
    others = [_subjects(hypothesis, context) for hypothesis, _ in context.hypotheses]
    spoken = frozenset[str]().union(*(_subjects(reading, context) for reading in found))
    reached = frozenset[str]()
    while reached != spoken:
        reached = spoken
        spoken = spoken.union(*(names for names in (*said.values(), *others) if names & reached))
    return tuple(one for one, names in said.items() if names & spoken)


def _subjects(statement: Statement, context: Context) -> frozenset[str]:
    """Return the names of which a statement speaks, be they bound in it, and of what these depend on."""
    sides = (*statement.args, *(arg for h in statement.hypotheses for arg in h.args))
    terms = tuple(unfold_definitions(side, context) for side in sides)
    found = {s.name for s in context.spoken(*terms)}.union(*map(_named, terms))
    declared = (context.by_name, context.function_by_name, context.law_by_name)
    depends = (table[name].depends for table in declared for name in found if name in table)
    drawn = (context.by_name[name].law for name in found if name in context.by_name)
    parameters = (free(p) for law in drawn if law is not None for p in law.parameters)
    return frozenset(found).union(*depends, {s.name for s in frozenset[Sym]().union(*parameters)})


def _named(term: Term) -> frozenset[str]:
    """Return the names in a term, but for those of what it takes at a point: det J at ψ = 0 says nothing of ψ."""
    if isinstance(term, At):
        inside = _named(term.body) - {symbol.name for symbol, _ in term.values}
        return inside.union(*(_named(value) for _, value in term.values))
    return _own(term).union(*map(_named, term.children()))


def _own(term: Term) -> frozenset[str]:
    """Return the name that stands at the top of a term."""
    match term:
        case Sym(name=name) | Density(law=name):
            return frozenset({name})
        case _:
            return frozenset({term.function}) if hasattr(term, "function") else frozenset()


def _is_of_a_world(supposed: Statement, thread: Thread) -> bool:
    """Whether an equation of arrays is for what a world has a value for: the row was asked there before.

    No instance that is drawn solves ∇L(w) = 0, and looking for one takes long.
    """
    solved = (w for w in thread.worlds if w.values and not w.is_point and w.concerns(supposed))
    return any(arg.shape for arg in supposed.args) and next(solved, None) is not None


def _fails_at_an_optimum(found: tuple[Statement, ...], thread: Thread) -> bool:
    """Whether all that is supposed is so at an optimum of the sheet, and a row is false there: it does not follow."""
    context = thread.scope.context
    optima = [w for w in thread.worlds if w.values and not w.is_point and not w.is_special]
    return any(
        all(check_all((transport(s, world, context)[0],), context).holds for s in thread.choices)
        and check_all((transport(reading, world, context)[0] for reading in found), context).fails
        for world in optima
        if any(world.concerns(reading) for reading in found)
    )


def _holds_under(supposed: tuple[Statement, ...], found: tuple[Statement, ...], thread: Thread) -> bool:
    under = (replace(reading, hypotheses=(*reading.hypotheses, *supposed)) for reading in found)
    return check_all(under, thread.scope.context).holds


def _holds_with(supposed: Statement, found: tuple[Statement, ...], thread: Thread) -> bool:
    """Whether a row holds with the array put in that a choice gives for another, w = 0 or y = X w."""
    match supposed:
        case Statement(relation="=", args=(Sym(shape=(_, _)) as symbol, value)) if symbol not in free(value):
            pass
        case _:
            return False
    try:
        put = tuple(replace(r, args=tuple(substitute(arg, {symbol: value}) for arg in r.args)) for r in found)
    except IllTyped:
        return False
    return put != found and check_all(put, thread.scope.context).holds


def _holds_weakly(found: tuple[Statement, ...], thread: Thread) -> bool:
    """Whether rows that say "<" or ">" are true with "≤" or "≥": where both sides differ, the strict one is."""
    if not all(reading.relation in _WEAK for reading in found):
        return False
    weak = (replace(reading, relation=_WEAK[reading.relation]) for reading in found)
    return check_all(weak, thread.scope.context).holds


def is_loose(supposed: Statement, reading: Statement) -> bool:
    """Whether a supposition has an index that a row does not have: "μ_j = 0" is about each j then, not about one."""
    if is_index_case(supposed):
        return False
    spoken = frozenset[Sym]().union(*(free(arg) for arg in reading.args))
    return any(s.sort == "index" and s not in spoken for arg in supposed.args for s in free(arg))


def _of_all_indices(reading: Statement) -> Statement:
    return replace(reading, hypotheses=tuple(h for h in reading.hypotheses if not is_index_case(h)))


def is_index_case(hypothesis: Statement) -> bool:
    """Whether a hypothesis distinguishes cases of indices: i = j, i ≠ j."""
    return all(arg.sort == "index" for arg in hypothesis.args)


def sets_value(statement: Statement) -> bool:
    """Whether a statement says what a number is in terms of others: λ = p (1 - p)."""
    match statement:
        case Statement(relation="=", args=(Sym(sort="real", shape=()) as symbol, value)):
            return symbol not in free(value)
        case Statement(relation="=", args=(Pow(base=Sym(sort="real", shape=()) as symbol, exponent=Num()), value)):
            return symbol not in free(value)
        case _:
            return False
