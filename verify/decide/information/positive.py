"""Products of what is known not to be negative: a hypothesis h ≥ 0 times log n, or log n less a bound, or an integral.

Main definitions
----------------
* `with_logarithms`: h · log n ≥ 0 and h · (log n - low) ≥ 0.
* `with_integrals`: h · w ≥ 0 for the positive weights w, such as ∫ of something positive, that occur.
"""

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


def with_integrals(given: Iterable[Gap], forms: Iterable[Form], setting: Setting) -> Iterator[Gap]:
    """Yield h · w ≥ 0 for hypotheses h ≥ 0 and the positive weights w that occur without logarithms.

    Of what is integrated h must not speak: both h and w are numbers. (Where q has the mass m ≤ 1 on a region,
    ∫ w - m ∫ w is such a product.)
    """
    weights = dict.fromkeys(key.weight for form in forms for key in form if not (key.logs or key.binders))
    for gap in given:
        if any(key.binders or key.logs for key in gap.form):
            continue
        for weight in weights:
            if weight and all(setting.is_positive(atom) for atom, _ in weight):
                form = times(gap.form, {Key(weight=weight): Fraction(1)}, setting.names)
                yield Gap(f"{gap.name}, times something positive", form, gap.strict, hypothesis=gap.hypothesis)
