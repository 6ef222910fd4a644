"""Quadratic forms in words as sums of squares: signs of forms, definite matrices.

xᵀMx is written over right halves B of words (AᵀB is a product of two halves; AᵀSB too, where S is the
inverse of a positive definite sum) as a Gram matrix, which is then diagonalized by completing squares.
Every weight must have a sign that the Context's facts prove.

Main definitions
----------------
* `Square`: weight · ‖Σ c_k B_k x‖².
* `squares`: a form as squares of known sign, or None.
* `positive_definite`, `positive_semidefinite`: of a square element, with a certificate.
* `nonnegative`, `positive`: of a scalar in 1×1 words and traces, with a certificate.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from verify.decide.matrices.translate import Algebra
from verify.decide.matrices.words import Element, ScalarWord, Word, order
from verify.decide.matrices.written import scalar_term, word_term
from verify.decide.rational import Rational

#: nested inverses looked into for a positive definite middle
MAX_NESTING = 3
Form = list[tuple[str, Word, Rational]]
Tag = tuple[str, int]  # the kind of word, and the middle letter (-1: none)
Basis = tuple[Tag, Word]


@dataclass(frozen=True, eq=False)
class Square:
    """weight · ‖Σ c B‖² over the halves B of `root`; the weight is > 0 if `strict`, else >= 0."""

    weight: Rational
    strict: bool
    tag: Tag
    root: Mapping[Word, Rational]

    @property
    def only(self) -> Word | None:
        """The half, if there is one alone."""
        return next(iter(self.root)) if len(self.root) == 1 else None


def squares(form: Form, algebra: Algebra, last: Basis | None = None, nesting: int = 0) -> list[Square] | None:
    """Write Σ c·word as squares with weights of proved sign, eliminating `last` last; None if that fails."""
    if not all(algebra.conditions.defined(c) for _, _, c in form):
        return None
    gram = _gram(form, algebra, nesting)
    if gram is None:
        return None
    found: list[Square] = []
    left = sorted({a for a, _ in gram}, key=lambda b: (b == last, b))
    while left:
        pivot = _pivot(left, gram, algebra, last)
        if pivot is None:
            return None
        left.remove(pivot)
        row = {b: gram[pivot, b] for b in left if (pivot, b) in gram}
        weight = gram.get((pivot, pivot))
        if weight is None:
            continue
        found.append(_square(pivot, weight, row, algebra))
        for a, c in row.items():
            for b, e in row.items():
                _add(gram, (a, b), -(c * e / weight))
    return found


def _pivot(
    left: list[Basis], gram: dict[tuple[Basis, Basis], Rational], algebra: Algebra, last: Basis | None
) -> Basis | None:
    """Return a half whose square can be split off: of positive weight, or without cross terms."""
    for half in left:
        if half == last and len(left) > 1:
            continue
        alone = not any((half, other) in gram for other in left if other != half)
        weight = gram.get((half, half))
        if weight is None:
            if alone:
                return half
            continue
        known = algebra.conditions.sign(weight)
        if known == "+" or (known == ">=0" and alone):
            return half
    return None


def _square(pivot: Basis, weight: Rational, row: Mapping[Basis, Rational], algebra: Algebra) -> Square:
    root = {pivot[1]: algebra.alphabet.field.one} | {b[1]: c / weight for b, c in row.items()}
    return Square(weight, algebra.conditions.sign(weight) == "+", pivot[0], root)


def _add(gram: dict[tuple[Basis, Basis], Rational], key: tuple[Basis, Basis], value: Rational) -> None:
    total = gram[key] + value if key in gram else value
    if total.is_zero:
        gram.pop(key, None)
    else:
        gram[key] = total


def _gram(form: Form, algebra: Algebra, nesting: int) -> dict[tuple[Basis, Basis], Rational] | None:
    """Return the symmetric Gram matrix of a form over the halves whose own squares occur in it."""
    halves = {half for kind, word, _ in form for half in sorted(_diagonal(kind, word, algebra, nesting))[:1]}
    half = algebra.alphabet.field.number(1) / algebra.alphabet.field.number(2)
    gram: dict[tuple[Basis, Basis], Rational] = {}
    for kind, word, c in form:
        pair = next(_pairs(kind, word, halves, algebra), None)
        if pair is None:
            return None
        a, b = pair
        _add(gram, (a, b), c * half)
        _add(gram, (b, a), c * half)
    return gram


def _turns(kind: str, word: Word) -> list[Word]:
    """A trace may be turned; other words stand."""
    return [word[k:] + word[:k] for k in range(len(word))] if kind == "trace" else [word]


def _diagonal(kind: str, word: Word, algebra: Algebra, nesting: int) -> Iterator[Basis]:
    """Yield B where `word` is BᵀB or BᵀSB with S positive definite."""
    size = len(word) // 2
    for turn in _turns(kind, word):
        right = turn[len(turn) - size :]
        if algebra.alphabet.transposed(turn[:size]) != right:
            continue
        if len(turn) % 2 == 0:
            yield (kind, -1), right
        elif is_positive_letter(turn[size], algebra, nesting):
            yield (kind, turn[size]), right


def _pairs(kind: str, word: Word, halves: set[Basis], algebra: Algebra) -> Iterator[tuple[Basis, Basis]]:
    """Yield the ways to write `word` as AᵀB or AᵀSB over known halves, the symmetric one first."""
    ways = [
        (abs(len(turn) - 2 * k), (tag, algebra.alphabet.transposed(turn[:k])), (tag, turn[k + skip :]))
        for turn in _turns(kind, word)
        for skip in (0, 1)
        for k in range(len(turn) + 1 - skip)
        for tag in ((kind, turn[k] if skip else -1),)
    ]
    return iter([(a, b) for _, a, b in sorted(ways) if a in halves and b in halves])


def is_positive_letter(letter: int, algebra: Algebra, nesting: int = 0) -> bool:
    """Whether a letter is the inverse of a symmetric positive definite element, so positive definite itself.

    One that is not symmetric is no inner product: uᵀSu + 2uᵀSv + vᵀSv is not the square of u + v.
    """
    atom = algebra.alphabet.atom(letter)
    base = atom.base
    if base is None or not atom.symmetric or nesting >= MAX_NESTING:
        return False
    return positive_definite(algebra.rewriting.normal(base), algebra, nesting + 1) is not None


def has_full_column_rank(word: Word, algebra: Algebra) -> bool:
    """Whether a product of letters is injective because each letter is, by its declaration."""
    return all(_injective(letter, algebra) for letter in word)


def _injective(letter: int, algebra: Algebra) -> bool:
    atom = algebra.alphabet.atom(letter)
    if "invertible" in atom.structure and atom.rows == atom.columns:
        return True
    return "full column rank" in atom.structure and (not letter & 1 or atom.rows == atom.columns)


# ----------------------------------------------------------------------------------------------- matrices


def _form(element: Element, algebra: Algebra) -> Form:
    """Return xᵀMx, where a word and its transpose are the same form."""
    merged: dict[Word, Rational] = {}
    for word, c in element.terms.items():
        least = min(word, algebra.alphabet.transposed(word), key=order)
        merged[least] = merged[least] + c if least in merged else c
    return [("form", word, c) for word, c in merged.items() if not c.is_zero]


def positive_definite(element: Element, algebra: Algebra, nesting: int = 0) -> str | None:
    """Return a certificate that xᵀMx > 0 for every x ≠ 0, or None. M need not be symmetric."""
    if element.is_scalar or not element.is_square:
        return None
    form = _form(element, algebra)
    candidates = {
        basis
        for kind, word, _ in form
        for basis in _diagonal(kind, word, algebra, nesting)
        if has_full_column_rank(basis[1], algebra)
    }
    for last in sorted(candidates):
        found = squares(form, algebra, last, nesting)
        if found and any(s.strict and s.only == last[1] and s.tag == last[0] for s in found):
            return f"{shown(found, algebra)}, and {_rank_text(last[1], element, algebra)}"
    return None


def positive_semidefinite(element: Element, algebra: Algebra) -> str | None:
    """Return a certificate that xᵀMx >= 0 for every x, or None."""
    if not element.is_square:
        return None
    found = squares(_form(element, algebra), algebra)
    return None if found is None else shown(found, algebra)


def _rank_text(word: Word, element: Element, algebra: Algebra) -> str:
    return f"{word_term(word, element.rows, algebra.alphabet)} maps no x ≠ 0 to 0"


def shown(found: list[Square], algebra: Algebra) -> str:
    """Read squares as text."""
    return " + ".join(_square_text(s, algebra) for s in found) or "0"


def _square_text(square: Square, algebra: Algebra) -> str:
    parts = [_root_text(word, c, square.tag, algebra) for word, c in square.root.items()]
    weight = scalar_term(square.weight, algebra.alphabet)
    middle = "" if square.tag[1] < 0 else f"_{algebra.alphabet.atom(square.tag[1]).term}"
    return f"({weight})‖{' + '.join(parts)}‖²{middle}"


def _root_text(word: Word, factor: Rational, tag: Tag, algebra: Algebra) -> str:
    scale = "" if factor.constant == 1 else f"({scalar_term(factor, algebra.alphabet)})"
    body = str(word_term(word, algebra.alphabet.rows(word[0]), algebra.alphabet)) if word else ""
    return f"{scale}{body}{' x' if tag[0] == 'form' else ''}".strip()


# ------------------------------------------------------------------------------------------------ scalars


def nonnegative(value: Rational, algebra: Algebra) -> str | None:
    """Return a certificate that a scalar is >= 0, as squares and a constant >= 0, or None."""
    found = _scalar_squares(value, algebra)
    return None if found is None else shown(found[0], algebra)


def positive(value: Rational, algebra: Algebra) -> str | None:
    """Return a certificate that a scalar is > 0: one of its squares is, or its constant is; or None."""
    found = _scalar_squares(value, algebra)
    if found is None:
        return None
    terms, constant = found
    if constant == "+" or any(s.strict and _vanishes_nowhere(s, algebra) for s in terms):
        return shown(terms, algebra)
    return None


def _vanishes_nowhere(square: Square, algebra: Algebra) -> bool:
    """Whether the square is of A v, with A injective and ‖v‖² > 0 by a fact."""
    word = square.only
    if not word or square.tag[0] != "word":
        return False
    if not has_full_column_rank(word[:-1], algebra):
        return False
    last = word[-1:]
    norm = algebra.rewriting.product(
        algebra.alphabet.element(
            algebra.alphabet.columns(last[0]), algebra.alphabet.rows(last[0]), algebra.alphabet.transposed(last)
        ),
        algebra.alphabet.element(algebra.alphabet.rows(last[0]), algebra.alphabet.columns(last[0]), last),
    )
    value = norm.terms.get(())
    return value is not None and algebra.conditions.sign(value) == "+"


def _scalar_squares(value: Rational, algebra: Algebra) -> tuple[list[Square], str] | None:
    """Return squares and the sign of the constant of a scalar that is linear in its words and traces."""
    split = _linear(value, algebra)
    if split is None:
        return None
    form, constant = split
    known = algebra.conditions.sign(constant)
    if known not in ("0", "+", ">=0") or not algebra.conditions.defined(constant):
        return None
    found = squares(form, algebra)
    return None if found is None else (found, known)


def _linear(value: Rational, algebra: Algebra) -> tuple[Form, Rational] | None:
    field, kernels = algebra.alphabet.field, algebra.alphabet.kernels
    words = [
        (k, m)
        for k in sorted(p for p in value.kernels() if isinstance(p, int))
        if isinstance(m := kernels[k], ScalarWord)
    ]
    bottom, rest = value.denominator, value.numerator
    if any(bottom.degrees()[k] > 0 for k, _ in words):
        return None
    form: Form = []
    for k, meaning in words:
        slope = value.numerator.derivative(k)
        if any(slope.degrees()[j] > 0 for j, _ in words):
            return None
        form.append((meaning.kind, meaning.word, field.polynomial(slope) / field.polynomial(bottom)))
        rest = rest - slope * field.ring.gen(k)
    return sorted(form, key=lambda item: order(item[1])), field.polynomial(rest) / field.polynomial(bottom)
