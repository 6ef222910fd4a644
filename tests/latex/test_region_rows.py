r"""Rows about densities that vanish: supports, integrals over them, what holds where a density is positive."""

import pytest

from tests.latex.test_probability_rows import verdict
from verify.latex.defining import define
from verify.latex.rows import formula_row
from verify.latex.scope import Scope
from verify.model import VerifyError

APART = Scope.of(
    {
        "scope": "any densities with disjoint supports",
        "names": {
            "x": "point",
            "S_p": "region of x",
            "S_q": "region of x, disjoint from S_p",
            "p": "density of x; positive on S_p",
            "q": "density of x; positive on S_q",
        },
        "pointwise": ["p", "q", "r"],
        "definitions": [r"r(x) = \frac{p(x) + q(x)}{2}"],
        "grants": {"integrals are finite": "the sheet writes them"},
    }
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"D_{JS}(p \| q) = \log 2", "proved"),
        (r"\mathrm{JSD}(p, q) = \frac12 \log 2", "refuted"),
        (r"D_{KL}(p \| q) = \infty", "proved"),
        (r"D_{KL}(p \| r) = \int_{p > 0} p(x) \log \frac{p(x)}{p(x)/2} dx", "proved"),
        (r"D_{KL}(p \| r) = \int_{\operatorname{supp}(p)} p \log \frac{p}{r} dx", "proved"),
        (r"D_{KL}(p \| r) = \int_{x \in S_p} p(x) \log 2 \, dx", "proved"),
        (r"D_{KL}(p \| r) = \int_{\{x : p(x) > 0\}} p(x) \log 4 \, dx", "refuted"),
        (r"D_{KL}(p \| r) = \int_{q > 0} p(x) \log 2 \, dx", "unread"),
        (r"D_{KL}(p \| r) = \int_{p > 0} \log 2 \, dx", "unread"),
        (r"D_{KL}(p \| r) = \int_{p > 1} p(x) \log 2 \, dx", "unread"),
        (r"\int p(x) q(x) dx = 0", "proved"),
        (r"D_{KL}(p \| r) = \int_{p > 0} p \log \frac{p}{r}", "proved"),
        (r"D_{KL}(p \| r) = \int_{q > 0} p \log \frac{p}{r}", "unread"),
        (r"S_p = 1", "unread"),
    ],
)
def test_disjoint_supports(text: str, expected: str) -> None:
    assert verdict(text, APART) == expected


@pytest.mark.parametrize("text", [r"A = \{x : p(x) > 0\}", r"A := \operatorname{supp}(p)", r"A = \text{supp}\, p"])
def test_a_support_may_get_a_name(text: str) -> None:
    scope = define(formula_row(text), APART)
    assert scope is not None
    assert verdict(r"D_{KL}(p \| r) = \int_A p \log 2 \, dx", scope) == "proved"
    assert verdict(r"D_{KL}(q \| r) = \int_A q \log 2 \, dx", scope) == "unread"


def test_regions_are_declared() -> None:
    with pytest.raises(VerifyError, match="region of x"):
        Scope.of({"names": {"x": "point", "A": "region"}})
    with pytest.raises(VerifyError, match="is no clause"):
        Scope.of({"names": {"x": "point", "f": "function of x; positive on A"}})
