r"""Numbers of the student's own: "For $a, b > 0$ let $g(t) = a \log t + b \log(1 - t)$", "pour $c \in \mathbb{R}$".

A letter that means nothing in the question, and of which words and a range say that it is any number there, is one
until the question ends, or until the text says what it is: "with $a = p(x)$" takes the number's place.

Main definitions
----------------
* `take_up_numbers`: declare the letters of which a formula in the text says a range.
* `foresee_numbers`: those of which the text says it right behind a formula.
* `let_instance`: end the numbers for which a row puts something; `note_restriction`: see what else is said of them.
* `live_numbers`: those of which nothing else is said; `numbers_in`: those of which a formula speaks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from verify.grade.evidence import check
from verify.grade.free_words import joins, says_no_more, says_of_which, says_otherwise, says_together
from verify.grade.thread import Thread
from verify.grade.words import Cue, ends_cases, ends_signs, generalizes
from verify.latex.domains import interval_of, split
from verify.latex.heads import Head, head_of
from verify.latex.names import key_of
from verify.latex.rows import Macros, rows
from verify.latex.scope import Definition, Scope, Value
from verify.latex.source import Formula, Piece, Prose
from verify.latex.tree import (
    Bracket,
    Derivative,
    Letter,
    Node,
    Number,
    Operator,
    Plus,
    Product,
    Relation,
    Row,
    Scripted,
    Word,
    walk,
)
from verify.latex.tree import Sequence as Items
from verify.terms.context import REALS, Declaration, Interval
from verify.terms.nodes import Sym
from verify.terms.rewrite import free
from verify.terms.statement import Statement

#: letters of indices, sizes, functions and differentials, which no range makes numbers
_FUNCTIONS = frozenset("dfghE")
_NO_NUMBERS = _FUNCTIONS | frozenset("ijklmnNMK")
#: fonts of arrays
_BOLD = re.compile(r"\\(?:math(?!bb)|bold|bm|vec|text|operator)")
_RANGES = frozenset({"<", "<=", ">", ">=", "in"})
#: stands for all of them, where words say something of some
_ALL = "*"


def take_up_numbers(row: Row, thread: Thread, said: Cue, text: str) -> bool:
    """Declare the letters of which a row says a range as free numbers; whether it says nothing else."""
    if not said.free or row.unread or not _RANGES.issuperset(row.relations) or _BOLD.search(text) is not None:
        return False
    found = _range_said(row) if row.relations else _reals_said(row, said)
    if found is None:
        return False
    letters, interval = found
    keys = [_own_letter(letter, thread, said.free == "real") for letter in letters]
    new = [key for key in keys if key is not None]
    for key in new:
        _declare(key, interval, thread)
        if not said.plainly or (isinstance(row.sides[0], Number) and len(row.sides) == 2):  # "0 < a, b < 1"
            thread.restricted.add(key)
    return bool(new) and len(new) == len(keys)


def foresee_numbers(pieces: Sequence[Piece], threads: Sequence[Thread], macros: Macros) -> None:
    """Declare the letters of which the words right behind a formula say a range: "…, where $a > 0$ and $b > 0$"."""
    kind = ""
    for text, formula, behind in zip(pieces[::2], pieces[1::2], [*pieces[2::2], Prose(0, 0, "")], strict=False):
        if not isinstance(text, Prose) or not isinstance(formula, Formula) or formula.display:
            return
        kind = says_of_which(text.text) if not kind or not joins(text.text) else kind
        if not kind:
            return
        words = behind.text if isinstance(behind, Prose) else "$"
        said = Cue(free="" if says_otherwise(words) else kind, plainly=says_no_more(words))
        for row in rows(formula, macros):
            for one in threads:
                if not any(True for side in row.sides if side is not None for _ in numbers_in(side, one)):
                    take_up_numbers(row, one, said, formula.text)


def _range_said(row: Row) -> tuple[tuple[Node, ...], Interval] | None:
    """Return the letters of a row, and the interval in which it says that they lie: a, b > 0; 0 < c < 1; d ∈ ℝ."""
    sides = [side for side in row.sides if side is not None]
    if len(sides) != len(row.relations) + 1 or len(sides) > 3:
        return None
    node = sides[-1]
    for side, relation in zip(reversed(sides[:-1]), reversed(row.relations), strict=True):
        node = Relation(row.start, row.end, side, relation, node)
    what, where = split(node)
    interval = None if where is None else interval_of(where)
    if interval is None or (interval.low is not None and interval.high is not None and interval.low >= interval.high):
        return None
    return (what.items if isinstance(what, Items) else (what,)), interval


def _reals_said(row: Row, said: Cue) -> tuple[tuple[Node, ...], Interval] | None:
    """Return the letters of which words alone say that they are real numbers: "for real numbers $a, b$"."""
    what = row.sides[0] if row.sides else None
    if said.free != "real" or what is None:
        return None
    return (what.items if isinstance(what, Items) else (what,)), REALS


def _own_letter(letter: Node, thread: Thread, real: bool) -> str | None:
    """Return the key of a letter that is no name of the question's, or is such a number already.

    A letter of indices is one where words say that it is `real`.
    """
    base = letter.base if isinstance(letter, Scripted) else letter
    if not isinstance(base, Letter) or base.font or base.accent or base.name in (_FUNCTIONS if real else _NO_NUMBERS):
        return None
    numbered = isinstance(letter, Scripted) and isinstance(letter.sub, Number) and letter.sup is None
    if not (numbered or letter is base) or (base.name[0].isupper() and base.name != "C"):
        return None
    key = key_of(letter, thread.scope.fonts)
    if key is None or key in thread.numbers:
        return key
    known = [scope for scope in (thread.scope, *thread.elsewhere) if not _is_new(letter, base, key, scope)]
    return None if known else key


def _is_new(letter: Node, base: Letter, key: str, scope: Scope) -> bool:
    """Whether a letter means nothing in a scope, with its number or without it."""
    if head_of(letter, scope) != Head(key):
        return False
    return letter is base or (scope.meaning(base.name) is None and scope.meaning(f"{base.name}[]") is None)


def _declare(key: str, interval: Interval, thread: Thread) -> None:
    """Let a letter be any number of an interval from here on."""
    context = thread.scope.context
    name = key
    while name in context.by_name and context.by_name[name] != Declaration(thread.numbers.get(key, Sym("")), interval):
        name += "′"
    symbol = Sym(name, "real")
    if name not in context.by_name:
        context = replace(context, symbols=(*context.symbols, Declaration(symbol, interval)))
    thread.scope = replace(thread.scope, context=context).with_names({key: Value(symbol)})
    thread.numbers = {**thread.numbers, key: symbol}
    thread.owned |= {symbol}


def forget_numbers(keys: Iterable[str], thread: Thread) -> None:
    """Let such numbers mean nothing any more."""
    ended = {key for key in keys if key in thread.numbers}
    if ended:
        thread.scope = thread.scope.with_only({k: m for k, m in thread.scope.names.items() if k not in ended})
        thread.numbers = {key: symbol for key, symbol in thread.numbers.items() if key not in ended}


def let_instance(row: Row, thread: Thread, said: Cue) -> None:
    """End the numbers of which a row says what they are, and those that words give a new meaning: "let $a$ be …"."""
    if not thread.numbers or not row.sides or row.sides[0] is None:
        return
    named = [key for key in _numbers_named(row.sides[0], thread) if not _is_argument(key, thread)]
    if len(row.sides) == 1:
        if said.anew and said.free != "real":
            forget_numbers(named, thread)
    elif row.relations[0] in ("=", ":=", "~") and not said.condition:
        others = {key for side in row.sides[1:] if side is not None for key in numbers_in(side, thread)}
        if others.isdisjoint(named):
            thread.restricted |= others and set(named)
            forget_numbers(named, thread)


def _numbers_named(side: Node, thread: Thread) -> tuple[str, ...]:
    """Return the numbers that a side is, or of which it is a list: a; a, b; (a, b)."""
    items = side.items if isinstance(side, Items | Bracket) else (side,)
    keys = [key_of(item, thread.scope.fonts) for item in items]
    return tuple(key for key in keys if key in thread.numbers and key is not None)


def numbers_in(side: Node, thread: Thread) -> Iterator[str]:
    """Yield the numbers of which a formula speaks."""
    return (key for node in walk(side) if (key := key_of(node, thread.scope.fonts)) in thread.numbers and key)


def note_restriction(row: Row, conditions: Iterable[Statement], thread: Thread) -> None:
    """See whether a row says more of such numbers than their range: a + b = 1, a > b, a = b = 1/2."""
    if not thread.numbers or row.unread:
        return
    sides = [side for side in row.sides if side is not None]
    spoken = {key for side in sides for key in numbers_in(side, thread)}
    if not spoken or any(is_function(node, thread) for side in sides for node in walk(side)):
        return
    context = thread.scope.context
    said = [s for s in conditions if all(_is_number(symbol, thread) for arg in s.args for symbol in free(arg))]
    if any(not check(s, context).holds for s in said):
        thread.restricted |= spoken


def _is_number(symbol: Sym, thread: Thread) -> bool:
    """Whether a symbol is a number, and no argument of a function of one's own: t < a/(a + b) says nothing of a."""
    return not symbol.shape and symbol.sort == "real" and not _is_argument(symbol.name, thread)


def _is_argument(key: str, thread: Thread) -> bool:
    own = (m for m in thread.scope.names.values() if isinstance(m, Definition) and m.own)
    return any(key in definition.parameters for definition in own)


def note_words(text: str, thread: Thread) -> None:
    """See what a text says of such numbers: what some are together, or that it goes on in general."""
    if says_together(text):
        thread.restricted.add(_ALL)
    if thread.numbers and (generalizes(text) or ends_cases(text) or ends_signs(text)):
        whole = generalizes(text) or ends_cases(text)
        forget_numbers([key for key in thread.numbers if whole or _is_argument(key, thread)], thread)


def live_numbers(thread: Thread) -> set[Sym]:
    """Return the numbers of which nothing is said but where they lie."""
    if _ALL in thread.restricted:
        return set()
    return {symbol for key, symbol in thread.numbers.items() if key not in thread.restricted}


def is_function(side: Node, thread: Thread) -> bool:
    """Whether a side is a derivative, an extremum or mean, or a function of one's own at something: g'(t), g(1/2)."""
    match side:
        case Derivative() | Operator():
            return True
        case Plus(terms=(term,)):
            return is_function(term, thread)
        case Product(factors=(Letter() | Word() | Scripted() as name, Bracket())):
            base = name.base if isinstance(name, Scripted) and name.primes else name
            meaning = thread.scope.meaning(key_of(base, thread.scope.fonts) or "")
            return isinstance(meaning, Definition) and bool(meaning.parameters)
    return False
