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
from dataclasses import replace
from typing import Any, TypeVar

from verify.latex.declared import declaration, function_declaration, law_declaration, region_facts, space_of
from verify.latex.entries import parse_entry
from verify.latex.errors import Unread
from verify.latex.naming import FUNCTIONS, LAWS, Table, core_name, give_meaning
from verify.latex.scope import Scope
from verify.latex.tree import Letter, Node, Product, Scripted
from verify.latex.written import formula, measure_of, name_of, tree_of
from verify.model import VerifyError
from verify.terms.context import Context
from verify.terms.regions import Region

T = TypeVar("T")


def scope_of(table: Mapping[str, object]) -> Scope:
    """Return the Scope that the table declares.

    Raises:
        VerifyError: an entry is not in the language; the message names it.

    """
    written = _texts(table, "names")
    fonts = _fonts_that_matter((*written, *_texts(table, "aliases")), _list(table, "definitions"))
    keys = {text: _named(text, name_of, text, fonts) for text in written}
    known = Table(
        {keys[text]: _named(text, parse_entry, written[text]) for text in written},
        {keys[text]: text for text in written},
        fonts,
    )
    for key, entry in tuple(known.entries.items()):
        _named(known.texts[key], give_meaning, key, entry, known)
    plain = Scope(names=known.names, fonts=fonts)
    context = Context(
        symbols=tuple(
            _named(known.texts[key], declaration, known.entries[key], known.symbols[key], known, plain)
            for key in known.symbols
        ),
        functions=tuple(function_declaration(k, e, known) for k, e in known.entries.items() if e.kind in FUNCTIONS),
        laws=tuple(law_declaration(k, e, known) for k, e in known.entries.items() if e.kind in LAWS),
        scope=str(table.get("scope", "")),
        grants=tuple(_texts(table, "grants").items()),
        regions=tuple(
            Region(core_name(k), space_of(e.space, known)) for k, e in known.entries.items() if e.kind == "region"
        ),
        region_facts=tuple(fact for k, e in known.entries.items() for fact in region_facts(k, e, known)),
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
