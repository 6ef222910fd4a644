"""The decider of scalars: exp, log and roots as kernels, signs, roots, extrema, monotonicity, limits, dynamics."""
