"""Words in matrices, transposes and inverses of sums: word normal form."""
