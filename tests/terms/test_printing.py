"""Readable text and LaTeX: a table of what terms look like, terms that must read differently, properties."""

import cmath
import random
import re
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.attacks.grammars import GRAMMARS
from verify.terms.nodes import (
    ONE,
    ZERO,
    Add,
    Apply,
    At,
    Const,
    Delta,
    Density,
    Diff,
    Divergence,
    Entry,
    Expect,
    Extremum,
    Fn,
    Integral,
    MatOp,
    Mul,
    Num,
    Pow,
    Prod,
    Rows,
    Sum,
    Sym,
)  # fmt: skip
from verify.terms.printing import latex, name_text, statement_latex, statement_text, text
from verify.terms.statement import RELATIONS, Statement

a, b, c, p, t = (Sym(name) for name in "abcpt")
i, j = Sym("i", "index"), Sym("j", "index")
n, d = Sym("n", "dimension"), Sym("d", "dimension")
X, R, S = Sym("X", of_shape=(n, d)), Sym("R", of_shape=(n, d)), Sym("S", of_shape=(d, d))
y, w = Sym("y", of_shape=(n, ONE)), Sym("w", of_shape=(d, ONE))
x, z, u = (Sym(name, "point") for name in "xzu")
xs = Sym("xs", "point", (n, ONE))


def num(value, below=1):
    return Num(Fraction(value, below))


def neg(term):
    return Mul((num(-1), term))


def inv(term):
    return Pow(term, num(-1))


def op(name, *terms):
    return MatOp(name, terms)


def density(law, target, value, *given):
    return Density(law, (target,), tuple(g.name for g in given), (value, *given))


Q = density("q", "z", z, x)
POSTERIOR = density("p", "z", z, x)

SHOWN = [
    (Add((a, neg(b), neg(c))), "a - b - c"),
    (Add((a, neg(Add((b, neg(c)))))), "a - (b - c)"),
    (Add((neg(a), b)), "b - a"),
    (neg(Add((a, b))), "-(a + b)"),
    (neg(neg(a)), "-(-a)"),
    (Add((a, num(-3))), "a - 3"),
    (Mul((a, num(-3))), "a (-3)"),
    (num(-1, 2), "-1/2"),
    (Mul((num(1, 2), a)), "(1/2) a"),
    (Mul((a, inv(num(2)))), "a/2"),
    (Mul((a, inv(Mul((b, c))))), "a/(b c)"),
    (Mul((a, inv(b), c)), "a c/b"),
    (Mul((a, inv(b), inv(c))), "a/(b c)"),
    (Mul((a, inv(inv(b)))), "a/(1/b)"),
    (Mul((num(2), num(3))), "2·3"),
    (Mul((inv(a), b)), "b/a"),
    (Pow(Add((a, b)), num(2)), "(a + b)²"),
    (Pow(neg(a), num(2)), "(-a)²"),
    (neg(Pow(a, num(2))), "-a²"),
    (Pow(a, num(1, 2)), "√(a)"),
    (Pow(a, num(1, 3)), "a^(1/3)"),
    (Pow(a, Add((b, ONE))), "a^(b + 1)"),
    (Pow(Pow(a, b), c), "(a^b)^c"),
    (Pow(a, Pow(b, c)), "a^(b^c)"),
    (Fn("sigmoid", neg(a)), "σ(-a)"),
    (Fn("abs", a), "|a|"),
    (Fn("abs", Mul((a, Fn("abs", b)))), "abs(a |b|)"),
    (op("norm2", Mul((op("norm2", w), y))), "norm²(‖w‖² y)"),
    (Sym("x1"), "x1"),
    (Sym("x_1"), "x_1"),
    (Apply("f", (ZERO,), (1,)), "f'(0)"),
    (Apply("f", (ZERO,), (2,)), "f''(0)"),
    (Apply("F⁻¹", (x,), (0,), "point"), "F⁻¹(x)"),
    (Apply("F⁻¹", (x,), (1,), "real"), "det J_{F⁻¹}(x)"),
    (Const("oo"), "∞"),
    (Sym("psi1"), "ψ1"),
    (Sym("theta_star"), "θ_star"),
    (Sym("x#7"), "x′"),
    (Entry(X, (i, j)), "X[i,j]"),
    (Delta(i, j), "δ[i,j]"),
    (Sum(Mul((Entry(y, (i,)), a)), i, n), "Σ_{i=1}^n y[i] a"),
    (Sum(Add((Entry(y, (i,)), a)), i, n), "Σ_{i=1}^n (y[i] + a)"),
    (Add((Sum(Entry(y, (i,)), i, n), a)), "Σ_{i=1}^n y[i] + a"),
    (Mul((Sum(Entry(y, (i,)), i, n), a)), "(Σ_{i=1}^n y[i]) a"),
    (Prod(Entry(y, (i,)), i, n), "∏_{i=1}^n y[i]"),
    (op("product", op("inverse", op("product", op("transpose", X), X)), op("transpose", X), y), "(Xᵀ X)⁻¹ Xᵀ y"),
    (Mul((p, op("product", X, w))), "p X w"),
    (op("product", X, Mul((p, w))), "X (p w)"),
    (op("product", op("hadamard", X, R), w), "(X ⊙ R) w"),
    (op("hadamard", op("product", X, S), R), "(X S) ⊙ R"),
    (op("norm2", Add((y, neg(op("product", X, w))))), "‖y - X w‖²"),
    (Expect(op("norm2", Add((y, neg(op("product", op("hadamard", X, R), w))))), (R,)), "E_R[‖y - (X ⊙ R) w‖²]"),
    (op("convolve", Rows(((a, b, c),) * 3), R, ONE), "conv_1([a, b, c; a, b, c; a, b, c], R)"),
    (op("identity", d), "I_d"),
    (op("zeros", d, ONE), "0_{d×1}"),
    (op("trace", S), "tr(S)"),
    (op("diag", op("entrywise_sqrt", op("diagonal", S))), "diag(√[diagonal(S)])"),
    (Rows(((a,), (b,))), "(a, b)ᵀ"),
    (Rows(((a, b), (b, a))), "[a, b; b, a]"),
    (Divergence("KL", Q, POSTERIOR, (z,)), "KL(q(z | x) ‖ p(z | x))"),
    (Divergence("KL", Q, POSTERIOR, (z, x)), "KL_{z, x}(q(z | x) ‖ p(z | x))"),
    (Divergence("entropy", Q, None, (z,)), "H(q(z | x))"),
    (Density("q", ("z",), ("x",), (z, x), (i,)), "q_i(z | x)"),
    (density("p", "x", Apply("F", (u,), result="point")), "p(x = F(u))"),
    (Density("p", ("x",), (), (Entry(xs, (i,)),)), "p(xs[i])"),
    (Expect(Fn("log", POSTERIOR), (z,), Q), "E_{z ~ q(z | x)}[log(p(z | x))]"),
    (Integral(Mul((Q, a)), (z,)), "∫ q(z | x) a dz"),
    (Diff(Pow(a, num(2)), (a,)), "∂/∂a [a²]"),
    (Diff(op("norm2", w), (w,)), "∇_w [‖w‖²]"),
    (Diff(Mul((a, b)), (a, b)), "∇_{a, b} [a b]"),
    (At(Add((a, b)), ((a, ZERO),)), "(a + b)|_{a = 0}"),
    (Extremum("argmax", a, Sym("D", "law")), "arg max_D {a}"),
]  # fmt: skip

#: terms that differ in meaning and are easily written alike
TWINS = [
    (Add((a, neg(Add((b, neg(c)))))), Add((a, neg(b), neg(c)))),
    (Mul((a, inv(Mul((b, c))))), Mul((Mul((a, inv(b))), c))),
    (Mul((num(1, 2), inv(a))), Mul((num(1), inv(Mul((num(2), inv(a))))))),
    (Pow(neg(a), num(2)), neg(Pow(a, num(2)))),
    (Pow(Pow(a, b), c), Pow(a, Pow(b, c))),
    (Pow(Mul((a, b)), num(2)), Mul((a, Pow(b, num(2))))),
    (Fn("log", Mul((a, b))), Mul((Fn("log", a), b))),
    (Pow(Fn("log", a), num(2)), Fn("log", Pow(a, num(2)))),
    (Sum(Add((Entry(y, (i,)), a)), i, n), Add((Sum(Entry(y, (i,)), i, n), a))),
    (Sum(Mul((Entry(y, (i,)), a)), i, n), Sum(Mul((Entry(y, (i,)), a)), i, d)),
    (Pow(Sum(Entry(y, (i,)), i, n), num(2)), Sum(Pow(Entry(y, (i,)), num(2)), i, n)),
    (Sum(Mul((Entry(X, (i, i)), a)), i, d), Sum(Mul((Entry(X, (i, Sym("i#1", "index"))), a)), i, d)),
    (Expect(Pow(Entry(R, (i, j)), num(2)), (R,)), Pow(Expect(Entry(R, (i, j)), (R,)), num(2))),
    (op("transpose", op("product", S, S)), op("product", S, op("transpose", S))),
    (op("inverse", op("product", S, S)), op("product", S, op("inverse", S))),
    (op("product", op("hadamard", S, S), S), op("hadamard", S, op("product", S, S))),
    (op("norm2", Mul((p, w))), Mul((p, op("norm2", w)))),
    (op("diag", op("diagonal", S)), op("diagonal", S)),
    (density("p", "x", x), density("p", "z", x)),
    (Density("q", ("z",), (), (z,)), Density("q", ("z",), (), (z,), (i,))),
    (Density("p", ("x", "z"), (), (x, z)), density("p", "x", x, z)),
    (Divergence("KL", Q, POSTERIOR, (z,)), Divergence("KL", Q, POSTERIOR, (z, x))),
    (Divergence("KL", Q, POSTERIOR, (z,)), Divergence("KL", POSTERIOR, Q, (z,))),
    (Integral(Q, (z,)), Integral(Q, (x,))),
    (Apply("f", (a,), (1,)), Apply("f", (a,), (2,))),
    (Apply("g", (a, b), (1, 0)), Apply("g", (a, b), (0, 1))),
    (At(Mul((a, b)), ((a, ZERO),)), Mul((a, At(b, ((a, ZERO),))))),
    (Diff(Mul((a, b)), (a,)), Mul((Diff(a, (a,)), b))),
    (Extremum("max", Mul((a, b)), a), Mul((Extremum("max", a, a), b))),
    (Extremum("max", a, a), Extremum("argmax", a, a)),
    (Fn("log", a), Fn("log", Sym("A"))),
    (Fn("abs", Add((Fn("abs", a), Fn("abs", b)))), Add((Fn("abs", ZERO), a, Fn("abs", b)))),
    (Sym("x"), Sym("x#1")),
    (Sym("i_", "index"), Sym("i", "index")),
]


@pytest.mark.parametrize(("term", "expected"), SHOWN, ids=[shown for _, shown in SHOWN])
def test_terms_read_as_people_write_them(term, expected):
    assert text(term) == expected


@pytest.mark.parametrize(("one", "other"), TWINS, ids=[text(one) for one, _ in TWINS])
def test_terms_that_differ_read_differently(one, other):
    assert text(one) != text(other)
    assert latex(one) != latex(other)


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        (Mul((a, inv(Add((b, c))))), "\\frac{a}{b + c}"),
        (num(-1, 2), "-\\frac{1}{2}"),
        (Sym("psi1"), "\\psi_{1}"),
        (Sym("w_star"), "w_{star}"),
        (Sym("each_row"), "\\mathrm{each}_{row}"),
        (Sym("θ"), "\\theta"),
        (Pow(Fn("sigmoid", a), num(2)), "\\left(\\sigma\\left(a\\right)\\right)^{2}"),
        (op("transpose", X), "X^\\top"),
        (Apply("F⁻¹", (x,), (0,), "point"), "F^{-1}\\left(x\\right)"),
        (Entry(X, (i, j)), "{X}_{i,j}"),
        (Sum(Entry(y, (i,)), i, n), "\\sum_{i=1}^{n} {y}_{i}"),
        (Extremum("argmax", a, a), "\\arg\\max_{a} \\left\\{a\\right\\}"),
        (Divergence("KL", Q, POSTERIOR, (z,)),
         "\\mathrm{KL}\\left(q\\left(z \\mid x\\right) \\| p\\left(z \\mid x\\right)\\right)"),
    ],
)  # fmt: skip
def test_latex(term, expected):
    assert latex(term) == expected


STATEMENTS = {
    relation: Statement(
        relation,
        (op("product", S, S), Rows(((a,), (b,))), ZERO)[:count] if relation == "eigenvalues" else (a, b, c)[:count],
        (t,),
        (Statement(">", (p, ZERO)),),
    )
    for relation, (count, _) in RELATIONS.items()
}


@pytest.mark.parametrize("relation", RELATIONS)
def test_every_relation_is_a_sentence_with_its_arguments_and_conditions(relation):
    shown = statement_text(STATEMENTS[relation])
    for argument in STATEMENTS[relation].args:
        assert text(argument) in shown
    assert shown.endswith("   if p > 0")
    assert "{" not in shown


def test_a_receptive_field_is_written_as_a_set_of_places():
    field = Statement("receptive field", (a, Rows(((ZERO, ONE), (ONE, ZERO)))), (Sym("x", of_shape=(num(2), num(2))),))
    assert statement_text(field) == "the receptive field of a in x is {(1,2), (2,1)}"
    assert statement_latex(field).endswith("\\{(1,2), (2,1)\\}")


def test_every_relation_reads_differently():
    for write in (statement_text, statement_latex):
        assert len({write(s) for s in STATEMENTS.values()}) == len(RELATIONS)


@pytest.mark.parametrize("relation", RELATIONS)
def test_latex_of_statements_is_balanced_and_has_no_plain_unicode(relation):
    check_latex(statement_latex(STATEMENTS[relation]))


def test_a_name_as_text():
    assert name_text("lambda") == "λ"


def check_latex(shown):
    assert shown.isascii()
    assert shown.count("{") - shown.count("\\{") == shown.count("}") - shown.count("\\}")
    assert shown.count("\\left") == shown.count("\\right")


# -------------------------------------------------------------------------------------------- properties

LEAVES = st.sampled_from([a, b, c, num(2), num(-3), num(1, 2), num(-2, 5), Const("pi")])


def grow(inner):
    pairs = st.tuples(inner, inner)
    return st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: Add(tuple(parts))),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: Mul(tuple(parts))),
        pairs.map(lambda pair: Pow(*pair)),
        inner.map(inv),
        st.tuples(st.sampled_from(["exp", "log", "sigmoid"]), inner).map(lambda pair: Fn(*pair)),
    )


def value(term):
    """Evaluate a scalar term without denominators of 0, as a Python expression would read."""
    match term:
        case Num(number):
            return f"({number.numerator}/{number.denominator})"
        case Sym(name) | Const(name):
            return name
        case Add(terms):
            return f"({' + '.join(value(part) for part in terms)})"
        case Mul(factors):
            return f"({' * '.join(value(part) for part in factors)})"
        case Pow(base, exponent):
            return f"({value(base)} ** {value(exponent)})"
        case Fn(name, arg):
            return f"{name}({value(arg)})"


@settings(max_examples=300, derandomize=True, deadline=None)
@given(st.recursive(LEAVES, grow, max_leaves=8))
def test_what_is_printed_reads_back_to_the_same_value(term):
    assert math_value(read_back(text(term))) == pytest.approx(math_value(value(term)), rel=1e-6, nan_ok=True)


def read_back(shown):
    """Turn printed text into Python, by nothing but the usual rules of precedence."""
    shown = shown.replace("σ", "sigmoid").replace("π", "pi").replace("√", "sqrt").replace("²", "^2").replace("·", " ")
    shown = re.sub(r" (?=[-+] )", "_", shown).replace("_- ", " - ").replace("_+ ", " + ")
    shown = re.sub(r"(?<=[\w)]) (?=[\w(])", "*", shown)
    return shown.replace("^", "**")


def math_value(expression):
    names = {
        "a": 1.3 + 0.2j, "b": 0.7 - 0.4j, "c": -1.1 + 0.5j, "pi": cmath.pi, "exp": cmath.exp, "log": cmath.log,
        "sqrt": cmath.sqrt, "sigmoid": lambda v: 1 / (1 + cmath.exp(-v)),
    }  # fmt: skip
    try:
        found = eval(expression, {"__builtins__": {}}, names)
    except (OverflowError, ZeroDivisionError, ValueError):
        return "undefined"
    return found if abs(found) < 1e12 else "large"


@pytest.mark.parametrize("grammar", GRAMMARS, ids=lambda g: g.name)
def test_printing_never_fails_and_latex_is_balanced(grammar):
    rng = random.Random(grammar.name)
    for _ in range(200):
        term = grammar.generate(rng)
        assert text(term).strip()
        check_latex(latex(term))
