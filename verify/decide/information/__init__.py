"""The decider of linear functionals of densities: ∫ Σ R · log P over arbitrary positive densities.

Conditionals are quotients of marginals (Bayes holds by itself), logarithms are split into irreducible
positive factors, densities are integrated over their targets; what is left is a normal form. It
decides `=`, `same argmax`, comparisons (as sums of gaps ∫ R (r - 1 - log r)), maximizers over unknown
functions and laws, and the value of a maximum for which a maximizer is given.
"""

from verify.decide.information.decision import decide

__all__ = ["decide"]
