"""Goals as sums of gaps with non-negative rational coefficients: found by z3, re-checked in the normal form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from verify.decide.information import integrate
from verify.decide.information.forms import ONE_KEY, Binder, Form, Key, Weight, constant, minus, plus, scaled
from verify.decide.information.gaps import Gap
from verify.decide.information.quotients import base_atoms, denominator, rational, written
from verify.decide.information.setting import Setting
from verify.decide.rational import Field, Rational

RLIMIT = 4_000_000
REST = "rest"


@dataclass(frozen=True)
class Certificate:
    """goal = Σ coefficient · gap + Σ coefficient · equation + rest, with coefficients of gaps and rest ≥ 0."""

    gaps: tuple[tuple[Fraction, Gap], ...]
    equations: tuple[tuple[Fraction, Gap], ...]
    rest: Fraction

    @property
    def strict(self) -> bool:
        """Whether the sum is > 0."""
        return self.rest > 0 or any(gap.strict for _, gap in self.gaps)

    def text(self) -> str:
        """Return the certificate as a sum that can be checked by hand."""
        parts = [f"{value}·{gap.name}" if value != 1 else gap.name for value, gap in (*self.gaps, *self.equations)]
        parts += [str(self.rest)] if self.rest or not parts else []
        return "difference = " + " + ".join(parts)


def certify(goal: Form, gaps: list[Gap], equations: list[Gap], setting: Setting) -> Certificate | None:
    """Return a certificate that `goal` is ≥ 0, or None."""
    for gap in gaps:
        factor = _multiple(goal, gap.form)
        if factor is not None:
            return Certificate(((factor, gap),), (), Fraction(0))
    solution = _solve(goal, gaps, equations, setting)
    if solution is None:
        return None
    values, free_values, rest = solution
    certificate = Certificate(
        tuple((v, g) for v, g in zip(values, gaps, strict=True) if v),
        tuple((v, g) for v, g in zip(free_values, equations, strict=True) if v),
        rest,
    )
    return certificate if _holds(goal, certificate, setting) else None


def _holds(goal: Form, certificate: Certificate, setting: Setting) -> bool:
    """Check again, in the normal form, that the difference is the sum."""
    if certificate.rest < 0 or any(value < 0 for value, _ in certificate.gaps):
        return False
    parts = [scaled(gap.form, value) for value, gap in (*certificate.gaps, *certificate.equations)]
    return not integrate.settled(minus(goal, plus(*parts, constant(certificate.rest))), setting)


def _multiple(goal: Form, form: Form) -> Fraction | None:
    """Return a positive c with goal = c · form, if there is one."""
    if goal.keys() != form.keys() or not form:
        return None
    ratios = {goal[key] / form[key] for key in form}
    factor = ratios.pop()
    return factor if not ratios and factor > 0 else None


def _solve(
    goal: Form, gaps: list[Gap], equations: list[Gap], setting: Setting
) -> tuple[list[Fraction], list[Fraction], Fraction] | None:
    import z3

    columns = _over_common_denominators([goal, *(g.form for g in gaps), *(e.form for e in equations)], setting)
    names = [f"c{i}" for i in range(len(columns) - 1)]
    # a context of its own: the values found must not depend on what was asked before
    solver = z3.SolverFor("QF_LRA", ctx=z3.Context())
    solver.set("rlimit", RLIMIT)
    solver.from_string(_script(columns, names, names[: len(gaps)]))
    if solver.check() != z3.sat:
        return None
    model = solver.model()
    values = [_value(model, z3.Real(name, solver.ctx)) for name in (*names, REST)]
    return values[: len(gaps)], values[len(gaps) : -1], values[-1]


def _script(columns: list[Form], names: list[str], signed: list[str]) -> str:
    """Write in SMT-LIB, key by key: the first column is the sum of unknown multiples of the others and the rest."""
    lines = [f"(declare-const {name} Real)" for name in (*names, REST)]
    lines += [f"(assert (>= {name} 0.0))" for name in (REST, *signed)]
    for key in dict.fromkeys((ONE_KEY, *(key for column in columns for key in column))):
        parts = [f"(* {_real(c[key])} {name})" for c, name in zip(columns[1:], names, strict=True) if key in c]
        parts += [REST] if key == ONE_KEY else []
        lines.append(f"(assert (= {_real(columns[0].get(key, Fraction(0)))} (+ 0.0 {' '.join(parts)})))")
    return "\n".join(lines)


def _real(value: Fraction) -> str:
    size = f"(/ {abs(value.numerator)}.0 {value.denominator}.0)"
    return size if value >= 0 else f"(- {size})"


def _value(model: Any, unknown: Any) -> Fraction:
    value = model.eval(unknown, model_completion=True)
    return Fraction(value.numerator_as_long(), value.denominator_as_long())


Groups = dict[tuple[tuple[Binder, ...], Weight], list[Mapping[Weight, Fraction]]]


def _over_common_denominators(forms: list[Form], setting: Setting) -> list[Form]:
    """Write weights of one group over one denominator, so that equal forms have equal keys linearly."""
    opened = [integrate.opened(form, setting) for form in forms]
    groups: Groups = {}
    for position, form in enumerate(opened):
        for key, value in form.items():
            weights = groups.setdefault((key.binders, key.logs), [{} for _ in forms])
            weights[position][key.weight] = value  # type: ignore[index]
    total: list[Form] = [{} for _ in forms]
    for (binders, logs), columns in groups.items():
        for position, column in enumerate(_common(columns, setting)):
            part = {Key(binders, key.weight, logs): value for key, value in column.items()}
            total[position] = plus(total[position], integrate.carried_out(part, setting))
    return total


def _common(columns: list[Mapping[Weight, Fraction]], setting: Setting) -> list[Form]:
    field = Field(base_atoms(weight for column in columns for weight in column))
    values = [rational(field, column) for column in columns]
    over = field.one
    for value in values:
        over = _least_common(over, denominator(value))
    return [written(value, setting.names, over) for value in values]


def _least_common(one: Rational, other: Rational) -> Rational:
    common = one.numerator.gcd(other.numerator)
    return one.field.polynomial(one.numerator * other.numerator / common)
