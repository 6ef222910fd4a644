"""Knuth-Bendix completion of rewriting rules, one bounded round at a time.

Where the left sides of two rules overlap in a word, rewriting it by either gives two elements that are
equal: a critical pair, and a new rule if their normal forms differ. Rules with an outer product u vᵀ on
their left also overlap with every scalar vᵀz, which is taken out of words.
"""

from __future__ import annotations

from collections.abc import Iterator

from verify.decide.matrices.rules import Rewriting
from verify.decide.matrices.words import Element, ScalarWord, Word, order

#: the longest word in which two left sides may overlap
MAX_OVERLAP = 10


def complete(rewriting: Rewriting) -> bool:
    """Add the equations of all critical pairs between the present rules; return whether any was new."""
    rewriting.tidy()
    pairs = [(a, b) for a in rewriting.rules for b in rewriting.rules if (a, b) not in rewriting.seen]
    rewriting.seen.update(pairs)
    found = [equation for a, b in pairs for equation in _critical(a, b, rewriting)]
    found += list(_outer(rewriting))
    found = [e for e in (rewriting.normal(equation) for equation in found) if e.terms]
    new = False
    for equation in sorted(found, key=lambda e: order(e.lead())):
        if not equation.is_scalar:
            new = rewriting.assume(equation) or new
    return new


def _critical(first: Word, second: Word, rewriting: Rewriting) -> Iterator[Element]:
    """Yield the equations of the words in which both left sides occur and overlap."""
    for k in range(1, min(len(first), len(second))):
        if first[-k:] == second[:k] and len(first) + len(second) - k <= MAX_OVERLAP:
            yield _around((), first, second[k:], rewriting) - _around(first[:-k], second, (), rewriting)


def _around(before: Word, lead: Word, after: Word, rewriting: Rewriting) -> Element:
    """Return before · (right side of `lead`) · after."""
    rows = rewriting.alphabet.rows((before + lead)[0])
    columns = rewriting.alphabet.columns((lead + after)[-1])
    total = Element(rows, columns, {})
    for middle, c in rewriting.rules[lead].terms.items():
        total = total + rewriting.word(before + middle + after, rows, columns).scaled(c)
    return total


def _outer(rewriting: Rewriting) -> Iterator[Element]:
    """Yield what a rule with an outer product u vᵀ on its left says of each scalar vᵀz that was met."""
    alphabet = rewriting.alphabet
    scalars = [m.word for m in alphabet.kernels if isinstance(m, ScalarWord) and m.kind == "word"]
    words = dict.fromkeys(w for s in scalars for w in (s, alphabet.transposed(s)))
    for lead in list(rewriting.rules):
        for cut in alphabet.cuts(lead):
            head, tail = lead[:cut], lead[cut:]
            for word in words:
                if word[: len(tail)] == tail and word != tail:
                    rest = word[len(tail) :]
                    yield _around((), lead, rest, rewriting) - _scaled(head, word, rewriting)


def _scaled(head: Word, scalar: Word, rewriting: Rewriting) -> Element:
    rows, columns = rewriting.alphabet.rows(head[0]), rewriting.alphabet.columns(head[-1])
    return rewriting.word(head, rows, columns).scaled(rewriting.scalar(scalar))
