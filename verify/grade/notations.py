"""The notations of a formula: what must stand in a right row before a row with it is held against its author.

A notation that is composed of others needs no confirmation of its own: μ_j² is a power of μ_j, e^x is what it always
is, and a letter that a sheet declares as a size or an index can be read in one way only.

Main definitions
----------------
* `constructs`: the notations that occur in formulas.
* `unconfirmed`: those of them that no right row has; `stands_in`: whether right rows have a name.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from verify.latex.names import key_of
from verify.latex.scope import Scope, Value
from verify.latex.tree import Fraction, Letter, Node, Number, Operator, Plus, Scripted, Word, walk
from verify.terms.nodes import Sym
from verify.terms.printing import text

Construct = tuple[str, ...]

POWER: Construct = ("power",)


def constructs(*nodes: Node) -> set[Construct]:
    """Return the notations that occur: names with what is attached to them, operators, kinds of nodes."""
    return {construct for top in nodes for construct in _constructs(top)}


def _constructs(top: Node) -> Iterator[Construct]:
    exponentials = {id(node.base) for node in walk(top) if isinstance(node, Scripted) and _is_exponential(node)}
    for node in walk(top):
        if id(node) not in exponentials:
            yield from _of(node)


def _of(node: Node) -> Iterator[Construct]:
    match node:
        case Letter(name=name, font=font, accent=accent):
            yield ("letter", name, font, accent)
        case Word(text=text):
            yield ("word", text)
        case Operator(name=name, sub=sub, bracketed=bracketed):
            yield ("operator", name, str(sub is not None), str(bracketed))
        case Scripted() if _is_exponential(node):
            yield POWER
        case Scripted(base=base, sub=sub, sup=sup) if sup is not None and _is_number(sup):
            yield POWER
            if sub is not None:
                yield ("scripted", _named(base), "True", "False")
        case Scripted(base=base, sub=sub, sup=sup):
            yield ("scripted", _named(base), str(sub is not None), str(sup is not None))
        case _:
            yield (type(node).__name__,)


def _is_exponential(node: Scripted) -> bool:
    return isinstance(node.base, Letter) and node.base.name == "e" and node.sub is None and node.sup is not None


def _is_number(node: Node) -> bool:
    match node:
        case Number():
            return True
        case Plus(terms=(term,)):
            return _is_number(term)
        case Fraction(numerator=above, denominator=below):
            return _is_number(above) and _is_number(below)
    return False


def _named(node: Node) -> str:
    return node.name if isinstance(node, Letter) else node.text if isinstance(node, Word) else type(node).__name__


def unconfirmed(nodes: Iterable[Node], known: Collection[Construct], scope: Scope) -> set[Construct]:
    """Return the notations of formulas that are not `known` from right rows and could be read in more than one way."""
    letters = (n for top in nodes for n in walk(top) if isinstance(n, Letter))
    sizes = {("letter", n.name, n.font, n.accent) for n in letters if _is_size(n, scope)}
    return {construct for construct in constructs(*nodes) if construct not in known} - sizes


def stands_in(shown: str, known: Collection[Construct]) -> bool:
    """Whether the name with which a term starts as it is shown, Σ of Σ[j], stands in right rows, if it is a name."""
    found = re.match(r"[^\W\d_]+", shown)
    return found is None or any(len(c) > 1 and text(Sym(c[1], "real")) == found.group() for c in known)


def _is_size(letter: Letter, scope: Scope) -> bool:
    """Whether a letter is declared as a size or an index, and as nothing else."""
    meaning = scope.meaning(key_of(letter, scope.fonts) or "")
    return isinstance(meaning, Value) and meaning.term.sort in ("dimension", "index")
