"""One-symbol slips in LaTeX: what a student writes for what was meant."""

import re
from collections.abc import Iterator

#: what stands on either side of a double bar, with one bracket at most
_LAW = r"([^()]*(?:\([^()]*\))?[^()]*)"

#: (name of the slip, what is written, what is written instead); groups of the pattern may be used
SLIPS = (
    ("sign", r"(?<=[\w})\]|] )\+(?= )", "-"),
    ("sign", r"(?<=[\w})\]|] )-(?= )", "+"),
    ("sign left out", r"(?<=[=(,{] )-|(?<=[({])-", ""),
    ("sign put in", r"(?<== )(?=[\\\w(])(?!\\begin|-)", "-"),
    ("coefficient", r"(?<![\w^_{.])2(?=[ \\A-Za-z(])", "3"),
    ("coefficient left out", r"(?<![\w^_{.])2 (?=[\\A-Za-z(])", ""),
    ("coefficient put in", r"(?<=[=+-] )(?=[\\A-Za-z(])(?!\\begin)", "2 "),
    ("half", r"\\frac\{1\}\{2\}", r"\\frac{1}{3}"),
    ("quarter", r"\\frac\{1\}\{4\}", r"\\frac{1}{2}"),
    ("not transposed", r"\^\\top", ""),
    ("order of factors", r"\b([A-Z])\^\\top \1\b", r"\1 \1^\\top"),
    ("arguments of a divergence", rf"\({_LAW} \\\| {_LAW}\)", r"(\2 \\| \1)"),
    ("direction", r"\\ge\b", r"\\le"),
    ("direction", r"\\le\b", r"\\ge"),
    ("square left out", r"\^2", ""),
    ("inverse left out", r"\^\{-1\}", ""),
    ("1 - p for p", r"(?<![\w(\\])p(?= [\\A-Z(])", "(1-p)"),
    ("p for 1 - p", r"\(1-p\)", "p"),
    ("p for 1 - p", r"(?<=\{)1-p(?=\})", "p"),
    ("upside down", r"\\frac\{([^{}]+)\}\{([^{}]+)\}", r"\\frac{\2}{\1}"),
    ("index", r"_0\b", "_1"),
    ("index", r"_1\b", "_0"),
    ("index", r"_\{jj\}", "_{jk}"),
    ("index", r"_\{([ij])[jk]\}", r"_{\1\1}"),
    ("index", r"(?<=[A-Za-z])_j\b", "_i"),
    ("condition for target", r"\(x\|z\)", "(z|x)"),
    ("condition for target", r"\(z\|x\)", "(x|z)"),
    ("another law", r"(?<![\w\\])q(?=\()", "p"),
    ("another law", r"(?<=\\sim )p_([01])", lambda m: f"p_{1 - int(m[1])}"),
    ("another variable", r"\\theta\b", r"\\psi_0"),
    ("not the logarithm", r"\\log ", ""),
    ("not the complement", r"\b1 - D", "D"),
    ("complement", r"(?<![-\w] )\bD\^?\*?\(x\)", lambda m: f"(1 - {m[0]})"),
    ("function", r"\\sigma\(-", r"\\sigma("),
    ("inverse map", r"F\^\{-1\}", "F"),
    ("factor left out", r"(?<=[=+-] )(\\\w+|[A-Za-z]) (?=[\\A-Za-z(])", ""),
)  # fmt: skip


def mutants(text: str, start: int, end: int) -> Iterator[tuple[str, int, str]]:
    """Yield (slip, where, the text with it) for every slip between two places of a text."""
    seen = {text}
    for name, pattern, instead in SLIPS:
        for found in re.finditer(pattern, text):
            if not start <= found.start() <= found.end() <= end:
                continue
            written = found.expand(instead) if isinstance(instead, str) else instead(found)
            mutant = text[: found.start()] + written + text[found.end() :]
            if mutant not in seen:
                seen.add(mutant)
                yield name, found.start(), mutant
