"""Arithmetic of forms: sums, products, powers, sums over an index with Kronecker contraction, renaming.

Main definitions
----------------
* `Algebra`: all that is fixed while one statement is decided: the coefficient field, the sizes of the
  ranges, what is known of arrays, and how much work was done.

Every operation returns a form that equals the exact result wherever that is defined.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from verify.decide.indices import contraction, functions
from verify.decide.indices.letters import (
    Component,
    Form,
    Index,
    Letter,
    Monomial,
    OutsideLanguage,
    Range,
    monomial,
)
from verify.decide.indices.quotients import invert, reduce
from verify.decide.rational import Field, Rational, TooLarge

#: products of monomials, and components named, before a statement is given up
MAX_WORK = 10_000
MAX_POWER = 12


@dataclass
class Algebra:
    """The arithmetic of one statement.

    `ground` is the field of coefficients; `sizes` gives the size of each range, which is at least 1;
    `structure` maps an array's name to its declared structure; `nonnegative` tells whether a form is
    known to be ≥ 0, and `positive` whether it is > 0; `used` and `axioms` collect what was used beyond
    algebra.
    """

    ground: Field
    sizes: dict[Range, Rational]
    structure: Mapping[str, frozenset[str]] = field(default_factory=dict)
    nonnegative: Callable[[Form], bool] = lambda _: False
    positive: Callable[[Form], bool] = lambda _: False
    used: dict[str, None] = field(default_factory=dict)
    axioms: dict[str, None] = field(default_factory=dict)
    logged: dict[str, bool] = field(default_factory=dict)
    work: int = 0
    serial: int = 0

    # ------------------------------------------------------------------------------------------ building

    def spend(self, amount: int = 1) -> None:
        """Count work.

        Raises:
            TooLarge: more than `MAX_WORK` was done.

        """
        self.work += amount
        if self.work > MAX_WORK:
            raise TooLarge(f"more than {MAX_WORK} products of terms")

    def fresh(self, limit: Range) -> Index:
        """Return a new open index of a range."""
        self.serial += 1
        return Index("open", number=self.serial, ranges=(limit,))

    def coefficient(self, value: Rational | Fraction | int) -> Form:
        """Return a coefficient as a form."""
        value = value if isinstance(value, Rational) else self.ground.number(value)
        return Form.of({(): value})

    def letter(self, letter: Letter, exponent: int = 1) -> Form:
        """Return a power of a letter as a form."""
        return self.product_of({Component((), ((letter, 1),)): exponent}, self.ground.one)

    def delta(self, left: Index, right: Index) -> Form:
        """Return the Kronecker delta of two indices."""
        if left == right:
            return self.coefficient(1)
        if left.kind == right.kind == "fixed" and left.name.isdigit() and right.name.isdigit():
            return self.coefficient(0)
        return self.letter(Letter("delta", tuple(sorted((left, right), key=_text)), symmetric=True))

    def entry(self, name: str, indices: tuple[Index, ...]) -> Form:
        """Return an entry of an array, in the normal form that its declared structure gives."""
        known = self.structure.get(name, frozenset())
        if "diagonal" in known and indices[0] != indices[-1]:
            self.used[f"{name} is diagonal"] = None
            return self.multiply(self.delta(*indices), self.entry(name, (indices[0], indices[0])))
        if "symmetric" in known and "diagonal" not in known:
            self.used[f"{name} is symmetric"] = None
            return self.letter(Letter(f"entry {name}", tuple(sorted(indices, key=_text)), symmetric=True))
        return self.letter(Letter(f"entry {name}", indices))

    # ---------------------------------------------------------------------------------------- arithmetic

    def add(self, *forms: Form) -> Form:
        """Return the sum."""
        total: dict[Monomial, Rational] = {}
        for form in forms:
            for mono, coefficient in form.terms:
                total[mono] = total[mono] + coefficient if mono in total else coefficient
        self.spend(sum(len(form.terms) for form in forms) // 4)
        return Form.of(total)

    def scale(self, form: Form, factor: Rational | Fraction | int) -> Form:
        """Return factor · form."""
        value = factor if isinstance(factor, Rational) else self.ground.number(factor)
        return Form.of({m: c * value for m, c in form.terms})

    def subtract(self, left: Form, right: Form) -> Form:
        """Return left - right."""
        return self.add(left, self.scale(right, -1))

    def multiply(self, *forms: Form) -> Form:
        """Return the product."""
        product = self.coefficient(1)
        for form in forms:
            product = self._multiply(product, form)
        return product

    def _multiply(self, left: Form, right: Form) -> Form:
        if (value := left.scalar) is not None:
            return right if value == self.ground.one else self.scale(right, value)
        if (value := right.scalar) is not None:
            return self.scale(left, value)
        self.spend(len(left.terms) * len(right.terms))
        total: dict[Monomial, Rational] = {}
        rest: list[Form] = []
        for first, a in left.terms:
            for second, b in right.terms:
                powers = dict(first)
                for component, exponent in second:
                    powers[component] = powers.get(component, 0) + exponent
                if _is_reduced(powers):
                    mono = monomial(powers)
                    total[mono] = total[mono] + a * b if mono in total else a * b
                else:
                    rest.append(self.product_of(powers, a * b))
        return self.add(Form.of(total), *rest) if rest else Form.of(total)

    def product_of(self, powers: Mapping[Component, int], coefficient: Rational) -> Form:
        """Return coefficient · ∏ component^exponent, with powers of deltas and roots reduced."""
        kept: dict[Component, int] = {}
        forms: list[Form] = []
        for component, exponent in powers.items():
            letter = component.letter
            if letter is not None and letter.head == "delta":
                if exponent < 0:
                    raise OutsideLanguage("division by a Kronecker delta")
                kept[component] = min(exponent, 1)
            elif letter is not None and (period := functions.period(letter)):
                whole, kept[component] = divmod(exponent, period)
                if whole:
                    forms.append(self.power(functions.period_value(self, letter), whole))
            elif letter is None and exponent < 0:
                raise AssertionError("a sum with a negative exponent")
            else:
                kept[component] = exponent
        return self.multiply(Form.of({monomial(kept): coefficient}), *forms)

    def reduced(self, form: Form) -> Form:
        """Return the form with its reciprocals brought to lowest terms."""
        return reduce(self, form)

    def power(self, form: Form, exponent: int) -> Form:
        """Return form^exponent, expanded.

        Raises:
            TooLarge: the exponent is too large to expand.
            ZeroDivisionError: a negative power of 0.

        """
        if exponent < 0:
            return self.power(invert(self, form), -exponent)
        if len(form.terms) == 1:
            return self._monomial_power(form, exponent)
        if exponent > MAX_POWER:
            raise TooLarge(f"a power of more than {MAX_POWER} of a sum")
        return self.multiply(*(form for _ in range(exponent)))

    def _monomial_power(self, form: Form, exponent: int) -> Form:
        mono, coefficient = form.terms[0]
        return self.product_of({c: e * exponent for c, e in mono}, coefficient**exponent)

    # ------------------------------------------------------------------------------------ sums over indices

    def fold(self, limit: Range, body: Callable[[Index], Form]) -> Form:
        """Return Σ of `body` over a range; a range of known small size is written out."""
        size = self.sizes[limit].constant
        if size is not None:
            if not 1 <= size <= MAX_POWER or size.denominator != 1:
                raise OutsideLanguage(f"a sum over 1..{size}")
            return self.add(*(body(Index("fixed", str(k + 1))) for k in range(int(size))))
        index = self.fresh(limit)
        return self.close(body(index), index)

    def close(self, form: Form, index: Index) -> Form:
        """Return Σ of `form` over the open index."""
        if any("recip" in c.heads and index in c.free for c in form.components()):
            form = reduce(self, form)
        size = self.sizes[index.ranges[0]]
        parts: list[Form] = []
        for mono, coefficient in form.terms:
            inside = [(c, e) for c, e in mono if index in c.free]
            outside = tuple((c, e) for c, e in mono if index not in c.free)
            if not inside:
                parts.append(Form(((mono, coefficient * size),)))
                continue
            bounds, letters = self.opened(inside)
            summed = self.sum_letters((index, *bounds), letters)
            parts.append(self.multiply(Form(((outside, coefficient),)), summed))
        return self.add(*parts)

    def opened(self, powers: Iterable[tuple[Component, int]]) -> tuple[list[Index], dict[Letter, int]]:
        """Return the bound indices (new ones for each copy) and letters of a product of components."""
        bounds: list[Index] = []
        letters: dict[Letter, int] = {}
        for component, exponent in powers:
            if component.letter is not None:
                letters[component.letter] = letters.get(component.letter, 0) + exponent
                continue
            if exponent > MAX_POWER:
                raise TooLarge(f"a power of more than {MAX_POWER} of a sum")
            for _ in range(exponent):
                self.spend()
                new, body = self.instance(component)
                bounds += new
                for letter, e in body.items():
                    letters[letter] = letters.get(letter, 0) + e
        return bounds, letters

    def instance(self, component: Component) -> tuple[list[Index], dict[Letter, int]]:
        """Return a component's letters with new open indices for its bound ones."""
        renaming = {bound: self.fresh(bound.ranges[0]) for bound in component.bound()}
        letters: dict[Letter, int] = {}
        for letter, exponent in component.factors:
            renamed, sign = self.renamed_letter(letter, renaming)
            if sign != self.ground.one:
                raise OutsideLanguage("a factor whose sign depends on the names of its indices")
            letters[renamed] = letters.get(renamed, 0) + exponent
        return list(renaming.values()), letters

    def sum_letters(self, bounds: Iterable[Index], letters: Mapping[Letter, int]) -> Form:
        """Return Σ over open indices of a product of letters, contracted and with canonical names."""
        return contraction.sum_letters(self, bounds, letters)

    def rename(self, form: Form, names: Mapping[Index, Index]) -> Form:
        """Replace indices that are not bound by others."""
        return contraction.rename(self, form, names)

    def renamed_letter(self, letter: Letter, names: Mapping[Index, Index]) -> tuple[Letter, Rational]:
        """Replace indices by distinct new ones: a letter again, and the factor (a sign) that comes out."""
        return contraction.renamed_letter(self, letter, names)


def _text(index: Index) -> str:
    return index.text


def _is_reduced(powers: Mapping[Component, int]) -> bool:
    """Whether no delta or root of the product needs `Algebra.product_of`."""
    for component, exponent in powers.items():
        letter = component.letter
        if letter is None:
            continue
        if letter.head == "delta" and exponent not in (0, 1):
            return False
        period = functions.period(letter)
        if period and not 0 <= exponent < period:
            return False
    return True
