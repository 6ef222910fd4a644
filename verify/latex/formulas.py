r"""Laws that are given by a formula: q(z|x) = (2πσ²)^{-1/2} exp(…), M = (p + q)/2, q(z|x) := p_θ(z|x).

Such a name is a definition, and no law of the Context. Where a law is meant (under an expectation, in a divergence)
it stands for its formula, as long as that is a density: a normal law, a density of the Context, or a mixture of them.

Main definitions
----------------
* `Formula`, `formula_law`: a law as written that a formula gives; None for anything else.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from verify.latex.errors import Unread
from verify.latex.names import key_of, matches
from verify.latex.reading import attempt, read
from verify.latex.scope import Definition, FunctionName, Scope, Value
from verify.latex.tree import Bracket, Letter, Mark, Node, Product, Scripted, Word
from verify.terms.nodes import Add, Density, Mul, Normal, Num, Sym, Term


@dataclass(frozen=True, slots=True)
class Formula:
    """A law that a formula gives, with the name of what has it and the density there."""

    variable: Sym
    density: Term


def formula_law(node: Node, scope: Scope, drawn: Node | None = None) -> Formula | None:
    """Return the law that a defined name stands for; `drawn` is the name of what is drawn from it, if one is written.

    Raises:
        Unread: the name is defined by a formula that is no density.

    """
    function = _positive_function(node, scope)
    if function is not None:
        return function
    found = _definition(node, scope)
    if found is None:
        return None
    definition, arguments = found
    variable = _variable(definition, arguments, drawn, scope)
    if variable is None:
        return None
    readings = attempt(read, _at(node, definition, drawn), scope)
    if not isinstance(readings, tuple) or len(readings) != 1 or not _is_density(readings[0], variable):
        raise Unread(f"that {definition.key} is a density was not said", node.start, node.end)
    return Formula(variable, readings[0])


def _positive_function(node: Node, scope: Scope) -> Formula | None:
    """Return q(z|x), an unknown positive function, as what is to become the law of its first argument."""
    match node:
        case Product(operators=("",), factors=(name, Bracket(items=(first, *_)))):
            meaning, rest = next(iter(matches(name, scope)), (None, None))
        case _:
            return None
    if not isinstance(meaning, FunctionName) or rest:
        return None
    interval = scope.context.function_by_name[meaning.name].interval
    variable, readings = _symbol(key_of(first, scope.fonts), scope), attempt(read, node, scope)
    if interval.low != 0 or interval.high is not None or variable is None or not isinstance(readings, tuple):
        return None
    return Formula(variable, readings[0])


def _definition(node: Node, scope: Scope) -> tuple[Definition, tuple[Node, ...]] | None:
    """Return the definition that a node names and what stands in its brackets."""
    match node:
        case Product(operators=("",), factors=(name, Bracket(opening="(" | "[", items=items))) if items:
            arguments = items
        case Letter() | Word() | Scripted():
            name, arguments = node, ()
        case _:
            return None
    for meaning, rest in matches(name, scope):
        return (meaning, arguments) if isinstance(meaning, Definition) and not rest and not meaning.indices else None
    return None


def _variable(definition: Definition, arguments: tuple[Node, ...], drawn: Node | None, scope: Scope) -> Sym | None:
    """Return what has the law: what is drawn, or the first argument of the name."""
    for name in (drawn, *arguments[:1]):
        if name is not None and not (isinstance(name, Mark) and name.text == "cdot"):
            return _symbol(key_of(name, scope.fonts), scope)
    own = [one for one in (definition, *definition.overloads) if one.parameters]
    shortest = min(own, key=lambda one: len(one.parameters), default=None)
    if shortest is not None:
        return _symbol(shortest.parameters[0], scope)
    points = [d.symbol for d in scope.context.symbols if d.symbol.sort == "point" and not d.symbol.shape]
    return points[0] if len(points) == 1 else None


def _symbol(key: str | None, scope: Scope) -> Sym | None:
    meaning = scope.meaning(key or "")
    return meaning.term if isinstance(meaning, Value) and isinstance(meaning.term, Sym) else None


def _at(node: Node, definition: Definition, drawn: Node | None) -> Node:
    """Return the law at what has it: where its argument is a blank, at the drawn name or the definition's own."""
    if not isinstance(node, Product):
        return node
    name, bracket = node.factors
    if not isinstance(bracket, Bracket) or not (isinstance(bracket.items[0], Mark) and bracket.items[0].text == "cdot"):
        return node
    first = drawn or Letter(bracket.start, bracket.end, definition.parameters[0] if definition.parameters else "")
    filled = Bracket(bracket.start, bracket.end, bracket.opening, (first, *bracket.items[1:]), bracket.separators)
    return Product(node.start, node.end, node.operators, (name, filled))


def _is_density(term: Term, variable: Sym) -> bool:
    """Whether a term is a density of the variable: a normal law, one of the Context, or a mixture."""
    match term:
        case Normal(at=at):
            return at == variable
        case Density(targets=targets, args=args):
            return variable in args[: len(targets)]
        case Add(terms=parts):
            return sum(map(_weight, parts)) == 1 and all(_is_mixed(part, variable) for part in parts)
        case Mul(factors=(Num() as weight, Add(terms=parts))):
            return weight.value * len(parts) == 1 and all(_is_density(part, variable) for part in parts)
    return False


def _weight(part: Term) -> Fraction:
    return part.factors[0].value if isinstance(part, Mul) and isinstance(part.factors[0], Num) else Fraction(0)


def _is_mixed(part: Term, variable: Sym) -> bool:
    return isinstance(part, Mul) and len(part.factors) == 2 and _is_density(part.factors[1], variable)
