"""Saturation: which of two objectives still teaches a player that is losing clearly.

Answers cmu10708-2019-hw3:2.1d and 2.3c. Sources: [Goodfellow2014] section 3, [Dumoulin2017] section 2.2.
The discriminator is D = σ(ℓ) with logit ℓ; a generator or an encoder acts on D only through ℓ.
"""

from sympy import Integer, log, oo, symbols

from verify.notation import (
    Context,
    D,
    Derivation,
    Lemma,
    Mutant,
    Statement,
    Unchecked,
    declare,
    function,
    sigmoid,
)

ell, w = symbols("ell w")
logit = function("ell_w", "real")

SOURCE = "[Goodfellow2014] section 3"
NO_VALUE = "a limit is no statement about values at an instance"

one_logit = Context(declare(ell), scope="D = σ(ℓ) at one sample, any logit ℓ")
saturating, heuristic = log(1 - sigmoid(ell)), log(sigmoid(ell))
score = sigmoid(logit(w))

generator_loss_saturates = Derivation(
    title="log(1 - D(G(z))) has a vanishing slope where D(G(z)) → 0: a weak generator learns nothing",
    source=SOURCE,
    questions=("cmu10708-2019-hw3:2.1d", "cmu10708-2019-hw3:2.3c"),
    context=one_logit,
    claim=Statement(D(saturating, ell), "limit", Integer(0), over=ell, to=-oo),
    chain=(
        Lemma(Statement(sigmoid(ell), "limit", Integer(0), over=ell, to=-oo), by="D(G(z)) → 0 is ℓ → -∞"),
        Lemma(Statement(D(sigmoid(ell), ell), "=", sigmoid(ell) * (1 - sigmoid(ell))), by="σ' = σ(1 - σ)"),
        Lemma(
            Statement(D(saturating, ell), "=", -sigmoid(ell)),
            by="chain rule: -σ(1 - σ)/(1 - σ) = -σ, that is -D(G(z))",
        ),
        Lemma(Statement(D(saturating, ell), "limit", Integer(0), over=ell, to=-oo), by="the slope is -D(G(z)) → 0"),
    ),
    mutants=(
        Mutant("slope → -1", rhs=Integer(-1)),
        Mutant("slope → 1", rhs=Integer(1)),
        Mutant("at ℓ → +∞ too", Statement(D(saturating, ell), "limit", Integer(0), over=ell, to=oo)),
        Mutant("the value, not the slope, is infinite there", Statement(saturating, "limit", -oo, over=ell, to=-oo)),
        Mutant("slope -(1 - D)", Statement(D(saturating, ell), "=", -(1 - sigmoid(ell)))),
    ),
    numeric=NO_VALUE,
)

heuristic_loss_keeps_slope = Derivation(
    title="log D(G(z)) has slope 1 where D(G(z)) → 0: maximizing it teaches a weak generator",
    source=SOURCE,
    questions=("cmu10708-2019-hw3:2.1d", "cmu10708-2019-hw3:2.3c"),
    context=one_logit,
    claim=Statement(D(heuristic, ell), "limit", Integer(1), over=ell, to=-oo),
    chain=(
        Lemma(Statement(D(heuristic, ell), "=", 1 - sigmoid(ell)), by="chain rule: σ(1 - σ)/σ = 1 - D(G(z))"),
        Lemma(Statement(1 - sigmoid(ell), "limit", Integer(1), over=ell, to=-oo), by="D(G(z)) → 0"),
        Lemma(Statement(D(heuristic, ell), "limit", Integer(1), over=ell, to=-oo), by="so the slope tends to 1"),
    ),
    mutants=(
        Mutant("slope → 0", rhs=Integer(0)),
        Mutant("slope → ∞", rhs=oo),
        Mutant("slope D", Statement(D(heuristic, ell), "=", sigmoid(ell))),
    ),
    numeric=NO_VALUE,
)

same_direction = Derivation(
    title="Both objectives push D(G(z)) the same way: in every parameter D times one slope is -(1 - D) times the other",
    source=SOURCE,
    questions=("cmu10708-2019-hw3:2.1d",),
    context=Context(declare(w), logit, scope="any logit ℓ_w = ℓ(G_w(z)) that is smooth in a parameter w"),
    claim=Statement(score * D(log(score), w), "=", -(1 - score) * D(log(1 - score), w)),
    chain=(
        Lemma(Statement(D(log(1 - score), w), "=", -score * D(logit(w), w)), by="chain rule: -D dℓ/dw, small with D"),
        Lemma(
            Statement(D(log(score), w), "=", (1 - score) * D(logit(w), w)), by="chain rule: (1 - D) dℓ/dw, not small"
        ),
        Lemma(
            Statement(score * D(log(score), w), "=", -(1 - score) * D(log(1 - score), w)),
            by="both are D (1 - D) dℓ/dw: ascending log D is descending log(1 - D), with another step size",
        ),
    ),
    mutants=(
        Mutant("same slope up to sign", Statement(D(log(score), w), "=", -D(log(1 - score), w))),
        Mutant("opposite directions", rhs=(1 - score) * D(log(1 - score), w)),
        Mutant("ratio D/(1 - D)", Statement((1 - score) * D(log(score), w), "=", -score * D(log(1 - score), w))),
        Mutant("dℓ/dw forgotten", Statement(D(log(score), w), "=", 1 - score)),
    ),
)

SECOND = "[Dumoulin2017] section 2.2"

encoder_loss_saturates = Derivation(
    title="log D(x, Q(x)) has a vanishing slope where D(x, Q(x)) → 1: a weak encoder learns nothing",
    source=SECOND,
    questions=("cmu10708-2019-hw3:2.3c",),
    context=one_logit,
    cites=("saturation.generator_loss_saturates",),
    claim=Statement(D(heuristic, ell), "limit", Integer(0), over=ell, to=oo),
    chain=(
        Lemma(Statement(sigmoid(ell), "limit", Integer(1), over=ell, to=oo), by="D(x, Q(x)) → 1 is ℓ → +∞"),
        Lemma(Statement(D(heuristic, ell), "=", 1 - sigmoid(ell)), by="Q minimizes log D: its slope is 1 - D"),
        Lemma(Statement(D(heuristic, ell), "limit", Integer(0), over=ell, to=oo), by="1 - D → 0"),
    ),
    mutants=(
        Mutant("slope → 1", rhs=Integer(1)),
        Mutant("at ℓ → -∞", Statement(D(heuristic, ell), "limit", Integer(0), over=ell, to=-oo)),
        Mutant("slope -D", Statement(D(heuristic, ell), "=", -sigmoid(ell))),
    ),
    numeric=NO_VALUE,
)

encoder_remedy_keeps_slope = Derivation(
    title="log(1 - D(x, Q(x))) has slope -1 where D(x, Q(x)) → 1: maximizing it teaches a weak encoder",
    source=SECOND,
    questions=("cmu10708-2019-hw3:2.3c",),
    context=one_logit,
    claim=Statement(D(saturating, ell), "limit", Integer(-1), over=ell, to=oo),
    chain=(
        Lemma(Statement(D(saturating, ell), "=", -sigmoid(ell)), by="chain rule: the slope is -D(x, Q(x))"),
        Lemma(Statement(D(saturating, ell), "<", 0), by="it pushes D(x, Q(x)) down, as minimizing log D does"),
        Lemma(Statement(D(saturating, ell), "limit", Integer(-1), over=ell, to=oo), by="D(x, Q(x)) → 1"),
    ),
    mutants=(
        Mutant("slope → 0", rhs=Integer(0)),
        Mutant("slope → 1", rhs=Integer(1)),
        Mutant("it pushes D up", Statement(D(saturating, ell), ">", 0)),
    ),
    numeric=NO_VALUE,
)

UNCHECKED = (
    Unchecked("cmu10708-2019-hw3:2.1d", "prose", "what a weak G meets at a strong D, in words, is judged by a person"),
    Unchecked("cmu10708-2019-hw3:2.3c", "prose", "the better strategy, in words, is judged by a person"),
    Unchecked("cmu10708-2019-hw3:2.4", "prose", "true or false with reasons is judged by a person"),
)
