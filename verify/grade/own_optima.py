r"""Where a function of the student's own is best: "so $t^* = \frac{a}{a + b}$", with g(t) = a log t + b log(1 - t).

The star says nothing by itself. It names the value where the slope of such a function is 0 there, so that nothing
follows from a wrong one; whether the function is best there is not asked, and such a row earns nothing.

Main definitions
----------------
* `names_optimum`: whether a row says where a function of one's own is best; its name is known from there on.
"""

from __future__ import annotations

from collections.abc import Iterator

from verify.grade.evidence import check
from verify.grade.thread import Thread
from verify.latex.defining import with_definition
from verify.latex.elaborate import statements
from verify.latex.errors import Unread
from verify.latex.heads import Head
from verify.latex.names import key_of
from verify.latex.scope import Definition, Value
from verify.latex.tree import Bracket, Letter, Mark, Node, Number, Product, Row, Scripted
from verify.terms.nodes import IllTyped
from verify.terms.statement import Statement


def names_optimum(row: Row, thread: Thread) -> bool:
    """Take up the name of where a function of one's own is best, t^* = a/(a + b); whether a row gives it."""
    if len(row.sides) != 2 or row.relations[0] not in ("=", ":=") or row.unread or row.ill_typed:
        return False
    left, value = row.sides
    if value is None or not isinstance(left, Scripted) or left.sub is not None or left.primes:
        return False
    if not (isinstance(left.base, Letter) and isinstance(left.sup, Mark) and left.sup.text == "*"):
        return False
    name, key = key_of(left, thread.scope.fonts) or "", key_of(left.base, thread.scope.fonts) or ""
    if thread.scope.meaning(name) is not None or _has_a_world(key, thread):
        return False
    if not any(check(s, thread.scope.context).holds for s in _slopes(left.base, key, value, thread)):
        return False
    thread.give(with_definition(Head(name), value, thread.scope))
    return True


def _has_a_world(key: str, thread: Thread) -> bool:
    """Whether the sheet says where a number is best."""
    meaning = thread.scope.meaning(key)
    symbols = {symbol for world in thread.worlds for symbol, _ in world.values}
    return isinstance(meaning, Value) and meaning.term in symbols


def _slopes(argument: Letter, key: str, value: Node, thread: Thread) -> Iterator[Statement]:
    """Yield for each function of one's own of a number that its slope is 0 at a value."""
    for name, meaning in thread.scope.names.items():
        if not (isinstance(meaning, Definition) and meaning.own and meaning.parameters == (key,) and name.isalpha()):
            continue
        at, end = argument.start, value.end
        slope = Scripted(at, end, Letter(at, end, name), primes=1)
        there = Product(at, end, ("",), (slope, Bracket(at, end, "(", (value,))))
        try:
            yield from statements(there, "=", Number(end, end, "0"), thread.scope)[:1]
        except (Unread, IllTyped):
            continue
