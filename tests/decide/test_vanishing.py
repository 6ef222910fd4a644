"""What the equality case of an inequality forces: true rows are proved with the axiom, doubtful ones are not."""

import pytest
from sympy import symbols

from tests.decide.region_contexts import finite, log2, read
from verify.decide import decide
from verify.model import Proof
from verify.notation import JSD, KL, Context, E, Statement, assume, kernel, point, put
from verify.notation.as_written import as_written

x, y = symbols("x y")
AXIOM = "g >= 0 and integral 0 imply g = 0 a.e."

with as_written():
    p, q, r = kernel("p", x), kernel("q", x), kernel("r", x)
    LAWS = Context(point(x), point(y, space="x"), p, q, r, finite)
    zero, jsd = Statement(KL(p(x), q(x)), "=", 0), Statement(JSD(p(x), q(x)), "=", 0)
    at_y = put(x, y)
    PINNED = LAWS.but(assume(Statement(p(x), ">", 2 * q(x)), "at one point"))
    TRUE = (
        ("KL", LAWS, Statement(p(x), "=", q(x), given=(zero,))),
        ("another name of the point", LAWS, Statement(p(at_y), "=", q(at_y), given=(zero,))),
        ("the ratio", LAWS, Statement(p(x) / q(x), "=", 1, given=(zero,))),
        ("JSD", LAWS, Statement(p(x), "=", q(x), given=(jsd,))),
        ("sides swapped", LAWS, Statement(p(x), "=", q(x), given=(Statement(0, "=", KL(p(x), q(x))),))),
        ("squares", LAWS, Statement(p(x) ** 2, "=", q(x) ** 2, given=(zero,))),
    )
    FALSE = (
        ("another law", LAWS, Statement(p(x), "=", r(x), given=(zero,))),
        ("two points", LAWS, Statement(p(x), "=", q(at_y), given=(zero,))),
        ("KL > 0", LAWS, Statement(p(x), "=", q(x), given=(Statement(KL(p(x), q(x)), "=", log2),))),
        ("an inequality", LAWS, Statement(p(x), "=", q(x), given=(Statement(KL(p(x), q(x)), ">=", 0),))),
        ("equal distances", LAWS, Statement(p(x), "=", q(x), given=(Statement(KL(p(x), r(x)), "=", KL(q(x), r(x))),))),
        ("equal in the mean", LAWS, Statement(p(x), "=", q(x), given=(Statement(E(r(x), p(x)), "=", E(r(x), q(x))),))),
        ("twice as large", LAWS, Statement(p(x), "=", 2 * q(x), given=(zero,))),
        ("a point that lies in a null set", PINNED, Statement(p(x), "=", q(x), given=(zero,))),
    )  # fmt: skip


@pytest.mark.parametrize(("context", "written"), [row[1:] for row in TRUE], ids=[row[0] for row in TRUE])
def test_true_rows(context, written):
    statement, core = read(context, written)
    answer = decide(statement, core)
    assert isinstance(answer, Proof)
    assert AXIOM in answer.axioms
    assert "a hypothesis of the statement" in answer.hypotheses


@pytest.mark.parametrize(("context", "written"), [row[1:] for row in FALSE], ids=[row[0] for row in FALSE])
def test_false_rows(context, written):
    statement, core = read(context, written)
    assert not isinstance(decide(statement, core), Proof)
