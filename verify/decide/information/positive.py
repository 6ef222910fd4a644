"""Products of what is known not to be negative: a hypothesis h ≥ 0 times log n, or times log n less a bound of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from verify.decide.information.forms import Form, Key, times
from verify.decide.information.gaps import Gap, below_log
from verify.decide.information.setting import Setting
from verify.terms.nodes import Num


def with_logarithms(given: Iterable[Gap], forms: Iterable[Form], setting: Setting) -> Iterator[Gap]:
    """Yield h · log n ≥ 0 and h · (log n - low) ≥ 0 for hypotheses h ≥ 0 and the primes n whose logarithms occur."""
    primes = {atom for form in forms for key in form for atom, _ in key.logs if isinstance(atom, Num)}
    for gap in given:
        if any(key.binders or key.logs for key in gap.form):
            continue
        for prime in sorted(primes, key=lambda p: p.value):
            low = below_log(int(prime.value))
            for text, bound in (("log {} · {}", Fraction(0)), ("(log {} - " + str(low) + ") · {}", low)):
                factor = {Key(logs=((prime, 1),)): Fraction(1), **({Key(): -bound} if bound else {})}
                form = times(gap.form, factor, setting.names)
                yield Gap(text.format(prime.value, gap.name), form, gap.strict, hypothesis=gap.hypothesis)
