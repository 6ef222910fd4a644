"""∏_j s(z_j) as the density of a family of independent points z_1, …, z_n.

A family is integrated against such a product only. That s is a density (positive, of mass 1) is checked here,
once; the rules for families rest on it.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from verify.decide.information import integrate
from verify.decide.information.forms import Binder, Form, Iid, OutOfReach, Weight, constant, single, template
from verify.decide.information.points import space_of
from verify.decide.information.setting import Setting
from verify.decide.information.sizes import at_least_one, canonical
from verify.terms.nodes import ONE, Entry, Num, Prod, Sym, Term
from verify.terms.rewrite import free, fresh, substitute, transform, walk


def density(term: Prod, setting: Setting, normal: Callable[[Term, Setting], Form]) -> Form:
    """Return the product over j of a density at the j-th point of one family, over the whole family.

    Raises:
        OutOfReach: it is any other product.

    """
    index = fresh(term.index)
    body = substitute(term.body, {term.index: index})
    family = _family(body, index, term.upper)
    point = template(space_of(family, setting.context))
    at = Entry(family, (index,))
    body = transform(body, lambda node: point if node == at else node)
    if free(body) & {family, index}:
        raise OutOfReach("a product over a family whose points are not independent")
    return single(Iid(in_order(family), _density(normal(body, setting), point, setting)))


def _density(form: Form, point: Sym, setting: Setting) -> Weight:
    """Return the weight of a form that is a positive monomial of mass 1."""
    if len(form) != 1:
        raise OutOfReach("a product over a family that is no density of its points")
    ((key, value),) = form.items()
    positive = all(setting.is_positive(atom) for atom, _ in key.weight)
    if value != Fraction(1) or key.binders or key.logs or not positive:
        raise OutOfReach("a product over a family that is no density of its points")
    if integrate.bind(form, (Binder(point, space_of(point, setting.context)),), setting) != constant(1):
        raise OutOfReach("a product over a family whose factors are not known to integrate to 1")
    return key.weight


def _family(body: Term, index: Sym, upper: Term) -> Sym:
    """Return the family over all of which the product goes."""
    found = {
        node.array
        for node in walk(body)
        if isinstance(node, Entry) and node.sort == "point" and node.indices == (index,)
    }
    families = [array for array in found if isinstance(array, Sym)]
    if len(families) != 1 or len(found) != 1:
        raise OutOfReach("a product that goes over no family of points")
    size = canonical(families[0].shape[0])
    if size is None or size != canonical(upper) or not at_least_one(size):
        raise OutOfReach("a product over a part of a family of points")
    return families[0]


def in_order(variable: Sym) -> Sym:
    """Return a family of points with its size in normal form; any other variable as it is.

    Raises:
        OutOfReach: the size is none.

    """
    if not variable.shape:
        return variable
    size = canonical(variable.shape[0])
    if size is None or isinstance(size, Num) or variable.shape[1] != ONE:
        raise OutOfReach(f"{variable.name} is no family of symbolic size")
    return Sym(variable.name, variable.of_sort, (size, ONE))
