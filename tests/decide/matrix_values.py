"""Terms in matrices as numpy arrays, sharing no code with the deciders: the truth for the attacks."""

import numpy as np

from verify.terms.nodes import Add, MatOp, Mul, Num, Pow, Sym


class Singular(Exception):
    """The term is not defined at this instance, or too badly conditioned to tell."""


def value(term, env):
    """Evaluate a term; a scalar is a 1×1 array."""
    match term:
        case Num(value=number):
            return np.array([[float(number)]])
        case Sym(name=name):
            return env[name]
        case Add(terms=terms):
            return sum(value(t, env) for t in terms)
        case Mul(factors=factors):
            total = np.array([[1.0]])
            for factor in factors:
                total = scale(total, value(factor, env))
            return total
        case Pow(base=base, exponent=Num(value=exponent)):
            inner = value(base, env)[0, 0]
            if exponent < 0 and abs(inner) < 1e-6:
                raise Singular
            return np.array([[inner ** int(exponent)]])
        case MatOp(op=name, args=args):
            return OPERATIONS[name](*(value(a, env) for a in args))
    raise AssertionError(f"no value of {term!r}")


def scale(left, right):
    if left.shape == (1, 1):
        return left[0, 0] * right
    assert right.shape == (1, 1)
    return left * right[0, 0]


def product(*matrices):
    total = matrices[0]
    for matrix in matrices[1:]:
        total = total @ matrix
    return total


def inverse(matrix):
    if np.linalg.cond(matrix) > 1e6:
        raise Singular
    return np.linalg.inv(matrix)


def identity(size):
    return np.eye(int(size[0, 0]))


OPERATIONS = {
    "product": product,
    "transpose": lambda m: m.T,
    "inverse": inverse,
    "trace": lambda m: np.array([[np.trace(m)]]),
    "det": lambda m: np.array([[np.linalg.det(m)]]),
    "norm2": lambda m: np.array([[np.sum(m * m)]]),
    "identity": identity,
    "zeros": lambda r, c: np.zeros((int(r[0, 0]), int(c[0, 0]))),
    "ones": lambda r, c: np.ones((int(r[0, 0]), int(c[0, 0]))),
}


def instance(rng, n, d):
    """Draw every symbol of `matrix_terms` of the sizes n and d."""
    k = int(rng.integers(1, 4))
    shapes = {"X": (n, d), "Z": (n, d), "F": (n, d), "U": (d, k), "V": (k, d), "K": (k, k), "y": (n, 1), "z": (n, 1)}
    env = {name: rng.normal(size=shape) for name, shape in shapes.items()}
    env |= {name: rng.normal(size=(d, d)) for name in "ABC"}
    env |= {name: rng.normal(size=(d, 1)) for name in "wvub"}
    half = rng.normal(size=(2, d, d))
    env |= {"H": half[0] + half[0].T, "Gamma": half[1] + half[1].T + np.eye(d)}
    env |= {name: np.diag(rng.normal(size=d)) for name in ("D1", "D2")}
    scalars = {"n": n, "d": d, "k": k, "c": rng.normal(), "q": rng.normal(), "lambda": rng.uniform(0.2, 2)}
    scalars |= {"p": rng.uniform(0.1, 0.9)}
    return env | {name: np.array([[float(number)]]) for name, number in scalars.items()}


SIZES = ((4, 3), (2, 3), (3, 2), (3, 1), (1, 1), (5, 4))


def instances(seed, count=6):
    rng = np.random.default_rng(seed)
    return [instance(rng, *SIZES[position % len(SIZES)]) for position in range(count)]


def agree(left, right, envs):
    """Whether both sides agree wherever both are defined: True, False, or None if nowhere."""
    seen = None
    for env in envs:
        try:
            a, b = value(left, env), value(right, env)
        except Singular:
            continue
        if np.max(np.abs(a)) > 1e7 or np.max(np.abs(b)) > 1e7:
            continue
        if not np.allclose(a, b, rtol=1e-6, atol=1e-7 * (1 + np.max(np.abs(a)))):
            return False
        seen = True
    return seen
