"""The decider of matrices of symbolic shape: words in letters, transposes and inverses of sums.

Sums of products are linear combinations of words; the inverse of a sum is a letter with the rules
M⁻¹M = I = MM⁻¹, completed as far as bounds allow (push-through, Woodbury). Quadratic forms are written
as sums of squares. It decides `=`, comparisons of forms, `invertible`, `singular`, unique optima of
quadratics, and their convexity.
"""

from verify.decide.matrices.decision import decide

__all__ = ["decide"]
