r"""Rows about suprema: over which set, and biconjugates f^{**}. What is read is proved, refuted or undecided."""

import pytest

from tests.latex.test_probability_rows import verdict
from verify.latex.scope import Scope

CONJUGATES = Scope.of(
    {
        "scope": "u > 0, any t",
        "names": {"u": "number > 0", "t": "number"},
        "definitions": [r"f(u) = u \log u", "f^*(t) = e^{t-1}", r"f^{**}(u) = u \log u"],
    }
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"f^*(t) = \sup_{u > 0} \{ut - f(u)\}", "undecided"),
        (r"f^*(t) = \max_{u \ge 0} (ut - u \log u)", "undecided"),
        (r"f^*(t) = \sup_{u \in (0, \infty)} \{ut - f(u)\}", "undecided"),
        (r"f^*(t) = \sup_{0 < u < \infty} \{ut - f(u)\}", "undecided"),
        (r"f^*(t) = \sup_{u \in \mathbb{R}_{>0}} \{ut - f(u)\}", "undecided"),
        (r"f^*(t) = \sup_{u \in \mathbb{R}^+_*} \{ut - f(u)\}", "undecided"),
        (r"f^*(t) = \sup_{u \in \text{dom} f} \{ut - f(u)\}", "undecided"),
        (r"f^*(t) = \sup_{u \in \operatorname{dom}(f)} \{ut - u\}", "refuted"),
        (r"f^*(t) = \sup_{u > 1} \{ut - f(u)\}", "unread"),
        (r"f^*(t) = \sup_{u < 0} \{ut - f(u)\}", "unread"),
        (r"f^*(t) = \sup_{u \in \mathbb{R}} \{ut - f(u)\}", "unread"),
        (r"f^*(t) = \sup_{u \in (0, 1)} \{ut - f(u)\}", "unread"),
        (r"f^{**}(u) = \sup_{t \in \mathbb{R}} (ut - f^*(t))", "undecided"),
        (r"(f^*)^*(u) = u (1 + \log u) - u", "proved"),
        (r"f^{**}(u) = u \log u - u", "refuted"),
        (r"f^{***}(u) = u", "unread"),
        (r"(f^*)^2 = e^{2t - 2}", "proved"),
    ],
)
def test_conjugates(text: str, expected: str) -> None:
    assert verdict(text, CONJUGATES) == expected
