"""Slips under a logarithm or in an exponent: what is there moved by 1, or multiplied.

Main definitions
----------------
* `moved_inside`: a side with one such slip undone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from verify.grade.inside import Edit, Put, places
from verify.terms.nodes import HALF, ONE, TWO, Add, Fn, Mul, Pow, Term
from verify.terms.printing import text
from verify.terms.rewrite import free
from verify.terms.unfold import negative

#: places that are looked at, and numbers that may be lost
INSIDE, NUMBERS = 80, 4


def moved_inside(side: Term, said: Term) -> Iterator[Edit]:
    """Yield the side with what is under a logarithm or in an exponent moved by 1 or multiplied.

    log x for log(1 + x), log(f/(f + g)) for log(2 f/(f + g)), e^t for e^(t - 1), |det S| for its square root; also
    log(2π) for log(2πσ²) where the side of which it is said has a σ.
    """
    numbers = sorted((s for s in free(said) if s.sort == "real" and not s.shape), key=lambda s: s.name)[:NUMBERS]
    lost = [(text(t), t) for s in numbers for t in (s, Pow(s, TWO))]
    for node, put in places(side, INSIDE):
        match node:
            case Fn(name="log" | "exp" | "sigmoid" as name, arg=inside):
                build: Callable[[Term], Term] = partial(Fn, name)
            case Pow(base=base, exponent=inside) if inside != HALF:
                build = partial(Pow, base)
            case _:
                continue
        for label, term in () if isinstance(node, Pow) else (("1 +", ONE), ("-1 +", negative(ONE))):
            yield f"{label} that is left out in {text(node)}", partial(_built, put, build, Add, term, inside)
        for label, factor in (("2", TWO), ("1/2", HALF), *(lost if isinstance(node, Fn) else ())):
            yield f"{label} that is left out in {text(node)}", partial(_built, put, build, Mul, factor, inside)


def _built(put: Put, build: Callable[[Term], Term], kind: type[Add] | type[Mul], first: Term, inside: Term) -> Term:
    return put(build(kind((first, inside))))
