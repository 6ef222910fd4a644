"""Words that leave what was supposed: about the general case or another one, about all values, and denials.

Main definitions
----------------
* `is_new`: whether prose behind a display begins a new thought rather than going on from it.
* `speaks_of_others`: whether a text speaks of another case than the one supposed.
* `of_all`: whether the formula behind a text is something of which it speaks without restriction.
* `stance`: whether a text opens a world, denies it, or says nothing of it; `speaks_of_optimum`: whether it speaks of
  where something is best.
"""

from __future__ import annotations

import re

from verify.grade.conditions import any_of
from verify.grade.words import cue

#: words that end a supposition even in the sentence that makes it
_GENERAL = any_of(
    "general generic generally arbitrary other others another otherwise unless differ* however but back_to "
    "général* quelconque* autre autres sinon mais cependant toutefois différ*"
)
#: words that end one behind the display that it was made for
_OTHERS = any_of(
    "any every all each not cannot don't doesn't isn't non without distinct larger smaller greater bigger real "
    "tout toute tous toutes chaque sans pas"
)
#: words that end a case of indices or of where a number lies, which lasts until the next one otherwise
_NO_CASE = any_of(
    "general generic arbitrary unless back_to otherwise other_values other_cases other_choices "
    "général* quelconque* sinon autres_valeurs autres_cas"
)
#: words that end one of indices, or of a single number
_ANOTHER = any_of("other others differ* distinct not autre autres différ*")
#: words with which a paragraph goes on from what was said right before, and some that begin another thought
_GOES_ON = any_of("so then hence thus therefore and consequently i.e donc alors ainsi et d'où d’où which where qui où")
_ASIDE = any_of("now also or finally enfin maintenant")
_WORD = re.compile(r"[^\W\d_][\w'’]*")
_MARKUP = re.compile(r"\\[A-Za-z]+\*?\{?")
#: what stands in front of something of which a text speaks without restriction
_EVERY = re.compile(
    r"(?:^|[.;:,(]\s*|(?<!\w)(?:for|pour|given|whatever|with|take|soit|and|et|but|mais)\s+)"
    r"(?:the\s+|an?\s+|une?\s+)?"
    r"(?:all|any|every|each|other|another|arbitrary|general|generic|tout|toute|tous|toutes|chaque|autres?)"
    r"(?:\s+[\w-]+){0,3}\s*$",
    re.IGNORECASE,
)
#: the same of what has no letter: "for every discriminator"
_EVERY_ONE = re.compile(
    r"(?<!\w)(?:for|pour)\s+(?:all|any|every|each|another|an?\s+arbitrary|tout|toute|tous|toutes|chaque)\s+"
    r"(?:[\w-]+\s+){0,2}(?:discriminators?|critics?|weights?|vectors?|functions?|distributions?|densit(?:y|ies)|choices?"
    r"|discriminateurs?|poids|vecteurs?|fonctions?|lois?|densités?)(?!\w)",
    re.IGNORECASE,
)
#: what denies a word behind it, with few words between
_NOT = r"(?:(?<!\w)(?:not|never|no\s+longer|without|unless|except|non|far\s+from|away\s+from|pas|sauf)|n't)"
_BETWEEN = r"(?:[\s-]+(?!only\b|depend|involv|chang|affect)[^\W\d_]+){0,3}[\s-]+"
_DENIED = re.compile(_NOT + _BETWEEN + r"[^\W\d_]+", re.IGNORECASE)
#: what may vanish or not wherever it is: a denial of that leaves no world
_VANISHES = ("zero", "zéro", "nul", "vanish", "annul")
#: words that say that a text is where something is best; "gradient" and "to minimize" only announce it
_AT_OPTIMUM = any_of(
    "optimal* optimum* optima optimizer* optimiser* optimiseur* minimum* minimal* minima minimizer* minimiser* "
    "minimiseur* minimized minimised maximum* maximal* maxima maximizer* maximiser* maximiseur* maximized maximised "
    "best zero zéro vanish* annul* nul nulle null station* critical* critique* solution* solv* résou* attain* atteint* "
    "suprem* infim* largest smallest trained entraîn* close closed proche plug* substitu* insert* replac* remplac* "
    "equilib* équilib*"
)
#: letters of the shortest word of a world that can be denied
_SHORTEST = 4


def is_new(text: str, paragraph: bool) -> bool:
    """Whether prose behind a display begins a new thought; `paragraph`: it begins one."""
    plain = _MARKUP.sub(" ", text)
    first = _WORD.search(plain)
    if first is None:
        return False
    if first.group()[0].isupper() or "." in plain[: first.start()]:
        return not cue(plain).glue or _ASIDE.search(plain) is not None
    return paragraph and _GOES_ON.match(plain, first.start()) is None


def speaks_of_others(text: str, near: bool) -> bool:
    """Whether a text speaks of another case than one that is supposed, `near`: in the sentence that supposes it."""
    return _GENERAL.search(text) is not None or (not near and _OTHERS.search(text) is not None)


def leaves_case(text: str, single: bool) -> bool:
    """Whether a text leaves a case, of indices or of a `single` value of a number, or of where one lies."""
    return _NO_CASE.search(text) is not None or (single and _ANOTHER.search(text) is not None)


def of_all(text: str) -> bool:
    """Whether what stands behind a text is something of which it speaks without restriction: "for every"."""
    return _EVERY.search(text) is not None


def of_every_one(text: str) -> bool:
    """Whether a text speaks without restriction of what has no letter in it: "for every discriminator"."""
    return _EVERY_ONE.search(text) is not None


def stance(text: str, stems: tuple[str, ...]) -> bool | None:
    """Whether a text opens the world of some stems, by the last that occurs; False if it denies it, None if none does.

    "A discriminator that is not optimal" leaves the world of the best one, as "suboptimal" does.
    """
    lowered = text.lower()
    last, opened = -1, None
    for stem in stems:
        pattern = rf"(?<!\w){re.escape(stem.lower())}"
        denied = {m.end() for m in re.finditer(_NOT + _BETWEEN + pattern.removeprefix(r"(?<!\w)"), lowered)}
        for found in re.finditer(pattern, lowered):
            is_denied = found.end() in denied and len(stem) >= _SHORTEST
            if is_denied and stem in _VANISHES:
                continue
            if found.start() > last:
                last, opened = found.start(), not is_denied
    if opened is None and any(re.search(rf"(?<!\w)(?:sub|non){re.escape(s.lower())}", lowered) for s in stems):
        return False
    return opened


def speaks_of_optimum(text: str) -> bool:
    """Whether a text speaks of where something is best or a slope vanishes, rather than of the slope alone."""
    return _AT_OPTIMUM.search(_DENIED.sub(" ", text)) is not None
