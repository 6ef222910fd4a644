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


def _convolve(kernel: arrays.Array, field: arrays.Array, padding: arrays.Array) -> arrays.Array:
    """Slide the kernel, as it is written, over the map with its frame of zeros."""
    frame = int(padding[0][0].p)
    rows, columns = len(kernel), len(kernel[0])

    def at(i: int, j: int) -> Any:
        inside = 0 <= i - frame < len(field) and 0 <= j - frame < len(field[0])
        return field[i - frame][j - frame] if inside else ZERO

    def place(i: int, j: int) -> Any:
        window = [(u, v) for u in range(rows) for v in range(columns)]
        return sum((kernel[u][v] * at(i + u, j + v) for u, v in window), start=ZERO)

    return arrays.build(len(field) + 2 * frame - rows + 1, len(field[0]) + 2 * frame - columns + 1, place)


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
    "convolve": _convolve,
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
