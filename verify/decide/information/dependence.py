"""Which atoms depend on a parameter, an unknown function or a law: declared, never guessed."""

from __future__ import annotations

from fractions import Fraction

from verify.decide.information.flows import inner_terms
from verify.decide.information.forms import Form, Key, minus, scaled
from verify.terms.context import Context
from verify.terms.nodes import Apply, Density, Sym, Term
from verify.terms.rewrite import free, walk


def varying(name: str, context: Context) -> frozenset[str]:
    """Return all names that vary with `name`: itself and every symbol or function declared to depend on it."""
    found = {name}
    while True:
        more = set(found)
        for symbol in context.symbols:
            defined = frozenset() if symbol.definition is None else free(symbol.definition)
            if symbol.depends & found or any(s.name in found for s in defined):
                more.add(symbol.symbol.name)
        for function in context.functions:
            if function.depends & found or {function.name, function.inverse} & found:
                more |= {function.name, function.inverse} - {""}
        if more == found:
            return frozenset(found)
        found = more


def depends(term: Term, names: frozenset[str], context: Context) -> bool:
    """Tell whether a term may vary with one of `names` (as `varying` returned them)."""
    return any(_node_depends(node, names, context) for node in walk(term))


def _node_depends(node: Term, names: frozenset[str], context: Context) -> bool:
    match node:
        case Sym(name):
            return name in names
        case Apply(function=name):
            return name in names
        case Density(law=name, targets=targets, given=given):
            law = context.law_by_name.get(name)
            if law is None or name in names:
                return True
            if law.pushforward is not None:
                return _image_depends(law.pushforward, names, context)
            return bool((law.depends if given else law.depends_of(targets)) & names)
        case _:
            return False


def _image_depends(pushforward: tuple[str, str], names: frozenset[str], context: Context) -> bool:
    """The law of G(z) varies with the law of z and with G; where one is not declared, nothing is known."""
    law, function = context.law_by_name.get(pushforward[0]), context.function_by_name.get(pushforward[1])
    if law is None or function is None or law.pushforward is not None:
        return True
    return bool(({*pushforward} | law.depends | function.depends) & names)


def key_depends(key: Key, names: frozenset[str], context: Context) -> bool:
    """Tell whether a term of a form may vary with one of `names`."""
    ends = [b.upper for b in key.binders if b.upper is not None]
    return any(depends(term, names, context) for term in (*inner_terms(key), *ends))


def same_up_to_constant(left: Form, right: Form, name: str, context: Context) -> Fraction | None:
    """Return a positive a such that left - a · right does not vary with `name`, if one is found.

    Then both sides have the same maximizers in `name`.
    """
    names = varying(name, context)
    candidates = [Fraction(1)]
    for key, value in right.items():
        if key in left and key_depends(key, names, context):
            candidates.append(left[key] / value)
            break
    for a in candidates:
        if a > 0 and not any(key_depends(key, names, context) for key in minus(left, scaled(right, a))):
            return a
    return None
