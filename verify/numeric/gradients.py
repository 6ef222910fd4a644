"""The rung of receptive fields: gradients of a real network, torch's `conv2d`.

Where no path leads, every product has a factor 0, and the gradient is exactly 0, whatever the weights. With positive
weights and masks that are not negative the paths of a network without activations cannot cancel, so there
a gradient is 0 just where no path leads. Runs on the CPU: convolutions by Fourier transforms, which other devices
may choose, leave rounding where a 0 should be.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NoReturn

import torch

from verify.model import Counterexample, Rung, Verdict
from verify.numeric.bounded import Tensor
from verify.numeric.philox import Source
from verify.terms.context import Context
from verify.terms.dependence import claimed
from verify.terms.nodes import ONE, Entry, Fn, MatOp, Num, Rows, Sym, Term
from verify.terms.rewrite import walk
from verify.terms.statement import Statement
from verify.terms.unfold import unfold

NETWORKS = 8  # of each kind: positive weights, weights of both signs
UNIT = 1 << 12  # weights and pixels are multiples of 1/UNIT up to 1, so that activations do not saturate
_ACTIVATIONS: dict[str, Callable[[Tensor], Tensor]] = {
    "exp": torch.exp,
    "sigmoid": torch.sigmoid,
    "softplus": torch.nn.functional.softplus,
    "tanh": torch.tanh,
}


class NoNetwork(Exception):
    """A term that torch has no layer for."""


@dataclass
class _Network:
    """A network with drawn weights; `values` holds those of its symbols."""

    source: Source
    signed: bool
    values: dict[str, Tensor] = field(default_factory=dict)

    def value(self, term: Term) -> Tensor:
        match term:
            case Sym(name=name):
                if name not in self.values:
                    self.values[name] = self._drawn(term)
                return self.values[name]
            case Rows(rows=rows):
                numbers = [[float(e.value) if isinstance(e, Num) else _refuse(e) for e in row] for row in rows]
                return torch.tensor(numbers, dtype=torch.float64)
            case MatOp(op="hadamard", args=args):
                return torch.stack([self.value(a) for a in args]).prod(0)
            case MatOp(op="convolve", args=(kernel, inner, Num(padding))):
                weight, image = self.value(kernel)[None, None], self.value(inner)[None, None]
                return torch.nn.functional.conv2d(image, weight, padding=int(padding))[0, 0]
            case Fn(name=name, arg=inner) if name in _ACTIVATIONS:
                return torch.as_tensor(_ACTIVATIONS[name](self.value(inner)))
            case Entry(array=array, indices=indices):
                i, j = (*(int(k.value) if isinstance(k, Num) else _refuse(k) for k in indices), 1)[:2]
                image = self.value(array)
                if not (1 <= i <= image.shape[0] and 1 <= j <= image.shape[1]):
                    raise NoNetwork("a pixel beyond the map")
                return image[i - 1, j - 1]
            case _:
                return _refuse(term)

    def _drawn(self, symbol: Sym) -> Tensor:
        rows, columns = (int(d.value) if isinstance(d, Num) else _refuse(d) for d in symbol.shape or (ONE, ONE))
        drawn = self.source.between(1, UNIT, rows, columns)
        values = drawn * self.source.signs(rows, columns) if self.signed else drawn
        return values.to(torch.float64) / UNIT


def _refuse(term: Term) -> NoReturn:
    raise NoNetwork(f"torch has no layer for {term}")


def gradient_rung(statement: Statement, context: Context, seed: int) -> Rung | None:
    """Return what gradients say of a receptive field, or None where the output is no network of torch's."""
    if statement.relation != "receptive field":
        return None
    expected = claimed(statement.args[1], context)
    output = unfold(statement.args[0], context)
    if expected is None:
        return None
    wanted = torch.tensor(expected)
    source = Source(seed, "receptive fields", torch.device("cpu"))
    try:
        for k in range(2 * NETWORKS):
            signed = k >= NETWORKS  # paths may cancel
            pattern = _nonzero(output, statement.variables[0], _Network(source, signed))
            if bool((pattern & ~wanted if signed else pattern ^ wanted).any()):
                return _mismatch(pattern, wanted, output, statement.variables[0])
    except NoNetwork:
        return None
    which = f"gradients of torch's conv2d: {NETWORKS} networks with positive weights, {NETWORKS} with both signs"
    return Rung("exact", Verdict.CONFIRMED, 2 * NETWORKS, certificate=which)


def _nonzero(output: Term, pixels: Sym, network: _Network) -> Tensor:
    """Return where the gradient of the output by the pixels is not 0.

    Raises:
        NoNetwork: the output is none, or its numbers grow beyond all bounds.

    """
    image = network.value(pixels).requires_grad_()
    value = network.value(output)
    if not value.requires_grad:
        return torch.zeros(image.shape, dtype=torch.bool)
    found: tuple[Tensor | None, ...] = torch.autograd.grad(value.sum(), image, allow_unused=True)
    gradient = torch.zeros_like(image) if found[0] is None else found[0]
    if not bool(torch.isfinite(gradient).all()):
        raise NoNetwork("a gradient that is not finite")
    return gradient != 0


def _mismatch(pattern: Tensor, wanted: Tensor, output: Term, pixels: Sym) -> Rung:
    """A gradient where none should be refutes; a missing one does where paths can neither cancel nor saturate."""
    surplus = pattern & ~wanted
    i, j = (int(k) for k in (surplus if bool(surplus.any()) else wanted & ~pattern).nonzero()[0])
    place = f"{pixels.name}[{i + 1},{j + 1}]"
    if not bool(surplus.any()) and not _monotone(output):
        return Rung("exact", Verdict.UNDECIDED, 1, certificate=f"the gradient by {place} vanished at some weights")
    slope, claim = ("≠ 0", "0") if bool(surplus.any()) else ("= 0", "1")
    note = f"the gradient of torch's conv2d by {place} is {slope}"
    found = Counterexample((("place", place),), f"gradient {slope}", f"{claim} at {place}", "exact", note)
    return Rung("exact", Verdict.REFUTED, 1, counterexample=found)


def _monotone(output: Term) -> bool:
    """Whether the gradient is a sum of products of weights with coefficients that are not negative."""
    nodes = list(walk(output))
    masks = [entry for node in nodes if isinstance(node, Rows) for row in node.rows for entry in row]
    return not any(isinstance(node, Fn) for node in nodes) and all(isinstance(e, Num) and e.value >= 0 for e in masks)
