"""How mathematics is written: as Unicode text or as LaTeX; names, brackets, precedence."""

from __future__ import annotations

from dataclasses import dataclass

#: how tightly the outermost operation of a printed term binds
SUM, PRODUCT, UNARY, POWER, ATOM = range(1, 6)
Printed = tuple[str, int]

GREEK = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "zeta": "ζ", "eta": "η", "theta": "θ",
    "iota": "ι", "kappa": "κ", "lambda": "λ", "lamda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "pi": "π", "rho": "ρ",
    "sigma": "σ", "tau": "τ", "phi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω", "Gamma": "Γ", "Delta": "Δ",
    "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω",
}  # fmt: skip
_MARKUP = {letter: f"\\{name}" for name, letter in GREEK.items() if name != "lamda"}
_RAISED = {"⁻¹": "^{-1}", "ᵀ": "^\\top", "*": "^*", "′": "'"}


@dataclass(frozen=True, slots=True)
class Style:
    """How each notation is written; `latex` picks the markup."""

    latex: bool

    def pick(self, text: str, latex: str) -> str:
        """Return the variant for this style."""
        return latex if self.latex else text

    def name(self, name: str) -> str:
        """Return a name as people write it: psi1 is ψ1, x_10 has a subscript; a renamed x#3 is x′."""
        stem, *renamed = name.split("#")
        base, _, below = stem.partition("_")
        if not self.latex:
            return _greek(base) + stem[len(base) :] + "′" * len(renamed)
        letters = base.rstrip("0123456789")
        below = base[len(letters) :] + (f",{below}" if below and letters != base else below)
        subscript = f"_{{{_escaped(below)}}}" if below else ("'" if stem.endswith("_") else "")
        return _markup(letters) + subscript + "'" * len(renamed)

    def bracket(self, printed: Printed, least: int) -> str:
        """Return the text, in brackets unless it binds at least as tightly as `least`."""
        body, precedence = printed
        return body if precedence >= least else self.pick(f"({body})", f"\\left({body}\\right)")

    def call(self, name: str, arguments: str) -> str:
        """Return name(arguments)."""
        return self.pick(f"{name}({arguments})", f"{name}\\left({arguments}\\right)")

    def below(self, head: str, subscript: str) -> str:
        """Return a head with a subscript; one word needs no braces in text."""
        bare = not self.latex and subscript.replace("′", "").isalnum()
        return f"{head}_{subscript}" if bare else f"{head}_{{{subscript}}}"


TEXT, LATEX = Style(latex=False), Style(latex=True)


def _greek(base: str) -> str:
    letters = base.rstrip("0123456789")
    return GREEK.get(letters, letters) + base[len(letters) :]


def _markup(letters: str) -> str:
    tail = next((sign for sign in _RAISED if letters.endswith(sign) and letters != sign), "")
    stem = letters.removesuffix(tail)
    shown = _MARKUP.get(GREEK.get(stem, stem), _escaped(stem) if len(stem) == 1 else f"\\mathrm{{{_escaped(stem)}}}")
    return shown + _RAISED.get(tail, "")


def _escaped(text: str) -> str:
    return "".join(f"\\{c}" if c in "_#$%&{}" else "" if c in "\\^~" else _MARKUP.get(c, c) for c in text)
