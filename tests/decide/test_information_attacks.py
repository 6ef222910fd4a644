"""Attempts to make the information decider prove something false: by hand, and by random models."""

import itertools
import random
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.decide.cell_models import Model, equal_on_models, holds_on_models
from tests.decide.information_terms import (
    FLOW,
    GAN,
    J_F,
    JSD,
    KL,
    LATENT,
    P_FU,
    P_U,
    P_X,
    POINTS,
    D,
    E,
    F,
    Finv,
    H,
    J_Finv,
    PU_at,
    PX_at,
    V,
    add,
    best,
    critic,
    div,
    elbo,
    f0,
    f1,
    half,
    i,
    j,
    lik,
    log,
    max_V,
    modulus,
    mul,
    n,
    neg,
    num,
    p_x,
    p_xz,
    p_z,
    post,
    q,
    r,
    sub,
    theta,
    total,
    u,
    x,
    x2,
    x_i,
    xs,
    z,
    z2,
)
from verify.decide.information import decide
from verify.decide.information.forms import Poly, poly, weight_of
from verify.decide.information.positivity import positive
from verify.model import Proof, Undecided
from verify.terms.context import Context, Declaration, FunctionDeclaration, Interval, LawDeclaration
from verify.terms.nodes import Apply, Density, Entry, Integral, Sum, Sym
from verify.terms.statement import Statement


def proved(statement, context, using=()):
    return isinstance(decide(statement, context, using), Proof)


def equation(left, right):
    return Statement("=", (left, right))


g = Apply("g", (x,))

REFUSED_LOGARITHMS = {
    "difference of densities": (GAN, log(sub(f0, f1))),
    "unknown sign": (GAN, log(g)),
    "square of an unknown sign": (GAN, log(mul(g, g))),
    "product of two negatives": (GAN, log(mul(neg(D), neg(g)))),
    "1 - 2D": (GAN, log(sub(num(1), mul(num(2), D)))),
    "D - 1": (GAN, log(sub(D, num(1)))),
    "f0 - D f0 f0": (GAN, log(sub(f0, mul(D, f0, f0)))),
    "minus a density": (GAN, log(neg(f0))),
    "0": (GAN, log(sub(f0, f0))),
    "signed Jacobian": (FLOW, log(J_F())),
    "square of a signed Jacobian": (FLOW, log(mul(J_F(), J_F()))),
    "entropy": (GAN, log(H(f0, x))),
    "logarithm": (GAN, log(log(f0))),
}


@pytest.mark.parametrize("name", REFUSED_LOGARITHMS)
def test_logarithms_of_what_may_be_negative_are_refused(name):
    context, term = REFUSED_LOGARITHMS[name]
    answer = decide(equation(mul(num(2), term), add(term, term)), context)
    assert isinstance(answer, Undecided)


def test_a_closed_range_does_not_make_a_logarithm_defined():
    closed = Interval(Fraction(0), Fraction(1), True, True)
    context = Context((Declaration(x),), (FunctionDeclaration("D", ("x",), closed),), GAN.laws)
    assert not proved(equation(E(log(mul(D, f0)), f1, x), add(E(log(D), f1, x), E(log(f0), f1, x))), context)
    assert proved(equation(E(log(mul(D, f0)), f1, x), add(E(log(D), f1, x), E(log(f0), f1, x))), GAN)


pair = FunctionDeclaration("w", ("x", "x"), Interval(Fraction(0)))
PAIRS = Context(POINTS, (pair,), LATENT.laws)


def w(a, b):
    return Apply("w", (a, b))


def at(index):
    return Entry(xs, (index,))


FALSE_BINDINGS = {
    "indices merged": (
        PAIRS,
        Sum(Sum(log(w(at(i), at(j))), j, n), i, n),
        Sum(mul(n, log(w(at(i), at(i)))), i, n),
    ),
    "points merged": (
        PAIRS,
        E(E(log(w(x, x2)), p_x(x2), x2), p_x(x), x),
        E(log(w(x, x)), p_x(x), x),
    ),
    "arguments exchanged under different laws": (
        PAIRS,
        log(w(x, x2)),
        log(w(x2, x)),
    ),
    "a free point captured": (PAIRS, E(log(w(x, x2)), p_x(x), x), E(log(w(x2, x2)), p_x(x2), x2)),
    "free for bound": (LATENT, E(log(q(z, x)), p_x(x), x), log(q(z, x))),
    "posterior at another point": (LATENT, KL(q(z, x), post(z, x), z), KL(q(z, x), post(z, x2), z)),
    "kernel of its own variable": (LATENT, Integral(mul(q(z, x), p_x()), (x,)), p_z()),
    "joint integrated once": (LATENT, Integral(p_xz(), (x,)), num(1)),
    "joint of two points": (LATENT, Integral(mul(p_x(x), p_x(x)), (x,)), num(1)),
    "product under one sum": (
        LATENT,
        total(mul(log(p_x(x_i)), log(p_x(x_i)))),
        mul(total(log(p_x(x_i))), total(log(p_x(x_i)))),
    ),
    "mean of a ratio": (LATENT, E(div(q(), r()), r(), z), E(div(r(), q()), r(), z)),
    "log of a mean": (
        LATENT,
        log(E(div(lik(), num(2)), q(), z)),
        E(log(div(lik(), num(2))), q(), z),
    ),
    "log of an integral of a product": (
        LATENT,
        log(Integral(mul(q(), lik()), (z,))),
        log(Integral(mul(r(), lik()), (z,))),
    ),
    "integral of a quotient": (
        GAN,
        Integral(div(mul(f0, f1), add(f0, f1)), (x,)),
        Integral(div(mul(f0, f0), add(f0, f1)), (x,)),
    ),
    "inverse at the wrong point": (FLOW, E(log(PU_at(Finv())), P_X, x), E(log(P_U), P_U, u)),
    "Jacobian not inverted": (FLOW, J_F(Finv()), J_Finv()),
    "Jacobians cancel at different points": (
        FLOW,
        add(E(log(modulus(J_F())), P_U, u), E(log(modulus(J_Finv())), P_X, x)),
        num(0),
    ),
    "entropy is invariant": (FLOW, H(P_FU, x), H(P_U, u)),
    "no volume factor": (FLOW, Integral(PU_at(Finv()), (x,)), num(1)),
}


@pytest.mark.parametrize("name", FALSE_BINDINGS)
def test_false_bindings_are_not_proved(name):
    context, left, right = FALSE_BINDINGS[name]
    assert not equal_on_models(equation(left, right), context, range(6))
    assert not proved(equation(left, right), context)


TRUE_BINDINGS = {
    "names exchanged": (
        PAIRS,
        E(E(log(w(x, x2)), p_x(x2), x2), p_x(x), x),
        E(E(log(w(x2, x)), p_x(x), x), p_x(x2), x2),
    ),
    "Fubini": (
        LATENT,
        E(E(log(q(z, x)), p_x(x), x), p_z(), z),
        E(E(log(q(z, x)), p_z(), z), p_x(x), x),
    ),
    "sums exchanged": (
        PAIRS,
        Sum(Sum(log(w(at(i), at(j))), j, n), i, n),
        Sum(Sum(log(w(at(j), at(i))), j, n), i, n),
    ),
    "shadowed name": (LATENT, E(E(log(p_z(z)), p_z(z), z), q(z), z), E(log(p_z(z2)), p_z(z2), z2)),
    "constant of an inner integral": (
        LATENT,
        div(Integral(mul(q(), lik()), (z,)), Integral(mul(q(z2), lik(x, z2)), (z2,))),
        num(1),
    ),
    "closed integral with a free point": (
        PAIRS,
        E(log(Integral(mul(p_x(x2), w(x, x2)), (x2,))), p_x(x), x),
        E(log(Integral(mul(p_x(x), w(x2, x)), (x,))), p_x(x2), x2),
    ),
    "nested closed integrals": (
        PAIRS,
        log(Integral(div(p_x(x), Integral(mul(p_x(x2), w(x, x2)), (x2,))), (x,))),
        log(Integral(div(p_x(x2), Integral(mul(p_x(x), w(x2, x)), (x,))), (x2,))),
    ),
}


@pytest.mark.parametrize("name", TRUE_BINDINGS)
def test_true_bindings_are_proved(name):
    context, left, right = TRUE_BINDINGS[name]
    assert equal_on_models(equation(left, right), context)
    assert proved(equation(left, right), context)


def test_integrals_of_constants_are_refused():
    for body in (num(1), p_x(x), log(p_x(x))):
        assert isinstance(decide(equation(Integral(body, (z,)), body), LATENT), Undecided)
    assert isinstance(decide(equation(Integral(lik(), (x, z)), num(1)), LATENT), Undecided)


def test_points_of_another_space_are_refused():
    misplaced = Density("q", ("z",), ("x",), (x, z))
    assert isinstance(decide(equation(Integral(misplaced, (x,)), num(1)), LATENT), Undecided)
    assert isinstance(decide(equation(Integral(PX_at(u), (u,)), num(1)), FLOW), Undecided)
    assert isinstance(decide(equation(Integral(PX_at(F(x)), (x,)), num(1)), FLOW), Undecided)
    assert isinstance(decide(equation(PX_at(F(Finv(u))), PX_at(u)), FLOW), Undecided)


def test_dependence_is_declared_and_transitive():
    weight = Sym("c")
    scale = Sym("s")
    symbols = (
        *POINTS,
        Declaration(scale, depends=frozenset({"theta"})),
        Declaration(weight, definition=mul(num(2), scale)),
    )
    hidden = FunctionDeclaration("h", ("x",), depends=frozenset({"s"}))
    laws = (*LATENT.laws, LawDeclaration("m", ("z",), (), frozenset({"s"})))
    context = Context(symbols, (hidden,), laws)
    base = log(p_x())
    dependent = (weight, scale, Apply("h", (x,)), log(Density("m", ("z",), (), (z,))))
    for extra in dependent:
        assert not proved(Statement("same argmax", (base, add(base, extra)), (theta,)), context)
    assert proved(Statement("same argmax", (base, add(base, log(q()))), (theta,)), context)
    assert not proved(Statement("same argmax", (base, add(base, log(lik()))), (theta,)), context)
    assert proved(Statement("same argmax", (base, add(base, log(p_z()))), (theta,)), context)
    explicit = log(Density("q", ("z",), ("x",), (z, x), (theta,)))
    assert not proved(Statement("same argmax", (base, add(base, explicit)), (theta,)), context)


def test_a_negative_multiple_has_no_common_argmax():
    base = E(log(lik()), q(), z)
    for factor in (-1, -2, 0):
        assert not proved(Statement("same argmax", (base, mul(num(factor), base)), (theta,)), LATENT)
    assert not proved(Statement("same argmax", (num(0), base), (theta,)), LATENT)


def test_a_restricted_discriminator_has_no_free_maximum():
    claim = equation(JSD(f0, f1, x), mul(half, add(max_V, log(num(4)))))
    tied = ((equation(D, half), "D is a coin"),)
    assert not proved(claim, Context(GAN.symbols, GAN.functions, GAN.laws, tied), (best,))
    assert not proved(Statement("=", claim.args, (), (equation(D, half),)), GAN, (best,))
    family = (FunctionDeclaration("D", ("x",), Interval(Fraction(0), Fraction(1)), frozenset({"psi"})),)
    assert not proved(claim, Context(GAN.symbols, family, GAN.laws), (best,))
    narrow = (FunctionDeclaration("D", ("x",), Interval(Fraction(0), Fraction(1, 2))),)
    assert not proved(claim, Context(GAN.symbols, narrow, GAN.laws), (best,))
    assert not proved(Statement("maximizer", (V(D), best), (critic,)), Context(GAN.symbols, narrow, GAN.laws))


def test_hints_cannot_cheat():
    claim = equation(JSD(f0, f1, x), add(mul(half, max_V), log(num(4))))  # false: half of log 4
    twisted = equation(max_V, V(D))
    assert not proved(twisted, GAN, (D,))
    assert not proved(claim, GAN)
    assert not proved(claim, GAN, (num(2), neg(f0), g, D, Sym("nobody"), f1))
    free_elsewhere = div(Density("f1", ("x",), (), (u,)), add(f0, f1))
    context = Context((*GAN.symbols, Declaration(u, space="x")), GAN.functions, GAN.laws)
    assert not proved(claim, context, (free_elsewhere,))


def test_conditional_hypotheses_are_not_facts():
    false = Statement(">=", (num(0), KL(q(), r(), z)))
    conditional = Statement(false.relation, false.args, (), (equation(log(q()), log(r())),))
    assert proved(Statement(">=", false.args, (), (false,)), LATENT)
    assert not proved(Statement(">=", false.args, (), (conditional,)), LATENT)


def test_hypotheses_about_a_point_do_not_hold_under_the_integral():
    at_x = equation(log(f0), log(f1))
    assert proved(Statement("=", (mul(num(2), log(f0)), mul(num(2), log(f1))), (), (at_x,)), GAN)
    assert not proved(Statement("=", (KL(f0, f1, x), num(0)), (), (at_x,)), GAN)
    larger = Statement(">", (f1, f0))
    assert not proved(Statement("=", (E(log(sub(f1, f0)), f1, x), E(log(sub(f1, f0)), f1, x)), (), (larger,)), GAN)
    assert proved(equation_at(log(mul(f0, sub(f1, f0))), add(log(f0), log(sub(f1, f0))), larger), GAN)


def equation_at(left, right, *hypotheses):
    return Statement("=", (left, right), (), hypotheses)


def test_bits_and_nats_differ():
    bits = div(log(num(2)), log(num(2)))
    assert not proved(Statement("<=", (JSD(f0, f1, x), mul(half, bits))), GAN)
    assert proved(Statement("<=", (JSD(f0, f1, x), num(Fraction(7, 10)))), GAN)
    assert not proved(Statement("<=", (JSD(f0, f1, x), num(Fraction(69, 100)))), GAN)


def test_flows_in_a_row_and_two_flows():
    G = FunctionDeclaration("G", ("x",), result="y", inverse="Ginv")
    y = Sym("y", "point")
    laws = (
        *FLOW.laws,
        LawDeclaration("PGX", ("y",), pushforward=("PX", "G")),
        LawDeclaration("PY", ("y",)),
        LawDeclaration("PGinvY", ("x",), pushforward=("PY", "Ginv")),
    )
    context = Context((*FLOW.symbols, Declaration(y)), (*FLOW.functions, G), laws)
    PGX, PY = (Density(name, ("y",), (), (y,)) for name in ("PGX", "PY"))
    PGinvY = Density("PGinvY", ("x",), (), (x,))
    true = equation(KL(PGX, PY, y), KL(P_X, PGinvY, x))
    assert equal_on_models(true, context)
    assert proved(true, context)
    assert not proved(equation(KL(PGX, PY, y), KL(PGinvY, P_X, x)), context)
    same_spaces = FunctionDeclaration("G2", ("u",), result="x", inverse="G2inv")
    other = (*FLOW.laws, LawDeclaration("PG2U", ("x",), pushforward=("PU", "G2")))
    two = Context(FLOW.symbols, (*FLOW.functions, same_spaces), other)
    PG2U = Density("PG2U", ("x",), (), (x,))
    assert not equal_on_models(equation(H(P_FU, x), H(PG2U, x)), two)
    assert not proved(equation(H(P_FU, x), H(PG2U, x)), two)
    assert not proved(equation(KL(P_FU, PG2U, x), num(0)), two)
    assert proved(Statement(">=", (KL(P_FU, PG2U, x), num(0))), two)
    assert not proved(Statement(">=", (KL(P_FU, P_X, x), KL(PG2U, P_X, x))), two)


def test_a_diffeomorphism_of_a_space_to_itself():
    turn = FunctionDeclaration("T", ("x",), result="x", inverse="Tinv")
    laws = (LawDeclaration("PX", ("x",)), LawDeclaration("PTX", ("x",), pushforward=("PX", "T")))
    context = Context((Declaration(x),), (turn,), laws)
    PTX = Density("PTX", ("x",), (), (x,))
    Tx = Apply("T", (x,), (0,), "point")
    volume = modulus(Apply("T", (x,), (1,), "real"))
    true = equation(KL(PTX, P_X, x), E(log(div(div(P_X, volume), PX_at(Tx))), P_X, x))
    assert equal_on_models(true, context)
    assert proved(true, context)
    assert not proved(equation(H(PTX, x), H(P_X, x)), context)
    assert proved(equation(Integral(PTX, (x,)), num(1)), context)
    twice = equation(KL(P_X, PTX, x), KL(PTX, P_X, x))
    assert not equal_on_models(twice, context)
    assert not proved(twice, context)


# ------------------------------------------------------------------------------------------ random models

OVER_Z = {
    "q": q(),
    "r": r(),
    "post": post(),
    "prior": p_z(),
    "mixture": mul(half, add(q(), r())),
    "uneven": div(add(mul(num(2), q()), p_z()), num(3)),
}
OTHERS = {"lik": lik(), "joint": p_xz(), "D": Apply("D", (x, z)), "1-D": sub(num(1), Apply("D", (x, z)))}
FUZZ = Context(POINTS, (FunctionDeclaration("D", ("x", "z"), Interval(Fraction(0), Fraction(1))),), LATENT.laws)
POOL = {
    **{f"KL({a},{b})": KL(OVER_Z[a], OVER_Z[b], z) for a, b in itertools.permutations(OVER_Z, 2)},
    **{f"E_{a} log {b}": E(log(c), OVER_Z[a], z) for a in OVER_Z for b, c in {**OVER_Z, **OTHERS}.items()},
    **{f"H({a})": H(b, z) for a, b in OVER_Z.items()},
    **{f"JSD({a},{b})": JSD(OVER_Z[a], OVER_Z[b], z) for a, b in (("q", "r"), ("q", "post"))},
    "elbo": elbo(),
    "evidence": log(p_x()),
    "log 2": log(num(2)),
    "log 3": log(num(3)),
    "1": num(1),
}


def combination(rng, size):
    names = rng.sample(sorted(POOL), size)
    return add(*(mul(num(rng.choice((-2, -1, 1, 2))), POOL[name]) for name in names))


def test_random_combinations_are_proved_zero_only_if_they_are():
    rng = random.Random("combinations")
    for _ in range(150):
        statement = equation(combination(rng, rng.randint(1, 3)), num(0))
        assert proved(statement, FUZZ) == equal_on_models(statement, FUZZ, range(2))


def integer_relations(names):
    """Yield combinations of the pool that vanish on all models, found by linear algebra on their values."""
    import sympy

    from verify.decide.information.normal import normal
    from verify.decide.information.setting import Setting
    from verify.terms.unfold import unfold

    setting = Setting(FUZZ)
    forms = {name: normal(unfold(POOL[name], FUZZ), setting) for name in names}
    keys = sorted({key for form in forms.values() for key in form}, key=repr)
    rows = [[sympy.Rational(str(forms[name].get(key, 0))) for name in names] for key in keys]
    for vector in sympy.Matrix(rows).nullspace():
        yield [Fraction(int(v.p), int(v.q)) for v in vector]


def test_claimed_relations_hold_and_broken_ones_are_refused():
    rng = random.Random("relations")
    names = rng.sample(sorted(POOL), 60)
    relations = list(integer_relations(names))
    assert len(relations) > 20
    values = []
    for model in (Model(FUZZ, 11), Model(FUZZ, 12)):
        values.append({name: model.value(POOL[name]) for name in names})
    for relation in relations:
        terms = [(c, name) for c, name in zip(relation, names, strict=True) if c]
        for model in values:
            assert abs(sum(float(c) * model[name] for c, name in terms)) < 1e-9
        position = rng.randrange(len(terms))
        broken = [(-c if k == position else c, name) for k, (c, name) in enumerate(terms)]
        statement = equation(add(*(mul(num(c), POOL[name]) for c, name in broken)), num(0))
        wrong = any(abs(sum(float(c) * model[name] for c, name in broken)) > 1e-9 for model in values)
        assert proved(statement, FUZZ) is not wrong


GAPS = (
    *(KL(OVER_Z[a], OVER_Z[b], z) for a, b in (("q", "r"), ("q", "post"), ("r", "prior"), ("post", "q"))),
    sub(log(p_x()), elbo()),
    sub(neg(E(log(r()), q(), z)), H(q(), z)),
    log(num(3)),
    sub(log(num(2)), JSD(q(), r(), z)),
    JSD(q(), r(), z),
)


def test_random_inequalities_hold_where_they_are_proved():
    rng = random.Random("inequalities")
    proofs = unflipped = 0
    for _ in range(60):
        terms = [mul(num(rng.randint(1, 3)), gap) for gap in rng.sample(GAPS, rng.randint(1, 3))]
        flipped = rng.random() < 0.5
        if flipped:
            terms[0] = neg(terms[0])
        statement = Statement(rng.choice((">=", ">")), (add(*terms), num(0)))
        answer = isinstance(decide(statement, FUZZ), Proof)
        assert not answer or holds_on_models(statement, FUZZ, range(8))
        if statement.relation == ">=" and not flipped:
            unflipped += 1
            proofs += answer
    assert proofs >= 0.9 * unflipped > 10


def random_body(rng, points):
    """Return a product of densities and one logarithm at random points."""
    a, b = [v for v in points if v.name.startswith("x")], [v for v in points if v.name.startswith("z")]
    atoms = [q(rng.choice(b), rng.choice(a)), post(rng.choice(b), rng.choice(a)), p_xz(rng.choice(a), rng.choice(b))]
    atoms += [w(rng.choice(a), rng.choice(a)), div(p_x(rng.choice(a)), w(rng.choice(a), rng.choice(a)))]
    inside = rng.choice([w(rng.choice(a), rng.choice(a)), q(rng.choice(b), rng.choice(a)), add(*rng.sample(atoms, 2))])
    return mul(*rng.sample(atoms, rng.randint(1, 3)), log(inside))


def test_random_integrals_with_renamed_and_swapped_variables():
    rng = random.Random("bindings")
    points = (x, x2, z, z2)
    agreed = proofs = 0
    for _ in range(150):
        body = random_body(rng, points)
        images = dict(zip((x, x2), rng.sample((x, x2), 2), strict=True)) | dict(
            zip((z, z2), rng.sample((z, z2), 2), strict=True)
        )
        other = exchange(body, images) if rng.random() < 0.7 else exchange(body, {x: rng.choice((x, x2))})
        bound = rng.sample(points, rng.randint(2, 4))
        left, right = Integral(body, tuple(bound)), Integral(other, tuple(rng.sample(bound, len(bound))))
        statement = equation(left, right)
        true = equal_on_models(statement, PAIRS, range(2))
        answer = decide(statement, PAIRS)
        assert true or not isinstance(answer, Proof)
        if not (isinstance(answer, Undecided) and "constant" in answer.reason):
            agreed += true
            proofs += isinstance(answer, Proof)
    assert proofs >= 0.9 * agreed > 10


def exchange(term, images):
    """Replace symbols everywhere at once, bound or not."""
    if isinstance(term, Sym):
        return images.get(term, term)
    return term.rebuild(lambda child: exchange(child, images))


ATOMS = (Apply("D", (x, z)), q(), Sym("s"), Sym("bounded"))
RANGES = Context(
    (
        *POINTS,
        Declaration(Sym("s")),
        Declaration(Sym("bounded"), Interval(Fraction(-1), Fraction(2))),
    ),
    FUZZ.functions,
    FUZZ.laws,
)
coefficients = st.integers(-3, 3)
monomials = st.tuples(*(st.integers(0, 2) for _ in ATOMS))


@settings(max_examples=150, derandomize=True, deadline=None)
@given(st.dictionaries(monomials, coefficients, min_size=1, max_size=4))
def test_what_is_called_positive_is_positive(terms):
    polynomial = poly(
        (weight_of(dict(zip(ATOMS, exponents, strict=True))), Fraction(value))
        for exponents, value in terms.items()
        if value
    )
    if not polynomial.terms or not positive(polynomial, RANGES):
        return
    for values in itertools.product((0.001, 0.5, 0.999), (0.01, 1.0, 30.0), (-2.0, 0.0, 2.0), (-0.99, 0.0, 1.99)):
        at_point = dict(zip(ATOMS, values, strict=True))
        total_value = 0.0
        for weight, value in polynomial.terms:
            term = float(value)
            for atom, exponent in weight:
                term *= at_point[atom] ** exponent
            total_value += term
        assert total_value > 0


def test_positivity_finds_what_it_should():
    one = ()
    d = ((ATOMS[0], 1),)
    bounded = ((ATOMS[3], 1),)
    square = ((ATOMS[2], 2),)
    yes = [[(one, 1), (d, -1)], [(one, 2), (bounded, -1)], [(one, 1), (bounded, 1)], [(one, 1), (square, 1)]]
    no = [[(one, 1), (d, -2)], [(one, 1), (bounded, -1)], [(square, 1)], [(((ATOMS[2], 1),), 1), (one, 5)]]
    for terms in yes:
        assert positive(Poly(tuple((w_, Fraction(v)) for w_, v in terms)), RANGES)
    for terms in no:
        assert not positive(Poly(tuple((w_, Fraction(v)) for w_, v in terms)), RANGES)
