"""One statement made ready: its coefficient field, free indices, signs and rules.

Hypotheses are read "for all" of the indices i_ and j_, except where the statement itself leaves them free (or
a hint names them): then they are the same index on both sides of ⊢, which assumes less. Every other free
index is one index, the same everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from verify.decide.indices import occurrences
from verify.decide.indices.algebra import Algebra
from verify.decide.indices.letters import FIRST, Form, Index, OutsideLanguage, Range, fixed
from verify.decide.indices.lower import Lowering
from verify.decide.indices.occurrences import NUMERIC, STRICT, Hypothesis, index_sizes
from verify.decide.indices.rules import Rewriter, Rule, inverse_rules, solved
from verify.decide.indices.signs import Fact, Signs
from verify.decide.rational import Field, TooLarge
from verify.terms.context import GENERIC, Context
from verify.terms.gaussian import written_out
from verify.terms.nodes import ONE, At, Diff, Expect, Num, Sym, Term
from verify.terms.rewrite import free, walk
from verify.terms.statement import Statement
from verify.terms.unfold import unfold_definitions


class Problem:
    """A statement's terms, ready to be lowered. `args` and `using` have their definitions unfolded.

    Raises:
        OutsideLanguage: two symbols share a name, or a side is no number.

    """

    def __init__(self, statement: Statement, context: Context, using: tuple[Term, ...]) -> None:
        self.context, self.extra = context, statement.hypotheses
        self.args = tuple(written_out(unfold_definitions(arg, context)) for arg in statement.args)
        self.using = tuple(written_out(unfold_definitions(arg, context)) for arg in using)
        self.hypotheses = tuple(occurrences.hypotheses(statement, context))
        terms = (*self.args, *self.using)
        every = (
            *terms,
            *(side for h in self.hypotheses for side in (h.left, h.right)),
            *occurrences.parameters(context),
        )
        if any(term.sort not in NUMERIC for term in terms):
            raise OutsideLanguage("sides that are no numbers")
        occurrences.unambiguous(every)
        self.shared = frozenset(s for term in terms for s in free(term) if s.sort == "index")
        varied = occurrences.varied(every, context) | occurrences.solvable(self.hypotheses)
        self.algebra = Algebra(Field(occurrences.kernels(every, varied)), {})
        self.algebra.structure = {d.symbol.name: d.structure for d in context.symbols if d.definition is None}
        self.lowering = Lowering(self.algebra, context, varied)
        self.given = self._given_ranges()
        self.lowering.ranges = {**self.given, **self._index_ranges(self.args)}  # a hint tells nothing of ranges
        self.signs = _signs(self, terms)
        self.lowering.moving = self.signs.fixed | self.signs.drawn | self.signs.moved
        self.algebra.nonnegative, self.algebra.positive = self.signs.nonnegative, self.signs.positive
        self.signs.facts = tuple(self._facts())
        self.algebra.used.clear()
        self._rules: tuple[Rule, ...] | None = None
        self.applied: dict[str, None] = {}

    def _index_ranges(self, terms: Iterable[Term]) -> dict[Sym, tuple[Range, ...]]:
        found: dict[Sym, set[Range]] = {}
        for term in terms:
            for symbol, size in index_sizes(term, frozenset()):
                found.setdefault(symbol, set()).add(self.lowering.range(size))
        return {symbol: tuple(sorted(ranges)) for symbol, ranges in found.items()}

    def _given_ranges(self) -> dict[Sym, tuple[Range, ...]]:
        """Ranges of the indices that hypotheses fix: the entries of which they speak exist."""
        found: dict[Sym, tuple[Range, ...]] = {}
        for hypothesis in self.hypotheses:
            sides = (hypothesis.left, hypothesis.right)
            held = {s for side in sides for s in free(side) if s.sort == "index"} - set(GENERIC)
            try:
                ranges = self._index_ranges(sides)
            except OutsideLanguage:
                ranges = {}
            for symbol in held:
                found[symbol] = tuple(sorted({*found.get(symbol, ()), *ranges.get(symbol, ())}))
        return found

    # ----------------------------------------------------------------------------------------- hypotheses

    def _scope(self, hypothesis: Hypothesis) -> dict[Sym, Index]:
        """Open indices for those that the hypothesis is read "for all" of."""
        sides = (hypothesis.left, hypothesis.right)
        ranges = self._index_ranges(sides)
        generic = {s for side in sides for s in free(side) if s in GENERIC}
        for symbol in generic:
            known = self.lowering.ranges.get(symbol) if symbol in self.shared else None
            if len(ranges.get(symbol, ())) != 1 or (known is not None and ranges[symbol][0] not in known):
                raise OutsideLanguage(f"the range of {symbol.name} in a hypothesis")
        own = sorted(generic - self.shared, key=lambda s: s.name)
        return {symbol: self.algebra.fresh(ranges[symbol][0]) for symbol in own}

    def _facts(self) -> Iterator[Fact]:
        hidden = self.signs.fixed | self.signs.drawn
        for hypothesis in (*self.hypotheses, *occurrences.ranges((*self.args, *self.using), self.context)):
            strict = STRICT.get(hypothesis.relation)
            names = {s.name for side in (hypothesis.left, hypothesis.right) for s in free(side)}
            if strict is None or hypothesis.left.shape or names & hidden or (names & self.signs.moved and not strict):
                continue
            try:
                scope = self._scope(hypothesis)
                sides = [self.lowering.scalar(side, scope) for side in (hypothesis.left, hypothesis.right)]
            except (OutsideLanguage, TooLarge, ZeroDivisionError):
                continue
            greater, less = sides if hypothesis.relation[0] == ">" else sides[::-1]
            form = self.algebra.subtract(greater, less)
            if form.scalar is None and not form.is_zero:
                yield Fact(form, tuple(scope.values()), strict, hypothesis.sentence)

    def rules(self) -> tuple[Rule, ...]:
        """Return the equational hypotheses as rules; those that cannot be solved are left out."""
        if self._rules is None:
            self._rules = tuple(rule for h in self.hypotheses if h.relation == "=" for rule in self._solved(h))
        return self._rules

    def _solved(self, hypothesis: Hypothesis) -> Iterator[Rule]:
        algebra, lowering = self.algebra, self.lowering
        try:
            scope = self._scope(hypothesis)
            for i, j, new in self._rule_places(hypothesis.left):
                left = lowering.entry(hypothesis.left, i, j, scope)
                right = lowering.entry(hypothesis.right, i, j, scope)
                rule = solved(algebra, left, right, frozenset((*scope.values(), *new)), hypothesis.sentence)
                if rule is not None:
                    yield rule
        except (OutsideLanguage, TooLarge, ZeroDivisionError):
            return

    def _rule_places(self, term: Term) -> Iterator[tuple[Index, Index, tuple[Index, ...]]]:
        """Yield the places of an array: numbers for small known sizes, open indices for symbolic ones."""
        for i, opened in self._along(term.shape[0] if term.shape else ONE, ""):
            for j, opened_too in self._along(term.shape[1] if term.shape else ONE, ""):
                yield i, j, (*opened, *opened_too)

    # ---------------------------------------------------------------------------------------------- sides

    def places(self, term: Term) -> Iterator[tuple[Index, Index]]:
        """Yield the places at which two arrays have to be compared: generic ones, or every number."""
        for i, _ in self._along(term.shape[0] if term.shape else ONE, "#row"):
            for j, _ in self._along(term.shape[1] if term.shape else ONE, "#column"):
                yield i, j

    def _along(self, size: Term, name: str) -> Iterator[tuple[Index, tuple[Index, ...]]]:
        if size == ONE:
            yield FIRST, ()
        elif isinstance(size, Num):
            if size.value > 6:
                raise OutsideLanguage(f"{size.value} entries to compare")
            for k in range(int(size.value)):
                yield fixed(k + 1), ()
        else:
            yield self.along(size, name)

    def along(self, size: Term, name: str) -> tuple[Index, tuple[Index, ...]]:
        """Return a generic index 1..size: free with a name, else open."""
        limit = self.lowering.range(size)
        if name:
            return Index("free", name, ranges=(limit,)), ()
        opened = self.algebra.fresh(limit)
        return opened, (opened,)

    def settled(self, form: Form, *, assume: bool = True) -> Form:
        """Return the form in lowest terms, equal indices merged; with hypotheses applied if `assume`."""
        form = self.algebra.reduced(form)
        merged = self._merged(form)
        if merged.is_zero or not assume:
            return merged
        rules = (*self.rules(), *inverse_rules(self.algebra, form))
        if not rules:
            return merged
        rewriter = Rewriter(self.algebra, rules)
        named = frozenset(i for rule in rules for letter in rule.letters for i in letter.free - rule.variables)
        form = self._merged(form, named)
        form = self._merged(self.algebra.reduced(rewriter.normal(form)))
        self.applied.update(rewriter.used)
        return form

    def _merged(self, form: Form, preferred: frozenset[Index] = frozenset()) -> Form:
        """Use one name for two free indices wherever a delta says that they are equal."""
        algebra = self.algebra
        parts = []
        for mono, coefficient in form.terms:
            part = Form(((mono, coefficient),))
            for component, _ in mono:
                letter = component.letter
                if letter is not None and letter.head == "delta" and (pair := _same_range(letter.indices, preferred)):
                    rest = Form.of({tuple((c, e) for c, e in mono if c != component): coefficient})
                    part = algebra.multiply(algebra.letter(letter), algebra.rename(rest, {pair[1]: pair[0]}))
                    break
            parts.append(part)
        return algebra.add(*parts)


def _same_range(pair: tuple[Index, ...], preferred: frozenset[Index]) -> tuple[Index, Index] | None:
    """Return (kept, gone) if both are known to lie in the same ranges."""
    left, right = pair
    if left == FIRST and right.ranges:
        return left, right
    if right == FIRST and left.ranges:
        return right, left
    if not left.ranges or left.ranges != right.ranges:
        return None
    return (right, left) if right in preferred and left not in preferred else (left, right)


def _signs(problem: Problem, terms: Iterable[Term]) -> Signs:
    """Signs, without the facts on names that stand for other values somewhere in the statement."""
    hypotheses = (side for h in problem.hypotheses for side in (h.left, h.right))
    replaced: set[str] = set()
    drawn: set[str] = set()
    moved: set[str] = set()
    for node in (n for term in (*terms, *hypotheses) for n in walk(term)):
        match node:
            case At(values=values):
                replaced.update(symbol.name for symbol, _ in values)
            case Expect(variables=variables):
                drawn.update(v.name for v in variables if isinstance(v, Sym))
            case Diff(variables=variables):
                moved.update(v.name for v in variables if isinstance(v, Sym))
            case _:
                pass
    names = (frozenset(replaced), frozenset(drawn), frozenset(moved))
    return Signs(problem.algebra, problem.context, problem.extra, *names)
