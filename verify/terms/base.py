"""Terms, the base of the core language: typing, equality, traversal; numbers, constants and symbols."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from typing import Any, ClassVar, Self

from verify.model import Span, VerifyError

Shape = tuple["Term", ...]
SCALAR: Shape = ()


class IllTyped(VerifyError):
    """Shapes or kinds do not fit. `shapes` holds the texts of the shapes that clash."""

    def __init__(self, message: str, shapes: tuple[str, ...] = (), span: Span | None = None) -> None:
        super().__init__(message, span)
        self.shapes = shapes


def shape_text(shape: Shape) -> str:
    """Read a shape as people write it: "scalar", "n×d"."""
    return "×".join(_dim_text(d) for d in shape) if shape else "scalar"


def _dim_text(dim: Term) -> str:
    match dim:
        case Num(value):
            return str(value)
        case Sym(name):
            return name
        case _:
            from verify.terms.printing import text

            return text(dim)


@dataclass(frozen=True, eq=False)
class Term:
    """A node of the core language. Equality is structural and ignores `span`."""

    span: Span | None = field(default=None, kw_only=True, repr=False)
    sort: str = field(default="real", init=False, repr=False)
    shape: Shape = field(default=SCALAR, init=False, repr=False)

    _own: ClassVar[tuple[str, ...]]
    _key: ClassVar[tuple[Any, ...]]
    _hash: ClassVar[int]

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if own := tuple(inspect.get_annotations(cls)):
            cls._own = own

    def __post_init__(self) -> None:
        sort, shape = self._type()
        key = (type(self).__name__, *(getattr(self, name) for name in self._own))
        for name, value in (("sort", sort), ("shape", shape), ("_key", key), ("_hash", hash(key))):
            object.__setattr__(self, name, value)

    def _type(self) -> tuple[str, Shape]:
        """Return sort and shape; raise `IllTyped` where the parts do not fit."""
        raise NotImplementedError

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if not isinstance(other, Term):
            return NotImplemented
        return self._hash == other._hash and self._key == other._key

    def __hash__(self) -> int:
        return self._hash

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return _unpickle, (type(self), tuple(getattr(self, name) for name in self._own), self.span)

    def children(self) -> tuple[Term, ...]:
        """Return the terms directly below this one, in the order of its fields (binders included)."""
        return self._children

    @cached_property
    def _children(self) -> tuple[Term, ...]:
        found: list[Term] = []
        _collect(self._key[1:], found)
        return tuple(found)

    def rebuild(self, change: Callable[[Term], Term]) -> Self:
        """Return this node with `change` applied to each child; the type is inferred anew if one changed."""
        own = self._key[1:]
        changed = _map(own, change)
        return self if changed is own else type(self)(*changed, span=self.span)

    def at_span(self, span: Span | None) -> Self:
        """Return the same term, read at `span`."""
        return replace(self, span=span)

    def __str__(self) -> str:
        from verify.terms.printing import text

        return text(self)


def _unpickle(cls: type[Term], own: tuple[Any, ...], span: Span | None) -> Term:
    return cls(*own, span=span)


def _collect(value: object, found: list[Term]) -> None:
    if isinstance(value, Term):
        found.append(value)
    elif isinstance(value, tuple):
        for item in value:
            _collect(item, found)


def _map(value: Any, change: Callable[[Term], Term]) -> Any:
    if isinstance(value, Term):
        return change(value)
    if isinstance(value, tuple):
        mapped = tuple([_map(item, change) for item in value])
        return value if all(new is old for new, old in zip(mapped, value, strict=True)) else mapped
    return value


def same_shape(terms: tuple[Term, ...], what: str, span: Span | None) -> Shape:
    """Return the common shape of `terms`.

    Raises:
        IllTyped: two of them differ; the message shows both shapes.

    """
    first = terms[0].shape
    for other in terms[1:]:
        if other.shape != first:
            a, b = shape_text(first), shape_text(other.shape)
            raise IllTyped(f"{what}: {terms[0]} is {a} but {other} is {b}", (a, b), span)
    return first


def need_scalar(term: Term, what: str, span: Span | None) -> None:
    """Raise `IllTyped` unless `term` is a scalar."""
    if term.shape:
        a = shape_text(term.shape)
        raise IllTyped(f"{what} needs a scalar, but {term} is {a}", (a, "scalar"), span)


NUMERIC = ("real", "index", "dimension")


def need_numeric(terms: tuple[Term, ...], what: str, span: Span | None) -> None:
    """Raise `IllTyped` if a term is a point, a parameter or a law: no arithmetic is defined on those."""
    for term in terms:
        if term.sort not in NUMERIC:
            raise IllTyped(f"{what}: {term} is a {term.sort}, not a number", (term.sort, "real"), span)


@dataclass(frozen=True, eq=False)
class Num(Term):
    """An exact rational number."""

    value: Fraction

    def _type(self) -> tuple[str, Shape]:
        object.__setattr__(self, "value", Fraction(self.value))
        return ("dimension" if self.value.denominator == 1 else "real"), SCALAR


@dataclass(frozen=True, eq=False)
class Const(Term):
    """A named constant: "pi", "i" (the imaginary unit), "oo" (the end of the line, for limits and bounds)."""

    name: str

    def _type(self) -> tuple[str, Shape]:
        if self.name not in ("pi", "i", "oo"):
            raise IllTyped(f"no constant is called {self.name!r}", span=self.span)
        return "real", SCALAR


@dataclass(frozen=True, eq=False)
class Sym(Term):
    """A symbol. What is known of it (domain, law, definition) stands in the Context under its name."""

    name: str
    of_sort: str = "real"
    of_shape: Shape = SCALAR

    def _type(self) -> tuple[str, Shape]:
        return self.of_sort, normal_shape(self.of_shape)


ZERO = Num(Fraction(0))
ONE = Num(Fraction(1))
TWO = Num(Fraction(2))
HALF = Num(Fraction(1, 2))
MINUS_ONE = Num(Fraction(-1))


def normal_shape(shape: Shape) -> Shape:
    """Return `shape`, with 1×1 read as a scalar."""
    return SCALAR if shape == (ONE, ONE) else shape


def need_symbols(terms: tuple[Term, ...], what: str, span: Span | None) -> None:
    """Raise `IllTyped` unless every term is a symbol: only symbols can be bound or differentiated by."""
    for term in terms:
        if not isinstance(term, Sym):
            raise IllTyped(f"{what} needs a symbol, but {term} is none", span=span)
