"""Scalars: exp, log and sigmoid kernels, signs, roots, eigenvalues, stability."""
