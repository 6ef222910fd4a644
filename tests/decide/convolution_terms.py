"""Masked convolutional networks, written as short as tests need them."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from verify.terms.context import Context, Declaration
from verify.terms.nodes import ONE, Entry, MatOp, Num, Rows, Sym, Term
from verify.terms.statement import Statement


def num(value: int) -> Num:
    return Num(Fraction(value))


def array(name: str, rows: int, columns: int) -> Sym:
    return Sym(name, "real", (num(rows), num(columns)))


def matrix(rows: Iterable[Iterable[int]]) -> Rows:
    return Rows(tuple(tuple(num(int(entry)) for entry in row) for row in rows))


def convolve(kernel: Term, field: Term, padding: int) -> MatOp:
    return MatOp("convolve", (kernel, field, num(padding)))


def masked(weights: Term, mask: Term) -> MatOp:
    return MatOp("hadamard", (weights, mask))


def pixel(network: Term, i: int, j: int) -> Term:
    if not network.shape:
        return network
    return Entry(network, (num(i),) if network.shape[1] == ONE else (num(i), num(j)))


def field(output: Term, places: Iterable[tuple[int, int]], pixels: Sym) -> Statement:
    inside = set(places)
    rows, columns = (int(d.value) for d in pixels.shape)
    claimed = matrix([(i, j) in inside for j in range(1, columns + 1)] for i in range(1, rows + 1))
    return Statement("receptive field", (output, claimed), (pixels,))


def free_symbols(*symbols: Sym) -> Context:
    return Context(symbols=tuple(Declaration(symbol) for symbol in symbols))
