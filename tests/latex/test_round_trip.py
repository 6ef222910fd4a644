"""Trees printed and read again are the same trees; mutated formulas never raise."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.hang import ends
from tests.latex.shown import shown
from tests.latex.test_parse import TREES as OF_ARRAYS
from tests.latex.test_parse_calculus import TREES as OF_CALCULUS
from tests.latex.test_parse_laws import TREES as OF_LAWS
from verify.latex.rows import formula_row, rows
from verify.latex.source import Formula
from verify.latex.tree import (
    Bracket,
    Derivative,
    Evaluated,
    Fraction,
    Infinity,
    Letter,
    Mark,
    Matrix,
    Number,
    Operator,
    Plus,
    Product,
    Relation,
    Root,
    Scripted,
    Sequence,
    Word,
)

TREES = [*OF_ARRAYS, *OF_CALCULUS, *OF_LAWS]
HERE = (0, 0)
_TIMES = {"": " ", "·": r" \cdot ", "×": r" \times ", "⊙": r" \odot ", "∘": r" \circ ", "/": " / ", "⊗": r" \otimes "}
_SEPARATOR = {"|": r" \mid ", "‖": r" \,\|\, "}
_ENDS = {"(": "()", "[": "[]"}
_MARK = {"*": "*", "top": r"\top", "dagger": r"\dagger", "dots": r"\dots"}


def printed(node):
    """Return LaTeX for a tree."""
    return _PRINT[type(node)](node)


def _joined(node):
    pieces = [printed(x) for x in node.items]
    return "".join(p + _SEPARATOR.get(s, s + " ") for p, s in zip(pieces, node.separators, strict=False)) + pieces[-1]


def _bracket(node):
    if node.opening == "|":
        return rf"\left|{_joined(node)}\right|"
    if node.opening == "‖":
        return rf"\|{_joined(node)}\|"
    if node.opening == "{":
        return rf"\left\{{{_joined(node)}\right\}}"
    return _ENDS[node.opening][0] + _joined(node) + _ENDS[node.opening][1]


def _scripted(node):
    below = f"_{{{printed(node.sub)}}}" if node.sub else ""
    return printed(node.base) + "'" * node.primes + below + (f"^{{{printed(node.sup)}}}" if node.sup else "")


def _letter(node):
    name = node.name if len(node.name) == 1 else f"\\{node.name} "
    name = {"cal": rf"\mathcal{{{name}}}", "bb": rf"\mathbb{{{name}}}", "": name}[node.font]
    return rf"\{node.accent}{{{name}}}" if node.accent else name


def _plus(node):
    first = "" if node.signs[0] == "+" else node.signs[0]
    rest = "".join(f" {s} {printed(t)}" for s, t in zip(node.signs[1:], node.terms[1:], strict=True))
    return (first + printed(node.terms[0]) + rest).replace("±", r"\pm ")


def _operator(node):
    name = {"E": r"\mathbb{E}", "KL": r"D_{\mathrm{KL}}", "diag": r"\operatorname{diag}"}.get(
        node.name, r"\operatorname*{arg\,max}" if node.name == "argmax" else rf"\{node.name} "
    )
    below = f"_{{{printed(node.sub)}}}" if node.sub else ""
    below += f"^{{{printed(node.sup)}}}" if node.sup else ""
    return name + below + " " + printed(node.body) + "".join(rf" \,\mathrm{{d}}{printed(v)}" for v in node.variables)


def _derivative(node):
    d = r"\mathrm{d}" if node.total else r"\partial "
    power = f"^{node.order}" if node.order > 1 else ""
    return rf"\frac{{{d}{power}{printed(node.body)}}}{{{''.join(d + printed(v) for v in node.variables)}}}"


_PRINT = {
    Number: lambda n: n.text,
    Letter: _letter,
    Word: lambda n: rf"\mathrm{{{n.text}}}",
    Infinity: lambda n: r"\infty ",
    Mark: lambda n: _MARK[n.text],
    Scripted: _scripted,
    Bracket: _bracket,
    Sequence: _joined,
    Plus: _plus,
    Product: lambda n: (
        printed(n.factors[0]) + "".join(_TIMES[o] + printed(f) for o, f in zip(n.operators, n.factors[1:], strict=True))
    ),
    Fraction: lambda n: rf"\frac{{{printed(n.numerator)}}}{{{printed(n.denominator)}}}",
    Root: lambda n: rf"\sqrt{f'[{printed(n.index)}]' if n.index else ''}{{{printed(n.radicand)}}}",
    Operator: _operator,
    Derivative: _derivative,
    Matrix: lambda n: (
        r"\begin{pmatrix}" + r" \\ ".join(" & ".join(map(printed, row)) for row in n.rows) + r"\end{pmatrix}"
    ),
    Evaluated: lambda n: rf"\left. {printed(n.body)} \right|_{{{printed(n.where)}}}",
    Relation: lambda n: f"{printed(n.left)} {n.relation} {printed(n.right)}",
}

letters = st.builds(
    lambda name, font, accent: Letter(*HERE, name, font if len(name) == 1 and name.isupper() else "", accent),
    st.sampled_from(["x", "y", "w", "X", "R", "L", "theta", "Gamma", "psi"]),
    st.sampled_from(["", "", "cal", "bb"]),
    st.sampled_from(["", "", "", "hat", "bar", "tilde"]),
)
numbers = st.builds(lambda text: Number(*HERE, text), st.sampled_from(["0", "1", "2", "12", "0.5"]))
words = st.builds(lambda text: Word(*HERE, text), st.sampled_from(["dropout", "ELBO", "ECLL", "ridge"]))
plain = letters | letters | numbers | words
marks = st.builds(lambda text: Mark(*HERE, text), st.sampled_from(["*", "top", "dagger"]))


def scripted(bases, inner):
    sequences = st.builds(lambda a, b, s: Sequence(*HERE, (a, b), (s,)), inner, inner, st.sampled_from([",", ":"]))
    where = st.builds(lambda a, b: Relation(*HERE, a, "=", b), letters, numbers)
    return st.builds(
        lambda base, sub, sup, primes: Scripted(*HERE, base, sub, sup, primes) if sub or sup or primes else base,
        bases,
        st.none() | inner | sequences | where,
        st.none() | marks | inner,
        st.sampled_from([0, 0, 0, 1, 2]),
    )


def brackets(terms):
    one = st.builds(lambda o, a: Bracket(*HERE, o, (a,)), st.sampled_from("([{|‖"), terms)
    separators = st.sampled_from([",", ";", "|", "‖"])
    two = st.builds(lambda o, a, b, s: Bracket(*HERE, o, (a, b), (s,)), st.sampled_from("(["), terms, terms, separators)
    return one | two


def operators(terms):
    bodies = terms.filter(lambda t: not isinstance(t, Plus))  # "d − x" is no derivative of −x
    round_ = st.builds(lambda o, a: Bracket(*HERE, o, (a,)), st.sampled_from("(["), terms)
    pairs = st.builds(lambda a, b: Bracket(*HERE, "(", (a, b), ("‖",)), terms, terms)
    return st.one_of(
        st.builds(
            lambda name, body: Operator(*HERE, name, body, bracketed=True),
            st.sampled_from(["log", "exp", "det", "diag", "E"]),
            round_,
        ),
        st.builds(lambda sub, body: Operator(*HERE, "E", body, sub, None, True), letters, round_),
        st.builds(lambda body: Operator(*HERE, "KL", body, bracketed=True), pairs),
        st.builds(lambda body, v: Operator(*HERE, "int", body, variables=(v,)), terms, letters),
        st.builds(lambda f, v, total: Derivative(*HERE, f, (v,), 1, total), bodies, letters, st.booleans()),
        st.builds(lambda a, b: Fraction(*HERE, a, b), terms, terms),
        st.builds(lambda a: Root(*HERE, a), terms),
        st.builds(lambda a, b: Matrix(*HERE, "(", ((a, b), (b, a))), terms, terms),
        st.builds(
            lambda body, a, b: Evaluated(*HERE, body, Relation(*HERE, a, "=", b)), terms, letters, numbers | letters
        ),
    )


def sums(terms):
    """Return sums of products of factors, as the grammar has them (a product in a product needs a bracket)."""
    factors = scripted(plain | brackets(terms), plain) | operators(terms)
    product = st.builds(
        lambda fs, ops: fs[0] if len(fs) == 1 else Product(*HERE, tuple(ops[: len(fs) - 1]), tuple(fs)),
        st.lists(factors, min_size=1, max_size=3),
        st.lists(st.sampled_from(["", "", "·", "×", "⊙", "/"]), min_size=2, max_size=2),
    )
    return product | st.builds(
        lambda ts, signs: Plus(*HERE, tuple(signs[: len(ts)]), tuple(ts)),
        st.lists(product, min_size=2, max_size=3),
        st.lists(st.sampled_from(["+", "-", "±"]), min_size=3, max_size=3),
    )


trees = st.recursive(scripted(plain, plain), sums, max_leaves=8)


@pytest.mark.filterwarnings("ignore:Generating overly large repr")
@settings(max_examples=150, deadline=None)
@given(trees)
def test_a_printed_tree_is_read_as_it_was(tree):
    latex = printed(tree)
    row = formula_row(latex)
    assert not row.unread, (latex, row.unread)
    assert not row.ill_typed, (latex, row.ill_typed)
    assert shown(row.sides[0]) == shown(tree), latex


PIECES = r"""{ } ( ) [ ] | \| || ^ _ & \\ \frac \left \right \left. \right| \middle| \begin{pmatrix} \end{pmatrix}
\begin{cases} \end{cases} \begin{aligned} \end{aligned} \text{if} \text \log \sum \int dx \partial \nabla E D = + - ,
\quad \underbrace \over \mid \hat \sqrt \substack $ % # ~ ² ᵀ ∑ \overset \mathbb \max \arg \to \Rightarrow \iff * ' ! d
\cdot / \mathrm{d} \binom \boxed \not \intertext 1 12 . .. : := ; \E \norm \abs \bomb"""
FRAGMENTS = PIECES.split()


def mutated(rng):
    text = rng.choice(TREES)[0]
    for _ in range(rng.randint(1, 6)):
        i, other = rng.randrange(len(text) + 1), rng.choice(TREES)[0]
        j = rng.randrange(len(other))
        cut = i + rng.randint(0, 5)
        text = text[:i] + rng.choice([rng.choice(FRAGMENTS), "", other[j : j + 30]]) + text[rng.choice([i, cut]) :]
    return text


@pytest.mark.parametrize("seed", range(4))
def test_mutated_formulas_never_raise(seed):
    rng = random.Random(seed)
    for _ in range(250):
        text = mutated(rng)
        with ends(text):
            found = rows(Formula(0, len(text), text, True), {"bomb": (1, "#1#1")})
        assert all(0 <= row.start <= row.end <= len(text) for row in found)
