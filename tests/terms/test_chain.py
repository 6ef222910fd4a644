"""A chain must end in its claim; nothing weaker, nothing else, nothing assumed on the way."""

from fractions import Fraction

import pytest

from verify.terms.chain import misses_claim
from verify.terms.nodes import Num, Sym
from verify.terms.statement import Statement, Step, compose

a, b, c, e = (Sym(name) for name in "abce")
ONE, TWO = Num(Fraction(1)), Num(Fraction(2))


def link(left, relation, right, *hypotheses):
    return Step(Statement(relation, (left, right), (), hypotheses), "because")


def claim(left, relation, right, *hypotheses):
    return Statement(relation, (left, right), (), hypotheses)


@pytest.mark.parametrize(
    ("first", "second", "ends"),
    [
        ("=", "=", "="),
        ("=", "<=", "<="),
        ("<=", "<", "<"),
        ("<", "<=", "<"),
        ("<=", "<=", "<="),
        (">=", ">", ">"),
        ("<=", ">=", None),
        ("!=", "=", None),
        ("=", "!=", None),
        ("limit", "=", None),
    ],
)
def test_compose(first, second, ends):
    assert compose(first, second) == ends


COMPOSES = {
    "one link": ((link(a, "=", b),), claim(a, "=", b)),
    "two links": ((link(a, "=", b), link(b, "=", c)), claim(a, "=", c)),
    "= then <=": ((link(a, "=", b), link(b, "<=", c)), claim(a, "<=", c)),
    "stronger than claimed": ((link(a, "=", b),), claim(a, "<=", b)),
    "lemma, then the claim": ((link(e, "<", a), link(a, "=", b)), claim(a, "=", b)),
    "from an earlier lemma": ((link(e, "<", a), link(a, "=", b, claim(e, "<", a))), claim(a, "=", b)),
    "under the claim's hypothesis": ((link(a, "=", b, claim(c, ">", ONE)),), claim(a, "=", b, claim(c, ">", ONE))),
}


@pytest.mark.parametrize(("chain", "wanted"), COMPOSES.values(), ids=COMPOSES)
def test_chains_that_show_the_claim(chain, wanted):
    assert misses_claim(chain, wanted) == ""


MISSES = {
    "empty": ((), claim(a, "=", b)),
    "another end": ((link(a, "=", c),), claim(a, "=", b)),
    "another start": ((link(c, "=", b),), claim(a, "=", b)),
    "weaker": ((link(a, "<=", b),), claim(a, "=", b)),
    "non-strict for strict": ((link(a, "<=", b),), claim(a, "<", b)),
    "reversed": ((link(b, "<=", a),), claim(a, "<=", b)),
    "a gap": ((link(a, "=", b), link(c, "=", e)), claim(a, "=", e)),
    "relations that do not compose": ((link(a, "<=", b), link(b, ">=", c)), claim(a, "<=", c)),
    "an assumption nobody granted": ((link(a, "=", b, claim(a, "=", b)),), claim(a, "=", b)),
    "an assumption proved only later": (
        (link(a, "=", b, claim(e, "<", a)), link(e, "<", a), link(a, "=", b)),
        claim(a, "=", b),
    ),
    "the claim without its proof": ((link(a, "=", b), link(e, "<", a)), claim(a, "=", b)),
}


@pytest.mark.parametrize(("chain", "wanted"), MISSES.values(), ids=MISSES)
def test_chains_that_do_not(chain, wanted):
    assert misses_claim(chain, wanted)
