"""Elements of the word algebra written out again as terms."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from verify.decide.matrices.words import Alphabet, Element, ScalarWord, Word
from verify.decide.rational import Rational
from verify.terms.nodes import ONE, ZERO, Add, MatOp, Mul, Num, Pow, Term


def term_of(element: Element, alphabet: Alphabet) -> Term:
    """Return a term that means `element`."""
    if element.is_scalar:
        value = element.terms.get(())
        return ZERO if value is None else scalar_term(value, alphabet)
    if not element.terms:
        return MatOp("zeros", (element.rows, element.columns))
    parts = [_scaled(word, c, element, alphabet) for word, c in sorted(element.terms.items(), key=lambda item: item[0])]
    return parts[0] if len(parts) == 1 else Add(tuple(parts))


def _scaled(word: Word, factor: Rational, element: Element, alphabet: Alphabet) -> Term:
    matrix = word_term(word, element.rows, alphabet)
    return matrix if factor.constant == 1 else Mul((scalar_term(factor, alphabet), matrix))


def word_term(word: Word, rows: Term, alphabet: Alphabet) -> Term:
    """Return the product of the letters of a word; the empty one is the identity of size `rows`."""
    letters = [_letter_term(letter, alphabet) for letter in word]
    if not letters:
        return MatOp("identity", (rows,))
    return letters[0] if len(letters) == 1 else MatOp("product", tuple(letters))


def _letter_term(letter: int, alphabet: Alphabet) -> Term:
    term = alphabet.atom(letter).term
    return MatOp("transpose", (term,)) if letter & 1 else term


def scalar_term(value: Rational, alphabet: Alphabet) -> Term:
    """Return a coefficient as a term."""
    top = polynomial_term(value.numerator, alphabet)
    if value.denominator == 1:
        return top
    return Mul((top, Pow(polynomial_term(value.denominator, alphabet), Num(Fraction(-1)))))


def polynomial_term(poly: Any, alphabet: Alphabet) -> Term:
    """Return a FLINT polynomial in the alphabet's kernels as a term."""
    parts = [_monomial(exponents, number, alphabet) for exponents, number in poly.terms()]
    if not parts:
        return ZERO
    return parts[0] if len(parts) == 1 else Add(tuple(parts))


def _monomial(exponents: tuple[int, ...], number: Any, alphabet: Alphabet) -> Term:
    factors: list[Term] = [
        kernel if e == 1 else Pow(kernel, Num(Fraction(int(e))))
        for k, e in enumerate(exponents)
        if e
        for kernel in (_kernel_term(k, alphabet),)
    ]
    value = Num(Fraction(int(number.p), int(number.q)))
    if value != ONE or not factors:
        factors.insert(0, value)
    return factors[0] if len(factors) == 1 else Mul(tuple(factors))


def _kernel_term(position: int, alphabet: Alphabet) -> Term:
    meaning = alphabet.kernels[position]
    if not isinstance(meaning, ScalarWord):
        return meaning
    side = alphabet.rows(meaning.word[0])
    half = len(meaning.word) // 2
    if meaning.kind == "trace":
        return MatOp("trace", (word_term(meaning.word, side, alphabet),))
    if len(meaning.word) % 2 == 0 and alphabet.transposed(meaning.word[:half]) == meaning.word[half:]:
        right = meaning.word[half:]
        return MatOp("norm2", (word_term(right, alphabet.rows(right[0]), alphabet),))
    return word_term(meaning.word, side, alphabet)
