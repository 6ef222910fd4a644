"""The value of a term at an instance.

Main definitions
----------------
* `evaluate(term, instance, context)`: exact rationals where possible, balls where not, arrays as rows.
* `Evaluator`: the same at one working precision, for many terms at one instance.

Semantics are the definitions: E is a sum over the support, a derivative is a dual number's tangent, a
density of F(U) is what F carries there. Every subterm is evaluated, so `0 · log(-1)` is undefined.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import flint

from verify.meaning import (
    arrays,
    columns,
    derivatives,
    elementary,
    expectation,
    extrema,
    matrices,
    normals,
    probability,
    smooth,
)
from verify.meaning.instance import FunctionTable, Instance, LawTable, Smooth
from verify.meaning.members import shared_key
from verify.meaning.numbers import (
    ONE,
    ZERO,
    Imprecise,
    Number,
    Undefined,
    Unsupported,
    inverse,
    rational,
    working_precision,
)
from verify.terms.context import NUMERIC_SPACES, Context
from verify.terms.gaussian import log_factors
from verify.terms.nodes import (
    Add,
    Apply,
    At,
    Const,
    Delta,
    Density,
    Diff,
    Divergence,
    Entry,
    Expect,
    Extremum,
    Fn,
    Indicator,
    Integral,
    MatOp,
    Mul,
    Normal,
    Num,
    Pow,
    Prod,
    Rows,
    Sum,
    Sym,
    Term,
)
from verify.terms.rewrite import free
from verify.terms.unfold import unfold_definitions

Value = Any  # a number, a cell, or a tuple of rows of them
Scope = Mapping[Sym, Value]
MAX_SIZE = 256
PRECISIONS = (128, 512, 2048)


def evaluate(term: Term, instance: Instance, context: Context, precision: int = 128) -> Value:
    """Return the value of `term` at `instance`; raise the precision of balls where a sign needs it.

    Raises:
        Undefined: log of a number ≤ 0, division by 0, a singular inverse, …
        Unsupported: outside what can be evaluated (an integral over the line, …), or a sign that balls do not tell.

    """
    term = unfold_definitions(term, context)
    for bits in (precision, *(p for p in PRECISIONS if p > precision)):
        try:
            with working_precision(bits):
                return Evaluator(instance, context).value(term, {})
        except Imprecise as error:
            last = error
    raise last


class Evaluator:
    """Values at one instance, with those of closed subterms remembered.

    Terms must be free of defined names (`unfold_definitions`). A scope maps bound symbols to values. An
    expectation depends on what its variables' declared laws depend on, though that stands in the Context; so
    does an integral over a space with segments on what their ends depend on.
    """

    def __init__(self, instance: Instance, context: Context) -> None:
        self.instance = instance
        self.context = context
        self.hidden = 0  # how many bound parameters and functions are open: densities depend on them tacitly
        self.marginals: dict[Any, Any] = {}
        self._known: dict[Term, Value] = {}
        self._shared: dict[tuple[Any, ...], Value] = {}
        laws = (d.law for d in context.symbols if d.law is not None)
        stated = [p for law in laws for p in law.parameters] + [end for r in context.regions for end in r.ends]
        self._tacit = frozenset(s for term in stated for s in free(unfold_definitions(term, context)))
        self._tags = itertools.count(1)

    def value(self, term: Term, scope: Scope) -> Value:
        """Return the value of `term` where bound symbols have the values in `scope`."""
        if isinstance(term, Sym):
            return scope[term] if term in scope else self._symbol(term)
        if self.hidden or (scope and not (self._tacit.isdisjoint(scope) and free(term).isdisjoint(scope))):
            key = None if self.hidden or type(term) not in _SHARED else shared_key(term, scope, self._tacit)
            if key is None:
                return _MEANING[type(term)](self, term, scope)
            if key not in self._shared:
                self._shared[key] = _MEANING[type(term)](self, term, scope)
            return self._shared[key]
        known = self._known.get(term)
        if known is None:
            known = self._known[term] = _MEANING[type(term)](self, term, scope)
        return known

    def array(self, term: Term, scope: Scope) -> arrays.Array:
        """Return the value of a matrix or scalar as an array."""
        value = self.value(term, scope)
        return value if term.shape else ((value,),)

    def size(self, term: Term, scope: Scope) -> int:
        """Return a dimension or index as an integer."""
        value = self.value(term, scope)
        if not isinstance(value, flint.fmpq) or value.q != 1:
            raise Undefined("a dimension or index that is not an integer")
        if value > MAX_SIZE:
            raise Unsupported(f"more than {MAX_SIZE} terms or rows")
        return int(value.p)

    def _symbol(self, symbol: Sym) -> Value:
        known = self._known.get(symbol)
        if known is None:
            known = self._known[symbol] = self._declared(symbol)
        return known

    def _declared(self, symbol: Sym) -> Value:
        if symbol.of_sort == "dimension":
            if symbol.name not in self.instance.dims:
                raise Unsupported(f"the instance has no dimension {symbol.name}")
            return rational(self.instance.dims[symbol.name])
        if symbol.of_sort == "law":
            return self.law(symbol.name, {})
        value = self.instance.values.get(symbol.name)
        if value is None:
            raise Unsupported(f"the instance has no value for {symbol.name}")
        if symbol.of_sort in ("point", "parameter"):
            return value
        if isinstance(value, tuple):
            return tuple(tuple(rational(x) for x in row) for row in value)
        return rational(value)

    # ------------------------------------------------------------------------------------------- scalars

    def _number(self, term: Num, _: Scope) -> Value:
        return rational(term.value)

    def _constant(self, term: Const, _: Scope) -> Value:
        if term.name == "oo":
            raise Unsupported("infinity is no number")
        return flint.arb.pi() if term.name == "pi" else flint.acb(0, 1)

    def _sum(self, term: Add, scope: Scope) -> Value:
        first, *rest = (self.value(t, scope) for t in term.terms)
        for other in rest:
            first = add(first, other)
        return first

    def _product(self, term: Mul, scope: Scope) -> Value:
        total: Number = ONE
        array: arrays.Array | None = None
        for factor in term.factors:
            value = self.value(factor, scope)
            if factor.shape:
                array = value
            else:
                total = total * value
        return total if array is None else arrays.entrywise(lambda x: total * x, array)

    def _power(self, term: Pow, scope: Scope) -> Value:
        base, exponent = self.value(term.base, scope), self.value(term.exponent, scope)
        if not isinstance(term.exponent, Num) and isinstance(exponent, flint.fmpq) and exponent == 0:
            inverse(base)  # 0^0 is undefined unless the exponent 0 is written
        return elementary.power(base, exponent)

    def _elementary(self, term: Fn, scope: Scope) -> Value:
        if term.name == "log" and log_factors(term.arg) is not None:
            return normals.log_of(self, term.arg, scope)
        function = elementary.FUNCTIONS[term.name]
        value = self.value(term.arg, scope)
        return arrays.entrywise(function, value) if term.arg.shape else function(value)

    def _fold(self, term: Sum | Prod, scope: Scope) -> Value:
        values = [
            self.value(term.body, {**scope, term.index: rational(k)})
            for k in range(1, self.size(term.upper, scope) + 1)
        ]
        total: Value = ONE if isinstance(term, Prod) else self._zero(term, scope)
        for value in values:
            total = total * value if isinstance(term, Prod) else add(total, value)
        return total

    def _zero(self, term: Term, scope: Scope) -> Value:
        if not term.shape:
            return ZERO
        rows, columns = (self.size(d, scope) for d in term.shape)
        return arrays.build(rows, columns, lambda _i, _j: ZERO)

    def _delta(self, term: Delta | Indicator, scope: Scope) -> Value:
        return ONE if self.value(term.left, scope) == self.value(term.right, scope) else ZERO

    def _entry(self, term: Entry, scope: Scope) -> Value:
        place = [self.size(index, scope) for index in term.indices] + [1] * (2 - len(term.indices))
        return self._element(term.array, place[0], place[1], scope)

    def _element(self, term: Term, i: int, j: int, scope: Scope) -> Value:
        """Return one entry of an array: of a gradient, that slope alone."""
        match term:
            case At(body=body, values=pairs):
                values = {symbol: self.value(value, scope) for symbol, value in pairs}
                with probability.opened(self, values):
                    return self._element(body, i, j, {**scope, **values})
            case Diff(body=body, variables=(variable,)) if variable.shape and not body.shape:
                return derivatives.slope(self, term, i, j, scope)
            case _:
                pass
        array = self.value(term, scope)
        if not (1 <= i <= len(array) and 1 <= j <= len(array[0])):
            raise Undefined("an index out of range")
        return array[i - 1][j - 1]

    # ----------------------------------------------------------------------------------------- functions

    def _apply(self, term: Apply, scope: Scope) -> Value:
        args = [self.value(a, scope) for a in term.args]
        function = scope.get(tacit(term.function, "law"), self.instance.functions.get(term.function))
        if isinstance(function, FunctionTable):
            return self._table(function, term, args, scope)
        return probability.apply_bijection(self, term, args[0])

    def _table(self, function: FunctionTable, term: Apply, args: list[Value], scope: Scope) -> Value:
        kinds = list(zip(function.spaces, args, term.orders, strict=True))
        key = (
            *self.parameters(function.parameters, scope),
            *(a for space, a, _ in kinds if space not in NUMERIC_SPACES),
        )
        if any(order for space, _, order in kinds if space != "real"):
            raise Unsupported(f"a derivative of {term.function} in a point")
        piece = function.values[key]
        reals = [x for space, a, _ in kinds if space in NUMERIC_SPACES for x in self._entering(space, a)]
        orders = [o for space, a, order in kinds if space in NUMERIC_SPACES for o in _orders(space, order)]
        return smooth.jet(piece, reals, orders, self._tags) if isinstance(piece, Smooth) else rational(piece)

    def _entering(self, space: str, value: Value) -> tuple[Number, ...]:
        """Return the numbers by which an argument enters an unknown smooth function."""
        if space == "real":
            return (value,)
        if not isinstance(value, tuple):
            value = ((value,),)  # a column of one entry
        entries = [row[0] for row in value]
        return columns.features(entries, lambda c, x: rational(c) * x, lambda x, y: x * y, lambda x, y: x + y)

    def tag(self) -> int:
        """Return a new tag for dual numbers: derivatives inside derivatives are told apart by it."""
        return next(self._tags)

    def parameters(self, names: tuple[str, ...], scope: Scope) -> tuple[int, ...]:
        """Return the values (cells) of the parameters with these names."""
        return tuple(self.value(tacit(name, "parameter"), scope) for name in names)

    def law(self, name: str, scope: Scope) -> LawTable:
        """Return the table of a law: the one an argmax has put in its place, else the instance's."""
        found = scope.get(tacit(name, "law"), self.instance.laws.get(name))
        if not isinstance(found, LawTable):
            raise Unsupported(f"the instance has no law {name}")
        return found

    # ---------------------------------------------------------------------------------- other values

    def _at(self, term: At, scope: Scope) -> Value:
        values = {symbol: self.value(value, scope) for symbol, value in term.values}
        with probability.opened(self, values):
            return self.value(term.body, {**scope, **values})

    # ---------------------------------------------------------------------------------------- matrices

    def _rows(self, term: Rows, scope: Scope) -> Value:
        value = tuple(tuple(self.value(x, scope) for x in row) for row in term.rows)
        return value if term.shape else value[0][0]

    def _matrix(self, term: MatOp, scope: Scope) -> Value:
        if term.op == "basis":
            size, index = (self.size(d, scope) for d in term.args)
            return matrices.basis(size, index) if term.shape else ONE
        if term.op in matrices.CONSTANTS:
            sizes = [self.size(d, scope) for d in term.args]
            value: Value = matrices.CONSTANTS[term.op](sizes[0], sizes[-1])
            return value if term.shape else value[0][0]
        value = matrices.OPERATIONS[term.op](*(self.array(a, scope) for a in term.args))
        return value[0][0] if isinstance(value, tuple) and not term.shape else value


def _orders(space: str, order: int) -> tuple[int, ...]:
    return (order,) if space == "real" else (order,) * columns.FEATURES


@cache
def tacit(name: str, sort: str) -> Sym:
    """Return the symbol under which a density finds its parameters, and an argmax puts laws."""
    return Sym(name, sort)


def add(left: Value, right: Value) -> Value:
    """Return the sum of two numbers or of two arrays of one shape."""
    return arrays.entrywise(lambda x, y: x + y, left, right) if isinstance(left, tuple) else left + right


def scale(factor: Number, value: Value) -> Value:
    """Return a number times a number or array."""
    return arrays.entrywise(lambda x: factor * x, value) if isinstance(value, tuple) else factor * value


#: products, quotients and functions of members of families, of which many choices of a family share the value
_SHARED = frozenset({Mul, Pow, Fn, Density})

_MEANING: dict[type[Term], Callable[..., Value]] = {
    Num: Evaluator._number,
    Const: Evaluator._constant,
    Add: Evaluator._sum,
    Mul: Evaluator._product,
    Pow: Evaluator._power,
    Fn: Evaluator._elementary,
    Sum: Evaluator._fold,
    Prod: Evaluator._fold,
    Delta: Evaluator._delta,
    Indicator: Evaluator._delta,
    Entry: Evaluator._entry,
    Apply: Evaluator._apply,
    At: Evaluator._at,
    Diff: derivatives.derivative,
    Rows: Evaluator._rows,
    MatOp: Evaluator._matrix,
    Density: probability.density,
    Normal: normals.density,
    Integral: probability.integral,
    Expect: expectation.expectation,
    Divergence: probability.divergence,
    Extremum: extrema.extremum,
}
