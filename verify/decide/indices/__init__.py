"""Sums over symbolic ranges, iid moments, gradients: canonical index form."""
