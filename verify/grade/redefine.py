"""Names of the sheet that a student gives another meaning: the loss of the next question, an objective with a minus.

A row L(w) = … that is false for the sheet's L may say what L is from here on. It is read so where it is the first row
of its answer with that name and is made of other ingredients or is the sheet's objective up to a factor, or where
words announce a definition. Nobody is accused of a definition. The new meaning is taken up only where words announce
it, and never of a name that the question asks about: what is asked is not settled by what one calls it.

Main definitions
----------------
* `redefined`: a row that is read as the definition of a name of the sheet; `is_renamed`: one that has such a name.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from verify.grade.clauses import Link
from verify.grade.evidence import check
from verify.grade.judged import Judged, Setting, undecided
from verify.grade.thread import Thread, Wrong
from verify.latex.arguments import components
from verify.latex.defining import define
from verify.latex.errors import Unread
from verify.latex.names import key_of, matches
from verify.latex.scope import Definition, FunctionName, LawName, Scope, Value
from verify.latex.tree import Bracket, Derivative, Letter, Node, Product, Row, Scripted, Word, walk
from verify.terms.nodes import IllTyped, Mul, Num, Sym, Term
from verify.terms.rewrite import free, names
from verify.terms.statement import Statement
from verify.terms.unfold import unfold_definitions

#: multiples of a sheet's objective that are taken for one of the student's own
FACTORS = (Fraction(-1), Fraction(1, 2), Fraction(-1, 2), Fraction(2), Fraction(-2))
REASON = "taken as what the student calls so from here on"
RENAMED = "about a name that was taken for something else before"


def redefined(link: Link, statement: Statement, thread: Thread, setting: Setting) -> Judged | None:
    """Return a false row as undecided if it may define a name of the sheet anew; the scope grows by its meaning."""
    if link.relation not in ("=", ":=") or not link.pairs:
        return None
    left, right = link.pairs[0]
    name = _name_of(left)
    definition = None if name is None else _definition(name, thread.scope)
    definition = None if definition is None else _as_written(left, definition, thread.scope)
    if name is None or definition is None:
        return None
    stated = link.relation == ":=" or setting.cue.defining
    first = key_of(name, thread.scope.fonts) not in thread.spoken
    if not stated and not (first and setting.display and _may_define(definition, statement, thread, name)):
        return None
    if stated and not _is_asked(name, thread):
        scope = _with_new_meaning(left, right, name, thread.scope)
        if scope is not None:
            lost = {key: meaning for key, meaning in thread.scope.names.items() if scope.meaning(key) is not meaning}
            thread.replaced = {**lost, **thread.replaced}
            thread.scope = scope
            return undecided(link, REASON)
    thread.wrong.append(Wrong(statement, link.start, accused=False))
    (thread.renamed if stated else thread.perhaps_renamed).add(key_of(name, thread.scope.fonts) or "")
    return undecided(link, REASON)


def is_renamed(link: Link, thread: Thread, *, perhaps: bool = False) -> bool:
    """Whether a row speaks of a name that words took for something else than the sheet, or `perhaps` a mere row."""
    keys = thread.renamed | thread.perhaps_renamed if perhaps else thread.renamed
    nodes = (node for pair in link.pairs for side in pair for node in walk(side)) if keys else ()
    return any(key_of(node, thread.scope.fonts) in keys for node in nodes)


def _name_of(node: Node) -> Node | None:
    """Return the name that a side is, without its arguments; None if it is something else, or an optimum w*."""
    if isinstance(node, Product) and len(node.factors) == 2 and isinstance(node.factors[1], Bracket):
        return _name_of(node.factors[0])
    plain = isinstance(node, Scripted) and node.sup is None and not node.primes and isinstance(node.base, Letter | Word)
    return node if plain or isinstance(node, Letter | Word) else None


def _definition(name: Node, scope: Scope) -> Definition | None:
    """Return the sheet's definition of a function: no number that is sought, no derivative."""
    for meaning, rest in matches(name, scope):
        if not isinstance(meaning, Definition) or meaning.own or rest or not meaning.parameters:
            return None
        slopes = any(isinstance(node, Derivative) for node in walk(meaning.body))
        return None if slopes else meaning
    return None


def _as_written(left: Node, definition: Definition, scope: Scope) -> Definition | None:
    """Return the definition with the arguments of a side that is the function itself: L, L(w), not L(0) or L(q*)."""
    if not (isinstance(left, Product) and isinstance(left.factors[1], Bracket)):
        return definition
    keys = tuple(key_of(item, scope.fonts) for item in left.factors[1].items)
    ones = (definition, *definition.overloads)
    return next((one for one in ones if keys == one.parameters[one.indices :]), None)


def _may_define(definition: Definition, statement: Statement, thread: Thread, name: Node) -> bool:
    """Whether a row has ingredients that the sheet's definition has not, or the other way round, or is a multiple.

    A multiple of what is asked for is no answer.
    """
    if statement.relation != "=" or len(statement.args) != 2:
        return False
    context = thread.scope.context
    left, right = (unfold_definitions(arg, context) for arg in statement.args)
    if not _ingredients(right, thread) or not _arguments(definition, thread) <= names(right):
        return False
    own = _of_arguments(definition)
    if _ingredients(right, thread) - own != _ingredients(left, thread) - own or _sizes(right) - _sizes(left):
        return True
    if statement.args[0].shape or key_of(name, thread.scope.fonts) in thread.sought:
        return False
    return any(check(replace(statement, args=(Mul((Num(c), left)), right)), context).holds for c in FACTORS)


def is_another(link: Link, statement: Statement, thread: Thread) -> bool:
    """Whether a row gives a function of the student's own, L(w), a value made of other things than its first one."""
    names = [name for left, _ in link.pairs if (name := _name_of(left)) is not None]
    meanings = [thread.scope.meaning(key_of(name, thread.scope.fonts) or "") for name in names]
    own = all(isinstance(meaning, Definition) and meaning.own for meaning in meanings)
    return bool(meanings) and own and link.relation in ("=", ":=") and _is_of_other_things(statement, thread)


def _is_of_other_things(statement: Statement, thread: Thread) -> bool:
    """Whether a row has lost an ingredient of the sheet's definition and has a new one: λ for the mask R."""
    if len(statement.args) != 2:
        return False
    left, right = (_ingredients(unfold_definitions(arg, thread.scope.context), thread) for arg in statement.args)
    return bool(left - right) and bool(right - left)


def _ingredients(term: Term, thread: Thread) -> frozenset[str]:
    context = thread.scope.context
    declared = {*context.law_by_name, *(f.name for f in context.functions)}
    symbols = {s.name for s in free(term) if s.name in context.by_name}
    return frozenset(symbols | {n for n in names(term) if n in declared})


def _of_arguments(definition: Definition) -> frozenset[str]:
    """Return the names of what a function is one of, and of its components: a formula of these is no other one."""
    meanings = [definition.scope.meaning(key) for key in definition.parameters]
    plain = {m.term.name for m in meanings if isinstance(m, Value) and isinstance(m.term, Sym)}
    return frozenset(plain | {s.name for key in definition.parameters for s in components(definition, key)})


def _arguments(definition: Definition, thread: Thread) -> set[str]:
    """Return the numbers, arrays, functions and laws of which a function is one: without them it is none of them."""
    found: set[str] = set()
    for key in definition.parameters:
        match thread.scope.meaning(key):
            case FunctionName(name=name) | LawName(name=name):
                found.add(name)
            case Value(term=Sym(name=name, sort="real")):
                found.add(name)
    return found


def _sizes(term: Term) -> set[Sym]:
    return {s for s in free(term) if s.sort == "dimension"}


def _is_asked(name: Node, thread: Thread) -> bool:
    return key_of(name, thread.scope.fonts) in thread.asked


def _with_new_meaning(left: Node, right: Node, name: Node, scope: Scope) -> Scope | None:
    """Return the scope in which the name has the new meaning alone; None where it cannot be read so."""
    written = key_of(name, scope.fonts)
    without = replace(scope, names={key: m for key, m in scope.names.items() if key != written})
    row = Row(left.start, right.end, (left, right), ("=",))
    try:
        return define(row, without, stated=True)
    except (Unread, IllTyped):
        return None
