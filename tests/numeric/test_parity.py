"""What hangs on a sign and on a size's parity at once is not confirmed by instances that miss one combination."""

from fractions import Fraction

import pytest

from tests.decide.index_terms import T, dimension, fn, op
from verify.meaning.case import Violation
from verify.meaning.instance import Instance
from verify.meaning.replay import judged
from verify.model import Settings, Verdict
from verify.numeric.estimate import estimate
from verify.numeric.parity import lopsided
from verify.terms.context import POSITIVE, Context, Declaration
from verify.terms.nodes import Prod, Sym
from verify.terms.statement import Statement

K = dimension("K")
c, k = T(Sym("c")), Sym("k", "index")
CONTEXT = Context((Declaration(c.term),))
#: c is positive wherever K is odd
UNLUCKY = tuple(Instance(dims={"K": size}, values={"c": Fraction(value)}) for size, value in ((3, 2), (2, -1), (4, 3)))


def det(x):
    return op("det", x * op("identity", K))


FALSE = {
    "(c²)^(K/2) is |c|^K": ((c**2) ** (K / 2), c**K),
    "√(c^(2K)) is |c|^K": ((c ** (2 * K)) ** Fraction(1, 2), c**K),
    "√det(c²I) is |c|^K": (fn("exp", fn("log", det(c**2)) / 2), c**K),
    "∏ c² has two roots": (fn("exp", fn("log", T(Prod((c**2).term, k, K.term))) / 2), c**K),
}
TRUE = {
    "(c⁴)^(K/2)": ((c**4) ** (K / 2), c ** (2 * K)),
    "det(cI)": (det(c), c**K),
    "det(-cI)": (det(-c), op("det", -op("identity", K)) * c**K),
}


def _says(sides):
    return Statement("=", tuple(side.term for side in sides))


@pytest.mark.parametrize("name", FALSE)
def test_one_sign_at_odd_sizes_confirms_nothing(name):
    assert all(not isinstance(judged(_says(FALSE[name]), instance, CONTEXT)[0], Violation) for instance in UNLUCKY)
    assert lopsided(_says(FALSE[name]), CONTEXT, UNLUCKY)
    assert estimate(_says(FALSE[name]), CONTEXT, Settings(), "key").verdict is not Verdict.CONFIRMED


@pytest.mark.parametrize("name", TRUE)
def test_what_holds_for_both_signs_is_confirmed(name):
    assert not lopsided(_says(TRUE[name]), CONTEXT, UNLUCKY)
    assert estimate(_says(TRUE[name]), CONTEXT, Settings(), "key").verdict is Verdict.CONFIRMED


def test_even_sizes_alone_confirm_nothing():
    assert lopsided(_says(TRUE["det(cI)"]), CONTEXT, UNLUCKY[1:])


def test_a_declared_sign_stays():
    positive = Context((Declaration(c.term, POSITIVE),))
    assert not lopsided(_says(FALSE["(c²)^(K/2) is |c|^K"]), positive, UNLUCKY[::2])
