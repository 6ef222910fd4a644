"""Tables for tests of elaboration: the regression of a sheet, as `Scope.of` takes it."""

REGRESSION = {
    "scope": "any n, d; 0 < p < 1",
    "names": {
        "X": "matrix n d",
        "y": "vector n",
        "w": "vector d",
        "p": "number in (0, 1)",
        "R": "matrix n d with entries Bernoulli(p)",
        "\\lambda": "number > 0",
    },
    "definitions": [
        r"L(w) = \|y - (X \odot R) w\|^2",
        r"\Gamma = \operatorname{diag}(X^\top X)^{1/2}",
        r"\lambda^{\text{dropout}} = \frac{1-p}{p}",
        r"w^{L^2} = (X^\top X + \lambda I)^{-1} X^\top y",
    ],
    "aliases": {"w^*": "w", "\\lambda^{L_2}": "\\lambda", "w^{L_2}": "w^{L^2}"},
    "grants": {"an inverse": "the sheet writes this inverse"},
}
