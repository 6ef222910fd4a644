"""The names of a sheet's table → what each means in the Scope: values, families, sets, functions, laws, regions.

Main definitions
----------------
* `Table`: what was declared so far.
* `give_meaning`: one declared name → its meaning, and its symbol in the core.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction

from verify.latex.entries import Entry
from verify.latex.scope import (
    Columns,
    Each,
    Eigenvalue,
    FiniteSet,
    FunctionName,
    LawName,
    Meaning,
    Mixture,
    PointMass,
    RegionName,
    Subset,
    Transport,
    Value,
)
from verify.latex.written import name_of, tree_of
from verify.model import VerifyError
from verify.terms.nodes import ONE, Add, Const, MatOp, Num, Shape, Sym, Term

_ONE_MORE = re.compile(r"(\w+)\s*\+\s*1")
FUNCTIONS = {"function", "diffeomorphism", "map"}
LAWS = {"density", "law of"}


@dataclass
class Table:
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
        if (more := _ONE_MORE.fullmatch(text)) is not None:
            return Add((self.dimension(more[1]), ONE))
        key = name_of(text, self.fonts)
        self.names.setdefault(key, Value(Sym(key, "dimension")))
        found = self.names[key]
        if not isinstance(found, Value) or found.term.sort != "dimension":
            raise VerifyError(f"{text!r} is no size")
        return found.term


def give_meaning(key: str, entry: Entry, known: Table) -> None:
    """Give a name its meaning."""
    if entry.each:
        _give_each(key, entry, known)
        return
    match entry.kind:
        case "set":
            index = Sym(f"any{core_name(key)}", "index")
            known.names[key] = FiniteSet(known.dimension(entry.sizes[0]), index)
        case "points":
            base = _family_base(key)
            symbol = Sym(f"{base.removesuffix('^()')}s", "point", (known.dimension(entry.sizes[0]), ONE))
            known.symbols[key] = symbol
            known.names[f"{base}[]"] = Value(symbol)
        case "vectors":
            base = _family_base(key)
            known.symbols[key] = Sym(f"{base.removesuffix('^()')}s", "real", shape_of(entry, known))
            known.names[f"{base}[]"] = Columns(known.symbols[key])
        case "identity":
            known.names[key] = Value(MatOp("identity", (known.dimension(entry.sizes[0]),)))
        case "imaginary unit":
            known.names[key] = Value(Const("i"))
        case "index" | "dimension":
            known.names[key] = Value(Sym(core_name(key), entry.kind))
        case "point mass":
            target = name_of(entry.space, known.fonts) if entry.space else ""
            known.names[key] = PointMass(tree_of(entry.of[0]), target)
        case "subset":
            known.names[key] = Subset(known.dimension(entry.sizes[0]))
        case "earth mover's distance":
            known.names[key] = Transport()
        case "mixture of both laws":
            known.names[key] = Mixture()
        case "region":
            known.names[key] = RegionName(core_name(key))
        case "eigenvalue":
            known.symbols[key] = Sym(core_name(key))
            known.names[key] = Eigenvalue(tree_of(entry.of[0]))
        case kind if kind in FUNCTIONS:
            known.names[key] = FunctionName(core_name(key))
        case kind if kind in LAWS:
            known.names[key] = LawName(core_name(key), at=tuple(name_of(point, known.fonts) for point in entry.at))
        case _:
            sort = entry.kind if entry.kind in ("point", "parameter") else "real"
            known.symbols[key] = Sym(core_name(key), sort, shape_of(entry, known))
            known.names[key] = Value(known.symbols[key])


def _give_each(key: str, entry: Entry, known: Table) -> None:
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
        known.symbols[name] = Sym(core_name(f"{base}{'s' if indexed else ''}{'′' * k}"), "real", shape)
        known.entries.setdefault(name, entry)
        known.texts.setdefault(name, known.texts[key])
        arrays.append(known.symbols[name])
    known.names[f"{base}[]" if indexed else key] = Each(tuple(arrays), of, indexed)


def _size_of(text: str, known: Table) -> Term:
    key = name_of(text, known.fonts)
    entry = known.entries.get(key)
    if entry is None or entry.kind != "set":
        raise VerifyError(f"{text!r} is no set")
    return known.dimension(entry.sizes[0])


def core_name(key: str) -> str:
    """Return the name in the core of what is written with this key."""
    return key.replace(" ", "")


def _family_base(key: str) -> str:
    """Return the letter of a family x_i, whose elements are written with an index; z^() of a family z^{(j)}."""
    if "^(" in key and key.endswith(")"):
        return key[: key.index("^(")] + "^()"
    base, _, index = key.partition("_")
    return base if len(index) <= 1 else key


def shape_of(entry: Entry, known: Table) -> Shape:
    """Return the shape that the sizes of an entry declare; () for what is no array."""
    match entry.kind, entry.sizes:
        case "matrix" | "vectors", (rows, columns):
            return known.dimension(rows), known.dimension(columns)
        case "vector", (rows,):
            return known.dimension(rows), ONE
        case _:
            return ()
