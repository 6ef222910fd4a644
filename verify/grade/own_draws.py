r"""Normal variables of the student's own: "let $u \sim N(\mu, s^2)$ with real $\mu$ and $s > 0$".

Means that write no law are over such a variable where they speak of it, until the question ends or the letter is given
another law. The law has to be one of numbers, in letters that mean something.

Main definitions
----------------
* `take_up_draw`: take up what a formula in the text says of a letter that means nothing yet.
* `leaves_open`: whether a row speaks of something else, of which nobody knows whether its mean is taken, too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from verify.grade.thread import Thread
from verify.grade.words import Cue
from verify.latex.errors import NeedsShape, Unread
from verify.latex.heads import Head, head_of
from verify.latex.measures import draws
from verify.latex.names import key_of
from verify.latex.normals import normal_ref
from verify.latex.tree import Letter, Node, Number, Relation, Row, Scripted
from verify.terms.nodes import Expect, IllTyped
from verify.terms.rewrite import free, walk
from verify.terms.statement import Statement

#: why a row that is right as it was read is left open
OPEN_MEAN = "over what this mean is taken is not written"


def take_up_draw(row: Row, thread: Thread, said: Cue) -> bool:
    """Take up the normal law of a letter of one's own; a new law, or none that is known, ends the one before."""
    left = row.sides[0] if row.sides else None
    key = key_of(left, thread.scope.fonts) if isinstance(left, Letter) else None
    if left is None or key is None or not (said.free or said.anew) or row.relations not in ((), ("~",)):
        return False
    _forget(key, thread)
    right = row.sides[1] if len(row.sides) == 2 else None
    if right is None or not said.free or head_of(left, thread.scope) != Head(key):
        return False
    measure = Relation(left.start, right.end, left, "~", right)
    if not _is_of_a_number(right, measure, thread):
        return False
    thread.drawn = thread.scope.drawn if thread.drawn is None else thread.drawn
    thread.scope = replace(thread.scope, drawn=(measure, *thread.scope.drawn))
    return True


def _forget(key: str, thread: Thread) -> None:
    """Forget the law of a letter, if the text has given it one."""
    if thread.drawn is None:
        return
    kept = tuple(m for m in thread.scope.drawn if m in thread.drawn or not _is_of(m, key, thread))
    thread.scope = replace(thread.scope, drawn=kept)


def _is_of(measure: Node, key: str, thread: Thread) -> bool:
    return isinstance(measure, Relation) and key_of(measure.left, thread.scope.fonts) == key


def _is_of_a_number(law: Node, measure: Relation, thread: Thread) -> bool:
    try:
        normal = normal_ref(law, thread.scope)
        if normal is None or normal.at is not None or not _is_square(normal.covariance) or normal.shape(thread.scope):
            return False
        found, _ = draws(measure, thread.scope)
    except (Unread, IllTyped, NeedsShape):
        return False
    return len(found) == 1 and all(not variable.shape for variable in found[0].variables)


def _is_square(variance: Node) -> bool:
    """Whether a variance is written as one, s² or 1: who writes N(m, s) may mean the standard deviation."""
    power = variance.sup if isinstance(variance, Scripted) else variance
    return isinstance(power, Number) and power.text == ("2" if isinstance(variance, Scripted) else "1")


def leaves_open(found: Iterable[Statement], thread: Thread) -> bool:
    """Whether rows speak of more than one's own numbers, where means are over a variable of one's own: of that, too?"""
    if thread.drawn is None or thread.scope.drawn == thread.drawn:
        return False
    mine = thread.scope.drawn[: len(thread.scope.drawn) - len(thread.drawn)]
    if not any(isinstance(measure, Relation) and normal_ref(measure.right, thread.scope) for measure in mine):
        return False
    found = tuple(found)
    means = any(isinstance(node, Expect) for reading in found for arg in reading.args for node in walk(arg))
    return means and any(s not in thread.owned for reading in found for arg in reading.args for s in free(arg))
