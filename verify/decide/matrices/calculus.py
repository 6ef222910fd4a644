"""Derivatives with respect to a vector, natively in words, and evaluation at a point.

The gradient of u·w is uᵀ and that of wᵀ·v is v, whatever u and v are; scalars follow the chain rule.

Main definitions
----------------
* `gradient`, `jacobian`: of a scalar, and of a column, in a column symbol.
* `carry_out`: a term with its `Diff` in column symbols and its `At` carried out.
"""

from __future__ import annotations

from dataclasses import replace

from verify.decide.matrices.translate import Algebra
from verify.decide.matrices.words import Element, ScalarWord, Unsupported, Word
from verify.decide.matrices.written import term_of
from verify.decide.rational import Rational
from verify.terms.context import Context, Declaration
from verify.terms.nodes import ONE, At, Diff, Sym, Term
from verify.terms.rewrite import free, substitute, transform, walk
from verify.terms.unfold import unfold, unfold_definitions


def gradient(value: Rational, variable: int, algebra: Algebra) -> Element:
    """Return the gradient, a column, of a scalar in the column letter `variable`.

    Raises:
        Unsupported: the scalar depends on the variable in another way than through words that it ends.

    """
    letters = algebra.alphabet
    total = Element(letters.rows(variable), ONE, {})
    for position in sorted(k for k in value.kernels() if isinstance(k, int)):
        inner = _kernel_gradient(position, variable, algebra)
        if inner is not None:
            total = total + inner.scaled(_partial(value, position))
    return algebra.rewriting.normal(total)


def _partial(value: Rational, position: int) -> Rational:
    """Return the partial derivative of a quotient of polynomials in one of its kernels."""
    top, bottom = value.numerator, value.denominator
    slope = top.derivative(position) * bottom - top * bottom.derivative(position)
    return value.field.polynomial(slope) / value.field.polynomial(bottom * bottom)


def _kernel_gradient(position: int, variable: int, algebra: Algebra) -> Element | None:
    """Return the gradient of one kernel, None where it does not depend on the variable."""
    meaning = algebra.alphabet.kernels[position]
    symbol = algebra.alphabet.atom(variable).term
    if isinstance(meaning, Term):
        if symbol in free(meaning):
            raise Unsupported(f"the derivative of {meaning} is not one of words")
        return None
    _check_interior(meaning, variable, algebra)
    rows, word = algebra.alphabet.rows(variable), meaning.word
    found = Element(rows, ONE, {})
    if word[-1] == variable:
        found = found + algebra.rewriting.word(algebra.alphabet.transposed(word[:-1]), rows, ONE)
    if word[0] == algebra.alphabet.flip(variable):
        found = found + algebra.rewriting.word(word[1:], rows, ONE)
    return found if found.terms else None


def _check_interior(meaning: ScalarWord, variable: int, algebra: Algebra) -> None:
    """A column can only end a scalar word; elsewhere (in an inverse, in a trace) it is not differentiated."""
    inside = meaning.word if meaning.kind == "trace" else ()
    _need_free(inside, variable, algebra)
    _need_free(tuple(k for k in meaning.word if k >> 1 != variable >> 1), variable, algebra)


def _need_free(word: Word, variable: int, algebra: Algebra) -> None:
    symbol = algebra.alphabet.atom(variable).term
    for letter in word:
        term = algebra.alphabet.atom(letter).term
        if symbol in free(term):
            raise Unsupported(f"the derivative of {term} is not one of words")


def jacobian(column: Element, variable: int, algebra: Algebra) -> Element:
    """Return the matrix of derivatives of a column in the column letter `variable`."""
    letters = algebra.alphabet
    total = Element(column.rows, letters.rows(variable), {})
    for word, factor in column.terms.items():
        outer = algebra.rewriting.transpose(gradient(factor, variable, algebra))
        here = Element(column.rows, ONE, {word: letters.field.one})
        total = total + algebra.rewriting.product(here, outer)
        _need_free(word[:-1], variable, algebra)
        if word and word[-1] == variable:
            stem = algebra.rewriting.word(word[:-1], column.rows, letters.rows(variable))
            total = total + stem.scaled(factor)
        else:
            _need_free(word, variable, algebra)
    return algebra.rewriting.normal(total)


def depends(element: Element, variable: int, algebra: Algebra) -> bool:
    """Whether the variable occurs in `element`."""
    symbol = algebra.alphabet.atom(variable).term
    return symbol in free(term_of(element, algebra.alphabet))


def column_letter(symbol: Term, algebra: Algebra) -> int:
    """Return the letter of a column symbol that may be varied freely.

    Raises:
        Unsupported: it is no column symbol, it is declared with a structure or a definition, or other
            symbols depend on it.

    """
    if not isinstance(symbol, Sym) or len(symbol.shape) != 2 or symbol.shape[1] != ONE:
        raise Unsupported(f"derivatives are taken in columns, and {symbol} is none")
    declared = algebra.context.by_name.get(symbol.name)
    if declared is not None and (declared.structure or declared.definition is not None):
        raise Unsupported(f"{symbol} is not free: it has a structure or a definition")
    if any(symbol.name in d.depends for d in algebra.context.symbols):
        raise Unsupported(f"other symbols depend on {symbol}")
    return algebra.letter(symbol)


def carry_out(term: Term, context: Context) -> Term:
    """Unfold definitions, carry out derivatives in columns, then evaluations `At`.

    Derivatives are taken without any hypothesis: one that holds at a point says nothing of slopes.

    Raises:
        Unsupported: a derivative that is not one of words.

    """
    if not any(isinstance(node, At | Diff) for node in walk(term)):
        return unfold(term, context)
    opened = unfold_definitions(term, context)
    plain = _plain(opened, context)
    return unfold(transform(opened, lambda node: _carry_out(node, plain)), plain)


def _plain(opened: Term, context: Context) -> Context:
    """Drop the hypotheses, the definitions (now written out), and what is declared of symbols evaluated elsewhere."""
    moved = {symbol for node in walk(opened) if isinstance(node, At) for symbol, _ in node.values}
    symbols = tuple(
        Declaration(d.symbol) if d.symbol in moved else replace(d, definition=None) for d in context.symbols
    )
    return replace(context, symbols=symbols, hypotheses=())


def _carry_out(node: Term, context: Context) -> Term:
    match node:
        case Diff(body=body, variables=(variable,)) if not body.shape and variable.shape:
            return _differentiated(unfold(body, context), variable, context)
        case Diff():
            raise Unsupported("derivatives are taken in one column symbol")
        case At(body=body, values=values):
            return substitute(body, dict(values))
        case _:
            return node


def _differentiated(body: Term, variable: Term, context: Context) -> Term:
    algebra = Algebra(context, generic=False)  # what it divides by would become a denominator of the statement
    letter = column_letter(variable, algebra)
    value = algebra.read(body).terms.get((), algebra.alphabet.field.zero)
    return term_of(gradient(value, letter, algebra), algebra.alphabet)
