"""Where a maximum over an unknown function is likely to be attained; whoever uses a guess proves that it is.

At each point a log t + b log(1 - t) is largest at t = a/(a + b): so is the value of a discriminator D that is paid
log D under one density and log(1 - D) under another.

Main definitions
----------------
* `guesses`: candidates for the maxima in a term.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from verify.terms.nodes import MINUS_ONE, ONE, Add, Apply, Expect, Extremum, Fn, Integral, Mul, Pow, Sym, Term
from verify.terms.rewrite import substitute, walk


@dataclass
class _Weights:
    """What log D and log(1 - D) are multiplied by at the point `at`."""

    of: list[Term] = field(default_factory=list)
    against: list[Term] = field(default_factory=list)
    at: Sym | None = None


def guesses(terms: tuple[Term, ...]) -> tuple[Term, ...]:
    """Return candidates, as terms with a free point for the argument of the unknown function."""
    found: list[Term] = []
    for term in terms:
        for node in walk(term):
            if isinstance(node, Extremum) and node.variable.of_sort == "law":
                weights = _Weights()
                _collect(node.body, (), node.variable.name, weights)
                if weights.of and weights.against:
                    a, b = Add(tuple(weights.of)), Add(tuple(weights.against))
                    found.append(Mul((a, Pow(Add((a, b)), MINUS_ONE))))
    return tuple(dict.fromkeys(found))


def _collect(term: Term, weight: tuple[Term, ...], name: str, weights: _Weights) -> None:
    match term:
        case Add(terms=parts):
            for part in parts:
                _collect(part, weight, name, weights)
        case Mul(factors=factors):
            for k, factor in enumerate(factors):
                if isinstance(factor, Add | Expect | Integral | Fn):
                    _collect(factor, (*weight, *factors[:k], *factors[k + 1 :]), name, weights)
        case Expect(body=body, density=Term() as density):
            _collect(body, (*weight, density), name, weights)
        case Integral(body=body):
            _collect(body, weight, name, weights)
        case Fn(name="log", arg=arg):
            _note(arg, weight, name, weights)


def _note(arg: Term, weight: tuple[Term, ...], name: str, weights: _Weights) -> None:
    """Note a weight if the logarithm is that of the unknown value, or of what is missing to 1."""
    for node in walk(arg):
        if isinstance(node, Apply) and node.function == name and len(node.args) == 1:
            (point,) = node.args
            if not isinstance(point, Sym):
                return
            if weights.at is None:
                weights.at = point
            scaled = substitute(Mul(weight) if weight else ONE, {point: weights.at})
            if arg == node:
                weights.of.append(scaled)
            elif arg == Add((ONE, Mul((MINUS_ONE, node)))):
                weights.against.append(scaled)
            return
