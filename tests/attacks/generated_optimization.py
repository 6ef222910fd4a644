"""Random statements of optimization, true or false by construction: each maker returns a pair and a Context.

What is true of a random function is worked out here by hand (completed squares, slopes at infinity, ends of
ranges, derivatives of small integer networks), with no code of the deciders.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from verify.terms.context import POSITIVE, UNIT, Context, Declaration, Interval
from verify.terms.nodes import ONE, Add, Const, Entry, Extremum, Fn, MatOp, Mul, Num, Pow, Rows, Sum, Sym, Term
from verify.terms.statement import Statement


@dataclass(frozen=True)
class Pair:
    """A true statement and a false one, each with its hints."""

    true: Statement
    false: Statement
    context: Context
    using: tuple[Term, ...] = ()
    misled: tuple[Term, ...] = ()


OO = Const("oo")
n, d = Sym("n", "dimension"), Sym("d", "dimension")
i = Sym("i", "index")
t, r, p, q = (Sym(name) for name in "trpq")
a, b, c = (Sym(name, "real", (d, ONE)) for name in "abc")
s, low, shut, y = (Sym(name, "real", (n, ONE)) for name in ("s", "low", "shut", "y"))
X = Sym("X", "real", (n, d))
SYMBOLS = (t, r, p, q, a, b, c, s, low, shut, y, X)
RANGES = {"p": POSITIVE, "s": UNIT, "low": Interval(-1, 0), "shut": Interval(-1, 0, True, True)}
WORLD = Context(tuple(Declaration(x, RANGES.get(x.name, Interval())) for x in SYMBOLS))


def num(value: int | str | Fraction) -> Num:
    return Num(Fraction(value))


def add(*parts: Term) -> Term:
    return Add(parts) if len(parts) > 1 else parts[0]


def mul(*parts: Term) -> Term:
    return Mul(parts)


def neg(x: Term) -> Term:
    return Mul((num(-1), x))


def sq(x: Term) -> Term:
    return Pow(x, num(2))


def soft(x: Term) -> Term:
    return Fn("log", Add((ONE, Fn("exp", x))))


def norm(x: Term) -> Term:
    return MatOp("norm2", (x,))


def dot(x: Term, z: Term) -> Term:
    return MatOp("product", (MatOp("transpose", (x,)), z))


def of(x: Term, *at: Term) -> Term:
    return Entry(x, at)


def data(body: Term) -> Term:
    return Sum(body, i, n)


def with_range(interval: Interval) -> Context:
    """The Context in which t has a range."""
    return Context(tuple(Declaration(x, interval if x == t else RANGES.get(x.name, Interval())) for x in SYMBOLS))


def rational(rng: random.Random, *, zero: bool = False) -> Fraction:
    value = Fraction(rng.choice([-3, -2, -1, 1, 2, 3]), rng.choice([1, 1, 2, 3]))
    return Fraction(0) if zero and rng.random() < 0.2 else value


# ------------------------------------------------------------------------------------------------ convexity


def bowl(rng: random.Random) -> Term:
    """A convex function of the column a that is not affine."""
    line = rng.choice([dot(a, b), add(dot(b, a), r), mul(num(rational(rng)), dot(a, c)), of(a, num(1))])
    of_data = rng.choice([of(MatOp("product", (X, a)), i), add(of(MatOp("product", (X, a)), i), neg(of(y, i)))])
    weight = rng.choice([of(s, i), neg(of(low, i)), ONE, i])
    return rng.choice(
        [
            soft(line),
            Fn("softplus", line),
            Fn("exp", line),
            sq(line),
            norm(add(a, b)),
            norm(MatOp("product", (X, a))),
            data(mul(weight, soft(of_data))),
            data(mul(weight, sq(of_data))),
        ]
    )


def curved(rng: random.Random) -> Pair:
    """A sum of bowls and lines is convex; its negative is not."""
    weight = rng.choice([p, num(abs(rational(rng))), add(p, sq(q))])
    body = add(*(mul(weight, bowl(rng)) for _ in range(rng.randint(1, 3))), mul(q, dot(a, c)))
    false = rng.choice(
        [
            Statement("convex", (neg(body),), (a,)),
            Statement("strictly convex", (neg(body),), (a,)),
            Statement("not convex", (body,), (a,)),
            Statement("convex", (mul(q, norm(a)),), (a,)),
        ]
    )
    return Pair(Statement("convex", (body,), (a,)), false, WORLD)


def strict(rng: random.Random) -> Pair:
    """With p‖a‖² the sum is strictly convex; without it, it is flat where b = c = 0 and X = 0."""
    flat = [soft(dot(a, b)), sq(dot(a, c)), data(soft(of(MatOp("product", (X, a)), i))), dot(a, b), mul(r, dot(a, c))]
    body = add(*rng.sample(flat, rng.randint(1, 3)))
    steep = mul(rng.choice([p, num(abs(rational(rng)))]), norm(rng.choice([a, add(a, b), add(a, neg(c))])))
    false = rng.choice([body, add(body, neg(steep)), add(body, mul(sq(q), norm(a)))])
    true = rng.choice(
        [
            Statement("strictly convex", (add(body, steep),), (a,)),
            Statement("not convex", (neg(add(body, steep)),), (a,)),
        ]
    )
    return Pair(true, Statement("strictly convex", (false,), (a,)), WORLD)


# ------------------------------------------------------------------------------------------------- quadratics


def parabola(rng: random.Random) -> Pair:
    """α(t - m)² + k, multiplied out in numbers, with a parameter in m or k."""
    alpha, shift, height = abs(rational(rng)), rational(rng), rational(rng, zero=True)
    centre = rng.choice([num(shift), add(r, num(shift)), mul(num(shift), q)])
    body = add(
        mul(num(alpha), sq(t)),
        mul(num(-2 * alpha), t, centre),
        mul(num(alpha), sq(centre)),
        num(height),
        rng.choice([r, ONE]),
    )
    rest = body.terms[-1]
    value = add(num(height), rest)
    turned = rng.random() < 0.3
    kind = rng.choice(["max", "sup"] if turned else ["min", "inf"])
    least = Extremum(kind, neg(body) if turned else body, t)
    value = neg(value) if turned else value
    wrong = add(value, num(rational(rng)))
    other = Extremum({"min": "max", "inf": "sup", "max": "min", "sup": "inf"}[kind], least.body, t)
    false = rng.choice([Statement("=", (least, wrong)), Statement("=", (other, value))])
    return Pair(Statement("=", (least, value)), false, WORLD, (centre,), (rng.choice([centre, add(centre, ONE)]),))


def columns(rng: random.Random) -> Pair:
    """α‖a‖² - aᵀv + k is least at v/(2α), where it is k - ‖v‖²/(4α)."""
    alpha, factor = abs(rational(rng)), rational(rng)
    slope = rng.choice([b, mul(num(factor), b), add(b, neg(c)), add(b, mul(num(factor), c))])
    weight = rng.choice([num(alpha), mul(num(alpha), p)])
    body = add(mul(weight, norm(a)), neg(dot(a, slope)), r)
    best = mul(num("1/2"), Pow(weight, num(-1)), slope)
    value = lambda share: add(r, mul(num(-share), Pow(weight, num(-1)), norm(slope)))  # noqa: E731
    least = Extremum(rng.choice(["min", "inf"]), body, a)
    wrong = rng.choice([value(Fraction(1, 2)), value(Fraction(-1, 4)), value(Fraction(1, 8)), value(Fraction(0))])
    return Pair(
        Statement("=", (least, value(Fraction(1, 4)))),
        Statement("=", (least, wrong)),
        WORLD,
        (best,),
        (rng.choice([best, mul(num(2), best), slope]),),
    )


def two_at_once(rng: random.Random) -> Pair:
    """α(t - m)² + β(r + kt - l)² over t and r; a saddle where β is negative."""
    alpha, beta = abs(rational(rng)), abs(rational(rng))
    m, k, centre = rational(rng), rational(rng), rational(rng)
    inner = lambda w: mul(num(w), sq(add(r, mul(num(k), t), num(-centre))))  # noqa: E731
    outer = mul(num(alpha), sq(add(t, num(-m))))
    over = lambda body: Extremum("min", Extremum("min", body, r), t)  # noqa: E731
    hints = (num(m), num(centre - k * m))
    false = rng.choice(
        [
            Statement("=", (over(add(outer, inner(-beta))), num(0))),
            Statement("=", (over(add(outer, inner(beta))), num(abs(rational(rng))))),
            Statement("=", (Extremum("min", Extremum("max", add(outer, inner(beta)), r), t), num(0))),
        ]
    )
    return Pair(Statement("=", (over(add(outer, inner(beta))), num(0))), false, WORLD, hints, hints)


def one_point(rng: random.Random) -> Pair:
    """A minimum is at most any value, and not at least each of them."""
    body = add(bowl(rng), norm(a))
    at = rng.choice([b, c, add(b, neg(c))])
    least = Extremum(rng.choice(["min", "inf"]), body, a)
    value = _with(body, at)
    extra = rng.choice([num(0), p, sq(q)])
    false = rng.choice(
        [
            Statement("<=", (value, least)),
            Statement("=", (value, least)),
            Statement(">", (value, least)),
            Statement(">=", (value, add(least, p))),
        ]
    )
    return Pair(Statement(">=", (add(value, extra), least)), false, WORLD, (at,), (at,))


def _with(body: Term, at: Term) -> Term:
    """The body at another column (nothing in it binds a, b or c)."""
    return at if body == a else body.rebuild(lambda child: _with(child, at))


# -------------------------------------------------------------------------------------- lines and softplus


def _line(rng: random.Random) -> tuple[Term, Fraction, Fraction, Fraction]:
    """Σ w log(1 + e^(kt)) + mt + h, its slopes at -∞ and ∞, and what is left of it there without the slope."""
    parts, left, right = [], Fraction(0), Fraction(0)
    for _ in range(rng.randint(1, 2)):
        weight, inside = Fraction(rng.choice([1, 2, 3])), Fraction(rng.choice([-2, -1, 1, 2]))
        parts.append(mul(num(weight), soft(mul(num(inside), t))))
        left, right = left + weight * min(inside, 0), right + weight * max(inside, 0)
    slope = rng.choice([-right, -left, rational(rng), Fraction(0)])
    height = rational(rng)
    body = add(*parts, mul(num(slope), t), num(height))
    return body, left + slope, right + slope, height


def limits(rng: random.Random) -> Pair:
    """At either end the value follows the slope, or tends to the height where there is none."""
    body, left, right, height = _line(rng)
    up = rng.random() < 0.5
    slope = right if up else -left
    end = OO if up else neg(OO)
    right_value = num(height) if slope == 0 else OO if slope > 0 else neg(OO)
    wrong = rng.choice([v for v in (OO, neg(OO), num(height), num(height + 1)) if v != right_value])
    return Pair(Statement("limit", (body, end, right_value), (t,)), Statement("limit", (body, end, wrong), (t,)), WORLD)


def bounded(rng: random.Random) -> Pair:
    """-∞ where the function falls at an end; the height where it levels out; else no limit is the infimum."""
    body, left, right, height = _line(rng)
    least = Extremum("inf", body, t)
    unbounded = Statement("infinite", (neg(least),))
    if left > 0 or right < 0:
        end = neg(OO) if left > 0 else OO
        return Pair(unbounded, Statement("=", (least, num(height))), WORLD, (end,), (end,))
    if left == 0 or right == 0:
        end = neg(OO) if left == 0 else OO
        false = rng.choice([unbounded, Statement("=", (Extremum("min", body, t), num(height)))])
        return Pair(Statement("=", (least, num(height))), false, WORLD, (end,), (end,))
    hint = rng.choice([OO, neg(OO)])
    return Pair(Statement("limit", (body, OO, OO), (t,)), unbounded, WORLD, (), (hint,))


def ends(rng: random.Random) -> Pair:
    """A rising or falling function over an interval: its ends, attained where the interval has them."""
    low_end = rational(rng)
    high_end = low_end + abs(rational(rng))
    shut_low, shut_high = rng.random() < 0.5, rng.random() < 0.5
    context = with_range(Interval(low_end, high_end, shut_low, shut_high))
    rising = rng.random() < 0.5
    slope = abs(rational(rng)) * (1 if rising else -1)
    lowest = rng.random() < 0.5
    at, closed = (low_end, shut_low) if lowest == rising else (high_end, shut_high)
    body, value = add(mul(num(slope), t), r), lambda x: add(num(slope * x), r)
    attained, approached = ("min", "inf") if lowest else ("max", "sup")
    far = high_end if at == low_end else low_end
    true = Statement("=", (Extremum(attained if closed else approached, body, t), value(at)))
    false = [Statement("=", (Extremum(approached, body, t), value(far)))]
    if not closed:
        false.append(Statement("=", (Extremum(attained, body, t), value(at))))
    else:
        false.append(Statement("approached", (Extremum(approached, body, t),)))
    return Pair(true, rng.choice(false), context, (num(at),), (num(rng.choice([at, far])),))


def boxes(rng: random.Random) -> Pair:
    """‖shut - w‖² is 0 at a w inside the box, and more where w is outside."""
    share = Fraction(rng.randint(1, 4), 4)
    inside = rng.choice(
        [low, mul(num(share), low), mul(num(-share), s), add(mul(num("1/2"), low), mul(num("-1/2"), s))]
    )
    outside = rng.choice([mul(num(1 + share), low), s, y, add(low, neg(s)), mul(num(-share - 1), s), neg(low)])
    weight = rng.choice([p, ONE])
    least = lambda at: Extremum("min", mul(weight, norm(add(shut, neg(at)))), shut)  # noqa: E731
    return Pair(
        Statement("=", (least(inside), num(0))), Statement("=", (least(outside), num(0))), WORLD, (inside,), (outside,)
    )


# --------------------------------------------------------------------------------------- entries of ranges


def entries(rng: random.Random) -> Pair:
    """A monomial in entries has the sign of its factors; a closed range leaves 0."""
    signs = {s: 1, low: -1, shut: -1}
    chosen = [(x, rng.randint(1, 3)) for x in rng.sample([s, low, shut], rng.randint(1, 2))]
    sign = 1
    for x, power in chosen:
        sign *= signs[x] ** power
    loose = any(x == shut for x, _ in chosen)
    factor = abs(rational(rng))
    body = mul(num(factor * rng.choice([1, -1])), *(Pow(of(x, i), num(k)) for x, k in chosen))
    sign *= 1 if body.factors[0].value > 0 else -1
    body = data(body) if rng.random() < 0.5 else body
    above, below = (">", "<") if sign > 0 else ("<", ">")
    nothing = num(0)
    wrong = [Statement(below, (body, nothing))]
    if loose:
        wrong.append(Statement(above, (body, nothing)))
    else:
        far = num(-20 * sign)  # one entry is no larger than 3
        wrong += [Statement(f"{below}=", (body, nothing)), Statement(above, (add(body, far), nothing))]
    true = Statement(f"{above}=" if loose else above, (body, nothing))
    false = rng.choice(wrong)
    return Pair(true, false, WORLD)


# ------------------------------------------------------------------------------------------ receptive fields


def _slide(kernel: list[list[int]], image: list[list[int]], padding: int) -> list[list[int]]:
    """The convolution of integers (not flipped), by its definition."""
    rows, cols = len(image), len(image[0])
    framed = [[0] * (cols + 2 * padding) for _ in range(rows + 2 * padding)]
    for x, row in enumerate(image):
        for z, value in enumerate(row):
            framed[x + padding][z + padding] = value
    tall, wide = len(kernel), len(kernel[0])
    return [
        [
            sum(kernel[u][v] * framed[x + u][z + v] for u in range(tall) for v in range(wide))
            for z in range(len(framed[0]) - wide + 1)
        ]
        for x in range(len(framed) - tall + 1)
    ]


def fields(rng: random.Random) -> Pair:
    """One to three masked layers: a pixel counts if raising it raises the output at positive weights."""
    rows, cols = rng.randint(3, 4), rng.randint(3, 5)
    image = Sym("image", "real", (num(rows), num(cols)))
    network: Term = image
    layers: list[tuple[list[list[int]], int]] = []
    size, weights = (rows, cols), [Sym(name, "real", (num(3), num(3))) for name in ("U", "V")]
    for _ in range(rng.randint(1, 3)):
        mask = [[rng.choice([0, 0, 1]) for _ in range(3)] for _ in range(3)]
        mask[rng.randrange(3)][rng.randrange(3)] = 1
        padding = rng.choice([1, 1, 1, 2])
        shown = Rows(tuple(tuple(num(e) for e in row) for row in mask))
        network = MatOp("convolve", (MatOp("hadamard", (rng.choice(weights), shown)), network, num(padding)))
        if rng.random() < 0.3:
            network = Fn(rng.choice(["tanh", "sigmoid", "exp"]), network)
        layers.append((mask, padding))
        size = (size[0] + 2 * padding - 2, size[1] + 2 * padding - 2)
    x, z = rng.randint(1, size[0]), rng.randint(1, size[1])
    seen = [[_raises(layers, (rows, cols), (u, v), (x, z)) for v in range(cols)] for u in range(rows)]
    wrong = [row[:] for row in seen]
    u, v = rng.randrange(rows), rng.randrange(cols)
    wrong[u][v] = 1 - wrong[u][v]
    output = Entry(network, (num(x), num(z)))
    claim = lambda grid: Statement(  # noqa: E731
        "receptive field", (output, Rows(tuple(tuple(num(e) for e in row) for row in grid))), (image,)
    )
    context = Context(tuple(Declaration(symbol) for symbol in (image, *weights)))
    return Pair(claim(seen), claim(wrong), context)


def _raises(
    layers: list[tuple[list[list[int]], int]], size: tuple[int, int], pixel: tuple[int, int], output: tuple[int, int]
) -> int:
    """Whether one pixel of 1 in an image of 0 reaches the output, where all weights are 1 (nothing cancels)."""
    image = [[int((u, v) == pixel) for v in range(size[1])] for u in range(size[0])]
    for mask, padding in layers:
        image = _slide(mask, image, padding)
    return int(image[output[0] - 1][output[1] - 1] != 0)


MAKERS: tuple[Callable[[random.Random], Pair], ...] = (
    curved,
    strict,
    parabola,
    columns,
    two_at_once,
    one_point,
    limits,
    bounded,
    ends,
    boxes,
    entries,
    fields,
)
