"""Masked convolutions: on which pixels the output of two layers depends.

Answers ift6135-2019-hw3:4.1 to 4.4. Source: [vandenOord2016] section 3.4 (masked convolutions, masks A and B).
The map is 5×5, kernels are 3×3 and not flipped, with one pixel of padding; pixel 33 is row 3, column 3. The receptive
field of an output is the set of pixels on which it depends for some weights. A layer is its weights ⊙ a mask.
"""

from sympy import Expr, Matrix, MatrixSymbol

from verify.notation import Context, Derivation, Lemma, Mutant, Statement, convolve, declare, entry, hadamard

x, h = MatrixSymbol("x", 5, 5), MatrixSymbol("h", 5, 5)
V, W = MatrixSymbol("V", 3, 3), MatrixSymbol("W", 3, 3)
A, B = MatrixSymbol("A", 3, 3), MatrixSymbol("B", 3, 3)
mask_a = Matrix([[1, 1, 1], [1, 0, 0], [0, 0, 0]])
mask_b = Matrix([[1, 1, 1], [1, 1, 0], [0, 0, 0]])

SOURCE = "[vandenOord2016] section 3.4"

two_layers = Context(
    declare(x),
    declare(h),
    declare(V),
    declare(W),
    declare(A, definition=mask_a),
    declare(B, definition=mask_b),
    scope="weights V (first layer) and W (second layer) arbitrary",
)


def pixels(*numbers: int) -> Matrix:
    """Return the 5×5 map with 1 at the pixels with these numbers (row, column), else 0."""
    return Matrix([[int(10 * i + j in numbers) for j in range(1, 6)] for i in range(1, 6)])


def first(mask: Expr) -> Expr:
    """Return the first layer's map."""
    return convolve(hadamard(V, mask), x, padding=1)


def second(mask: Expr, below: Expr) -> Expr:
    """Return pixel 33 of the second layer's map."""
    return entry(convolve(hadamard(W, mask), below, padding=1), 3, 3)


def first_sees(mask: Expr, i: int, j: int, *field: int) -> Lemma:
    """Return the lemma that pixel ij of the first layer sees these pixels."""
    what = "the row above and the pixel on the left" if mask == A else "the row above, the pixel on the left and itself"
    return Lemma(
        Statement(entry(first(mask), i, j), "receptive field", pixels(*field), over=x),
        by=f"pixel {i}{j} of the first layer: {what}, as far as they lie in the map",
    )


second_of_a = Lemma(
    Statement(second(A, h), "receptive field", pixels(22, 23, 24, 32), over=h),
    by="the second layer sees 22, 23, 24 and 32 of the first",
)
second_of_b = Lemma(
    Statement(second(B, h), "receptive field", pixels(22, 23, 24, 32, 33), over=h),
    by="mask B keeps the middle: the second layer sees 22, 23, 24, 32 and also 33 of the first",
)
first_of_a = (
    first_sees(A, 2, 2, 11, 12, 13, 21),
    first_sees(A, 2, 3, 12, 13, 14, 22),
    first_sees(A, 2, 4, 13, 14, 15, 23),
    first_sees(A, 3, 2, 21, 22, 23, 31),
)
first_of_b = (
    first_sees(B, 2, 2, 11, 12, 13, 21, 22),
    first_sees(B, 2, 3, 12, 13, 14, 22, 23),
    first_sees(B, 2, 4, 13, 14, 15, 23, 24),
    first_sees(B, 3, 2, 21, 22, 23, 31, 32),
)

AA = (11, 12, 13, 14, 15, 21, 22, 23, 31)
AB = (11, 12, 13, 14, 15, 21, 22, 23, 24, 31, 32)

pixel_33_of_a_then_a = Derivation(
    title="A then A: pixel 33 sees 11-15, 21, 22, 23 and 31",
    source=SOURCE,
    questions=("ift6135-2019-hw3:4.1",),
    context=two_layers,
    claim=Statement(second(A, first(A)), "receptive field", pixels(*AA), over=x),
    chain=(
        second_of_a,
        *first_of_a,
        Lemma(
            Statement(second(A, first(A)), "receptive field", pixels(*AA), over=x),
            by="the union of the fields of 22, 23, 24 and 32",
        ),
    ),
    mutants=(
        Mutant("25 is seen", rhs=pixels(*AA, 25)),
        Mutant("33 sees itself", rhs=pixels(*AA, 33)),
        Mutant("all earlier pixels", rhs=pixels(*AA, 24, 25, 32)),
        Mutant("the last layer only", rhs=pixels(22, 23, 24, 32)),
        Mutant("15 forgotten", rhs=pixels(11, 12, 13, 14, 21, 22, 23, 31)),
        Mutant("the kernels flipped", rhs=pixels(35, 43, 44, 45, 51, 52, 53, 54, 55)),
        Mutant("the first layer unmasked", lhs=second(A, convolve(V, x, padding=1))),
        Mutant(
            "without padding the map shrinks to one pixel, and there is no pixel 33",
            lhs=entry(convolve(hadamard(W, A), convolve(hadamard(V, A), x, padding=0), padding=0), 3, 3),
            expect="ill-typed",
        ),
    ),
)

pixel_33_of_a_then_b = Derivation(
    title="A then B: pixel 33 sees 11-15, 21-24, 31 and 32",
    source=SOURCE,
    questions=("ift6135-2019-hw3:4.2",),
    context=two_layers,
    claim=Statement(second(B, first(A)), "receptive field", pixels(*AB), over=x),
    chain=(
        second_of_b,
        *first_of_a,
        first_sees(A, 3, 3, 22, 23, 24, 32),
        Lemma(
            Statement(second(B, first(A)), "receptive field", pixels(*AB), over=x),
            by="the union of the fields of 22, 23, 24, 32 and 33",
        ),
    ),
    mutants=(
        Mutant("33 sees itself", rhs=pixels(*AB, 33)),
        Mutant("25 is seen", rhs=pixels(*AB, 25)),
        Mutant("as for A then A", rhs=pixels(*AA)),
        Mutant("without what 33 of the first layer adds", rhs=pixels(11, 12, 13, 14, 15, 21, 22, 23, 24, 31)),
        Mutant("the kernel flipped", rhs=pixels(34, 35, 42, 43, 44, 45, 51, 52, 53, 54, 55)),
    ),
)

pixel_33_of_b_then_a = Derivation(
    title="B then A: pixel 33 sees the same as for A then B",
    source=SOURCE,
    questions=("ift6135-2019-hw3:4.3",),
    context=two_layers,
    claim=Statement(second(A, first(B)), "receptive field", pixels(*AB), over=x),
    chain=(
        second_of_a,
        *first_of_b,
        Lemma(
            Statement(second(A, first(B)), "receptive field", pixels(*AB), over=x),
            by="the union of the fields of 22, 23, 24 and 32; 33 is in none, as the second mask hides it",
        ),
    ),
    mutants=(
        Mutant("33 sees itself", rhs=pixels(*AB, 33)),
        Mutant("as for A then A", rhs=pixels(*AA)),
        Mutant("25 is seen: all earlier pixels", rhs=pixels(*AB, 25)),
        Mutant("the row above only", rhs=pixels(11, 12, 13, 14, 15)),
        Mutant("B in both layers", lhs=second(B, first(B))),
    ),
)

pixel_33_of_b_then_b = Derivation(
    title="B then B: pixel 33 sees 11-15, 21-24, 31, 32 and itself",
    source=SOURCE,
    questions=("ift6135-2019-hw3:4.4",),
    context=two_layers,
    claim=Statement(second(B, first(B)), "receptive field", pixels(*AB, 33), over=x),
    chain=(
        second_of_b,
        *first_of_b,
        first_sees(B, 3, 3, 22, 23, 24, 32, 33),
        Lemma(
            Statement(second(B, first(B)), "receptive field", pixels(*AB, 33), over=x),
            by="the union of the fields of 22, 23, 24, 32 and 33",
        ),
    ),
    mutants=(
        Mutant("33 does not see itself", rhs=pixels(*AB)),
        Mutant("25 is seen: all earlier pixels and itself", rhs=pixels(*AB, 25, 33)),
        Mutant("34 is seen", rhs=pixels(*AB, 33, 34)),
        Mutant("the kernel flipped", rhs=pixels(33, 34, 35, 42, 43, 44, 45, 51, 52, 53, 54, 55)),
    ),
)
