"""Change of variables: an integral over one side of a diffeomorphism F written over the other.

∫ du g(u) = ∫ dx g(F⁻¹(x)) |det J_F⁻¹(x)|. An integral stands over the source space of F where it can
be written without F, else over the target space; so both ways to write it have one form.
"""

from __future__ import annotations

from collections.abc import Iterator

from verify.decide.information.forms import (
    Apart,
    Atom,
    Binder,
    Closed,
    Exp,
    Form,
    Iid,
    Key,
    Poly,
    plus,
    single,
    times,
)
from verify.decide.information.setting import CHANGE_OF_VARIABLES, Setting
from verify.terms.context import FunctionDeclaration
from verify.terms.nodes import Apply, Sym, Term
from verify.terms.rewrite import walk


def moved(key: Key, setting: Setting) -> Form | None:
    """Return the term with one variable moved to the other side of a diffeomorphism (None: nothing to move)."""
    for flow in setting.context.functions:
        if not flow.inverse:
            continue
        for position, binder in enumerate(key.binders):
            if binder.upper is None:
                found = _moved(key, position, flow, setting)
                if found is not None:
                    return found
    return None


def _moved(key: Key, position: int, flow: FunctionDeclaration, setting: Setting) -> Form | None:
    binder = key.binders[position]
    terms = list(inner_terms(key))
    if binder.space == flow.spaces[0] and any(_applied(node, flow.name, binder.symbol) for node in _nodes(terms)):
        return _over(key, position, setting.context.function_by_name[flow.inverse], setting)
    if binder.space == flow.result and not any(_bare(term, binder.symbol, flow.inverse) for term in terms):
        form = _over(key, position, flow, setting)
        if not any(_mentions(inner, flow.name) for inner in form):
            return form
    return None


def _over(key: Key, position: int, flow: FunctionDeclaration, setting: Setting) -> Form:
    """Write the variable as flow(new variable); the volume changes by |det J_flow|."""
    from verify.decide.information.normal import absolute, reevaluated

    key = setting.names.apart(key)
    old = key.binders[position]
    space = flow.spaces[0]
    symbol = setting.names.temporary(Binder(Sym("new", "point"), space))
    body = reevaluated(key, {old.symbol: Apply(flow.name, (symbol,), (0,), "point")}, setting)
    volume = absolute(single(Apply(flow.name, (symbol,), (1,), "real")), setting)
    setting.axioms.add(CHANGE_OF_VARIABLES)
    outer = tuple(Binder(symbol, space) if b == old else b for b in key.binders)
    pulled = times(body, volume, setting.names)
    return plus(*({Key(outer + k.binders, k.weight, k.logs): value} for k, value in pulled.items()))


def inner_terms(key: Key) -> Iterator[Term]:
    """Yield the core terms of which the atoms of a key are made."""
    for atom, _ in (*key.weight, *key.logs):
        yield from _inside(atom)


def _inside(atom: Atom) -> Iterator[Term]:
    """Yield the core terms of which an atom is made."""
    match atom:
        case Term():
            yield atom
        case Poly(terms):
            for weight, _ in terms:
                for inner, _ in weight:
                    yield from _inside(inner)
        case Exp(weight) | Closed(_, weight):
            for inner, _ in weight:
                yield from _inside(inner)
        case Iid(family, density):
            yield family
            for inner, _ in density:
                yield from _inside(inner)
        case Apart(left, right):
            yield from (left, right)


def _nodes(terms: list[Term]) -> Iterator[Term]:
    for term in terms:
        yield from walk(term)


def _applied(node: Term, function: str, symbol: Sym) -> bool:
    return isinstance(node, Apply) and node.function == function and node.args == (symbol,)


def _mentions(key: Key, function: str) -> bool:
    return any(isinstance(node, Apply) and node.function == function for node in _nodes(list(inner_terms(key))))


def _bare(term: Term, symbol: Sym, inverse: str) -> bool:
    """Tell whether `symbol` occurs anywhere but as the argument of `inverse`."""
    if term == symbol:
        return True
    if _applied(term, inverse, symbol):
        return False
    return any(_bare(child, symbol, inverse) for child in term.children())
