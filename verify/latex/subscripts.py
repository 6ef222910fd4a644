"""Scripts that are no part of a name: entries, rows and columns of arrays, and superscripts behind them.

Main definitions
----------------
* `with_scripts`: terms with a subscript, a superscript and primes.
* `entry`: one entry of an array.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from verify.latex import tree
from verify.latex.errors import Unread
from verify.latex.names import Scripts, key_of
from verify.latex.powers import raised
from verify.latex.reading import Readings, combine, read
from verify.latex.scope import Scope
from verify.latex.tree import Letter, Node
from verify.terms.nodes import ONE, Entry, Num, Term, shape_text


def with_scripts(terms: Readings, scripts: Scripts, node: Node, scope: Scope) -> Readings:
    """Return terms with scripts that are no part of their names."""
    if scripts.primes:
        raise Unread("a prime on what is no function", node.start, node.end)
    if scripts.sub is not None:
        from verify.latex.indices import index_choices
        from verify.latex.slices import is_matrix, sliced, slices

        cut = [sliced(term, scripts.sub, scope) for term in terms if is_matrix(term)]
        if cut and None not in cut:
            return with_scripts(tuple(t for some in cut for t in some or ()), replace(scripts, sub=None), node, scope)
        places = index_choices(scripts.sub, scope)
        if all(
            is_matrix(term) and len(place.args) == 1 and _is_one(place.args[0]) for term in terms for place in places
        ):
            terms = tuple(cut for term in terms for place in places for cut in slices(term, place.args[0]))
            return with_scripts(terms, replace(scripts, sub=None), node, scope)
        terms = combine(lambda term, place: entry(term, place.args, scripts.sub or node), terms, places)
    if scripts.entry is not None:
        terms = with_scripts(terms, Scripts(scripts.entry), node, scope)
    if scripts.sup is not None:
        labelled = _labelled_entry(terms, scripts.sup, scope)
        terms = raised(terms, scripts.sup, scope) if labelled is None else labelled
    return terms


def _labelled_entry(terms: Readings, sup: Node, scope: Scope) -> Readings | None:
    """Return the entries of x^{(d)}, where D is the length of the column x; None for other superscripts."""
    from verify.latex.members import names_entry

    match sup:
        case tree.Bracket(opening="(", items=(Letter() as index,)) if key_of(index, scope.fonts) in scope.bound:
            place = read(index, scope)[0]
            found = all(names_entry(place, term) for term in terms)
            return tuple(entry(term, (place,), sup) for term in terms) if found else None
    return None


def _is_one(index: Term) -> bool:
    """Whether an index is one of a row or column, and not two digits: M_{12}."""
    return not isinstance(index, Num) or index.value < 10


def entry(array: Term, places: tuple[Term, ...], at: Node) -> Term:
    """Return an entry of an array.

    Raises:
        Unread: the array is a number, or has not that many indices.

    """
    shape = array.shape
    wanted = 0 if not shape else 1 if shape[1] == ONE else 2
    if wanted == 2 and len(places) == 1 and isinstance(places[0], Num) and 10 < places[0].value < 100:
        tens, ones = divmod(int(places[0].value), 10)
        places = (Num(Fraction(tens)), Num(Fraction(ones)))
    if wanted != len(places):
        raise Unread(f"{array} is {shape_text(shape)}: what its subscript says is not known", at.start, at.end)
    return Entry(array, places)
