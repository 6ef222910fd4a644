"""Statements that no rewriting reads rightly, and that are refused before one is tried.

A name may depend on another without showing it: p(x) with a declared θ, D(x) with a declared t. Yet p(x) at
θ = 2 is not p(x), Σ_i q(x) is not n q(x) where q depends on i, and ∂D(x)/∂t is not 0. A statement that binds,
moves or differentiates by a symbol on which a name in it depends tacitly is refused; write the dependence as
an argument, or as a parameter of the density. So is one with names that rewriting keeps for itself, one that
orders complex numbers or lets a real variable take one, one that names a variable twice or lacks its variable, an
extremum over something of which a hypothesis speaks, and a receptive field under weights that do not vary freely.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from verify.terms.context import Context
from verify.terms.dependence import not_free
from verify.terms.nodes import Apply, At, Const, Density, Diff, Extremum, Sym, Term
from verify.terms.rewrite import bound, free, walk
from verify.terms.statement import COMPARISONS, Statement
from verify.terms.unfold import unfold_definitions

#: names that deciders and substitution give to bound variables
_RESERVED = re.compile(r"^#|#(\d|[a-z]\d|member)")
#: relations that make sense of complex numbers; the others order values, or move real variables
_COMPLEX = frozenset({"=", "!=", "eigenvalues", "invertible", "singular", "infinite"})
#: relations that are about no variable; the others are about those that they name
_CLOSED = frozenset({*COMPARISONS, "eigenvalues", "invertible", "singular", "infinite", "approached"})


def unreadable(statement: Statement, context: Context) -> str | None:
    """Return why the statement must not be rewritten, or None."""
    if len(set(statement.variables)) != len(statement.variables):
        return f"{statement.relation!r} names a variable twice"
    if not statement.variables and statement.relation not in _CLOSED:
        return f"{statement.relation!r} is about a variable, and names none"
    for term in (*_all_terms(statement), *(a for h, _ in context.hypotheses for a in h.args)):
        for symbol in free(term):
            if _RESERVED.search(symbol.name):
                return f"{symbol.name} is a name that rewriting keeps for bound variables"
        for node in walk(term):
            if (density := _no_density(node, context)) is not None:
                return density
            if len(set(own := bound(node))) != len(own):
                return f"{type(node).__name__} binds a variable twice"
            if isinstance(node, At) and (size := next((s for s, _ in node.values if s.of_sort == "dimension"), None)):
                return f"{size.name} at another value: the arrays and families of that size would not change with it"
    if statement.relation not in _COMPLEX and any(_is_complex(arg, context) for arg in statement.args):
        return f"complex numbers under {statement.relation!r}, which is about real ones"
    if (spoken := _spoken_of(statement, context)) is not None:
        return f"an extremum over {spoken}, of which a hypothesis speaks: whether that restricts it is not said"
    if statement.relation == "receptive field" and (tied := not_free(statement, context)) is not None:
        return tied
    return tacit_move(statement, context)


def _is_complex(term: Term, context: Context) -> bool:
    return any(isinstance(node, Const) and node.name == "i" for node in walk(unfold_definitions(term, context)))


def _no_density(node: Term, context: Context) -> str | None:
    """A pushforward has the density of its whole law: no marginal, no conditional, no parameters of its own."""
    match node:
        case Density(law=name, targets=targets, given=given, params=params):
            law = context.law_by_name.get(name)
            if law is not None and law.pushforward is not None and (targets != law.targets or given or params):
                return f"{name} is declared as a pushforward, and has one density, of {', '.join(law.targets)}"
    return None


def _spoken_of(statement: Statement, context: Context) -> str | None:
    """Return a number, function or law over which an extremum is taken and of which a hypothesis speaks, or None."""
    hypotheses = (*(h for h, _ in context.hypotheses), *statement.hypotheses)
    if not hypotheses:
        return None
    nodes = (node for arg in statement.args for node in walk(unfold_definitions(arg, context)))
    varied = {n.variable.name for n in nodes if isinstance(n, Extremum) and n.variable.of_sort in ("real", "law")}
    if not varied:
        return None
    spoken = (_open_names(arg) - {v.name for v in h.variables} for h in hypotheses for arg in _unfolded(h, context))
    return next((name for names in spoken for name in sorted(varied & names)), None)


def _unfolded(statement: Statement, context: Context) -> Iterator[Term]:
    return (unfold_definitions(arg, context) for arg in _all_terms(statement))


def _open_names(term: Term) -> frozenset[str]:
    """Return the names in a term that nothing in it binds: of free symbols, of functions and of laws."""
    own = {*_named(term)}
    inner = frozenset[str]().union(own, *(_open_names(child) for child in term.children()))
    return inner - {symbol.name for symbol in bound(term)}


def tacit_move(statement: Statement, context: Context) -> str | None:
    """Return why the statement cannot be read term by term, or None.

    Opaque parameters may be what a statement or an extremum is about ("same argmax over θ"): whoever answers
    those goes by the declared dependence.
    """
    if not _declares(context):
        return None
    terms = [unfold_definitions(arg, context) for arg in _all_terms(statement)]
    moved = {s.name for term in terms for node in walk(term) for s in _moves(node)}
    if statement.relation != "same argmax":
        moved |= {s.name for s in statement.variables if s.of_sort not in ("parameter", "law")}
    hidden = sorted(moved & _hidden(terms, context))
    return f"something here depends on {hidden[0]} without showing it" if hidden else None


def _declares(context: Context) -> bool:
    symbols, functions, laws = context.symbols, context.functions, context.laws
    return any(s.depends or s.law for s in symbols) or any(f.depends for f in functions) or any(w.depends for w in laws)


def _all_terms(statement: Statement) -> Iterator[Term]:
    yield from statement.args
    for hypothesis in statement.hypotheses:
        yield from _all_terms(hypothesis)


def _moves(node: Term) -> tuple[Sym, ...]:
    """Return the symbols that a node binds or differentiates by, parameters of an extremum apart."""
    if isinstance(node, Diff):
        return node.variables
    if isinstance(node, Extremum) and node.variable.of_sort in ("parameter", "law"):
        return ()
    return bound(node)


def _hidden(terms: list[Term], context: Context) -> frozenset[str]:
    """Return the names on which something in the terms depends by declaration, however indirectly."""
    known: dict[str, set[str]] = {law.name: set(law.depends) for law in context.laws}
    for law in context.laws:
        known[law.name] |= set(law.pushforward or ()).union(*(names for _, names in law.marginal_depends))
    for function in context.functions:
        known[function.name] = set(function.depends)
        if function.inverse:
            known[function.inverse] = {function.name}
    for declared in context.symbols:
        stated = [] if declared.definition is None else [declared.definition]
        # E R is p where R is Bernoulli(p), and shows no p
        stated += declared.law.parameters if declared.law is not None else ()
        known[declared.symbol.name] = set(declared.depends) | {s.name for t in stated for s in free(t)}
    todo = {n for term in terms for node in walk(term) for own in _named(node) for n in known.get(own, ())}
    found: set[str] = set()
    while todo:
        name = todo.pop()
        found.add(name)
        todo |= known.get(name, set()) - found
    return frozenset(found)


def _named(node: Term) -> tuple[str, ...]:
    match node:
        case Sym(name=name) | Apply(function=name) | Density(law=name):
            return (name,)
        case _:
            return ()
