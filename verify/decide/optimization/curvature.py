"""Convexity at symbolic dimension, by composition: ∇²f is written as a sum of squares with weights ≥ 0.

A function built by sums (over symbolic ranges too) and nonnegative weights from φ(ℓ(v)), where ℓ is affine and φ a
convex function of one number, and from ‖ℓ(v)‖² has

    vᵀ∇²f v = Σ weight · φ''(ℓ) · (ℓ_lin v)² + Σ weight · 2‖ℓ_lin v‖² ≥ 0,

whatever the dimension (Boyd and Vandenberghe, Convex Optimization, 2004, sections 3.1.4, 3.2.1 and 3.2.2). That
φ'' ≥ 0 is decided by `scalars` for a real symbol in place of ℓ.

Main definitions
----------------
* `Setting`: the variables, their ranges and the facts.
* `bends`: how a term is shown to be convex (sign 1) or concave (sign -1), and whether strictly.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from verify.decide.facts import sign as sign_of
from verify.decide.optimization.affine import cores, depends, is_affine, is_shifted
from verify.decide.scalars import decide as decide_scalar
from verify.model import Proof
from verify.terms.context import REALS, Context, Declaration, Interval
from verify.terms.nodes import Add, Const, Delta, Entry, Fn, MatOp, Mul, Num, Pow, Sum, Sym, Term
from verify.terms.rewrite import bound, free, fresh, substitute
from verify.terms.statement import Statement
from verify.terms.unfold import negative

ARGUMENT = Sym("u#argument")
_SCALAR = (Num, Const, Add, Mul, Pow, Fn)


@dataclass(frozen=True)
class Bend:
    """How a curvature is shown: `squares` are the terms of vᵀ∇²f v, `strict` whether it is definite."""

    squares: tuple[str, ...] = ()
    hypotheses: frozenset[str] = frozenset()
    strict: bool = False

    def __and__(self, other: Bend) -> Bend:
        squares = tuple(dict.fromkeys((*self.squares, *other.squares)))
        return Bend(squares, self.hypotheses | other.hypotheses, self.strict or other.strict)

    @property
    def text(self) -> str:
        """The certificate."""
        return "vᵀ∇²f v = " + (" + ".join(self.squares) or "0")


@dataclass(frozen=True)
class Setting:
    """What is varied, over which Context; `context` holds the statement's own hypotheses too."""

    variables: tuple[Sym, ...]
    context: Context


def bends(term: Term, sign: int, setting: Setting) -> Bend | None:
    """Return how `sign · term` is shown to be convex in the variables together, or None.

    `term` has its definitions unfolded. It is smooth over the whole range too where the answer is not None.
    """
    variables = setting.variables
    if is_affine(term, variables):
        return Bend()
    match term:
        case Add(terms=parts):
            return _all(parts, sign, setting)
        case Mul(factors=parts) if sum(depends(p, variables) for p in parts) == 1:
            return _weighted(parts, sign, setting)
        case Sum(body=body, index=index, upper=upper) if not depends(upper, variables):
            own = fresh(index)
            inner = bends(substitute(body, {index: own}), sign, setting)
            if inner is None:
                return None
            squares = tuple(f"Σ_{own.name.split('#')[0]} {square}" for square in inner.squares)
            return replace(inner, squares=squares, strict=False)
        case MatOp(op="norm2", args=(inside,)) if is_affine(inside, variables) and sign > 0:
            strict = len(variables) == 1 and is_shifted(inside, variables[0])
            return Bend((f"2‖D({inside}) v‖²",), strict=strict)
        case _:
            return _composed(term, sign, setting)


def _all(parts: tuple[Term, ...], sign: int, setting: Setting) -> Bend | None:
    total = Bend()
    for part in parts:
        found = bends(part, sign, setting)
        if found is None:
            return _composed(Add(parts), sign, setting)
        total = total & found
    return total


def _weighted(parts: tuple[Term, ...], sign: int, setting: Setting) -> Bend | None:
    """A product of one moving factor and a weight of known sign."""
    fixed = [part for part in parts if not depends(part, setting.variables)]
    (moving,) = (part for part in parts if depends(part, setting.variables))
    weight = fixed[0] if len(fixed) == 1 else Mul(tuple(fixed))
    known = _sign(weight, setting.context)
    if known == "0":
        return Bend()
    if known not in ("+", ">=0", "-", "<=0"):
        return None
    inner = bends(moving, sign if known in ("+", ">=0") else -sign, setting)
    if inner is None:
        return None
    squares = tuple(f"|{weight}| {square}" for square in inner.squares)
    return replace(inner, squares=squares, strict=inner.strict and known in ("+", "-"))


def _sign(weight: Term, context: Context) -> str | None:
    plain, declared = abstracted(weight, context)
    return None if plain is None else sign_of(plain, replace(context, symbols=(*context.symbols, *declared)))


def _composed(term: Term, sign: int, setting: Setting) -> Bend | None:
    """φ(ℓ(v)) for one affine ℓ: φ is a convex function of one number."""
    for atoms in (False, True):
        found = set(cores(term, setting.variables, atoms=atoms))
        if len(found) != 1:
            continue
        (core,) = found
        outer = _replaced(term, core, ARGUMENT)
        if depends(outer, setting.variables):
            continue
        shown = _curve(outer if sign > 0 else negative(outer), _extent(core, setting), setting.context)
        if shown is not None:
            strict = len(setting.variables) == 1 and core == setting.variables[0] and shown[1]
            return Bend((f"φ''({core}) (D({core}) v)²",), shown[0], strict)
    return None


def _extent(core: Term, setting: Setting) -> Interval:
    """The range of an entry of a variable is that of the variable; any other affine function may have any value."""
    symbol = core.array if isinstance(core, Entry) else core
    declared = setting.context.by_name.get(symbol.name) if isinstance(symbol, Sym) else None
    return REALS if declared is None or symbol not in setting.variables else declared.interval


def _curve(outer: Term, extent: Interval, context: Context) -> tuple[frozenset[str], bool] | None:
    """Return what the convexity of a function of `ARGUMENT` over its range rests on, and whether it is strict."""
    plain, declared = abstracted(outer, context)
    if plain is None:
        return None
    symbols = (*context.symbols, *declared, Declaration(ARGUMENT, extent))
    wide = replace(context, symbols=symbols)
    for relation in ("strictly convex", "convex"):
        answer = decide_scalar(Statement(relation, (plain,), (ARGUMENT,)), wide)
        if isinstance(answer, Proof):
            return frozenset(answer.hypotheses), relation == "strictly convex"
    return None


def _replaced(term: Term, old: Term, new: Term) -> Term:
    """Replace `old` where nothing above it binds one of its symbols."""
    if term == old:
        return new
    if set(bound(term)) & free(old):
        return term
    return term.rebuild(lambda child: _replaced(child, old, new))


def abstracted(term: Term, context: Context) -> tuple[Term | None, tuple[Declaration, ...]]:
    """Put a real symbol in place of each scalar that is no expression of scalar symbols, and declare it.

    An entry of an array keeps the array's range; a squared norm is ≥ 0. Equal scalars get one symbol. The term
    is None where such a scalar depends on `ARGUMENT`: a symbol in its place would not.
    """
    known: dict[Term, Declaration] = {}

    def change(node: Term) -> Term:
        if isinstance(node, Sym) and not node.shape:
            return node
        if isinstance(node, _SCALAR) and not node.shape:
            return node.rebuild(change)
        if node not in known:
            known[node] = Declaration(Sym(f"c#{len(known)}"), _range(node, context))
        return known[node].symbol

    plain = change(term)
    hidden = any(ARGUMENT in free(node) for node in known)
    return None if hidden else plain, tuple(known.values())


def _range(node: Term, context: Context) -> Interval:
    match node:
        case Entry(array=Sym(name=name)):
            declared = context.by_name.get(name)
            plain = declared is not None and declared.definition is None
            return declared.interval if declared is not None and plain else REALS
        case MatOp(op="norm2") | Delta():
            return Interval(low=0, low_closed=True)  # type: ignore[arg-type]
        case _:
            return REALS
