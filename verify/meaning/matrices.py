"""The operations of linear algebra by name, on arrays of numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from verify.meaning import arrays, elementary
from verify.meaning.numbers import ONE, ZERO, Undefined


def _chain(*factors: arrays.Array) -> arrays.Array:
    value = factors[0]
    for factor in factors[1:]:
        value = arrays.multiply(value, factor)
    return value


def _hadamard(*factors: arrays.Array) -> arrays.Array:
    value = factors[0]
    for factor in factors[1:]:
        value = arrays.entrywise(lambda x, y: x * y, value, factor)
    return value


#: by name: the value for the values of the arguments
OPERATIONS: dict[str, Callable[..., Any]] = {
    "product": _chain,
    "transpose": arrays.transpose,
    "inverse": arrays.invert,
    "hadamard": _hadamard,
    "diag": arrays.diagonal_matrix,
    "diagonal": arrays.diagonal,
    "trace": arrays.trace,
    "det": arrays.det,
    "norm2": arrays.norm2,
    "entrywise_sqrt": lambda a: arrays.entrywise(elementary.root, a),
}

#: by name: the value for a number of rows and of columns
CONSTANTS: dict[str, Callable[[int, int], arrays.Array]] = {
    "identity": lambda n, _: arrays.identity(n),
    "zeros": lambda n, m: arrays.build(n, m, lambda _i, _j: ZERO),
    "ones": lambda n, m: arrays.build(n, m, lambda _i, _j: ONE),
}


def basis(size: int, index: int) -> arrays.Array:
    """Return a column of the identity.

    Raises:
        Undefined: there is no such column.

    """
    if not 1 <= index <= size:
        raise Undefined("an index out of range")
    return arrays.build(size, 1, lambda i, _: ONE if i == index - 1 else ZERO)
