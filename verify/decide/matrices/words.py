"""Words in letters: linear combinations of products of matrices of symbolic shape.

Main definitions
----------------
* `Atom`, `Alphabet`: what each letter and each scalar kernel stands for.
* `Element`: a linear combination of words of one shape, with coefficients in Q(scalars).

A letter is an integer: twice the rank of its atom, plus 1 if transposed (symmetric atoms have no
transposed letter). The empty word is the identity. The integers order the letters: an atom that was
met later is greater, and inverses of sums are greater than all others, so that they are rewritten.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

from verify.decide.rational import Field, Rational, TooLarge
from verify.terms.nodes import ONE, Term

Word = tuple[int, ...]
#: scalar kernels an alphabet has room for
KERNELS = 48
#: words in one element
MAX_WORDS = 400
#: the least rank of an inverse of a sum
HIGH = 10_000


class Unsupported(Exception):
    """Something outside the language of words; the decider answers `Undecided` with this reason."""


@dataclass(frozen=True, eq=False)
class Element:
    """A linear combination of words; each word maps dimension `columns` to `rows`. No coefficient is 0."""

    rows: Term
    columns: Term
    terms: Mapping[Word, Rational]

    def __add__(self, other: Element) -> Element:
        return Element(self.rows, self.columns, _sum(self.terms, other.terms))

    def __sub__(self, other: Element) -> Element:
        return self + -other

    def __neg__(self) -> Element:
        return Element(self.rows, self.columns, {w: -c for w, c in self.terms.items()})

    def scaled(self, factor: Rational) -> Element:
        """Return factor · self."""
        if factor.is_zero:
            return Element(self.rows, self.columns, {})
        return Element(self.rows, self.columns, {w: c * factor for w, c in self.terms.items()})

    @property
    def is_scalar(self) -> bool:
        """Whether this is 1×1; its only word is then the empty one."""
        return self.rows == ONE and self.columns == ONE

    @property
    def is_square(self) -> bool:
        """Whether both dimensions are the same term."""
        return self.rows == self.columns

    @property
    def key(self) -> Hashable:
        """A hashable value that equal elements share."""
        return self.rows, self.columns, frozenset(self.terms.items())

    def lead(self) -> Word:
        """Return the greatest word: the longest, then by its letters."""
        return max(self.terms, key=order)


def order(word: Word) -> tuple[int, Word]:
    """Return the sort key of the well-order on words that rewriting decreases."""
    return len(word), word


def _sum(left: Mapping[Word, Rational], right: Mapping[Word, Rational]) -> dict[Word, Rational]:
    total = dict(left)
    for word, coefficient in right.items():
        if word in total:
            coefficient = total[word] + coefficient
            if coefficient.is_zero:
                del total[word]
                continue
        total[word] = coefficient
    if len(total) > MAX_WORDS:
        raise TooLarge(f"a sum of more than {MAX_WORDS} words")
    return total


@dataclass(frozen=True, eq=False)
class Atom:
    """What a letter stands for. `base` is what it is the inverse of, if it was made as an inverse."""

    term: Term
    rows: Term
    columns: Term
    structure: frozenset[str] = frozenset()
    base: Element | None = None

    @property
    def symmetric(self) -> bool:
        """Whether the atom equals its transpose."""
        return bool(self.structure & {"symmetric", "diagonal"})


@dataclass(frozen=True)
class ScalarWord:
    """A scalar kernel made of a word: the 1×1 "word" itself, or the "trace" of a square one."""

    kind: str
    word: Word


Kernel = Term | ScalarWord


class Alphabet:
    """The letters and the scalar kernels met so far; it only grows."""

    def __init__(self) -> None:
        self.field = Field(range(KERNELS))
        self.atoms: dict[int, Atom] = {}
        self.kernels: list[Kernel] = []
        self._ranks: dict[Hashable, int] = {}
        self._positions: dict[Kernel, int] = {}

    def find(self, key: Hashable) -> int | None:
        """Return the letter that was added under `key`, if any."""
        rank = self._ranks.get(key)
        return None if rank is None else 2 * rank

    def add(self, key: Hashable, atom: Atom, *, high: bool = False) -> int:
        """Add an atom and return its letter, one of the greatest if `high`."""
        rank = self._ranks[key] = len(self.atoms) + HIGH * high
        self.atoms[rank] = atom
        return 2 * rank

    def atom(self, letter: int) -> Atom:
        """Return the atom of a letter, transposed or not."""
        return self.atoms[letter >> 1]

    def kernel(self, meaning: Kernel) -> Rational:
        """Return the scalar kernel with this meaning as a coefficient.

        Raises:
            TooLarge: there are already `KERNELS` of them.

        """
        position = self._positions.get(meaning)
        if position is None:
            position = self._positions[meaning] = len(self.kernels)
            self.kernels.append(meaning)
            if position >= KERNELS:
                raise TooLarge(f"more than {KERNELS} different scalars")
        return self.field.kernel(position)

    def rows(self, letter: int) -> Term:
        """Return the number of rows of a letter."""
        atom = self.atom(letter)
        return atom.columns if letter & 1 else atom.rows

    def columns(self, letter: int) -> Term:
        """Return the number of columns of a letter."""
        atom = self.atom(letter)
        return atom.rows if letter & 1 else atom.columns

    def flip(self, letter: int) -> int:
        """Return the transposed letter."""
        return letter if self.atom(letter).symmetric else letter ^ 1

    def transposed(self, word: Word) -> Word:
        """Return the transpose of a word."""
        return tuple(self.flip(letter) for letter in reversed(word))

    def cuts(self, word: Word) -> list[int]:
        """Return the places inside `word` where the dimension is 1 (an outer product, or a scalar's end)."""
        return [k for k in range(1, len(word)) if self.columns(word[k - 1]) == ONE]

    def element(self, rows: Term, columns: Term, word: Word = ()) -> Element:
        """Return one word with coefficient 1, as it stands."""
        return Element(rows, columns, {word: self.field.one})

    def scalar(self, value: Rational) -> Element:
        """Return a 1×1 element."""
        return Element(ONE, ONE, {} if value.is_zero else {(): value})


def coefficient(element: Element) -> Rational | None:
    """Return the value of a 1×1 element (None is 0)."""
    return element.terms.get(())


def compose(value: Rational, values: Mapping[int, Rational]) -> Rational:
    """Return `value` with kernels replaced; ZeroDivisionError if its denominator becomes 0."""
    if not values or value.kernels().isdisjoint(values):
        return value
    return _composed(value, value.numerator, values) / _composed(value, value.denominator, values)


def _composed(value: Rational, poly: object, values: Mapping[int, Rational]) -> Rational:
    field = value.field
    total = field.zero
    for exponents, number in poly.terms():  # type: ignore[attr-defined]
        part = field.polynomial(field.ring.constant(number))
        for position, exponent in enumerate(exponents):
            if exponent:
                part = part * (values.get(position) or field.kernel(position)) ** int(exponent)
        total = total + part
    return total
