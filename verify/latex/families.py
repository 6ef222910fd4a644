r"""Draws that are not written out: E_{h_j}, E_{h_1, …, h_K}, E_{q(h_1) ⋯ q(h_K)}, E_{Π_j q(h_j)}.

Main definitions
----------------
* `drawn_law`: the law from which the sheet says that a name is drawn.
* `law_of_each`: the law of each member of a family, where the law of all of them is written as a product.
* `member_of`: the name of a family's member that stands as the argument of a law, q(h_j).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from verify.latex.names import key_of, matches
from verify.latex.points import space_of
from verify.latex.scope import Scope, Value
from verify.latex.tree import Bracket, Letter, Mark, Node, Number, Operator, Product, Scripted
from verify.terms.nodes import ONE, Entry, Sym

#: (what stands under an expectation) → names with the law that they are drawn from
Groups = Callable[[Node], Sequence[tuple[tuple[Node, ...] | None, Node]]]


def drawn_law(names: Sequence[Node], groups: Groups, scope: Scope) -> Node | None:
    """Return the law from which the sheet draws names of this space; None where it draws them from none, or several."""
    spaces = {_space(name, scope) for name in names if not _is_dots(name)}
    if len(spaces) != 1 or "" in spaces:
        return None
    laws = {
        key_of(law): law
        for measure in scope.drawn
        for known, law in groups(measure)
        if known is not None and {_space(name, scope) for name in known if not _is_dots(name)} == spaces
    }
    return next(iter(laws.values())) if len(laws) == 1 and None not in laws else None


def _is_dots(node: Node) -> bool:
    return isinstance(node, Mark) and node.text == "dots"


def _space(name: Node, scope: Scope) -> str:
    """Return the space of a point, or of the members of a family of which one, or a range, is named."""
    for meaning, rest in matches(name, scope):
        if isinstance(meaning, Value) and meaning.term.sort == "point" and rest.sup is None and not rest.primes:
            whole = isinstance(meaning.term, Sym) and bool(meaning.term.shape)
            return space_of(Entry(meaning.term, (ONE,)) if whole else meaning.term, scope)
    if isinstance(name, Scripted) and name.sup is None:
        family = scope.meaning(f"{key_of(name.base, scope.fonts)}[]")
        if isinstance(family, Value):
            return space_of(Entry(family.term, (ONE,)), scope)
    return ""


def law_of_each(law: Node, scope: Scope) -> Node | None:
    """Return q(h_j) for Π_j q(h_j) and q(h_1) ⋯ q(h_K); None for other laws."""
    match law:
        case Operator(name="prod", body=Product(operators=("",)) as one) if member_of(one, scope) is not None:
            return one
        case Product(factors=(name, Bracket() as first, Mark(text="dots"), other, Bracket() as last)):
            pass
        case Product(factors=(name, Bracket() as first, other, Bracket(), Mark(text="dots"), third, Bracket() as last)):
            if key_of(third) != key_of(other):
                return None
        case _:
            return None
    same = key_of(name, scope.fonts) == key_of(other, scope.fonts) is not None
    ends = len(first.items) == len(last.items) == 1 and _first_to_last(first.items[0], last.items[0], scope)
    return Product(name.start, first.end, ("",), (name, _of_any(first))) if same and ends else None


def _of_any(argument: Bracket) -> Bracket:
    """Return (h_j) for (h_1): any member may stand for all."""
    (member,) = argument.items
    assert isinstance(member, Scripted)
    return replace(argument, items=(replace(member, sub=Letter(member.start, member.end, "j")),))


def _first_to_last(first: Node, last: Node, scope: Scope) -> bool:
    """Whether two members are the first and the last one of a family."""
    match first, last:
        case Scripted(base=one, sub=Node() as low, sup=None), Scripted(base=other, sub=Node() as high, sup=None):
            family = scope.meaning(f"{key_of(one, scope.fonts)}[]")
            size = scope.meaning(key_of(high, scope.fonts) or "")
            known = isinstance(family, Value) and isinstance(size, Value) and family.term.shape[:1] == (size.term,)
            return known and one is not None and key_of(one) == key_of(other) and key_of(low) == "1"
    return False


def member_of(law: Node, scope: Scope) -> Node | None:
    """Return h_j for q(h_j) with a letter for an index, which any member may stand for; None for other laws."""
    match law:
        case Product(
            operators=("",), factors=(_, Bracket(items=(Scripted(sub=Letter() | Number(), sup=None) as member,)))
        ):
            for meaning, rest in matches(member, scope):
                family = isinstance(meaning, Value) and meaning.term.sort == "point" and bool(meaning.term.shape)
                return member if family and rest.sub is not None else None
    return None
