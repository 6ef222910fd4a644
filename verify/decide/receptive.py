"""Receptive fields of stacked masked convolutions, by boolean convolution.

From the output back to the input, each layer hands a set of places to the places that its kept weights look at. A
path of places contributes the product of its weights, with coefficient 1 (masks are 0 and 1), and an activation
multiplies it by a slope that is positive and analytic. So nothing cancels: at positive weights the derivative is
positive where a path leads, and an analytic function that is positive somewhere vanishes on no open set. Where
no path leads it is 0. Source: [vandenOord2016] section 3.4 (masked convolutions).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from importlib import import_module

from verify.model import Answer, Counterexample, Disproof, Proof, Undecided
from verify.terms.context import Context
from verify.terms.dependence import claimed
from verify.terms.nodes import ONE, Entry, Fn, MatOp, Num, Rows, Sym, Term
from verify.terms.rewrite import free
from verify.terms.statement import Statement
from verify.terms.unfold import unfold

NAME = "receptive"
#: analytic, with a positive slope everywhere
ACTIVATIONS = frozenset({"exp", "sigmoid", "softplus", "tanh"})

Place = tuple[int, int]  # counted from 1


class OutOfReach(Exception):
    """The output is no stack of masked convolutions; the message says why."""


@dataclass(frozen=True, slots=True)
class Layer:
    """One convolution: the offsets of the kept weights from the window's corner, and the width of the frame."""

    kept: frozenset[Place]
    padding: int


def decide(statement: Statement, context: Context, using: tuple[Term, ...] = ()) -> Answer:
    """Prove or disprove that a 0/1 matrix is the receptive field of an output."""
    del using
    if statement.relation != "receptive field":
        return Undecided("only receptive fields", NAME)
    expected = claimed(statement.args[1], context)
    try:
        steps = _traced(unfold(statement.args[0], context), statement.variables[0])
    except OutOfReach as error:
        return Undecided(str(error), NAME)
    if expected is None:
        return Undecided("the field is not written out in 0 and 1", NAME)
    field = {(i + 1, j + 1) for i, row in enumerate(expected) for j, inside in enumerate(row) if inside}
    shown = "; ".join(_text(places) for places in steps)
    if field == steps[-1]:
        return Proof(NAME, certificate=f"places layer by layer, from the output back: {shown}")
    replay = import_module("verify.meaning.replay")
    found = replay.refute(statement, context)
    if isinstance(found, Counterexample):
        return Disproof(NAME, found, f"the field is {_text(steps[-1])}")
    return Undecided("another field was found, and no exact instance shows it", NAME)


def _text(places: frozenset[Place]) -> str:
    return "{" + ", ".join(f"({i},{j})" for i, j in sorted(places)) + "}"


def _traced(output: Term, pixels: Sym) -> list[frozenset[Place]]:
    """Return the places on which the output depends: in the last map, in the one before it, …, in the input."""
    network, places = output, frozenset({(1, 1)})  # a map of one pixel is a number
    if isinstance(output, Entry):
        network, places = output.array, frozenset({_place(output)})
    found = [places]
    while network != pixels:
        match network:
            case MatOp(op="convolve", args=(kernel, inner, Num(padding))):
                layer = Layer(_kept(kernel, pixels), int(padding))
                places = _looked_at(places, layer, _size(inner))
                found.append(places)
                network = inner
            case Fn(name=name, arg=inner) if name in ACTIVATIONS:
                network = inner
            case _:
                raise OutOfReach(f"{network} is no layer of a masked convolutional network")
    return found


def _looked_at(places: frozenset[Place], layer: Layer, size: Place) -> frozenset[Place]:
    """Return the places of the map below that the kept weights look at, those of the frame apart."""
    rows, columns = size
    seen = ((i + u - layer.padding, j + v - layer.padding) for i, j in places for u, v in layer.kept)
    return frozenset((a, b) for a, b in seen if 1 <= a <= rows and 1 <= b <= columns)


def _size(term: Term) -> Place:
    rows, columns = term.shape or (ONE, ONE)
    if not isinstance(rows, Num) or not isinstance(columns, Num):
        raise OutOfReach(f"the size of {term} is not known")
    return int(rows.value), int(columns.value)


def _place(output: Entry) -> Place:
    places = [index.value for index in output.indices if isinstance(index, Num)]
    if len(places) != len(output.indices):
        raise OutOfReach("the output pixel is not a number")
    i, j = (int(place) for place in (*places, Fraction(1))[:2])
    rows, columns = _size(output.array)
    if not (1 <= i <= rows and 1 <= j <= columns):
        raise OutOfReach("the output pixel lies beyond the map")
    return i, j


def _kept(kernel: Term, pixels: Sym) -> frozenset[Place]:
    """Return the offsets at which a kernel (weights, or weights ⊙ masks) is not masked."""
    factors = kernel.args if isinstance(kernel, MatOp) and kernel.op == "hadamard" else (kernel,)
    weights = [factor for factor in factors if isinstance(factor, Sym)]
    masks = [factor for factor in factors if isinstance(factor, Rows)]
    if len(weights) != 1 or len(weights) + len(masks) != len(factors) or pixels in free(kernel):
        raise OutOfReach(f"{kernel} is not one array of weights times masks")
    rows, columns = _size(kernel)
    entries = [[mask.rows[u][v] for mask in masks] for u in range(rows) for v in range(columns)]
    if any(not isinstance(e, Num) or e.value not in (0, 1) for place in entries for e in place):
        raise OutOfReach("a mask with other entries than 0 and 1")
    return frozenset((k // columns, k % columns) for k, place in enumerate(entries) if all(e == ONE for e in place))
