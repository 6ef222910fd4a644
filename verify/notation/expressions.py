"""SymPy expression → typed term.

Main definitions
----------------
* `Scope`: what names mean while an expression is read: the Context's declarations and its source.
* `elaborate(expression, scope)`: the term, or `IllTyped`/`VerifyError` naming the file and line.

Nothing is simplified: the tree is read as written. Integer symbols that are positive are dimensions,
other integer symbols are indices, and every other symbol must be declared.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import sympy
from sympy.core.function import AppliedUndef
from sympy.matrices.expressions.diagonal import DiagMatrix, DiagonalOf
from sympy.matrices.expressions.matexpr import MatrixElement

from verify.model import Span, VerifyError
from verify.notation import heads
from verify.notation.surface import UnknownFunction
from verify.terms.nodes import (
    ONE,
    Add,
    Apply,
    At,
    Const,
    Delta,
    Density,
    Diff,
    Divergence,
    Entry,
    Expect,
    Extremum,
    Fn,
    IllTyped,
    Indicator,
    Integral,
    MatOp,
    Mul,
    Normal,
    Num,
    Pow,
    Prod,
    Rows,
    Sum,
    Sym,
    Term,
    shape_text,
)


@dataclass(frozen=True)
class Scope:
    """Declared names by their text: symbols, and unknown functions."""

    file: str
    symbols: Mapping[str, Sym] = field(default_factory=dict)
    functions: Mapping[str, UnknownFunction] = field(default_factory=dict)
    laws: frozenset[str] = frozenset()

    def error(self, message: str, line: int | None = None) -> VerifyError:
        """Return an error at this file."""
        return VerifyError(message, Span(self.file, line) if line else None)


def elaborate(expression: Any, scope: Scope) -> Term:
    """Return the typed term of a SymPy expression or number.

    Raises:
        IllTyped: shapes or kinds do not fit.
        VerifyError: an undeclared name, or something the core language does not have.

    """
    if isinstance(expression, bool | float | sympy.Float):
        raise scope.error(f"{expression!r} is not exact: write Rational(1, 2), not 0.5")
    if isinstance(expression, int | Fraction):
        return Num(Fraction(expression))
    for kind in type(expression).__mro__:
        reader = _READERS.get(kind)
        if reader is not None:
            return reader(expression, scope)
    raise scope.error(f"cannot read {expression!r} ({type(expression).__name__}) as a term")


def symbol(expression: Any, scope: Scope) -> Sym:
    """Return the symbol that `expression` is.

    Raises:
        VerifyError: it is no symbol, or an undeclared one.

    """
    term = elaborate(expression, scope)
    if not isinstance(term, Sym):
        raise scope.error(f"{expression} is not a symbol")
    return term


def _all(expressions: Any, scope: Scope) -> tuple[Term, ...]:
    return tuple(elaborate(e, scope) for e in expressions)


def _symbol(expression: sympy.Symbol, scope: Scope) -> Term:
    known = scope.symbols.get(expression.name)
    if known is not None:
        return known
    if expression.is_integer:
        return Sym(expression.name, "dimension" if expression.is_positive else "index")
    raise scope.error(f"{expression.name} is not declared in the Context; add declare({expression.name})")


def _matrix_symbol(expression: sympy.MatrixSymbol, scope: Scope) -> Term:
    known = scope.symbols.get(expression.name)
    if known is None:
        raise scope.error(f"{expression.name} is not declared in the Context; add declare({expression.name})")
    return known


def _rational(expression: sympy.Rational, _: Scope) -> Term:
    return Num(Fraction(int(expression.p), int(expression.q)))


def _add(expression: Any, scope: Scope) -> Term:
    return Add(_all(expression.args, scope))


def product(factors: tuple[Term, ...]) -> Term:
    """Multiply scalars and matrices: matrices in their order, scalars in front, nested products flattened."""
    scalars: list[Term] = []
    arrays: list[Term] = []
    for factor in factors:
        _sort_factor(factor, scalars, arrays)
    front = _collect_numbers(tuple(scalars))
    if not arrays:
        return front[0] if len(front) == 1 else Mul(front) if front else ONE
    matrix = arrays[0] if len(arrays) == 1 else MatOp("product", tuple(arrays))
    return Mul((*front, matrix)) if front else matrix


def _sort_factor(factor: Term, scalars: list[Term], arrays: list[Term]) -> None:
    if not factor.shape:
        scalars.append(factor)
    elif isinstance(factor, Mul):
        for inner in factor.factors:
            _sort_factor(inner, scalars, arrays)
    elif isinstance(factor, MatOp) and factor.op == "product":
        arrays.extend(factor.args)
    else:
        arrays.append(factor)


def _collect_numbers(scalars: tuple[Term, ...]) -> tuple[Term, ...]:
    """Flatten products and multiply literal numbers, which SymPy leaves scattered (1·(-1)·p^(1·1))."""
    flat = [f for s in scalars for f in (s.factors if isinstance(s, Mul) else (s,))]
    number = Fraction(1)
    for factor in flat:
        number *= factor.value if isinstance(factor, Num) else 1
    rest = tuple(f for f in flat if not isinstance(f, Num))
    return rest if number == 1 else (Num(number), *rest)


def _mul(expression: Any, scope: Scope) -> Term:
    return product(_all(expression.args, scope))


def _pow(expression: sympy.Pow, scope: Scope) -> Term:
    base, exponent = expression.args
    if base is sympy.E:
        return Fn("exp", elaborate(exponent, scope))
    power = elaborate(exponent, scope)
    return elaborate(base, scope) if power == ONE else Pow(elaborate(base, scope), power)


def _matrix_power(expression: Any, scope: Scope) -> Term:
    base = elaborate(expression.args[0], scope)
    exponent = expression.args[1] if len(expression.args) > 1 else sympy.Integer(-1)
    if exponent == -1:
        return MatOp("inverse", (base,))
    if not (exponent.is_Integer and 0 < exponent <= 8):
        raise scope.error(f"a matrix power must be -1 or 1..8, not {exponent}")
    return MatOp("product", (base,) * int(exponent)) if exponent > 1 else base


def _matrix_operation(op: str) -> Callable[[Any, Scope], Term]:
    return lambda expression, scope: MatOp(op, _all(expression.args, scope))


def _function(name: str) -> Callable[[Any, Scope], Term]:
    return lambda expression, scope: Fn(name, elaborate(expression.args[0], scope))


def _constant(term: Term) -> Callable[[Any, Scope], Term]:
    return lambda _expression, _scope: term


def _entry(expression: Any, scope: Scope) -> Term:
    array, *indices = _all(expression.args, scope)
    if isinstance(expression, MatrixElement) and array.shape[1] == ONE:
        indices = indices[:1]
    return Entry(array, tuple(indices))


def _fold(kind: type[Sum] | type[Prod]) -> Callable[[Any, Scope], Term]:
    def read(expression: Any, scope: Scope) -> Term:
        body = elaborate(expression.args[0], scope)
        for index, low, high in expression.args[1:]:
            if low != 1:
                raise scope.error(f"a sum must start at 1, not at {low}")
            body = kind(body, symbol(index, scope), elaborate(high, scope))
        return body

    return read


def _delta(expression: Any, scope: Scope) -> Term:
    return Delta(elaborate(expression.args[0], scope), elaborate(expression.args[1], scope))


def _dense(expression: Any, scope: Scope) -> Term:
    rows, columns = expression.shape
    return Rows(tuple(tuple(elaborate(expression[i, j], scope) for j in range(columns)) for i in range(rows)))


def _applied(expression: Any, scope: Scope) -> Term:
    name = expression.func.__name__
    known = scope.functions.get(name)
    if known is None:
        raise scope.error(f"the function {name} is not declared in the Context; add function({name!r}, …)")
    if len(expression.args) != len(known.spaces):
        raise scope.error(f"{name} takes {len(known.spaces)} arguments, not {len(expression.args)}")
    args = _all(expression.args, scope)
    for space, arg in zip(known.spaces, args, strict=True):
        if arg.shape and (space != "column" or arg.shape[1] != ONE):
            shape = shape_text(arg.shape)
            raise IllTyped(f"{name} takes a {space}, but {arg} is {shape}", (space, shape))
    return Apply(name, args, result="real" if known.result == "real" else "point")


def _jacobian(expression: heads.JacobianOf, scope: Scope) -> Term:
    name, at = expression.args
    return Apply(name.name, (elaborate(at, scope),), (1,), "real")


def _elementary(expression: heads.ElementaryFunction, scope: Scope) -> Term:
    return Fn(expression.args[0].name, elaborate(expression.args[1], scope))


def _density(expression: heads.DensityAt, scope: Scope) -> Term:
    law, targets, given, points = expression.args
    if law.name not in scope.laws:
        raise scope.error(f"the law {law.name} is not part of the Context")
    slots = tuple(str(t) for t in targets), tuple(str(g) for g in given)
    return Density(law.name, *slots, _all(points, scope))


def _symbols(expressions: Any, scope: Scope) -> tuple[Sym, ...]:
    return tuple(symbol(e, scope) for e in expressions)


def _expectation(expression: heads.Expectation, scope: Scope) -> Term:
    body, variables, *density = expression.args
    drawn = elaborate(density[0], scope) if density else None
    return Expect(elaborate(body, scope), _symbols(variables, scope), drawn)


def _integral(expression: heads.IntegralOver, scope: Scope) -> Term:
    return Integral(elaborate(expression.args[0], scope), _symbols(expression.args[1], scope))


def _divergence(expression: heads.DivergenceOf, scope: Scope) -> Term:
    kind, sides, variables = expression.args
    left, *right = _all(sides, scope)
    return Divergence(kind.name, left, right[0] if right else None, _symbols(variables, scope))


def _derivative(expression: heads.DerivativeOf, scope: Scope) -> Term:
    return Diff(elaborate(expression.args[0], scope), _symbols(expression.args[1], scope))


def _value_at(expression: heads.ValueAt, scope: Scope) -> Term:
    body, pairs = expression.args
    return At(elaborate(body, scope), tuple((symbol(s, scope), elaborate(v, scope)) for s, v in pairs))


def _extremum(expression: heads.ExtremumOver, scope: Scope) -> Term:
    kind, body, variable = expression.args
    return Extremum(kind.name, elaborate(body, scope), symbol(variable, scope))


def _column(expression: heads.Column, scope: Scope) -> Term:
    return Rows(tuple((elaborate(e, scope),) for e in expression.args))


_READERS: dict[type, Callable[[Any, Scope], Term]] = {
    sympy.Symbol: _symbol,
    sympy.MatrixSymbol: _matrix_symbol,
    sympy.Rational: _rational,
    sympy.Add: _add,
    sympy.MatAdd: _add,
    sympy.Mul: _mul,
    sympy.MatMul: _mul,
    sympy.Pow: _pow,
    sympy.MatPow: _matrix_power,
    sympy.Inverse: _matrix_power,
    sympy.Transpose: _matrix_operation("transpose"),
    sympy.HadamardProduct: _matrix_operation("hadamard"),
    DiagMatrix: _matrix_operation("diag"),
    DiagonalOf: _matrix_operation("diagonal"),
    sympy.Trace: _matrix_operation("trace"),
    sympy.Determinant: _matrix_operation("det"),
    sympy.Identity: _matrix_operation("identity"),
    sympy.ZeroMatrix: _matrix_operation("zeros"),
    sympy.matrices.expressions.special.OneMatrix: _matrix_operation("ones"),
    heads.Rooted: _matrix_operation("entrywise_sqrt"),
    heads.Convolved: _matrix_operation("convolve"),
    heads.Norm2: _matrix_operation("norm2"),
    heads.DeterminantOf: _matrix_operation("det"),
    heads.BasisColumn: _matrix_operation("basis"),
    heads.Scalar: lambda e, scope: elaborate(e.args[0], scope),
    sympy.exp: _function("exp"),
    sympy.log: _function("log"),
    sympy.tanh: _function("tanh"),
    sympy.Abs: _function("abs"),
    sympy.sign: _function("sign"),
    sympy.re: _function("re"),
    sympy.im: _function("im"),
    sympy.core.numbers.Exp1: _constant(Fn("exp", ONE)),
    sympy.core.numbers.Pi: _constant(Const("pi")),
    sympy.core.numbers.ImaginaryUnit: _constant(Const("i")),
    sympy.core.numbers.Infinity: _constant(Const("oo")),
    sympy.core.numbers.NegativeInfinity: _constant(Mul((Num(Fraction(-1)), Const("oo")))),
    sympy.Sum: _fold(Sum),
    sympy.Product: _fold(Prod),
    sympy.KroneckerDelta: _delta,
    MatrixElement: _entry,
    heads.EntryOf: _entry,
    sympy.MatrixBase: _dense,
    AppliedUndef: _applied,
    heads.ElementaryFunction: _elementary,
    heads.DensityAt: _density,
    heads.NormalAt: lambda e, scope: Normal(*_all(e.args, scope)),
    heads.Expectation: _expectation,
    heads.IntegralOver: _integral,
    heads.DivergenceOf: _divergence,
    heads.DerivativeOf: _derivative,
    heads.ValueAt: _value_at,
    heads.ExtremumOver: _extremum,
    heads.SamePoint: lambda e, scope: Indicator(*_all(e.args, scope)),
    heads.Column: _column,
    heads.JacobianOf: _jacobian,
}
