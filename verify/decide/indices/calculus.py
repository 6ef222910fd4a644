"""Laws of what is drawn, derivatives, and evaluation at other values, as `Lowering` reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from verify.decide.indices.arrays import Scope
from verify.decide.indices.derivative import derivative, replace
from verify.decide.indices.letters import FIRST, Form, Index, OutsideLanguage, fixed
from verify.decide.indices.normal import normal_expectation
from verify.terms.nodes import ONE, Diff, Normal, Sym, Term
from verify.terms.unfold import unfold_definitions

if TYPE_CHECKING:
    from verify.decide.indices.lower import Lowering


def laws(lowering: Lowering, variables: tuple[Sym, ...]) -> list[tuple[str, str, tuple[Form, ...]]]:
    """Return (name, family, parameters) of each variable's declared law."""
    found = []
    for variable in variables:
        declared = lowering.context.by_name.get(variable.name) if isinstance(variable, Sym) else None
        if declared is None or declared.law is None or declared.symbol != variable:
            raise OutsideLanguage(f"an expectation over {variable}, which has no declared iid law")
        if declared.structure or declared.definition is not None:
            raise OutsideLanguage(f"{variable.name} has a law and a structure or definition")
        stated = (unfold_definitions(p, lowering.context) for p in declared.law.parameters)
        parameters = tuple(lowering.scalar(p, {}) for p in stated)
        if len(parameters) != (1 if declared.law.family == "bernoulli" else 2):
            raise OutsideLanguage(f"the law of {variable.name} has {len(parameters)} parameters")
        found.append((variable.name, declared.law.family, parameters))
    drawn = {f"entry {variable.name}" for variable in variables}
    if any(parameter.heads & drawn for *_, parameters in found for parameter in parameters):
        raise OutsideLanguage("a law whose parameters are drawn too")
    return found


def under_normal(lowering: Lowering, form: Form, law: Normal, scope: Scope) -> Form:
    """Return E form over the variable of a normal law.

    Raises:
        OutsideLanguage: the variable is bound otherwise by the Context, or drawn inside a function.

    """
    variable = law.at
    if not isinstance(variable, Sym):
        raise OutsideLanguage("a normal law of something that is not a symbol")
    _free_to_vary(lowering, variable)

    def mean(indices: tuple[Index, ...]) -> Form:
        return lowering.entry(law.mean, indices[0] if indices else FIRST, FIRST, scope)

    def covariance(first: tuple[Index, ...], second: tuple[Index, ...]) -> Form:
        places = (first[0], second[0]) if first else (FIRST, FIRST)
        return lowering.entry(law.covariance, *places, scope)

    return normal_expectation(lowering.algebra, form, variable.name, mean, covariance)


def differentiated(lowering: Lowering, node: Diff, i: Index, j: Index, scope: Scope) -> Form:
    """Return the entry (i, j) of a gradient or Jacobian, or a derivative."""
    algebra, variables = lowering.algebra, node.variables
    for variable in variables:
        _free_to_vary(lowering, variable)
    if len(variables) == 1 and not node.body.shape:
        variable, form = variables[0], lowering.scalar(node.body, scope)
        if not variable.shape:
            return derivative(algebra, form, variable.name, ())
        return derivative(algebra, form, variable.name, (i,) if variable.shape[1] == ONE else (i, j))
    if node.is_jacobian_in_column:
        return derivative(algebra, lowering.entry(node.body, i, FIRST, scope), variables[0].name, (j,))
    gradient = not node.body.shape
    body = lowering.entry(node.body, FIRST if gradient else i, FIRST, scope)
    place = i if gradient else j
    parts = [
        algebra.multiply(algebra.delta(place, fixed(k + 1)), derivative(algebra, body, variable.name, ()))
        for k, variable in enumerate(variables)
    ]
    return algebra.add(*parts)


def _free_to_vary(lowering: Lowering, variable: Term) -> None:
    if not isinstance(variable, Sym):
        raise OutsideLanguage("a derivative in, or evaluation at, something that is not a symbol")
    declared = lowering.context.by_name.get(variable.name)
    if declared is not None and (declared.structure or declared.definition is not None):
        raise OutsideLanguage(f"{variable.name} is bound by its declared structure or definition")
    if variable.sort != "real":
        raise OutsideLanguage(f"{variable.name} is a {variable.sort}")


def evaluated_at(lowering: Lowering, form: Form, values: tuple[tuple[Sym, Term], ...], scope: Scope) -> Form:
    """Return a form with symbols replaced by values."""
    for symbol, _ in values:
        _free_to_vary(lowering, symbol)
    by_name = {symbol.name: value for symbol, value in values}

    def value(name: str, indices: tuple[Index, ...]) -> Form | None:
        if name not in by_name:
            return None
        i, j = (*indices, FIRST, FIRST)[:2]
        return lowering.entry(by_name[name], i, j, scope)

    return replace(lowering.algebra, form, value)
