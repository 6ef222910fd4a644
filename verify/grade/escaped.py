"""Readings that leave a bound letter outside of the reach of its binder: Σ_d a_d + b_d, if the sum ended early.

Such a letter has no meaning, where in another reading of the same tokens it has one.

Main definitions
----------------
* `out_of_reach`: whether an unread token is such a letter.
"""

from __future__ import annotations

from collections.abc import Iterable

from verify.latex.errors import Unread
from verify.latex.tree import Letter, Node, Operator, walk


def out_of_reach(error: Unread, sides: Iterable[Node]) -> bool:
    """Whether all letters where something could not be read are bound by an operator elsewhere in the formula."""
    nodes = [node for side in sides for node in walk(side)]
    bound = {n.name for o in nodes if isinstance(o, Operator) and o.sub for n in walk(o.sub) if isinstance(n, Letter)}
    place = {n.name for n in nodes if isinstance(n, Letter) and error.start <= n.start and n.end <= error.end}
    return bool(place) and place <= bound
