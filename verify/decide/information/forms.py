"""Linear functionals of densities: sums of c · Σ_i ∫ w · log a · log b …, as plain data.

Main definitions
----------------
* `Poly`, `Exp`, `Closed`: atoms that are no core terms (an irreducible polynomial, an exponential, an
  integral without logarithms that became a constant).
* `Iid`, `Apart`: the density of a family of independent points, and 1 - δ of two indices.
* `Key`: what a coefficient stands before: binders, a weight (a monomial in atoms) and logarithms.
* `Form`: a mapping from keys to rational coefficients; `plus`, `times`, `rename_key`.

An atom of a weight is a core term (a marginal density at points, an unknown function at points, a
scalar symbol) or one of the classes above. Exponents in weights are integers; `Poly` occurs in
weights with negative exponents only (`times` expands the others). In `logs` an atom may also be a
prime number.

Names of bound variables begin with "#", which no source can contain, followed by the space they run
over. Those of a `Closed` atom carry its height (how deep closed integrals nest in it), so that no
renaming of an outer variable can capture them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from verify.terms.nodes import Sym, Term
from verify.terms.rewrite import free, substitute


class OutOfReach(Exception):
    """The statement is outside this decider's language, or a side condition is not known to hold."""


@dataclass(frozen=True, slots=True)
class Poly:
    """An irreducible polynomial in atoms, with coprime integer coefficients."""

    terms: tuple[tuple[Weight, Fraction], ...]


@dataclass(frozen=True, slots=True)
class Exp:
    """e^(scale · exponent), with `scale` = 1/b."""

    exponent: Weight
    scale: Fraction


@dataclass(frozen=True, slots=True)
class Iid:
    """∏_j s(z_j), the density of a `family` of independent points; `density` is s at the point `template(space)`.

    Whoever builds one has checked that s is positive and has mass 1.
    """

    family: Sym
    density: Weight


@dataclass(frozen=True, slots=True)
class Apart:
    """1 - δ of two indices: 1 where they differ, else 0. The names are sorted."""

    left: Sym
    right: Sym


def apart(one: Sym, other: Sym) -> Apart:
    """Return 1 - δ of two indices.

    Raises:
        OutOfReach: they are the same one.

    """
    if one == other:
        raise OutOfReach("1 - δ of an index and itself")
    return Apart(*sorted((one, other), key=order))


def template(space: str) -> Sym:
    """Return the point of a space at which the density of an `Iid` is written; it is bound there."""
    return Sym(f"#{space}#0", "point")


@dataclass(frozen=True, slots=True)
class Binder:
    """A bound variable: a point, or a family of points (a column), of a `space`, or an index from 1 to `upper`."""

    symbol: Sym
    space: str
    upper: Term | None = None

    @property
    def kind(self) -> tuple[str, str]:
        """What must agree for two binders to be exchangeable."""
        return self.space, repr(self.symbol.of_shape or self.upper)


@dataclass(frozen=True, slots=True)
class Closed:
    """The constant Σ ∫ weight over `binders` (no logarithms)."""

    binders: tuple[Binder, ...]
    weight: Weight


Atom = Term | Poly | Exp | Closed | Iid | Apart
Weight = tuple[tuple[Atom, int], ...]


@dataclass(frozen=True, slots=True)
class Key:
    """Σ ∫ over `binders` of the product of `weight` and the logarithms of the atoms in `logs`."""

    binders: tuple[Binder, ...] = ()
    weight: Weight = ()
    logs: Weight = ()


Form = dict[Key, Fraction]
ONE_KEY = Key()

MAX_KEYS = 4000


@lru_cache(maxsize=200_000)
def order(atom: object) -> str:
    """Return a text that sorts atoms the same way in every run."""
    return repr(atom)


def weight_of(exponents: Mapping[Atom, int]) -> Weight:
    """Return the sorted weight with these exponents; zeros are dropped."""
    return tuple(sorted(((a, e) for a, e in exponents.items() if e), key=lambda pair: order(pair[0])))


def constant(value: Fraction | int) -> Form:
    """Return a rational number as a form."""
    return {ONE_KEY: Fraction(value)} if value else {}


def single(atom: Atom, exponent: int = 1) -> Form:
    """Return atom^exponent as a form."""
    return {Key(weight=((atom, exponent),)): Fraction(1)}


def plus(*forms: Form) -> Form:
    """Return the sum of forms, keys with coefficient 0 dropped."""
    total: Form = {}
    for form in forms:
        for key, value in form.items():
            total[key] = total.get(key, Fraction(0)) + value
    return {key: value for key, value in total.items() if value}


def scaled(form: Form, factor: Fraction | int) -> Form:
    """Return factor · form."""
    return {key: value * factor for key, value in form.items()} if factor else {}


def minus(left: Form, right: Form) -> Form:
    """Return left - right."""
    return plus(left, scaled(right, -1))


@lru_cache(maxsize=100_000)
def atom_free(atom: Atom) -> frozenset[Sym]:
    """Return the symbols free in an atom."""
    match atom:
        case Term():
            return free(atom)
        case Poly(terms):
            return frozenset[Sym]().union(*(weight_free(weight) for weight, _ in terms))
        case Exp(exponent):
            return weight_free(exponent)
        case Closed(binders, weight):
            ends = frozenset[Sym]().union(*(free(b.upper) for b in binders if b.upper is not None))
            return (weight_free(weight) - {b.symbol for b in binders}) | ends
        case Iid(family, density):
            return free(family) | {s for s in weight_free(density) if not s.name.endswith("#0")}
        case Apart(left, right):
            return frozenset((left, right))


def weight_free(weight: Weight) -> frozenset[Sym]:
    """Return the symbols free in a weight."""
    return frozenset[Sym]().union(*(atom_free(atom) for atom, _ in weight))


def height(weight: Weight) -> int:
    """Return how deep `Closed` atoms nest in a weight."""
    return max((_height(atom) for atom, _ in weight), default=0)


@lru_cache(maxsize=100_000)
def _height(atom: Atom) -> int:
    match atom:
        case Poly(terms):
            return max((height(weight) for weight, _ in terms), default=0)
        case Exp(exponent):
            return height(exponent)
        case Closed(_, weight):
            return 1 + height(weight)
        case Iid(_, density):
            return height(density)
        case _:
            return 0


@lru_cache(maxsize=20_000)
def _renamed(atom: Atom, names: tuple[tuple[Sym, Sym], ...]) -> Atom:
    return _rename(atom, dict(names))


def rename(atom: Atom, names: Mapping[Sym, Sym]) -> Atom:
    """Rename free symbols of an atom. The new names are bound nowhere inside it (see the module's text)."""
    met = tuple((old, new) for old, new in names.items() if old in atom_free(atom))
    return _renamed(atom, met) if met else atom


def _rename(atom: Atom, names: Mapping[Sym, Sym]) -> Atom:
    match atom:
        case Term():
            return substitute(atom, names)
        case Poly(terms):
            return poly((rename_weight(weight, names), value) for weight, value in terms)
        case Exp(exponent, scale):
            return Exp(rename_weight(exponent, names), scale)
        case Closed(binders, weight):
            return Closed(binders, rename_weight(weight, names))
        case Iid(family, density):
            return Iid(names.get(family, family), rename_weight(density, names))
        case Apart(left, right):
            return apart(names.get(left, left), names.get(right, right))


def rename_weight(weight: Weight, names: Mapping[Sym, Sym]) -> Weight:
    """Rename free symbols of a weight; atoms that become equal merge."""
    if not weight_free(weight) & names.keys():
        return weight
    exponents: dict[Atom, int] = {}
    for atom, exponent in weight:
        renamed = rename(atom, names)
        exponents[renamed] = exponents.get(renamed, 0) + exponent
    return weight_of(exponents)


def poly(terms: Iterable[tuple[Weight, Fraction]]) -> Poly:
    """Return a polynomial with its terms sorted."""
    return Poly(tuple(sorted(terms, key=lambda pair: repr(pair[0]))))


def rename_key(key: Key, names: Mapping[Sym, Sym]) -> Key:
    """Rename the binders of a key and what they bind."""
    binders = tuple(Binder(names.get(b.symbol, b.symbol), b.space, b.upper) for b in key.binders)
    return Key(binders, rename_weight(key.weight, names), rename_weight(key.logs, names))


class Names:
    """Temporary names for bound variables, numbered from 1 so that a run repeats."""

    def __init__(self) -> None:
        self._next = 0

    def temporary(self, binder: Binder) -> Sym:
        """Return a name that occurs nowhere else."""
        self._next += 1
        return Sym(f"#{binder.space}#t{self._next}", binder.symbol.of_sort, binder.symbol.of_shape)

    def apart(self, key: Key) -> Key:
        """Return `key` with every binder renamed to a temporary name."""
        return rename_key(key, {b.symbol: self.temporary(b) for b in key.binders}) if key.binders else key


def times(left: Form, right: Form, names: Names) -> Form:
    """Return the product of two forms (Fubini: binders of both, renamed apart)."""
    total: Form = {}
    for one, a in left.items():
        for other, b in right.items():
            if one.binders and other.binders:
                one_apart, other_apart = names.apart(one), names.apart(other)
            else:
                one_apart, other_apart = one, other
            for key, value in _product(one_apart, other_apart, names).items():
                total[key] = total.get(key, Fraction(0)) + a * b * value
        if len(total) > MAX_KEYS:
            raise OutOfReach(f"a product of more than {MAX_KEYS} terms")
    return {key: value for key, value in total.items() if value}


def _product(one: Key, other: Key, names: Names) -> Form:
    weight, logs = dict(one.weight), dict(one.logs)
    for atom, exponent in other.weight:
        weight[atom] = weight.get(atom, 0) + exponent
    for atom, exponent in other.logs:
        logs[atom] = logs.get(atom, 0) + exponent
    return expanded(one.binders + other.binders, weight, weight_of(logs), names)


def expanded(binders: tuple[Binder, ...], weight: dict[Atom, int], logs: Weight, names: Names) -> Form:
    """Return the form of one term whose weight may hold polynomials with positive exponents."""
    plain = {a: e for a, e in weight.items() if not (isinstance(a, Poly) and e > 0)}
    total: Form = {Key(binders, weight_of(plain), logs): Fraction(1)}
    for atom, exponent in weight.items():
        if isinstance(atom, Poly):
            factor = {Key(weight=w): value for w, value in atom.terms}
            for _ in range(exponent):
                total = times(total, factor, names)
    return total
