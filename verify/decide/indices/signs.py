"""Signs of forms: sums of squares and of positive letters, and what the Context says is positive.

A component is ≥ 0 if its letters are, or if for some of its bound indices held fixed it falls into
squares: Σ_i (Σ_j X_ij w_j)² is found in Σ_ijk X_ij X_ik w_j w_k.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from verify.decide.indices.algebra import Algebra
from verify.decide.indices.letters import Component, Form, Index, Letter
from verify.decide.rational import Rational
from verify.terms.context import Context
from verify.terms.nodes import Add, Mul, Num, Pow, Term
from verify.terms.statement import Statement

MAX_BOUND = 6
MAX_CHOICES = 64


@dataclass(frozen=True)
class Fact:
    """`form` > 0 (or ≥ 0 where not `strict`) for all values of `variables`."""

    form: Form
    variables: tuple[Index, ...]
    strict: bool
    sentence: str


@dataclass
class Signs:
    """What is known of signs in one statement.

    `fixed` are names that an evaluation at a point gives other values than the Context speaks of: nothing
    is known of those. Of the `drawn` ones only their law is known. `moved` are differentiated: only
    open conditions on them may be used.
    """

    algebra: Algebra
    context: Context
    extra: tuple[Statement, ...] = ()
    fixed: frozenset[str] = frozenset()
    drawn: frozenset[str] = frozenset()
    moved: frozenset[str] = frozenset()
    facts: tuple[Fact, ...] = ()

    def nonnegative(self, form: Form) -> bool:
        """Return whether the form is known to be ≥ 0 wherever it is defined."""
        if all(self._term(mono, c) for mono, c in form.terms):
            return True
        return self._stated(form, strict=False)

    def positive(self, form: Form) -> bool:
        """Return whether the form is known to be > 0 wherever it is defined."""
        if self._stated(form, strict=True):
            return True
        if not all(self._term(mono, c) for mono, c in form.terms):
            return False
        return any(
            self._coefficient(c, strict=True) and all(self._positive(k, e) for k, e in mono) for mono, c in form.terms
        )

    # ------------------------------------------------------------------------------------------ terms

    def _term(self, mono: tuple[tuple[Component, int], ...], coefficient: Rational) -> bool:
        return all(self._nonnegative(c, e) for c, e in mono) and self._coefficient(coefficient, strict=False)

    def _nonnegative(self, component: Component, exponent: int) -> bool:
        if exponent % 2 == 0:
            return True
        if component.letter is not None:
            return self._letter(component.letter, strict=False)
        if self._stated(Form(((((component, 1),), self.algebra.ground.one),)), strict=False):
            return True
        return self._is_square(component)

    def _is_square(self, component: Component) -> bool:
        """Whether some choice of bound indices, held fixed, splits the component into squares."""
        if len(component.ranges) > MAX_BOUND:
            return False
        bounds, letters = self.algebra.instance(component)
        for count in range(len(bounds), -1, -1):
            for held in itertools.combinations(bounds, count):
                if len(held) < len(bounds) and self._splits(letters, [b for b in bounds if b not in held]):
                    return True
                if len(held) == len(bounds) and all(
                    e % 2 == 0 or self._letter(k, strict=False) for k, e in letters.items()
                ):
                    return True
        return False

    def _splits(self, letters: dict[Letter, int], summed: list[Index]) -> bool:
        algebra = self.algebra
        form = algebra.multiply(*(algebra.letter(k, e) for k, e in letters.items()))
        for index in summed:
            form = algebra.close(form, index)
        if len(form.terms) != 1 or form.terms[0][1].constant != 1:
            return False
        return all(
            e % 2 == 0 or (c.letter is not None and self._letter(c.letter, strict=False)) for c, e in form.terms[0][0]
        )

    def _positive(self, component: Component, exponent: int) -> bool:
        if exponent < 0 and exponent % 2 == 0:
            return True
        if component.letter is not None and self._letter(component.letter, strict=True):
            return True
        if component.letter is None and all(
            self._letter(k, strict=True) or (e < 0 and e % 2 == 0) for k, e in component.factors
        ):
            return True
        return self._stated(Form(((((component, 1),), self.algebra.ground.one),)), strict=True)

    def _letter(self, letter: Letter, *, strict: bool) -> bool:
        kind = letter.head.split()[0]
        match kind:
            case "exp" | "value":
                return True
            case "delta" | "abs":
                return not strict
            case "root":
                return not strict or self.positive(letter.args[0])
            case "recip":
                return self.nonnegative(letter.args[0])
            case "entry":
                return self._entry(letter.head.removeprefix("entry "), strict=strict)
            case _:
                return False

    def _entry(self, name: str, *, strict: bool) -> bool:
        declared = self.context.by_name.get(name)
        if declared is None or declared.definition is not None or name in self.fixed:
            return False
        if declared.law is not None and declared.law.family == "bernoulli" and not strict:
            return True
        interval = declared.interval
        if name in self.drawn or interval.low is None or (name in self.moved and interval.low_closed):
            return False
        holds = interval.low > 0 or (interval.low == 0 and not (strict and interval.low_closed))
        if holds:
            self.algebra.used[f"{name}: declared range"] = None
        return holds

    # ------------------------------------------------------------------------------ what the Context says

    def _stated(self, form: Form, *, strict: bool) -> bool:
        for fact in self.facts:
            if (fact.strict or not strict) and any(self._multiple(form, f) for f in self._instances(fact, form)):
                self.algebra.used[fact.sentence] = None
                return True
        return False

    def _instances(self, fact: Fact, form: Form) -> Iterator[Form]:
        """Yield the fact at indices of the form."""
        choices = [
            [i for i in sorted(form.free, key=lambda i: i.text) if variable.ranges[0] in i.ranges]
            for variable in fact.variables
        ]
        for chosen in itertools.islice(itertools.product(*choices), MAX_CHOICES):
            yield self.algebra.rename(fact.form, dict(zip(fact.variables, chosen, strict=True)))

    def _multiple(self, form: Form, known: Form) -> bool:
        """Whether form = c · known for a number c > 0."""
        if len(form.terms) != len(known.terms) or form.is_zero:
            return False
        ratio = (form.terms[0][1] / known.terms[0][1]).constant
        return ratio is not None and ratio > 0 and form == self.algebra.scale(known, ratio)

    def _coefficient(self, value: Rational, *, strict: bool) -> bool:
        constant = value.constant
        if constant is not None:
            return constant > 0 or (constant == 0 and not strict)
        from verify.decide.facts import sign

        known = sign(scalar_term(value), self.context, self.extra)
        if known == "+" or (known in (">=0", "0") and not strict):
            self.algebra.used["ranges of scalars"] = None
            return True
        return False


def scalar_term(value: Rational) -> Term:
    """Return a coefficient as a term, the product of numerator and denominator, which has its sign."""
    return Mul((_polynomial(value, value.numerator), _polynomial(value, value.denominator)))


def _polynomial(value: Rational, poly: object) -> Term:
    terms: list[Term] = []
    for exponents, coefficient in poly.to_dict().items():  # type: ignore[attr-defined]
        factors: list[Term] = [Num(Fraction(int(coefficient.p), int(coefficient.q)))]
        for kernel, exponent in zip(value.field.kernels, exponents, strict=False):
            if exponent and isinstance(kernel, Term):
                factors.append(Pow(kernel, Num(Fraction(int(exponent)))) if exponent > 1 else kernel)
        terms.append(Mul(tuple(factors)))
    return Add(tuple(terms))
