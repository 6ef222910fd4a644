"""Numeric checks of statements in torch: exact, enclosed, sampled. The only importer of torch."""
