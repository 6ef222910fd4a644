r"""Rows about noise that is mapped, z = g(z_0): densities of one letter, inverses, Jacobians, entrywise division."""

import pytest

from tests.latex.test_probability_rows import verdict
from verify.latex.scope import Scope
from verify.model import VerifyError


def scope_of(names: dict[str, str], mapped: str, volume: str) -> Scope:
    return Scope.of(
        {
            "scope": "any K",
            "names": {"z_0": "vector K with entries Gaussian(0, 1)", r"\mu": "vector K", r"\phi": "parameter", **names},
            "definitions": [f"g(z_0) = {mapped}", f"z = {mapped}"],
            "places": [
                r"q(z_0) = \mathcal{N}(z_0; 0, I)",
                rf"q(g(z_0)) = \mathcal{{N}}(z_0; 0, I) |{volume}|^{{-1}}",
            ],
            "aliases": {"q_Z": "q"},
        }
    )


SCALED = scope_of({r"\sigma": "vector K > 0"}, r"\mu + \sigma \odot z_0", r"\det \operatorname{diag}(\sigma)")
MIXED = scope_of({"S": "matrix K K, invertible"}, r"\mu + S z_0", r"\det S")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"q(g(z_0)) = q(z_0) \left|\det \frac{\partial g(z_0)}{\partial z_0}\right|^{-1}", "proved"),
        (r"q(z) = q(z_0) \left|\det \frac{\partial g(z_0)}{\partial z_0}\right|", "refuted"),
        (r"q(z; \phi) = \mathcal{N}(z; \mu, \operatorname{diag}(\sigma^2))", "proved"),
        (r"q(z) = \mathcal{N}(\mu, \operatorname{diag}(\sigma^2))", "proved"),
        (r"q(z) = \mathcal{N}(\mu, \operatorname{diag}(\sigma))", "refuted"),
        (r"q(z_0) = \mathcal{N}(0, I_K)", "proved"),
        (r"q_Z(z) = q((z - \mu) / \sigma) \prod_k \frac{1}{\sigma_k}", "proved"),
        (r"q(z) = q(g^{-1}(z)) |\det J_{g^{-1}}(z)|", "proved"),
        (r"q(z) = q(g^{-1}(z)) |\det J_g|", "refuted"),
        (r"q(z) = \prod_k \frac{1}{\sqrt{2\pi}} e^{-z_{0,k}^2 / 2} \prod_k \frac{1}{\sigma_k}", "proved"),
        (r"q(z) = \prod_k \mathcal{N}(z_{0,k}; 0, 1) \cdot \prod_k \sigma_k", "refuted"),
        (r"z_0 = \frac{z - \mu}{\sigma}", "proved"),
        (r"z_0 = (z - \mu) \oslash \sigma^2", "refuted"),
        (r"z_0 = \sigma^{-1} \odot (z - \mu)", "proved"),
        (r"z_0^2 = \frac{(z - \mu)^2}{\sigma^2}", "proved"),
        (r"\operatorname{diag}(\sigma^2)^{-1} = \operatorname{diag}(1/\sigma^2)", "proved"),
        (r"\operatorname{diag}(\sigma^2)^{-1} = \operatorname{diag}(\sigma^{-1})", "refuted"),
        (r"J_g(z_0) = \operatorname{diag}(\sigma)", "proved"),
        (r"J_g = \operatorname{diag}(\sigma_1, \dots, \sigma_K)", "proved"),
        (r"J_g = \operatorname{diag}(\sigma_1^2, \sigma_2^2, \dots, \sigma_K^2)", "refuted"),
        (r"J_g = \begin{pmatrix} \sigma_1 & & 0 \\ & \ddots & \\ 0 & & \sigma_K \end{pmatrix}", "proved"),
        (r"J_g = \begin{pmatrix} 1/\sigma_1 & & \\ & \ddots & \\ & & 1/\sigma_K \end{pmatrix}", "refuted"),
        (r"J_g = \begin{pmatrix} \sigma_1 & 1 & \\ & \ddots & \\ & & \sigma_K \end{pmatrix}", "unread"),
        (r"\det J_g = \sigma_1 \sigma_2 \cdots \sigma_K", "proved"),
        (r"\det J_g = \sigma_1 + \dots + \sigma_K", "refuted"),
        (r"\det J_g = \sigma_1 \sigma_3 \cdots \sigma_K", "unread"),
        (r"\det J_g = \sigma_1 \mu_2 \cdots \sigma_K", "unread"),
        (r"z_0^\top z_0 = z_{0,1}^2 + \dots + z_{0,K}^2", "proved"),
        (r"q(\mu) = 1", "unread"),
        (r"q = \mathcal{N}(\mu, I)", "unread"),
        (r"q(z | \mu) = \mathcal{N}(z; \mu, I)", "unread"),
        (r"z_0 = (z - \mu) / z_0^\top", "ill typed"),
    ],
)
def test_scaled_noise(text: str, expected: str) -> None:
    assert verdict(text, SCALED) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"q(z) = q(S^{-1}(z - \mu)) |\det S|^{-1}", "proved"),
        (r"q(z) = q(S^{-1}(z - \mu)) |\det S|", "refuted"),
        (r"q(z) = q(z_0) \det(S)^{-1}", "refuted"),
        (r"q(z) = q(z_0) |S|^{-1}", "undecided"),
        (r"|S S^\top| = |S|^2", "proved"),
        (r"q(g(z_0)) = \mathcal{N}(\mu, S^\top S)", "refuted"),
        (r"g^{-1}(z) = S^{-1}(z - \mu)", "proved"),
        (r"g^{-1}(z) = S(z - \mu)", "refuted"),
        (r"\frac{\partial z_0}{\partial z} = S^{-1}", "proved"),
        (r"q(z) = q(z_0) \left|\det \frac{\partial g^{-1}(z)}{\partial z}\right|", "proved"),
        (r"\frac{\partial g^{-1}(z)}{\partial z} = S", "refuted"),
    ],
)
def test_mixed_noise(text: str, expected: str) -> None:
    assert verdict(text, MIXED) == expected


def test_places_are_equations_of_a_name_at_one_argument() -> None:
    with pytest.raises(VerifyError, match="at one argument"):
        Scope.of({"names": {"z": "vector K"}, "places": [r"q = \mathcal{N}(z; 0, I)"]})
