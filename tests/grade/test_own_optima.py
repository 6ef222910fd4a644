r"""Where a function of the student's own is best: t^* is what makes its slope 0, and nothing else."""

import pytest

from tests.grade.answers import Everything, verdicts

H = r"For $a > 0$ let $h(t) = at - \log t$. Then"

#: (lines, verdicts)
ROWS = [
    ((H, r"so $t^* = 1/a$ and", r"$$h(t^*) = 1 + \log a$$"), ["proved"]),
    ((H, r"so $t^\ast = \frac{1}{a}$ and", r"$$h''(t^\ast) = a^2$$"), ["proved"]),
    ((H, r"so $t^* = 1/a$ and", r"$$h(t^*) = 1 - \log a$$"), ["refuted"]),
    ((H, r"It is best at", r"$$t^* = \frac{1}{a}$$", "with", r"$$h(t^*) = 1 + \log a$$"), ["undecided", "proved"]),
    # what does not make the slope 0 is no value of it
    ((H, r"so $t^* = 2/a$ and", r"$$h(t^*) = 2 - \log 2 + \log a$$"), ["unread"]),
    ((r"For $a > 0$ we have", r"$$t^* = \frac{1}{a}$$"), ["undecided"]),
]


@pytest.mark.parametrize(("lines", "expected"), ROWS)
def test_a_star_names_where_a_function_of_ones_own_is_best(lines, expected):
    assert verdicts("4.1", *lines, known=Everything()) == expected
