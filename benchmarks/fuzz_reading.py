"""Seeded fuzz of reading and judging: answers with symbols swapped, lost, doubled, nested, disguised.

Whatever a document holds, reading and judging it end, soon, with rows and verdicts; nothing raises. Every input is
made of real answers (the reference answers of the shipped sheets, and files that are named), by a seed and its number
alone, so that each can be made again.

Run: python benchmarks/fuzz_reading.py [FORMULAS [DOCUMENTS [JUDGED [FILE …]]]]   (by default 100000 3000 2000)
"""

import random
import re
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from verify.grade.opening import opened
from verify.grade.segment import judge_segment
from verify.grade.sheet import Question, Sheet, load_sheet, shipped_sheets
from verify.latex.document import read_text
from verify.latex.rows import rows
from verify.latex.segments import Segment, segments
from verify.latex.source import Document, Formula
from verify.model import Verdict, VerifyError

SEED = 20
#: what `_bounded` says of a row on which the engine failed
FAULT = "could not be checked"
TOKEN = re.compile(r"\\[A-Za-z]+|\\.|\s+|[^\\\s]", re.DOTALL)
FORMULA = re.compile(r"\$\$(.+?)\$\$|\$([^$]+)\$|\\begin\{(align\*?|aligned)\}(.+?)\\end\{\3\}", re.DOTALL)
#: look-alikes of letters and signs, marks that combine or turn the direction, controls, codes, half a surrogate
ODD = (
    *"аеорсхуΑΒΕ×−∗⁄∣‖∥＝＋（）｛｝𝔼𝑥𝟙²³₁ⁿ′″…⋯∞≤≥≠≡∂∇∑∏∫√",
    *"\u0301\u0302\u20d7\u200b\u200d\u2060\u202e\u2066\ufeff\ufffd\x00\x01\x07\x08\x0b\x0c\x1b\x7f\x85\u2028\ud800",
    "\x1b[31m",
    "\x1b]0;x\x07",
    "[/red]",
    "<script>",
    "=cmd()",
)
_WORDS = r"""
\frac \sqrt \sum_ \prod \int \left( \right) \left. \right| \begin{aligned} \end{aligned} \begin{pmatrix} \end{pmatrix}
\\ & \mathbb \mathrm \text{ \operatorname{ \input{/etc/passwd} \write18{id} \def\a{\a} \over \overset \underbrace
\substack \not \limits \cdot \mid \| | ^ _ { } ( ) [ ] $ $$ \[ \] \( \) % # ~ ' , ; : = \leq \geq < > \propto
\Rightarrow \iff := \top \E \KL \nabla \partial \log \exp \max_ 0 1 2 x p \theta
"""
COMMANDS = tuple(_WORDS.split())


def tower(chance: random.Random) -> str:
    """Return a tower of exponents, a huge numeral, or something deep."""
    n = chance.choice((3, 8, 30, 80, 400))
    return chance.choice(
        (
            "9^{" * n + "9" + "}" * n,
            "9^" * n,
            "9" * (n * 10),
            "1." + "3" * n,
            "10^{" + "9" * n + "}",
            r"\frac{1}{" * n + "x" + "}" * n,
            "(" * n + "x" + ")" * n,
            "x_{" * n + "i" + "}" * n,
            "|" * n,
            r"\sum_{i=1}^{10^9}" * min(n, 8) + " i",
            "-" * n + "1",
            "+".join("x" for _ in range(n)),
        )
    )


def mutated(text: str, chance: random.Random, edits: int) -> str:
    """Return `text` with so many random edits."""
    parts = TOKEN.findall(text) or [""]
    for _ in range(edits):
        i, j = (chance.randrange(len(parts)) for _ in range(2))
        low, high = min(i, j), min(max(i, j), min(i, j) + 12) + 1
        match chance.randrange(10):
            case 0:
                parts[i], parts[j] = parts[j], parts[i]
            case 1:
                del parts[low:high]
            case 2:
                parts[i:i] = parts[low:high]
            case 3:
                parts[low:high] = ["{", *parts[low:high], "}"]
            case 4:
                parts[i] = chance.choice(ODD)
            case 5 | 6:
                parts.insert(i, chance.choice(COMMANDS))
            case 7:
                parts[i] = chance.choice(COMMANDS)
            case 8:
                parts[i] = parts[j]
            case _ if chance.random() < 0.1:
                parts.insert(i, tower(chance))
            case _:
                parts[low:high] = [chance.choice((r"\frac{", r"\sqrt{", r"\left(", "^{")), *parts[low:high], "}"]
        parts = parts or [""]
    return "".join(parts)


@dataclass
class Found:
    """What a stage of the fuzz found: how many inputs, how long the slowest took, and which failed."""

    inputs: int = 0
    seconds: float = 0.0
    slowest: float = 0.0
    slow: str = ""
    failed: list[str] = field(default_factory=list)
    told: Counter[str] = field(default_factory=Counter)

    def run(self, what: str, step: Callable[[], None]) -> None:
        """Run one input and keep what became of it (the point is to see whatever it raises)."""
        started = time.process_time()
        try:
            step()
        except Exception as error:  # noqa: BLE001
            self.failed.append(f"{type(error).__name__}: {str(error)[:120]!r} on {what[:2000]!r}")
        took = time.process_time() - started
        self.inputs, self.seconds = self.inputs + 1, self.seconds + took
        if took > self.slowest:
            self.slowest, self.slow = took, what

    def line(self, name: str) -> str:
        """Return the figures in a line."""
        rate = self.inputs / max(self.seconds, 1e-9)
        counts = ", ".join(f"{k} {n}" for k, n in sorted(self.told.items()))
        slow = f"slowest {1e3 * self.slowest:.0f} ms: {self.slow[:160]!r}"
        return f"{name}: {self.inputs} inputs, {len(self.failed)} failures, {rate:.0f}/s, {slow}\n    {counts}"


# ---------------------------------------------------------------------------------------------- what is mutated


def answered(sheet: Sheet) -> list[Question]:
    """Return the questions that have an answer in a context."""
    return [q for q in sheet.questions if q.reference and q.context]


def formulas_of(text: str) -> list[str]:
    """Return the formulas of an answer."""
    return ["".join(m[k] or "" for k in (1, 2, 4)) for m in FORMULA.finditer(text)]


def documents_of(sheets: list[Sheet], files: list[Path]) -> list[tuple[str, tuple[str, ...]]]:
    """Return whole answers, and the ids of the questions that they may answer."""
    found = []
    for sheet in sheets:
        whole = "\n\n".join(f"## {q.id}\n\n{q.reference}" for q in sheet.questions if q.reference)
        found.append((whole, tuple(sheet.by_id)))
    return found + [(file.read_text(encoding="utf-8"), tuple(sheets[-1].by_id)) for file in files]


def cut(text: str, chance: random.Random) -> str:
    """Return some lines of an answer."""
    lines = text.split("\n")
    start = chance.randrange(len(lines))
    return "\n".join(lines[start : start + chance.choice((5, 20, 60))])


# ---------------------------------------------------------------------------------------------- the stages


def fuzz_formulas(texts: list[str], count: int, seed: int = SEED) -> Found:
    """Put mutated formulas through `rows`; what comes back must lie inside the formula."""
    found = Found()
    macros = {"R": (0, r"\mathbb{R}"), "ip": (2, r"\langle #1, #2 \rangle"), "loop": (1, r"\loop{#1#1}")}

    def step(text: str) -> None:
        for row in rows(Formula(7, 7 + len(text), text, True), macros):
            if not 7 <= row.start <= row.end <= 7 + len(text):
                raise AssertionError(f"row at {row.start}-{row.end} of 7-{7 + len(text)}")
            found.told["unread" if row.unread else "ill-typed" if row.ill_typed else "read"] += 1

    for k in range(count):
        chance = random.Random(f"{seed} formula {k}")
        text = mutated(chance.choice(texts), chance, chance.choice((1, 1, 2, 3, 8)))
        found.run(text, lambda text=text: step(text))
    return found


def fuzz_documents(documents: list[tuple[str, tuple[str, ...]]], count: int, seed: int = SEED) -> Found:
    """Put mutated documents through the readers of all formats, the segmenter and `rows`."""
    found = Found()

    def step(text: str, suffix: str, ids: tuple[str, ...], handout: str | None) -> None:
        try:
            document = read_text(text, suffix)
        except VerifyError:
            found.told["refused"] += 1
            return
        parts = segments(document, ids, handout)
        for part in parts:
            for piece in part.pieces:
                if not 0 <= piece.start <= piece.end <= len(document.text):
                    raise AssertionError(f"piece at {piece.start}-{piece.end} of {len(document.text)}")
                if isinstance(piece, Formula):
                    found.told["rows"] += len(rows(piece, document.macros))
        found.told["segments"] += len(parts)

    for k in range(count):
        chance = random.Random(f"{seed} document {k}")
        whole, ids = chance.choice(documents)
        text = mutated(cut(whole, chance), chance, chance.choice((2, 5, 20, 60)))
        suffix = chance.choice((".md", ".md", ".tex", ".ipynb"))
        handout = cut(whole, chance) if chance.random() < 0.3 else None
        found.run(text, lambda text=text, s=suffix, i=ids, h=handout: step(text, s, i, h))
    return found


def fuzz_judging(sheets: list[Sheet], count: int, seed: int = SEED) -> Found:
    """Judge mutated formulas of reference answers, each as a display in its question's own context."""
    found = Found()

    def step(text: str, question: Question, sheet: Sheet) -> None:
        thread, _ = opened(question, sheet, None)
        formula = Formula(2, 2 + len(text), text, True)
        document = Document("answer.md", f"$${text}$$", (formula,))
        for judged, _, _ in judge_segment(Segment(question.id, (formula,), ()), thread, document):
            found.told[str(judged.verdict)] += 1
            if judged.reason.startswith(FAULT):
                found.failed.append(f"{judged.reason} in {question.id} on {text!r}")
            if not isinstance(judged.verdict, Verdict):
                raise TypeError(judged.verdict)

    for k in range(count):
        chance = random.Random(f"{seed} judge {k}")
        sheet = chance.choice(sheets)
        question = chance.choice(answered(sheet))
        written = formulas_of(question.reference)
        if not written:
            continue
        text = mutated(chance.choice(written), chance, chance.choice((1, 1, 1, 2)))
        found.run(f"{question.id}: {text}", lambda text=text, q=question, s=sheet: step(text, q, s))
    return found


def stages(formulas: int, documents: int, judged: int, files: list[Path]) -> Iterator[tuple[str, Found]]:
    """Yield the name of each stage and what it found."""
    sheets = [load_sheet(name) for name in shipped_sheets()]
    whole = documents_of(sheets, files)
    texts = [formula for text, _ in whole for formula in formulas_of(text)]
    yield "formulas", fuzz_formulas(texts, formulas)
    yield "documents", fuzz_documents(whole, documents)
    yield "judged", fuzz_judging(sheets, judged)


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:4]]
    for name, found in stages(*(numbers + [100_000, 3_000, 2_000][len(numbers) :]), [Path(p) for p in sys.argv[4:]]):
        print(found.line(name), flush=True)
        for told in found.failed[:40]:
            print("   ", told, flush=True)
        print(f"    peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB", flush=True)
