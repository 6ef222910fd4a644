"""Terms as elements of the word algebra.

Main definitions
----------------
* `Algebra`: the alphabet, rules and conditions of one problem, and `read(term)`.

What is no word (a Hadamard product, an entry, a sum over an index, …) is a letter or scalar of its own,
known by its term alone.
"""

from __future__ import annotations

from collections.abc import Callable

from verify.decide.matrices.conditions import Conditions, need_finite_real
from verify.decide.matrices.rules import Rewriting
from verify.decide.matrices.words import Alphabet, Atom, Element, Unsupported, Word
from verify.decide.matrices.written import term_of
from verify.decide.rational import Rational
from verify.terms.context import Context
from verify.terms.nodes import (
    ONE,
    Add,
    At,
    Density,
    Diff,
    Divergence,
    Extremum,
    Integral,
    MatOp,
    Mul,
    Num,
    Pow,
    Sym,
    Term,
)

_FOREIGN = (At, Density, Diff, Divergence, Extremum, Integral)
MAX_POWER = 12
#: structure that a square matrix hands on to its inverse
_INHERITED = frozenset({"symmetric", "diagonal"})


class Algebra:
    """Words under one Context: reads terms, adds letters for inverses with their rules."""

    def __init__(self, context: Context, *, generic: bool) -> None:
        self.context = context
        self.alphabet = Alphabet()
        self.conditions = Conditions(self.alphabet, context, generic=generic)
        self.rewriting = Rewriting(self.alphabet, self.conditions.nonzero)
        self._known: dict[Term, Element] = {}

    # ------------------------------------------------------------------------------------------ reading

    def read(self, term: Term) -> Element:
        """Return the normal form of a term without `At` and `Diff`.

        Raises:
            Unsupported: a probability or a derivative, or a symbol that is no number.
            TooLarge: a bound was passed.
            ZeroDivisionError: a denominator is identically 0.

        """
        need_finite_real(term)
        return self.rewriting.normal(self._read(term))

    def difference(self, left: Term, right: Term) -> Element:
        """Return the normal form of left - right."""
        return self.rewriting.normal(self.read(left) - self.read(right))

    def _read(self, term: Term) -> Element:
        if isinstance(term, _FOREIGN) or term.sort not in ("real", "index", "dimension"):
            raise Unsupported(f"words in matrices do not contain {term}")
        match term:
            case Num(value=value):
                return self.alphabet.scalar(self.alphabet.field.number(value))
            case Add(terms=terms):
                total = self._read(terms[0])
                for part in terms[1:]:
                    total = total + self._read(part)
                return total
            case Mul(factors=factors):
                return self._product(factors)
            case Pow(base=base, exponent=Num(value=value)) if value.denominator == 1 and abs(value) <= MAX_POWER:
                return self.alphabet.scalar(self._power(self.scalar(base), int(value)))
            case MatOp(op=op) if op in _OPERATIONS:
                return self._operation(term)
            case _:
                return self._opaque(term)

    def _operation(self, term: MatOp) -> Element:
        known = self._known.get(term)
        if known is None:
            known = self._known[term] = _OPERATIONS[term.op](self, term.args)
        return known

    def scalar(self, term: Term) -> Rational:
        """Return the value of a scalar term."""
        return self._read(term).terms.get((), self.alphabet.field.zero)

    def _power(self, base: Rational, exponent: int) -> Rational:
        if exponent < 0:
            base = self.rewriting.refresh(base)
            self.conditions.suppose_nonzero(base)
        return base**exponent

    def _product(self, factors: tuple[Term, ...]) -> Element:
        total = self._read(factors[0])
        for factor in factors[1:]:
            total = self.rewriting.product(total, self._read(factor))
        return total

    def _opaque(self, term: Term) -> Element:
        if not term.shape:
            return self.alphabet.scalar(self.alphabet.kernel(term))
        rows, columns = term.shape
        return self.alphabet.element(rows, columns, (self.letter(term, self._structure(term)),))

    def _structure(self, term: Term) -> frozenset[str]:
        declared = self.context.by_name.get(term.name) if isinstance(term, Sym) else None
        return declared.structure if declared is not None and declared.symbol == term else frozenset()

    def letter(self, term: Term, structure: frozenset[str] = frozenset()) -> int:
        """Return the letter of an opaque matrix term, a new one with its structure if need be."""
        rows, columns = term.shape
        known = self.alphabet.find(term)
        if known is not None:
            return known
        if rows != columns:
            structure = structure - {"symmetric", "diagonal", "invertible"}
        letter = self.alphabet.add(term, Atom(term, rows, columns, structure))
        if "diagonal" in structure:
            self._commute(letter)
        return letter

    def _commute(self, letter: int) -> None:
        """Diagonal matrices of one size commute."""
        rows = self.alphabet.rows(letter)
        for rank, other in list(self.alphabet.atoms.items()):
            if 2 * rank != letter and "diagonal" in other.structure and other.rows == rows:
                one = self.alphabet.element(rows, rows, (letter, 2 * rank))
                self.rewriting.assume(one - self.alphabet.element(rows, rows, (2 * rank, letter)))

    # ----------------------------------------------------------------------------------------- inverses

    def inverse(self, element: Element) -> Element:
        """Return the inverse, which the statement supposes to exist.

        A product of square letters is inverted letter by letter: if it has an inverse, each letter has.
        A sum gets a letter of its own, with the rules M⁻¹M = I = MM⁻¹.

        Raises:
            ZeroDivisionError: `element` is 0.

        """
        element = self.rewriting.normal(element)
        if not element.terms:
            raise ZeroDivisionError
        if element.is_scalar:
            return self.alphabet.scalar(self._power(element.terms[()], -1))
        factor = element.terms[element.lead()]
        if len(element.terms) == 1 and self._all_square(element.lead()):
            self.conditions.suppose_nonzero(factor)
            return self._inverse_word(element.lead(), element.rows).scaled(self.alphabet.field.one / factor)
        if self.conditions.nonzero(factor):
            monic = element.scaled(self.alphabet.field.one / factor)
            return self._inverse_of_sum(monic).scaled(self.alphabet.field.one / factor)
        return self._inverse_of_sum(element)

    def _all_square(self, word: Word) -> bool:
        return all(self.alphabet.atom(k).rows == self.alphabet.atom(k).columns for k in word)

    def _inverse_word(self, word: Word, size: Term) -> Element:
        total = self.alphabet.element(size, size)
        for letter in reversed(word):
            total = self.rewriting.product(total, self._inverse_letter(letter))
        return total

    def _inverse_letter(self, letter: int) -> Element:
        atom = self.alphabet.atom(letter)
        if atom.base is not None:
            inverse = atom.base
        else:
            base = self.alphabet.element(atom.rows, atom.columns, (letter & ~1,))
            inverse = self._invert(base, atom.structure & _INHERITED)
        return self.rewriting.transpose(inverse) if letter & 1 else self.rewriting.normal(inverse)

    def _inverse_of_sum(self, element: Element) -> Element:
        turned = self.rewriting.transpose(element)
        symmetric = not (element - turned).terms
        if not symmetric and self.alphabet.find(turned.key) is not None:
            return self.rewriting.transpose(self._invert(turned, frozenset()))
        diagonal = all("diagonal" in self.alphabet.atom(k).structure for word in element.terms for k in word)
        structure = {"symmetric"} if symmetric else set()
        return self._invert(element, frozenset(structure | ({"diagonal"} if diagonal else set())))

    def _invert(self, element: Element, structure: frozenset[str]) -> Element:
        """Return the letter of the inverse of `element`, adding it and its rules if it is new."""
        size = element.rows
        letter = self.alphabet.find(element.key)
        if letter is None:
            term = MatOp("inverse", (term_of(element, self.alphabet),))
            atom = Atom(term, size, size, structure | {"invertible"}, element)
            letter = self.alphabet.add(element.key, atom, high=len(element.terms) > 1)
            if "diagonal" in structure:
                self._commute(letter)
            one, unit = self.alphabet.element(size, size, (letter,)), self.alphabet.element(size, size)
            for side in (self._raw(one, element), self._raw(element, one)):
                self.rewriting.assume(side - unit)
        return self.rewriting.normal(self.alphabet.element(size, size, (letter,)))

    @staticmethod
    def _raw(left: Element, right: Element) -> Element:
        """Return left · right without rewriting (one of them is a single new letter)."""
        products = {u + v: c * e for u, c in left.terms.items() for v, e in right.terms.items()}
        return Element(left.rows, right.columns, products)

    # --------------------------------------------------------------------------------------- operations

    def _matrix_product(self, args: tuple[Term, ...]) -> Element:
        return self._product(args)

    def _transpose(self, args: tuple[Term, ...]) -> Element:
        return self.rewriting.transpose(self._read(args[0]))

    def _inverse(self, args: tuple[Term, ...]) -> Element:
        return self.inverse(self._read(args[0]))

    def _trace(self, args: tuple[Term, ...]) -> Element:
        return self.alphabet.scalar(self.trace(self._read(args[0])))

    def trace(self, element: Element) -> Rational:
        """Return the trace of a square element."""
        if element.is_scalar:
            return element.terms.get((), self.alphabet.field.zero)
        return self.rewriting.trace(element)

    def _norm2(self, args: tuple[Term, ...]) -> Element:
        matrix = self._read(args[0])
        gram = self.rewriting.product(self.rewriting.transpose(matrix), matrix)
        return self.alphabet.scalar(self.trace(gram))

    def _identity(self, args: tuple[Term, ...]) -> Element:
        return self.alphabet.element(args[0], args[0])

    def _zeros(self, args: tuple[Term, ...]) -> Element:
        return Element(args[0], args[-1], {})

    def _ones(self, args: tuple[Term, ...]) -> Element:
        rows, columns = args[0], args[-1]
        return self.rewriting.product(self._ones_column(rows), self.rewriting.transpose(self._ones_column(columns)))

    def _ones_column(self, size: Term) -> Element:
        if size == ONE:
            return self.alphabet.scalar(self.alphabet.field.one)
        column = self.alphabet.element(size, ONE, (self.letter(MatOp("ones", (size, ONE))),))
        square = self.rewriting.product(self.rewriting.transpose(column), column)
        self.rewriting.assume(square - self.alphabet.scalar(self.rewriting.dimension(size)))
        return column

    def _diag(self, args: tuple[Term, ...]) -> Element:
        """diag(√v)² = diag(v), entry by entry, where √v is defined."""
        column = args[0]
        if not column.shape:
            return self._read(column)
        letter = self.letter(MatOp("diag", (column,)), frozenset({"diagonal", "symmetric"}))
        size = column.shape[0]
        if isinstance(column, MatOp) and column.op == "entrywise_sqrt":
            square = self._read(MatOp("diag", column.args))
            self.rewriting.assume(self.alphabet.element(size, size, (letter, letter)) - square)
        return self.alphabet.element(size, size, (letter,))

    def _det(self, args: tuple[Term, ...]) -> Element:
        return self.alphabet.scalar(self.determinant(self.rewriting.normal(self._read(args[0]))))

    def determinant(self, element: Element) -> Rational:
        """Return the determinant: multiplicative on square letters; that of a sum is a scalar of its own."""
        if element.is_scalar:
            return element.terms.get((), self.alphabet.field.zero)
        word = element.lead() if len(element.terms) == 1 else None
        if word is None or element.terms[word].constant != 1 or not self._all_square(word):
            sides = [term_of(e, self.alphabet) for e in (element, self.rewriting.transpose(element))]
            return self.alphabet.kernel(MatOp("det", (min(sides, key=str),)))
        total = self.alphabet.field.one
        for letter in word:
            base = self.alphabet.atom(letter).base
            if base is None:
                total = total * self.alphabet.kernel(MatOp("det", (self.alphabet.atom(letter).term,)))
            else:
                total = total * self._power(self.determinant(base), -1)
        return total


_OPERATIONS: dict[str, Callable[[Algebra, tuple[Term, ...]], Element]] = {
    "product": Algebra._matrix_product,
    "transpose": Algebra._transpose,
    "inverse": Algebra._inverse,
    "trace": Algebra._trace,
    "norm2": Algebra._norm2,
    "identity": Algebra._identity,
    "zeros": Algebra._zeros,
    "ones": Algebra._ones,
    "diag": Algebra._diag,
    "det": Algebra._det,
}
