"""Statements that give a value to something that may be anything: p_g = p_d, C ≥ 0, q(z|x) = ….

Main definitions
----------------
* `is_choice`: whether a statement chooses rather than claims; `names_entries`: whether it does for free numbers.
* `is_substitution`: whether it compares something with a name or a number.
"""

from __future__ import annotations

from verify.grade.clauses import Link, is_name
from verify.grade.thread import Thread
from verify.terms.nodes import Add, Apply, Const, Density, Diff, Entry, Expect, Integral, Mul, Num, Pow, Sym, Term
from verify.terms.rewrite import free, names, walk
from verify.terms.statement import COMPARISONS, Statement
from verify.terms.unfold import unfold_definitions


def is_choice(statement: Statement, thread: Thread) -> bool:
    """Whether a statement gives a value to a free object (p_g = p_d, C ≥ 0, q(z|x) = …) rather than claims something.

    The object is free if it stands alone on one side, does not occur on the other, and no world has a value for it.
    It occurs in f_0 D*/(1 - D*) if it does in the value that a world has for D*.
    """
    if len(statement.args) != 2:
        return False
    if _is_case(statement):
        return True
    valued = {s.name for world in thread.worlds for s, _ in world.values}
    valued |= {name for world in thread.worlds for name, _, _ in world.bodies}
    context = thread.scope.context
    if isinstance(statement.args[0], Expect | Integral | Diff):
        return False  # E[z] = μ says what the mean is
    sides = tuple(unfold_definitions(arg, context) for arg in statement.args)
    for side, other in (sides, sides[::-1]):
        name = _free_object(side, thread)
        if name and name not in valued | names(other) and not _occurs_in_values(name, other, thread):
            return True
    return False


def names_entries(statement: Statement, link: Link) -> bool:
    """Whether a row says by a name what the entries of an array are, a_i = w_i: it chooses them."""
    first = statement.args[0]
    return isinstance(first, Entry) and isinstance(first.array, Sym) and all(is_name(right) for _, right in link.pairs)


def _is_case(statement: Statement) -> bool:
    """Whether an inequality only compares numbers, γ² < 4: it says which case it is about."""
    if statement.relation not in COMPARISONS or statement.relation == "=":
        return False
    symbols = {s for arg in statement.args for s in free(arg)}
    plain = all(isinstance(node, Sym | Num | Const | Add | Mul | Pow) for arg in statement.args for node in walk(arg))
    return plain and bool(symbols) and all(s.sort == "real" and not s.shape for s in symbols)


def _occurs_in_values(name: str, term: Term, thread: Thread) -> bool:
    """Whether a name occurs in a term once a world has put its values in."""
    worlds = (w for w in thread.worlds if w.changes(term) and not w.is_special and w.name not in thread.closed)
    return any(name in names(w.put(term)) for w in worlds)


def _free_object(term: Term, thread: Thread) -> str:
    """Return the name of the free object that a term is, or ""."""
    context = thread.scope.context
    match term:
        case Sym(name=name):
            return name
        case Density(law=law):
            return law if context.law_by_name[law].pushforward is None else ""
        case Apply(function=name):
            return name
        case _:
            return ""


def is_substitution(statement: Statement) -> bool:
    """Whether a formula in the text compares something with a name that stands for anything, or with a number."""
    loose = any(free(arg) for arg in statement.args)  # σ'(0) = 1/4 sets nothing
    return loose and any(isinstance(arg, Sym | Num | Const) for arg in statement.args)
