r"""A display to its rows: environments and & go, \\ separates, rows that go on are joined.

A bracket that spans two rows, a row that starts with a + or a ·, and a row that ends with an operator are one
statement; what cannot be told apart (a row that starts with "&-" and has a relation of its own) is left unread.
"""

from __future__ import annotations

from dataclasses import dataclass

from verify.latex.cursor import NotRead, match_brackets
from verify.latex.symbols import CASES, DISPLAYS, MATRICES
from verify.latex.tokens import Token

_INSIDE = frozenset(MATRICES) | CASES
_CONTINUES = frozenset({"times"})
_UNFINISHED = frozenset({"sign", "times", "relation"})


@dataclass(frozen=True, slots=True)
class Line:
    """The symbols of one row, its brackets matched; or what is wrong with it. `words` stand over its relations."""

    tokens: list[Token]
    partner: dict[int, int]
    problem: NotRead | None = None
    words: tuple[str, ...] = ()


def lines(tokens: list[Token]) -> list[Line]:
    """Return the rows of a display."""
    return [_line(row) for row in _joined(_split(_systems(_without_nulls(tokens))))]


def _without_nulls(tokens: list[Token]) -> list[Token]:
    r"""Drop the {} that makes room beside a sign or &; {}^t X is a transpose in front."""
    kept = list[Token]()
    for k, token in enumerate(tokens):
        behind = tokens[k + 1].kind if k + 1 < len(tokens) else ""
        after = tokens[k + 2].kind if k + 2 < len(tokens) else ""
        before = tokens[k - 1].kind if k else ""
        opens = token.kind == "group" and behind == "ungroup" and after != "script" and before != "script"
        closes = kept and token.kind == "ungroup" and before == "group" and kept[-1] is not tokens[k - 1]
        if not opens and not closes:
            kept.append(token)
    return kept


def _line(row: list[Token]) -> Line:
    aligned = bool(row) and row[0].kind == "align"
    plain = _unaligned(row)
    words = tuple(t.text for t in plain if t.kind == "prose" and t.font == "label")
    plain = [t for t in plain if t.font != "label"]
    try:
        kept, partner = match_brackets(plain)
    except NotRead as problem:
        return Line(plain, {}, problem, words)
    column = _second_column(row)
    if column is not None:
        return Line(kept, partner, NotRead("a second column that starts with a relation", column), words)
    if aligned and kept and kept[0][:2] == ("sign", "-") and _relates(kept):
        return Line(kept, partner, NotRead("a row that starts with − may go on with the row before", kept[0]), words)
    return Line(kept, partner, None, words)


def _unaligned(row: list[Token]) -> list[Token]:
    r"""Return the row without the & that only align it, and without room that separates nothing.

    Every second & of a row starts a new column, and makes room like \quad (in eqnarray it stands behind a relation).
    Room inside brackets, and beside a relation or a sign, is only room.
    """
    inside, brackets, columns, kept = 0, 0, 0, list[Token]()
    for token in row:
        inside += (token.kind == "begin") - (token.kind == "end")
        brackets += (token.kind in ("open", "group")) - (token.kind in ("close", "ungroup"))
        if token.kind == "align" and not inside:
            columns += 1
            token = token._replace(kind="quad" if columns % 2 == 0 else "align")
        if inside or (token.kind != "align" and not (token.kind == "quad" and brackets > 0)):
            kept.append(token)
    return [t for k, t in enumerate(kept) if t.kind != "quad" or not _beside_operation(kept, k)]


def _beside_operation(tokens: list[Token], k: int) -> bool:
    before = tokens[k - 1].kind if k and not _is_starred(tokens[:k][-2:]) else ""
    after = next((t.kind for t in tokens[k + 1 :] if t.kind != "quad"), "")
    return before in _UNFINISHED or after in _UNFINISHED


def _is_starred(last: list[Token]) -> bool:
    """Whether the last two symbols are a star (or a sign) as a script: D^* is no product that goes on."""
    return len(last) == 2 and last[0].kind == "script" and last[1].kind in ("times", "sign")


def _second_column(row: list[Token]) -> Token | None:
    """Return where a second column starts with a relation: which formula it goes on with cannot be told."""
    inside, columns = 0, 0
    for k, token in enumerate(row):
        inside += (token.kind == "begin") - (token.kind == "end")
        columns += token.kind == "align" and not inside
        after = [t for t in row[k + 1 : k + 2] if t.kind == "relation"]
        if token.kind == "align" and columns == 3 and after and row[k - 1].kind in ("align", "quad"):
            return after[0]
    return None


def _systems(tokens: list[Token]) -> list[Token]:
    r"""Drop environments that only lay out rows, and the \left\{ … \right. around them."""
    kept, opened = list[Token](), list[bool]()
    for k, token in enumerate(tokens):
        if token.kind == "begin":
            layout = token.text in DISPLAYS or (token.text in _INSIDE and not opened and _is_layout(tokens, k))
            opened.append(layout)
            if not layout:
                kept.append(token)
            elif kept and kept[-1][:2] == ("open", "{") and k + 1 < len(tokens) and _null_behind(tokens, k):
                kept.pop()
        elif token.kind == "end":
            layout = opened.pop() if opened else token.text in DISPLAYS
            if not layout:
                kept.append(token)
        elif token[:2] == ("close", ".") and k and tokens[k - 1].kind == "end" and tokens[k - 1].text in DISPLAYS:
            continue
        else:
            kept.append(token)
    return kept


def _null_behind(tokens: list[Token], k: int) -> bool:
    end = _end_of(tokens, k)
    return end + 1 < len(tokens) and tokens[end + 1][:2] == ("close", ".")


def _end_of(tokens: list[Token], k: int) -> int:
    depth = 0
    for n in range(k, len(tokens)):
        depth += (tokens[n].kind == "begin") - (tokens[n].kind == "end")
        if depth == 0:
            return n
    return len(tokens)


def _is_layout(tokens: list[Token], k: int) -> bool:
    """Tell whether an array or cases hold whole rows: nothing stands around, and there are relations in them."""
    end = _end_of(tokens, k)
    before, after = tokens[:k], tokens[end + 1 :]
    if any(t.kind not in ("quad", "newline", "align") for t in before):
        return False
    if any(t.kind not in ("quad", "newline", "sep", "align") for t in after):
        return False
    if tokens[k].text in CASES:
        first = next((t for t in tokens[k + 1 : end] if t.kind in ("relation", "align", "sep")), None)
        return first is not None and first.kind == "relation"
    return tokens[k].text == "array" and any(t.kind == "relation" for t in tokens[k + 1 : end])


def _split(tokens: list[Token]) -> list[list[Token]]:
    r"""Split at \\ outside braces, matrices and cases."""
    rows, inside = [list[Token]()], 0
    for token in tokens:
        if token.kind in ("begin", "group"):
            inside += 1
        elif token.kind in ("end", "ungroup"):
            inside -= 1
        if token.kind == "newline" and inside <= 0:
            rows.append([])
        else:
            rows[-1].append(token)
    return [row for row in rows if any(t.kind not in ("align", "quad") for t in row)]


def _joined(rows: list[list[Token]]) -> list[list[Token]]:
    joined = list[list[Token]]()
    for row in _whole_brackets(rows):
        if joined and _goes_on(joined[-1], row):
            joined[-1] = joined[-1] + _bare(row)
        else:
            joined.append(row)
    return joined


def _bare(row: list[Token]) -> list[Token]:
    """Return a row that goes on with the one before, without the space that sets it in."""
    k = 0
    while row[k].kind in ("align", "quad"):
        k += 1
    return row[k:]


def _goes_on(before: list[Token], row: list[Token]) -> bool:
    first = next(t for t in row if t.kind not in ("align", "quad"))
    last = next(t for t in reversed(before) if t.kind not in ("align", "quad"))
    if first.kind in ("relation", "prose"):
        return False
    behind = [t for t in before if t.kind not in ("align", "quad")][-2:]
    if last.kind in _UNFINISHED and not _is_starred(behind):
        return True
    relation = _relates(row)
    return first.kind in _CONTINUES or (first.kind == "sign" and (first.text == "+" or not relation))


def _relates(row: list[Token]) -> bool:
    """Whether a relation stands in a row outside of all brackets and scripts."""
    depth = 0
    for token in row:
        depth += (token.kind in ("open", "group", "begin")) - (token.kind in ("close", "ungroup", "end"))
        if token.kind == "relation" and depth <= 0:
            return True
    return False


def _whole_brackets(rows: list[list[Token]]) -> list[list[Token]]:
    """Join rows between which a bracket is open, where the brackets then come out right."""
    joined, k = list[list[Token]](), 0
    while k < len(rows):
        together = rows[k]
        n = k
        while _open_brackets(together) > 0 and n + 1 < min(len(rows), k + 8):
            n += 1
            together = together + _bare(rows[n])
        if n > k and _open_brackets(together) == 0:
            joined.append(together)
            k = n + 1
        else:
            joined.append(rows[k])
            k += 1
    return joined


def _open_brackets(row: list[Token]) -> int:
    """Return how many brackets stay open; negative where one closes that was never opened."""
    depth = 0
    for token in row:
        if token.text in ("(", "[", "{") and token.kind in ("open", "close"):
            depth += 1 if token.kind == "open" else -1
            if depth < 0:
                return -1
    return depth
