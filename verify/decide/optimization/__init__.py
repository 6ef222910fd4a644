"""The decider of optimization: convexity in vectors of any size, and extrema over real variables with their witness."""

from verify.decide.optimization.decision import decide

__all__ = ["decide"]
