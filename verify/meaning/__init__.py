"""The meaning of the language: instances of a Context, exact values of terms there, replay of statements.

One instance at a time, in plain Python over FLINT's rationals and balls. This is the reference that the
batched evaluator and every decider are compared with, so it shares no algorithm with either: a
density of F(U) is computed from the image of cells, an expectation by going through the support, a
derivative by dual numbers.
"""
