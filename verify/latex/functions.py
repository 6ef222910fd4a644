"""Elementary functions: log, exp, tanh, and so on.

Main definitions
----------------
* `elementary`: the handler of operators that are elementary functions.
"""

from __future__ import annotations

from verify.latex.arithmetic import reciprocal
from verify.latex.errors import Unread
from verify.latex.powers import raised
from verify.latex.reading import Expected, Readings, combine, read, read_all
from verify.latex.scope import Scope
from verify.latex.tree import Operator
from verify.terms.nodes import Fn, Mul

#: operator → function of the core
ELEMENTARY = {
    "log": "log",
    "ln": "log",
    "lg": "log",
    "exp": "exp",
    "tanh": "tanh",
    "sign": "sign",
    "sgn": "sign",
    "Re": "re",
    "Im": "im",
    "sigmoid": "sigmoid",
    "softplus": "softplus",
}


def elementary(node: Operator, scope: Scope, _: Expected) -> Readings:
    """Read an elementary function of its argument; log with a subscript is to that base."""
    if node.body is None:
        raise Unread(f"{node.name} of nothing", node.start, node.end)
    name = ELEMENTARY[node.name]
    if node.sub is not None:
        if name != "log":
            raise Unread(f"what the subscript of {node.name} says is not known", node.sub.start, node.sub.end)
        bodies, bases = read_all(((node.body, ()), (node.sub, ())), scope)
        found = combine(lambda body, base: Mul((Fn("log", body), reciprocal(Fn("log", base)))), bodies, bases)
    else:
        found = combine(lambda body: Fn(name, body), read(node.body, scope, ()))
    return found if node.sup is None else raised(found, node.sup, scope)
