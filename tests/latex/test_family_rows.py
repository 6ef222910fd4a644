r"""Rows about draws of a whole family, letters that stand for two laws, and slopes in opaque parameters."""

import pytest

from tests.latex.test_probability_rows import verdict
from verify.latex.scope import Scope

WEIGHTS = Scope.of(
    {
        "scope": "any densities, any K",
        "names": {"x": "point", "h": "point", "h_j": "points K of h", "p": "density of x, h", "q": "density of h"},
        "drawn": [r"h \sim q", r"h_1, \dots, h_K \sim q"],
        "definitions": [r"W = \frac{1}{K} \sum_{j=1}^K \frac{p(x, h_j)}{q(h_j)}"],
        "grants": {"integrals are finite": "the sheet writes them"},
    }
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"\mathbb{E}_{h_j}[\frac{p(x, h_j)}{q(h_j)}] = p(x)", "proved"),
        (r"\mathbb{E}_{q(h_j)}[\frac{p(x, h_j)}{q(h_j)}] = p(x)", "proved"),
        (r"\mathbb{E}_{h_{1:K}}[W] = p(x)", "proved"),
        (r"\mathbb{E}_{h_1, \dots, h_K}[W] = p(x)", "proved"),
        (r"\mathbb{E}_{q(h_1) \cdots q(h_K)}[W] = p(x)", "proved"),
        (r"\mathbb{E}_{q(h_1) q(h_2) \cdots q(h_K)}[W] = K p(x)", "refuted"),
        (r"\mathbb{E}_{\prod_j q(h_j)}[W] = p(x)", "proved"),
        (r"\mathbb{E}_{h_1 \sim q}[\frac{p(x, h_1)}{q(h_1)}] = p(x)", "proved"),
        (r"\mathbb{E}_{h_1}[\frac{p(x, h_2)}{q(h_2)}] = p(x)", "unread"),
        (r"\mathbb{E}_{h_1}[W] = p(x)", "unread"),
        (r"\mathbb{E}_{q(h_1) \cdots p(h_K)}[W] = p(x)", "unread"),
        (r"\mathbb{E}_{x}[W] = p(x)", "unread"),
        (r"\mathbb{E}[W] = \frac1K \sum_j \mathbb{E}[\frac{p(x, h_j)}{q(h_j)}]", "proved"),
        (r"\mathbb{E}[W] = \frac1K \sum_j p(x)", "proved"),
        (r"\mathbb{E}[W] = \sum_j p(x)", "refuted"),
    ],
)
def test_families(text: str, expected: str) -> None:
    assert verdict(text, WEIGHTS) == expected


TWO = Scope.of(
    {
        "scope": "any densities",
        "names": {
            "x": "point",
            "z": "point",
            "p": "density of x, z",
            r"q_\phi": "density of z given x",
            r"q_Q": "density of z; family Q",
        },
        "aliases": {"q": r"q_\phi or q_Q"},
        "definitions": [r"L(q_Q) = \mathbb{E}_{z \sim q_Q}[\log p(x|z)] - D_{KL}(q_Q \| p(z))"],
        "grants": {"integrals are finite": "the sheet writes them"},
    }
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"L(q) = \log p(x) - D_{KL}(q(z) \| p(z|x))", "proved"),
        (r"L(q) = \log p(x) - D_{KL}(q(z|x) \| p(z|x))", "proved"),
        (r"L(q) = \log p(x) + D_{KL}(q(z) \| p(z|x))", "refuted"),
        (r"L(q) = \log p(x) - D_{KL}(q \| p(z|x))", "proved"),
        (r"D_{KL}(q(z|x) \| q(z)) \ge 0", "unread"),
    ],
)
def test_a_letter_for_two_laws(text: str, expected: str) -> None:
    assert verdict(text, TWO) == expected


SLOPES = Scope.of(
    {
        "scope": "any densities",
        "names": {
            "x": "point",
            "z": "point",
            r"\theta": "parameter",
            r"\phi": "parameter",
            r"p_\theta": r"density of x, z; depends on \theta; not over z",
            r"q_\phi": r"density of z given x; depends on \phi",
        },
        "aliases": {"q": r"q_\phi"},
        "grants": {"integrals are finite": "the sheet writes them"},
    }
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            r"\nabla_\theta \mathbb{E}_q[\log p_\theta(x|z)] = \nabla_\theta \log p_\theta(x)"
            r" - \nabla_\theta KL(q(z|x), p_\theta(z|x))",
            "proved",
        ),
        (
            r"\nabla_\theta \mathbb{E}_q[\log p_\theta(x|z)] = \nabla_\theta (\log p_\theta(x)"
            r" + KL(q(z|x), p_\theta(z|x)))",
            "refuted",
        ),
        (r"\nabla_\theta \mathbb{E}_q[\log p_\theta(x|z)] = \mathbb{E}_q[\nabla_\theta \log p_\theta(x, z)]", "proved"),
        (
            r"\nabla_\theta \mathbb{E}_q[\log p_\theta(x|z)] = 2 \nabla_\theta \mathbb{E}_q[\log p_\theta(x, z)]",
            "refuted",
        ),
        (r"\nabla_\theta KL(q(z|x) \| p_\theta(z)) = 0", "proved"),
        (r"\nabla_\theta KL(q(z|x) \| p_\theta(z|x)) = 0", "refuted"),
        (
            r"\nabla_\theta \mathbb{E}_{p_\theta(z|x)}[\log p_\theta(x|z)]"
            r" = \mathbb{E}_{p_\theta(z|x)}[\nabla_\theta \log p_\theta(x|z)]",
            "undecided",
        ),
        (
            r"\nabla_\phi \mathbb{E}_{q_\phi(z|x)}[\log p_\theta(x|z)]"
            r" = \mathbb{E}_{q_\phi(z|x)}[\nabla_\phi \log p_\theta(x|z)]",
            "undecided",
        ),
    ],
)
def test_slopes_in_parameters(text: str, expected: str) -> None:
    assert verdict(text, SLOPES) == expected
