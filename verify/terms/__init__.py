"""The core language, Contexts, statements and derivations; elaboration from SymPy."""
