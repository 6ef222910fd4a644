"""What has been said so far: the running chain, the student's own results, and what the text supposes.

Main definitions
----------------
* `Thread`: the memory of one student's answers to the questions that share a context.
* `Wrong`: a result of the student's that was refuted, in whose light later rows are read.
* `Premise`: what is supposed for the rows that follow.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass, field, fields, replace

from verify.grade.chain import Chain
from verify.grade.notations import constructs
from verify.grade.worlds import World
from verify.latex.names import key_of
from verify.latex.roots import Polynomial
from verify.latex.scope import Meaning, Scope
from verify.latex.tree import Bracket, Letter, Node, Product, Row, Scripted, Word, walk
from verify.terms.nodes import Sym
from verify.terms.statement import Statement

#: the readings of a link
Readings = tuple[Statement, ...]
#: sides of earlier rows that a row without a left side may continue
RECENT = 8


@dataclass(frozen=True, slots=True)
class Wrong:
    """A row that is false: what it says, and whether that was held against its author or only suspected."""

    statement: Statement
    start: int
    accused: bool = True


@dataclass(frozen=True, slots=True)
class Premise:
    """What is supposed.

    It is `wrong` if it is false where it should hold; `whole`, or one of several equations of a clause; `trusted` if
    it sets something to a value that has a name or was computed rightly. What follows from an equation of unknown
    origin ("… = 0" with a slope that nobody checked) is not right for that. What stands in front of an arrow is
    supposed `for_row`: to the end of that row, or of the sentence.
    """

    statement: Statement
    wrong: bool = False
    whole: bool = True
    trusted: bool = True
    for_row: bool = False


@dataclass
class Thread:
    """The state of reading: grows row by row; each question starts a new chain in the same scope.

    Where the text is: `opened` and `closed` are the names of the worlds in which it is, and of those that it ruled
    out, `at_point` whether it is at the sheet's point, `displayed` the chain of the last display while formulas in the
    text go on from others, `left` the chains before, to which a row may go back, `recent` the sides that a row may
    continue, `open_link` whether the link before in its clause is not known to be right, so that "= 0" behind it sets
    something. At the `first` reading nothing is held against anyone.

    What was said: `right` and `wrong` rows, `earlier` of the wrong ones in other answers, what the answer chose or
    set without claiming it (`choices`), what it supposes (`premises`, `hypotheses`; `supposed` whether a formula in
    the text just did, `near` whether that was in the sentence in which the text is), `upcoming` what is said right
    behind a row. `cases` are those hypotheses that say where numbers lie, `both_signs` the numbers that were said to
    have both. `clause` are the links so far between two arrows, `before` those in front of the first arrow.
    `eigenvalues` are those given by their subscripts, `equation` that in one of them which the clause states, `due`
    that of the clause before, whose roots are concluded, `among` how many roots alternatives name. `beyond` are the
    numbers that the text takes out of the sheet's ranges just now, `widened` those that it has taken; `ends` set
    numbers to ends of these ranges, `with_ends` are those of which the text speaks just now together with the rest.
    `at_optimum` is whether the text spoke of an optimum, `everywhere` are the worlds that it leaves for a while, as
    it speaks of all values there. `relabelled`: labels are the other way round. `replaced_worlds` are the sheet's
    optima in the place of which the answer has put others, by the names of these.

    Names: `later` are those that the text explains further on, `plain` those that a mere equation gives, with no word
    that says so, `mentioned` those of which a row said what they are, not understood, `asked` the keys of those
    about which the question asks, `sought` of those of which it claims what they are, `renamed` of those that the
    answer took for something else than the sheet (`perhaps_renamed`: by a row without words), `spoken` of those in
    right rows of this answer; `replaced` are the sheet's meanings of names that the answer uses otherwise, `known`
    the notations of right rows. `beside` are the threads of the other contexts in which the rows of the question
    may be meant, `elsewhere` what names mean in all of its contexts but this one. `given` are the keys of names
    that the answer gives, `anew` of those that it gives another meaning than they had. `drawn` are the sheet's
    measures of expectations where the text has said another one. `numbers` are the answer's own, by their keys, `owned`
    those and earlier ones, `restricted` the keys of those of which the answer says more than where they lie.
    """

    scope: Scope
    worlds: tuple[World, ...] = ()
    opened: set[str] = field(default_factory=set)
    closed: set[str] = field(default_factory=set)
    mentioned: set[str] = field(default_factory=set)
    chain: Chain = field(default_factory=Chain)
    displayed: Chain | None = None
    left: list[Chain] = field(default_factory=list)
    at_point: bool = False
    supposed: bool = False
    open_link: bool = False
    first: bool = False
    later: Mapping[str, Meaning] = field(default_factory=dict)
    plain: set[str] = field(default_factory=set)
    recent: list[tuple[Node, ...]] = field(default_factory=list)
    premises: list[Premise] = field(default_factory=list)
    hypotheses: tuple[Statement, ...] = ()
    wrong: list[Wrong] = field(default_factory=list)
    earlier: int = 0
    right: list[Statement] = field(default_factory=list)
    known: set[tuple[str, ...]] = field(default_factory=set)
    beside: tuple[Thread, ...] = ()
    elsewhere: tuple[Scope, ...] = ()
    given: set[str] = field(default_factory=set)
    anew: set[str] = field(default_factory=set)
    asked: frozenset[str] = frozenset()
    sought: frozenset[str] = frozenset()
    renamed: set[str] = field(default_factory=set)
    perhaps_renamed: set[str] = field(default_factory=set)
    spoken: set[str | None] = field(default_factory=set)
    replaced: dict[str, Meaning] = field(default_factory=dict)
    choices: list[Statement] = field(default_factory=list)
    upcoming: tuple[Statement, ...] = ()
    relabelled: bool = False
    replaced_worlds: dict[str, World] = field(default_factory=dict)
    cases: tuple[Statement, ...] = ()
    both_signs: set[Sym | None] = field(default_factory=set)
    clause: list[Readings] = field(default_factory=list)
    before: tuple[Readings, ...] = ()
    eigenvalues: dict[str, dict[str, Node]] = field(default_factory=dict)
    equation: Polynomial | None = None
    due: Polynomial | None = None
    among: int = 0
    beyond: set[Sym] = field(default_factory=set)
    widened: set[Sym] = field(default_factory=set)
    ends: set[Statement] = field(default_factory=set)
    with_ends: set[Statement] = field(default_factory=set)
    near: bool = False
    at_optimum: bool = False
    drawn: tuple[Node, ...] | None = None
    everywhere: frozenset[str] = frozenset()
    numbers: Mapping[str, Sym] = field(default_factory=dict)
    owned: set[Sym] = field(default_factory=set)
    restricted: set[str] = field(default_factory=set)

    def new_question(self) -> None:
        """Forget the running chain and what the text supposes; keep names and results."""
        self.earlier = len(self.wrong)
        self.chain, self.displayed, self.left = Chain(), None, []
        self.recent, self.premises, self.hypotheses, self.cases = [], [], (), ()
        self.opened, self.closed, self.everywhere = set(), set(), frozenset()
        self.at_point = self.at_optimum = self.near = False
        names = {key: m for key, m in self.scope.names.items() if key not in self.numbers}
        self.scope, self.numbers, self.restricted = self.scope.with_only({**names, **self.replaced}), {}, set()
        self.all_means_again()
        self.given, self.anew = set(), set()
        self.spoken, self.replaced, self.choices = set(), {}, []
        self.renamed, self.perhaps_renamed = set(), set()
        self.worlds = tuple(self.replaced_worlds.get(world.name, world) for world in self.worlds)
        self.replaced_worlds = {}
        self.clause, self.before = [], ()
        self.beyond, self.widened, self.ends, self.with_ends = set(), set(), set(), set()
        self.eigenvalues, self.equation, self.due = {}, None, None

    def all_means_again(self) -> None:
        """Let expectations that write no measure have those of the sheet again."""
        if self.drawn is not None:
            self.scope, self.drawn = replace(self.scope, drawn=self.drawn), None

    def give(self, scope: Scope) -> None:
        """Go on with the names of a scope in which the text gives one."""
        self.given |= {key for key, meaning in scope.names.items() if self.scope.meaning(key) is not meaning}
        self.scope = scope

    def generalize(self) -> None:
        """Forget what was supposed, and leave the optimum: the text goes on in general."""
        self.premises, self.hypotheses, self.choices, self.cases = [], (), [], ()
        self.opened, self.at_optimum = set(), False

    def let_go(self, ended: Iterable[Statement]) -> None:
        """End hypotheses: they are no licence any more, though what is true for them is held against nobody."""
        over = tuple(ended)
        self.hypotheses = tuple(h for h in self.hypotheses if h not in over)
        self.cases = tuple(h for h in self.cases if h not in over)
        self.choices += [h for h in over if h not in self.choices]

    def end_row(self) -> None:
        """Forget what was supposed in front of an arrow: another row begins."""
        self.premises = [premise for premise in self.premises if not premise.for_row]

    def confirm(self, pairs: Iterable[tuple[Node, Node]]) -> None:
        """Count the notations of a right row as understood."""
        nodes = [node for pair in pairs for node in pair]
        self.known |= constructs(*nodes)
        self.spoken |= {key_of(n, self.scope.fonts) for top in nodes for n in walk(top)}

    def mention(self, row: Row) -> None:
        """Keep the name of which a row says what it is, where that was not understood."""
        head = row.sides[0] if len(row.sides) > 1 else None
        name = None if head is None else name_of(head, self.scope)
        self.mentioned |= set() if name is None or self.scope.meaning(name) is not None else {name}

    def is_obscure(self, side: Node) -> bool:
        """Whether a side is a name of which an earlier row said what it is, and nobody understood it."""
        name = name_of(side, self.scope)
        return name in self.mentioned and self.scope.meaning(name) is None

    def remember(self, side: tuple[Node, ...]) -> None:
        """Keep a side that a later row may continue."""
        self.recent = [*self.recent[-RECENT + 1 :], side]

    def leave(self, chains: Iterable[Chain | None]) -> None:
        """Keep chains from which the last row did not go on: a later row may go back to them."""
        away = [c for c in chains if c is not None and c.head != self.chain.head]
        new = [c for c in away if (c.head or c.unknown) and c not in self.left]
        self.left = [*self.left, *new][-RECENT:]

    def trial(self) -> Thread:
        """Return a thread that stands where this one does, and grows apart from it."""
        trial = copy(self)
        for one in fields(self):
            value = getattr(self, one.name)
            if isinstance(value, list | set | dict):
                setattr(trial, one.name, copy(value))
        return trial

    def become(self, trial: Thread) -> None:
        """Go on where a trial of this thread went; what others share with this one they go on sharing."""
        shared = self.known
        shared |= trial.known
        for one in fields(self):
            setattr(self, one.name, getattr(trial, one.name))
        self.known = shared


def name_of(side: Node, scope: Scope) -> str | None:
    """Return the name that a side is, perhaps of arguments or with scripts: h of h(t), w of w*; None for no name."""
    if isinstance(side, Product) and len(side.factors) == 2 and isinstance(side.factors[1], Bracket):
        return name_of(side.factors[0], scope)
    if isinstance(side, Scripted):
        return name_of(side.base, scope)
    return key_of(side, scope.fonts) if isinstance(side, Letter | Word) else None
