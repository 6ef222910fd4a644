"""Words by which letters are any numbers of a range: "for all $a, b > 0$", "soient $a > 0$ et $b > 0$".

Main definitions
----------------
* `frees`: whether a text says so of the formula behind it.
* `says_of_which`: whether a text right behind a formula goes on to say which numbers its letters are.
* `joins`: whether it only joins two of these.
* `says_otherwise`: whether words behind a letter say that it is no number; `says_together`: that some sum to one.
* `says_no_more`: whether words right behind letters say nothing more of them than that they are numbers.
"""

from __future__ import annotations

import re

from verify.grade.conditions import SENTENCE

#: words right in front of letters of which a range is said: "for all real numbers $", "soient $ et $"
_OF_NUMBERS = (
    r"(?:\s+(?:any|all|every|each|fixed|given|arbitrary|two|an?|(?:strictly\s+)?(?:reals?|positive|non-?negative)|numbers?"
    r"|constants?|scalars?|parameters?|tout(?:e?s)?|tous|deux|des?|un|nombres?|réels?|(?:strictement\s+)?positifs?|constantes?"
    r"|fixés?))*"
)
_REAL = re.compile(r"(?<!\w)(?:reals?|réels?)(?!\w)", re.IGNORECASE)
_IN_FRONT = re.compile(
    r"(?<!\w)(?:for|let|fix(?:ed|ing)?|given|take|with|any|all|every|pour|soi(?:en)?t|fixons|étant\s+donnés?|avec)"
    rf"{_OF_NUMBERS}\s+(?:\$[\s,]*(?:(?:and|et)[\s,]*)?)*$",
    re.IGNORECASE,
)
#: words right behind a formula that go on, in the same sentence, to say what its letters are
_OF_WHICH = re.compile(rf"[\s,(]*(?:with|for|where|avec|pour|où){_OF_NUMBERS}\s+")
#: words behind such letters that say nothing more of them, to the next formula or to the end of the sentence
_NO_MORE = re.compile(
    r"[\s,;:()]*(?:(?:be|are|is|reals?|numbers?|positive|fixed|arbitrary|constants?|scalars?|and|let|the|an?|function|map"
    r"|expression|consider|define|we|put|set|write|on|of|then|maximi[sz]e|minimi[sz]e|look|at|study|take|want|have|to|show"
    r"|prove|soit|et|la|les?|fonction|posons|considérons|étudions|nombres?|réels?|positifs?|fixés?|has)"
    r"(?!\w)[\s,;:()]*)*"
)
#: words behind a letter that say that it is no number, or one of a kind that a range does not say
_OTHERWISE = re.compile(
    r"[\s,]*(?:be|is|are|denotes?|stands?|une?|la|le|est|sont)(?!\w)[^.;:$]*(?<!\w)(?:random|variables?|drawn|distribut|densit|function"
    r"|fonction|vector|vecteur|matri|laws?(?!\w)|lois?(?!\w)|sampl|noise|bruit|aléatoire|tiré|integer|natural|entier|ind(?:ex|ice)"
    r"|points?(?!\w))",
    re.IGNORECASE,
)
#: words that say more of numbers than where they lie, wherever they stand
_TOGETHER = re.compile(
    r"(?<!\w)(?:(?:sum|add)(?:s|m?ing)?\s+(?:up\s+)?to(?!\w)|add(?:s|ing)?\s+up(?!\w)|normali[sz]|de\s+somme|sommant\s+à"
    r"|égaux|all\s+equal|equal\s+numbers|coincide)",
    re.IGNORECASE,
)


def frees(text: str) -> str:
    """Return "real" or "any" where a text says that the letters behind it are any (real) numbers; "" where not."""
    return _kind(_IN_FRONT.search(text))


def says_of_which(text: str) -> str:
    """Return "real" or "any" where a text right behind a formula goes on to say which numbers its letters are."""
    return _kind(_OF_WHICH.fullmatch(text))


def _kind(found: re.Match[str] | None) -> str:
    if found is None:
        return ""
    return "real" if _REAL.search(found.group()) else "any"


def joins(text: str) -> bool:
    """Whether a text only joins what is said of two letters."""
    return text.strip(" ,\n").lower() in ("and", "et", "")


def says_no_more(text: str) -> bool:
    """Whether words right behind letters say nothing more of them than that they are numbers."""
    return _NO_MORE.fullmatch(SENTENCE.split(text)[0]) is not None


def says_otherwise(text: str) -> bool:
    """Whether words right behind a letter say that it is no number, or one of a special kind."""
    return _OTHERWISE.match(text) is not None


def says_together(text: str) -> bool:
    """Whether a text says of some numbers what they are together: that they sum to one."""
    return _TOGETHER.search(text) is not None
