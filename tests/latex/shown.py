"""Trees as text, for tests: what is grouped how, without the places."""

from verify.latex.tree import (
    Bracket,
    Cases,
    Derivative,
    Evaluated,
    Fraction,
    Infinity,
    Letter,
    Mark,
    Matrix,
    Number,
    Operator,
    Plus,
    Product,
    Relation,
    Root,
    Scripted,
    Sequence,
    Word,
)

_CLOSING = {"(": ")", "[": "]", "{": "}", "⟨": "⟩"}


def shown(node):
    """Return a tree on one line: sums in (), products in «», operators in capitals with their body in {}."""
    return "_" if node is None else _SHOW[type(node)](node)


def shown_row(row):
    """Return a row: sides with their relations in [ ]."""
    if row.unread or row.ill_typed:
        return f"{'unread' if row.unread else 'ill-typed'}: {row.unread or row.ill_typed}"
    return sides(row.sides, row.relations)


def sides(parts, relations):
    marks = [f" [{r}] " for r in relations] + [""] * (len(parts) - len(relations))
    return "".join(shown(part) + mark for part, mark in zip(parts, marks, strict=True))


def _listed(node):
    return "".join(shown(x) + s for x, s in zip(node.items, (*node.separators, ""), strict=False))


def _scripts(node):
    below = f"_{{{shown(node.sub)}}}" if node.sub else ""
    return below + (f"^{{{shown(node.sup)}}}" if node.sup else "")


def _operator(node):
    differentials = "".join(f" d{shown(v)}" for v in node.variables)
    return f"{node.name.upper()}{_scripts(node)}{'!' if node.bracketed else ''}{{{shown(node.body)}}}{differentials}"


_SHOW = {
    Letter: lambda n: "".join(f"{x}:" for x in (n.accent, n.font) if x) + n.name,
    Number: lambda n: n.text,
    Word: lambda n: repr(n.text),
    Mark: lambda n: f"`{n.text}",
    Infinity: lambda n: "∞",
    Scripted: lambda n: shown(n.base) + _scripts(n) + "'" * n.primes,
    Bracket: lambda n: n.opening + _listed(n) + (n.closing or _CLOSING.get(n.opening, n.opening)),
    Sequence: lambda n: f"<{_listed(n)}>",
    Plus: lambda n: f"({''.join(s + shown(t) for s, t in zip(n.signs, n.terms, strict=True))})",
    Product: lambda n: (
        "«"
        + shown(n.factors[0])
        + "".join((o or " ") + shown(t) for o, t in zip(n.operators, n.factors[1:], strict=True))
        + "»"
    ),
    Fraction: lambda n: f"{{{shown(n.numerator)} // {shown(n.denominator)}}}",
    Root: lambda n: f"√{shown(n.index) if n.index else ''}{{{shown(n.radicand)}}}",
    Operator: _operator,
    Derivative: lambda n: f"{'d' if n.total else '∂'}{n.order}/{','.join(map(shown, n.variables))}{{{shown(n.body)}}}",
    Matrix: lambda n: f"M{n.opening}{';'.join(','.join(map(shown, r)) for r in n.rows)}",
    Cases: lambda n: (
        "CASES[" + "; ".join(f"{shown(v)} if {shown(c)}" for v, c in zip(n.values, n.conditions, strict=True)) + "]"
    ),
    Evaluated: lambda n: f"{shown(n.body)}|@{shown(n.where)}",
    Relation: lambda n: f"{shown(n.left)} {n.relation} {shown(n.right)}",
}
