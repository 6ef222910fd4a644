"""Check machine-learning derivations by machine: each step proved, each claim confirmed numerically."""

__version__ = "0.1.0"
