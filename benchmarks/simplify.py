"""Our proofs against SymPy's `simplify`, on the scalar statements of the library that `simplify` decides.

Both sides prove lhs - rhs = 0, interleaved in one run; the bar is a median of 5 times faster. Statements
that `simplify` does not bring to 0 within ten seconds are counted, not timed.

Run: python benchmarks/simplify.py
"""

import signal
import statistics
import time
from types import FrameType

import sympy
from sympy import Rational, exp, log, symbols

from verify.decide import decide
from verify.notation import POSITIVE, UNIT
from verify.notation.elaborate import elaborate_context, elaborate_statement
from verify.notation.surface import Context, Statement, declare

p, t, a, b = symbols("p t a b", positive=True)
u, v, w, c = symbols("u v w c", real=True)
CONTEXT = Context(
    declare(p, UNIT),
    declare(t, UNIT),
    declare(a, POSITIVE),
    declare(b, POSITIVE),
    declare(u),
    declare(v),
    declare(w),
    declare(c),
)


def sigma(x: sympy.Expr) -> sympy.Expr:
    """Return the logistic function."""
    return 1 / (1 + exp(-x))


s = u * v + w
IDENTITIES = {
    "stationarity of the discriminator": (a / (a / (a + b)) - b / (1 - a / (a + b)), sympy.Integer(0)),
    "density ratio": (b * (a / (a + b)) / (1 - a / (a + b)), a),
    "penalty plus one": (1 + (1 - p) / p, 1 / p),
    "1 - sigma(t) = sigma(-t)": (1 - sigma(u), sigma(-u)),
    "log sigma(t) - log sigma(-t) = t": (log(sigma(u)) - log(sigma(-u)), u),
    "velocity of psi0": (-v * (1 - sigma(-s)), -v * sigma(s)),
    "velocity of psi1": ((1 - sigma(w)) - (1 - sigma(-s)), sigma(-w) - sigma(s)),
    "sigma' = sigma (1 - sigma)": (exp(-u) / (1 + exp(-u)) ** 2, sigma(u) * (1 - sigma(u))),
    "energy": (2 * u * (-v * sigma(s)) + 2 * v * (u * sigma(s)), sympy.Integer(0)),
    "second derivative of the integrand": (
        -a / t**2 - b / (1 - t) ** 2,
        -(a * (1 - t) ** 2 + b * t**2) / (t * (1 - t)) ** 2,
    ),
    "log of a product": (log(a * b**2) - log(a), 2 * log(b)),
    "log(1 + e^u) = u + log(1 + e^-u)": (log(1 + exp(u)), u + log(1 + exp(-u))),
    "modulus of alternating steps": (
        (1 - c**2 * u**2 / 2) ** 2 + c**2 * u**2 * (1 - c**2 * u**2 / 4),
        sympy.Integer(1),
    ),
    "characteristic polynomial": (
        (u + Rational(1, 2)) * (u**2 + a * u + Rational(1, 4)),
        u**3 + (a + Rational(1, 2)) * u**2 + (a / 2 + Rational(1, 4)) * u + Rational(1, 8),
    ),
}


class OutOfTimeError(Exception):
    """`simplify` took longer than ten seconds."""


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise OutOfTimeError


def main() -> None:
    """Print one line an identity, and the median ratio."""
    signal.signal(signal.SIGALRM, _stop)
    context, scope = elaborate_context(CONTEXT, "benchmark")
    ratios, missed = [], 0
    for name, (left, right) in IDENTITIES.items():
        with sympy.evaluate(False):
            statement = elaborate_statement(Statement(left, "=", right), scope)
        ours, theirs, solved = [], [], True
        for _ in range(5):
            started = time.perf_counter()
            answer = decide(statement, context)
            ours.append(time.perf_counter() - started)
            sympy.core.cache.clear_cache()
            signal.alarm(10)
            started = time.perf_counter()
            try:
                solved = sympy.simplify(left - right) == 0
            except OutOfTimeError:
                solved = False
            signal.alarm(0)
            theirs.append(time.perf_counter() - started)
        found = statistics.median(b / a for a, b in zip(ours, theirs, strict=True))
        if solved:
            ratios.append(found)
        else:
            missed += 1
        shown = f"{type(answer).__name__:<10} {statistics.median(ours) * 1e3:8.2f} ms"
        other = f"simplify {'0' if solved else '?'} {statistics.median(theirs) * 1e3:9.2f} ms"
        print(f"{name:<40} {shown}  {other}  {found:7.1f} x")
    print(
        f"median where simplify decides: {statistics.median(ratios):.1f} x faster (bar 5 x); simplify missed {missed}"
    )


if __name__ == "__main__":
    main()
