"""What the Jacobian at an equilibrium says of its stability.

Main definitions
----------------
* `polynomial_at`: the characteristic polynomial of the Jacobian at the point.
* `hurwitz`: all eigenvalues have negative real parts (Routh and Hurwitz).
* `has_growing_mode`: some eigenvalue has a positive real part.

The criterion: λⁿ + a1 λⁿ⁻¹ + … + an with real coefficients has all roots in Re λ < 0 exactly if the leading
principal minors of its Hurwitz matrix are positive. If all roots are in Re λ <= 0, then, by shifting them
a little to the left, no coefficient and no such minor is negative; so a negative one shows a root in Re λ > 0.
"""

from __future__ import annotations

from collections.abc import Sequence

from verify.decide.derivative import jacobian
from verify.decide.facts import Facts
from verify.decide.scalars.eigenvalues import MAX_SIZE, Square, characteristic, determinant
from verify.decide.scalars.elementary import Unsupported
from verify.decide.scalars.local import Field, at, attempt, together
from verify.decide.scalars.problem import Shown, shows
from verify.terms.nodes import ONE, ZERO, Term

LINEARIZED = "linearized stability"


def jacobian_at(field: Field) -> tuple[Square, Shown]:
    """Return the Jacobian at the point, with entries that are shown to be 0 written so, and what that rests on."""
    shown = Shown()
    rows = []
    for row in jacobian(field.components, field.variables).rows:
        entries = []
        for entry in row:
            here = at(entry, field.here)
            zero = shows(here, "=", field.facts)
            shown = shown & zero if zero is not None else shown
            entries.append(here if zero is None else ZERO)
        rows.append(tuple(entries))
    return tuple(rows), Shown(shown.hypotheses, shown.axioms)


def polynomial_at(field: Field) -> tuple[list[Term], Shown]:
    """Return a1, …, an of the Jacobian at the point.

    Raises:
        Unsupported: the field has too many components.

    """
    if len(field.variables) > MAX_SIZE:
        raise Unsupported(f"a linearization in more than {MAX_SIZE} variables")
    square, shown = jacobian_at(field)
    return characteristic(square), shown


def hurwitz(coefficients: Sequence[Term], facts: Facts) -> Shown | None:
    """Return how all roots of λⁿ + a1 λⁿ⁻¹ + … + an are shown to have Re λ < 0, or None."""
    wanted = [*_minors(coefficients)[:-1], coefficients[-1]]  # the last minor is an times the one before
    return together([attempt(lambda m=m: shows(m, ">", facts)) for m in wanted])  # type: ignore[misc]


def has_growing_mode(coefficients: Sequence[Term], facts: Facts) -> Shown | None:
    """Return how a root of λⁿ + a1 λⁿ⁻¹ + … + an is shown to have Re λ > 0, or None."""
    for term in (*coefficients, *_minors(coefficients)[1:-1]):
        negative = attempt(lambda term=term: shows(term, "<", facts))  # type: ignore[misc]
        if negative is not None:
            return negative
    return None


def _minors(coefficients: Sequence[Term]) -> list[Term]:
    """Return the leading principal minors of the Hurwitz matrix, entry (i, j) being a(2j - i)."""
    known = [ONE, *coefficients]
    n = len(coefficients)

    def coefficient(k: int) -> Term:
        return known[k] if 0 <= k <= n else ZERO

    square = tuple(tuple(coefficient(2 * j - i) for j in range(1, n + 1)) for i in range(1, n + 1))
    return [determinant(tuple(row[:size] for row in square[:size])) for size in range(1, n + 1)]


def decays(field: Field) -> Shown | None:
    """Return how every eigenvalue of the Jacobian is shown to have a negative real part, or None."""
    coefficients, shown = polynomial_at(field)
    found = hurwitz(coefficients, field.facts)
    return found and together([shown, found, Shown(axioms=frozenset({LINEARIZED}), certificate=_HURWITZ)])


def grows(field: Field) -> Shown | None:
    """Return how an eigenvalue of the Jacobian is shown to have a positive real part, or None."""
    coefficients, shown = polynomial_at(field)
    found = has_growing_mode(coefficients, field.facts)
    return found and together([shown, found, Shown(axioms=frozenset({LINEARIZED}), certificate=_GROWS)])


_HURWITZ = "the Hurwitz minors of the characteristic polynomial of the Jacobian are positive"
_GROWS = "a coefficient or Hurwitz minor of the characteristic polynomial of the Jacobian is negative"
