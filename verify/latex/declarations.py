r"""The small fixed language in which a sheet says what each name is → the core Context and the Scope.

    "X" = "matrix n d"                     "R" = "matrix n d with entries Bernoulli(p)"
    "p" = "number in (0, 1)"               "S" = "matrix d d, symmetric, invertible"
    "x" = "point"                          "x_i" = "points n of x"
    "e^{(l)}" = "vectors L of J"
    "\\theta" = "parameter"                "D" = "function of x in (0, 1)"
    "q_\\phi" = "density of z given x; depends on \\phi"
    "A" = "region of x"                    "B" = "region of x, disjoint from A"
    "p" = "density of x; positive on A"
    "P_{F(U)}" = "law of F(U) for U ~ P_U"

Main definitions
----------------
* `scope_of`: a sheet's `[context.NAME]` table → its Scope.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any, TypeVar

from verify.latex.entries import Entry, parse_entry
from verify.latex.errors import Unread
from verify.latex.scope import (
    Columns,
    Each,
    Eigenvalue,
    FiniteSet,
    FunctionName,
    LawName,
    Meaning,
    PointMass,
    RegionName,
    Scope,
    Value,
)
from verify.latex.tree import Letter, Node, Product, Scripted
from verify.latex.written import formula, measure_of, name_of, tree_of
from verify.model import VerifyError
from verify.terms.context import Context, Declaration, FunctionDeclaration, Iid, LawDeclaration
from verify.terms.nodes import ONE, Const, Num, Shape, Sym, Term
from verify.terms.regions import Region, RegionFact

T = TypeVar("T")
_DISTRIBUTIONS = {"Bernoulli": ("bernoulli", 1), "Gaussian": ("gaussian", 2), "Arbitrary": ("arbitrary", 2)}


@dataclass
class _Table:
    """What was declared so far, by key."""

    entries: dict[str, Entry]
    texts: dict[str, str]
    fonts: frozenset[str]
    symbols: dict[str, Sym] = field(default_factory=dict)
    names: dict[str, Meaning] = field(default_factory=dict)

    def dimension(self, text: str) -> Term:
        """Return the size that a declaration names; sizes come into being by being used."""
        if text.isdigit():
            return Num(Fraction(int(text)))
        key = name_of(text, self.fonts)
        self.names.setdefault(key, Value(Sym(key, "dimension")))
        found = self.names[key]
        if not isinstance(found, Value) or found.term.sort != "dimension":
            raise VerifyError(f"{text!r} is no size")
        return found.term


def scope_of(table: Mapping[str, object]) -> Scope:
    """Return the Scope that the table declares.

    Raises:
        VerifyError: an entry is not in the language; the message names it.

    """
    written = _texts(table, "names")
    fonts = _fonts_that_matter((*written, *_texts(table, "aliases")), _list(table, "definitions"))
    keys = {text: _named(text, name_of, text, fonts) for text in written}
    known = _Table(
        {keys[text]: _named(text, parse_entry, written[text]) for text in written},
        {keys[text]: text for text in written},
        fonts,
    )
    for key, entry in tuple(known.entries.items()):
        _named(known.texts[key], _name, key, entry, known)
    plain = Scope(names=known.names, fonts=fonts)
    context = Context(
        symbols=tuple(
            _named(known.texts[key], _declaration, known.entries[key], known.symbols[key], known, plain)
            for key in known.symbols
        ),
        functions=tuple(_function(k, e, known) for k, e in known.entries.items() if e.kind in _FUNCTIONS),
        laws=tuple(_law(k, e, known) for k, e in known.entries.items() if e.kind in _LAWS),
        scope=str(table.get("scope", "")),
        grants=tuple(_texts(table, "grants").items()),
        regions=tuple(Region(_core(k), _space(e.space, known)) for k, e in known.entries.items() if e.kind == "region"),
        region_facts=tuple(fact for k, e in known.entries.items() for fact in _facts(k, e, known)),
    )
    pointwise = frozenset(name_of(text, fonts) for text in _list(table, "pointwise"))
    drawn = tuple(_named(text, measure_of, text) for text in _list(table, "drawn"))
    scope = replace(plain, context=context, pointwise=pointwise, drawn=drawn)
    from verify.latex.givens import with_sheet

    return with_sheet(
        scope,
        _list(table, "definitions"),
        _texts(table, "aliases"),
        _list(table, "hypotheses"),
        _list(table, "assumed"),
        _list(table, "places"),
        _list(table, "preset"),
    )


def _texts(table: Mapping[str, object], key: str) -> dict[str, str]:
    value = table.get(key, {})
    if not isinstance(value, Mapping) or not all(isinstance(v, str) for v in value.values()):
        raise VerifyError(f"{key} must be a table of texts")
    return {str(k): str(v) for k, v in value.items()}


def _list(table: Mapping[str, object], key: str) -> tuple[str, ...]:
    value = table.get(key, ())
    if not isinstance(value, list | tuple) or not all(isinstance(v, str) for v in value):
        raise VerifyError(f"{key} must be a list of texts")
    return tuple(value)


def _named(entry: str, run: Callable[..., T], *args: Any) -> T:
    """Run `run` with `args`; an error says in which entry it is."""
    try:
        return run(*args)
    except (VerifyError, Unread) as error:
        raise VerifyError(f"in the entry {entry!r}: {error.message}") from error


def _fonts_that_matter(written: Sequence[str], definitions: Sequence[str]) -> frozenset[str]:
    """Return the letters of which two declared names differ by their font alone."""
    seen: dict[str, set[str]] = {}
    heads = [node for text in definitions for node in _named(text, head_of_definition, text)]
    for node in (*(_named(text, tree_of, text) for text in written), *heads):
        for letter in (node, *((node.base,) if isinstance(node, Scripted) else ())):
            if isinstance(letter, Letter):
                seen.setdefault(letter.name, set()).add(letter.font)
    return frozenset(name for name, found in seen.items() if len(found) > 1)


def head_of_definition(text: str) -> tuple[Node, ...]:
    """Return the name that a definition starts with, without its arguments."""
    head = formula(text).sides[0]
    if isinstance(head, Product):
        head = head.factors[0]
    return () if head is None else (head,)


# ------------------------------------------------------------------------------------------------ symbols

_ARRAYS = {"matrix", "vector", "number"}
_FUNCTIONS = {"function", "diffeomorphism", "map"}
_LAWS = {"density", "law of"}


def _name(key: str, entry: Entry, known: _Table) -> None:
    """Give a name its meaning."""
    if entry.each:
        _each(key, entry, known)
        return
    match entry.kind:
        case "set":
            index = Sym(f"any{_core(key)}", "index")
            known.names[key] = FiniteSet(known.dimension(entry.sizes[0]), index)
        case "points":
            base = _family_base(key)
            symbol = Sym(f"{base.removesuffix('^()')}s", "point", (known.dimension(entry.sizes[0]), ONE))
            known.symbols[key] = symbol
            known.names[f"{base}[]"] = Value(symbol)
        case "vectors":
            base = _family_base(key)
            known.symbols[key] = Sym(f"{base.removesuffix('^()')}s", "real", _shape(entry, known))
            known.names[f"{base}[]"] = Columns(known.symbols[key])
        case "imaginary unit":
            known.names[key] = Value(Const("i"))
        case "index" | "dimension":
            known.names[key] = Value(Sym(_core(key), entry.kind))
        case "point mass":
            target = name_of(entry.space, known.fonts) if entry.space else ""
            known.names[key] = PointMass(tree_of(entry.of[0]), target)
        case "region":
            known.names[key] = RegionName(_core(key))
        case "eigenvalue":
            known.symbols[key] = Sym(_core(key))
            known.names[key] = Eigenvalue(tree_of(entry.of[0]))
        case kind if kind in _FUNCTIONS:
            known.names[key] = FunctionName(_core(key))
        case kind if kind in _LAWS:
            known.names[key] = LawName(_core(key))
        case _:
            sort = entry.kind if entry.kind in ("point", "parameter") else "real"
            known.symbols[key] = Sym(_core(key), sort, _shape(entry, known))
            known.names[key] = Value(known.symbols[key])


def _each(key: str, entry: Entry, known: _Table) -> None:
    """Give a meaning to what each member of a set has, or each index: columns of a matrix, or entries of a vector."""
    if entry.kind not in ("vector", "number", "member"):
        raise VerifyError(f"a {entry.kind} for each of something is not read")
    indexed = bool(entry.each[0][0])
    sizes = [known.dimension(size) if indexed else _size_of(size, known) for _, size in entry.each]
    of = tuple(letter if letter else name_of(size, known.fonts) for letter, size in entry.each)
    if entry.kind == "number":
        shapes = [tuple(sizes) if len(sizes) > 1 else (sizes[0], ONE)]
    else:
        shapes = [(known.dimension(entry.sizes[0]), size) for size in sizes if entry.kind == "vector"]
    base = key.partition("_")[0] if indexed else key
    arrays: list[Sym] = []
    for k, shape in enumerate(shapes):
        name = f"{key}{'#' * k}"
        known.symbols[name] = Sym(_core(f"{base}{'s' if indexed else ''}{'′' * k}"), "real", shape)
        known.entries.setdefault(name, entry)
        known.texts.setdefault(name, known.texts[key])
        arrays.append(known.symbols[name])
    known.names[f"{base}[]" if indexed else key] = Each(tuple(arrays), of, indexed)


def _size_of(text: str, known: _Table) -> Term:
    key = name_of(text, known.fonts)
    entry = known.entries.get(key)
    if entry is None or entry.kind != "set":
        raise VerifyError(f"{text!r} is no set")
    return known.dimension(entry.sizes[0])


def _core(key: str) -> str:
    """Return the name in the core of what is written with this key."""
    return key.replace(" ", "")


def _family_base(key: str) -> str:
    """Return the letter of a family x_i, whose elements are written with an index; z^() of a family z^{(j)}."""
    if "^(" in key and key.endswith(")"):
        return key[: key.index("^(")] + "^()"
    base, _, index = key.partition("_")
    return base if len(index) <= 1 else key


def _shape(entry: Entry, known: _Table) -> Shape:
    match entry.kind, entry.sizes:
        case "matrix" | "vectors", (rows, columns):
            return known.dimension(rows), known.dimension(columns)
        case "vector", (rows,):
            return known.dimension(rows), ONE
        case _:
            return ()


def _declaration(entry: Entry, symbol: Sym, known: _Table, scope: Scope) -> Declaration:
    space = _space(entry.space, known) if entry.space else ""
    if entry.kind == "points" and not space:
        space = symbol.name.removesuffix("s")
    return Declaration(symbol, entry.interval, _entry_law(entry, scope), None, entry.structure, space)


def _entry_law(entry: Entry, scope: Scope) -> Iid | None:
    if entry.law is None:
        return None
    name, arguments = entry.law
    family, wanted = _DISTRIBUTIONS.get(name, ("", 0))
    if not family or len(arguments) != wanted:
        raise VerifyError(f"{name} with {len(arguments)} parameters is no law of entries: {', '.join(_DISTRIBUTIONS)}")
    from verify.latex.sides import terms

    return Iid(family, tuple(terms(tree_of(text), scope, ())[0] for text in arguments))


def _space(name: str, known: _Table) -> str:
    """Return the space of which a name is a point; "number" and "vector" are spaces too."""
    if name in ("number", "vector"):
        return {"number": "real", "vector": "column"}[name]
    key = name_of(name, known.fonts)
    entry = known.entries.get(key)
    if entry is None:
        return _core(key)
    if entry.kind == "number":
        return "real"
    if entry.kind == "vector":
        return "column"
    return _space(entry.space, known) if entry.space and entry.space != name else _core(key)


# ------------------------------------------------------------------------------------- functions and laws


def _function(key: str, entry: Entry, known: _Table) -> FunctionDeclaration:
    spaces = tuple(_space(name, known) for name in entry.of)
    depends = frozenset(_core(name_of(name, known.fonts)) for name in entry.depends)
    if entry.kind == "function":
        return FunctionDeclaration(_core(key), spaces, entry.interval, depends)
    result = _space(entry.to, known)
    inverse = f"{_core(key)}⁻¹" if entry.kind == "diffeomorphism" else ""
    return FunctionDeclaration(_core(key), spaces, depends=depends, result=result, inverse=inverse)


def _facts(key: str, entry: Entry, known: _Table) -> tuple[RegionFact, ...]:
    """Return from which other regions one is disjoint."""
    others = entry.of if entry.kind == "region" else ()
    return tuple(
        RegionFact(
            "disjoint", _core(name_of(other, known.fonts)), _core(key), f"{other} and {known.texts[key]} are disjoint"
        )
        for other in others
    )


def _law(key: str, entry: Entry, known: _Table) -> LawDeclaration:
    def names(texts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(_core(name_of(text, known.fonts)) for text in texts)

    if entry.kind == "law of":
        function, base = names((entry.of[0], entry.of[1]))
        function = f"{function.removesuffix('^-1')}⁻¹" if function.endswith("^-1") else function
        return LawDeclaration(_core(key), _targets_of_image(function, known), pushforward=(base, function))
    fixed = tuple((names(marginal), frozenset[str]()) for marginal in entry.fixed)
    return LawDeclaration(
        _core(key),
        names(entry.of),
        names(entry.given),
        frozenset(names(entry.depends)),
        fixed,
        entry.family,
        support="".join(names((entry.support,) if entry.support else ())),
    )


def _targets_of_image(function: str, known: _Table) -> tuple[str, ...]:
    """Return the declared point of the space into which a function maps."""
    inverse = function.endswith("⁻¹")
    entry = known.entries.get(function.removesuffix("⁻¹"))
    if entry is None or entry.kind not in ("diffeomorphism", "map"):
        raise VerifyError(f"{function} is no map that was declared")
    return (_core(name_of(entry.of[0] if inverse else entry.to, known.fonts)),)
