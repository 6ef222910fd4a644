"""Rewriting of words by oriented equations.

Main definitions
----------------
* `Rewriting`: rules `word → element` and normal forms.
* `Contradiction`: the equations say 1 = 0.

Every rule is an equation that holds wherever the inverses involved exist (or a hypothesis), divided by
a coefficient that is not 0, so two elements with one normal form are equal. The converse needs more
rules (`completion`), and not even they always suffice.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable

from verify.decide.matrices.words import Alphabet, Element, ScalarWord, Unsupported, Word, compose, order
from verify.decide.rational import Rational, TooLarge
from verify.terms.nodes import ONE, Num, Term

MAX_RULES = 60
MAX_LEAD = 8
MAX_WORD = 24
MAX_STEPS = 4_000
MAX_DEPTH = 150


class Contradiction(Unsupported):
    """The equations are inconsistent: they would prove anything."""


class Rewriting:
    """Oriented equations between words over one alphabet."""

    def __init__(self, alphabet: Alphabet, nonzero: Callable[[Rational], bool]) -> None:
        self.alphabet = alphabet
        self.nonzero = nonzero
        self.rules: dict[Word, Element] = {}
        self.scalar_rules: dict[int, Rational] = {}
        self.steps = 0
        self._depth = 0
        self._by_first: dict[int, list[Word]] = {}
        self._memo: dict[tuple[Word, Term, Term], Element] = {}
        self.seen: set[tuple[Word, Word]] = set()

    def normal(self, element: Element) -> Element:
        """Return the normal form of `element` under the present rules."""
        total = Element(element.rows, element.columns, {})
        for word, factor in element.terms.items():
            reduced = self.word(word, element.rows, element.columns)
            total = total + reduced.scaled(self.refresh(factor))
        return total

    def product(self, left: Element, right: Element) -> Element:
        """Return the normal form of left · right; a 1×1 side scales the other."""
        if left.is_scalar or right.is_scalar:
            scalar, other = (left, right) if left.is_scalar else (right, left)
            return other.scaled(scalar.terms.get((), self.alphabet.field.zero))
        total = Element(left.rows, right.columns, {})
        for u, c in left.terms.items():
            for v, e in right.terms.items():
                total = total + self.word(u + v, left.rows, right.columns).scaled(c * e)
        return total

    def transpose(self, element: Element) -> Element:
        """Return the normal form of the transpose."""
        flipped = {self.alphabet.transposed(w): c for w, c in element.terms.items()}
        return self.normal(Element(element.columns, element.rows, flipped))

    def trace(self, element: Element) -> Rational:
        """Return the trace of a square element; the trace of a product is cyclic."""
        total = self.alphabet.field.zero
        for word, factor in self.normal(element).terms.items():
            total = total + factor * self._trace(word, element.rows)
        return total

    def word(self, word: Word, rows: Term, columns: Term) -> Element:
        """Return the normal form of one word."""
        known = self._memo.get((word, rows, columns))
        if known is None:
            self._count(word)
            self._depth += 1
            try:
                known = self._memo[word, rows, columns] = self._reduce(word, rows, columns)
            finally:
                self._depth -= 1
        return known

    def _count(self, word: Word) -> None:
        self.steps += 1
        if self.steps > MAX_STEPS or len(word) > MAX_WORD or self._depth > MAX_DEPTH:
            raise TooLarge("rewriting took too many steps or made too long words")

    def _reduce(self, word: Word, rows: Term, columns: Term) -> Element:
        factor, rest = self._split(word, rows, columns)
        found = self._match(rest)
        if found is None:
            return Element(rows, columns, {} if factor.is_zero else {rest: factor})
        start, lead = found
        total = Element(rows, columns, {})
        for middle, c in self.rules[lead].terms.items():
            reduced = self.word(rest[:start] + middle + rest[start + len(lead) :], rows, columns)
            total = total + reduced.scaled(c * factor)
        return total

    def _split(self, word: Word, rows: Term, columns: Term) -> tuple[Rational, Word]:
        """Take the scalars out of a word: what lies between two places of dimension 1 commutes."""
        cuts = self.alphabet.cuts(word)
        ends = [0] * (rows == ONE) + cuts + [len(word)] * (columns == ONE and len(word) > 0)
        factor = self.alphabet.field.one
        if len(ends) < 2:
            return factor, word
        for start, end in itertools.pairwise(ends):
            factor = factor * self.scalar(word[start:end])
        return factor, word[: ends[0]] + word[ends[-1] :]

    def scalar(self, word: Word) -> Rational:
        """Return a 1×1 word without inner cuts as a coefficient; it equals its transpose."""
        self._count(word)
        found = self._match(word)
        if found is None:
            kernel = ScalarWord("word", min(word, self.alphabet.transposed(word), key=order))
            return self._ruled(self.alphabet.kernel(kernel))
        start, lead = found
        total = self.alphabet.field.zero
        for middle, c in self.rules[lead].terms.items():
            reduced = self.word(word[:start] + middle + word[start + len(lead) :], ONE, ONE)
            total = total + c * reduced.terms.get((), self.alphabet.field.zero)
        return total

    def _trace(self, word: Word, dimension: Term) -> Rational:
        self._count(word)
        if not word:
            return self.dimension(dimension)
        cuts = self.alphabet.cuts(word)
        if cuts:
            turned = self.word(word[cuts[0] :] + word[: cuts[0]], ONE, ONE)
            return turned.terms.get((), self.alphabet.field.zero)
        turns = [turn for w in (word, self.alphabet.transposed(word)) for turn in _rotations(w)]
        for turn in turns:
            if self._match(turn) is not None:
                side = self.alphabet.rows(turn[0])
                return self.trace(self.word(turn, side, side))
        return self._ruled(self.alphabet.kernel(ScalarWord("trace", min(turns, key=order))))

    def dimension(self, dimension: Term) -> Rational:
        """Return a dimension as a scalar."""
        if isinstance(dimension, Num):
            return self.alphabet.field.number(dimension.value)
        return self._ruled(self.alphabet.kernel(dimension))

    def _ruled(self, kernel: Rational) -> Rational:
        return compose(kernel, self.scalar_rules)

    def refresh(self, value: Rational) -> Rational:
        """Bring the scalar words inside a coefficient to their present normal forms."""
        for _ in range(4):
            values = {k: v for k in value.kernels() if isinstance(k, int) and (v := self._renewed(k)) is not None}
            if not values:
                return value
            value = compose(value, values)
        return value

    def _renewed(self, position: int) -> Rational | None:
        """Return what a kernel now reduces to, or None if it is reduced."""
        if position in self.scalar_rules:
            return self.scalar_rules[position]
        meaning = self.alphabet.kernels[position]
        if not isinstance(meaning, ScalarWord):
            return None
        if meaning.kind == "word":
            value = self.scalar(meaning.word)
        else:
            value = self._trace(meaning.word, self.alphabet.rows(meaning.word[0]))
        return None if value == self.alphabet.field.kernel(position) else value

    def _match(self, word: Word) -> tuple[int, Word] | None:
        for start, letter in enumerate(word):
            for lead in self._by_first.get(letter, ()):
                if word[start : start + len(lead)] == lead:
                    return start, lead
        return None

    # --------------------------------------------------------------------------------------- equations

    def assume(self, equation: Element) -> bool:
        """Add the equation `equation = 0` and its transpose as rules; return whether anything was new.

        An equation whose leading coefficient is not known to differ from 0 is left out.

        Raises:
            Contradiction: the equation says that a number other than 0 is 0.

        """
        if equation.is_scalar:
            return self._assume_scalar(self.normal(equation))
        new = self._orient(self.normal(equation))
        return self._orient(self.transpose(equation)) or new

    def _orient(self, equation: Element) -> bool:
        if not equation.terms:
            return False
        lead = equation.lead()
        factor = equation.terms[lead]
        if not lead:
            if factor.constant is not None:
                raise Contradiction("the equations contradict each other: they make the identity 0")
            return False
        if len(lead) > MAX_LEAD or self._circular(lead, equation) or not self.nonzero(factor):
            return False
        if len(self.rules) >= MAX_RULES:
            raise TooLarge("completion made too many rules")
        one = self.alphabet.element(equation.rows, equation.columns, lead)
        self._insert(lead, one - equation.scaled(self.alphabet.field.one / factor))
        return True

    def _circular(self, lead: Word, equation: Element) -> bool:
        """Whether the rule would rewrite a scalar in its own coefficients."""
        kernels = {k for c in equation.terms.values() for k in c.kernels() if isinstance(k, int)}
        meanings = [m for k in kernels if isinstance(m := self.alphabet.kernels[k], ScalarWord)]
        both = [w for m in meanings for w in (m.word, self.alphabet.transposed(m.word))]
        return any(_contains(word, lead) for word in both)

    def _insert(self, lead: Word, right: Element) -> None:
        """Add a rule; older rules whose left side it rewrites become equations again."""
        stale = [w for w in self.rules if _contains(w, lead)]
        loose = [self._remove(w) for w in stale]
        self.rules[lead] = right
        self._by_first.setdefault(lead[0], []).append(lead)
        self._memo.clear()
        for equation in loose:
            self.assume(equation)

    def tidy(self) -> None:
        """Bring the right sides to their present normal forms."""
        for lead, right in list(self.rules.items()):
            self.rules[lead] = self.normal(right)
        self._memo.clear()

    def _remove(self, lead: Word) -> Element:
        right = self.rules.pop(lead)
        self._by_first[lead[0]].remove(lead)
        return self.alphabet.element(right.rows, right.columns, lead) - right

    def _assume_scalar(self, equation: Element) -> bool:
        value = equation.terms.get(())
        if value is None:
            return False
        if value.constant is not None:
            raise Contradiction("the equations contradict each other: they make 1 equal to 0")
        for position in sorted((k for k in value.kernels() if isinstance(k, int)), reverse=True):
            solved = _solve(value, position)
            if solved is not None and self.nonzero(solved[0]):
                self.scalar_rules[position] = solved[1]
                self._memo.clear()
                return True
        return False


def _rotations(word: Word) -> list[Word]:
    return [word[k:] + word[:k] for k in range(len(word))]


def _contains(word: Word, part: Word) -> bool:
    return any(word[k : k + len(part)] == part for k in range(len(word) - len(part) + 1))


def _solve(value: Rational, position: int) -> tuple[Rational, Rational] | None:
    """Solve value = 0 for a kernel that occurs linearly: return its coefficient and its value."""
    field, top = value.field, value.numerator
    if top.degrees()[position] != 1:
        return None
    slope = top.derivative(position)
    rest = top - slope * field.ring.gen(position)
    return field.polynomial(slope), -field.polynomial(rest) / field.polynomial(slope)
