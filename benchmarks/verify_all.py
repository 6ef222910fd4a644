"""`verify all` against importing SymPy and torch: the bars are 6 x at margin 1e-2 and 20 x at 1e-3.

Run: python benchmarks/verify_all.py
"""

from interleave import command, line, ratio

IMPORTS = command("-c", "import sympy, torch")

print(line("verify all", ratio(command("-m", "verify", "all", "--format", "json"), IMPORTS), 6))
print(
    line(
        "verify all --margin 1e-3",
        ratio(command("-m", "verify", "all", "--margin", "1e-3", "--format", "json"), IMPORTS, rounds=3),
        20,
    )
)
