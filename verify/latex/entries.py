"""One entry of a sheet's names, parsed: what kind of thing, its sizes, range, law and structure.

Main definitions
----------------
* `Entry`: what an entry says.
* `parse_entry`: its text → an `Entry`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction

from verify.model import VerifyError
from verify.terms.context import REALS, STRUCTURES, Interval


@dataclass(frozen=True, slots=True)
class Entry:
    """What an entry says; names in it are texts as written.

    `of` are a density's targets, a function's arguments, (function, base law) of a pushforward, or the regions from
    which one is disjoint. `each` are the set, or the letters and sizes of the indices, for each member of which there
    is one.
    """

    kind: str
    sizes: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    to: str = ""
    space: str = ""
    interval: Interval = REALS
    structure: frozenset[str] = frozenset()
    law: tuple[str, tuple[str, ...]] | None = None
    depends: tuple[str, ...] = ()
    fixed: tuple[tuple[str, ...], ...] = ()
    family: str = ""
    at: tuple[str, ...] = ()
    support: str = ""
    each: tuple[tuple[str, str], ...] = ()


_INTERVAL = re.compile(r"in\s*([(\[])\s*([^,\s]+)\s*,\s*([^,\s]+?)\s*([)\]])$")
_COMPARED = re.compile(r"(>=|<=|>|<)\s*(\S+)$")
_EACH = re.compile(r" for each (.+)$")
_LAW = re.compile(r"with (?:entries|law) (\w+)\((.*)\)$")


def parse_entry(text: str) -> Entry:
    """Return what an entry says.

    Raises:
        VerifyError: the text is not in the language.

    """
    head, *clauses = (part.strip() for part in text.split(";"))
    kind = head.split()[0] if head else ""
    parser = _PARSERS.get("imaginary" if kind == "imaginary" else kind)
    if parser is None:
        raise VerifyError(f"{text!r} says of no known kind what it is; there are {', '.join(_PARSERS)}")
    found = _EACH.search(head)
    entry = parser(head[: found.start()] if found else head)
    entry = replace(entry, each=_each(found[1])) if found else entry
    for clause in clauses:
        entry = _clause(entry, clause)
    return entry


def _each(text: str) -> tuple[tuple[str, str], ...]:
    """Return the set after “for each”, or the indices: "i to N, m to M"."""
    parts = [part.split() for part in text.split(",")]
    if len(parts) == 1 and len(parts[0]) == 1:
        return (("", text.strip()),)
    if not all(len(part) == 3 and part[1] == "to" for part in parts):
        raise VerifyError(f"{text!r}: write “for each S” or “for each i to N, m to M”")
    return tuple((letter, size) for letter, _, size in parts)


def _clause(entry: Entry, clause: str) -> Entry:
    if clause.startswith("depends on "):
        return replace(entry, depends=_names(clause.removeprefix("depends on ")))
    if clause.startswith("not over "):
        return replace(entry, fixed=(*entry.fixed, _names(clause.removeprefix("not over "))))
    if clause.startswith("family "):
        return replace(entry, family=clause.removeprefix("family ").strip())
    if clause.startswith("at ") and entry.kind == "density":
        return replace(entry, at=_names(clause.removeprefix("at ")))
    if clause.startswith("positive on ") and entry.kind == "density":
        return replace(entry, support=clause.removeprefix("positive on ").strip())
    raise VerifyError(f"{clause!r} is no clause: depends on …, not over …, family …, at …, positive on …")


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _array(head: str) -> Entry:
    law = _LAW.search(head)
    if law is not None:
        head = head[: law.start()].strip()
    head, interval = _interval(head)
    first, *properties = (part.strip() for part in head.split(","))
    kind, *sizes = first.split()
    wanted = {"matrix": 2, "vector": 1, "number": 0}[kind]
    if len(sizes) != wanted:
        raise VerifyError(f"{head!r}: a {kind} has {wanted} sizes")
    unknown = [p for p in properties if p not in STRUCTURES]
    if unknown:
        raise VerifyError(f"{unknown[0]!r} is no property of an array: {', '.join(sorted(STRUCTURES))}")
    entries = None if law is None else (law[1], _arguments(law[2]))
    return Entry(kind, tuple(sizes), interval=interval, structure=frozenset(properties), law=entries)


def _arguments(text: str) -> tuple[str, ...]:
    """Split at commas outside of brackets."""
    parts, depth, start = [], 0, 0
    for k, character in enumerate(text):
        depth += (character in "({[") - (character in ")}]")
        if character == "," and depth == 0:
            parts.append(text[start:k].strip())
            start = k + 1
    return (*parts, text[start:].strip())


def _interval(head: str) -> tuple[str, Interval]:
    """Return the text without a range at its end, and the range."""
    found = _INTERVAL.search(head)
    if found is not None:
        low, high = _end(found[2]), _end(found[3])
        closed = found[1] == "[" and low is not None, found[4] == "]" and high is not None
        return head[: found.start()].strip(), Interval(low, high, *closed)
    found = _COMPARED.search(head)
    if found is None:
        return head, REALS
    end, closed_end = _end(found[2]), found[1].endswith("=")
    interval = (
        Interval(low=end, low_closed=closed_end) if found[1][0] == ">" else Interval(None, end, False, closed_end)
    )
    return head[: found.start()].strip(), interval


def _end(text: str) -> Fraction | None:
    if text.strip("+-") in ("oo", "∞", "\\infty", "inf"):
        return None
    if not re.fullmatch(r"-?[0-9]{1,9}(?:/[1-9][0-9]{0,8}|\.[0-9]{1,9})?", text):
        raise VerifyError(f"{text!r} is no end of a range")
    return Fraction(text)


def _point(head: str) -> Entry:
    mass = re.fullmatch(r"point mass(?: of (\S+))? at (.+)", head)
    if mass is not None:
        return Entry("point mass", of=(mass[2],), space=mass[1] or "")
    found = re.fullmatch(r"(point|points (?P<size>\S+))(?: of (?P<space>\S+))?", head)
    if found is None:
        raise VerifyError(f"{head!r}: write “point”, “point of S”, “points n” or “point mass at 0”")
    space = found["space"] or ""
    return Entry("point", space=space) if found["size"] is None else Entry("points", (found["size"],), space=space)


def _vectors(head: str) -> Entry:
    law = _LAW.search(head)
    found = re.fullmatch(r"vectors (\S+) of (\S+)", head if law is None else head[: law.start()].strip())
    if found is None:
        raise VerifyError(f"{head!r}: write “vectors L of J”, perhaps “with entries Gaussian(0, 1)”")
    return Entry("vectors", (found[2], found[1]), law=None if law is None else (law[1], _arguments(law[2])))


def _function(head: str) -> Entry:
    rest, interval = _interval(head)
    found = re.fullmatch(r"function of (.+)", rest)
    if found is None:
        raise VerifyError(f"{head!r}: write “function of x” or “function of number in (0, 1)”")
    return Entry("function", of=_names(found[1]), interval=interval)


def _map(head: str) -> Entry:
    found = re.fullmatch(r"(diffeomorphism|map) from (\S+) to (\S+)", head)
    if found is None:
        raise VerifyError(f"{head!r}: write “diffeomorphism from u to x”")
    return Entry(found[1], of=(found[2],), to=found[3])


def _density(head: str) -> Entry:
    found = re.fullmatch(r"density of (.+?)(?: given (.+))?", head)
    if found is None:
        raise VerifyError(f"{head!r}: write “density of z” or “density of z given x”")
    return Entry("density", of=_names(found[1]), given=_names(found[2] or ""))


def _region(head: str) -> Entry:
    found = re.fullmatch(r"region of (\S+?)(?:, disjoint from (.+))?", head)
    if found is None:
        raise VerifyError(f"{head!r}: write “region of x” or “region of x, disjoint from A”")
    return Entry("region", space=found[1], of=_names(found[2] or ""))


def _image(head: str) -> Entry:
    found = re.fullmatch(r"law of (\S+?)\(\w+\) for \w+ ~ (\S+)", head)
    if found is None:
        raise VerifyError(f"{head!r}: write “law of F(U) for U ~ P_U”")
    return Entry("law of", of=(found[1], found[2]))


def _eigenvalue(head: str) -> Entry:
    found = re.fullmatch(r"eigenvalue of (.+)", head)
    if found is None:
        raise VerifyError(f"{head!r}: write “eigenvalue of J”")
    return Entry("eigenvalue", of=(found[1],))


def _subset(head: str) -> Entry:
    found = re.fullmatch(r"subset of (\S+) but one", head)
    if found is None:
        raise VerifyError(f"{head!r}: write “subset of k+1 but one”")
    return Entry("subset", (found[1],))


def _set(head: str) -> Entry:
    found = re.fullmatch(r"set of (\S+)|member of (\S+)", head)
    if found is None:
        raise VerifyError(f"{head!r}: write “set of n” or “member of S”")
    return Entry("set", (found[1],)) if found[1] else Entry("member", each=(("", found[2]),))


def _identity(head: str) -> Entry:
    found = re.fullmatch(r"identity (\S+)", head)
    if found is None:
        raise VerifyError(f"{head!r}: write “identity n”")
    return Entry("identity", (found[1],))


_WORDS = (
    *("parameter", "index", "dimension", "imaginary unit"),
    *("earth mover's distance", "mixture of both laws"),
)


def _word(head: str) -> Entry:
    if head not in _WORDS:
        raise VerifyError(f"{head!r} is more than one word")
    return Entry(head)


_PARSERS = {
    "matrix": _array,
    "vector": _array,
    "vectors": _vectors,
    "number": _array,
    "point": _point,
    "points": _point,
    "identity": _identity,
    "parameter": _word,
    "index": _word,
    "dimension": _word,
    "imaginary": _word,
    "earth": _word,
    "mixture": _word,
    "function": _function,
    "diffeomorphism": _map,
    "map": _map,
    "density": _density,
    "region": _region,
    "law": _image,
    "eigenvalue": _eigenvalue,
    "set": _set,
    "subset": _subset,
    "member": _set,
}
