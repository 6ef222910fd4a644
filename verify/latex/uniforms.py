"""Names of uniform laws and point masses, P = U[0, 1], and of products of them, Q = δ_0 ⊗ U[0, 1].

A name that is said to stand for one becomes a law of the Context, positive on a segment or on one value; of several
axes, it abbreviates the product of a law on each. The axes are the points of the Context, in their order.

Main definitions
----------------
* `with_uniform`: the scope in which a name stands for such a law.
* `regions_of`: the segments and values of a law that is written by its name.
* `without_uniforms`: the scope in which no name stands for such a law; `said_anew`: where one stands for another.
* `ends_of_laws`: the numbers on which the laws in a term depend without showing them.
* `product_points`: the points of which a name is the density of a product.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from verify.latex.axes import Axis
from verify.latex.errors import Unread
from verify.latex.names import key_of, matches
from verify.latex.reading import read
from verify.latex.scope import Definition, LawName, Meaning, Mixture, Scope, Value
from verify.latex.tree import Bracket, Letter, Node, Product, Scripted, Word, walk
from verify.terms.context import Context, ContextError, LawDeclaration
from verify.terms.nodes import Density, Sym, Term
from verify.terms.regions import Region
from verify.terms.rewrite import free
from verify.terms.rewrite import walk as walk_term


def with_uniform(key: str, axes: Sequence[Axis], node: Node, scope: Scope) -> Scope:
    """Return the scope in which the name `key` stands for the uniform law on these axes.

    Where the sheet's laws leave no room for it beside them, it is of another pair, and they are forgotten.

    Raises:
        Unread: the Context has fewer points than there are axes, or too many laws on them; an end is no number.

    """
    try:
        return _added(key, axes, node, scope)
    except ContextError as error:
        others = without_uniforms(scope, assumed=True)
        if others is scope:
            raise Unread(f"too many laws at once: {error.message}", node.start, node.end) from error
    return with_uniform(key, axes, node, others)


def _added(key: str, axes: Sequence[Axis], node: Node, scope: Scope) -> Scope:
    points = [d.symbol for d in scope.context.symbols if d.symbol.sort == "point" and not d.symbol.shape]
    if len(points) < len(axes):
        raise Unread("of what this is the law was not said", node.start, node.end)
    names: list[str] = []
    context = scope.context
    taken = {*context.law_by_name, *context.by_name, *(f.name for f in context.functions)}
    for axis, point in zip(axes, points, strict=False):
        name = key if len(axes) == 1 else f"{key}_{point.name}"
        while name in taken:
            name += "′"
        region = _region(f"S_{name}", axis, point, scope)
        law = LawDeclaration(name, (point.name,), support=region.name)
        context = replace(context, regions=(*context.regions, region), laws=(*context.laws, law))
        names.append(name)
    after = replace(scope, context=context)
    if len(axes) == 1:
        return after.with_names({key: LawName(names[0])})
    keys = tuple(f"{key}·{point.name}" for point, _ in zip(points, axes, strict=False))
    after = after.with_names({k: LawName(name) for k, name in zip(keys, names, strict=True)})
    body = _product(keys, points, node)
    parameters = tuple(point.name for point in points[: len(axes)])
    definition = Definition(key, parameters, body, after, own=True)
    return replace(after.with_names({key: definition}), pointwise=after.pointwise | {key})


def _region(name: str, axis: Axis, point: Sym, scope: Scope) -> Region:
    space = scope.context.space_of(point.name)
    if axis.high is None:
        return Region(name, space, at=_end(axis.low, scope))
    return Region(name, space, _end(axis.low, scope), _end(axis.high, scope))


def _end(node: Node, scope: Scope) -> Term:
    found = [t for t in read(node, scope, ()) if not t.shape and t.sort in ("real", "dimension")]
    if len(found) != 1:
        raise Unread("the end of this segment is no number", node.start, node.end)
    return found[0]


def _product(keys: Sequence[str], points: Sequence[Sym], node: Node) -> Node:
    """Return the formula P·x(x) P·y(y)."""
    start, end = node.start, node.end
    factors: list[Node] = []
    for key, point in zip(keys, points, strict=False):
        argument = Bracket(start, end, "(", (Letter(start, end, point.name),), ())
        factors.extend((Letter(start, end, key), argument))
    return Product(start, end, ("",) * (len(factors) - 1), tuple(factors))


def product_points(node: Node, scope: Scope) -> tuple[Sym, ...] | None:
    """Return the points of which a name without arguments is the density of a product; None for other formulas."""
    definition = _product_named(node, scope)
    if definition is None:
        return None
    meanings = [scope.meaning(key) for key in definition.parameters]
    return tuple(m.term for m in meanings if isinstance(m, Value) and isinstance(m.term, Sym))


def _product_named(node: Node, scope: Scope) -> Definition | None:
    if not isinstance(node, Letter | Word | Scripted):
        return None
    meaning, rest = next(iter(matches(node, scope)), (None, None))
    if not isinstance(meaning, Definition) or rest or len(meaning.parameters) < 2:
        return None
    laws = _laws(meaning)
    return meaning if laws and len(laws) == len(meaning.parameters) else None


def _laws(definition: Definition) -> tuple[LawName, ...]:
    """Return the laws of whose densities a definition is the product, as `with_uniform` writes it."""
    if not isinstance(definition.body, Product):
        return ()
    names = [f for f in definition.body.factors if isinstance(f, Letter) and "·" in f.name]
    found = [definition.scope.meaning(name.name) for name in names]
    return tuple(m for m in found if isinstance(m, LawName))


def regions_of(node: Node, scope: Scope) -> tuple[Region, ...] | None:
    """Return the segments and values on which the law that a name stands for is uniform; None if it is another law."""
    meaning, rest = next(iter(matches(node, scope)), (None, None))
    if rest:
        return None
    laws: tuple[LawName, ...] = (meaning,) if isinstance(meaning, LawName) else ()
    definition = _product_named(node, scope)
    laws = _laws(definition) if definition is not None else laws
    supports = {scope.context.law_by_name[law.name].support for law in laws}
    by_name = {region.name: region for region in scope.context.regions}
    found = tuple(by_name[scope.context.law_by_name[law.name].support] for law in laws if "" not in supports)
    return found if found and all(region.explicit for region in found) else None


def ends_of_laws(term: Term, context: Context) -> frozenset[Sym]:
    """Return the symbols on which a law in a term depends without showing them: s of Q_s = U[0, s]."""
    if not context.regions:
        return frozenset()
    laws = {law.name: law.support for law in context.laws}
    supports = {laws[node.law] for node in walk_term(term) if isinstance(node, Density) and node.law in laws}
    return frozenset().union(*(free(end) for r in context.regions if r.name in supports for end in r.ends))


def said_anew(name: Node, axes: Sequence[Axis], node: Node, scope: Scope) -> Scope:
    """Return the scope in which a name stands for another uniform law than before.

    Who gives one of two laws anew speaks of another pair: what the other was is forgotten, too.
    """
    key = key_of(name, scope.fonts) or ""
    before = regions_of(name, scope)
    after = with_uniform(key, axes, node, without_uniforms(scope))
    now = regions_of(name, after)
    same = before is not None and now is not None and [r.ends for r in before] == [r.ends for r in now]
    return scope if same else after


def without_uniforms(scope: Scope, assumed: bool = False) -> Scope:
    """Return the scope without names of uniform laws (of those that the sheet has `assumed` alone), and what they made.

    Formulas of the student's own in which they occur are forgotten with them.
    """
    gone = {key for key, meaning in scope.names.items() if _is_uniform_law(key, meaning, scope, assumed)}
    laws = {law.name for key in gone for law in laws_of(scope.names[key])}
    if not gone:
        return scope
    own = {key for key, meaning in scope.names.items() if _speaks_of(meaning, gone)}
    factors = {key for key, meaning in scope.names.items() if isinstance(meaning, LawName) and meaning.name in laws}
    supports = {law.support for law in scope.context.laws if law.name in laws}
    context = replace(
        scope.context,
        laws=tuple(law for law in scope.context.laws if law.name not in laws),
        regions=tuple(region for region in scope.context.regions if region.name not in supports),
    )
    kept = {key: meaning for key, meaning in scope.names.items() if key not in gone | own | factors}
    kept |= {key: Mixture() for key in own if _was_mixture(key, scope)}
    return replace(scope, context=context, names=kept, pointwise=scope.pointwise - gone)


def _was_mixture(key: str, scope: Scope) -> bool:
    """Whether a name is that of the mixture of both laws, before the answer wrote it out."""
    meaning = scope.names[key]
    return isinstance(meaning, Definition) and isinstance(meaning.scope.meaning(key), Mixture)


def is_of_new_law(meaning: Meaning, context: Context) -> bool:
    """Whether a name stands for a law that a Context does not have, or may be made of such laws."""
    if isinstance(meaning, Definition):
        return any(region.explicit for region in meaning.scope.context.regions)
    return isinstance(meaning, LawName) and meaning.name not in context.law_by_name


def _is_uniform_law(key: str, meaning: Meaning, scope: Scope, assumed: bool) -> bool:
    if assumed and not (isinstance(meaning, Definition) and meaning.assumed):
        return False
    laws = laws_of(meaning)
    regions = {region.name for region in scope.context.regions if region.explicit}
    known = scope.context.law_by_name
    return bool(laws) and "·" not in key and all(w.name in known and known[w.name].support in regions for w in laws)


def laws_of(meaning: Meaning) -> tuple[LawName, ...]:
    """Return the laws for which a name stands: one, or those of a product."""
    if isinstance(meaning, LawName):
        return (meaning,)
    return _laws(meaning) if isinstance(meaning, Definition) and len(meaning.parameters) > 1 else ()


def _speaks_of(meaning: Meaning, gone: set[str]) -> bool:
    """Whether a formula of the student's own has one of these names in it."""
    if not isinstance(meaning, Definition) or not meaning.own or meaning.assumed:
        return False
    return any(key_of(node) in gone for node in walk(meaning.body))
