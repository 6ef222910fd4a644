"""Divergences and entropies of laws: KL(q(z|x) ‖ p(z)), KL(q ‖ p_θ(·|x)), JSD(p_0, p_1), H(q), H(p, q).

The variables are the targets of the left side; a law without arguments is taken at the generic points, and a
mixture, (p_0 + p_1)/2, is read there as a formula.

Main definitions
----------------
* `divergence`: the handler of KL and JSD.
* `entropy`, `entropy_of`: H of one law, or of two (the cross-entropy).
"""

from __future__ import annotations

from dataclasses import dataclass

from verify.latex import tree
from verify.latex.arithmetic import negated
from verify.latex.densities import LawRef, density, law_ref
from verify.latex.errors import Unread
from verify.latex.formulas import formula_law
from verify.latex.measures import law_slots
from verify.latex.names import key_of
from verify.latex.normals import NormalRef, law_of_entry, normal_ref
from verify.latex.points import bind_generic, bind_point, space_of
from verify.latex.reading import Expected, Readings, attempt, combine, read, settle
from verify.latex.scope import Scope, Value
from verify.latex.tree import Bracket, Letter, Node, Operator
from verify.latex.uniforms import product_points
from verify.terms.nodes import Add, Density, Divergence, Expect, Fn, IllTyped, Normal, Sym, Term
from verify.terms.rewrite import fresh


@dataclass(frozen=True, slots=True)
class _Variables:
    """What a divergence integrates over, and the scope in which its sides are read."""

    symbols: tuple[Sym, ...]
    scope: Scope


def divergence(node: Operator, scope: Scope, _: Expected) -> Readings:
    """Read KL or JSD of two laws."""
    left, right = _two(node)
    if node.sub is not None or node.sup is not None:
        script = node.sub or node.sup
        assert script is not None
        raise Unread(f"what is written on {node.name} is not known", script.start, script.end)
    over = _variables(left, right, scope)
    lefts, rights = settle([attempt(_side, side, over) for side in (left, right)])
    return combine(lambda a, b: _divergence(node.name, a, b, over), lefts, rights)


def _two(node: Operator) -> tuple[Node, Node]:
    match node.body:
        case (
            Bracket(items=(left, right), separators=(separator,))
            | tree.Sequence(items=(left, right), separators=(separator,))
        ) if separator in ("‖", "|", ",", ";", ":"):
            return left, right
        case Bracket(items=(_, _, *_), separators=separators) if separators.count("‖") == 1:
            return _split(node.body, separators.index("‖"))
    raise Unread(f"{node.name} of two laws", node.start, node.end)


def _split(bracket: Bracket, cut: int) -> tuple[Node, Node]:
    """Return what stands before and behind the double bar, where there are other separators too."""
    items, separators = bracket.items, bracket.separators
    if cut == 0 or cut == len(separators) - 1:
        raise Unread("these are no two laws", bracket.start, bracket.end)
    head, tail = items[: cut + 1], items[cut + 1 :]
    return (
        tree.Sequence(head[0].start, head[-1].end, head, separators[:cut]),
        tree.Sequence(tail[0].start, tail[-1].end, tail, separators[cut + 1 :]),
    )


def _variables(left: Node, right: Node, scope: Scope) -> _Variables:
    """Return the variables: the targets of the left law, or of the right one where the left is a formula."""
    for side in (left, right):
        found = _variables_of(side, scope)
        if found is not None:
            return found
    raise Unread("of which law this is a divergence is not written", left.start, right.end)


def _variables_of(side: Node, scope: Scope) -> _Variables | None:
    normal = law_of_entry(side, scope) or normal_ref(side, scope, only=True)
    if normal is not None:
        return _of_normal(normal, scope)
    ref = law_ref(side, scope)
    if ref is not None:
        return _of_law(ref, scope)
    points = product_points(side, scope)
    if points is not None:
        return _Variables(points, scope)
    given = formula_law(side, scope)
    return None if given is None else _Variables((given.variable,), scope)


def _of_law(ref: LawRef, scope: Scope) -> _Variables:
    slots = law_slots(ref, scope)
    if ref.targets is None or ref.blank:
        inner, points = bind_generic(slots, scope, ref.node)
        return _Variables(points, inner)
    points_list: list[Sym] = []
    for target in ref.targets:
        slot = _slot(target, slots, scope)
        slots = tuple(s for s in slots if s != slot)
        scope, point = bind_point(target, slot, scope)
        points_list.append(point)
    return _Variables(tuple(points_list), scope)


def _slot(target: Node, slots: tuple[str, ...], scope: Scope) -> str:
    """Return the slot of a target: that of its space, or the only one that is left."""
    found = attempt(read, target, scope)
    space = space_of(found[0], scope) if isinstance(found, tuple) else ""
    own = [s for s in slots if space and scope.context.space_of(s) == space]
    if own or len(slots) == 1:
        return (own or list(slots))[0]
    raise Unread("of what this is a density is not clear", target.start, target.end)


def _of_normal(normal: NormalRef, scope: Scope) -> _Variables:
    at = None if normal.entry is not None else normal.at or normal.variable
    if at is None:
        return _Variables((fresh(Sym("x", "real", normal.shape(scope))),), scope)
    found = attempt(read, at, scope)
    if isinstance(found, tuple) and isinstance(found[0], Sym):
        return _Variables((found[0],), scope)
    key = key_of(at, scope.fonts)
    if normal.scope is None or key is None or not isinstance(at, Letter):
        raise Unread("the point of this normal law is no name", at.start, at.end)
    symbol = fresh(Sym(key, "real", normal.shape(scope)))  # z = μ + Σ ⊙ ε, but the divergence runs over all z
    return _Variables((symbol,), scope.bind(key, Value(symbol)))


# ----------------------------------------------------------------------------------------------------- sides


def _side(side: Node, over: _Variables) -> Readings:
    """Return the density of one side at the variables."""
    normal = law_of_entry(side, over.scope) or normal_ref(side, over.scope, only=True)
    if normal is not None:
        if normal.at is not None and read(normal.at, over.scope)[0] != over.symbols[0]:
            raise Unread("the two sides are laws of different things", side.start, side.end)
        return normal.densities(over.symbols[0], over.scope)
    ref = law_ref(side, over.scope)
    if ref is None:
        return read(side, over.scope, ())
    if ref.targets is None or ref.blank:
        return _at_variables(ref, over)
    return density(ref, over.scope)


def _at_variables(ref: LawRef, over: _Variables) -> Readings:
    spaces = [over.scope.context.space_of(slot) for slot in law_slots(ref, over.scope)]
    wanted = [space_of(symbol, over.scope) for symbol in over.symbols]
    if sorted(spaces) != sorted(wanted):
        if ref.law.given or (ref.law.pushforward is None and len(ref.law.targets) > 1):
            raise Unread(f"the density {ref.law.name} without its arguments", ref.node.start, ref.node.end)
        a, b = _of(wanted), _of(spaces)
        raise IllTyped(f"a divergence of a density {a} and a density {b}", (a, b))
    return density(ref, over.scope, over.symbols)


def _of(spaces: list[str]) -> str:
    return "of " + ", ".join(s or "numbers" for s in spaces)


def _divergence(kind: str, left: Term, right: Term, over: _Variables) -> Term:
    """Return the divergence; of densities of different things only a mean logarithm is left, or nothing."""
    targets = [_targets(side) for side in (left, right)]
    wanted = set(over.symbols)
    for side in targets:
        if side is not None and not wanted <= side:
            names = [", ".join(sorted(str(t) for t in group)) for group in (wanted, side)]
            raise IllTyped(f"a divergence over {names[0]} of a density of {names[1]}", (names[0], names[1]))
    exact = all(side is None or side == wanted for side in targets)
    if exact:
        return Divergence(kind, left, right, over.symbols)
    if kind != "KL" or (targets[0] is not None and targets[0] != wanted):
        raise IllTyped(f"{kind} of densities of different things", ("density", "density"))
    return Expect(Add((Fn("log", left), negated(Fn("log", right)))), over.symbols, left)


def _targets(term: Term) -> set[Term] | None:
    """Return the points that a density is a density of; None for a formula."""
    match term:
        case Density(targets=targets, args=args):
            return set(args[: len(targets)])
        case Normal(at=at):
            return {at}
    return None


# --------------------------------------------------------------------------------------------------- entropy


def entropy(node: Operator, scope: Scope, _: Expected) -> Readings:
    """Read H of a law or, of two, the cross-entropy."""
    if node.sub is not None or node.sup is not None or node.body is None:
        raise Unread("what is written on H is not known", node.start, node.end)
    return entropy_of(node.body, scope)


def entropy_of(body: Node, scope: Scope) -> Readings:
    """Return the entropy of the law in a bracket, or the cross-entropy of two."""
    match body:
        case Bracket(items=(only,)) if body.opening in "([{":
            return _entropy(only, scope)
        case Bracket(items=(left, right), separators=("," | "‖" | ";",)):
            return _cross(left, right, scope)
    return _entropy(body, scope)


def _entropy(side: Node, scope: Scope) -> Readings:
    over = _variables_of(side, scope)
    if over is None:
        raise Unread("of which law this is the entropy is not written", side.start, side.end)
    return combine(lambda left: Divergence("entropy", left, None, over.symbols), _side(side, over))


def _cross(left: Node, right: Node, scope: Scope) -> Readings:
    over = _variables(left, right, scope)
    lefts, rights = settle([attempt(_side, side, over) for side in (left, right)])

    def build(a: Term, b: Term) -> Term:
        _divergence("KL", a, b, over)
        return Expect(negated(Fn("log", b)), over.symbols, a)

    return combine(build, lefts, rights)
