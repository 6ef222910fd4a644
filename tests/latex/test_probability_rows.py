r"""Rows about densities, divergences, flows and discriminators: what is true is proved, what is false is refuted.

Each table has rows that must fail: swapped conditions, subscripts that nobody declared, wrong measures.
"""

import pytest

from verify.latex.defining import define
from verify.latex.elaborate import statements
from verify.latex.errors import Unread
from verify.latex.rows import formula_row
from verify.latex.scope import Scope
from verify.links import check_link
from verify.model import Verdict
from verify.terms.nodes import IllTyped

FINITE = {"integrals are finite": "the sheet writes these integrals"}
LATENT = Scope.of(
    {
        "scope": "any densities",
        "grants": FINITE,
        "names": {
            "x": "point",
            "z": "point",
            "z_k": "points K of z",
            r"\theta": "parameter",
            r"\phi": "parameter",
            r"p_\theta": r"density of x, z; depends on \theta; not over z",
            "q": "density of z given x",
            r"q_\phi": r"density of z given x; depends on \phi",
        },
        "aliases": {"p": r"p_\theta"},
        "definitions": [
            r"\mathcal{L}(\theta, \phi; x) = \mathbb{E}_{q_\phi(z|x)}[\log p_\theta(x|z)]"
            r" - D_{KL}(q_\phi(z|x) \| p(z))",
            r"\mathcal{L}(q) = \mathbb{E}_{z \sim q}[\log p_\theta(x|z)] - D_{KL}(q(z) \| p(z))",
        ],
    }
)
FLOW = Scope.of(
    {
        "scope": "any densities, any diffeomorphism",
        "grants": FINITE,
        "names": {
            "x": "point",
            "u": "point",
            "P_X": "density of x",
            "P_U": "density of u",
            "F": "diffeomorphism from u to x",
            "P_{F(U)}": "law of F(U) for U ~ P_U",
            "P_{F^{-1}(X)}": "law of F^{-1}(X) for X ~ P_X",
        },
        "aliases": {"X": "x", "U": "u", "p_X": "P_X", "p_U": "P_U"},
    }
)
CRITIC = Scope.of(
    {
        "scope": "any densities",
        "grants": FINITE,
        "names": {"x": "point", "f_0": "density of x", "f_1": "density of x", "D": "function of x in (0, 1)"},
        "aliases": {"p_0": "f_0", "p_1": "f_1"},
        "pointwise": ["D"],
        "definitions": [
            r"D^*(x) = \frac{f_1(x)}{f_0(x) + f_1(x)}",
            r"V(D) = \mathbb{E}_{x \sim f_1}[\log D(x)] + \mathbb{E}_{x \sim f_0}[\log(1 - D(x))]",
        ],
    }
)


def verdict(text: str, scope: Scope) -> str:
    """Return what is known of a row: proved or refuted in every reading, "unread", "ill typed", or "undecided"."""
    row = formula_row(text)
    assert (row.unread, row.ill_typed) == ("", "")
    try:
        found = [
            check_link(statement, scope.context).verdict
            for sides in (row.sides, *row.readings)
            for left, relation, right in zip(sides, row.relations, sides[1:], strict=False)
            if left is not None and right is not None
            for statement in statements(left, relation, right, scope)
        ]
    except Unread:
        return "unread"
    except IllTyped:
        return "ill typed"
    if all(v is Verdict.PROVED for v in found):
        return "proved"
    return "refuted" if all(v is Verdict.REFUTED for v in found) else "undecided"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"p_\theta(x) = \int p_\theta(x|z) p(z) dz", "proved"),
        (r"p_\theta(x) = \int p_\theta(z|x) p(z) dz", "refuted"),
        (r"p(x) = \sum_z p(x, z)", "proved"),
        (r"p(x) = \sum_{z=1}^V p(x, z)", "proved"),
        (r"p(x) = \sum_{z=1}^V p(x|z)", "refuted"),
        (r"p(z|x) = \frac{p(x|z) p(z)}{\sum_{z'=1}^V p(x|z') p(z')}", "proved"),
        (r"p(x) = \sum_{z=1}^K p(x, z)", "unread"),
        (r"p(x) = \sum_{z=2}^V p(x, z)", "unread"),
        (r"p(x) = \sum_{z=1}^{V-1} p(x, z)", "unread"),
        (r"\int q(z'|x) dz' = 1", "proved"),
        (r"\int q(z|x) dx = 1", "refuted"),
        (r"p(x|z) = \frac{p(z|x) p(x)}{p(z)}", "proved"),
        (r"p(x|z) = \frac{p(x|z) p(x)}{p(z)}", "refuted"),
        (r"p(x, z) = p(z, x)", "proved"),
        (r"\log P_\theta(X) = \log \int_{-\infty}^\infty P(X|z) P(z) dz", "proved"),
        (r"\mathbb{E}_{Z \sim Q}[\log P(X|Z)] - KL(Q(Z|X) \| P(Z)) \le \log P(X)", "proved"),
        (r"\mathbb{E}_{Z \sim Q}[\log P(X|Z)] - KL(Q(Z|X) \| P(Z)) = \log P(X)", "refuted"),
        (r"P(X|Z) = P(Z|X)", "refuted"),
        (r"X = x", "unread"),
        (r"\int_0^1 p(x, z) dz = p(x)", "unread"),
        (r"p(x; \theta) = p_\theta(x)", "proved"),
        (r"p(x; \phi) = p_\theta(x)", "unread"),
        (r"p_\psi(x) = p_\theta(x)", "unread"),
        (r"p_\phi(x) = p_\theta(x)", "unread"),
        (r"q^*(z|x) = q(z|x)", "unread"),
        (r"q(z) = q(z|x)", "unread"),
        (r"\log p_\theta(x) \ge \mathcal{L}(\theta, \phi; x)", "proved"),
        (r"\log p_\theta(x) = \mathcal{L}(q) + D_{KL}(q \| p_\theta(\cdot|x))", "proved"),
        (r"\log p_\theta(x) = \mathcal{L}(q) + D_{KL}(p_\theta(\cdot|x) \| q)", "refuted"),
        (r"\log p_\theta(x) = \mathcal{L}(\theta, \phi; x) + D_{KL}(q(z|x) \| p_\theta(z|x))", "refuted"),
        (r"\mathbb{E}_{z \sim q_\phi(\cdot|x)}[\log p(x|z)] - KL(q_\phi(\cdot|x) \| p(z)) \le \log p(x)", "proved"),
        (r"D_{KL}(q(z|x) \| p(z|x)) = -\mathbb{H}[q(z|x)] - \mathbb{E}_{q(z|x)}[\log p(z|x)]", "proved"),
        (r"D_{KL}(q(z|x) \| p(z|x)) = \mathbb{H}[q(z|x)] - \mathbb{E}_{q(z|x)}[\log p(z|x)]", "refuted"),
        (r"\mathbb{E}_q[\log p(x, z)] + H(q) = \log p(x) - \mathrm{KL}(q(z|x) \,\|\, p(z|x))", "proved"),
        (r"H(q(z|x), p(z)) = H(q) + KL(q(z|x) \| p(z))", "proved"),
        (r"KL(q(z|x) \| p(x, z)) = -\mathcal{L}(q)", "proved"),
        (r"KL(q(z|x) \| p(x|z)) = 0", "ill typed"),
        (r"\mathbb{E}_{p(z)}[p(x|z)] = p(x)", "proved"),
        (r"\mathbb{E}_{p(x)}[p(x|z)] = p(x)", "refuted"),
        (r"\mathbb{E}_{x \sim q}[\log p(x)] = 0", "ill typed"),
        (r"\mathbb{E}_{z \sim r}[\log p(x)] = 0", "unread"),
        (r"\mathbb{E}[\log p(x|z)] = 0", "unread"),
        (r"\mathbb{E}_{x \sim p} \mathbb{E}_{z \sim q(z|x)}[\log p(x)] = \mathbb{E}_{p(x)}[\log p(x)]", "proved"),
        (r"\mathbb{E}_{x \sim p, z \sim q(z|x)}[\log p(x)] = \mathbb{E}_{p(x) q(z|x)}[\log p(x)]", "proved"),
        (
            r"\mathbb{E}_{(x, z) \sim p}[\log p(x, z)]"
            r" = \mathbb{E}_{p(x)}[\log p(x)] + \mathbb{E}_{p(x, z)}[\log p(z|x)]",
            "proved",
        ),
        (r"\mathbb{E}_{z_1, \dots, z_K \sim q(z|x)}[\frac1K \sum_{k=1}^K \frac{p(x, z_k)}{q(z_k|x)}] = p(x)", "proved"),
        (r"\mathbb{E}_{z_{1:K} \sim p(z)}[\frac1K \sum_{k=1}^K \frac{p(x, z_k)}{q(z_k|x)}] = p(x)", "refuted"),
        (
            r"\arg\max_\theta \mathbb{E}_q[\log p_\theta(x, z)]"
            r" = \arg\max_\theta \{ \log p_\theta(x) - KL(q(z|x) \| p_\theta(z|x)) \}",
            "proved",
        ),
        (r"\mathbb{E}_{z_k \sim q(z|x)}[\frac1K \sum_{k=1}^K \frac{p(x, z_k)}{q(z_k|x)}] = p(x)", "proved"),
        (r"\mathbb{E}_{z_k \sim q}[\frac{p(x, z_k)}{q(z_k|x)}] = p(x)", "proved"),
        (r"E_q \frac{p(x, z_k)}{q(z_k|x)} = p(x)", "proved"),
        (r"p(z|x) = \frac{p(x|z) p(z)}{\sum_{z'} p(x|z') p(z')}", "proved"),
        (r"p(x) = \sum_{\tilde z} p(x|\tilde z) p(\tilde z)", "proved"),
        (r"p(x) = \sum_{z'} p(x|z) p(z')", "refuted"),
        (r"E_{q(\cdot|x)} \frac{p(x, z_1)}{q(z_1|x)} = p(x)", "proved"),
        (r"E_q[\frac1K \sum_k \frac{p(x, z_k)}{q(z_k|x)}] = p(x)", "proved"),
        (r"E_q[\frac{p(x, z_k)^2}{q(z_k|x)^2}] = p(x)^2", "refuted"),
        (r"E_q[\frac{p(x, z_k)}{q(z_k|x)} / \sum_k \frac{p(x, z_k)}{q(z_k|x)}] = 1", "refuted"),
        (r"E_{z \sim q}[\frac{p(x, z_k)}{q(z_k|x)}] = p(x)", "unread"),
        (r"E_{q(z|x)}[\frac{p(x, z_k)}{q(z_k|x)}] = p(x)", "unread"),
        (r"E_q[\frac{p(x, z_k)}{q(z|x)}] = p(x)", "unread"),
        (r"\mathbb{E}_{z_k \sim q}[\frac{p(x, z_k)}{q(z_k|x)}] = p(x|z_k)", "refuted"),
        (r"\operatorname{Var}_{q(z|x)}[\log p(x)] = 0", "proved"),
    ],
)
def test_latent_variables(text: str, expected: str) -> None:
    assert verdict(text, LATENT) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"P_{F(U)}(x) = p_U(F^{-1}(x)) \left| \det J_{F^{-1}}(x) \right|", "proved"),
        (r"P_{F(U)}(x) = p_U(F^{-1}(x)) \left| \det J_F(x) \right|", "ill typed"),
        (r"P_{F(U)}(x) = p_U(F^{-1}(x)) \det \frac{\partial F^{-1}(x)}{\partial x}", "refuted"),
        (r"P_{F^{-1}(X)}(u) = p_X(F(u)) \left| \frac{d F(u)}{d u} \right|", "proved"),
        (r"P_{F^{-1}(X)}(u) = p_X(F(u)) \left| \det \nabla F(u) \right|", "proved"),
        (r"P_{F(U)}(F(u)) = p_U(u) \left| \det \frac{\partial F}{\partial u} \right|^{-1}", "proved"),
        (r"P_{F(U)}(F(u)) = p_U(u) \left| \det \frac{\partial F}{\partial u} \right|", "refuted"),
        (r"x = F(u)", "unread"),
        (r"\det \frac{\partial F(u)}{\partial v} = \det \frac{\partial F(u)}{\partial u}", "unread"),
        (r"\det \frac{\partial F}{\partial x} = \det \frac{\partial F(u)}{\partial u}", "ill typed"),
        (r"F^{-1}(F(u)) = u", "undecided"),
        (r"P_{F^{-1}}(u) = p_U(u)", "unread"),
        (r"P_X(u) = P_U(u)", "unread"),
        (r"D_{KL}[P_X \| P_{F(U)}] = D_{KL}[P_{F^{-1}(X)} \| P_U]", "proved"),
        (r"D_{KL}[P_X \| P_{F(U)}] = D_{KL}[P_U \| P_{F^{-1}(X)}]", "refuted"),
        (r"D_{KL}[P_X \| P_U] = 0", "ill typed"),
        (
            r"D_{KL}[P_X \| P_{F(U)}] = \mathbb{E}_{P_X(X)}[\log P_X(X) - \log P_U(F^{-1}(X))"
            r" - \log |\det \frac{\partial F^{-1}(X)}{\partial X}|]",
            "proved",
        ),
        (
            r"D_{KL}[P_X \| P_{F(U)}] = \mathbb{E}_{P_U(U)}[\log P_X(F(U))"
            r" + \log |\det \frac{\partial F(U)}{\partial U}| - \log P_U(U)]",
            "refuted",
        ),
        (
            r"D_{KL}[P_X \| P_{F(U)}] = \int p_X(F(u)) \left| \det \frac{\partial F}{\partial u} \right|"
            r" \log \frac{p_X(F(u))}{P_{F(U)}(F(u))} du",
            "proved",
        ),
    ],
)
def test_flows(text: str, expected: str) -> None:
    assert verdict(text, FLOW) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"D^* = \arg\max_D V(D)", "proved"),
        (r"D^* = \arg\min_D V(D)", "refuted"),
        (r"D^* = \frac{f_1}{f_0 + f_1}", "proved"),
        (r"D^* = \frac{f_0}{f_0 + f_1}", "refuted"),
        (r"f_1(x) = f_0(x) D^*(x) / (1 - D^*(x))", "proved"),
        (r"\frac{\partial}{\partial D} [f_1 \log D + f_0 \log(1 - D)] = \frac{f_1}{D} - \frac{f_0}{1 - D}", "proved"),
        (r"\frac{\partial}{\partial D} [f_1 \log D + f_0 \log(1 - D)] = \frac{f_1}{D} + \frac{f_0}{1 - D}", "refuted"),
        (r"\frac{\partial}{\partial D(x)} V(D) = 0", "refuted"),
        (r"V(D) \le V(D^*)", "proved"),
        (r"V(D^*) = \max_D V(D)", "proved"),
        (r"JSD(p_0, p_1) = \frac12 (\max_D V(D) + \log 4)", "proved"),
        (
            r"JSD(p_0, p_1) = \log 2"
            r" + \frac12 \sup_D \left( \mathbb{E}_{p_1}[\log D] + \mathbb{E}_{p_0}[\log(1 - D)] \right)",
            "proved",
        ),
        (r"JSD(p_0, p_1) = \frac12 \max_D V(D) + 2 \log 2", "refuted"),
        (r"JSD(p_0, p_1) = \frac12 (\arg\max_D V(D) + \log 4)", "ill typed"),
        (r"JSD(p_0, p_1) = \frac12 KL(p_0 \| \frac{p_0 + p_1}{2}) + \frac12 KL(p_1 \| \frac{p_0 + p_1}{2})", "proved"),
        (r"JSD(p_0, p_1) = \frac12 KL(\frac{p_0 + p_1}{2} \| p_0) + \frac12 KL(\frac{p_0 + p_1}{2} \| p_1)", "refuted"),
        (r"\int_x p_1(x) \log D(x) dx = \mathbb{E}_{x \sim p_1} \log D(x)", "proved"),
        (r"\int_{x \sim p_1} p_1(x) \log D(x) dx = \mathbb{E}_{x \sim p_1} \log D(x)", "ill typed"),
        (r"\mathbb{E}_{p_2}[\log D(x)] = 0", "unread"),
        (r"f_1 (1 - D^*) = f_0 D^*(x)", "proved"),
        (r"f_1 (1 - D^*) = f_1 D^*(x)", "refuted"),
    ],
)
def test_discriminators(text: str, expected: str) -> None:
    assert verdict(text, CRITIC) == expected


def test_another_name_of_an_inverse_and_primes_of_own_functions() -> None:
    scope = define(formula_row("T = F^{-1}"), FLOW, stated=True)
    assert scope is not None
    assert verdict(r"\log P_{F(U)}(x) = \log p_U(T(x)) + \log |\det DT(x)|", scope) == "proved"
    own = define(formula_row(r"h(t) = f_1(x) \log t + f_0(x) \log(1 - t)"), CRITIC, stated=True)
    assert own is not None
    assert verdict(r"h'(t) = \frac{f_1(x)}{t} - \frac{f_0(x)}{1 - t}", own) == "proved"
    assert verdict(r"h''(t) = \frac{f_1(x)}{t^2} - \frac{f_0(x)}{(1 - t)^2}", own) == "refuted"


FAMILY = Scope.of(
    {
        "scope": "any densities",
        "grants": FINITE,
        "names": {
            "x": "point",
            "x_i": "points n of x",
            "z": "point",
            r"p_\theta": r"density of x, z; depends on \theta; not over z",
            r"\theta": "parameter",
            "q": "density of z",
            "r": "density of z",
        },
        "definitions": [r"L(q) = \mathbb{E}_{z \sim q}[\log p_\theta(x|z)] - KL(q \| p_\theta(z))"],
    }
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"L_i(q) = \log p_\theta(x_i) - KL(q \| p_\theta(z|x_i))", "proved"),
        (r"L_i(q) = \log p_\theta(x_i) - KL(r \| p_\theta(z|x_i))", "refuted"),
        (r"L_i(q) = \log p_\theta(x_j) - KL(q \| p_\theta(z|x_j))", "refuted"),
        (r"L_j(r) = \log p_\theta(x_j) - g_j(r)", "proved"),
        (r"L_j(r) = \log p_\theta(x_j) - g_i(r)", "refuted"),
        (r"L_2(q) = \log p_\theta(x_2) - g_2(q)", "proved"),
        (r"L(q) = \log p_\theta(x) - KL(q \| p_\theta(z|x))", "proved"),
        (r"L_i(q) = L(q)", "refuted"),
        (r"L_{i, j}(q) = L_i(q)", "unread"),
        (r"L_i = \log p_\theta(x_i)", "unread"),
        (r"g(q) = KL(q \| p_\theta(z|x))", "unread"),
        (r"g_k^*(q) = g_k(q)", "unread"),
    ],
)
def test_own_functionals_with_an_index(text: str, expected: str) -> None:
    scope = FAMILY
    for row in (
        r"L_i(q) = \mathbb{E}_{z \sim q}[\log p_\theta(x_i|z)] - KL(q \| p_\theta(z))",
        r"g_i(q) = KL(q \| p_\theta(z|x_i))",
    ):
        scope = define(formula_row(row), scope) or scope
    assert verdict(text, scope) == expected
