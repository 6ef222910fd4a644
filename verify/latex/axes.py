r"""Axes: the segments and values on which a law is uniform: U[0, 1], \mathrm{Unif}([t, 1 + t]), δ_0, δ_0 ⊗ U[0, 1].

Main definitions
----------------
* `Axis`: a segment, or one value.
* `axes_of`: the axes of a law that a formula writes; `segment_of`: those of a set of numbers.
"""

from __future__ import annotations

from dataclasses import dataclass

from verify.latex.names import matches
from verify.latex.scope import Scope
from verify.latex.tree import Bracket, Letter, Node, Product, Scripted, Word

#: what the uniform law is called, in lower case
_UNIFORM = frozenset({"u", "unif", "uniform", "uni"})
#: how the axes of a product are joined
_TIMES = frozenset({"×", "⊗", "·"})


@dataclass(frozen=True, slots=True)
class Axis:
    """A segment from `low` to `high`, or the one value `low`."""

    low: Node
    high: Node | None = None


def axes_of(node: Node, scope: Scope) -> tuple[Axis, ...] | None:
    """Return the axes of the uniform law or point mass that a formula writes, or None if it writes none."""
    found: list[Axis] = []
    for part in _factors(node):
        axes = _law(part, scope)
        if axes is None:
            return None
        found.extend(axes)
    return tuple(found) or None


def _factors(node: Node) -> list[Node]:
    """Return the factors of a product of laws or sets; a name goes with the bracket behind it."""
    if not isinstance(node, Product):
        return [node]
    found: list[Node] = [node.factors[0]]
    for operator, factor in zip(node.operators, node.factors[1:], strict=True):
        last = found[-1]
        if operator == "" and isinstance(factor, Bracket) and not isinstance(last, Product):
            found[-1] = Product(last.start, factor.end, ("",), (last, factor))
        elif operator in _TIMES:
            found.append(factor)
        else:
            return []
    return found


def _law(node: Node, scope: Scope) -> tuple[Axis, ...] | None:
    match node:
        case Scripted(base=Letter(name="delta", accent=""), sub=Node() as place, sup=None, primes=0):
            return None if _is_known(node, scope) else _point(place)
        case Product(factors=(name, Bracket(items=(low, high), separators=(",",)))) if _is_uniform(name, scope):
            return (Axis(low, high),)
        case Product(factors=(name, Bracket(items=(only,)))) if _is_uniform(name, scope):
            return _set(only)
        case Scripted(base=name, sub=Node() as place, sup=None, primes=0) if _is_uniform(name, scope):
            return _set(place)
    return None


def _point(place: Node) -> tuple[Axis, ...]:
    """Return the axes of a point mass at a value, or at (0, θ)."""
    inside = place.items if isinstance(place, Bracket) and place.opening == "(" else (place,)
    return tuple(Axis(value) for value in inside)


def _set(node: Node) -> tuple[Axis, ...] | None:
    """Return the axes of [a, b], {a}, or a product of such sets."""
    found: list[Axis] = []
    for part in _factors(node):
        match part:
            case Bracket(opening="[" | "(", items=(low, high), separators=(",",)):
                found.append(Axis(low, high))
            case Bracket(opening="{", items=(value,)):
                found.append(Axis(value))
            case _:
                return None
    return tuple(found) or None


def segment_of(node: Node) -> tuple[Axis, ...] | None:
    """Return the axes of a set of numbers that is written, [0, 1] or {0} × [0, 1]; None for anything else."""
    return _set(node)


def _is_uniform(name: Node, scope: Scope) -> bool:
    text = name.name if isinstance(name, Letter) and not name.accent else name.text if isinstance(name, Word) else ""
    return text.lower() in _UNIFORM and not _is_known(name, scope)


def _is_known(node: Node, scope: Scope) -> bool:
    return next(iter(matches(node, scope)), None) is not None
