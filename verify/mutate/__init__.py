"""Mechanical mutants of derivations: made without looking at truth, then judged by exact evaluation."""
