"""Atoms and terms as short texts, for messages and certificates."""

from __future__ import annotations

from verify.decide.information.forms import Apart, Atom, Closed, Exp, Iid, Poly, Weight
from verify.terms.nodes import Add, Apply, Const, Density, Entry, Fn, Mul, Num, Pow, Sym, Term


def describe(atom: Atom) -> str:
    """Read an atom roughly, for messages."""
    match atom:
        case Term():
            return describe_term(atom)
        case Poly(terms):
            return "(" + " + ".join(("" if v == 1 else f"{v}·") + _describe(weight) for weight, v in terms) + ")"
        case Exp(exponent, scale):
            return f"exp({scale}·{_describe(exponent)})"
        case Closed(binders, weight):
            return f"∫{','.join(b.space for b in binders)} {_describe(weight)}"
        case Iid(family, density):
            return f"∏ {_describe(density)} over {describe_term(family)}"
        case Apart(left, right):
            return f"(1 - δ[{describe_term(left)}, {describe_term(right)}])"


def describe_term(term: Term) -> str:
    """Read a term roughly, for messages and certificates."""
    match term:
        case Sym(name) | Const(name=name):
            return name.strip("#").split("#")[0]
        case Density(law=law, targets=targets, args=args):
            points = [describe_term(arg) for arg in args]
            given = points[len(targets) :]
            return f"{law}({', '.join(points[: len(targets)])}{' | ' + ', '.join(given) if given else ''})"
        case Apply(function=name, args=args, orders=orders):
            return f"{name}{chr(39) * sum(orders)}({', '.join(describe_term(arg) for arg in args)})"
        case Entry(array=array, indices=indices):
            return f"{describe_term(array)}[{', '.join(describe_term(i) for i in indices)}]"
        case Fn(name, arg):
            return f"{name}({describe_term(arg)})"
        case Num(value):
            return str(value)
        case Add(terms):
            return f"({' + '.join(describe_term(t) for t in terms)})"
        case Mul(factors=parts):
            return "·".join(describe_term(t) for t in parts)
        case Pow(base, exponent):
            return f"{describe_term(base)}^{describe_term(exponent)}"
        case _:
            return type(term).__name__


def _describe(weight: Weight) -> str:
    return "·".join(describe(atom) + (f"^{exponent}" if exponent != 1 else "") for atom, exponent in weight) or "1"
