"""Rows that claim nothing: names that are introduced, bare formulas, and conditions.

Main definitions
----------------
* `introduce`: take up a name that a row introduces.
* `go_on_from`: a formula without a relation: what will be computed, or a point at which something is taken.
* `conditions_of`: "i ≠ j", "0 < p < 1" as hypotheses; `conditions_in`: those inside a row.
* `forget_what_is_given_later`: letters whose range the text says are free numbers there.
"""

from __future__ import annotations

from verify.grade.anew import blur_names, given_anew, own_definition
from verify.grade.beside import is_of_another_context
from verify.grade.chain import Chain
from verify.grade.conditions import restricts
from verify.grade.conventions import doubted_convention, states_convention
from verify.grade.judged import Judged, undecided, unread
from verify.grade.multiplier import settle_by_functional
from verify.grade.notations import constructs, unconfirmed
from verify.grade.objectives import settle_by_objective
from verify.grade.redefine import REASON as REDEFINED
from verify.grade.thread import Thread, name_of
from verify.grade.words import Cue
from verify.latex.defining import define
from verify.latex.elaborate import statements
from verify.latex.errors import Unread
from verify.latex.mixtures import is_of_laws
from verify.latex.names import key_of
from verify.latex.reading import attempt, read
from verify.latex.scope import Scope
from verify.latex.sides import terms
from verify.latex.subsets import of_any_subset, takes_subset
from verify.latex.supports import region_of
from verify.latex.tree import Bracket, Node, Row, walk
from verify.latex.tree import Sequence as Items
from verify.latex.uniforms import regions_of, without_uniforms
from verify.model import Verdict
from verify.terms.nodes import ZERO, Density, IllTyped
from verify.terms.statement import COMPARISONS, Statement

#: words in a row that say of which indices it is meant
UNIVERSAL = ("for all", "for any", "for every", "for each", "pour tout", "∀")
#: relations that say where something lies
_RANGES = frozenset({"<", ">", "<=", ">=", "!=", "in"})


def introduce(row: Row, thread: Thread, cue: Cue) -> Judged | None:
    """Take up a name that a row introduces, and return what is said of the row; None where it introduces none."""
    if len(row.sides) < 2 or row.unread or row.ill_typed:
        return None
    said = row.relations[0] == ":=" or cue.setting
    if (doubted := doubted_convention(row, thread, said)) is not None:
        _continue_from(row, thread)
        return doubted
    if states_convention(row, thread):
        return None
    try:
        scope, again = _scope_with(row, thread, cue)
    except Unread as error:
        _forget_laws(row, thread)
        _continue_from(row, thread)  # what follows goes on from what this row says, whatever that is
        return unread(error, row.start, row.end)
    except IllTyped as error:
        return undecided(row, f"not well typed: {error.message}")
    if scope is None:
        _blur_average(row, thread)
        return _other_law(row, thread)
    if not said and row.sides[0] is not None and thread.is_obscure(row.sides[0]):
        thread.chain = Chain()  # nobody knows whether this row says of it what it is
        return unread(Unread("what this name stands for was said before, and could not be read"), row.start, row.end)
    if row.sides[1] is not None:
        settle_by_functional(row.sides[1], thread)
        settle_by_objective(row.sides[1], thread)
    if row.relations[0] != ":=" and (cue.onward or not (cue.setting or cue.announced)):
        thread.plain |= {key for key, meaning in scope.names.items() if thread.scope.meaning(key) is not meaning}
    _confirm_name(row, thread)
    thread.give(scope)
    _continue_from(row, thread)
    if said and not again:
        return Judged(row.start, row.end, Verdict.GIVEN, reason="introduces a name")
    # nothing says that this is a definition: it may be a claim about something with a name of its own
    return undecided(row, REDEFINED if again else "taken as what this name stands for")


def _confirm_name(row: Row, thread: Thread) -> None:
    """Count a name as understood whose meaning can be read in one way, and in notations that right rows confirm."""
    if len(row.sides) != 2 or row.readings or row.loose or row.words:
        return
    left, right = row.sides
    if left is not None and right is not None and not unconfirmed((right,), thread.known, thread.scope):
        thread.known |= constructs(left)


def _scope_with(row: Row, thread: Thread, cue: Cue) -> tuple[Scope | None, bool]:
    """Return the scope with the name that a row gives, None if it gives none, and whether it had another meaning.

    Raises:
        Unread: what the name stands for cannot be read, or it means something else in this question.
        IllTyped: it stands for something whose shapes do not fit.

    """
    said = row.relations[0] == ":="
    scope = define(row, thread.scope, cue.setting)
    again = given_anew(row, thread, said or cue.anew, cue.setting) if scope is None else None
    if (scope or again) is not None and is_of_another_context(row, thread, said or cue.setting):
        raise Unread("what this says of a name that means something else in this question")
    return scope or again, again is not None


def _blur_average(row: Row, thread: Thread) -> None:
    """Blur a name that was given of a subset, A_I, where a row says without a word that it is something else."""
    left, right = row.sides[:2]
    known = None if left is None else own_definition(left, thread.scope)
    if known is None or right is None or row.relations[0] not in ("=", ":=") or not takes_subset(known):
        return
    scope = of_any_subset(known.parameters[0], thread.scope)
    subset = None if scope is None else scope.meaning(known.parameters[0])
    before = known.scope if subset is None else known.scope.bind(known.parameters[0], subset)
    if scope is None or attempt(read, right, scope) != attempt(read, known.body, before):
        blur_names((known.key,), thread)


def _other_law(row: Row, thread: Thread) -> Judged | None:
    """Return a row as unread that says of the name of a uniform law what it is, by something that is no such law."""
    left, right = row.sides[:2]
    if left is None or right is None or row.relations[0] not in ("=", ":=", "~"):
        return None
    if regions_of(left, thread.scope) is None or regions_of(right, thread.scope) is not None:
        return None
    _forget_laws(row, thread)
    _continue_from(row, thread)
    return unread(Unread("what law this is"), row.start, row.end)


def _forget_laws(row: Row, thread: Thread) -> None:
    """Forget the uniform laws where one of their names is said to be something else: that is another pair.

    Their mixture is forgotten, too, where the row says of its name, M or M_t, what cannot be read.
    """
    left, right = row.sides[:2]
    if left is None:
        return
    if regions_of(left, thread.scope) is not None:
        thread.scope = without_uniforms(thread.scope)
    name = name_of(left, thread.scope)
    number = right is not None and isinstance(attempt(read, right, thread.scope), tuple)
    if name is not None and not number and is_of_laws(thread.scope.meaning(name)):
        thread.scope = thread.scope.with_only({key: m for key, m in thread.scope.names.items() if key != name})


def _continue_from(row: Row, thread: Thread) -> None:
    """Let later rows go on from the sides of a row, though it claims nothing."""
    first, last = row.sides[0], row.sides[-1]
    head = thread.chain.head
    if first is not None:
        head = (first,)
        thread.remember(head)
    previous = thread.chain.previous
    if last is not None:
        previous = (last,)
        thread.remember(previous)
    thread.chain = Chain(head, previous)


def go_on_from(row: Row, thread: Thread, cue: Cue, display: bool) -> None:
    """Take up a formula without a relation: what will be computed, or something to go on from."""
    side = tuple(s for s in (row.sides[0] if row.sides else None,) if s is not None)
    if not side:
        return
    if cue.at and isinstance(side[0], Bracket):
        thread.at_point = True
        return
    thread.remember(side)
    settle_by_objective(side[0], thread)
    if display or cue.heading:
        thread.chain = Chain(side, side)


def conditions_in(row: Row, thread: Thread) -> tuple[tuple[Statement, ...], str]:
    """Return the conditions inside a row as hypotheses, and the words of one that cannot be read ("" if none)."""
    found: list[Statement] = []
    for condition in row.conditions:
        read = _in_region(condition, thread)
        if not read and any(words.startswith(UNIVERSAL) for words in condition.words):
            continue
        if len(condition.sides) == 1 and condition.words and not restricts(" ".join(condition.words)):
            continue  # "factor out p" says what was done
        read = read or conditions_of(condition, thread)
        if not read:
            return tuple(found), " ".join(row.words) or "a condition"
        found.extend(read)
    return tuple(found), ""


def _in_region(row: Row, thread: Thread) -> tuple[Statement, ...]:
    """Return that a density is positive at a point for "x ∈ A", where A is the region of points where it is."""
    if row.unread or row.relations != ("in",) or row.sides[0] is None or row.sides[1] is None:
        return ()
    region = region_of(row.sides[1], thread.scope)
    laws = [law for law in thread.scope.context.laws if region is not None and law.support == region]
    if not laws:
        return ()
    try:
        points = terms(row.sides[0], thread.scope)
    except (Unread, IllTyped):
        return ()
    return tuple(Statement(">", (Density(laws[0].name, laws[0].targets, (), (point,)), ZERO)) for point in points[:1])


def conditions_of(row: Row, thread: Thread) -> tuple[Statement, ...]:
    """Return a condition such as "i ≠ j", "p = 1" or "0 < p < 1" as hypotheses; none where it cannot be read."""
    if row.unread or row.ill_typed or not row.relations or not all(r in COMPARISONS for r in row.relations):
        return ()
    found: list[Statement] = []
    for k, relation in enumerate(row.relations):
        left, right = row.sides[k], row.sides[k + 1]
        if left is None or right is None:
            return ()
        try:
            found.extend(statements(one, relation, right, thread.scope)[0] for one in _each(left, relation))
        except (Unread, IllTyped):
            return ()
    return tuple(found)


def _each(side: Node, relation: str) -> tuple[Node, ...]:
    """Return the things of which a range is said at once: a, b > 0 is a > 0 and b > 0; "w^*, ∇L = 0" is a point."""
    return side.items if isinstance(side, Items) and relation in _RANGES else (side,)


def forget_what_is_given_later(row: Row, thread: Thread) -> None:
    """Take letters whose range a formula in the text says for free numbers, whatever the text puts for them further on.

    For a, b > 0 a lemma holds; "with a = p(x) and b = q(x)" uses it, where both may be 0.
    """
    if row.relations and all(relation in _RANGES for relation in row.relations):
        letters = {key_of(n, thread.scope.fonts) for side in row.sides if side is not None for n in walk(side)}
        thread.later = {key: meaning for key, meaning in thread.later.items() if key not in letters}
