"""Sums over symbolic ranges, iid moments, gradients: canonical index form."""

from verify.decide.indices.decide import decide

__all__ = ["decide"]
