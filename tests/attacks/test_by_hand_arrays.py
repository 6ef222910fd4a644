"""Attacks by hand on arrays: false statements on sums, masks and matrices, each beside why it is false.

A false row must be neither proved nor confirmed; a true one must not be refuted, and is proved unless it
stands under `OPEN`.
"""

from fractions import Fraction

import pytest

from tests.decide.index_terms import T, array, delta, diff, dimension, expect, fn, index, norm2, op, raw, total
from verify.decide import decide
from verify.meaning.replay import refute
from verify.model import Proof, Settings, Verdict
from verify.numeric.estimate import estimate
from verify.terms.context import NONNEGATIVE, POSITIVE, UNIT, Context, Declaration, FunctionDeclaration, Iid
from verify.terms.nodes import Apply, At, Rows, Sym
from verify.terms.statement import Statement

n, d = dimension("n"), dimension("d")
i, j, k, i_, j_ = (index(x) for x in ("i", "j", "k", "i_", "j_"))
X, R, Q, F = (array(x, n, d) for x in "XRQF")
A, B, C, S, G, D = (array(x, d, d) for x in "ABCSGD")
w, v, u, y, pair = array("w", d), array("v", d), array("u", d), array("y", n), array("pair", 2)
p, lam, c, q, s = (T(Sym(x)) for x in ("p", "lam", "c", "q", "s"))
HALF = Fraction(1, 2)
I, In = op("identity", d), op("identity", n)  # noqa: E741 - the identity
zero, ones, Zero = op("zeros", d, 1), op("ones", d, 1), op("zeros", d, d)
gram = X.t @ X
row, column = T(Rows(((raw(1), raw(2)),))), T(Rows(((raw(3),), (raw(4),))))

STRUCTURE = {"S": {"symmetric"}, "G": {"symmetric", "invertible"}, "D": {"diagonal"}, "F": {"full column rank"}}
SYMBOLS = (X, R, Q, F, A, B, C, S, G, D, w, v, u, y, pair, p, lam, c, q)
RANGES = {"p": UNIT, "lam": POSITIVE}


def declared(x, interval=None, **more):
    name = x.term.name
    structure = frozenset(STRUCTURE.get(name, ()))
    return Declaration(x.term, interval or RANGES.get(name, Declaration(x.term).interval), structure=structure, **more)


def bernoulli(x, probability=p):
    return declared(x, law=Iid("bernoulli", (raw(probability),)))


def gaussian(x, mean=0, variance=1):
    return declared(x, law=Iid("gaussian", (raw(mean), raw(variance))))


def arbitrary(x, mean, variance):
    return declared(x, law=Iid("arbitrary", (raw(mean), raw(variance))))


def world(*changes, given=()):
    """A Context with R drawn by Bernoulli's law, with other declarations and hypotheses."""
    symbols = {x.term.name: declared(x) for x in SYMBOLS} | {"R": bernoulli(R)}
    symbols |= {change.symbol.name: change for change in changes}
    functions = (FunctionDeclaration("f", ("real",)), FunctionDeclaration("g (x", ("real",)))
    return Context(tuple(symbols.values()), functions, hypotheses=tuple((h, "assumed") for h in given))


def says(relation, *args, over=()):
    return Statement(relation, tuple(raw(a) for a in args), tuple(raw(x) for x in over))


def trace(x):
    return op("trace", x)


def det(x):
    return op("det", x)


def at(body, *pairs):
    return T(At(raw(body), tuple((raw(x), raw(value)) for x, value in pairs)))


def of(name, x, order=0):
    return T(Apply(name, (raw(x),), (order,)))


def roots(x, *zeros):
    product = x - zeros[0]
    for value in zeros[1:]:
        product = product * (x - value)
    return product


def masked(x):
    return op("hadamard", x, R)


# --------------------------------------------------------------------------------------- once proved or confirmed

shrinking = (A + c * B).inv  # its normal form divides by c
skew = (I - A + A.t).inv  # the inverse of a positive definite matrix that is not symmetric
sphere = world(Declaration(s.term, definition=raw(norm2(w))), given=(says("=", s, 1),))
squared = world(declared(p, UNIT, definition=raw(c**2)))
PUNCTURED = T(Rows(((raw(1 - delta(1, i)), raw(0)), (raw(0), raw(1 - delta(2, i))))))

FALSE = {
    # division by what may be 0: at c = 0 the matrix is 0
    "c(A + cB)⁻¹ is invertible": (says("invertible", c * shrinking),),
    "c(A + cB)⁻¹ G is invertible": (says("invertible", (c * shrinking) @ G),),
    "‖c(A + cB)⁻¹u‖² > 0": (says(">", norm2(c * (shrinking @ u)), 0), world(given=(says(">", norm2(u), 0),))),
    "c²‖(A + cB)⁻¹u‖² > 0": (says(">", c**2 * norm2(shrinking @ u), 0), world(given=(says(">", norm2(u), 0),))),
    "cC = 0 gives C = 0 beside a slope that is normalized by 1/c": (
        says("=", C @ v, zero),
        world(given=(says("=", diff(u.t @ shrinking @ w, w), v), says("=", c * C, Zero))),
    ),
    # an inner product must be symmetric: with A skew of large entries the form takes both signs
    "uᵀSu + 2uᵀSv + vᵀSv ≥ 0": (says(">=", u.t @ skew @ u + 2 * (u.t @ skew @ v) + v.t @ skew @ v, 0),),
    "uᵀSu - 2uᵀSv + vᵀSv ≥ 0": (says(">=", u.t @ skew @ u - 2 * (u.t @ skew @ v) + v.t @ skew @ v, 0),),
    "vᵀSv + 2vᵀSu + uᵀSu ≥ 0": (says(">=", v.t @ skew @ v + 2 * (v.t @ skew @ u) + u.t @ skew @ u, 0),),
    # a hypothesis ‖w‖² = 1, hidden in a definition, is no rule inside a function of w
    "‖Aw‖² - 5‖w‖² is convex": (says("convex", norm2(A @ w) - 5 * norm2(w), over=(w,)), sphere),
    "‖Gw‖² - 5‖w‖² is strictly convex": (says("strictly convex", norm2(G @ w) - 5 * norm2(w), over=(w,)), sphere),
    "0 is the minimizer of ‖Gw‖² - 5‖w‖²": (
        says("unique minimizer", norm2(G @ w) - 5 * norm2(w), zero, over=(w,)),
        sphere,
    ),
    # the entry of a scalar: I₁ A = A
    "I₁A is the diagonal of A": (says("=", op("identity", 1) * A, op("hadamard", I, A)),),
    "diag(p) A is p times the diagonal of A": (says("=", op("diag", p) * A, p * op("hadamard", I, A)),),
    "11 w_i is 11 δ_i1 w_i": (says("=", ((row @ column) * w)[i], 11 * delta(i, 1) * w[i]),),
    "(1 2)(3 4)ᵀ A = 3A": (says("=", (row @ column) * A, 3 * A),),
    # a hint says nothing of the index that the statement leaves free
    "Σ_j≤n δ_ij = 1 by the hint y_i": (says("=", total(delta(i, j), (j, n)), 1), None, (y[i],)),
    "I₂ without its column i is singular (not for i = 3)": (says("singular", PUNCTURED), None, (i,)),
    # a law's parameters are part of the expectation
    "∂E[R]/∂c = 0 where p := c²": (says("=", diff(expect(R[1, 1], R), c), 0), squared),
    "∂E[R]/∂p = 0": (says("=", diff(expect(R[1, 1], R), p), 0),),
    "E[log(1 + R)] at p = ½ is that at p": (
        says("=", at(expect(fn("log", 1 + R[1, 1]), R), (p, HALF)), expect(fn("log", 1 + R[1, 1]), R)),
    ),
    "∂E[exp Q]/∂w = 0 where Q has mean w_1": (
        says("=", diff(expect(fn("exp", Q[1, 1]), Q), w), zero),
        world(gaussian(Q, w[1])),
    ),
    "‖w‖² + E[exp Q] is least at 0 where Q has mean w_1": (
        says("unique minimizer", norm2(w) + expect(fn("exp", Q[1, 1]), Q), zero, over=(w,)),
        world(gaussian(Q, w[1])),
    ),
    # numbers: flat storage, few sizes, corners far away
    "X_13 = X_21": (says("=", X[1, 3], X[2, 1]),),
    "a row of d + 1 entries": (says("=", total(X[1, j], (j, d + 1)), total(X[1, j], (j, d)) + X[2, 1]),),
    "(d-1)…(d-5) w_1 = 0": (says("=", roots(d, 1, 2, 3, 4, 5) * w[1], 0),),
    "(n-1)…(n-5) ‖X‖² = 0": (says("=", roots(n, 1, 2, 3, 4, 5) * norm2(X), 0),),
    "n and d differ by at most 3": (says("=", roots(n - d, 0, 1, -1, 2, -2, 3, -3) * norm2(X), 0),),
    "|w_1 - 1000| = 1000 - w_1": (says("=", fn("abs", w[1] - 1000), 1000 - w[1]),),
    # equations with several branches: instances must take each
    "cC = 0 gives c = 0": (says("=", c, 0), world(given=(says("=", c * C, Zero),))),
    "c‖w‖² = 0 gives c = 0": (says("=", c, 0), world(given=(says("=", c * norm2(w), 0),))),
    "v_i w_i = 0 gives w = 0": (says("=", norm2(w), 0), world(given=(says("=", w[i_] * v[i_], 0),))),
    "v_i w_i = 0 gives v = 0 or w = 0": (
        says("=", norm2(v) * norm2(w), 0),
        world(given=(says("=", w[i_] * v[i_], 0),)),
    ),
}

# ------------------------------------------------------------------------------------------------ never proved

moments, linked = world(arbitrary(Q, q, lam)), world(given=(says("=", R, X),))
closed = world(declared(lam, NONNEGATIVE))
empty = world(given=(says("=", X, op("zeros", n, d)),))

FALSE |= {
    # moments: powers of a mask are the mask; Wick; dependent entries; unknown third moments
    "E R² = p²": (says("=", expect(R[1, 1] ** 2, R), p**2),),
    "E R⁵ = p⁵": (says("=", expect(R[1, 1] ** 5, R), p**5),),
    "E (1-R)³ = (1-p)³": (says("=", expect((1 - R[1, 1]) ** 3, R), (1 - p) ** 3),),
    "E R_ij R_ik = p² (not for j = k)": (says("=", expect(R[i, j] * R[i, k], R), p**2),),
    "E Q⁴ has 3σ⁴, not 2σ⁴": (
        says("=", expect(Q[1, 1] ** 4, Q), q**4 + 6 * q**2 * lam + 2 * lam**2),
        world(gaussian(Q, q, lam)),
    ),
    "E (Q-q)⁶ = 15σ⁶, not 5σ⁶": (says("=", expect((Q[1, 1] - q) ** 6, Q), 5 * lam**3), world(gaussian(Q, q, lam))),
    "E ‖Qw‖⁴ = (n² + 2n)‖w‖⁴": (says("=", expect(norm2(Q @ w) ** 2, Q), n**2 * norm2(w) ** 2), world(gaussian(Q))),
    "a third moment as a Gaussian's": (says("=", expect(Q[1, 1] ** 3, Q), q**3 + 3 * q * lam), moments),
    "a fourth moment as a Gaussian's": (says("=", expect((Q[1, 1] - q) ** 4, Q), 3 * lam**2), moments),
    "a third cumulant is 0": (says("=", expect((Q[i, j] - q) ** 2 * (Q[i, k] - q), Q), 0), moments),
    "E ‖R‖⁴ counts pairs once": (says("=", expect(norm2(R) ** 2, R), n * d * p + n * d * n * d * p**2),),
    "E ‖X∘R‖² = p²‖X‖²": (says("=", expect(norm2(masked(X)), R), p**2 * norm2(X)),),
    "E RᵀR = np² 11ᵀ": (says("=", expect(R.t @ R, R), n * p**2 * (ones @ ones.t)),),
    "E RRᵀ has d on its diagonal": (says("=", expect(R @ R.t, R), d * p**2 * op("ones", n, n) + n * p * (1 - p) * In),),
    "the mask's variance off the diagonal": (
        says("=", expect(masked(X).t @ masked(X), R), p**2 * gram + p * (1 - p) * gram),
    ),
    "E passes an inverse": (says("=", expect((op("hadamard", R.t @ R, R.t @ R) + I).inv, R), (I + p * I).inv),),
    "a free mask is its mean": (says("=", R[1, 1], p),),
    "E over R is not at the R outside": (says("=", expect(R[1, 1], R), 1), world(given=(says("=", R[1, 1], 1),))),
    "E over R is not coupled to X": (says("=", expect(R[1, 1] * X[1, 1], R), p), linked),
    "drawn twice": (says("=", expect(R[1, 1], R, R), p**2),),
    "no law, so no mean 0": (says("=", expect(X[1, 1], X), 0),),
    # indices: shadowing, bodies without the index, ranges
    "Σ over i beside a free i": (says("=", total(w[i], (i, d)) * w[i], total(w[i] * w[i], (i, d))),),
    "nested sums over one name": (says("=", total(total(w[i], (i, d)) * v[i], (i, d)), total(w[i] * v[i], (i, d))),),
    "a body without the index, d times": (says("=", total(w[j], (i, n)), d * w[j]),),
    "Σ_i≤n Σ_j≤d δ_ij = n": (says("=", total(delta(i, j), (i, n), (j, d)), n),),
    "Σ δ² = d²": (says("=", total(delta(i, j) ** 2, (i, d), (j, d)), d**2),),
    "δ at 3 is met by every sum": (says("=", total(delta(j, 3), (j, d)), 1),),
    "a fixed index is no generic one": (says("=", norm2(w), 0), world(given=(says("=", w[k], 0),))),
    "one entry of a matrix is not all": (says("=", norm2(A), 0), world(given=(says("=", A[i_, k], 0),))),
    "a zero diagonal is no zero matrix": (says("=", norm2(A), 0), world(given=(says("=", A[i_, i_], 0),))),
    "diag(diagonal(A)) = A": (says("=", op("diag", op("diagonal", A)), A),),
    "diagonal(AB) entry by entry": (
        says("=", op("diagonal", A @ B), op("hadamard", op("diagonal", A), op("diagonal", B))),
    ),
    "diag(Aw) = A diag(w)": (says("=", op("diag", A @ w), A @ op("diag", w)),),
    "tr(A∘B) = tr(AB)": (says("=", trace(op("hadamard", A, B)), trace(A @ B)),),
    "tr A tr B = tr AB": (says("=", trace(A) * trace(B), trace(A @ B)),),
    "a namesake of a letter inside": (
        says("=", norm2(array("entry w", d)), norm2(w)),
        world(Declaration(array("entry w", d).term)),
    ),
    # derivatives
    "2Aw for wᵀAw": (says("=", diff(w.t @ A @ w, w), 2 * (A @ w)),),
    "2(uᵀw)w for (uᵀw)²": (says("=", diff((u.t @ w) ** 2, w), 2 * (u.t @ w) * w),),
    "half a Hessian": (says("=", diff(diff(norm2(w) ** 2, w)[i], w)[j], 8 * w[i] * w[j]),),
    "f for f'": (says("=", diff(of("f", w.t @ u), w), of("f", w.t @ u) * u),),
    "∂‖λw‖²/∂λ = 0": (says("=", diff(norm2(lam * w), lam), 0),),
    "∂tr(XᵀX + λI)⁻¹/∂λ = 0": (says("=", diff(trace((gram + lam * I).inv), lam), 0),),
    "λ - ‖λw‖² increases": (says("increasing", lam - norm2(lam * w), over=(lam,)),),
    # inverses: closed ranges, shapes, wrong orders
    "XᵀX + λI is invertible for λ ≥ 0": (says("invertible", gram + lam * I), closed),
    "ridge has one minimizer for λ ≥ 0": (
        says("unique minimizer", norm2(y - X @ w) + lam * norm2(w), (gram + lam * I).inv @ X.t @ y, over=(w,)),
        closed,
    ),
    "ridge is strictly convex for λ ≥ 0": (
        says("strictly convex", norm2(y - X @ w) + lam * norm2(w), over=(w,)),
        closed,
    ),
    "XᵀX is invertible (n < d)": (says("invertible", gram),),
    "XᵀX is singular (n ≥ d)": (says("singular", gram),),
    "FFᵀ is invertible (n > d)": (says("invertible", F @ F.t),),
    "least squares has one minimizer (n < d)": (
        says("unique minimizer", norm2(y - X @ w), gram.inv @ X.t @ y, over=(w,)),
    ),
    "F(FᵀF)⁻¹Fᵀ = I (n > d)": (says("=", F @ (F.t @ F).inv @ F.t, In),),
    "push-through with another λ": (says("=", (gram + lam * I).inv @ X.t, X.t @ (X @ X.t + In).inv),),
    "det(XᵀX + λI) = det(XXᵀ + λI)": (says("=", det(gram + lam * I), det(X @ X.t + lam * In)),),
    "det XᵀX = det XXᵀ": (says("=", det(gram), det(X @ X.t)),),
    "det λA = λ det A (d > 1)": (says("=", det(lam * A), lam * det(A)),),
    "(AᵀA)⁻¹ = A⁻ᵀA⁻¹": (says("=", (A.t @ A).inv, A.t.inv @ A.inv),),
    "Woodbury with u and v exchanged": (
        says("=", (A + u @ v.t).inv, A.inv - (A.inv @ v @ u.t @ A.inv) * (1 / (1 + v.t @ A.inv @ u))),
    ),
    "uvᵀ is invertible (d > 1)": (says("invertible", u @ v.t),),
    "uuᵀ is singular (d = 1)": (says("singular", u @ u.t),),
    "I - uuᵀ is invertible (‖u‖ = 1)": (says("invertible", I - u @ u.t),),
    "I + uvᵀ is invertible (uᵀv = -1)": (says("invertible", I + u @ v.t),),
    "A - Aᵀ is singular (d even)": (says("singular", A - A.t),),
    "A - Aᵀ is invertible (d odd)": (says("invertible", A - A.t),),
    "DS = SD": (says("=", D @ S, S @ D),),
    "wᵀSw ≥ 0": (says(">=", w.t @ S @ w, 0),),
    "wᵀGw > 0": (says(">", w.t @ G @ w, 0), world(given=(says(">", norm2(w), 0),))),
    "‖Aw‖² > 0": (says(">", norm2(A @ w), 0), world(given=(says(">", norm2(w), 0),))),
    "‖w‖⁴ - ‖w‖² is convex": (says("convex", norm2(w) ** 2 - norm2(w), over=(w,)),),
    "uᵀw is strictly convex": (says("strictly convex", w.t @ u, over=(w,)),),
    "a constant has one minimizer": (says("unique minimizer", norm2(u), zero, over=(w,)),),
    "‖w‖² + wᵀAw is least at 0": (says("unique minimizer", norm2(w) + w.t @ A @ w, zero, over=(w,)),),
    "‖w - u‖² is greatest at u": (says("unique maximizer", norm2(w - u), u, over=(w,)),),
    # hypotheses
    "X = 0: (XᵀX + λI)⁻¹ = I": (says("=", (gram + lam * I).inv, I), empty),
    "X = 0: XᵀX is invertible": (says("invertible", gram), empty),
    "X = 0: 0 is the only minimizer": (says("unique minimizer", norm2(y - X @ w), zero, over=(w,)), empty),
    "c = 0: XᵀX + cI is invertible": (says("invertible", gram + c * I), world(given=(says("=", c, 0),))),
    "AᵀA = G² gives A = G": (says("=", A, G), world(given=(says("=", A.t @ A, G @ G),))),
    "XᵀX = I gives XXᵀ = I": (says("=", X @ X.t, In), world(given=(says("=", gram, I),))),
    # sizes
    "n ≥ d": (says(">=", n, d),),
    "n > 1": (says(">", n, 1),),
    "n ≠ d": (says("!=", n, d),),
}

OPEN = {
    "uᵀSu ≥ 0 for a positive definite S that is not symmetric": (says(">=", u.t @ skew @ u, 0),),
    "Σ i = n(n + 1)/2": (says("=", total(T(i.term), (i, n)), n * (n + 1) / 2),),
    "∂E[R]/∂p = 1": (says("=", diff(expect(R[1, 1], R), p), 1),),
}

TRUE = OPEN | {
    "λ(A + λB)⁻¹ is invertible": (says("invertible", lam * (A + lam * B).inv),),
    "c(A + cB)⁻¹ c⁻¹ = (A + cB)⁻¹": (says("=", (c * shrinking) * (1 / c), shrinking),),
    "uᵀSu + 2uᵀSv + vᵀSv ≥ 0, S symmetric": (
        says(
            ">=",
            u.t @ (I + gram).inv @ u + 2 * (u.t @ (I + gram).inv @ v) + v.t @ (I + gram).inv @ v,
            0,
        ),
    ),
    "I - A + Aᵀ is invertible": (says("invertible", I - A + A.t),),
    "I₁A = A": (says("=", op("identity", 1) * A, A),),
    "(1 2)(3 4)ᵀ A = 11A": (says("=", (row @ column) * A, 11 * A),),
    "E[R] = c² where p := c²": (says("=", expect(R[1, 1], R), c**2), squared),
    "E R⁵ = p": (says("=", expect(R[1, 1] ** 5, R), p),),
    "E R_ij R_ik": (says("=", expect(R[i, j] * R[i, k], R), p**2 + p * (1 - p) * delta(j, k)),),
    "E ‖R‖⁴": (says("=", expect(norm2(R) ** 2, R), n * d * p + n * d * (n * d - 1) * p**2),),
    "E (Q-q)⁶ = 15σ⁶": (says("=", expect((Q[1, 1] - q) ** 6, Q), 15 * lam**3), world(gaussian(Q, q, lam))),
    "E ‖Qw‖⁴": (says("=", expect(norm2(Q @ w) ** 2, Q), (n**2 + 2 * n) * norm2(w) ** 2), world(gaussian(Q))),
    "E RᵀR": (says("=", expect(R.t @ R, R), n * p**2 * (ones @ ones.t) + n * p * (1 - p) * I),),
    "E (X∘R)ᵀ(X∘R)": (
        says(
            "=",
            expect(masked(X).t @ masked(X), R),
            p**2 * gram + p * (1 - p) * op("diag", op("diagonal", gram)),
        ),
    ),
    "a generic zero is a zero matrix": (says("=", norm2(A), 0), world(given=(says("=", A[i_, j_], 0),))),
    "a Hessian": (says("=", diff(diff(norm2(w) ** 2, w)[i], w)[j], 8 * w[i] * w[j] + 4 * norm2(w) * delta(i, j)),),
    "a function's name with a bracket": (says("=", diff(of("g (x", w.t @ u), w), of("g (x", w.t @ u, 1) * u),),
    "ridge is convex for λ ≥ 0": (says("convex", norm2(y - X @ w) + lam * norm2(w), over=(w,)), closed),
    "least squares at full rank": (says("unique minimizer", norm2(y - F @ w), (F.t @ F).inv @ F.t @ y, over=(w,)),),
    "push-through": (says("=", (gram + lam * I).inv @ X.t, X.t @ (X @ X.t + lam * In).inv),),
    "Woodbury": (says("=", (A + u @ v.t).inv, A.inv - (A.inv @ u @ v.t @ A.inv) * (1 / (1 + v.t @ A.inv @ u))),),
    "X = 0: (XᵀX + λI)⁻¹ = I/λ": (says("=", (gram + lam * I).inv, (1 / lam) * I), empty),
    "X = 0: XᵀX is singular": (says("singular", gram), empty),
    "XᵀX = I": (says("=", (gram + lam * I).inv, (1 / (1 + lam)) * I), world(given=(says("=", gram, I),))),
    "nd ≥ n": (says(">=", n * d, n),),
}


def unpacked(line):
    statement, context, using = (*line, None, None)[:3]
    return statement, context or world(), tuple(raw(hint) for hint in using or ())


@pytest.mark.parametrize("name", FALSE)
def test_false_ones_are_neither_proved_nor_confirmed(name):
    statement, context, using = unpacked(FALSE[name])
    assert not isinstance(decide(statement, context, using), Proof)
    assert estimate(statement, context, Settings(), "key").verdict is not Verdict.CONFIRMED


@pytest.mark.parametrize("name", TRUE)
def test_true_ones_are_proved_and_not_refuted(name):
    statement, context, using = unpacked(TRUE[name])
    assert refute(statement, context, tries=6) is None
    assert name in OPEN or isinstance(decide(statement, context, using), Proof)
