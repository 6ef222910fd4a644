"""Syntax trees of formulas, as written: no name is resolved, no type is known.

Every node knows which characters of the document it was read from (`start`, `end`: offsets into
`Document.text`), so that a message can put a caret under the place. What juxtaposition means (a product, or a
function of its argument), whether a superscript is a power or part of a name, and how far an operator without
brackets reaches is decided by types, in `verify.latex.elaborate`; where the *syntax* leaves it open how far E, Σ,
log or ∂ reach, the parser returns a tree for each reading.

Main definitions
----------------
* `Node` and its kinds; `children`, `walk`; `rebuilt`, `with_child`: a node with other children.
* `Row`: one row of a display: sides, the relations between them, words and conditions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, TypeVar


@dataclass(frozen=True, slots=True)
class Node:
    """A part of a formula, read from the characters `start` to `end` of the document."""

    start: int
    end: int


SomeNode = TypeVar("SomeNode", bound=Node)


@dataclass(frozen=True, slots=True)
class Number(Node):
    """A numeral, as written ("12", "0.5")."""

    text: str


@dataclass(frozen=True, slots=True)
class Letter(Node):
    r"""One letter: "x", "psi" (Greek by its TeX name), "ell", "nabla" is none.

    `font` is "" for italic and for bold (\mathbf, \boldsymbol, \bm, \vec, \mathsf and so on make no new
    name), "cal" for \mathcal and \mathscr, "bb" for \mathbb, "frak" for \mathfrak. `accent` is "hat", "bar",
    "tilde", "dot" or "".
    """

    name: str
    font: str = ""
    accent: str = ""


@dataclass(frozen=True, slots=True)
class Word(Node):
    r"""Letters that are one name: "ELBO", "dropout", "Bern" (from \text, \mathrm, \operatorname, or known words)."""

    text: str
    accent: str = ""


@dataclass(frozen=True, slots=True)
class Mark(Node):
    """A symbol that is no operand: "*", "top" (ᵀ, however it is spelled), "dagger", "cdot" (a blank), "dots", ":"."""

    text: str


@dataclass(frozen=True, slots=True)
class Infinity(Node):
    """∞."""


@dataclass(frozen=True, slots=True)
class Scripted(Node):
    """`base` with a subscript, a superscript and primes: xᵢ², Xᵀ, w*, f'(t) (without its argument).

    `sub` and `sup` are read as formulas of their own: xᵢⱼ has `Product((i, j))`, R_{k,i} a `Sequence`, a subscript
    "x ~ q" or "i = 1" a `Relation`.
    """

    base: Node
    sub: Node | None = None
    sup: Node | None = None
    primes: int = 0


@dataclass(frozen=True, slots=True)
class Bracket(Node):
    """Something in brackets: ( [ { | ‖ ⟨, with its items and the separators (, ; | ‖ :) between them.

    `closing` is "" where the bracket closes as it opened; else it is how a half-open interval ends: [0, 1) has
    opening "[" and closing "(", ]0, 1[ has "]" and "[".
    """

    opening: str
    items: tuple[Node, ...]
    separators: tuple[str, ...] = ()
    closing: str = ""


@dataclass(frozen=True, slots=True)
class Sequence(Node):
    """Items with separators but without brackets: "k, i" in a subscript; separators as in `Bracket`."""

    items: tuple[Node, ...]
    separators: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plus(Node):
    """A sum of signed terms; signs are "+", "-" or "±" (the first is "+" if none is written)."""

    signs: tuple[str, ...]
    terms: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Product(Node):
    """Factors side by side.

    `operators[k]`, before factor k + 1, is "" (juxtaposed), "·", "×", "*", "⊙", "⊗", "∘" or "/".
    """

    operators: tuple[str, ...]
    factors: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Fraction(Node):
    r"""A fraction written with \frac; a quotient with a slash is a `Product`."""

    numerator: Node
    denominator: Node


@dataclass(frozen=True, slots=True)
class Root(Node):
    """√radicand; `index` is None for the square root."""

    radicand: Node
    index: Node | None = None


@dataclass(frozen=True, slots=True)
class Operator(Node):
    r"""A prefix operator and what it applies to.

    `name` is "log", "ln", "exp", "sin" and so on, "det", "tr", "diag", "rank", "E", "Var", "Cov", "P", "KL", "JSD",
    "H" (entropy: from \mathbb{H} or H of brackets is decided by types, so a plain H is a `Letter`), "max", "min",
    "sup", "inf", "argmax", "argmin", "lim", "nabla", "sum", "prod", "int", "Re", "Im".
    `sub` and `sup` are its scripts. `body` is None where nothing follows. `bracketed` tells that the body is what
    stands in brackets right behind it; `variables` are an integral's differentials.
    """

    name: str
    body: Node | None
    sub: Node | None = None
    sup: Node | None = None
    bracketed: bool = False
    variables: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Derivative(Node):
    """∂ⁿ body / ∂ v₁ ∂ v₂ …, also with d; `body` is what stands in the numerator or, if nothing does, behind it.

    `total` tells d from ∂. `order` is the number of derivatives in all.
    """

    body: Node | None
    variables: tuple[Node, ...]
    order: int = 1
    total: bool = False


@dataclass(frozen=True, slots=True)
class Matrix(Node):
    """Rows of entries; `opening` is "(", "[", "|" (a determinant), "‖" or "" (an array without brackets)."""

    opening: str
    rows: tuple[tuple[Node, ...], ...]


@dataclass(frozen=True, slots=True)
class Cases(Node):
    """Values, each with its condition (None for "otherwise")."""

    values: tuple[Node, ...]
    conditions: tuple[Node | None, ...]


@dataclass(frozen=True, slots=True)
class Evaluated(Node):
    """body|_{where}: `where` is a `Relation`, a `Sequence` of them, or a tuple of values."""

    body: Node
    where: Node


@dataclass(frozen=True, slots=True)
class Relation(Node):
    """A relation inside a formula: a subscript "i = 1", "x ~ q", a condition "i ≠ j", "x in X"."""

    left: Node
    relation: str
    right: Node


#: relations of a row, however they are spelled (`parse` lists the spellings)
RELATIONS = (
    "=",
    ":=",
    "!=",
    "<=",
    ">=",
    "<",
    ">",
    "in",
    "~",
    "approx",
    "propto",
    "->",
    "=>",
    "<=>",
    "psd",
    "pd",
    "nsd",
    "nd",
    "perp",
    "subset",
)


@dataclass(frozen=True, slots=True)
class Row:
    """One statement as written: a row of a display, or a part of one between commas and words.

    `sides[0]` is None where a row starts with its relation, `sides[-1]` where it ends with one. `relations[k]` stands
    between sides k and k + 1. `words` are the words in the formula in order ("if", "for all i"), `conditions` the
    statements that follow such words (each has the words before it as its own `words`). `sides` is the conventional
    reading. `readings` are other trees of the same sides that are as likely, where the reach of an operator is open
    (Σᵢ aᵢ + i); `loose` are trees that only careless writers mean (log f g for (log f) g): they can save from an
    accusation, and a row passes without them. `unread` names the first token that could not be read, with its
    place; `ill_typed` says what is wrong where no reading is possible for anyone (a bracket that is not closed).
    One that is `aside` stands in a column of its own beside another (“as log a ≤ a - 1”): what follows goes on
    from the other.
    """

    start: int
    end: int
    sides: tuple[Node | None, ...] = ()
    relations: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    conditions: tuple[Row, ...] = ()
    readings: tuple[tuple[Node | None, ...], ...] = ()
    loose: tuple[tuple[Node | None, ...], ...] = ()
    unread: str = ""
    ill_typed: str = ""
    place: int = 0
    aside: bool = False


def children(node: Node) -> Iterator[Node]:
    """Yield the nodes directly below."""
    for name in node.__dataclass_fields__:
        value = getattr(node, name)
        if isinstance(value, Node):
            yield value
        elif isinstance(value, tuple):
            for part in value:
                for item in part if isinstance(part, tuple) else (part,):
                    if isinstance(item, Node):
                        yield item


def rebuilt(node: SomeNode, change: Callable[[Node], Node]) -> SomeNode:
    """Return the node with `change` applied to each child."""
    fields: dict[str, Any] = {name: _changed(getattr(node, name), change) for name in node.__dataclass_fields__}
    return replace(node, **fields)


def _changed(value: object, change: Callable[[Node], Node]) -> object:
    if isinstance(value, Node):
        return change(value)
    return tuple(_changed(part, change) for part in value) if isinstance(value, tuple) else value


def with_child(node: SomeNode, old: Node, new: Node) -> SomeNode:
    """Return the node with the child `old` (the very object, not one that equals it) replaced."""
    return rebuilt(node, lambda child: new if child is old else child)


def walk(node: Node) -> Iterator[Node]:
    """Yield the node and all below, in the order in which they are written."""
    left = [node]
    while left:
        node = left.pop()
        yield node
        left.extend(reversed(tuple(children(node))))
