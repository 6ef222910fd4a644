"""Mechanical mutants of derivations: made without looking at truth, then judged by exact evaluation.

Main definitions
----------------
* `mechanical_mutants` (generate.py): statements with one thing changed; `operators.py` has the changes.
* `truth.py`: what exact instances say of a statement.
* `mutate` (fate.py): the mutants of a derivation, and whether the engine caught those that are false.
"""

from verify.mutate.fate import LIMIT, mutate
from verify.mutate.generate import Mechanical, mechanical_mutants

__all__ = ["LIMIT", "Mechanical", "mechanical_mutants", "mutate"]
