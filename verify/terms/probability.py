"""Nodes of probability, calculus and optimization: densities, integrals, expectations, derivatives, extrema."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from verify.terms.base import (
    ONE,
    SCALAR,
    IllTyped,
    Num,
    Shape,
    Sym,
    Term,
    need_numeric,
    need_scalar,
    need_symbols,
    normal_shape,
    shape_text,
)


@dataclass(frozen=True, eq=False)
class Density(Term):
    """A density at a point: p(x | z) is `Density("p", ("x",), ("z",), (x, z))`.

    `targets` and `given` name slots (variables of the law as the Context declares it); `args` are the
    points put into them, targets first. `params` are further arguments the law depends on (θ, or the
    index i of q_i), which override the declared ones.
    """

    law: str
    targets: tuple[str, ...]
    given: tuple[str, ...]
    args: tuple[Term, ...]
    params: tuple[Term, ...] = ()

    def _type(self) -> tuple[str, Shape]:
        if len(self.args) != len(self.targets) + len(self.given):
            raise IllTyped(f"density {self.law} takes {len(self.targets) + len(self.given)} points", span=self.span)
        return "real", SCALAR


@dataclass(frozen=True, eq=False)
class Normal(Term):
    """The density of the normal law N(mean, covariance) at a number or a column `at`.

    A number has a variance, a column of K numbers a K×K covariance. Obligation: the variance is positive, the
    covariance symmetric and positive definite.
    """

    at: Term
    mean: Term
    covariance: Term

    def _type(self) -> tuple[str, Shape]:
        need_numeric((self.at, self.mean, self.covariance), "a normal density", self.span)
        a, b = shape_text(self.at.shape), shape_text(self.mean.shape)
        if self.at.shape != self.mean.shape or (self.at.shape and self.at.shape[1] != ONE):
            raise IllTyped(f"a normal density at {self.at} ({a}) with the mean {self.mean} ({b})", (a, b), self.span)
        wanted = (self.at.shape[0],) * 2 if self.at.shape else SCALAR
        if self.covariance.shape != wanted:
            a, b = shape_text(wanted), shape_text(self.covariance.shape)
            raise IllTyped(f"the covariance {self.covariance} is {b}, not {a}", (a, b), self.span)
        return "real", SCALAR


@dataclass(frozen=True, eq=False)
class Integral(Term):
    """∫ of `body` over the whole space of each bound variable."""

    body: Term
    variables: tuple[Sym, ...]

    def _type(self) -> tuple[str, Shape]:
        need_symbols(self.variables, "an integral", self.span)
        need_scalar(self.body, "an integral", self.span)
        need_numeric((self.body,), "an integral", self.span)
        return "real", SCALAR


@dataclass(frozen=True, eq=False)
class Expect(Term):
    """E of `body`. With `density`, over the bound `variables` drawn from it; without, under their declared laws."""

    body: Term
    variables: tuple[Sym, ...]
    density: Term | None = None

    def _type(self) -> tuple[str, Shape]:
        need_symbols(self.variables, "an expectation", self.span)
        need_numeric((self.body,), "an expectation", self.span)
        if self.density is not None:
            need_scalar(self.density, "a density", self.span)
        return "real", self.body.shape


@dataclass(frozen=True, eq=False)
class Divergence(Term):
    """The "KL" or "JSD" of two densities over the bound `variables`; "entropy" has `right is None`."""

    kind: str
    left: Term
    right: Term | None
    variables: tuple[Sym, ...]

    def _type(self) -> tuple[str, Shape]:
        need_symbols(self.variables, self.kind, self.span)
        if self.kind not in ("KL", "JSD", "entropy"):
            raise IllTyped(f"no divergence is called {self.kind!r}", span=self.span)
        if (self.right is None) != (self.kind == "entropy"):
            raise IllTyped(f"{self.kind} takes {1 if self.kind == 'entropy' else 2} densities", span=self.span)
        for side in (self.left, self.right):
            if side is not None:
                need_scalar(side, self.kind, self.span)
                need_numeric((side,), self.kind, self.span)
        return "real", SCALAR


@dataclass(frozen=True, eq=False)
class Diff(Term):
    """A derivative.

    Scalar body, one variable: ∂body/∂variable, of the variable's shape (a gradient for an array).
    Scalar body, k scalar variables: the gradient, k×1. Column body (m×1), k scalar variables: the
    Jacobian, m×k. Column body (m×1), one column variable (k×1): the Jacobian, m×k. Higher derivatives
    nest. The variables are free in the result.
    """

    body: Term
    variables: tuple[Sym, ...]

    def _type(self) -> tuple[str, Shape]:
        need_symbols(self.variables, "a derivative", self.span)
        if len(self.variables) == 1 and not self.body.shape:
            return "real", self.variables[0].shape
        if self.is_jacobian_in_column:
            return "real", (self.body.shape[0], self.variables[0].shape[0])
        for variable in self.variables:
            need_scalar(variable, "a derivative in several variables", self.span)
        columns = Num(Fraction(len(self.variables)))
        if not self.body.shape:
            return "real", normal_shape((columns, ONE))
        if self.body.shape[1] != ONE:
            a = shape_text(self.body.shape)
            raise IllTyped(f"a Jacobian needs a column, but {self.body} is {a}", (a,), self.span)
        return "real", normal_shape((self.body.shape[0], columns))

    @property
    def is_jacobian_in_column(self) -> bool:
        """Whether a column is differentiated by a column."""
        shapes = (self.body.shape, *(v.shape for v in self.variables))
        return len(shapes) == 2 and all(len(shape) == 2 and shape[1] == ONE for shape in shapes)


@dataclass(frozen=True, eq=False)
class At(Term):
    """`body` with each symbol replaced by the value beside it (evaluation at a point); binds the symbols."""

    body: Term
    values: tuple[tuple[Sym, Term], ...]

    def _type(self) -> tuple[str, Shape]:
        need_symbols(tuple(symbol for symbol, _ in self.values), "an evaluation at a point", self.span)
        for symbol, value in self.values:
            if symbol.shape != value.shape:
                a, b = shape_text(symbol.shape), shape_text(value.shape)
                raise IllTyped(f"{symbol} is {a} but {value} is {b}", (a, b), self.span)
        return self.body.sort, self.body.shape


@dataclass(frozen=True, eq=False)
class Extremum(Term):
    """A "max", "min", "sup" or "inf" (a number), or an "argmax" or "argmin" (of the variable's sort and shape).

    The bound `variable` is a symbol, a parameter, or the name of an unknown function or law (sort
    "law"); it ranges over what the Context declares for it.
    """

    kind: str
    body: Term
    variable: Sym

    def _type(self) -> tuple[str, Shape]:
        need_symbols((self.variable,), self.kind, self.span)
        if self.kind not in ("max", "min", "sup", "inf", "argmax", "argmin"):
            raise IllTyped(f"no extremum is called {self.kind!r}", span=self.span)
        need_scalar(self.body, self.kind, self.span)
        if self.kind.startswith("arg"):
            return self.variable.sort, self.variable.shape
        return "real", SCALAR
