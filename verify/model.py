"""What a check answers: verdicts, proofs, counterexamples, estimates and reports.

Plain frozen data, shared by every layer. Nothing here imports sympy or torch, so that renderers and
the command line stay light.

Main definitions
----------------
* `Verdict`: what is known of a link (never a bool).
* `Proof`, `Disproof`, `Undecided`: the three answers of a decider.
* `Counterexample`, `Rung`: what numbers say.
* `StepReport`, `DerivationReport`, `Report`: what is printed.
"""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What is known of a link of a chain, a claim or a mutant (the design's table, section 3)."""

    PROVED = "proved"
    CONFIRMED = "confirmed"
    UNREFUTED = "unrefuted"
    REFUTED = "refuted"
    CARRIED = "carried"
    ILL_TYPED = "ill-typed"
    GIVEN = "given"
    UNDECIDED = "undecided"
    UNREAD = "unread"
    NOT_APPLICABLE = "not applicable"


@dataclass(frozen=True, slots=True)
class Span:
    """A place in a source: 1-based lines and columns; the end is the last character's place plus one column."""

    file: str
    line: int
    column: int = 1
    end_line: int | None = None
    end_column: int | None = None

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


class VerifyError(Exception):
    """A mistake of the user's, told in one line: what is wrong, where, and what to do."""

    def __init__(self, message: str, span: Span | None = None) -> None:
        super().__init__(message if span is None else f"{span}: {message}")
        self.message = message
        self.span = span


@dataclass(frozen=True, slots=True)
class Counterexample:
    """Values for every symbol that satisfy every hypothesis and obligation, and both sides there.

    `evidence` is "exact" (rationals), "enclosed" (balls that do not meet) or "sampled" (a sequential
    test); `kind` says what the values show ("values", or "negation" when the negation was proved).
    """

    values: tuple[tuple[str, str], ...]
    lhs: str
    rhs: str
    evidence: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Proof:
    """A link that a decider closed.

    `axioms` and `hypotheses` are printed with the result; `obligations` are those left open (texts);
    `certificate` says enough to check the proof again by hand or by machine.
    """

    decider: str
    axioms: tuple[str, ...] = ()
    hypotheses: tuple[str, ...] = ()
    obligations: tuple[str, ...] = ()
    certificate: str = ""


@dataclass(frozen=True, slots=True)
class Disproof:
    """A link that a decider showed false: a normal form that is not zero, and an exact instance of it."""

    decider: str
    counterexample: Counterexample
    certificate: str = ""


@dataclass(frozen=True, slots=True)
class Undecided:
    """Neither proved nor disproved, with the reason (budget, outside the decider's language, …)."""

    reason: str
    decider: str = ""


Answer = Proof | Disproof | Undecided


@dataclass(frozen=True, slots=True)
class Rung:
    """One numeric check of a claim: by what method, how often, and with what chance of error.

    `method` is "exact", "enclosed" or "sampled"; `n` counts instances (exact, enclosed) or draws
    (sampled); `margin` is relative to the expected value; `alpha` bounds the chance that a true claim
    is refuted; `certificate` says where the variance bound came from (sampled) or what was enumerated.
    """

    method: str
    verdict: Verdict
    n: int
    margin: float | None = None
    alpha: float | None = None
    estimate: float | None = None
    expected: float | None = None
    certificate: str = ""
    counterexample: Counterexample | None = None


@dataclass(frozen=True, slots=True)
class NumericReport:
    """All rungs that applied to a claim, and their common verdict."""

    verdict: Verdict
    rungs: tuple[Rung, ...] = ()
    seconds: float = 0.0
    reason: str = ""
    counterexample: Counterexample | None = None


@dataclass(frozen=True, slots=True)
class StepReport:
    """One link of a chain as checked. `statement` is readable text, `latex` the same for typesetting."""

    statement: str
    latex: str
    by: str
    verdict: Verdict
    file: str
    line: int
    decider: str = ""
    axioms: tuple[str, ...] = ()
    hypotheses: tuple[str, ...] = ()
    obligations: tuple[str, ...] = ()
    certificate: str = ""
    reason: str = ""
    counterexample: Counterexample | None = None
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class MutantReport:
    """One wrong variant: what was expected of it, what each engine said, and whether that suffices."""

    name: str
    statement: str
    expect: Verdict
    by_symbols: Verdict
    by_numbers: Verdict
    met: bool
    file: str
    line: int
    sampled: Verdict = Verdict.NOT_APPLICABLE
    counterexample: Counterexample | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SymbolicReport:
    """The chain's verdict: that of its weakest link, with all it rests on."""

    verdict: Verdict
    axioms: tuple[str, ...]
    hypotheses: tuple[str, ...]
    obligations: tuple[str, ...]
    scope: str
    steps: tuple[StepReport, ...]
    seconds: float
    reason: str = ""


@dataclass(frozen=True, slots=True)
class DerivationReport:
    """All that is known of one derivation after a run; `seconds` covers links, numbers and mutants."""

    id: str
    title: str
    source: str
    questions: tuple[str, ...]
    file: str
    line: int
    passed: bool
    claim: str
    claim_latex: str
    symbolic: SymbolicReport
    numeric: NumericReport
    mutants: tuple[MutantReport, ...]
    counterexample: Counterexample | None = None
    remarks: tuple[str, ...] = ()
    seconds: float = 0.0

    @property
    def failed(self) -> bool:
        """Something is known to be wrong: refuted, ill-typed, beside its claim, or a mutant survived."""
        wrong = (Verdict.REFUTED, Verdict.ILL_TYPED)
        return self.symbolic.verdict in wrong or self.numeric.verdict in wrong or not all(m.met for m in self.mutants)


@dataclass(frozen=True, slots=True)
class Unchecked:
    """A question that no machine marks, and why ("prose", "experiment")."""

    question: str
    kind: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """A whole run of `verify all`, ready for a renderer."""

    passed: bool
    alpha: float
    margin: float
    seed: int
    device: str
    environment: tuple[tuple[str, str], ...]
    derivations: tuple[DerivationReport, ...]
    unchecked: tuple[Unchecked, ...]
    seconds: float = 0.0

    @property
    def failed(self) -> bool:
        """Some derivation has failed (one that is merely open has not)."""
        return any(d.failed for d in self.derivations)


class Fate(StrEnum):
    """What became of a mechanical mutant.

    `REFUTED`: false, and caught. `ILL_TYPED`: it cannot be built, read, or evaluated anywhere. `TRUE`: it holds, so
    that nothing had to catch it. `SURVIVED`: false, and accepted, or caught by neither engine. `UNCLASSIFIED`:
    neither shown false nor shown true.
    """

    REFUTED = "refuted"
    ILL_TYPED = "ill-typed"
    TRUE = "true"
    UNCLASSIFIED = "unclassified"
    SURVIVED = "survived"


@dataclass(frozen=True, slots=True)
class MechanicalReport:
    """One mechanical mutant: what was written for what, what exact evaluation and both engines said, its fate."""

    kind: str
    label: str
    statement: str
    fate: Fate
    file: str
    line: int
    by_symbols: Verdict = Verdict.NOT_APPLICABLE
    by_numbers: Verdict = Verdict.NOT_APPLICABLE
    reason: str = ""
    counterexample: Counterexample | None = None


@dataclass(frozen=True, slots=True)
class MutatedReport:
    """The mechanical mutants of one derivation."""

    id: str
    mutants: tuple[MechanicalReport, ...]
    seconds: float = 0.0

    def count(self, fate: Fate) -> int:
        """Return how many mutants had this fate."""
        return sum(mutant.fate is fate for mutant in self.mutants)


#: the share of the mutants (those that can be built) that may stay unclassified
MOST_UNCLASSIFIED = 0.05


@dataclass(frozen=True, slots=True)
class MutationReport:
    """A whole run of `verify mutate`, ready for a renderer."""

    seed: int
    limit: int
    device: str
    environment: tuple[tuple[str, str], ...]
    derivations: tuple[MutatedReport, ...]
    seconds: float = 0.0

    def of(self, fate: Fate) -> tuple[tuple[str, MechanicalReport], ...]:
        """Return the mutants with this fate, each with the id of its derivation."""
        return tuple((d.id, m) for d in self.derivations for m in d.mutants if m.fate is fate)

    @property
    def unclassified_share(self) -> float:
        """The share of mutants, among those that can be built, of which nothing is known."""
        built = sum(m.fate is not Fate.ILL_TYPED for d in self.derivations for m in d.mutants)
        return len(self.of(Fate.UNCLASSIFIED)) / built if built else 0.0

    @property
    def passed(self) -> bool:
        """There were mutants, none survived, and few enough are unclassified."""
        made = any(d.mutants for d in self.derivations)
        return made and not self.of(Fate.SURVIVED) and self.unclassified_share < MOST_UNCLASSIFIED


@dataclass(frozen=True, slots=True)
class Settings:
    """How a run checks numerically.

    `device` is "auto", "cpu" or "cuda"; `margin` is relative to the expected value; `alpha` bounds the
    chance that any true claim of the run is refuted; `seed` fixes every random number. If `thorough`, mutants
    are drawn at random even where exact instances have refuted them.
    """

    device: str = "auto"
    margin: float = 1e-2
    alpha: float = 1e-9
    seed: int = 0
    thorough: bool = False
