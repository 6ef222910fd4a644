"""`verify all` against importing SymPy and torch, and the largest share that one derivation takes of it.

The bars for the whole library: 12 x at margin 1e-2 and 20 x at 1e-3; no derivation above a tenth of the whole.
Run: python benchmarks/verify_all.py
"""

import json
import subprocess
import sys

from interleave import command, line, ratio

IMPORTS = command("-c", "import sympy, torch")
ALL = ("-m", "verify", "all", "--format", "json")

print(line("verify all", ratio(command(*ALL), IMPORTS), 12))
print(line("verify all --jobs 1", ratio(command(*ALL, "--jobs", "1"), IMPORTS, rounds=3), 12))
print(line("verify all --margin 1e-3", ratio(command(*ALL, "--margin", "1e-3"), IMPORTS, rounds=3), 20))

done = subprocess.run([sys.executable, *ALL], check=True, capture_output=True, text=True)
seconds = {d["id"]: d["seconds"] for d in json.loads(done.stdout)["derivations"]}
slowest = max(seconds, key=seconds.__getitem__)
print(f"largest share of one derivation: {seconds[slowest] / sum(seconds.values()):.1%} ({slowest}; bar 10%)")
