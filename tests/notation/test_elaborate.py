"""SymPy modules elaborate as written: nothing is cancelled, nothing is guessed."""

from pathlib import Path
from types import ModuleType

import pytest
import sympy
from sympy import Eq, MatrixSymbol, Rational, Symbol, symbols

from verify.model import Verdict, VerifyError
from verify.notation import (
    KL,
    UNIT,
    Context,
    Derivation,
    E,
    Lemma,
    Mutant,
    Statement,
    Step,
    convolve,
    declare,
    entry,
    indicator,
    joint,
    kernel,
    norm2,
    point,
    scalar,
)
from verify.notation.as_written import as_written
from verify.notation.elaborate import derivations_of, elaborate_context, elaborate_derivation, elaborate_statement
from verify.notation.expressions import elaborate
from verify.terms.context import ContextError
from verify.terms.nodes import Add, Fn, IllTyped, MatOp, Mul, Pow
from verify.terms.statement import IllTypedDerivation

n, d = symbols("n d", integer=True, positive=True)
p, q = symbols("p q")
X, w, y = MatrixSymbol("X", n, d), MatrixSymbol("w", d, 1), MatrixSymbol("y", n, 1)
x, z = symbols("x z")


@pytest.fixture
def scope():
    context = Context(declare(p, UNIT), declare(X), declare(w), declare(y), point(x, z), joint("P", x, z))
    return elaborate_context(context, "here.py")[1]


@pytest.mark.parametrize(
    ("write", "kind"),
    [
        (lambda: p / p, Mul),
        (lambda: p - p, Add),
        (lambda: sympy.log(sympy.exp(p)), Fn),
        (lambda: sympy.sqrt(p) ** 2, Pow),
        (lambda: p + p, Add),
    ],
)
def test_nothing_is_cancelled(scope, write, kind):
    with as_written():
        assert isinstance(elaborate(write(), scope), kind)


def test_matrix_product_keeps_its_order_and_scalars_go_in_front(scope):
    with as_written():
        term = elaborate(2 * p * X * w, scope)
    assert isinstance(term, Mul)
    assert isinstance(term.factors[-1], MatOp)
    assert [str(a) for a in term.factors[-1].args] == ["X", "w"]


def test_a_one_by_one_matrix_is_a_number(scope):
    with as_written():
        assert elaborate(scalar(w.T * w) + p, scope).shape == ()


@pytest.mark.parametrize(
    "write",
    [lambda: w * X, lambda: X + w, lambda: norm2(y - w), lambda: X + X.T],
    ids=["w X", "X + w", "y - w", "X + Xᵀ"],
)
def test_wrong_shapes_are_refused(scope, write):
    with as_written(), pytest.raises(IllTyped):
        elaborate(write(), scope)


@pytest.mark.parametrize(
    ("write", "message"),
    [
        (lambda: q, "q is not declared"),
        (lambda: MatrixSymbol("Z", n, n), "Z is not declared"),
        (lambda: 0.5, "not exact"),
        (lambda: sympy.Float("0.5") * p, "not exact"),
        (lambda: sympy.Function("g")(p), "function g is not declared"),
        (lambda: kernel("r", z)(z), "law r is not part"),
        (lambda: Eq(p, p), "cannot read"),
        (lambda: sympy.Sum(entry(w, Symbol("j", integer=True)), (Symbol("j", integer=True), 0, d)), "start at 1"),
    ],
)
def test_unknown_things_are_named(scope, write, message):
    with as_written(), pytest.raises(VerifyError, match=message):
        elaborate(write(), scope)


def test_convolutions_and_indicators(scope):
    image, weights = MatrixSymbol("I", 5, 6), MatrixSymbol("K", 3, 3)
    context = Context(declare(image), declare(weights))
    with as_written():
        term = elaborate(convolve(weights, image, padding=0), elaborate_context(context, "here.py")[1])
        same = elaborate(indicator(x, z), scope)
        with pytest.raises(IllTyped):
            elaborate(indicator(x, p), scope)
    assert (str(term), [str(d) for d in term.shape]) == ("conv_0(K, I)", ["3", "4"])
    assert str(same) == "1[x = z]"


def test_density_slots(scope):
    law = joint("P", x, z)
    with as_written():
        density = elaborate(law(x, given=z), scope)
    assert (density.law, density.targets, density.given) == ("P", ("x",), ("z",))


def test_divergence_of_composites_needs_its_variables():
    law = joint("P", x, z)
    with pytest.raises(TypeError, match="over"):
        KL(law(x) / 2, law(x))


def test_context_declares_a_name_once():
    with pytest.raises(ContextError, match="p"):
        elaborate_context(Context(declare(p), declare(p)), "here.py")


def test_definition_with_another_shape_is_refused_with_its_line():
    with pytest.raises(IllTyped, match=r"here\.py"):
        elaborate_context(Context(declare(X), declare(w, definition=X)), "here.py")


def simple(**changes):
    fields = {
        "title": "t",
        "context": Context(declare(p, UNIT)),
        "claim": Statement(p + p, "=", 2 * p),
        "chain": (Step("=", 2 * p, by="p twice"),),
    }
    return Derivation(**(fields | changes))


def test_lines_are_those_of_the_author():
    derivation = simple()
    core = elaborate_derivation(derivation, __file__, "m.simple")
    assert core.span.line == derivation.line
    assert core.chain[0].span.line == derivation.chain[0].line
    lines = Path(__file__).read_text(encoding="utf-8").splitlines()
    assert "Step(" in lines[core.chain[0].span.line - 1]


def test_ill_typed_claim_is_a_finding_with_both_shapes():
    with as_written():
        found = elaborate_derivation(
            simple(context=Context(declare(X), declare(w)), claim=Statement(w * X, "=", X)), "f.py", "m.bad"
        )
    assert isinstance(found, IllTypedDerivation)
    assert "d×1" in found.message
    assert "n×d" in found.message
    assert found.span.file == "f.py"


def test_ill_typed_mutant_is_kept_as_one():
    with as_written():
        derivation = simple(
            context=Context(declare(X), declare(w), declare(y)),
            claim=Statement(X * w, "=", X * w),
            chain=(Step("=", X * w, by="itself"),),
            mutants=(Mutant("w X", rhs=w * X, expect="ill-typed"), Mutant("2", rhs=2 * X * w)),
        )
    core = elaborate_derivation(derivation, "f.py", "m.mutants")
    assert core.mutants[0].statement is None
    assert core.mutants[0].expect is Verdict.ILL_TYPED
    assert core.mutants[1].statement is not None


def test_chain_links_hang_together_and_lemmas_stand_alone():
    chain = (
        Step("=", p * 2, by="a"),
        Lemma(Statement(p, "<", 1), by="b"),
        Lemma(Statement(p + p, "=", 2 * p), by="c", since=(1,)),
    )
    core = elaborate_derivation(simple(chain=chain), "f.py", "m.chain")
    assert core.chain[0].statement.lhs == core.claim.lhs
    assert core.chain[2].statement.hypotheses == (core.chain[1].statement,)


def test_module_names_its_derivations():
    module = ModuleType("topic")
    module.first, module.other = simple(), 3
    assert [d.id for d in derivations_of(module, "topic.py")] == ["topic.first"]


def test_expectation_under_a_declared_law(scope):
    with as_written():
        statement = elaborate_statement(Statement(E(p, X), "=", p), scope)
    assert [s.name for s in statement.lhs.variables] == ["X"]


def test_halves_are_exact(scope):
    assert str(elaborate(Rational(1, 2), scope).value) == "1/2"


def test_coefficients_of_matrices_survive(scope):
    """SymPy's own matrix operators lose the 2 under `evaluate(False)`."""
    with as_written():
        term = elaborate(2 * p**2 * X.T * X * w - 2 * p * X.T * y + 2 * p * (1 - p) * X.T * y, scope)
    assert str(term) == "2 p² Xᵀ X w - 2 p Xᵀ y + 2 p (1 - p) Xᵀ y"
    with as_written():
        assert str(elaborate((X / p - 3 * X).T * y * 2, scope)) == "2 (X/p - 3 X)ᵀ y"


def test_operators_are_restored():
    before = X.T * X - X.T * X
    with as_written():
        pass
    assert before == X.T * X - X.T * X


@pytest.mark.parametrize("relation", ["==", "≤", "is", 3])
def test_an_unknown_relation_is_bad_input_that_lists_the_known_ones(relation):
    with pytest.raises(VerifyError, match="no relation is called") as caught:
        elaborate_derivation(simple(chain=(Step(relation, 2 * p, by="p twice"),)), "f.py", "m.typo")
    assert not isinstance(caught.value, IllTyped)
    assert "unique minimizer" in str(caught.value)
