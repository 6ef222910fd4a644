"""What "g(U) has the density f" says of values: the change of variables, pulled back to U.

For an affine bijection g(u) = a + B u and U with the density q, the density f of g(U) is determined by
f(g(u)) |det B| = q(u) for every u. No inverse is needed to say so, and the modulus is there: B may turn orientation.
"""

from __future__ import annotations

from dataclasses import dataclass

from verify.terms.affine import linear_part
from verify.terms.context import REALS, Context
from verify.terms.nodes import ONE, ZERO, Fn, MatOp, Mul, Normal, Sym, Term
from verify.terms.rewrite import free, substitute
from verify.terms.statement import Statement
from verify.terms.unfold import unfold_definitions


class NoChange(Exception):
    """The change of variables does not apply; the message says why."""


@dataclass(frozen=True)
class Change:
    """`equation` holds for every value of the point if and only if the density is that of the map's value.

    `matrix` must be invertible (a number: not 0) and `variance` positive for that.
    """

    equation: Statement
    matrix: Term
    variance: Term


def change_of_variables(statement: Statement, context: Context) -> Change:
    """Return what "distributed as" means, for an affine map of independent normal entries.

    Raises:
        NoChange: the map is not seen to be affine, what is drawn is not one normal array, or the point of the
            density does not range over all values.

    """
    moved, density = (unfold_definitions(arg, context) for arg in statement.args)
    point = _point(statement, moved, context)
    source = _source(moved, density, point, context)
    if source in _assumed(statement, context):
        raise NoChange(f"a hypothesis speaks of {source.name}, whose law is then another")
    matrix = linear_part(moved, source)
    if matrix is None:
        raise NoChange("the map is not seen to be affine in what is drawn")
    law = context.by_name[source.name].law
    if law is None or law.family != "gaussian":
        raise NoChange(f"{source.name} has no normal law")
    mean, variance = (unfold_definitions(p, context) for p in law.parameters)
    if any({source, point} & free(p) or p.shape for p in (mean, variance)):
        raise NoChange(f"the law of {source.name} is not one of equal entries")
    image = substitute(density, {point: substitute(moved, {source: point})})
    volume = Fn("abs", MatOp("det", (matrix,)) if matrix.shape else matrix)
    sides = (Mul((image, volume)), _base(point, mean, variance))
    return Change(Statement("=", sides, (), statement.hypotheses, statement.span), matrix, variance)


def _point(statement: Statement, moved: Term, context: Context) -> Sym:
    """Return the point at which the density stands: a symbol that may be any number or column."""
    if len(statement.variables) != 1:
        raise NoChange("a density of one point is read")
    point = statement.variables[0]
    declared = context.by_name.get(point.name)
    restricted = point in _assumed(statement, context)
    if declared is None or declared.symbol != point or declared.interval != REALS or restricted:
        raise NoChange(f"{point.name} does not range over all values")
    if declared.law is not None or declared.definition is not None or declared.structure or point in free(moved):
        raise NoChange(f"{point.name} is not free")
    if point.sort != "real" or point.shape != moved.shape:
        raise NoChange("the point of the density is not of the kind of the random variable")
    return point


def _source(moved: Term, density: Term, point: Sym, context: Context) -> Sym:
    """Return the one array that is drawn."""
    drawn = {d.symbol for d in context.symbols if d.law is not None}
    random = [s for s in free(moved) if s in drawn]
    if len(random) != 1:
        raise NoChange("one array is drawn, no more and no fewer")
    source = random[0]
    declared = context.by_name[source.name]
    if source.shape != point.shape or declared.structure or declared.definition is not None or declared.depends:
        raise NoChange(f"{source.name} is not drawn freely")
    if declared.interval != REALS or drawn & free(density):
        raise NoChange("the density depends on what is drawn, or what is drawn has a range")
    tacit = [d.depends for d in context.symbols]
    tacit += [f.depends for f in context.functions] + [w.depends for w in context.laws]
    if any({source.name, point.name} & depends for depends in tacit):
        raise NoChange(f"something depends on {source.name} or {point.name} without showing it")
    return source


def _assumed(statement: Statement, context: Context) -> frozenset[Sym]:
    """Return the symbols of which a hypothesis speaks, of the Context or of the statement alone."""
    found: set[Sym] = set()
    todo = [*(h for h, _ in context.hypotheses), *statement.hypotheses]
    while todo:
        hypothesis = todo.pop()
        todo.extend(hypothesis.hypotheses)
        for arg in hypothesis.args:
            found |= free(unfold_definitions(arg, context))
    return frozenset(found)


def _base(point: Sym, mean: Term, variance: Term) -> Term:
    if not point.shape:
        return Normal(point, mean, variance)
    size = point.shape[0]
    center: Term = MatOp("zeros", point.shape) if mean == ZERO else Mul((mean, MatOp("ones", point.shape)))
    unit: Term = MatOp("identity", (size,))
    return Normal(point, center, unit if variance == ONE else Mul((variance, unit)))
