"""Surface Context, statements and derivations → the typed core.

Main definitions
----------------
* `elaborate_derivation`: a surface `Derivation` → a core `Derivation`.
* `derivations_of`: every derivation of a loaded module, with ids `module.name`.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from functools import partial
from types import ModuleType
from typing import Any

import sympy

from verify.model import Span, Verdict, VerifyError
from verify.notation import surface
from verify.notation.as_written import as_written
from verify.notation.expressions import Scope, elaborate, symbol
from verify.terms import context as core
from verify.terms import statement as st
from verify.terms.nodes import ONE, IllTyped, Sym, Term
from verify.terms.optimizers import as_same_argmax

Elaborated = st.Derivation | st.IllTypedDerivation


def derivations_of(module: ModuleType, file: str) -> tuple[Elaborated, ...]:
    """Return the module's derivations in the order of their definition, elaborated.

    Derivations that the module only imports belong to the module that defines them. A claim or step whose
    shapes do not fit gives an `IllTypedDerivation`: that is a finding, not bad input.

    Raises:
        VerifyError: a name that is not declared, a Context that contradicts itself; it names file and line.

    """
    here = getattr(module, "__file__", None)
    found = [
        (name, value)
        for name, value in vars(module).items()
        if isinstance(value, surface.Derivation) and here in (None, value.file)
    ]
    stem = module.__name__.rsplit(".", 1)[-1]
    return tuple(elaborate_derivation(value, file, f"{stem}.{name}") for name, value in found)


def elaborate_derivation(derivation: surface.Derivation, file: str, name: str) -> Elaborated:
    """Return the core form of a derivation called `name` that stands in `file`."""
    with as_written():
        context, scope = elaborate_context(derivation.context, file)
        try:
            claim = _located(derivation.claim.line, file, partial(elaborate_statement, derivation.claim, scope))
            chain = _chain(derivation, claim, scope)
        except IllTyped as error:
            return st.IllTypedDerivation(
                name, derivation.title, derivation.source, derivation.questions, error.message, error.span
            )
        mutants = tuple(_mutant(m, derivation.claim, scope) for m in derivation.mutants)
    return st.Derivation(
        id=name,
        title=derivation.title,
        source=derivation.source,
        questions=derivation.questions,
        context=context,
        claim=claim,
        chain=chain,
        mutants=mutants,
        cites=derivation.cites,
        remarks=derivation.remarks,
        numeric=derivation.numeric,
        span=Span(file, derivation.line),
    )


def _located(line: int, file: str, build: Callable[[], Any]) -> Any:
    """Run `build`; an error without a place gets this one."""
    try:
        return build()
    except VerifyError as error:
        if error.span is not None:
            raise
        shapes = {"shapes": error.shapes} if isinstance(error, IllTyped) else {}
        raise type(error)(error.message, span=Span(file, line), **shapes) from error


# ---------------------------------------------------------------------------------------------- contexts


def elaborate_context(written: surface.Context, file: str) -> tuple[core.Context, Scope]:
    """Return the core Context and the scope in which expressions over it are read."""
    return _located(written.line, file, lambda: _context(written, file))  # type: ignore[no-any-return]


def _context(written: surface.Context, file: str) -> tuple[core.Context, Scope]:
    declared = [p for p in written.parts if isinstance(p, surface.Declared)]
    functions = [p for p in written.parts if isinstance(p, surface.UnknownFunction)]
    laws = [p for p in written.parts if isinstance(p, surface.Law)]
    empty = Scope(file)
    symbols = {str(d.symbol): _declared_symbol(d, empty) for d in declared}
    unknowns = [f.name for f in functions if f.result == "real"] + [law.name for law in laws]
    variables = {name: Sym(name, "law") for name in unknowns}
    by_name = {f.name: f for f in functions}
    for f in functions:
        if f.inverse:
            by_name[f.inverse] = surface.UnknownFunction(f.inverse, (f.result,), result=f.spaces[0], inverse=f.name)
    scope = Scope(file, {**variables, **symbols}, by_name, frozenset(law.name for law in laws))
    spaces = {str(d.symbol): d.space for d in declared if d.space}
    context = core.Context(
        symbols=tuple(_declaration(d, scope) for d in declared),
        functions=tuple(_function(f) for f in functions),
        laws=tuple(_law(law) for law in laws),
        hypotheses=tuple(
            (_located(p.statement.line, file, partial(elaborate_statement, p.statement, scope)), p.sentence)
            for p in written.parts
            if isinstance(p, surface.Assumption)
        ),
        grants=tuple((p.kind, p.sentence) for p in written.parts if isinstance(p, surface.Grant)),
        scope=written.scope,
        regions=tuple(_region(p, spaces, scope) for p in written.parts if isinstance(p, surface.RegionOf)),
        region_facts=tuple(
            core.RegionFact(p.relation, p.left, p.right, p.sentence)
            for p in written.parts
            if isinstance(p, surface.RegionRelation)
        ),
        examples=tuple(
            _located(p.statement.line, file, partial(elaborate_statement, p.statement, scope))
            for p in written.parts
            if isinstance(p, surface.Example)
        ),
    )
    return context, scope


def _region(written: surface.RegionOf, spaces: Mapping[str, str], scope: Scope) -> core.Region:
    """Return the region with its ends elaborated; its space is that of its variable."""
    name = symbol(written.variable, scope).name
    space = spaces.get(name, name)
    match tuple(elaborate(end, scope) for end in written.ends):
        case (low, high):
            return core.Region(written.name, space, low=low, high=high)
        case (value,):
            return core.Region(written.name, space, at=value)
        case _:
            return core.Region(written.name, space)


def _declared_symbol(declared: surface.Declared, scope: Scope) -> Sym:
    name = str(declared.symbol)
    if isinstance(declared.symbol, sympy.MatrixSymbol):
        rows, columns = (elaborate(d, scope) for d in declared.symbol.args[1:])
        return Sym(name, declared.sort, (rows, columns))
    if declared.size is not None:
        return Sym(name, declared.sort, (elaborate(declared.size, scope), ONE))
    return Sym(name, declared.sort)


def _declaration(declared: surface.Declared, scope: Scope) -> core.Declaration:
    definition = None if declared.definition is None else elaborate(declared.definition, scope)
    own = scope.symbols[str(declared.symbol)]
    if definition is not None and definition.shape != own.shape:
        shapes = (core_shape(own), core_shape(definition))
        raise IllTyped(f"{own.name} is {shapes[0]} but its definition is {shapes[1]}", shapes)
    return core.Declaration(
        own, declared.interval, _entry_law(declared.law, scope), definition, declared.structure, declared.space
    )


def core_shape(term: Term) -> str:
    """Return a term's shape as text."""
    return st.kind_text(term)


def _entry_law(law: surface.Bernoulli | surface.Gaussian | surface.Arbitrary | None, scope: Scope) -> core.Iid | None:
    match law:
        case surface.Bernoulli(p):
            return core.Iid("bernoulli", (elaborate(p, scope),))
        case surface.Gaussian(mean, variance):
            return core.Iid("gaussian", (elaborate(mean, scope), elaborate(variance, scope)))
        case surface.Arbitrary(mean, variance):
            return core.Iid("arbitrary", (elaborate(mean, scope), elaborate(variance, scope)))
        case _:
            return None


def _names(symbols: tuple[Any, ...]) -> frozenset[str]:
    return frozenset(str(s) for s in symbols)


def _function(f: surface.UnknownFunction) -> core.FunctionDeclaration:
    return core.FunctionDeclaration(f.name, f.spaces, f.interval, _names(f.depends), f.result, f.inverse)


def _law(law: surface.Law) -> core.LawDeclaration:
    return core.LawDeclaration(
        law.name,
        tuple(str(t) for t in law.targets),
        tuple(str(g) for g in law.given),
        _names(law.depends),
        tuple((tuple(str(v) for v in marginal), frozenset[str]()) for marginal in law.fixed),
        law.family,
        law.pushforward,
        law.support,
    )


# -------------------------------------------------------------------------------------------- statements


def _known_relation(relation: object, scope: Scope) -> str:
    """Return the relation, or say which ones there are."""
    if isinstance(relation, str) and relation in st.RELATIONS:
        return relation
    close = difflib.get_close_matches(str(relation), st.RELATIONS, n=2)
    hint = f"did you mean {' or '.join(map(repr, close))}? " if close else ""
    raise scope.error(f"no relation is called {relation!r}; {hint}there are {', '.join(st.RELATIONS)}")


def elaborate_statement(written: surface.Statement, scope: Scope) -> st.Statement:
    """Return the typed statement.

    Raises:
        IllTyped: sides whose shapes differ, or a term whose parts do not fit.
        VerifyError: an undeclared name.

    """
    sides = [side for side in (written.lhs, written.to, written.rhs) if side is not None]
    over = written.over if isinstance(written.over, tuple) else (written.over,)
    statement = st.Statement(
        _known_relation(written.relation, scope),
        tuple(elaborate(side, scope) for side in sides),
        tuple(symbol(v, scope) for v in over),
        tuple(elaborate_statement(h, scope) for h in written.given),
        Span(scope.file, written.line),
    )
    return as_same_argmax(statement)


def _chain(derivation: surface.Derivation, claim: st.Statement, scope: Scope) -> tuple[st.Step, ...]:
    steps: list[st.Step] = []
    previous: Term = claim.lhs
    for link in derivation.chain:
        step = _located(link.line, scope.file, partial(_step, link, previous, steps, claim, scope))
        steps.append(step)
        previous = step.statement.rhs
    return tuple(steps)


def _step(
    link: surface.Step | surface.Lemma, previous: Term, steps: list[st.Step], claim: st.Statement, scope: Scope
) -> st.Step:
    span = Span(scope.file, link.line)
    using = tuple(elaborate(hint, scope) for hint in link.using)
    if isinstance(link, surface.Step):
        sides = (previous, elaborate(link.rhs, scope))
        relation = _known_relation(link.relation, scope)
        statement = st.Statement(relation, sides, claim.variables, claim.hypotheses, span)
        return st.Step(statement, link.by, using, span)
    statement = elaborate_statement(link.statement, scope)
    earlier = tuple(steps[-back].statement for back in link.since)
    if earlier:
        statement = st.Statement(
            statement.relation, statement.args, statement.variables, (*statement.hypotheses, *earlier), statement.span
        )
    return st.Step(statement, link.by, using, span)


def _mutant(mutant: surface.Mutant, claim: surface.Statement, scope: Scope) -> st.Mutant:
    span = Span(scope.file, mutant.line)
    written = mutant.statement or surface.Statement(
        claim.lhs if mutant.lhs is None else mutant.lhs,
        mutant.relation or claim.relation,
        claim.rhs if mutant.rhs is None else mutant.rhs,
        claim.over if mutant.over is None else mutant.over,
        claim.to,
        claim.given,
        mutant.line,
    )
    using = _located(mutant.line, scope.file, lambda: tuple(elaborate(hint, scope) for hint in mutant.using))
    expect = Verdict(mutant.expect)
    try:
        statement = elaborate_statement(written, scope)
    except IllTyped as error:
        return st.Mutant(mutant.name, None, expect, error.message, using, span)
    return st.Mutant(mutant.name, statement, expect, "", using, span)
