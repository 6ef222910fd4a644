"""Read SymPy expressions as they are written.

`sympy.evaluate(False)` keeps scalars as written, but the operators of `MatrixExpr` call `doit()`
regardless, and under `evaluate(False)` that loses coefficients: -2·p·Xᵀ·y comes out as -p·Xᵀ·y (SymPy 1.14).
`as_written` therefore replaces those operators, while it is active, by ones that only build the node.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sympy
from sympy import Integer, Inverse, MatAdd, MatMul, MatPow, MatrixExpr, Transpose

Expression = Any


def _times(left: Expression, right: Expression) -> Expression:
    return MatMul(sympy.sympify(left), sympy.sympify(right), evaluate=False)


def _plus(left: Expression, right: Expression) -> Expression:
    return MatAdd(sympy.sympify(left), sympy.sympify(right), evaluate=False)


def _minus(term: Expression) -> Expression:
    return _times(Integer(-1), term)


def _over(left: Expression, right: Expression) -> Expression:
    return _times(sympy.Pow(sympy.sympify(right), Integer(-1), evaluate=False), left)


OPERATORS: dict[str, Any] = {
    "__mul__": _times,
    "__matmul__": _times,
    "__rmul__": lambda self, other: _times(other, self),
    "__rmatmul__": lambda self, other: _times(other, self),
    "__add__": _plus,
    "__radd__": lambda self, other: _plus(other, self),
    "__sub__": lambda self, other: _plus(self, _minus(other)),
    "__rsub__": lambda self, other: _plus(other, _minus(self)),
    "__neg__": _minus,
    "__pow__": lambda self, exponent: MatPow(self, sympy.sympify(exponent)),
    "__truediv__": _over,
    "T": property(Transpose),
    "I": property(Inverse),
}


@contextmanager
def as_written() -> Iterator[None]:
    """Keep every expression that is built inside as it is written, scalars and matrices."""
    kept = {name: MatrixExpr.__dict__[name] for name in OPERATORS}
    with sympy.evaluate(False):
        for name, operator in OPERATORS.items():
            setattr(MatrixExpr, name, operator)
        try:
            yield
        finally:
            for name, operator in kept.items():
                setattr(MatrixExpr, name, operator)
