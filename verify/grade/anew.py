r"""Names of the student's own that are given a second time: "Now let A = …", A := …, or another value without a word.

A name that words give anew means the new thing from there on. Where no words say so and the values differ, nobody
knows which of the two a later row means: the name is blurred, and rows with it are neither right nor wrong until words
give it once more. What a question gives anew is blurred in front of that, too, as it may be meant from its start.
So it is with a name that the sheet defines: "let Σ := SᵀS" supposes nothing of the sheet's Σ = SSᵀ. Where nothing
announces it, or the question asks about the name, rows with it are neither right nor wrong from there on.

Main definitions
----------------
* `given_anew`: the scope in which a name means what a row says it now is; None where the row gives none anew.
* `blur`, `blur_names`: make names mean nothing that can be read.
* `doubt_name`: a name of the sheet that the text says to be something else.
* `is_of_earlier`: whether a row is about a name that the student gave for another question.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from verify.grade.clauses import Link
from verify.grade.evidence import check
from verify.grade.thread import Thread
from verify.latex.defining import defined_anew
from verify.latex.elaborate import statements
from verify.latex.errors import Unread
from verify.latex.names import key_of, matches
from verify.latex.scope import Definition, Scope
from verify.latex.tree import Bracket, Letter, Node, Number, Product, Row, Scripted, Word, walk
from verify.terms.nodes import IllTyped
from verify.terms.rewrite import free
from verify.terms.statement import Statement

#: what a name stands for of which nobody knows which of two things it is
_BLURRED = "given twice"


def given_anew(row: Row, thread: Thread, announced: bool, setting: bool) -> Scope | None:
    """Return the scope in which a name of the student's own means what the row says; None if it gives none anew.

    Words have to say so (`announced`); of a name that is blurred, any that set something.

    Raises:
        Unread: what it means now cannot be read; then it means nothing that can be.

    """
    left, right = row.sides[:2]
    if left is None or right is None or row.relations[0] not in ("=", ":=") or isinstance(right, Number):
        return None
    known = own_definition(left, thread.scope) or (_given_of_the_sheet(row, thread) if announced else None)
    said = announced or (setting and known is not None and is_blurred(known))
    if known is None or not said or says_the_same(row, thread):
        return None
    if not known.own:
        thread.replaced = {known.key: known, **thread.replaced}
        thread.renamed.discard(known.key)
        thread.perhaps_renamed.discard(known.key)
    thread.anew.add(known.key)
    try:
        return defined_anew(row, thread.scope, known)
    except (Unread, IllTyped) as error:
        blur_names((known.key,), thread)
        raise Unread(f"what {known.key} stands for from here on: {error.message}") from error


def own_definition(left: Node, scope: Scope) -> Definition | None:
    """Return what a name of the student's own stands for, written alone or of what it was given of; else None.

    h(0) and h(ξ^*) are values of h(ξ), whatever is said of them.
    """
    written: list[Node] = []
    while isinstance(left, Product) and len(left.factors) == 2 and isinstance(left.factors[1], Bracket):
        written.extend(left.factors[1].items)
        left = left.factors[0]
    meaning, rest = next(matches(left, scope), (None, None))
    if not isinstance(meaning, Definition) or rest is None or not meaning.own or meaning.assumed:
        return None
    if any(key_of(node, scope.fonts) not in meaning.parameters for node in written):
        return None
    plain = rest.sup is None and not rest.primes and (rest.sub is None or bool(meaning.indices))
    return meaning if plain and scope.meaning(meaning.key) is meaning else None


def _given_of_the_sheet(row: Row, thread: Thread) -> Definition | None:
    """Return the sheet's definition of a number or array that a row gives, made of the same things.

    What is made of other things, Σ = I, may be a special case. None is one that the question asks about.
    """
    left, right = row.sides[:2]
    known = None if left is None else _of_the_sheet(left, thread.scope)
    if known is None or right is None or known.parameters or known.key in thread.asked:
        return None
    if left is None or key_of(left, thread.scope.fonts) != known.key:
        return None  # another name for it
    return known if _letters(right, thread.scope) & _letters(known.body, known.scope) else None


def _of_the_sheet(left: Node, scope: Scope) -> Definition | None:
    """Return the sheet's definition of a name, perhaps written with its arguments."""
    if isinstance(left, Product) and len(left.factors) == 2 and isinstance(left.factors[1], Bracket):
        left = left.factors[0]
    key = key_of(left, scope.fonts) if isinstance(left, Letter | Word | Scripted) else None
    known = scope.meaning(key or "")
    return known if isinstance(known, Definition) and not (known.own or known.assumed) else None


def _letters(node: Node, scope: Scope) -> set[str]:
    """Return the keys of the names in a formula that mean something."""
    keys = (key_of(one, scope.fonts) for one in walk(node))
    return {key for key in keys if key is not None and scope.meaning(key) is not None}


def doubt_name(row: Row, thread: Thread, given: bool = True) -> None:
    """Take a name of the sheet of which the text says that it is something else as one that nobody knows.

    A function of which no words say that it is `given` may be so at some points only: r(x) = p(x)/2 where q(x) = 0.
    """
    left, right = (*row.sides, None, None)[:2]
    if left is None or right is None or isinstance(right, Number) or row.relations[0] not in ("=", ":="):
        return
    known = _of_the_sheet(left, thread.scope)
    key = key_of(left.factors[0] if isinstance(left, Product) else left, thread.scope.fonts)
    if known is None or key is None or key in thread.sought or (known.parameters and not given):
        return
    if _says_another(left, right, thread):
        thread.renamed.add(key)


def _says_another(left: Node, right: Node, thread: Thread) -> bool:
    """Whether a name is not what a row says that it is."""
    try:
        return any(check(s, thread.scope.context).fails for s in statements(left, "=", right, thread.scope)[:1])
    except (Unread, IllTyped):
        return True


def says_the_same(row: Row, thread: Thread) -> bool:
    """Whether a row says of a name only what it stands for already."""
    left, right = row.sides[:2]
    if left is None or right is None:
        return False
    try:
        return any(check(s, thread.scope.context).holds for s in statements(left, "=", right, thread.scope)[:1])
    except (Unread, IllTyped):
        return False


def is_blurred(known: Definition) -> bool:
    """Whether nobody knows which of two things a name stands for."""
    return isinstance(known.body, Word) and _BLURRED in known.body.text


def blur(link: Link, statement: Statement, thread: Thread) -> None:
    """Blur the name of which a row says that it is something else; a mere number is a value that it has somewhere."""
    if not any(free(arg) for arg in statement.args[1:]):
        return
    found = [own_definition(left, thread.scope) for left, _ in link.pairs]
    blur_names((known.key for known in found if known is not None), thread)


def blur_names(keys: Iterable[str], thread: Thread) -> None:
    """Let names of the student's own mean nothing that can be read."""
    new = {}
    for key in keys:
        known = thread.scope.meaning(key)
        if isinstance(known, Definition) and known.own and not known.assumed:
            body = Word(known.body.start, known.body.end, f"{key}, which was {_BLURRED},")
            new[key] = replace(known, body=body, overloads=())
        elif isinstance(known, Definition) and not known.assumed:
            thread.renamed.add(key)
    thread.scope = thread.scope.with_names(new)


def blur_explained(behind: Iterable[Row], thread: Thread) -> None:
    """Blur what the words right behind a display give anew: "…, where now c = 1/σ²" explains the display."""
    for row in behind:
        known = own_definition(row.sides[0], thread.scope) if len(row.sides) > 1 and row.sides[0] is not None else None
        if known is not None and row.relations[0] in ("=", ":=") and not says_the_same(row, thread):
            blur_names((known.key,), thread)
        elif known is None and len(row.sides) > 1:
            doubt_name(row, thread)


def is_of_earlier(link: Link, thread: Thread) -> bool:
    """Whether a row says what a name is that the student gave for an earlier question, and not for this one."""
    found = [own_definition(left, thread.scope) for left, _ in link.pairs]
    return bool(found) and all(known is not None and known.key not in thread.given for known in found)


__all__ = ["blur", "blur_explained", "blur_names", "doubt_name", "given_anew", "is_of_earlier"]
