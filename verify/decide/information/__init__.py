"""Integrals of R log P over arbitrary densities: normal form and certificates."""
