"""Normal variables of the student's own: means that write no law are over them where they speak of them."""

import pytest

from tests.grade.answers import Everything, verdicts

PASSED = {"proved", "confirmed"}
U = r"Let $u \sim N(m, s^2)$ with real $m$ and $s > 0$. Then"

#: lines of which the last is right
RIGHT = [
    (U, r"$$\mathbb{E}[u^2] = m^2 + s^2$$"),
    (U, r"$$\mathbb{E}[\log N(u; m, s^2)] = -\frac12\log(2\pi s^2) - \frac12$$"),
    (U, r"$$\mathrm{Var}(u) = s^2$$"),
    (U, r"$$D_{KL}[N(m, s^2) \| N(0,1)] = \frac12(m^2 + s^2 - 1 - \log s^2)$$"),
    (r"For a real number $c$ and $s > 0$ let $u \sim N(c, s^2)$. Then", r"$$\mathbb{E}[(u-c)^2] = s^2$$"),
    (r"Soit $u \sim N(c, s^2)$ avec $c \in \mathbb{R}$ et $s > 0$. Alors", r"$$\mathbb{E}[u^2] = c^2 + s^2$$"),
    (r"Let $u \sim N(0, 1)$. Then", r"$$\mathbb{E}[u^4] = 3$$"),
    (r"Let $h(t) = m t$ with real $m$. Then", r"$$h'(t) = m$$"),
]


@pytest.mark.parametrize("lines", RIGHT)
def test_a_mean_over_a_variable_of_ones_own_passes(lines):
    assert verdicts("1d", *lines, sheet="ece544-2023-ps5")[-1] in PASSED


#: lines of which the last is false
FALSE = [
    (U, r"$$\mathbb{E}[u^2] = m^2 - s^2$$"),
    (U, r"$$\mathbb{E}[u^2] = \mathbb{E}[u]^2$$"),
    (U, r"$$D_{KL}[N(m, s^2) \| N(0,1)] = \frac12(m^2 + s^2 + 1 - \log s^2)$$"),
]


@pytest.mark.parametrize("lines", FALSE)
def test_a_false_mean_over_it_is_refuted(lines):
    assert verdicts("1d", *lines, sheet="ece544-2023-ps5", known=Everything())[-1] == "refuted"


#: lines of which the last is about another law, about a variance that may be none, or about more than the variable
OPEN = [
    (r"Let $u \sim N(m, s)$ with real $m$ and $s > 0$. Then", r"$$\mathbb{E}[(u-m)^2] = s^2$$"),
    (r"Let $u \sim N(0, 2)$. Then", r"$$\mathbb{E}[u^2] = 4$$"),
    (r"Let $u \sim N(0, 1)$. Now let $u \sim U(0, 1)$. Then", r"$$\mathbb{E}[u^2] = 1$$"),
    (r"Let $u \sim N(0, 1)$. Now let $u$ be uniform. Then", r"$$\mathbb{E}[u^2] = 1$$"),
    (r"Let $u \sim N(0, 1)$. Then", r"$$\mathbb{E}[u z] = 0$$"),
    (r"Let $u \sim N(0, 1)$ and $v \sim N(0, 1)$. Then", r"$$\mathbb{E}[u v] = 0$$"),
]


@pytest.mark.parametrize("lines", OPEN)
def test_nothing_is_said_of_means_over_what_is_not_written(lines):
    found = verdicts("1d", *lines, sheet="ece544-2023-ps5", known=Everything())[-1]
    assert found in {"unread", "undecided"}
