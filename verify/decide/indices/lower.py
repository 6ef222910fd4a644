"""Terms → forms: scalars, and the entries of arrays of any shape.

Main definitions
----------------
* `Lowering`: reads the terms of one statement over one `Algebra`.

Matrix operations are read by their entries: (AB)_ij = Σ_k A_ik B_kj, (Aᵀ)_ij = A_ji, ‖A‖² = Σ_ij A_ij², …;
inverses and determinants stay opaque. Whatever is not read raises `OutsideLanguage`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from verify.decide.indices import calculus, fields, functions
from verify.decide.indices.algebra import Algebra
from verify.decide.indices.arrays import Scope, operation, written_out
from verify.decide.indices.letters import FIRST, Form, Index, Letter, OutsideLanguage, Range, fixed
from verify.decide.indices.moments import expectation
from verify.decide.indices.quotients import reduce
from verify.decide.rational import Rational
from verify.terms.context import Context
from verify.terms.gaussian import drawn_from
from verify.terms.nodes import (
    ONE,
    Add,
    Apply,
    At,
    Const,
    Delta,
    Density,
    Diff,
    Entry,
    Expect,
    Fn,
    MatOp,
    Mul,
    Num,
    Pow,
    Prod,
    Rows,
    Sum,
    Sym,
    Term,
)

#: functions as statements write them: their logarithms have positive arguments
FUNCTIONS = {**functions.FUNCTIONS, "log": functions.logarithm}


@dataclass
class Lowering:
    """Reads terms.

    `varied` are scalar symbols kept as letters, as they are differentiated, drawn or replaced; `ranges` are
    those in which the free indices are known to lie; `moving` are all names that are differentiated, drawn
    or replaced somewhere: nothing may depend on those without showing it.
    """

    algebra: Algebra
    context: Context
    varied: frozenset[Sym] = frozenset()
    ranges: Mapping[Sym, tuple[Range, ...]] = field(default_factory=dict)
    moving: frozenset[str] = frozenset()

    # -------------------------------------------------------------------------------------------- scalars

    def scalar(self, term: Term, scope: Scope) -> Form:
        """Return the form of a scalar term.

        Raises:
            OutsideLanguage: the term holds something that is not read.
            TooLarge: the form grew past the bounds.
            ZeroDivisionError: a denominator is 0 in normal form.

        """
        algebra = self.algebra
        match term:
            case Num(value):
                return algebra.coefficient(value)
            case Const(name="pi"):
                return algebra.coefficient(algebra.ground.kernel(term))
            case Sym():
                return self._symbol(term, scope)
            case Add(terms):
                return algebra.add(*(self.scalar(t, scope) for t in terms))
            case Mul(factors):
                return algebra.multiply(*(self.scalar(f, scope) for f in factors))
            case Pow(base, exponent):
                return self._power(base, exponent, scope)
            case Fn(name, arg) if name in FUNCTIONS:
                return FUNCTIONS[name](algebra, self.scalar(arg, scope))
            case Entry(array, indices):
                return self._entry_node(array, indices, scope)
            case Sum(body, index, upper):
                return algebra.fold(self.range(upper), lambda k: self.scalar(body, {**scope, index: k}))
            case Prod(body, index, upper):
                return self._product(body, index, upper, scope)
            case Delta(left, right):
                return algebra.delta(self.index(left, scope), self.index(right, scope))
            case Apply() | Density():
                return self._unknown(term, scope)
            case _:
                return self._array_scalar(term, scope)

    def _array_scalar(self, term: Term, scope: Scope) -> Form:
        match term:
            case MatOp() | Rows() | Expect() | Diff() | At() if not term.shape:
                return self.entry(term, FIRST, FIRST, scope)
            case _:
                raise OutsideLanguage(f"{type(term).__name__} is not read by the index form")

    def _symbol(self, symbol: Sym, scope: Scope) -> Form:
        self._depends(symbol.name)
        if symbol.sort == "index":
            return self._value(self.index(symbol, scope))
        if symbol.shape or symbol.sort not in ("real", "dimension"):
            raise OutsideLanguage(f"{symbol.name}, a {symbol.sort} that is no number")
        if symbol in self.varied:
            return self.algebra.letter(Letter(f"entry {symbol.name}"))
        return self.algebra.coefficient(self.algebra.ground.kernel(symbol))

    def _depends(self, name: str) -> None:
        """Refuse a name that the Context lets depend on a moving one: a derivative in that would miss it."""
        context = self.context
        known = (context.by_name.get(name), context.function_by_name.get(name), context.law_by_name.get(name))
        hidden = frozenset[str]().union(*(declared.depends for declared in known if declared is not None))
        if hidden & self.moving:
            raise OutsideLanguage(f"{name} depends on {', '.join(sorted(hidden & self.moving))}")

    def _value(self, index: Index) -> Form:
        if index.kind == "fixed" and index.name.isdigit():
            return self.algebra.coefficient(int(index.name))
        return self.algebra.letter(Letter("value", (index,)))

    def _power(self, base: Term, exponent: Term, scope: Scope) -> Form:
        algebra = self.algebra
        form, power = self.scalar(base, scope), self.scalar(exponent, scope)
        number = Fraction(0) if power.is_zero else (power.scalar.constant if power.scalar is not None else None)
        if number is None:
            return functions.power(algebra, form, power)
        if number.denominator != 1:
            form = functions.root(algebra, form, number.denominator)
        return algebra.power(form, number.numerator)

    def _product(self, body: Term, index: Sym, upper: Term, scope: Scope) -> Form:
        limit = self.range(upper)
        size = self.algebra.sizes[limit].constant
        if size is not None:
            if not 1 <= size <= 12:
                raise OutsideLanguage(f"a product over 1..{size}")
            forms = (self.scalar(body, {**scope, index: fixed(k + 1)}) for k in range(int(size)))
            return self.algebra.multiply(*forms)
        opened = self.algebra.fresh(limit)
        return functions.prod(self.algebra, self.scalar(body, {**scope, index: opened}), opened)

    def _unknown(self, term: Apply | Density, scope: Scope) -> Form:
        """An unknown function or density at its arguments, opaque."""
        if isinstance(term, Apply) and any(arg.shape for arg in term.args):
            return self._of_columns(term, scope)
        match term:
            case Apply(function=name, args=args, orders=orders):
                self._depends(name)
                head = f"apply {name!r} {orders!r}"
            case Density(law=name, targets=targets, given=given):
                self._depends(name)
                args = (*term.args, *term.params)
                head = f"density {name!r} {targets!r} {given!r} {len(term.params)}"
        return self.algebra.letter(Letter(head, (), tuple(self._argument(a, scope) for a in args)))

    def _of_columns(self, term: Apply, scope: Scope) -> Form:
        """An unknown smooth function of columns."""
        if any(term.orders) or not all(len(a.shape) == 2 and a.shape[1] == ONE for a in term.args):
            raise OutsideLanguage(f"{term.function} of columns and of other arguments")
        self._depends(term.function)
        columns = []
        for arg in term.args:
            index = self.algebra.fresh(self.range(arg.shape[0]))
            columns.append((index, self.entry(arg, index, FIRST, scope)))
        return fields.field(self.algebra, term.function, columns)

    def _argument(self, term: Term, scope: Scope) -> Form:
        """A real argument in lowest terms, or a point or parameter as a letter."""
        if term.sort in ("real", "index", "dimension"):
            return reduce(self.algebra, self.scalar(term, scope))
        match term:
            case Sym(name=name):
                return self.algebra.letter(Letter(f"point {name!r}"))
            case Entry(array=Sym(name=name), indices=indices):
                places = tuple(self.index(i, scope) for i in indices)
                return self.algebra.letter(Letter(f"point {name!r}", places))
            case Apply():
                return self._unknown(term, scope)
            case _:
                raise OutsideLanguage(f"the argument {type(term).__name__} of sort {term.sort}")

    # -------------------------------------------------------------------------------------------- indices

    def index(self, term: Term, scope: Scope) -> Index:
        """Return the index that a term is: bound in `scope`, free, or a number."""
        match term:
            case Sym() if term in scope:
                return scope[term]
            case Sym(name=name) if term.sort == "index":
                return Index("free", name, ranges=self.ranges.get(term, ()))
            case Num(value) if value.denominator == 1 and value >= 1:
                return fixed(int(value))
            case _:
                raise OutsideLanguage("an index that is neither a symbol nor a number")

    def range(self, size: Term) -> Range:
        """Return the range 1..size, entered in the algebra's sizes.

        Raises:
            OutsideLanguage: the size is not built from dimensions and positive numbers by + and ·, so
                that it might not be positive.

        """
        value = self._size(size)
        text = f"{value.numerator}"
        self.algebra.sizes.setdefault(text, value)
        return text

    def _size(self, size: Term) -> Rational:
        ground = self.algebra.ground
        match size:
            case Sym() if size.sort == "dimension":
                return ground.kernel(size)
            case Num(value) if value.denominator == 1 and value >= 1:
                return ground.number(value)
            case Add(terms):
                total = ground.zero
                for t in terms:
                    total = total + self._size(t)
                return total
            case Mul(factors):
                total = ground.one
                for f in factors:
                    total = total * self._size(f)
                return total
            case _:
                raise OutsideLanguage("a range whose size may not be positive")

    # --------------------------------------------------------------------------------------------- arrays

    def entry(self, term: Term, i: Index, j: Index, scope: Scope) -> Form:
        """Return the form of the entry (i, j) of a term of any shape; a scalar is its own only entry."""
        algebra = self.algebra
        if not term.shape:
            i = j = FIRST  # wherever it stands in an array: the identity of size 1 times A is no diagonal matrix
        match term:
            case Sym() if term.shape:
                self._depends(term.name)
                return algebra.entry(term.name, (i,) if term.shape[1] == ONE else (i, j))
            case Add(terms):
                return algebra.add(*(self.entry(t, i, j, scope) for t in terms))
            case Mul(factors):
                return algebra.multiply(*(self.entry(f, i, j, scope) for f in factors))
            case Fn(name, arg) if name in FUNCTIONS:
                return FUNCTIONS[name](algebra, self.entry(arg, i, j, scope))
            case Sum(body, index, upper):
                return algebra.fold(self.range(upper), lambda k: self.entry(body, i, j, {**scope, index: k}))
            case MatOp():
                return operation(self, term, i, j, scope)
            case Rows():
                return written_out(self, term, i, j, scope)
            case Expect(body=body) if (law := drawn_from(term)) is not None:
                return calculus.under_normal(self, self.entry(body, i, j, scope), law, scope)
            case Expect(body=body, variables=variables, density=None):
                return expectation(algebra, self.entry(body, i, j, scope), calculus.laws(self, variables))
            case Diff():
                return calculus.differentiated(self, term, i, j, scope)
            case At(body=body, values=values):
                return calculus.evaluated_at(self, self.entry(body, i, j, scope), values, scope)
            case _:
                if term.shape:
                    raise OutsideLanguage(f"{type(term).__name__} of an array is not read by the index form")
                return self.scalar(term, scope)

    def _entry_node(self, array: Term, indices: tuple[Term, ...], scope: Scope) -> Form:
        if array.sort not in ("real", "index", "dimension"):
            raise OutsideLanguage(f"an entry of sort {array.sort}")
        places = [self.index(index, scope) for index in indices]
        return self.entry(array, places[0], places[1] if len(places) > 1 else FIRST, scope)
