"""Philox4x32-10 in tensor operations: a counter-based generator.

The same (seed, stream, counter) gives the same integers on every device, and any part of a stream can
be drawn alone. Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3" (2011);
the known-answer vectors of their Random123 library are tests. 32-bit words are held in int64 tensors:
products of two words wrap modulo 2^64, which keeps their low and high halves.
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from functools import lru_cache

import torch

WORD = 0xFFFFFFFF
_MULTIPLIERS = (0xD2511F53, 0xCD9E8D57)
_WEYL = (0x9E3779B9, 0xBB67AE85)
ROUNDS = 10
#: words that a `Source` makes at once
BLOCK = 1 << 13
TABLE_BITS = 12

Words = tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]


def philox(counter: Words, key: tuple[int, int]) -> Words:
    """Return the four 32-bit words of each counter (four words, low first) under a key of two words."""
    c0, c1, c2, c3 = counter
    for turn in range(ROUNDS):
        k0, k1 = ((k + turn * w) & WORD for k, w in zip(key, _WEYL, strict=True))
        a, b = c0 * _MULTIPLIERS[0], c2 * _MULTIPLIERS[1]
        # in place where the tensor is ours: temporaries are most of the time
        above = (b >> 32).bitwise_xor_(c1).bitwise_xor_(k0).bitwise_and_(WORD)
        below = (a >> 32).bitwise_xor_(c3).bitwise_xor_(k1).bitwise_and_(WORD)
        c0, c1, c2, c3 = above, b.bitwise_and_(WORD), below, a.bitwise_and_(WORD)
    return c0, c1, c2, c3


@dataclass(frozen=True, slots=True)
class Stream:
    """One stream of words: a key and two fixed counter words, from the seed and a name."""

    key: tuple[int, int]
    lane: tuple[int, int]
    device: torch.device

    def words(self, first: int, count: int) -> torch.Tensor:
        """Return words `first` to `first + count - 1` of the stream as an int64 tensor; `first` is a multiple of 4."""
        blocks = -(-count // 4)
        start = first // 4
        low = torch.arange(start, start + blocks, dtype=torch.int64, device=self.device)
        fixed = [torch.full_like(low, word) for word in self.lane]
        made = philox((low & WORD, low >> 32, fixed[0], fixed[1]), self.key)
        return torch.stack(made, dim=1).reshape(-1)[:count]

    def octets(self, first: int, count: int) -> torch.Tensor:
        """Return bytes of the stream, low byte of each word first; `first` is a multiple of 16."""
        words = self.words(first // 4, -(-count // 4))
        parts = [(words >> shift) & 255 for shift in (0, 8, 16, 24)]
        return torch.stack(parts, dim=1).reshape(-1)[:count]


def stream(seed: int, name: str, device: torch.device | None = None) -> Stream:
    """Return the stream called `name` under `seed`; different names give unrelated streams."""
    digest = hashlib.blake2b(f"{seed}/{name}".encode(), digest_size=16).digest()
    k0, k1, l0, l1 = (int.from_bytes(digest[at : at + 4], "little") for at in (0, 4, 8, 12))
    return Stream((k0, k1), (l0, l1), device or torch.device("cpu"))


@lru_cache(maxsize=32)  # instances of all Contexts are drawn from the same few streams
def _block(source: Stream, first: int, count: int) -> torch.Tensor:
    return source.words(first, count)


class Source:
    """Small integers drawn in order from a stream; each call goes on where the last one ended."""

    def __init__(self, seed: int, name: str, device: torch.device) -> None:
        self._stream = stream(seed, name, device)
        self._at = 0
        self._ahead = self._stream.words(0, 0)

    def integers(self, bound: int, *shape: int) -> torch.Tensor:
        """Return integers in 0 … bound-1 (bound ≤ 2^16; the bias is below 2^-16, harmless for instances)."""
        words = self._next(math.prod(shape))
        return ((words * bound) >> 32).reshape(shape)

    def _next(self, count: int) -> torch.Tensor:
        """Return the next words; they are made in blocks, since a small block costs as much as a large one."""
        missing = count - len(self._ahead)
        if missing > 0:
            block = max(BLOCK, -(-missing // 4) * 4)
            self._ahead = torch.cat([self._ahead, _block(self._stream, self._at, block)])
            self._at += block
        words, self._ahead = self._ahead[:count], self._ahead[count:]
        return words

    def between(self, low: int, high: int, *shape: int) -> torch.Tensor:
        """Return integers from `low` to `high`, both included."""
        return self.integers(high - low + 1, *shape) + low

    def signs(self, *shape: int) -> torch.Tensor:
        """Return ±1."""
        return 2 * self.integers(2, *shape) - 1


def thresholds(probabilities: torch.Tensor) -> torch.Tensor:
    """Return integer thresholds of 32-bit words for the cells' cumulated probabilities (last axis), without the last.

    Each cell's chance differs from what was asked by less than 2^-31.
    """
    cumulated = probabilities.cumsum(-1)[..., :-1] / probabilities.sum(-1, keepdim=True)
    return torch.round(cumulated * 2.0**32).to(torch.int64)


def cells(words: torch.Tensor, bounds: torch.Tensor) -> torch.Tensor:
    """Return the cell of each word: the number of thresholds (one row) that it reaches."""
    return torch.bucketize(words, bounds, right=True)


@dataclass(frozen=True, slots=True)
class CellTable:
    """`cells` by look-up: the leading 12 bits of a word leave at most one threshold to compare with."""

    first: torch.Tensor
    bounds: torch.Tensor

    def __call__(self, words: torch.Tensor) -> torch.Tensor:
        """Return the cell of each word."""
        cell = self.first.index_select(0, words >> (32 - TABLE_BITS))
        return cell + (words >= self.bounds.index_select(0, cell))


def cell_table(bounds: torch.Tensor) -> CellTable | None:
    """Return the table for these thresholds, or None where two share their leading bits."""
    starts = torch.arange(1 << TABLE_BITS, dtype=torch.int64, device=bounds.device) << (32 - TABLE_BITS)
    first, last = cells(starts, bounds), cells(starts + (1 << (32 - TABLE_BITS)) - 1, bounds)
    if bool((last - first > 1).any()):
        return None
    beyond = torch.full((1,), 1 << 32, dtype=torch.int64, device=bounds.device)
    return CellTable(first, torch.cat([bounds, beyond]))
