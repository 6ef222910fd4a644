"""The deciders: Statement → Proof, Disproof or Undecided."""
