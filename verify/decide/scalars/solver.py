"""Polynomial arithmetic over the reals by z3, bounded by its resource limit so that a run repeats.

Main definitions
----------------
* `Atom`: a polynomial compared with 0.
* `Clause`: a disjunction of conjunctions of atoms, with the sentence or axiom it comes from.
* `unsatisfiable`: whether clauses have no common real solution.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Any

from verify.decide.rational import Rational

#: z3's unit; about two seconds at worst
EFFORT = 600_000
LITTLE_EFFORT = 100_000


@dataclass(frozen=True, eq=False)
class Atom:
    """`poly` relation 0, with relation one of =, !=, <, <=, >, >=."""

    poly: Any
    relation: str

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


#: closes an alternative in a key
OR = Atom(None, "or")
#: what z3 said of a problem, by its text; a further pass over the same kernels asks the same
_ANSWERS: dict[tuple[Hashable, ...], bool] = {}
MAX_ANSWERS = 4096
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
    if _is_heavy(asked):
        return False
    key = (effort, *(tuple((str(a.poly), a.relation) for atoms in c.alternatives for a in (*atoms, OR)) for c in asked))
    if key not in _ANSWERS:
        if len(_ANSWERS) >= MAX_ANSWERS:
            _ANSWERS.clear()
        _ANSWERS[key] = _ask(asked, effort)
    return _ANSWERS[key]


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


def _ask(clauses: tuple[Clause, ...], effort: int) -> bool:
    import z3

    # a context of its own: the answer must not depend on what was asked before
    solver = z3.SolverFor("QF_NRA", ctx=z3.Context())
    solver.set("rlimit", effort)
    variables: dict[int, Any] = {}
    for clause in clauses:
        options = [z3.And(*(_formula(atom, variables, solver.ctx) for atom in atoms)) for atoms in clause.alternatives]
        solver.add(z3.Or(*options) if len(options) != 1 else options[0])
    return bool(solver.check() == z3.unsat)


def _formula(atom: Atom, variables: dict[int, Any], where: Any) -> Any:
    value = _polynomial(atom.poly, variables, where)
    match atom.relation:
        case "=":
            return value == 0
        case "!=":
            return value != 0
        case "<":
            return value < 0
        case "<=":
            return value <= 0
        case ">":
            return value > 0
        case _:
            return value >= 0


def _polynomial(poly: Any, variables: dict[int, Any], where: Any) -> Any:
    import z3

    total = []
    for exponents, coefficient in poly.to_dict().items():
        factors = [z3.Q(int(coefficient.p), int(coefficient.q), where)]
        for slot, exponent in enumerate(exponents):
            if exponent:
                variable = variables.setdefault(slot, z3.Real(f"k{slot}", where))
                factors += [variable] * int(exponent)
        total.append(z3.Product(*factors) if len(factors) > 1 else factors[0])
    return z3.Sum(*total) if total else z3.RealVal(0, where)
