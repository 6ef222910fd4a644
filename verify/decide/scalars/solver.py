"""Polynomial arithmetic over the reals by z3, bounded by its resource limit so that a run repeats.

Main definitions
----------------
* `Atom`: a polynomial compared with 0.
* `Clause`: a disjunction of conjunctions of atoms, with the sentence or axiom it comes from.
* `unsatisfiable`: whether clauses have no common real solution.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from verify.decide.rational import Rational

#: z3's unit; about two seconds at worst
EFFORT = 600_000
LITTLE_EFFORT = 100_000


#: a polynomial in floating-point numbers: coefficients, each with its generators and their exponents
Terms = list[tuple[float, list[tuple[int, int]]]]


def plain(poly: Any) -> Terms:
    """Return a polynomial's coefficients as floating-point numbers, to be evaluated often and fast."""
    return [
        (int(c.p) / int(c.q), [(slot, int(e)) for slot, e in enumerate(exponents) if e])
        for exponents, c in poly.to_dict().items()
    ]


@dataclass(frozen=True, eq=False)
class Atom:
    """`poly` relation 0, with relation one of =, !=, <, <=, >, >=."""

    poly: Any
    relation: str

    @cached_property
    def terms(self) -> Terms:
        """The polynomial in floating-point numbers."""
        return plain(self.poly)

    def slots(self) -> frozenset[int]:
        """Return the generators that occur."""
        return frozenset(slot for slot, degree in enumerate(self.poly.degrees()) if degree > 0)


@dataclass(frozen=True, eq=False)
class Clause:
    """One of `alternatives` holds: each a conjunction. `label` is empty for what needs no mention."""

    alternatives: tuple[tuple[Atom, ...], ...]
    label: str = ""
    axiom: str = ""

    def slots(self) -> frozenset[int]:
        """Return the generators that occur."""
        return frozenset[int]().union(*(atom.slots() for atoms in self.alternatives for atom in atoms))


MAX_VARIABLES = 14
MAX_CURVED = 4


def comparison(form: Rational, relation: str) -> tuple[Atom, ...]:
    """Return the atoms of `form relation 0` for a form that is defined: N·D relation 0 and D ≠ 0."""
    if form.denominator.is_constant():
        return (Atom(form.numerator, relation),)
    top = form.numerator if relation in ("=", "!=") else form.numerator * form.denominator
    return (Atom(top, relation), Atom(form.denominator, "!="))


def negated(relation: str) -> str:
    """Return the relation that holds where `relation` does not."""
    return {"=": "!=", "!=": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}[relation]


def relevant(clauses: Iterable[Clause], slots: frozenset[int]) -> list[Clause]:
    """Return the clauses that are connected to `slots` by common generators."""
    left = list(clauses)
    reached, kept = set(slots), list[Clause]()
    while True:
        near = [c for c in left if not c.slots() or c.slots() & reached]
        if not near:
            return kept
        kept += near
        left = [c for c in left if c not in near]
        reached.update(*(c.slots() for c in near))


def unsatisfiable(clauses: Iterable[Clause], effort: int = EFFORT) -> bool:
    """Return True if z3 proves that no real values satisfy all clauses; False otherwise, also when it gives up."""
    asked = tuple(clauses)
    return not _is_heavy(asked) and _answer(_script(asked), effort)


def _is_heavy(clauses: tuple[Clause, ...]) -> bool:
    """Its resource limit does not count what z3 spends on one step with many algebraic numbers."""
    slots = frozenset[int]().union(*(clause.slots() for clause in clauses))
    curved = sum(
        atom.relation == "=" and atom.poly.total_degree() > 1
        for clause in clauses
        if len(clause.alternatives) == 1
        for atom in clause.alternatives[0]
    )
    return len(slots) > MAX_VARIABLES or curved > MAX_CURVED


@lru_cache(maxsize=4096)  # a further pass over the same kernels asks the same
def _answer(script: str, effort: int) -> bool:
    import z3

    # a context of its own: the answer must not depend on what was asked before
    solver = z3.SolverFor("QF_NRA", ctx=z3.Context())
    solver.set("rlimit", effort)
    solver.from_string(script)
    return bool(solver.check() == z3.unsat)


# A text costs one call of z3, where each node of a formula would cost several.


def _script(clauses: tuple[Clause, ...]) -> str:
    """Write the clauses in SMT-LIB."""
    slots = frozenset[int]().union(*(clause.slots() for clause in clauses))
    declared = [f"(declare-const k{slot} Real)" for slot in sorted(slots)]
    asserted = [f"(assert {_nested('or', [_conjunction(a) for a in c.alternatives])})" for c in clauses]
    return "\n".join((*declared, *asserted))


def _conjunction(atoms: tuple[Atom, ...]) -> str:
    return _nested("and", [_atom(atom) for atom in atoms])


def _atom(atom: Atom) -> str:
    value = _polynomial(atom.poly)
    return f"(not (= {value} 0.0))" if atom.relation == "!=" else f"({atom.relation} {value} 0.0)"


def _polynomial(poly: Any) -> str:
    terms = []
    for exponents, coefficient in poly.to_dict().items():
        variables = [f"k{slot}" for slot, exponent in enumerate(exponents) for _ in range(int(exponent))]
        terms.append(_nested("*", [_number(int(coefficient.p), int(coefficient.q)), *variables]))
    return _nested("+", terms)


def _number(top: int, bottom: int) -> str:
    return f"(/ {_number(top, 1)} {bottom}.0)" if bottom != 1 else f"{top}.0" if top >= 0 else f"(- {-top}.0)"


_NEUTRAL = {"or": "false", "and": "true", "+": "0.0"}


def _nested(head: str, parts: list[str]) -> str:
    if not parts:
        return _NEUTRAL[head]
    return parts[0] if len(parts) == 1 else f"({head} {' '.join(parts)})"
