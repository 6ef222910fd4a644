"""The words around a formula: those in front of it, since the last display and since the last formula, and behind it.

A display stands under what was said since the one before; whether it goes on from the formula before, the words right
in front of it say. What follows it may take it back ("… is wrong") or say when it holds ("… if n is large").

Main definitions
----------------
* `Wording`: the words in front of a formula; `Wording.cue`: what they, and those behind it, say of it.
* `under`: what is said of the rows behind words inside a display.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from verify.grade.conditions import is_additive, leading_condition
from verify.grade.free_words import says_no_more, says_otherwise
from verify.grade.others import is_new, of_all
from verify.grade.words import Cue, conditional_behind, cue, denies
from verify.latex.source import Formula, Piece, Prose
from verify.latex.tree import Row

#: the condition where a formula in the text says a special case
SPECIAL = "a special case"


@dataclass(frozen=True, slots=True)
class Wording:
    """The words since the last display (`prose`, with "$" for formulas) and since the last formula (`since`).

    `special`: a formula in the text since the last display goes to a special case, λ → 0. `condition` is that under
    which the last display stands: it lasts until the text begins a new thought.
    """

    prose: str = ""
    since: str = ""
    special: bool = False
    condition: str = ""
    additive: bool = False

    def with_text(self, piece: Prose) -> Wording:
        """Return the words with some more; what was said in front of a heading is no condition behind it."""
        text = piece.text + "\n" * piece.heading
        if piece.heading:
            return Wording(text, self.since + text)
        return replace(self, prose=self.prose + text, since=self.since + text)

    def cue(self, piece: Formula, after: Sequence[Piece]) -> Cue:
        """Return what the words say of a formula: those in front, and of a display those `after` it, too."""
        since = cue(self.since)
        said = replace(cue(self.prose), glue=since.glue, equivalent=since.equivalent, every=of_all(self.prose))
        said = replace(said, onward=since.glue and since.onward, real=since.real)
        behind = after[0].text if after and isinstance(after[0], Prose) else ""
        if not piece.display:
            free = "" if says_otherwise(behind) else said.free
            return replace(said, free=free, plainly=bool(free) and says_no_more(behind))
        condition, additive = self._leading()
        said = replace(said, condition=condition, additive=additive)
        if self.special:
            said = replace(said, condition=said.condition or SPECIAL, additive=False)
        if denies(behind):
            said = replace(said, doubt=True)
        after_it = conditional_behind(behind)
        return replace(said, condition=said.condition or after_it, additive=said.additive and not after_it)

    def _leading(self) -> tuple[str, bool]:
        """Return the condition under which a display behind these words stands, and whether it is additive."""
        condition = leading_condition(self.prose)
        if condition or is_new(self.prose, paragraph=True):
            return condition, bool(condition) and is_additive(self.prose)
        return self.condition, self.additive

    def behind(self, piece: Formula, *, special: bool, settled: bool, anew: bool) -> Wording:
        """Return the words behind a formula.

        `special`: it goes to a special case; `settled`: the condition in front of it was understood, or is what it
        says; `anew`: it is about other laws than what was said before.
        """
        if piece.display:
            condition, additive = ("", False) if settled else self._leading()
            return Wording(condition=condition, additive=additive)
        prose = "" if settled else f"{self.prose} $ "
        return replace(self, prose=prose, since="", special=(self.special or special) and not anew)

    def behind_a_law(self) -> Wording:
        """Return the words behind a formula that only says with which laws the text goes on."""
        return replace(self, since="", special=False)


def under(said: Cue, row: Row) -> Cue:
    """Return what is said of the rows of a display that stand behind a row of words, an intertext."""
    text = " ".join(row.words)
    condition = leading_condition(text)
    begins = is_new(text, paragraph=True)
    additive = is_additive(text) if condition else said.additive
    return replace(said, condition=condition or ("" if begins else said.condition), additive=additive)
