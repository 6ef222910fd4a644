"""Scalar terms as rational functions in kernels: symbols, opaque terms, exponentials, logarithms, roots.

Main definitions
----------------
* `Kernel`: what a generator of the field stands for.
* `Kernels`: a growing set of kernels and the normal form `form(term)` over them.
* `normal_forms`: the forms of several terms over one common set of kernels.

Terms with equal forms are equal wherever both are defined. exp(Σ cᵢ mᵢ) is a product of powers of the
kernels exp(mᵢ/q), where q is the common denominator of all cᵢ seen with mᵢ; as q is only known in the
end, a pass that meets a new denominator raises `Again` and the next pass starts with it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from math import lcm
from typing import Any, TypeVar

from verify.decide.bounds import EVERYTHING, NONNEGATIVE, POSITIVE, Range
from verify.decide.facts import Facts
from verify.decide.ranges import is_real, range_of
from verify.decide.rational import Field, Rational
from verify.decide.scalars import elementary, radicals
from verify.decide.scalars.enclosures import enclosure
from verify.decide.scalars.factors import Unsupported
from verify.decide.scalars.solver import Clause
from verify.terms.nodes import Add, Apply, Const, Delta, Density, Entry, Fn, Mul, Num, Pow, Prod, Sum, Sym, Term
from verify.terms.rewrite import bound, rename_bound

MAX_PASSES = 24
FIRST_SIZE = 16
MAX_SIZE = 256
Key = tuple[Hashable, ...]
T = TypeVar("T")


class Again(Exception):
    """A pass has met a new denominator or has run out of generators."""


@dataclass(frozen=True, eq=False)
class Kernel:
    """A generator: a "term", or "exp", "log", "root", "abs", "sign", "power" of `arg`; "i" is the unit.

    "exp" is exp(arg/degree), "root" the non-negative arg^(1/degree). `range` encloses its values.
    """

    kind: str
    slot: int
    term: Term | None = None
    arg: Rational | None = None
    degree: int = 1
    range: Range = EVERYTHING
    real: bool = True


@lru_cache(maxsize=16)
def _field(size: int) -> Field:
    return Field(range(size))


class Kernels:
    """Kernels of one problem, and forms over them.

    `facts` decide signs where logs and roots are split; those about all entries of an array are
    instantiated at the indices of `terms`. `used` collects the sentences of facts that decided a sign.
    """

    def __init__(self, facts: Facts, terms: tuple[Term, ...] = ()) -> None:
        self.facts = facts
        self.terms = terms
        self.size = FIRST_SIZE
        self.degrees: dict[Key, int] = {}
        self._slots: dict[Key, int] = {}
        self.begin()

    def begin(self) -> None:
        """Start a new pass: slots and denominators are kept, forms are made anew."""
        self.field = _field(self.size)
        self.kernels: dict[int, Kernel] = {}
        self.exponents: dict[Key, tuple[Rational, Rational]] = {}
        self.known_signs: dict[str, str | None] = {}
        self.used: set[str] = set()
        self._forms: dict[Term, Rational] = {}
        self.assumed: tuple[Clause, ...] | None = None

    @property
    def real(self) -> bool:
        """Whether every kernel stands for a real number."""
        return all(kernel.real for kernel in self.kernels.values())

    def is_real(self, form: Rational) -> bool:
        """Whether every kernel of `form` stands for a real number."""
        return all(self.kernels[slot].real for slot in form.kernels())  # type: ignore[index]

    def number(self, value: Fraction | int) -> Rational:
        """Return a rational number."""
        return self.field.number(value)

    def sign(self, poly: Any) -> str | None:
        """Return the sign of a polynomial in real kernels, from the facts."""
        from verify.decide.scalars.signs import polynomial_sign

        key = poly_key(poly)
        if key not in self.known_signs:
            self.known_signs[key] = None  # a question met again on the way to its own answer is open
            self.known_signs[key] = polynomial_sign(self, poly)
        return self.known_signs[key]

    def form(self, term: Term) -> Rational:
        """Return the normal form of an unfolded scalar.

        Raises:
            Unsupported: an array, or infinity, or a logarithm or root of a negative or complex number.
            TooLarge: a polynomial grew too large.
            ZeroDivisionError: a denominator is identically zero.
            Again: start over, see `normal_forms`.

        """
        known = self._forms.get(term)
        if known is None:
            known = self._forms[term] = self._form(term)
        return known

    def _form(self, term: Term) -> Rational:
        match term:
            case Num(value):
                return self.number(value)
            case Add(terms=terms) if not term.shape:
                return sum((self.form(t) for t in terms[1:]), self.form(terms[0]))
            case Mul(factors=factors) if not term.shape:
                result = self.form(factors[0])
                for factor in factors[1:]:
                    result = result * self.form(factor)
                return result
            case Pow(base=base, exponent=exponent):
                return radicals.power(self, self.form(base), self.form(exponent))
            case Fn(name=name, arg=arg) if not term.shape:
                return elementary.function(self, name, self.form(arg))
            case Const(name="i"):
                return self.generator(("i",), lambda slot: Kernel("i", slot, real=False))
            case Const(name="oo"):
                raise Unsupported("infinity is no number")
            case _:
                return self._opaque(term)

    def _opaque(self, term: Term) -> Rational:
        if term.shape or term.sort not in ("real", "index", "dimension"):
            raise Unsupported(f"{term} is no scalar")
        if isinstance(term, Delta):
            same = self.form(term.left) - self.form(term.right)
            if same.constant is not None:
                return self.number(int(same.is_zero))
        key = self._term_key(term)
        real, extent = is_real(term), range_of(term, self.facts)
        return self.generator(key, lambda slot: Kernel("term", slot, term, range=extent, real=real))

    def _term_key(self, term: Term) -> Key:
        match term:
            case Sym():
                return ("symbol", term)
            case Apply(function=name, args=args, orders=orders):
                return ("apply", name, orders, *(self._argument(arg) for arg in args))
            case Entry(array=array, indices=indices):
                return ("entry", array, *(self._argument(index) for index in indices))
            case Density(law=law, targets=targets, given=given, args=args, params=params):
                return ("density", law, targets, given, params, *(self._argument(arg) for arg in args))
            case _:
                return ("term", canonical(term))

    def _argument(self, term: Term) -> Hashable:
        if term.shape or term.sort not in ("real", "index", "dimension"):
            return canonical(term)
        form = self.form(term)
        if not self.is_real(form):
            raise Unsupported(f"{term}: an unknown function of a complex number")
        return rational_key(form)

    def generator(self, key: Key, make: Callable[[int], Kernel]) -> Rational:
        """Return the generator for `key`, made by `make(slot)` when it is met for the first time in this pass."""
        slot = self._slots.setdefault(key, len(self._slots))
        if slot >= self.size:
            if self.size >= MAX_SIZE:
                raise Unsupported(f"more than {MAX_SIZE} kernels")
            self.size *= 2
            raise Again
        if slot not in self.kernels:
            kernel = make(slot)
            value = enclosure(self, kernel) if kernel.real else None
            self.kernels[slot] = kernel if value is None else replace(kernel, range=value)
        return self.field.kernel(slot)

    def degree(self, key: Key, wanted: int) -> int:
        """Return the common denominator for `key`, which `wanted` must divide."""
        known = self.degrees.get(key, 1)
        if known % wanted:
            self.degrees[key] = lcm(known, wanted)
            raise Again
        return known

    def exponential(self, arg: Rational, coefficient: Fraction) -> Rational:
        """Return exp(coefficient · arg) as a power of one kernel; `arg` is a monomial over a polynomial."""
        key: Key = ("exp", rational_key(arg))
        degree = self.degree(key, coefficient.denominator)
        real = self.is_real(arg)
        made = self.generator(
            key,
            lambda slot: Kernel("exp", slot, arg=arg, degree=degree, range=POSITIVE if real else EVERYTHING, real=real),
        )
        return made ** int(coefficient * degree)

    def root(self, radicand: Any, exponent: Fraction) -> Rational:
        """Return radicand^exponent, a power of one non-negative kernel; `radicand` is a polynomial >= 0."""
        key: Key = ("root", poly_key(radicand))
        degree = self.degree(key, exponent.denominator)
        arg = self.field.polynomial(radicand)
        made = self.generator(key, lambda slot: Kernel("root", slot, arg=arg, degree=degree, range=NONNEGATIVE))
        return made ** int(exponent * degree)

    def unary(self, kind: str, arg: Rational, extent: Range = EVERYTHING) -> Rational:
        """Return the kernel `kind` ("log", "abs", "sign") of `arg`."""
        return self.generator((kind, rational_key(arg)), lambda slot: Kernel(kind, slot, arg=arg, range=extent))

    def forget_forms(self) -> None:
        """Forget forms and signs made while facts were read, when fewer signs were known."""
        self._forms.clear()
        self.known_signs.clear()

    def reduce(self, poly: Any) -> Any:
        """Reduce a polynomial by the relations of roots, moduli and i: r^q = radicand, |u|² = u², i² = -1."""
        for slot in sorted(self.kernels, reverse=True):
            relation = self.relation(self.kernels[slot])
            if relation is not None:
                poly = _reduce_in(poly, slot, *relation)
        return poly

    def relation(self, kernel: Kernel) -> tuple[int, Any] | None:
        """Return (q, polynomial) with kernel^q = polynomial, for an algebraic kernel."""
        if kernel.kind == "i":
            return 2, self.number(-1).numerator
        if kernel.kind == "root" and kernel.arg is not None:
            return kernel.degree, kernel.arg.numerator
        if kernel.kind == "abs" and kernel.arg is not None:
            return 2, kernel.arg.numerator**2
        return None


def _reduce_in(poly: Any, slot: int, degree: int, value: Any) -> Any:
    """Replace generator^degree by `value`, in which it does not occur."""
    if poly == 0 or poly.degrees()[slot] < degree:
        return poly
    context = poly.context()
    result = context.constant(0)
    for exponents, coefficient in poly.to_dict().items():
        whole, rest = divmod(exponents[slot], degree)
        left = (*exponents[:slot], rest, *exponents[slot + 1 :])
        result = result + context.from_dict({left: coefficient}) * value**whole
    return result


def poly_key(poly: Any) -> str:
    """Return a key of a polynomial that is the same in every pass, whatever the number of generators."""
    return str(poly)


def rational_key(form: Rational) -> Key:
    """Return a hashable key of a rational function."""
    return (poly_key(form.numerator), poly_key(form.denominator))


def canonical(term: Term, depth: int = 0) -> Term:
    """Rename the indices of sums and products by their depth, so that terms equal up to these names are equal.

    What another binder binds keeps its name: the Context says under that name over which space, range or law it
    runs. No source can contain the new names.
    """
    own = bound(term) if isinstance(term, Sum | Prod) else ()
    if own:
        renaming = {s: Sym(f"#b{depth + k}", s.of_sort, s.of_shape) for k, s in enumerate(own)}
        term = rename_bound(term, renaming)
    return term.rebuild(lambda child: canonical(child, depth + len(own))) if term.children() else term


def normal_forms(kernels: Kernels, task: Callable[[Kernels], T]) -> T:
    """Run `task` on `kernels` until a pass needs no new denominator.

    Raises:
        Unsupported: the denominators do not settle; or as `Kernels.form`.

    """
    for _ in range(MAX_PASSES):
        kernels.begin()
        try:
            return task(kernels)
        except Again:
            continue
    raise Unsupported("the denominators of exponents do not settle")
