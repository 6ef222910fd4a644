r"""One row of a display to the statements it makes.

Commas, \quad and words separate statements only where the next part has a relation of its own. "if", "for", "since"
and their like make what follows a condition of the statement before (of the next one, where they come first); "or"
makes an alternative of it; other words join statements that stand on their own. Premises that commas separate from an
implication are conditions of it, and each of several conclusions follows from its premise.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from verify.latex.ambiguity import failed, read
from verify.latex.layout import Line
from verify.latex.symbols import ALTERNATIVE, BOUNDS, CONDITION, IMPLICATIONS, REASON, REASONS
from verify.latex.tree import Row

#: longer rows are not read
SYMBOLS = 1_500
#: rows with more bars | are not read (which of them belong together takes counting)
BARS = 60
_INDEX_CASES = frozenset("ijklm")
#: what is said of a bound alone: when it is attained
_ATTAINED = re.compile(r"\W*(?:(?:with|avec)\s+)?(?:equality|égalité|l'égalité)(?!\w)", re.IGNORECASE)
_SEPARATORS = frozenset({"sep", "quad", "prose"})


@dataclass(frozen=True, slots=True)
class _Part:
    """Symbols `start` to `end` of a line, with what stands before them: words, and which separators.

    `column`: in another column than the one with which the line starts.
    """

    start: int
    end: int
    lead: str = ""
    before: frozenset[str] = frozenset()
    relations: tuple[str, ...] = ()
    column: bool = False

    @property
    def implies(self) -> str:
        """The implication in it, if any."""
        return next((r for r in self.relations if r in IMPLICATIONS), "")

    @property
    def kind(self) -> str:
        """What its words make of it: a "condition", an "alternative" or, like no words at all, a "statement"."""
        words = self.lead.lower().replace("(", " ").split()
        if not words:
            return "statement"
        stems = [w.strip(",.:;()") for w in words]
        if stems[0] in ALTERNATIVE:
            return "alternative"
        if self.column and stems[0] in REASON:
            return "statement"
        return "condition" if any(w in CONDITION for w in stems) else "statement"

    @property
    def remark(self) -> bool:
        """Whether it is a remark beside a statement, that claims nothing: “plug in z_0”."""
        return (self.column or bool(self.lead)) and not self.relations and self.kind == "statement"


def statements(line: Line) -> list[Row]:
    """Return the statements of a row."""
    if not line.tokens:
        return []
    start, end = line.tokens[0].start, line.tokens[-1].end
    if line.problem is not None:
        return [failed(start, end, line.problem)]
    if len(line.tokens) > SYMBOLS:
        return [Row(start, end, unread=f"a row of more than {SYMBOLS} symbols", place=start)]
    if sum(t.kind == "bar" for t in line.tokens) > BARS:
        return [Row(start, end, unread=f"a row of more than {BARS} bars", place=start)]
    rows = _assembled(line, _merged(_parts(line)))
    if rows and line.words:
        rows[0] = replace(rows[0], words=line.words + rows[0].words)
    return rows


# ---- parts


def _parts(line: Line) -> list[_Part]:
    """Cut a row at commas, quads and words outside brackets; a quad beside a relation only makes room."""
    tokens = line.tokens
    parts, start, lead, before, relations = list[_Part](), 0, list[str](), set[str](), list[str]()
    column = False
    k = 0
    while k <= len(tokens):
        token = tokens[k] if k < len(tokens) else None
        if token is not None and token.kind == "relation":
            relations.append(token.text)
        colon = token is not None and token.text == ":" and bool(lead) and bool(relations)  # "for i ≠ j: …"
        if relations and _is_case_in_brackets(line, k):
            parts.append(_Part(start, k, " ".join(lead), frozenset(before), tuple(relations), column))
            start, lead, before, relations = k, [], {"quad"}, []
        elif token is None or colon or _cuts(line, k):
            if start < k:
                parts.append(_Part(start, k, " ".join(lead), frozenset(before), tuple(relations), column))
                lead, before, relations = [], set(), []
            if token is not None:
                column = column or (token.kind == "quad" and token.text == "&" and bool(parts))
                before.add(token.text if token.kind == "sep" else token.kind)
                lead.extend([token.text] if token.kind == "prose" else [])
            start = k + 1
        k = line.partner.get(k, k) + 1
    if lead:
        parts.append(_Part(len(tokens), len(tokens), " ".join(lead), frozenset(before), column=column))
    return parts


def _is_case_in_brackets(line: Line, k: int) -> bool:
    """Whether (j ≠ k) stands at `k`, right behind a statement."""
    inside = line.tokens[k : k + 5]
    if [t.kind for t in inside] != ["open", "letter", "relation", "letter", "close"] or not k:
        return False
    letters = inside[1].text, inside[3].text
    indices = all(letter in _INDEX_CASES for letter in letters) and letters[0] != letters[1]
    return (
        indices
        and inside[2].text in ("=", "!=")
        and line.tokens[k - 1].kind not in ("op", "letter", "relation", "sign")
    )


def _cuts(line: Line, k: int) -> bool:
    token = line.tokens[k]
    return token.kind in _SEPARATORS and token.text != ":"


def _merged(parts: list[_Part]) -> list[_Part]:
    """Join what a comma does not separate into statements: "a = 1, 2" and "i, j = 1"."""
    merged = list[_Part]()
    for part in parts:
        last = merged[-1] if merged else None
        if last is not None and "," in part.before and not part.lead and part.start < part.end:
            listed = not part.relations or (not last.relations and not last.lead and "quad" not in part.before)
            if listed:
                relations = last.relations + part.relations
                merged[-1] = replace(last, end=part.end, relations=relations)
                continue
        merged.append(part)
    return merged


# ---- rows


def _assembled(line: Line, parts: list[_Part]) -> list[Row]:
    if any(p.implies for p in parts):
        return _implied(line, parts)
    rows, waiting, conditional = list[Row](), list[Row](), False
    for part in parts:
        follows = conditional and bool(rows) and ((part.before == {","} and not part.lead) or _and(part))
        follows = follows or (bool(rows) and _is_index_case(line, part))
        conditional = part.kind == "condition" or follows
        if part.start == part.end or (part.kind != "statement" or follows):
            row = _condition(line, part)
            if rows:
                rows[-1] = _with(rows[-1], row)
            else:
                waiting.append(row)
            continue
        if part.remark and rows and rows[-1].relations:
            rows[-1] = _with(rows[-1], Row(part.start, part.start, words=(part.lead,) if part.lead else ()))
            continue
        aside = _aside(line, part)
        if aside is not None and rows:
            numbered = aside.end == aside.start + 1
            rows[-1] = rows[-1] if numbered else _with_aside(rows[-1], line, aside)
            continue
        new = [replace(row, aside=part.column) for row in _statement(line, part)]
        for row in waiting:
            new[0] = _with(new[0], row)
        rows.extend(new)
        waiting = []
    if waiting:
        row = Row(waiting[0].start, waiting[-1].end)
        for condition in waiting:
            row = _with(row, condition)
        rows.append(row)
    return rows


def _and(part: _Part) -> bool:
    return part.before == {"prose"} and part.lead.lower() in ("and", "et")


def _is_index_case(line: Line, part: _Part) -> bool:
    """Whether a part only says of which indices the statement before is meant: "…, j ≠ k"."""
    tokens = line.tokens[part.start : part.end]
    if [t.kind for t in tokens] != ["letter", "relation", "letter"] or tokens[1].text not in ("=", "!="):
        return False
    return all(t.text in _INDEX_CASES and not t.font for t in tokens[::2]) and tokens[0].text != tokens[2].text


def _with(row: Row, condition: Row) -> Row:
    """Return the row with a condition (or with mere words)."""
    stated = (condition,) if condition.sides or condition.unread or condition.ill_typed else ()
    return replace(row, words=row.words + condition.words, conditions=row.conditions + stated)


def _aside(line: Line, part: _Part) -> _Part | None:
    """Return what stands in a bracket of its own behind room, as a condition: "a = b  (p = 1)"."""
    start, token = part.start, line.tokens[part.start]
    if "quad" not in part.before or part.lead or token.kind != "open" or line.partner[start] != part.end - 1:
        return None
    inside = _Part(start + 1, part.end - 1)
    return inside if inside.start < inside.end and token.text in "([" else None


def _with_aside(row: Row, line: Line, aside: _Part) -> Row:
    r"""Return a row with what a bracket behind it says in words and formulas.

    "because $p = 1$" is read like a condition, and "the $2\pi$ terms cancel" is a remark: a formula without a
    relation, that its words may yet restrict the row to. When a bound is attained says nothing of the bound.
    """
    tokens = line.tokens[aside.start : aside.end]
    said = [k for k, token in enumerate(tokens) if token.kind == "prose"]
    lead = " ".join(tokens[k].text for k in said)
    if said and _ATTAINED.match(lead) and row.relations and all(relation in BOUNDS for relation in row.relations):
        return row
    words = lead.lower().replace("(", " ").split()
    related = any(token.kind == "relation" for token in tokens)
    if words and said == [0] and words[0].strip(",.:;()") in REASONS:
        return _with(row, _condition(line, replace(aside, start=aside.start + 1, lead=lead)))
    if words and not related:
        sides = (None,) if len(said) < len(tokens) else ()
        return _with(row, Row(tokens[0].start, tokens[-1].end, sides=sides, words=(lead,)))
    return _with(row, _condition(line, aside))


def _condition(line: Line, part: _Part) -> Row:
    if part.start == part.end:
        place = line.tokens[-1].end
        return Row(place, place, words=(part.lead,))
    return _statement(line, part)[0]


def _statement(line: Line, part: _Part) -> list[Row]:
    """Return the statement that a part makes, and those that labels under its braces make."""
    rows = read(line.tokens, line.partner, part.start, part.end)
    return [replace(rows[0], words=(part.lead, *rows[0].words)) if part.lead else rows[0], *rows[1:]]


def _implied(line: Line, parts: list[_Part]) -> list[Row]:
    """Return the statements of a row with an implication, its premises as conditions of each conclusion."""
    k = next(n for n, p in enumerate(parts) if p.implies)
    main = parts[k]
    premises = [p for p in parts[:k] if p.kind == "statement" and p.start < p.end]
    apart = [p for p in premises if "quad" in _behind(parts, p)]
    premises = [p for p in premises if p not in apart]
    later = [p for p in parts[k + 1 :] if p.kind == "statement" and p.relations]
    rows = [row for p in apart for row in _statement(line, p)]
    if main.implies != "=>" and (premises or later):
        message = "several statements beside an equivalence"
        token = line.tokens[main.start]
        return [*rows, Row(token.start, line.tokens[-1].end, unread=message, place=token.start)]
    conditions = [_statement(line, p)[0] for p in premises]
    conclusions = _statement(line, main)
    conclusions += [_concluded(conclusions[0], row) for p in later for row in _statement(line, p)]
    rest = [p for p in parts if p is not main and p not in apart and p not in premises and p not in later]
    conditions += [_condition(line, p) for p in rest]
    for condition in conditions:
        conclusions = [_with(row, condition) for row in conclusions]
    return rows + conclusions


def _behind(parts: list[_Part], part: _Part) -> frozenset[str]:
    n = parts.index(part)
    return parts[n + 1].before if n + 1 < len(parts) else frozenset()


def _concluded(first: Row, row: Row) -> Row:
    """Return the premise of `first` before `row`, which it implies, too."""
    if first.unread or first.ill_typed or row.unread or row.ill_typed:
        return row if row.unread or row.ill_typed else replace(row, unread=first.unread or first.ill_typed)
    cut = len(first.relations) - 1 - first.relations[::-1].index("=>")
    sides, relations = first.sides[: cut + 1], first.relations[: cut + 1]
    if row.sides[0] is None:
        return replace(row, unread="a conclusion that starts with a relation", place=row.start)
    return replace(row, sides=sides + row.sides, relations=relations + row.relations, readings=())
