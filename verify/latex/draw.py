r"""What is drawn under an expectation, and the mean of a term over it.

Main definitions
----------------
* `Draw`: variables with their density, or a variable with the value at which all mass sits.
* `with_member`: a term about one member of a family as one about a point.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from verify.latex.errors import Unread
from verify.latex.subsets import with_family
from verify.terms.nodes import At, Entry, Expect, Prod, Sum, Sym, Term
from verify.terms.rewrite import free, fresh, substitute, transform, walk


@dataclass(frozen=True, slots=True)
class Draw:
    """Variables drawn from a density; where `density` is None the one variable has the value `at`.

    A law of z is that of each member of a family z_1, …, z_K as well: a body about them, and not about z, is about the
    draw of all of `family`; a body about one of them is about a draw of z. Where `named`, z was said to be drawn.
    Where one `member` was said to be, z_1, the body must be about no other. `larger` are families of more members, with
    their densities: a body about one of them is about the draw of all of these, unless the `last` one was named.
    `implied` are conditions that are not written, with the family of points of the same space: in a body about
    x^{(i)}, and not about x, E_q is over q(z|x^{(i)}).
    """

    variables: tuple[Sym, ...]
    density: Term | None
    at: Term | None = None
    family: tuple[Sym, Term] | None = None
    named: bool = False
    member: Term | None = None
    implied: tuple[tuple[Sym, Sym], ...] = ()
    larger: tuple[tuple[Sym, Term], ...] = ()
    last: Term | None = None

    def mean(self, body: Term) -> Term:
        """Return the expectation of a term over this draw."""
        for more, every in self.larger:
            if self.family is not None and more in free(body):
                if self.last is not None and self.last != more.shape[0]:
                    raise Unread(f"{self.last} members of a family are drawn, and others occur")
                whole = with_family(body, self.family[0], more)
                return replace(self, family=(more, every), larger=(), named=False).mean(whole)
        for point, points in self.implied:
            members = {part for part in walk(body) if isinstance(part, Entry) and part.array == points}
            if point not in free(body) and len(members) == 1 and self.density is not None:
                moved = substitute(self.density, {point: members.pop()})
                return replace(self, density=moved, implied=()).mean(body)
        if self.at is not None:
            return At(body, ((self.variables[0], self.at),))
        if self.family is None or self.family[0] not in free(body):
            return Expect(body, self.variables, self.density)
        return self._of_family(body, *self.family)

    def _of_family(self, body: Term, members: Sym, every: Term) -> Term:
        (point,) = self.variables
        others = {p for p in walk(body) if isinstance(p, Entry) and p.array == members and p.indices != (self.member,)}
        if self.member is not None and (others or members in free(with_member(body, members, point) or members)):
            raise Unread("one member of a family is drawn, and others occur")
        if self.named and point in free(body):
            return Expect(body, self.variables, self.density)
        if self.named or point in free(body):
            raise Unread(f"whether {point} is drawn or its family {members} is not written")
        new = fresh(point)
        single = with_member(body, members, new)
        if single is not None and self.density is not None:
            return Expect(single, (new,), substitute(self.density, {point: new}))
        return Expect(body, (members,), every)


def with_member(body: Term, members: Sym, point: Sym) -> Term | None:
    """Return a term about one member of a family, which no Σ or ∏ runs over, as one about a point; else None."""
    found = {part for part in walk(body) if isinstance(part, Entry) and part.array == members}
    bound = {part.index for part in walk(body) if isinstance(part, Sum | Prod)}
    if len(found) != 1 or any(free(place) & bound for member in found for place in member.indices):
        return None
    single = transform(body, lambda part: point if part in found else part)
    return None if members in free(single) else single
