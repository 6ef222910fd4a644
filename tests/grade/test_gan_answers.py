r"""Answers about adversarial networks: first errors are found where they enter, and right rows stand."""

import pytest

from tests.grade.answers import verdicts

SHEET = "cmu10708-2019-hw3"
OPTIMUM = r"$$D^*(x) = \frac{p_d(x)}{p_d(x) + p_g(x)}$$"


@pytest.mark.parametrize(
    ("question", "lines", "expected"),
    [
        ("2.1a", [r"$$\frac{p_d(x)}{D(x)} - \frac{p_g(x)}{1 - D(x)} = 0$$"], ["proved"]),
        ("2.1a", [r"$$\frac{p_d(x)}{D(x)} + \frac{p_g(x)}{1 - D(x)} = 0$$"], ["refuted"]),
        ("2.1a", [r"$$\frac{2 p_d(x)}{D(x)} - \frac{p_g(x)}{1 - D(x)} = 0$$"], ["refuted"]),
        (
            "2.1a",
            [r"The map $y \mapsto a \log y$ is concave.", OPTIMUM.replace("{p_d(x)}", "{p_g(x)}", 1)],
            ["refuted"],
        ),
        ("2.1b", [r"$$C(G) = -\log 4 + KL(m \| p_d) + KL(m \| p_g)$$"], ["refuted"]),
        ("2.1c", [r"$$\min_G C(G) = -\log 4$$"], ["proved"]),
        ("2.1c", [r"$$\min_G C(G) = -\log 2$$"], ["refuted"]),
        ("2.1c", [r"$$\min_G \max_D V(D, G) = -\log 4$$"], ["proved"]),
        ("2.1d", [r"$$\frac{d}{da} \log \sigma(a) = \sigma(a)$$"], ["refuted"]),
        ("2.1a", [r"$$\frac{d}{da} \log \sigma(a) = \sigma(a)$$"], ["refuted"]),
        ("2.1a", [r"$$\frac{d}{da} \log(1 - \sigma(a)) = -\sigma(a)$$"], ["proved"]),
        ("2.2a", [r"$$JSD(P, Q) = \infty$$"], ["refuted"]),
        ("2.2a", [r"$$KL(P \| Q) = \log 2$$"], ["refuted"]),
        (
            "2.2a",
            [r"$$JSD(P, Q) = \begin{cases} \log 2 & \theta \ne 0 \\ 0 & \text{otherwise} \end{cases}$$"],
            ["proved"],
        ),
        (
            "2.2a",
            [r"$$JSD(P, Q) = \begin{cases} 2 \log 2 & \theta \ne 0 \\ 0 & \theta = 0 \end{cases}$$"],
            ["refuted"],
        ),
        (
            "2.2a",
            [r"$$KL(P \| Q) = \begin{cases} \infty & \text{if } \theta > 0 \\ 0 & \text{if } \theta = 0 \end{cases}$$"],
            ["proved"],
        ),
        ("2.2b", [r"The uniform laws $P$ on $[0, 1]$ and $Q$ on $[t, 1 + t]$.", r"$$W(P, Q) = |t|$$"], ["proved"]),
        ("2.3a", [r"$$\min_{G, Q} C(G, Q) = -\log 4$$"], ["proved"]),
        ("2.3a", [r"$$\min_{G, Q} C(G, Q) = -\log 2$$"], ["refuted"]),
    ],
)
def test_answers(question, lines, expected):
    assert verdicts(question, *lines, sheet=SHEET) == expected
