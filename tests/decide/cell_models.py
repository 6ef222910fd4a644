"""A small evaluator of terms over random cell models, written from the definitions.

It shares no code with the deciders: divergences, expectations, conditionals and pushforwards are
evaluated directly, in floating point. A space is a few cells with volumes below and above 1; a
density is positive on each; a diffeomorphism permutes cells and may reverse orientation.
"""

import itertools
import math
import random
from functools import cached_property

from verify.terms.nodes import (
    Add,
    Apply,
    Const,
    Density,
    Divergence,
    Entry,
    Expect,
    Fn,
    Integral,
    Mul,
    Num,
    Pow,
    Sum,
    Sym,
)

CELLS = 3
FAMILY = 2  # points in a family x_1, …, x_n


class Model:
    """One random instance of a Context."""

    def __init__(self, context, seed):
        self.context = context
        self.rng = random.Random(seed)
        self.volumes, self.tables, self.cache = {}, {}, {}
        self.flows = {}
        for function in context.functions:
            if function.inverse:
                order = list(range(CELLS))
                self.rng.shuffle(order)
                signs = [self.rng.choice((-1, 1))] * CELLS
                self.flows[function.name] = (function.spaces[0], function.result, order, signs)
                back = [order.index(cell) for cell in range(CELLS)]
                self.flows[function.inverse] = (function.result, function.spaces[0], back, signs)

    @cached_property
    def definitions(self):
        return {d.symbol: d.definition for d in self.context.symbols if d.definition is not None}

    def space(self, name):
        declared = self.context.by_name.get(name)
        return declared.space if declared is not None and declared.space else name

    def volume(self, space):
        if space not in self.volumes:
            self.volumes[space] = [
                self.rng.choice((0.3, 0.7, 1.6, 2.9)) * self.rng.uniform(0.8, 1.2) for _ in range(CELLS)
            ]
        return self.volumes[space]

    def table(self, key, low=0.2, high=2.0):
        if key not in self.tables:
            self.tables[key] = self.rng.uniform(low, high)
        return self.tables[key]

    def joint(self, law, given, cells):
        """Return the density of all targets of a law at `cells`, for fixed values of its conditions."""
        name = (law.name, given)
        if name not in self.cache:
            spaces = [self.volume(self.space(t)) for t in law.targets]
            weights = {c: self.table((*name, c)) for c in itertools.product(range(CELLS), repeat=len(spaces))}
            mass = sum(w * math.prod(v[i] for v, i in zip(spaces, c, strict=True)) for c, w in weights.items())
            self.cache[name] = {c: w / mass for c, w in weights.items()}
        return self.cache[name][cells]

    def marginal(self, law, given, known):
        """Return the marginal density at the targets in `known`."""
        free = [t for t in law.targets if t not in known]
        total = 0.0
        for cells in itertools.product(range(CELLS), repeat=len(free)):
            at = {**known, **dict(zip(free, cells, strict=True))}
            volume = math.prod(self.volume(self.space(t))[c] for t, c in zip(free, cells, strict=True))
            total += volume * self.joint(law, given, tuple(at[t] for t in law.targets))
        return total

    def density(self, node, env):
        law = self.context.law_by_name[node.law]
        points = [self.point(arg, env) for arg in node.args]
        if law.pushforward is not None:
            base, function = law.pushforward
            source, target, order, _ = self.flows[function]
            before = order.index(points[0])
            inner = self.context.law_by_name[base]
            ratio = self.volume(source)[before] / self.volume(target)[points[0]]
            return self.marginal(inner, (), {inner.targets[0]: before}) * ratio
        slots = dict(zip((*node.targets, *node.given), points, strict=True))
        params = tuple(self.value(p, env) for p in node.params)
        if law.given:
            given = tuple(slots[g] for g in law.given)
            return self.marginal(law, (*given, *params), {t: slots[t] for t in law.targets})
        return self.marginal(law, params, slots) / self.marginal(law, params, {g: slots[g] for g in node.given})

    def point(self, term, env):
        match term:
            case Sym():
                return env[term] if term in env else self.cell(("point", term.name))
            case Entry(array=array, indices=(index,)):
                return self.cell(("point", array.name, self.value(index, env)))
            case Apply(function=name, args=(arg,)):
                return self.flows[name][2][self.point(arg, env)]
        raise NotImplementedError(term)

    def cell(self, key):
        if key not in self.cache:
            self.cache[key] = self.rng.randrange(CELLS)
        return self.cache[key]

    def integral(self, body, variables, env, weight=None):
        total = 0.0
        spaces = [self.volume(self.space(v.name)) for v in variables]
        for cells in itertools.product(range(CELLS), repeat=len(variables)):
            inner = {**env, **dict(zip(variables, cells, strict=True))}
            volume = math.prod(v[c] for v, c in zip(spaces, cells, strict=True))
            total += volume * self.value(body, inner) * (1.0 if weight is None else self.value(weight, inner))
        return total

    def divergence(self, node, env):
        total = 0.0
        spaces = [self.volume(self.space(v.name)) for v in node.variables]
        for cells in itertools.product(range(CELLS), repeat=len(node.variables)):
            inner = {**env, **dict(zip(node.variables, cells, strict=True))}
            volume = math.prod(v[c] for v, c in zip(spaces, cells, strict=True))
            a = self.value(node.left, inner)
            if node.kind == "entropy":
                total -= volume * a * math.log(a)
                continue
            b = self.value(node.right, inner)
            if node.kind == "KL":
                total += volume * a * math.log(a / b)
            else:
                m = (a + b) / 2
                total += volume * (a * math.log(a / m) + b * math.log(b / m)) / 2
        return total

    def value(self, term, env=None):
        env = {} if env is None else env
        if term in self.definitions:
            return self.value(self.definitions[term], env)
        match term:
            case Num(value):
                return float(value)
            case Const("pi"):
                return math.pi
            case Sym(of_sort="dimension"):
                return float(FAMILY)
            case Sym(name):
                return env[term] if term in env else self.bounded(("symbol", name), self.context.by_name[name].interval)
            case Add(terms):
                return sum(self.value(t, env) for t in terms)
            case Mul(factors):
                return math.prod(self.value(f, env) for f in factors)
            case Pow(base, exponent):
                return self.value(base, env) ** self.value(exponent, env)
            case Fn(name, arg):
                inner = self.value(arg, env)
                return {"log": math.log, "exp": math.exp, "abs": abs, "sigmoid": lambda t: 1 / (1 + math.exp(-t))}[
                    name
                ](inner)
            case Apply(function=name, args=args, orders=(1,)):
                source, target, order, signs = self.flows[name]
                at = self.point(args[0], env)
                return signs[at] * self.volume(target)[order[at]] / self.volume(source)[at]
            case Apply(function=name, args=args):
                key = ("function", name, tuple(self.point(a, env) for a in args))
                return self.bounded(key, self.context.function_by_name[name].interval)
            case Density():
                return self.density(term, env)
            case Integral(body, variables):
                return self.integral(body, variables, env)
            case Expect(body, variables, density):
                return self.integral(body, variables, env, density)
            case Divergence():
                return self.divergence(term, env)
            case Sum(body=body, index=index, upper=upper):
                return sum(self.value(body, {**env, index: i}) for i in range(1, int(self.value(upper, env)) + 1))
        raise NotImplementedError(term)

    def bounded(self, key, interval):
        t = self.table(key, 0.05, 0.95)
        if interval.low is None and interval.high is None:
            return 4 * t - 2
        if interval.high is None:
            return float(interval.low) + 3 * t
        low = float(interval.low) if interval.low is not None else float(interval.high) - 3
        return low + (float(interval.high) - low) * t


def gap(statement, context, seed):
    """Return lhs - rhs of a statement on one random model, and the size of the sides."""
    model = Model(context, seed)
    left, right = (model.value(side) for side in statement.args)
    return left - right, 1 + abs(left) + abs(right)


def equal_on_models(statement, context, seeds=range(3)):
    """Tell whether both sides agree on a few random models."""
    return all(abs(d) < 1e-9 * size for d, size in (gap(statement, context, s) for s in seeds))


def holds_on_models(statement, context, seeds=range(12)):
    """Tell whether a comparison holds on random models (with room for rounding)."""
    checks = {">=": lambda d: d > -1e-9, "<=": lambda d: d < 1e-9, ">": lambda d: d > -1e-9, "<": lambda d: d < 1e-9}
    check = checks[statement.relation]
    return all(check(d / size) for d, size in (gap(statement, context, s) for s in seeds))
