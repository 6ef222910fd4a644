"""Two evaluators in plain Python that share no code with `indices`: of terms, and of its normal forms.

Values are floats. Arrays are dictionaries from index tuples; ranges are small numbers.
"""

import itertools
import math

from verify.terms.nodes import (
    Add,
    Apply,
    At,
    Delta,
    Diff,
    Entry,
    Expect,
    Fn,
    MatOp,
    Mul,
    Num,
    Pow,
    Sum,
    Sym,
)

FUNCTIONS = {
    "exp": math.exp,
    "log": lambda x: math.log(abs(x)),
    "tanh": math.tanh,
    "abs": abs,
    "sigmoid": lambda x: 1 / (1 + math.exp(-x)),
    "softplus": lambda x: math.log1p(math.exp(x)),
}
#: an unknown function and its derivatives
DERIVATIVES = (math.sin, math.cos, lambda x: -math.sin(x), lambda x: -math.cos(x))


def matrix(rows, columns, entry):
    return [[entry(r, c) for c in range(columns)] for r in range(rows)]


class World:
    """Sizes, arrays (lists of rows), scalars; `chance` is the probability under a Bernoulli array."""

    def __init__(self, sizes, arrays, scalars, chance):
        self.sizes, self.arrays, self.scalars, self.chance = sizes, arrays, scalars, chance

    def changed(self, **arrays):
        return World(self.sizes, {**self.arrays, **arrays}, self.scalars, self.chance)

    # ------------------------------------------------------------------------------------------- terms

    def size(self, term):
        match term:
            case Num(value):
                return int(value)
            case Sym(name):
                return self.sizes[name]
            case Add(terms):
                return sum(self.size(t) for t in terms)
        raise NotImplementedError(term)

    def index(self, term, scope):
        return int(term.value) if isinstance(term, Num) else scope[term.name]

    def value(self, term, scope):
        """A float, or a list of rows."""
        if term.shape:
            return self.array(term, scope)
        match term:
            case Num(value):
                return float(value)
            case Sym(name):
                if term.sort == "index":
                    return float(scope[name])
                return float(self.sizes[name]) if term.sort == "dimension" else self.scalars[name]
            case Add(terms):
                return sum(self.value(t, scope) for t in terms)
            case Mul(factors):
                return math.prod(self.value(f, scope) for f in factors)
            case Pow(base, exponent):
                return self.value(base, scope) ** self.value(exponent, scope)
            case Fn(name, arg):
                return FUNCTIONS[name](self.value(arg, scope))
            case Apply(args=args, orders=orders):
                return DERIVATIVES[orders[0]](self.value(args[0], scope))
            case Entry(array, indices):
                places = [self.index(i, scope) - 1 for i in indices]
                return self.value(array, scope)[places[0]][places[1] if len(places) > 1 else 0]
            case Sum(body, index, upper):
                return sum(self.value(body, {**scope, index.name: k + 1}) for k in range(self.size(upper)))
            case Delta(left, right):
                return float(self.index(left, scope) == self.index(right, scope))
            case MatOp(op="trace", args=(arg,)):
                rows = self.value(arg, scope)
                return sum(rows[k][k] for k in range(len(rows)))
            case MatOp(op="norm2", args=(arg,)):
                return sum(x * x for row in self.array(arg, scope) for x in row)
            case MatOp():
                return self.array(term, scope)[0][0]
            case Expect():
                return self.expectation(term, scope)
            case At(body=body, values=values):
                return self.changed(**{s.name: self.value(v, scope) for s, v in values}).value(body, scope)
        raise NotImplementedError(term)

    def array(self, term, scope):
        if not term.shape and not isinstance(term, MatOp):
            return [[self.value(term, scope)]]
        match term:
            case Sym(name):
                return self.arrays[name]
            case Add(terms):
                parts = [self.array(t, scope) for t in terms]
                return [[sum(xs) for xs in zip(*rows, strict=True)] for rows in zip(*parts, strict=True)]
            case Mul(factors):
                scale = math.prod(self.value(f, scope) for f in factors if not f.shape)
                (rows,) = [self.array(f, scope) for f in factors if f.shape]
                return [[scale * x for x in row] for row in rows]
            case MatOp(op=op, args=args):
                return self.operation(op, [self.array(a, scope) for a in args if a.sort == "real"], args)
            case Diff():
                return self.gradient(term, scope)
        raise NotImplementedError(term)

    def operation(self, op, args, raw):
        match op:
            case "product":
                result, *others = args
                for other in others:
                    result = [
                        [sum(x * o[c] for x, o in zip(r, other, strict=True)) for c in range(len(other[0]))]
                        for r in result
                    ]
                return result
            case "transpose":
                return [list(column) for column in zip(*args[0], strict=True)]
            case "hadamard":
                return [[math.prod(xs) for xs in zip(*rows, strict=True)] for rows in zip(*args, strict=True)]
            case "diag":
                return matrix(len(args[0]), len(args[0]), lambda r, c: args[0][r][0] * (r == c))
            case "diagonal":
                return [[args[0][r][r]] for r in range(len(args[0]))]
            case "entrywise_sqrt":
                return [[math.sqrt(x) for x in row] for row in args[0]]
            case "identity":
                size = self.size(raw[0])
                return matrix(size, size, lambda r, c: float(r == c))
        raise NotImplementedError(op)

    def expectation(self, term, scope):
        (variable,) = term.variables
        shape = [len(self.arrays[variable.name]), len(self.arrays[variable.name][0])]
        mean = 0.0
        for bits in itertools.product((0.0, 1.0), repeat=shape[0] * shape[1]):
            chance = math.prod(self.chance if b else 1 - self.chance for b in bits)
            drawn = matrix(*shape, lambda r, c, bits=bits: bits[r * shape[1] + c])
            mean += chance * self.changed(**{variable.name: drawn}).value(term.body, scope)
        return mean

    def gradient(self, term, scope, step=1e-4):
        """Central differences of fourth order."""
        (variable,) = term.variables
        base = self.arrays[variable.name]

        def moved(r, c, by):
            new = [list(row) for row in base]
            new[r][c] += by
            return self.changed(**{variable.name: new}).value(term.body, scope)

        def slope(r, c):
            near = moved(r, c, step) - moved(r, c, -step)
            far = moved(r, c, 2 * step) - moved(r, c, -2 * step)
            return (8 * near - far) / (12 * step)

        return matrix(len(base), len(base[0]), slope)

    # ------------------------------------------------------------------------------------------- forms

    def form(self, form, sizes, scope):
        """The value of a normal form; `sizes` maps its ranges to numbers, `scope` indices to numbers."""
        total = 0.0
        for mono, coefficient in form.terms:
            known = {k: self.value(k, {}) for k in coefficient.field.kernels}
            top, bottom = (
                polynomial(poly, coefficient.field.kernels, known)
                for poly in (coefficient.numerator, coefficient.denominator)
            )
            total += top / bottom * math.prod(self.component(c, sizes, scope) ** e for c, e in mono)
        return total

    def component(self, component, sizes, scope):
        total = 0.0
        for values in itertools.product(*(range(1, sizes[r] + 1) for r in component.ranges)):
            names = {f"b{component.height}.{k}": v for k, v in enumerate(values)}
            inner = {**scope, **names}
            total += math.prod(self.letter(k, sizes, inner) ** e for k, e in component.factors)
        return total

    def letter(self, letter, sizes, scope):
        places = [int(i.name) if i.kind == "fixed" else scope[i.text] for i in letter.indices]
        kind, *rest = letter.head.split()
        if kind == "entry":
            if not places:
                return self.scalars[rest[0]]
            return self.arrays[rest[0]][places[0] - 1][places[1] - 1 if len(places) > 1 else 0]
        if kind == "delta":
            return float(places[0] == places[1])
        if kind == "value":
            return float(places[0])
        arg = self.form(letter.args[0], sizes, scope)
        match kind:
            case "recip":
                return 1 / arg
            case "root" | "root?":
                return arg ** (1 / int(rest[0]))
            case "apply":
                return DERIVATIVES[int(rest[-1].strip("(),"))](arg)
        return FUNCTIONS[kind](arg)


def polynomial(poly, kernels, known):
    return sum(
        float(c.p) / float(c.q) * math.prod(known[k] ** int(e) for k, e in zip(kernels, exponents, strict=False))
        for exponents, c in poly.to_dict().items()
    )
