"""A term on the cells of a partition: ∫ f = Σ over cells, on each of which every density is positive or 0.

On a cell, a density is 0, a constant (a uniform law), or mass · density of its part there, where the parts are
positive densities of spaces of their own. What a vanishing factor multiplies under an integral is 0, as
in the definition of KL (0 log 0 = 0 log(0/q) = 0); where p > 0 = q the integrand of KL(p ‖ q) is +∞, and
what p has there must be a null set for KL to be finite. Source: Cover and Thomas, "Elements of Information
Theory", section 2.3.

Main definitions
----------------
* `Restriction`: the reduction of terms in one case (which cells are no null sets), and what it has introduced.
* `NotReducible`: a term has no such reduction, with the reason.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from verify.terms.context import Context, Declaration, FunctionDeclaration, LawDeclaration
from verify.terms.integrands import cleaned, gap, halves, sum_of, times, undefined
from verify.terms.nodes import (
    ONE,
    ZERO,
    Apply,
    At,
    Density,
    Diff,
    Divergence,
    Expect,
    Extremum,
    Integral,
    Mul,
    Sym,
    Term,
)
from verify.terms.regions import Cell, label, size, volume
from verify.terms.rewrite import bound
from verify.terms.unfold import minus, quotient


class NotReducible(Exception):
    """The statement cannot be split over the regions of its Context."""


#: where each point of a partitioned space lies: its cell, and its name there (None: the cell is written out)
Places = Mapping[Sym, tuple[Cell, Sym | None]]


@dataclass
class Restriction:
    """The case in which the cells of each space in `present` are no null sets, and all others are.

    `infinite` collects masses that must be 0, else a divergence is +∞. `points`, `laws`, `functions` and
    `masses` are what the reduced terms are about.
    """

    context: Context
    present: Mapping[str, tuple[Cell, ...]]
    infinite: list[Term] = field(default_factory=list)
    points: dict[str, Declaration] = field(default_factory=dict)
    laws: dict[str, LawDeclaration] = field(default_factory=dict)
    functions: dict[str, FunctionDeclaration] = field(default_factory=dict)
    masses: dict[str, tuple[Sym, ...]] = field(default_factory=dict)
    sizes: dict[Term, None] = field(default_factory=dict)

    def term(self, term: Term, places: Places) -> Term:
        """Return the term in this case.

        Raises:
            NotReducible: it has none, or something in it is undefined where a density vanishes.

        """
        found = self._go(term, places)
        if undefined(found):
            raise NotReducible("something is undefined where a density vanishes")
        return found

    def space(self, symbol: Sym) -> str | None:
        """Return the partitioned space in which a point lives, or None."""
        space = self.context.space_of(symbol.name)
        return space if symbol.of_sort == "point" and self.context.regions_of(space) else None

    def point(self, symbol: Sym, cell: Cell) -> tuple[Cell, Sym | None]:
        """Return where a point in this cell lies."""
        space = self.context.space_of(symbol.name)
        if self._explicit(space):
            return cell, None
        name = f"{symbol.name.replace('#', '′')}|{label(cell)}"  # a renamed x is another point than x
        self.points[name] = Declaration(Sym(name, "point"), space=f"{space}|{label(cell)}")
        return cell, Sym(name, "point")

    def _explicit(self, space: str) -> bool:
        return any(r.explicit for r in self.context.regions_of(space))

    # ------------------------------------------------------------------------------------------- terms

    def _go(self, term: Term, places: Places) -> Term:
        match term:
            case Sym() if term in places:
                named = places[term][1]
                if named is None:
                    raise NotReducible(f"{term} itself, which ranges over segments or values")
                return named
            case Sym() if self.space(term) is not None:
                raise NotReducible(f"{term}, of which no cell is known")
            case Density():
                return self._density(term, places)
            case Apply():
                return self._apply(term, places)
            case Expect(body=body, variables=variables, density=Term() as density) if self._splits(variables):
                return self._integral(Mul((density, body)), variables, places)
            case Integral(body=body, variables=variables) if self._splits(variables):
                return self._integral(body, variables, places)
            case Divergence(variables=variables) if self._splits(variables):
                return self._divergence(term, places)
            case Extremum(variable=variable):
                self.refuse_bound(variable)
            case At():
                return self._at(term, places)
            case _ if self._splits(bound(term)):
                raise NotReducible(f"{type(term).__name__} over a point of a partitioned space")
            case _:
                pass
        before = len(self.infinite)
        found = term.rebuild(lambda child: self._go(child, places))
        if len(self.infinite) > before and (bound(term) or isinstance(term, Diff)):
            raise NotReducible("a divergence that may be infinite, for some values of what is bound around it")
        return found

    def _at(self, term: At, places: Places) -> Term:
        """Return an evaluation at a point of real numbers; segments move with the numbers in which they are written."""
        if self._splits(tuple(symbol for symbol, _ in term.values)):
            raise NotReducible("an evaluation at a point of a partitioned space")
        before, outside = len(self.infinite), self.sizes
        self.sizes = {}
        body = self._go(term.body, places)
        values = tuple((symbol, self._go(value, places)) for symbol, value in term.values)
        self.infinite[before:] = [At(mass, values) for mass in self.infinite[before:]]
        self.sizes = {**outside, **{At(length, values): None for length in self.sizes}}
        return At(body, values, span=term.span)

    def _splits(self, variables: tuple[Sym, ...]) -> bool:
        return any(self.space(v) is not None for v in variables)

    def refuse_bound(self, variable: Sym) -> None:
        """Refuse an extremum over, or a statement about all of, something that has parts on cells.

        The parts have names of their own, so that nothing would depend on the variable any more.

        Raises:
            NotReducible: the variable is a point of a partitioned space, or a law or function of such points.

        """
        name, context = variable.name, self.context
        law, function = context.law_by_name.get(name), context.function_by_name.get(name)
        spaces = [context.space_of(n) for n in (*law.targets, *law.given)] if law is not None else []
        spaces += [*function.spaces, function.result] if function is not None else []
        if self.space(variable) is not None or any(context.regions_of(s) for s in spaces):
            raise NotReducible(f"something over {name}, which is about a partitioned space")

    def _density(self, term: Density, places: Places) -> Term:
        law = self.context.law_by_name.get(term.law)
        slots = () if law is None else (*law.targets, *law.given)
        if law is None or not any(self.context.regions_of(self.context.space_of(s)) for s in slots):
            return term.rebuild(lambda child: self._go(child, places))
        at = term.args[0]
        plain = len(slots) == 1 and term.targets == law.targets and not (term.given or term.params or law.depends)
        if not plain or law.pushforward is not None or not isinstance(at, Sym) or at not in places:
            raise NotReducible(f"{term} is no density of one point of a partitioned space")
        cell, named = places[at]
        if law.support and law.support not in cell:
            return ZERO
        if named is None:
            length = size(next(r for r in self.context.regions if r.name == law.support))
            self.sizes[length] = None
            return ONE if length == ONE else quotient(ONE, length)
        return times(self.mass(law, cell), self._part(law, cell, named))

    def mass(self, law: LawDeclaration, cell: Cell) -> Term:
        """Return the mass of a law on a cell: a number in (0, 1), or what others leave, or 1."""
        space = self.context.space_of(law.targets[0])
        own = [c for c in self.present[space] if not law.support or law.support in c]
        symbols = tuple(Sym(f"{law.name}({label(c)})") for c in own[:-1])
        self.masses[law.name] = symbols
        return symbols[own.index(cell)] if cell != own[-1] else _remaining(symbols)

    def _part(self, law: LawDeclaration, cell: Cell, at: Sym) -> Term:
        """Return the density that a law has on a cell, given that a point lies there."""
        slot, name = f"{law.targets[0]}|{label(cell)}", f"{law.name}|{label(cell)}"
        self.points.setdefault(slot, Declaration(Sym(slot, "point"), space=self._named(law.targets[0], cell)))
        self.laws[name] = LawDeclaration(name, (slot,))
        return Density(name, (slot,), (), (at,))

    def _named(self, slot: str, cell: Cell) -> str:
        return f"{self.context.space_of(slot)}|{label(cell)}"

    def _apply(self, term: Apply, places: Places) -> Term:
        """Return a function of points; one of points in cells is another function for each choice of cells."""
        declared = self.context.function_by_name.get(term.function)
        split = [bool(self.context.regions_of(s)) for s in (() if declared is None else declared.spaces)]
        if declared is None or not any(split):
            return term.rebuild(lambda child: self._go(child, places))
        if declared.result != "real" or declared.depends or any(term.orders):
            raise NotReducible(f"{term.function} between partitioned spaces")
        found, spaces = [], []
        for arg, space, own in zip(term.args, declared.spaces, split, strict=True):
            if own and (not isinstance(arg, Sym) or arg not in places):
                raise NotReducible(f"{term.function} at a point of which no cell is known")
            found.append(self._go(arg, places))
            spaces.append(f"{space}|{label(places[arg][0])}" if own and isinstance(arg, Sym) else space)
        name = f"{term.function}|{','.join(spaces)}"
        self.functions[name] = replace(declared, name=name, spaces=tuple(spaces))
        return Apply(name, tuple(found), term.orders, term.result)

    # --------------------------------------------------------------------------------------- integrals

    def _pieces(self, variables: tuple[Sym, ...], places: Places) -> Iterator[tuple[Places, tuple[Sym, ...], Term]]:
        """Yield for each choice of cells where the points lie, the variables that are left, and the volume."""
        spaces = {v: space for v in variables if (space := self.space(v)) is not None}
        if any(v.shape for v in spaces):
            raise NotReducible("an integral over a family of points of a partitioned space")
        for choice in itertools.product(*(self._cells(space) for space in spaces.values())):
            at = {v: self.point(v, cell) for v, cell in zip(spaces, choice, strict=True)}
            left = [at[v][1] if v in at else v for v in variables]
            pairs = zip(spaces.values(), choice, strict=True)
            lengths = [volume(c, self.context.regions_of(s)) for s, c in pairs if c and self._explicit(s)]
            yield {**places, **at}, tuple(v for v in left if v is not None), times(*lengths)

    def _cells(self, space: str) -> tuple[Cell, ...]:
        """Return the cells over which to integrate: the present ones, and what lies in no region."""
        return with_outside(space, self.present[space], self.context)

    def _integral(self, body: Term, variables: tuple[Sym, ...], places: Places) -> Term:
        parts = []
        for at, left, length in self._pieces(variables, places):
            inner = cleaned(self._go(body, at))
            if inner != ZERO:
                self._refuse_outside(variables, at)
                parts.append(self._over(inner, left, length))
        return sum_of(parts)

    def _over(self, body: Term, left: tuple[Sym, ...], length: Term) -> Term:
        """Return the integral of a body that does not vanish over one choice of cells."""
        if undefined(body):
            raise NotReducible("an integrand is infinite or undefined where a density vanishes")
        return times(length, Integral(body, left) if left else body)

    def _refuse_outside(self, variables: tuple[Sym, ...], at: Places) -> None:
        for symbol in variables:
            if symbol not in at:
                continue
            cell = at[symbol][0]
            if cell not in self.present[self.context.space_of(symbol.name)]:
                raise NotReducible("an integral over a set on which every density vanishes")

    def _divergence(self, node: Divergence, places: Places) -> Term:
        parts = []
        for at, left, length in self._pieces(node.variables, places):
            sides = [cleaned(self._go(s, at)) for s in (node.left, node.right) if s is not None]
            for weight, kind, one, other in halves(node.kind, sides):
                self._refuse_outside(node.variables, at)
                if other == ZERO:
                    self.infinite.append(times(length, Integral(one, left) if left else one))
                    continue
                parts.append(times(weight, length, gap(kind, one, other, left)))
        return sum_of(parts)


def unsupported(space: str, context: Context) -> bool:
    """Whether some law on a partitioned space is positive everywhere, so that its parts have masses on all cells."""
    return any(not w.support for w in context.laws if space in map(context.space_of, (*w.targets, *w.given)))


def with_outside(space: str, present: tuple[Cell, ...], context: Context) -> tuple[Cell, ...]:
    """Return where a point may lie: also in no region, where every law vanishes.

    Where some law does not, what lies in no region is among the present cells, or a null set.
    """
    return present if unsupported(space, context) or frozenset() in present else (*present, frozenset())


def _remaining(symbols: tuple[Sym, ...]) -> Term:
    term: Term = ONE
    for symbol in symbols:
        term = minus(term, symbol)
    return term
