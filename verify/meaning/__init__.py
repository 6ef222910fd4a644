"""What terms mean: exact evaluation at an instance, instances of a Context, replay of counterexamples."""
