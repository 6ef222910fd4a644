"""The rule for receptive fields: the output written out as a polynomial in pixels and weights.

It depends on a pixel if and only if the pixel occurs in it. No value of an instance enters.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import flint

from verify.meaning import arrays, matrices
from verify.meaning.case import Case, Judgement, Violation
from verify.meaning.numbers import Unsupported
from verify.terms.dependence import claimed
from verify.terms.nodes import ONE, Add, Entry, MatOp, Mul, Num, Pow, Rows, Sym, Term
from verify.terms.rewrite import free

LARGEST = 4096  # symbols, and terms of a polynomial
_RING_OPERATIONS = ("product", "transpose", "hadamard")


def receptive_field(case: Case) -> Judgement:
    """Compare the pixels that occur in the output with the claimed 0/1 matrix."""
    field = claimed(case.args[1], case.evaluator.context)
    if field is None:
        return None
    pixels = case.variable
    occurring = _occurring(case.args[0], pixels)
    for i, row in enumerate(field):
        for j, inside in enumerate(row):
            if inside != ((i, j) in occurring):
                does = "does not occur" if inside else "occurs"
                place = f"{pixels.name}[{i + 1},{j + 1}]"
                note = f"{place} {does} in the output written out as a polynomial"
                return Violation(f"{int(not inside)} at {place}", f"{int(inside)} at {place}", "exact", note)
    return True


@lru_cache(maxsize=64)
def _occurring(output: Term, pixels: Sym) -> frozenset[tuple[int, int]]:
    """Return the places (counted from 0) of the pixels that occur in a polynomial.

    Raises:
        Unsupported: no polynomial of arrays of known size, or too long a one.

    """
    names = [name for symbol in sorted(free(output) | {pixels}, key=lambda s: s.name) for name in _names(symbol)]
    if len(names) > LARGEST:
        raise Unsupported("too many symbols")
    ring = flint.fmpq_mpoly_ctx.get(tuple(f"{s}_{i}_{j}" for s, i, j in names), "lex")
    generators = dict(zip(names, ring.gens(), strict=True))
    value = _Polynomials(generators, ring).array(output)[0][0]
    degrees = dict(zip(names, value.degrees(), strict=True))
    return frozenset((i, j) for (name, i, j), degree in degrees.items() if name == pixels.name and degree > 0)


def _names(symbol: Sym) -> list[tuple[str, int, int]]:
    if symbol.sort != "real":
        raise Unsupported(f"{symbol.name} is no number")
    sizes = [d.value if isinstance(d, Num) else None for d in symbol.shape or (ONE, ONE)]
    if None in sizes:
        raise Unsupported(f"the size of {symbol.name} is not known")
    rows, columns = (int(n) for n in sizes if n is not None)
    return [(symbol.name, i, j) for i in range(rows) for j in range(columns)]


def _as_array(value: Any) -> arrays.Array:
    made: arrays.Array = value
    return made


class _Polynomials:
    """Arrays of polynomials in the entries of all symbols."""

    def __init__(self, generators: dict[tuple[str, int, int], Any], ring: Any) -> None:
        self.generators = generators
        self.ring = ring

    def array(self, term: Term) -> arrays.Array:
        """Return the value of a term as an array of polynomials (a scalar: one row of one).

        Raises:
            Unsupported: a term that is no polynomial.

        """
        value = self._array(term)
        if any(len(entry) > LARGEST for row in value for entry in row):
            raise Unsupported("a polynomial with too many terms")
        return value

    def _array(self, term: Term) -> arrays.Array:
        match term:
            case Num(value):
                return ((self.ring.constant(flint.fmpq(value.numerator, value.denominator)),),)
            case Sym(name=name):
                places = [(i, j) for n, i, j in self.generators if n == name]
                rows, columns = (1 + max(place[axis] for place in places) for axis in (0, 1))
                return arrays.build(rows, columns, lambda i, j: self.generators[name, i, j])
            case Rows(rows=rows):
                return tuple(tuple(self.array(entry)[0][0] for entry in row) for row in rows)
            case Entry(array=inner, indices=indices):
                return self._entry(self.array(inner), indices)
            case Add(terms=parts):
                return arrays.entrywise(
                    lambda *entries: sum(entries, start=self.ring.constant(0)), *map(self.array, parts)
                )
            case Mul(factors=parts):
                return self._product(parts)
            case MatOp(op="convolve", args=(kernel, inner, Num(width))):
                frame = ((flint.fmpq(int(width)),),)
                return _as_array(matrices.OPERATIONS["convolve"](self.array(kernel), self.array(inner), frame))
            case MatOp(op=op, args=args) if op in _RING_OPERATIONS:
                return _as_array(matrices.OPERATIONS[op](*map(self.array, args)))
            case Pow(base=base, exponent=Num(exponent)) if exponent.denominator == 1 and 0 < exponent <= 8:
                return ((self.array(base)[0][0] ** int(exponent),),)
            case _:
                raise Unsupported(f"{term} is no polynomial")

    def _entry(self, array: arrays.Array, indices: tuple[Term, ...]) -> arrays.Array:
        places = [index.value if isinstance(index, Num) else None for index in indices]
        if None in places:
            raise Unsupported("a pixel that is not a number")
        i, j = (int(place) for place in (*places, 1)[:2] if place is not None)
        if not (1 <= i <= len(array) and 1 <= j <= len(array[0])):
            raise Unsupported("a pixel beyond the map")
        return ((array[i - 1][j - 1],),)

    def _product(self, factors: tuple[Term, ...]) -> arrays.Array:
        scalar = self.ring.constant(1)
        array: arrays.Array | None = None
        for factor in factors:
            value = self.array(factor)
            if factor.shape:
                array = value
            else:
                scalar = scalar * value[0][0]
        return ((scalar,),) if array is None else arrays.entrywise(lambda x: scalar * x, array)
