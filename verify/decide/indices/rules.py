"""Rewriting by equations: hypotheses "for all indices", and M M⁻¹ = I for the inverses that occur.

An equation is solved for one of its terms, a coefficient that cannot vanish times a single component;
wherever that component occurs as part of another, it is replaced. A rewriting is an equality, so any
number of them, in any order, is sound; their number is bounded.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from verify.decide.indices import functions
from verify.decide.indices.algebra import Algebra
from verify.decide.indices.derivative import replace
from verify.decide.indices.letters import Component, Form, Index, Letter, monomial
from verify.decide.rational import Rational

MAX_STEPS = 120
MAX_MATCHES = 5_000
MAX_EXPONENT = 8


@dataclass(frozen=True)
class Rule:
    """Σ over `bounds` of the product of `letters` equals `value`, for all values of `variables`."""

    bounds: tuple[Index, ...]
    letters: tuple[Letter, ...]
    variables: frozenset[Index]
    value: Form
    reason: str


@dataclass
class Rewriter:
    """Applies rules to forms and notes in `used` the reasons of those that applied."""

    algebra: Algebra
    rules: tuple[Rule, ...]
    used: dict[str, None] = field(default_factory=dict)
    steps: int = 0
    tried: int = 0

    def normal(self, form: Form) -> Form:
        """Return the form with every rule applied as often as it applies, within the bounds."""
        form = self._entries(form)
        while self.steps < MAX_STEPS:
            rewritten = self._once(form)
            if rewritten is None:
                return form
            form = self._entries(rewritten)
        return form

    # ---------------------------------------------------------------------------------- single entries

    def _entries(self, form: Form) -> Form:
        """Apply the rules for single entries, everywhere, once."""
        single = [rule for rule in self.rules if not rule.bounds and len(rule.letters) == 1]
        if not single:
            return form

        def value(name: str, indices: tuple[Index, ...]) -> Form | None:
            for rule in single:
                pattern = rule.letters[0]
                if pattern.head == f"entry {name}":
                    for places in _orders(pattern, indices):
                        mapping = self._unified(rule, pattern.indices, places, {}, ())
                        if mapping is not None:
                            if rule.reason:
                                self.used[rule.reason] = None
                            return self.algebra.rename(rule.value, mapping)
            return None

        return replace(self.algebra, form, value)

    # ------------------------------------------------------------------------------- sums of products

    def _once(self, form: Form) -> Form | None:
        """Rewrite the first component to which a rule applies; None if there is none."""
        several = [rule for rule in self.rules if rule.bounds]
        for mono, coefficient in form.terms:
            for component, _ in mono:
                if component.letter is None and (new := self._component(component, several)) is not None:
                    powers = {c: e - (c == component) for c, e in mono}
                    rest = Form.of({monomial(powers): coefficient})
                    others = Form.of({m: c for m, c in form.terms if m != mono})
                    return self.algebra.add(others, self.algebra.multiply(rest, new))
        return None

    def _component(self, component: Component, rules: list[Rule]) -> Form | None:
        bounds, powers = self.algebra.instance(component)
        if any(not 0 < e <= MAX_EXPONENT for e in powers.values()):
            return None
        letters = [letter for letter, exponent in powers.items() for _ in range(exponent)]
        for rule in rules:
            for mapping, rest in self._matches(rule, bounds, letters):
                images = {mapping[b] for b in rule.bounds}
                self.steps += 1
                if rule.reason:
                    self.used[rule.reason] = None
                algebra = self.algebra
                value = algebra.rename(rule.value, {k: v for k, v in mapping.items() if k in rule.variables})
                new = algebra.multiply(value, *(algebra.letter(k) for k in rest))
                for index in bounds:
                    if index not in images:
                        new = algebra.close(new, index)
                return new
        return None

    def _matches(
        self, rule: Rule, bounds: list[Index], letters: list[Letter]
    ) -> Iterator[tuple[dict[Index, Index], list[Letter]]]:
        """Yield the ways in which the rule's product is part of a product: the images, and what is left."""
        stack: list[tuple[int, dict[Index, Index], tuple[int, ...]]] = [(0, {}, ())]
        while stack and self.tried < MAX_MATCHES:
            self.tried += 1
            position, mapping, taken = stack.pop()
            if position == len(rule.letters):
                rest = [letter for k, letter in enumerate(letters) if k not in taken]
                images = {mapping[b] for b in rule.bounds}
                if not any(letter.free & images for letter in rest):
                    yield mapping, rest
                continue
            pattern = rule.letters[position]
            for k, letter in enumerate(letters):
                if k not in taken and letter.head == pattern.head and len(letter.indices) == len(pattern.indices):
                    for places in _orders(pattern, letter.indices):
                        extended = self._unified(rule, pattern.indices, places, mapping, bounds)
                        if extended is not None and self._same_args(pattern, letter, extended):
                            stack.append((position + 1, extended, (*taken, k)))

    def _same_args(self, pattern: Letter, letter: Letter, mapping: Mapping[Index, Index]) -> bool:
        return tuple(self.algebra.rename(arg, mapping) for arg in pattern.args) == letter.args

    def _unified(
        self,
        rule: Rule,
        pattern: tuple[Index, ...],
        places: tuple[Index, ...],
        mapping: Mapping[Index, Index],
        bounds: list[Index] | tuple[()],
    ) -> dict[Index, Index] | None:
        found = dict(mapping)
        for p, t in zip(pattern, places, strict=True):
            if p in found:
                if found[p] != t:
                    return None
            elif p in rule.bounds:
                if t not in bounds or t.ranges != p.ranges or t in (found.get(b) for b in rule.bounds):
                    return None
                found[p] = t
            elif p in rule.variables:
                if p.ranges[0] not in t.ranges and t.kind != "fixed":
                    return None
                found[p] = t
            elif p != t:
                return None
        return found


def _orders(pattern: Letter, indices: tuple[Index, ...]) -> tuple[tuple[Index, ...], ...]:
    return (indices, indices[::-1]) if pattern.symmetric else (indices,)


# ------------------------------------------------------------------------------------------ making rules


def solved(algebra: Algebra, left: Form, right: Form, variables: frozenset[Index], reason: str) -> Rule | None:
    """Return left = right solved for its left-hand (else its right-hand) side, or None.

    The side must be a number that is not 0 times one component, and the other side must not hold what
    the side is made of where that is a single entry: Γ = Γᵀ is no rule.
    """
    for side, other in ((left, right), (right, left)):
        if len(side.terms) != 1 or len(side.terms[0][0]) != 1 or side.terms[0][0][0][1] != 1:
            continue
        (((component, _),), coefficient) = side.terms[0]
        if coefficient.constant is None:
            continue
        bounds, powers = algebra.instance(component)
        letters = tuple(letter for letter, exponent in powers.items() for _ in range(exponent))
        if any(e < 0 for e in powers.values()) or not _binds_all(variables, letters):
            continue
        if any(letter.head == "delta" for letter in letters):  # says nothing of indices beyond the range
            continue
        if component.letter is not None and not _is_entry(component.letter, other):
            continue
        value = algebra.scale(other, 1 / coefficient.constant)
        return Rule(tuple(bounds), letters, variables, value, reason)
    return None


def _binds_all(variables: frozenset[Index], letters: tuple[Letter, ...]) -> bool:
    """Whether matching the letters gives every variable a value."""
    return variables <= {index for letter in letters for index in letter.indices}


def _is_entry(letter: Letter, other: Form) -> bool:
    return letter.head.startswith("entry ") and letter.head not in other.heads


def inverse_rules(algebra: Algebra, form: Form) -> tuple[Rule, ...]:
    """Return M M⁻¹ = I and M⁻¹ M = I, solved for one term of M, for every inverse in the form."""
    inverses = dict.fromkeys(
        Letter(k.head, (), k.args, k.symmetric, k.binds) for k in form.letters() if k.head.startswith("inverse ")
    )
    return tuple(rule for letter in inverses for rule in _rules_of_inverse(algebra, letter))


def _rules_of_inverse(algebra: Algebra, letter: Letter) -> Iterator[Rule]:
    body, (row, column) = functions.unbound(algebra, letter)
    pivot = _pivot(body, row, column)
    if pivot is None:
        return
    component, coefficient = pivot
    rest = Form.of({m: c for m, c in body.terms if m != ((component, 1),)})
    free = algebra.fresh(row.ranges[0])
    for summed, kept, places in ((column, row, (column, free)), (row, column, (free, row))):
        inverse = Letter(letter.head, places, letter.args, letter.symmetric, letter.binds)
        other = algebra.close(algebra.multiply(rest, algebra.letter(inverse)), summed)
        value = algebra.scale(algebra.subtract(algebra.delta(kept, free), other), algebra.ground.one / coefficient)
        bounds, powers = algebra.opened([(component, 1)])
        letters = tuple(k for k, exponent in powers.items() for _ in range(exponent))
        yield Rule((*bounds, summed), (inverse, *letters), frozenset({kept, free}), value, "")


def _pivot(body: Form, row: Index, column: Index) -> tuple[Component, Rational] | None:
    """Return a term of the matrix to solve for: one component that holds both indices, with a nonzero number."""
    best: tuple[Component, Rational] | None = None
    for mono, coefficient in body.terms:
        if len(mono) != 1 or mono[0][1] != 1 or coefficient.constant is None:
            continue
        component = mono[0][0]
        letter = component.letter
        if not {row, column} <= component.free or (letter is not None and letter.head == "delta"):
            continue
        if any(e < 0 for _, e in component.factors):
            continue
        if best is None or len(component.factors) > len(best[0].factors):
            best = component, coefficient
    return best
