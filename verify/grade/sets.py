r"""Sets that are put together: R_{AB} = R_{AA} ∪ N_A(33), N_A(33) ∖ R_{AA} = {24, 32}.

Each name has the set that its author says it is, and the one that it has to be: what the sheet asks for, or the
window around a pixel. A row that is true of the right sets is right; one that is false of them follows from an
earlier error if it is true of its author's own sets, and is wrong if it is false of those, too.

Main definitions
----------------
* `Sets`: the sets of a document by their names; `Sets.compare`: what a chain of equal sets is worth.
* `numbers`, `key`, `label`, `of_pixel`: a set that is written out, and what the name of one says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce

from verify.grade.windows import Windows
from verify.latex.names import key_of
from verify.latex.tree import Bracket, Node, Number, Product
from verify.model import Verdict

Set = frozenset[str]
_OPERATIONS: dict[str, Callable[[Set, Set], Set]] = {
    "∪": frozenset[str].union,
    "∩": frozenset[str].intersection,
    "∖": frozenset[str].difference,
}


@dataclass
class Sets:
    """The sets that the sheet asks for, by labels, and those that a document names, as it says and as they are."""

    asked: Mapping[str, Set]
    own: dict[str, Set] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)
    windows: Windows = field(init=False)

    def __post_init__(self) -> None:
        """Begin without windows."""
        self.windows = Windows(self.asked)

    def add(self, name: Node | None, members: Set | None, place: int) -> None:
        """Keep what a set is said to be at a place of the document; the first counts."""
        called = key(name)
        if called is None or members is None:
            return
        self.own.setdefault(called, members)
        self.places.setdefault(called, place)
        if (pixel := of_pixel(name)) is not None:
            self.windows.add(*pixel, members)

    def said(self, node: Node | None) -> Set | None:
        """Return the set that an expression stands for to its author."""
        return _value(node, lambda name: self.own.get(key(name) or ""))

    def right(self, node: Node | None) -> Set | None:
        """Return the set that an expression has to stand for."""
        return _value(node, self._right_name)

    def _right_name(self, name: Node) -> Set | None:
        place = of_pixel(name)
        if place is not None:
            return None if label(name) in self.asked else self.windows.around(*place)
        return self.asked.get(label(name))

    def compare(self, sides: Sequence[Node | None], place: int) -> Verdict | None:
        """Return whether the sides of a row at a place are the same set; None where one is not known.

        A name that gets its set from this very row says nothing of it: the row is wrong if all else in it is right.
        """
        right = [self.right(side) for side in sides]
        if len(sides) < 2 or None in right:
            return None
        if len(set(right)) == 1:
            return Verdict.CONFIRMED
        said = [self.said(side) for side in sides]
        if None in said:
            return None
        if self.places.get(key(sides[0]) or "") == place:
            return Verdict.REFUTED if said[1:] == right[1:] else None
        return Verdict.CARRIED if len(set(said)) == 1 else Verdict.REFUTED


def numbers(node: Node | None) -> Set | None:
    """Return the numbers of a set that is written out, or of a union of such."""
    return _value(node, lambda _: None) if not isinstance(node, Product) or set(node.operators) == {"∪"} else None


def label(name: Node | None) -> str:
    """Return the letters in the scripts of a name: AB of R_{AB}, and of |R_{AB}|."""
    if isinstance(name, Bracket) and name.opening == "|" and len(name.items) == 1:
        name = name.items[0]
    key = key_of(name) if name is not None else None
    return "".join(re.findall("[A-Za-z]", re.sub(r"^[^_^]*|\(.*", "", key or "")))


def of_pixel(name: Node | None) -> tuple[str, str] | None:
    """Return the name and the pixel of a set that is named after one: N_A and 33 of N_A(33)."""
    match name:
        case Product(operators=("",), factors=(head, Bracket(opening="(", items=(Number(text=pixel),)))):
            key = key_of(head)
            return None if key is None else (key, pixel)
    return None


def key(name: Node | None) -> str | None:
    """Return what a set is called; None of one that is put together."""
    if (place := of_pixel(name)) is not None:
        return f"{place[0]}({place[1]})"
    return key_of(name) if name is not None and not isinstance(name, (Bracket, Number)) else None


def _value(node: Node | None, of_name: Callable[[Node], Set | None]) -> Set | None:
    match node:
        case None:
            return None
        case Bracket(opening="{", items=items, separators=separators) if set(separators) <= {",", ";"} and items:
            found = [item.text for item in items if isinstance(item, Number)]
            return frozenset(found) if len(found) == len(items) else None
        case Bracket(opening="(", items=(inside,)):
            return _value(inside, of_name)
        case Product() if any(operator in _OPERATIONS for operator in node.operators):
            operators, factors = _operands(node)
            parts = [_value(factor, of_name) for factor in factors]
            known = [part for part in parts if part is not None]
            plain = len(set(operators)) == 1 and (operators[0] != "∖" or len(factors) == 2)
            if not plain or len(known) < len(factors) or operators[0] not in _OPERATIONS:
                return None
            return reduce(_OPERATIONS[operators[0]], known)
    return of_name(node)


def _operands(product: Product) -> tuple[list[str], list[Node]]:
    """Return the operators between sets and the sets: N_A(33) is two factors side by side."""
    groups = [[product.factors[0]]]
    for operator, factor in zip(product.operators, product.factors[1:], strict=True):
        if operator:
            groups.append([factor])
        else:
            groups[-1].append(factor)
    joined = (g[0] if len(g) == 1 else Product(g[0].start, g[-1].end, ("",) * (len(g) - 1), tuple(g)) for g in groups)
    return [operator for operator in product.operators if operator], list(joined)
