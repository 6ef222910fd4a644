"""Expectations, variances and covariances under written measures.

Main definitions
----------------
* `expectation`, `variance`, `covariance`: handlers of E, Var and Cov.
"""

from __future__ import annotations

from dataclasses import replace

from verify.latex import chance, tree
from verify.latex.arithmetic import negated
from verify.latex.densities import LawRef, density
from verify.latex.draw import Draw
from verify.latex.errors import Unread
from verify.latex.family_draws import families_beside
from verify.latex.measures import draws
from verify.latex.names import matches
from verify.latex.points import bind_generic, space_of
from verify.latex.powers import raised
from verify.latex.products import multiply
from verify.latex.reading import Expected, Readings, attempt, combine, read, settle
from verify.latex.scope import Scope, Value
from verify.latex.subsets import over_subsets, subset_named
from verify.latex.tree import Bracket, Node, Operator
from verify.terms.nodes import TWO, Add, IllTyped, Pow, Sym, Term, shape_text
from verify.terms.rewrite import free


def expectation(node: Operator, scope: Scope, expected: Expected) -> Readings:
    """Read E under a written measure, or over the random arrays of the Context."""
    if node.body is None:
        raise Unread("an expectation of nothing", node.start, node.end)
    subset = subset_named(node.sub, scope)
    if subset is not None:
        return over_subsets(node, subset, scope, expected)
    if _is_of_arrays(node, scope):
        return chance.expectation(node, scope, expected)
    measure, inner = _measure(node, scope)
    found = combine(lambda body: _mean(body, measure), read(node.body, inner, expected))
    return found if node.sup is None else raised(found, node.sup, scope)


def _mean(body: Term, measure: tuple[Draw, ...]) -> Term:
    for draw in reversed(measure):
        body = draw.mean(body)
    return body


def _is_of_arrays(node: Operator, scope: Scope) -> bool:
    """Whether an expectation is over declared random arrays: those that are named, or those in its body."""
    if node.sub is None:
        found = attempt(read, node.body, scope)
        return isinstance(found, tuple) and any(chance.random_arrays(term, scope) for term in found)
    parts = node.sub.items if isinstance(node.sub, tree.Sequence) else (node.sub,)
    return all(_is_random(part, scope) for part in parts)


def _is_random(node: Node, scope: Scope) -> bool:
    if isinstance(node, tree.Relation):
        return _is_random(node.left, scope)
    for meaning, rest in matches(node, scope):
        if isinstance(meaning, Value) and isinstance(meaning.term, Sym) and not rest:
            declared = scope.context.by_name.get(meaning.term.name)
            return declared is not None and declared.law is not None
    return False


def _measure(node: Operator, scope: Scope) -> tuple[tuple[Draw, ...], Scope]:
    if node.sub is not None:
        return draws(node.sub, scope)
    assert node.body is not None
    for measure in scope.drawn:
        found, inner = draws(measure, scope)
        if _speaks_of(node.body, found, inner):
            return tuple(_with_implied(draw, inner) for draw in found), inner
    return _only_law(node.body, scope)


def _with_implied(draw: Draw, scope: Scope) -> Draw:
    """Return a draw that is not written, of which any condition may be meant as the body's."""
    points = () if draw.density is None else sorted(free(draw.density) - frozenset(draw.variables), key=str)
    pairs = tuple(pair for point in points if point.sort == "point" for pair in families_beside(point, scope))
    implied = tuple((point, members) for point, members in pairs if point != members)
    return replace(draw, implied=implied, last=None)


def _speaks_of(body: Node, measure: tuple[Draw, ...], inner: Scope) -> bool:
    """Whether all readings of a formula have something in them that a measure draws."""
    readings = attempt(read, body, inner)
    drawn = frozenset(variable for draw in measure for variable in draw.variables)
    drawn |= {draw.family[0] for draw in measure if draw.family is not None and not draw.named}
    drawn |= {members for draw in measure if not draw.named for members, _ in draw.larger}
    return isinstance(readings, tuple) and all(free(term) & drawn for term in readings)


def _only_law(body: Node, scope: Scope) -> tuple[tuple[Draw, ...], Scope]:
    """Return the draw from the only law that the points of the body can have.

    Raises:
        Unread: there is none, or more than one.

    """
    spaces = {space_of(s, scope) for term in read(body, scope) for s in free(term)} - {""}
    laws = [law for law in scope.context.laws if {scope.context.space_of(t) for t in law.targets} & spaces]
    if len(laws) != 1 or len(laws[0].targets) != 1 or laws[0].given:
        raise Unread("under which law this expectation is taken is not written", body.start, body.start)
    inner, points = bind_generic(laws[0].targets, scope, body)
    return (Draw(points, density(LawRef(laws[0], None, None, body), inner, points)[0]),), inner


def variance(node: Operator, scope: Scope, expected: Expected) -> Readings:
    """Read Var of a number under a written measure, E Z² - (E Z)²."""
    if node.body is None:
        raise Unread("a variance of nothing", node.start, node.end)
    if _is_of_arrays(node, scope):
        return chance.variance(node, scope, expected)
    measure, inner = _measure(node, scope)
    return combine(lambda body: _covariance(body, body, measure), read(node.body, inner))


def covariance(node: Operator, scope: Scope, _: Expected) -> Readings:
    """Read Cov of two numbers, E YZ - E Y E Z."""
    match node.body:
        case Bracket(items=(first, second), separators=(",",)) | tree.Sequence(items=(first, second)):
            pass
        case _:
            raise Unread("a covariance is of two numbers", node.start, node.end)
    if node.sub is None or _is_of_arrays(node, scope):
        ys, zs = settle([attempt(read, side, scope) for side in (first, second)])
        return combine(lambda y, z: _of_arrays(y, z, node, scope), ys, zs)
    measure, inner = _measure(node, scope)
    ys, zs = settle([attempt(read, side, inner) for side in (first, second)])
    return combine(lambda y, z: _covariance(y, z, measure), ys, zs)


def _of_arrays(y: Term, z: Term, node: Node, scope: Scope) -> Term:
    drawn = chance.random_arrays(Add((y, z)) if y.shape == z.shape else y, scope)
    if not drawn:
        raise Unread("over what this covariance is taken is not written", node.start, node.end)
    from verify.terms.nodes import Expect

    means = multiply((Expect(y, drawn), Expect(z, drawn)))
    return Add((Expect(multiply((y, z)), drawn), negated(means)))


def _covariance(y: Term, z: Term, measure: tuple[Draw, ...]) -> Term:
    for side in (y, z):
        if side.shape:
            a = shape_text(side.shape)
            raise IllTyped(f"the variance of {side}, which is {a}", (a, "scalar"))
    product = Pow(y, TWO) if y == z else multiply((y, z))
    means = Pow(_mean(y, measure), TWO) if y == z else multiply((_mean(y, measure), _mean(z, measure)))
    return Add((_mean(product, measure), negated(means)))
