"""Sizes of families and ends of sums: K, k + 1, 2n, in one normal form, and which are seen to be 1 or more.

A size is an integer combination of dimensions, each of which is 1 or more.
"""

from __future__ import annotations

from fractions import Fraction

from verify.terms.nodes import Add, Mul, Num, Sym, Term

#: a size as its coefficients: of each dimension by name, and of 1 under ""
Size = dict[str, int]


def canonical(size: Term) -> Term | None:
    """Return a size with its terms sorted and collected (None: it is no integer combination of dimensions)."""
    found = _coefficients(size)
    return None if found is None else _written(found)


def less(size: Term, count: int) -> Term | None:
    """Return size - count."""
    found = _coefficients(size)
    return None if found is None else _written({**found, "": found.get("", 0) - count})


def at_least_one(size: Term) -> bool:
    """Tell whether a size is 1 or more, whatever its dimensions are."""
    found = _coefficients(size)
    if found is None or any(value < 0 for name, value in found.items() if name):
        return False
    return sum(found.values()) >= 1


def parts(size: Term) -> tuple[tuple[Sym | None, int], ...]:
    """Return the dimensions of a canonical size with their coefficients; None stands for 1."""
    found = _coefficients(size) or {}
    return tuple((Sym(name, "dimension") if name else None, value) for name, value in found.items() if value)


def _coefficients(size: Term) -> Size | None:
    match size:
        case Num(value) if value.denominator == 1:
            return {"": int(value)}
        case Sym(name, of_sort="dimension"):
            return {name: 1}
        case Add(terms=terms):
            total: Size = {}
            for term in terms:
                part = _coefficients(term)
                if part is None:
                    return None
                for name, amount in part.items():
                    total[name] = total.get(name, 0) + amount
            return total
        case Mul(factors=factors):
            return _product(factors)
        case _:
            return None


def _product(factors: tuple[Term, ...]) -> Size | None:
    """Return a number times a size."""
    number, whole = 1, Size({"": 1})
    for factor in factors:
        part = _coefficients(factor)
        if part is None:
            return None
        if set(part) <= {""}:
            number *= part.get("", 0)
        elif set(whole) <= {""}:
            whole = part
        else:
            return None
    return {name: value * number for name, value in whole.items()}


def _written(found: Size) -> Term:
    terms: list[Term] = []
    for name in sorted(found, key=lambda n: (not n, n)):
        number = Num(Fraction(found[name]))
        if found[name]:
            terms.append(number if not name else _symbol(name) if found[name] == 1 else Mul((number, _symbol(name))))
    return terms[0] if len(terms) == 1 else Add(tuple(terms)) if terms else Num(Fraction(0))


def _symbol(name: str) -> Sym:
    return Sym(name, "dimension")
