"""What one call of the decider carries along: the Context, fresh names, and what a proof has used."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from verify.decide.information import positivity
from verify.decide.information.forms import Atom, Names, Poly
from verify.terms.context import Context

LINEARITY = "linearity and Fubini"
LOG_GAP = "log r <= r - 1"
CHANGE_OF_VARIABLES = "change of variables"
PUSHFORWARD = "pushforward (LOTUS)"
EXCHANGEABILITY = "exchangeability"
ALMOST_EVERYWHERE = "g >= 0 and integral 0 imply g = 0 a.e."


@dataclass
class Setting:
    """The Context, fresh names, and the axioms and hypotheses used so far.

    `positive` maps polynomials that hypotheses say are positive to the sentence that says so; `totals` maps closed
    sums and integrals to the value that a hypothesis gives them, with its sentence.
    """

    context: Context
    names: Names = field(default_factory=Names)
    axioms: set[str] = field(default_factory=set)
    hypotheses: set[str] = field(default_factory=set)
    positive: dict[Atom, str] = field(default_factory=dict)
    totals: dict[Atom, tuple[Fraction, str]] = field(default_factory=dict)

    def is_positive(self, atom: Atom) -> bool:
        """Tell whether an atom or polynomial is known to be positive."""
        if isinstance(atom, Poly):
            known = positivity.positive(atom, self.context)
        else:
            known = positivity.positive_weight(((atom, 1),), self.context)
        if not known and atom in self.positive:
            self.hypotheses.add(self.positive[atom])
            return True
        return known
