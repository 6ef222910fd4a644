"""Functions of forms as letters: exp, log, roots, absolute values, unknown functions, inverses, determinants.

`log` stands for log|·| here. Where a statement's own logarithms are defined, log x = log|x|, and
log|xy| = log|x| + log|y| holds without conditions; so logarithms split freely, and log|-1| is 0.
An exponential of such a logarithm is undone only where the sign of its argument is known.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import isqrt
from typing import TYPE_CHECKING

from verify.decide.indices import fields
from verify.decide.indices.letters import Form, Index, Letter, OutsideLanguage
from verify.decide.indices.quotients import factors, invert, normalized, outline, reduce
from verify.decide.rational import Rational

if TYPE_CHECKING:
    from verify.decide.indices.algebra import Algebra

#: trial division of the numbers under a logarithm stops here
MAX_PRIME = 10_000


def exp(algebra: Algebra, form: Form) -> Form:
    """Return the exponential, with sums as products and integer multiples as powers."""
    product = algebra.coefficient(1)
    for mono, coefficient in reduce(algebra, form).terms:
        product = algebra.multiply(product, _exp_term(algebra, Form(((mono, algebra.ground.one),)), coefficient))
    return product


def _exp_term(algebra: Algebra, mono: Form, coefficient: Rational) -> Form:
    multiple = coefficient.constant
    if multiple is None:
        lead = coefficient.numerator.leading_coefficient()
        sign = -1 if lead < 0 else 1
        return algebra.letter(
            Letter("exp", (), (algebra.scale(mono, coefficient * algebra.ground.number(sign)),)), sign
        )
    letter = _single(mono)
    if letter is not None and letter.head == "log" and multiple.denominator == 1:
        for size in (letter.args[0], algebra.scale(letter.args[0], -1)):  # e^(k log|x|) = |x|^k
            if algebra.positive(size):
                return algebra.power(size, multiple.numerator)
    unit = algebra.scale(mono, Fraction(1, multiple.denominator))
    return algebra.letter(Letter("exp", (), (unit,)), multiple.numerator)


def log(algebra: Algebra, form: Form) -> Form:
    """Return log|form|, split over irreducible factors."""
    constant, pairs = factors(algebra, form)
    parts = [_log_number(algebra, abs(constant))]
    for factor, exponent in pairs:
        unit, normal = normalized(algebra, factor)
        value = abs(unit.constant or Fraction(1))
        parts.append(algebra.scale(algebra.add(_log_number(algebra, value), _log_factor(algebra, normal)), exponent))
    return algebra.add(*parts)


def logarithm(algebra: Algebra, form: Form) -> Form:
    """Return the logarithm of a form as a statement writes it.

    Raises:
        OutsideLanguage: the statement has the logarithms of x and of -x, which are never both defined.

    """
    painted, negative = outline(form)
    if algebra.logged.setdefault(painted, negative) != negative:
        raise OutsideLanguage("logarithms whose arguments have opposite signs")
    if algebra.positive(algebra.scale(form, -1)):
        raise OutsideLanguage("the logarithm of a negative number")
    return log(algebra, form)


def _log_factor(algebra: Algebra, form: Form) -> Form:
    letter = _single(form)
    if letter is not None and letter.head == "exp":
        return letter.args[0]
    if letter is not None and letter.head.startswith("root"):
        return algebra.scale(log(algebra, letter.args[0]), Fraction(1, _root_degree(letter)))
    if letter is not None and letter.head.startswith("prod "):
        body, (index,) = unbound(algebra, letter)
        return algebra.close(log(algebra, body), index)
    return algebra.letter(Letter("log", (), (form,)))


def _log_number(algebra: Algebra, value: Fraction) -> Form:
    parts = [algebra.scale(_log_integer(algebra, value.numerator), 1)]
    parts.append(algebra.scale(_log_integer(algebra, value.denominator), -1))
    return algebra.add(*parts)


def _log_integer(algebra: Algebra, value: int) -> Form:
    total = algebra.coefficient(0)
    prime = 2
    while value > 1:
        if prime * prime > value or prime > MAX_PRIME:
            prime = value
        if value % prime:
            prime += 1
            continue
        value //= prime
        total = algebra.add(total, algebra.letter(Letter("log", (), (algebra.coefficient(prime),))))
    return total


def root(algebra: Algebra, form: Form, degree: int) -> Form:
    """Return the `degree`-th root of a form; its power is the form again only if that is known to be ≥ 0."""
    if form.is_zero:
        return form
    number = form.scalar.constant if form.scalar is not None else None
    if number is not None and number > 0 and degree == 2:
        top, bottom = isqrt(number.numerator), isqrt(number.denominator)
        if Fraction(top * top, bottom * bottom) == number:
            return algebra.coefficient(Fraction(top, bottom))
    form = reduce(algebra, form)
    known = algebra.nonnegative(form)
    return algebra.letter(Letter(f"root {degree}" if known else f"root? {degree}", (), (form,)))


def power(algebra: Algebra, base: Form, exponent: Form) -> Form:
    """Return base^exponent for an exponent that is no number: exp(exponent · log base), if base > 0 is known."""
    if algebra.positive(base):
        return exp(algebra, algebra.multiply(exponent, log(algebra, base)))
    return algebra.letter(Letter("power", (), (reduce(algebra, base), reduce(algebra, exponent))))


def sigmoid(algebra: Algebra, form: Form) -> Form:
    """Return e/(1 + e) with e = exp(form)."""
    e = exp(algebra, form)
    return reduce(algebra, algebra.multiply(e, invert(algebra, algebra.add(algebra.coefficient(1), e))))


def softplus(algebra: Algebra, form: Form) -> Form:
    """Return log(1 + exp(form))."""
    return log(algebra, algebra.add(algebra.coefficient(1), exp(algebra, form)))


def tanh(algebra: Algebra, form: Form) -> Form:
    """Return 2 sigmoid(2 form) - 1."""
    return algebra.add(algebra.scale(sigmoid(algebra, algebra.scale(form, 2)), 2), algebra.coefficient(-1))


def absolute(algebra: Algebra, form: Form) -> Form:
    """Return |form|."""
    if algebra.nonnegative(form):
        return form
    if form.is_zero:
        return form
    unit, normal = normalized(algebra, reduce(algebra, form))
    value = abs(unit.constant or Fraction(1))
    return algebra.scale(algebra.letter(Letter("abs", (), (normal,))), value)


FUNCTIONS = {"exp": exp, "log": log, "sigmoid": sigmoid, "softplus": softplus, "tanh": tanh, "abs": absolute}


# ------------------------------------------------------------------------------------- powers and renaming


def period(letter: Letter) -> int:
    """Return after how many powers a letter is a form again; 0 for never."""
    if letter.head == "abs":
        return 2
    return _root_degree(letter) if letter.head.startswith("root ") else 0


def period_value(algebra: Algebra, letter: Letter) -> Form:
    """Return letter^period."""
    return algebra.power(letter.args[0], 2) if letter.head == "abs" else letter.args[0]


def _root_degree(letter: Letter) -> int:
    return int(letter.head.split()[1])


def rebuild(algebra: Algebra, letter: Letter, indices: tuple[Index, ...], change: Callable[[Form], Form]) -> Form:
    """Return a letter with other indices and changed arguments, in normal form again.

    Bound indices are opened before the change, so that nothing it brings in is captured.
    """
    kind = letter.head.split()[0]
    if kind == fields.KIND:
        return fields.rebuilt(algebra, letter, indices, change)
    if letter.binds:
        return _rebind(algebra, letter, indices, change)
    args = tuple(change(arg) for arg in letter.args)
    if kind in FUNCTIONS:
        return FUNCTIONS[kind](algebra, args[0])
    if kind in ("root", "root?"):
        return root(algebra, args[0], _root_degree(letter))
    if kind == "recip":
        return invert(algebra, args[0])
    if kind == "power":
        return power(algebra, *args)
    if kind == "value" and indices[0].kind == "fixed" and indices[0].name.isdigit():
        return algebra.coefficient(int(indices[0].name))
    return algebra.letter(Letter(letter.head, indices, tuple(reduce(algebra, arg) for arg in args)))


def _rebind(algebra: Algebra, letter: Letter, indices: tuple[Index, ...], change: Callable[[Form], Form]) -> Form:
    body, opened = unbound(algebra, letter)
    body = change(body)
    match letter.head.split()[0]:
        case "prod":
            return prod(algebra, body, opened[0])
        case "inverse":
            return inverse(algebra, body, (opened[0], opened[1]), (indices[0], indices[1]))
        case _:
            return det(algebra, body, (opened[0], opened[1]))


# ------------------------------------------------------------------------------------- letters that bind


def prod(algebra: Algebra, body: Form, index: Index) -> Form:
    """Return ∏ of `body` over an open index."""
    return algebra.letter(_bound("prod", algebra, body, (index,)))


def inverse(algebra: Algebra, body: Form, inner: tuple[Index, Index], at: tuple[Index, Index]) -> Form:
    """Return the entry `at` of the inverse of the matrix with entries `body` at the open indices `inner`."""
    if (diagonal := on_diagonal(algebra, body, inner)) is not None:
        entry = algebra.rename(diagonal, {inner[0]: at[0]})
        return algebra.multiply(algebra.delta(*at), invert(algebra, entry))
    unit, normal = normalized(algebra, reduce(algebra, body))
    if unit.is_zero:
        raise ZeroDivisionError("the inverse of the matrix 0")
    straight = _bound("inverse", algebra, normal, inner)
    turned = _bound("inverse", algebra, normal, inner[::-1])
    if straight.text == turned.text:
        places = tuple(sorted(at, key=lambda i: i.text))
        letter = Letter(straight.head + " symmetric", places, straight.args, symmetric=True, binds=2)
    elif straight.text < turned.text:
        letter = Letter(straight.head, at, straight.args, binds=2)
    else:
        letter = Letter(turned.head, at[::-1], turned.args, binds=2)
    return algebra.scale(algebra.letter(letter), algebra.ground.one / unit)


def det(algebra: Algebra, body: Form, inner: tuple[Index, Index]) -> Form:
    """Return the determinant of the matrix with entries `body`; a matrix and its transpose have the same."""
    diagonal = on_diagonal(algebra, body, inner)
    if diagonal is not None:
        return diagonal if diagonal == algebra.coefficient(1) else prod(algebra, diagonal, inner[0])
    body = reduce(algebra, body)
    choices = (_bound("det", algebra, body, inner), _bound("det", algebra, body, inner[::-1]))
    return algebra.letter(min(choices, key=lambda letter: letter.text))


def on_diagonal(algebra: Algebra, body: Form, inner: tuple[Index, Index]) -> Form | None:
    """Return f with body = δ(inner) f(inner[0]), or None if some term is not on the diagonal."""
    (target, _), *_ = algebra.delta(*inner).terms[0][0]
    if body.is_zero or not all(any(c == target for c, _ in mono) for mono, _ in body.terms):
        return None
    stripped = Form.of({tuple((c, e) for c, e in mono if c != target): k for mono, k in body.terms})
    return algebra.rename(stripped, {inner[1]: inner[0]})


def _bound(kind: str, algebra: Algebra, body: Form, inner: tuple[Index, ...]) -> Letter:
    """Return a letter that binds open indices in its argument. The head names their range."""
    height = body.height + 1
    names = {
        index: Index("bound", number=number, height=height, ranges=index.ranges) for number, index in enumerate(inner)
    }
    return Letter(f"{kind} {inner[0].ranges[0]!r}", (), (algebra.rename(body, names),), binds=len(inner))


def unbound(algebra: Algebra, letter: Letter) -> tuple[Form, tuple[Index, ...]]:
    """Return the body of a letter that binds, and the open indices in place of its bound ones."""
    limit = letter.head.split("'")[1]
    opened = tuple(algebra.fresh(limit) for _ in range(letter.binds))
    names = {
        Index("bound", number=number, height=letter.height, ranges=(limit,)): index
        for number, index in enumerate(opened)
    }
    return algebra.rename(letter.args[0], names), opened


def _single(form: Form) -> Letter | None:
    """Return the letter, if the form is one letter and nothing else."""
    if len(form.terms) != 1:
        return None
    mono, coefficient = form.terms[0]
    if len(mono) != 1 or mono[0][1] != 1 or coefficient.constant != 1:
        return None
    return mono[0][0].letter
