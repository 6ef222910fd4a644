"""An anytime-valid sequential test of a mean, from a certified bound of the variance.

For independent chunk means Y_j of m draws each with E Y = θ and Var Y ≤ v/m, and Catoni's
φ(x) = sgn(x) log(1 + |x| + x²/2), which is at most log(1 + x + x²/2),

    M±(λ, θ) = exp Σ_j [φ(±λ(Y_j - θ)) - λ² v/(2m)]

are supermartingales started at 1 whenever E Y ≤ θ (for +) or ≥ θ (for -), so by Ville's inequality a
mixture over λ ever reaches 1/α with chance at most α. Source: Wang and Ramdas, "Catoni-style confidence
sequences for heavy-tailed mean estimation", arXiv 2202.01250. It needs a finite variance and nothing
else, and may be looked at after every chunk.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import torch

from verify.model import Verdict

#: the mixture's λ, in units of the best λ for a shift of one margin (larger ones catch larger errors sooner)
SCALES = (1.0, 8.0, 64.0, 512.0)
#: draws in a chunk, whatever the tile, the device or the number of workers
CHUNK = 256
#: the four nulls: mean ≤ 0 ("above" is evidence against it), mean ≥ 0, mean ≤ -margin, mean ≥ margin
_NULLS = ("above", "below", "low", "high")


def influence(x: torch.Tensor) -> torch.Tensor:
    """Return Catoni's influence function φ(x)."""
    size = x.abs()
    return torch.sign(x) * torch.log1p(size + 0.5 * size * size)


@dataclass
class MeanTest:
    """Is E X = 0 (X measured from the expected value)? Fed with chunk means, in counter order.

    Attributes:
        variance: certified bound of Var X (> 0).
        margin: absolute margin of the confirmation (> 0).
        alpha: bound of the chance that a true claim is refuted, and that one off by more than the margin is confirmed.
        slack: bound of the bias of X (rounding, thresholds); each null is widened by it.
        chunk: draws in a chunk.

    """

    variance: float
    margin: float
    alpha: float
    slack: float = 0.0
    chunk: int = CHUNK
    chunks: int = 0
    total: float = 0.0
    verdict: Verdict | None = None
    _rates: torch.Tensor = field(init=False, repr=False)
    _logs: torch.Tensor = field(init=False, repr=False)
    _reached: set[str] = field(default_factory=set, init=False, repr=False)

    def __post_init__(self) -> None:
        spread = self.variance / self.chunk
        rates = sorted({min(self.margin * scale / spread, 1.0 / math.sqrt(spread)) for scale in SCALES})
        self._rates = torch.tensor(rates, dtype=torch.float64)
        self._logs = torch.zeros((len(_NULLS), len(rates)), dtype=torch.float64)

    @property
    def draws(self) -> int:
        """How many draws were used."""
        return self.chunks * self.chunk

    @property
    def mean(self) -> float:
        """The mean of the draws used, measured from the expected value."""
        return self.total / self.chunks if self.chunks else math.nan

    def update(self, means: torch.Tensor) -> Verdict | None:
        """Take in chunk means, in order; return the verdict once there is one (it then stays).

        Means after the decision are not counted. One that is not finite decides `undecided`: never a pass.
        """
        if self.verdict is not None or not means.numel():
            return self.verdict
        means = means.to("cpu", torch.float64)
        if not bool(torch.isfinite(means).all()):
            self.verdict = Verdict.UNDECIDED
            return self.verdict
        logs = self._advance(means)
        used = self._decide(log_mean_exp(logs), len(means))
        self._logs = logs[used - 1]
        self.chunks += used
        self.total += float(means[:used].sum())
        return self.verdict

    def _advance(self, means: torch.Tensor) -> torch.Tensor:
        """Return the logs of M after each chunk: chunks × nulls × rates."""
        shifts = ((1.0, 0.0), (-1.0, 0.0), (1.0, self.margin), (-1.0, self.margin))
        deviations = torch.stack([sign * means + shift - self.slack for sign, shift in shifts], dim=1)
        penalty = 0.5 * self._rates**2 * (self.variance / self.chunk)
        steps = influence(deviations[:, :, None] * self._rates) - penalty
        steps[0] += self._logs
        return steps.cumsum(0)

    def _decide(self, evidence: torch.Tensor, count: int) -> int:
        """Set the verdict at the first chunk that decides; return how many chunks were used."""
        refuting = (evidence[:, :2] >= math.log(2.0 / self.alpha)).any(1)
        refuted = _first(refuting, count)
        confirmed = 0
        for column, name in ((2, "low"), (3, "high")):
            reached = 0 if name in self._reached else _first(evidence[:, column] >= math.log(1.0 / self.alpha), count)
            if reached < min(refuted, count):
                self._reached.add(name)
            confirmed = max(confirmed, reached)
        if refuted < count and refuted <= confirmed:
            self.verdict = Verdict.REFUTED
            return refuted + 1
        if confirmed < count:
            self.verdict = Verdict.CONFIRMED
            return confirmed + 1
        return count


def _first(hits: torch.Tensor, count: int) -> int:
    """Return the position of the first hit, or `count`."""
    found = torch.nonzero(hits)
    return int(found[0]) if len(found) else count


def log_mean_exp(logs: torch.Tensor) -> torch.Tensor:
    """Return log of the mean of exp(logs) over the last axis."""
    return torch.logsumexp(logs, -1) - math.log(logs.shape[-1])


def draws_needed(variance: float, margin: float, alpha: float) -> float:
    """Return about how many draws a true claim takes: what a mixture loses against the best λ is included."""
    asymptotic = 2.0 * variance / margin**2 * (math.log(1.0 / alpha) + math.log(len(SCALES))) * 1.2
    return asymptotic + 2.0 * CHUNK * math.log(1.0 / alpha)
