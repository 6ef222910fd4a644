"""The core language: frozen, typed terms.

Both front ends (SymPy modules and students' LaTeX) elaborate to these nodes, and every decider and
evaluator reads them. A term knows its sort and shape; building one whose shapes do not fit raises
`IllTyped` with both shapes, so an ill-typed term never exists.

Main definitions
----------------
* `Term`: base class; `children()`, `rebuild()`, `sort`, `shape`.
* scalars: `Num`, `Const`, `Sym`, `Add`, `Mul`, `Pow`, `Fn`, `Apply`; `ZERO`, `ONE`, `TWO`, `HALF`, `MINUS_ONE`
* indices and points: `Entry`, `Sum`, `Prod`, `Delta`, `Indicator`
* matrices: `MatOp` (product, transpose, inverse, …), `Rows`
* probability: `Density`, `Normal`, `Integral`, `Expect`, `Divergence`
* calculus and optimization: `Diff`, `At`, `Extremum`

Conventions
-----------
A shape is `()` for a scalar, else `(rows, columns)`, both terms of sort "dimension" or positive
integers. A vector is a column, `(n, 1)`; a 1×1 matrix is a scalar. Indices count from 1. Sums run
from 1 to their upper end. Sorts: "real", "index", "dimension", "point" (a value of an arbitrary
measurable space, on which no arithmetic is defined), "parameter" (θ, φ: opaque, what densities
depend on) and "law" (a density seen as a function, as an argmax ranges over).
"""

from verify.terms.base import (
    HALF,
    MINUS_ONE,
    ONE,
    SCALAR,
    TWO,
    ZERO,
    Const,
    IllTyped,
    Num,
    Shape,
    Sym,
    Term,
    normal_shape,
    shape_text,
)
from verify.terms.matrix import MATRIX_OPERATIONS, MatOp, Rows
from verify.terms.probability import At, Density, Diff, Divergence, Expect, Extremum, Integral, Normal
from verify.terms.scalar import FUNCTIONS, Add, Apply, Delta, Entry, Fn, Indicator, Mul, Pow, Prod, Sum

__all__ = [
    "FUNCTIONS",
    "HALF",
    "MATRIX_OPERATIONS",
    "MINUS_ONE",
    "ONE",
    "SCALAR",
    "TWO",
    "ZERO",
    "Add",
    "Apply",
    "At",
    "Const",
    "Delta",
    "Density",
    "Diff",
    "Divergence",
    "Entry",
    "Expect",
    "Extremum",
    "Fn",
    "IllTyped",
    "Indicator",
    "Integral",
    "MatOp",
    "Mul",
    "Normal",
    "Num",
    "Pow",
    "Prod",
    "Rows",
    "Shape",
    "Sum",
    "Sym",
    "Term",
    "normal_shape",
    "shape_text",
]
