"""The deciders: Statement → Proof, Disproof or Undecided.

Four packages, each a normal form: `indices`, `matrices`, `information`, `scalars`. `ladder.decide`
asks those that a statement's heads call for, in turn.
"""

from verify.decide.ladder import decide

__all__ = ["decide"]
