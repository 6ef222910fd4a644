"""The library of derivations: one topic a file, SymPy and data only."""
