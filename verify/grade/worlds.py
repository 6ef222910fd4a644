"""Worlds: what a symbol stands for in a stretch of text.

A symbol may be free or stand for its optimum (w and w*, D and D*, a field at its stationary point), and the columns
of X may be orthonormal for three lines. A sheet names such worlds and the words that open them; a row that sets
something to zero opens those in which it holds.

Main definitions
----------------
* `World`: values put in for symbols and functions, and hypotheses.
* `worlds_of`: those of a sheet's context; `transport`: a statement in a world.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from verify.grade.contexts import ContextTable, WorldTable
from verify.latex.elaborate import statements
from verify.latex.errors import Unread
from verify.latex.rows import formula_row
from verify.latex.scope import Scope
from verify.model import VerifyError
from verify.terms.context import Context
from verify.terms.nodes import Apply, At, Diff, Extremum, IllTyped, Sym, Term
from verify.terms.rewrite import free, functions, substitute, transform, walk
from verify.terms.statement import Statement


@dataclass(frozen=True, slots=True)
class World:
    """`values` are put in for symbols, `bodies` (name, arguments, term) for unknown functions.

    A special case may have to be `stated`.
    """

    name: str
    words: tuple[str, ...] = ()
    values: tuple[tuple[Sym, Term], ...] = ()
    bodies: tuple[tuple[str, tuple[Sym, ...], Term], ...] = ()
    hypotheses: tuple[Statement, ...] = ()
    stated: bool = False

    @property
    def is_special(self) -> bool:
        """Whether it is a special case, which counts only where the text speaks of it."""
        return self.stated or bool(self.hypotheses)

    def rivals(self, other: World) -> bool:
        """Whether another world gives a value to one of the same names, be it the same value."""
        names = {s for s, _ in self.values} | {name for name, _, _ in self.bodies}
        return self != other and bool(names & ({s for s, _ in other.values} | {name for name, _, _ in other.bodies}))

    def contradicts(self, other: World) -> bool:
        """Whether another world gives one of the same names another value."""
        values, bodies = dict(self.values), {name: (args, body) for name, args, body in self.bodies}
        return any(values.get(s, v) != v for s, v in other.values) or any(
            bodies.get(name, (args, body)) != (args, body) for name, args, body in other.bodies
        )

    @property
    def is_point(self) -> bool:
        """Whether it only fixes numbers: at a point nearly every equation holds, so that it tells little."""
        return bool(self.values) and not self.bodies and not any(free(value) for _, value in self.values)

    def concerns(self, statement: Statement) -> bool:
        """Whether the statement changes in this world."""
        return self.changes(*statement.args)

    def put(self, term: Term) -> Term:
        """Return the term with the values of this world."""
        over = {n.variable.name for n in walk(term) if isinstance(n, Extremum)}
        for name, arguments, body in self.bodies:
            if name in over:  # sup_T R[T] is about every T
                continue
            term = transform(term, partial(_called, name=name, arguments=arguments, body=body))
        if not self.values or not any(s in free(term) for s, _ in self.values):
            return term
        if any(isinstance(node, Diff) for node in walk(term)):  # the derivative first, then the value
            return At(term, self.values)
        return substitute(term, dict(self.values))

    def changes(self, *terms: Term) -> bool:
        """Whether what has a value in this world, or is supposed of something, occurs in one of the terms."""
        symbols = frozenset[Sym]().union(*(free(term) for term in terms))
        called = frozenset[str]().union(*(functions(term) for term in terms))
        if any(s in symbols for s, _ in self.values) or any(name in called for name, _, _ in self.bodies):
            return True
        return any(free(arg) & symbols for h in self.hypotheses for arg in h.args)


def equation(text: str, scope: Scope) -> Statement:
    """Return the first reading of an equation of a sheet.

    Raises:
        VerifyError: it cannot be read.

    """
    row = formula_row(text)
    if row.unread or row.ill_typed or len(row.sides) != 2 or row.sides[0] is None or row.sides[1] is None:
        raise VerifyError(f"cannot read {text!r} as an equation: {row.unread or row.ill_typed or 'it needs two sides'}")
    try:
        return statements(row.sides[0], row.relations[0], row.sides[1], scope)[0]
    except (Unread, IllTyped) as error:
        raise VerifyError(f"cannot read {text!r}: {error}") from error


def worlds_of(table: ContextTable, scope: Scope) -> tuple[World, ...]:
    """Return the worlds that a sheet's context describes.

    Raises:
        VerifyError: a value or hypothesis cannot be read, or what gets a value is no name.

    """
    return tuple(_world(w, scope) for w in table.worlds)


def _world(table: WorldTable, scope: Scope) -> World:
    symbols: list[tuple[Sym, Term]] = []
    bodies: list[tuple[str, tuple[Sym, ...], Term]] = []
    for left, right in table.values:
        match equation(f"{left} = {right}", scope).args:
            case (Sym() as symbol, term):
                symbols.append((symbol, term))
            case (Apply(function=called, args=args), term) if all(isinstance(arg, Sym) for arg in args):
                bodies.append((called, tuple(arg for arg in args if isinstance(arg, Sym)), term))
            case _:
                raise VerifyError(f"the world {table.name!r} gives a value to {left!r}, which is no name")
    given = tuple(equation(h, scope) for h in table.hypotheses)
    return World(table.name, table.words, tuple(symbols), tuple(bodies), given, table.stated)


def transport(statement: Statement, world: World, context: Context) -> tuple[Statement, Context]:
    """Return the statement in a world, and the Context with the world's hypotheses."""
    bound = {variable.name for variable in statement.variables}
    free_of_them = replace(world, bodies=tuple(body for body in world.bodies if body[0] not in bound))
    args = tuple(free_of_them.put(arg) for arg in statement.args)
    moved = Statement(statement.relation, args, statement.variables, statement.hypotheses)
    return moved, context.with_hypotheses(*((h, world.name) for h in world.hypotheses))


def _called(node: Term, name: str, arguments: tuple[Sym, ...], body: Term) -> Term:
    if isinstance(node, Apply) and node.function == name and not any(node.orders):
        return substitute(body, dict(zip(arguments, node.args, strict=True)))
    return node
