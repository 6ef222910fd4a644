"""Scalar nodes and indices: sums, products, powers, functions, entries, sums over an index."""

from __future__ import annotations

from dataclasses import dataclass

from verify.terms.base import (
    ONE,
    SCALAR,
    IllTyped,
    Shape,
    Sym,
    Term,
    need_numeric,
    need_scalar,
    need_symbols,
    same_shape,
    shape_text,
)


@dataclass(frozen=True, eq=False)
class Add(Term):
    """A sum of one or more terms of one shape."""

    terms: tuple[Term, ...]

    def _type(self) -> tuple[str, Shape]:
        need_numeric(self.terms, "a sum", self.span)
        return _number_sort(self.terms), same_shape(self.terms, "a sum of different shapes", self.span)


@dataclass(frozen=True, eq=False)
class Mul(Term):
    """A product of scalars and at most one matrix (which it scales)."""

    factors: tuple[Term, ...]

    def _type(self) -> tuple[str, Shape]:
        need_numeric(self.factors, "a product", self.span)
        arrays = [f for f in self.factors if f.shape]
        if len(arrays) > 1:
            a, b = shape_text(arrays[0].shape), shape_text(arrays[1].shape)
            raise IllTyped(f"scalar product of {arrays[0]} ({a}) and {arrays[1]} ({b})", (a, b), self.span)
        return _number_sort(self.factors), arrays[0].shape if arrays else SCALAR


def _number_sort(terms: tuple[Term, ...]) -> str:
    sorts = {t.sort for t in terms}
    if sorts <= {"dimension"}:
        return "dimension"
    return "index" if sorts <= {"dimension", "index"} else "real"


@dataclass(frozen=True, eq=False)
class Pow(Term):
    """A scalar power. Obligation: base ≠ 0 for negative exponents, base ≥ 0 for fractional ones."""

    base: Term
    exponent: Term

    def _type(self) -> tuple[str, Shape]:
        need_numeric((self.base, self.exponent), "a power", self.span)
        need_scalar(self.base, "a power", self.span)
        need_scalar(self.exponent, "an exponent", self.span)
        return "real", SCALAR


FUNCTIONS = frozenset({"exp", "log", "sigmoid", "softplus", "tanh", "abs", "sign", "re", "im"})


@dataclass(frozen=True, eq=False)
class Fn(Term):
    """An elementary function, entry by entry on arrays. `log` is the natural logarithm of a positive number."""

    name: str
    arg: Term

    def _type(self) -> tuple[str, Shape]:
        if self.name not in FUNCTIONS:
            raise IllTyped(f"no elementary function is called {self.name!r}", span=self.span)
        need_numeric((self.arg,), self.name, self.span)
        return "real", self.arg.shape


@dataclass(frozen=True, eq=False)
class Apply(Term):
    """An unknown function of the Context applied to arguments: D(x), T(x), f(t), F⁻¹(x).

    `orders[k]` counts how often it is differentiated in its k-th argument (f' is `orders=(1,)`);
    `result` is "real" or "point".
    """

    function: str
    args: tuple[Term, ...]
    orders: tuple[int, ...] = ()
    result: str = "real"

    def _type(self) -> tuple[str, Shape]:
        if not self.orders:
            object.__setattr__(self, "orders", (0,) * len(self.args))
        if len(self.orders) != len(self.args):
            raise IllTyped(
                f"{self.function} has {len(self.args)} arguments but {len(self.orders)} orders", span=self.span
            )
        return self.result, SCALAR


@dataclass(frozen=True, eq=False)
class Entry(Term):
    """An entry of an array: `X[i, j]`, or `v[i]` of a column (one index) or of a family of points."""

    array: Term
    indices: tuple[Term, ...]

    def _type(self) -> tuple[str, Shape]:
        shape = self.array.shape
        wanted = 1 if len(shape) == 2 and shape[1] == ONE else len(shape)
        if not shape or len(self.indices) != wanted:
            a = shape_text(shape)
            raise IllTyped(f"{self.array} is {a} and takes {wanted} indices, not {len(self.indices)}", (a,), self.span)
        for index in self.indices:
            if index.sort not in ("index", "dimension"):
                raise IllTyped(f"{index} is no index", (index.sort, "index"), self.span)
        return self.array.sort, SCALAR


@dataclass(frozen=True, eq=False)
class _Fold(Term):
    body: Term
    index: Sym
    upper: Term

    def _type(self) -> tuple[str, Shape]:
        need_symbols((self.index,), "a sum or product over an index", self.span)
        if isinstance(self, Prod):
            need_scalar(self.body, "a product over an index", self.span)
        need_numeric((self.body,), "a sum or product over an index", self.span)
        if self.index.sort != "index" or self.upper.sort != "dimension":
            raise IllTyped(f"{self.index} does not run over 1..{self.upper}", span=self.span)
        return "real", self.body.shape


class Sum(_Fold):
    """Σ of `body` (of any shape) over the bound `index` from 1 to `upper`."""


class Prod(_Fold):
    """∏ of the scalar `body` over the bound `index` from 1 to `upper`."""


@dataclass(frozen=True, eq=False)
class Indicator(Term):
    """1 where two points of one space are the same, else 0: E of it is the probability that they are."""

    left: Term
    right: Term

    def _type(self) -> tuple[str, Shape]:
        for side in (self.left, self.right):
            if side.sort != "point" or side.shape:
                raise IllTyped(f"{side} is no point", (side.sort, "point"), self.span)
        return "real", SCALAR


@dataclass(frozen=True, eq=False)
class Delta(Term):
    """The Kronecker delta of two indices."""

    left: Term
    right: Term

    def _type(self) -> tuple[str, Shape]:
        for side in (self.left, self.right):
            if side.sort not in ("index", "dimension"):
                raise IllTyped(f"{side} is no index", (side.sort, "index"), self.span)
        return "real", SCALAR
