r"""Derivatives along a trajectory: d/dt f, where a sheet says what \dot ψ is for the symbols ψ of f.

Main definitions
----------------
* `along_trajectory`: the sum of ∂f/∂s \dot s over the symbols s of f; None for other derivatives.
"""

from __future__ import annotations

from verify.latex.errors import Unread
from verify.latex.names import key_of
from verify.latex.reading import Readings, attempt, combine, read, settle
from verify.latex.scope import Definition, Scope, Value
from verify.latex.tree import Derivative, Letter, Node
from verify.terms.nodes import Add, Diff, Mul, Sym, Term
from verify.terms.rewrite import free


def along_trajectory(node: Derivative, scope: Scope) -> Readings | None:
    r"""Return d/dt of a number of which each symbol has a velocity, \dot ψ, that was defined; t means nothing else.

    Raises:
        Unread: a symbol of it has no velocity, so that nobody said whether it moves; or it is no number.

    """
    match node:
        case Derivative(body=Node() as body, variables=(Letter(name="t", accent=""),), order=1, total=True):
            pass
        case _:
            return None
    (time,) = node.variables
    if key_of(time, scope.fonts) in scope.names or not any(_is_velocity(key, scope) for key in scope.names):
        return None
    return tuple(term for found in read(body, scope, ()) for term in _moved(found, node, scope))


def _is_velocity(key: str, scope: Scope) -> bool:
    return key.startswith("dot ") and isinstance(scope.meaning(key), Definition | Value)


def _moved(term: Term, node: Derivative, scope: Scope) -> Readings:
    symbols = sorted((s for s in free(term) if s.sort != "dimension"), key=str)
    if term.shape or not symbols:
        raise Unread("what moves in this derivative by t is not read", node.start, node.end)
    velocities = settle([attempt(_velocity, symbol, node, scope) for symbol in symbols])

    def chained(*by: Term) -> Term:
        parts = tuple(Mul((Diff(term, (symbol,)), speed)) for symbol, speed in zip(symbols, by, strict=True))
        return parts[0] if len(parts) == 1 else Add(parts)

    return combine(chained, *velocities)


def _velocity(symbol: Sym, node: Derivative, scope: Scope) -> Readings:
    from verify.latex.values import value_of

    for key, meaning in scope.names.items():
        if isinstance(meaning, Value) and meaning.term == symbol and _is_velocity(f"dot {key}", scope):
            speed = scope.meaning(f"dot {key}")
            if speed is not None:
                return tuple(term for term in value_of(speed, node, scope, ()) if term.shape == symbol.shape)
    raise Unread(f"whether {symbol} moves with t was not said", node.start, node.end)
