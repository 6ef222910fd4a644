"""Formulas to rows: statements, words and conditions, brackets that are wrong, hostile input."""

import pytest

from tests.hang import ends
from tests.latex.shown import shown_row
from verify.latex.rows import formula_row, rows
from verify.latex.source import Formula
from verify.latex.tree import children, walk


def read(latex, macros=None):
    return rows(Formula(0, len(latex), latex, True), macros)


#: latex, and for each statement its words, the statement and its conditions
MANY = [
    (r"y* = 1, y^* = 2, y^\star = 3", [("", "y^{`*} [=] 1", []), ("", "y^{`*} [=] 2", []), ("", "y^{`*} [=] 3", [])]),
    (
        r"\underbrace{a + b}_{= c} + \underbrace{x}_{\text{const}} + \underbrace{y}_{\Gamma_{jj}^2}",
        [("const", "(+(+a+b)+x+y)", []), ("", "(+a+b) [=] c", []), ("", "y [=] Gamma_{«j j»}^{2}", [])],
    ),
    (
        r"\text{so } a = \underbrace{b}_{\text{does not depend on } \theta} + \underbrace{c}_{\text{small}}",
        [("so / does not depend on theta / small", "a [=] (+b+c)", [])],
    ),
    (r"a = x + y =: z", [("", "a [=] (+x+y)", []), ("", "z [:=] (+x+y)", [])]),
    (r"x + y =: z", [("", "z [:=] (+x+y)", [])]),
    (r"z =: x + y", [("", "z [:=] (+x+y)", [])]),
    (r"a = b =: c = d \eqqcolon e", [("", "a [=] b [=] d", []), ("", "e [:=] d", []), ("", "c [:=] b", [])]),
    (r"a &= b \\ &=: c \\ &= d", [("", "a [=] b", []), ("", "c [:=] b", []), ("", "_ [=] d", [])]),
    (r"=: c", [("", "_ [=:] c", [])]),
    (r"a = b, \quad c = d", [("", "a [=] b", []), ("", "c [=] d", [])]),
    (r"a = b \text{ and } c = d", [("", "a [=] b", []), ("and", "c [=] d", [])]),
    (r"a = b \quad \text{where } s = t", [("", "a [=] b", []), ("where", "s [=] t", [])]),
    (r"a = b \text{ if } x > 0, y > 0", [("if", "a [=] b", ["x [>] 0", "y [>] 0"])]),
    (r"a = b, c = d \implies e = f", [("", "c [=] d [=>] e [=] f", ["a [=] b"])]),
    (r"a = b \implies c = d, e = f", [("", "a [=] b [=>] c [=] d", []), ("", "a [=] b [=>] e [=] f", [])]),
    (r"\lambda = 1 \text{ or } \lambda = 2", [("or", "lambda [=] 1", ["lambda [=] 2"])]),
    (
        r"X \sim \mathcal{N}(0, I), A \succ 0, B \succeq 0",
        [("", "X [~] «cal:N (0,I)»", []), ("", "A [pd] 0", []), ("", "B [psd] 0", [])],
    ),
    (r"\forall i, a_i = b_i", [("for all", "a_{i} [=] b_{i}", ["i"])]),
    (r"a = b \xrightarrow{n \to \infty} c", [("n to infty", "a [=] b [->] c", [])]),
    (r"f(x)g(y) \text{ since } x > 0", [("since", "«f (x) g (y)»", ["x [>] 0"])]),
    (r"\text{for } i \neq j: a_{ij} = 0", [("for", "a_{«i j»} [=] 0", ["i [!=] j"])]),
    (r"a &= b \\ &\quad + c \\ &= d", [("", "a [=] (+b+c)", []), ("", "_ [=] d", [])]),
    (r"\left\{\begin{aligned} a &= b \\ c &= d\end{aligned}\right.", [("", "a [=] b", []), ("", "c [=] d", [])]),
    (r"\begin{cases} a = b \\ c = d \end{cases}", [("", "a [=] b", []), ("", "c [=] d", [])]),
    (r"\begin{eqnarray} a &=& b \\ &=& c \end{eqnarray}", [("", "a [=] b", []), ("", "_ [=] c", [])]),
    (r"\begin{array}{rcl} a &=& b \\ &=& c \end{array}", [("", "a [=] b", []), ("", "_ [=] c", [])]),
    (r"a = b \intertext{so} c = d", [("", "a [=] b", []), ("so", "", []), ("", "c [=] d", [])]),
    (r"\text{If } p = 1, \text{ then } a = b", [("then / If", "a [=] b", ["p [=] 1"])]),
    (r"\mathrm{diag}(X^T X) = \Gamma^2 \quad (p = 1)", [("", "DIAG!{(«X^{`top} X»)} [=] Gamma^{2}", ["p [=] 1"])]),
    (r"x_i \overset{iid}{\sim} p", [("iid", "x_{i} [~] p", [])]),
    (r"L = -\log D - \log(1 - D) \quad\forall x", [("for all", "L [=] (-LOG{D}-LOG!{((+1-D))})", ["x"])]),
    (r"&\Rightarrow a = b \\ &\Rightarrow c = d", [("", "_ [=>] a [=] b", []), ("", "_ [=>] c [=] d", [])]),
    (
        r"\text{KL}(q||p) \geq 0 \text{ with equality iff } q = p",
        [("with equality iff", "KL!{(q‖p)} [>=] 0", ["q [=] p"])],
    ),
    (r"\text{donc } a = b", [("donc", "a [=] b", [])]),
    (r"a = b \text{ (par indépendance)}", [("(par indépendance)", "a [=] b", [])]),
    (r"a = b \quad \text{si } x>0 \text{ et } y > 0", [("si / et", "a [=] b", ["x [>] 0", "y [>] 0"])]),
    # scanners put blanks between all symbols
    (r"K L ( q | | p ) = 0 . 5 + 1 . 25", [("", "KL!{(q‖p)} [=] (+0.5+1.25)", [])]),
    (r"K L(q \| p) = J S D", [("", "KL!{(q‖p)} [=] «J S D»", [])]),
    (r"K L(w) = a", [("", "«K L (w)» [=] a", [])]),
    (r"J S D ( p , q ) = R e ( x )", [("", "JSD!{(p,q)} [=] RE!{(x)}", [])]),
    ("a = b ; c = d", [("", "a [=] b", []), ("", "c [=] d", [])]),
    # a star in a script is no product that goes on
    (r"a = w^* \quad b = c", [("", "a [=] w^{`*}", []), ("", "b [=] c", [])]),
    (r"a &= w^* \\ b &= c", [("", "a [=] w^{`*}", []), ("", "b [=] c", [])]),
    # reasons and remarks in a bracket behind a row
    (r"a = w^* \quad (\text{because } b = c)", [("because", "a [=] w^{`*}", ["b [=] c"])]),
    (r"a \geq b \quad (\text{with equality iff } q = p)", [("", "a [>=] b", [])]),
    (r"a = b \quad (\text{the terms cancel})", [("", "a [=] b", [])]),
]

COLUMNS = [
    (r"\begin{align} a &= b & c &= d \end{align}", ["a [=] b", "c [=] d"]),
    (r"a &= b & \text{(Bayes)}", ["a [=] b"]),
    (r"a &= b &+ c", ["a [=] (+b+c)"]),
    (r"&= e & &= f", ["unread: a second column that starts with a relation"]),
    (r"a = b \quad - c", ["a [=] (+b-c)"]),
    (r"a = b, \quad - c = d", ["a [=] b", "(-c) [=] d"]),
    (r"&- a = b", ["unread: a row that starts with − may go on with the row before"]),
    (r"a = b \hspace{1cm} c = d", ["a [=] b", "c [=] d"]),
    (r"a = b\text{, } c = d", ["a [=] b", "c [=] d"]),
]


@pytest.mark.parametrize(("latex", "expected"), COLUMNS, ids=[t[0] for t in COLUMNS])
def test_columns_and_room(latex, expected):
    assert [shown_row(row) for row in read(latex)] == expected


#: latex, what is wrong, and where
BAD = [
    (r"E_q \{ f", "ill-typed: the bracket { is not closed", 4),
    (r"g \}", "ill-typed: the bracket } was not opened", 2),
    (
        r"a \overset{(a)}{=} b \stackrel{\text{Bayes}}{=} c \overset{\text{def}}{=} d \stackrel{d}{=} e",
        "unread: cannot read = with d above",
        76,
    ),
    (r"a = b \iff c = d, e = f", "unread: several statements beside an equivalence", 0),
    (r"a \stackrel{\text{Bayes}}{=} c \stackrel{d}{=} e", "unread: cannot read = with d above", 31),
    (r"\mathbb{E}[x", "ill-typed: the bracket [ is not closed", 10),
    (r"\log(p(\boldsymbol{", "unread: a brace { is not closed", 18),
    ("f) = 2", "ill-typed: the bracket ) was not opened", 1),
    (r"\frac{(a}{b)}", "ill-typed: the bracket ( is not closed", 6),
    (r"\left( a", "ill-typed: the bracket ( is not closed", 5),
    (r"b \right] = 1", "ill-typed: the bracket ] was not opened", 8),
    ("x^{2", "unread: a brace { is not closed", 2),
    (r"\begin{pmatrix} 1 & 2", r"unread: \begin{pmatrix} has no partner", 0),
    ("!x + n!", "unread: cannot read !", 0),
]


@pytest.mark.parametrize(("latex", "expected"), MANY, ids=[t[0] for t in MANY])
def test_statements(latex, expected):
    found = read(latex)
    assert [(" / ".join(r.words), shown_row(r), [shown_row(c) for c in r.conditions]) for r in found] == expected


@pytest.mark.parametrize(("latex", "message", "place"), BAD, ids=[t[0] for t in BAD])
def test_what_cannot_be_read_is_said_with_its_place(latex, message, place):
    row = formula_row(latex)
    assert (shown_row(row), row.place) == (message, place)


HOSTILE = [
    "{" * 5000 + "x" + "}" * 5000,
    "{" * 10_000 + "x" + "}" * 10_000,
    "x" + "^{x" * 3000 + "}" * 3000,
    "(" * 3000 + ")" * 3000,
    r"\log" * 3000 + "x",
    r"\hat" * 1400 + "x",
    r"\boldsymbol{" * 900 + "x" + "}" * 900,
    r"\text{" * 2000,
    r"\sum_i x_i + " * 700 + "i",
    "x|" * 1900,
    r"\left." * 2000,
    "²" * 3000,
    r"\begin{aligned}" * 900,
    r"\left|\right." * 700,
    "\\\\(" * 3000 + ")" * 3000,
    "\x00" * 3000,
    r"\input{/etc/passwd}",
    r"\write18{rm -rf /}",
    "%" * 3000,
    "\x1b[31m",
]


@pytest.mark.parametrize("latex", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_formulas_are_unread_soon(latex):
    with ends():
        assert all(row.unread or row.ill_typed or not row.relations for row in read(latex))


MACROS = {
    "double": (1, "#1#1"),
    "bomb": (0, r"\bomb\bomb"),
    "ping": (0, r"\pong"),
    "pong": (0, r"\ping"),
    "wide": (0, r"\long" * 5000),
    "long": (0, "xx"),
    "kl": (2, r"D_{\mathrm{KL}}(#1 \,\|\, #2)"),
    "swap": (2, "#2 #1"),
    "divergence": (2, r"D_{KL}\!\left(#1\,\middle\|\,#2\right)"),
}


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        (r"\kl{q}{p}", "KL!{(q‖p)}"),
        (r"\divergence{q}{p}", "KL!{(q‖p)}"),
        (r"\swap ab", "«b a»"),
        (r"\double{\double{x}}", "«x x x x»"),
        (r"\norm{x}^2 + \E[x]", "(+‖x‖^{2}+E!{[x]})"),
        (r"\bomb", r"unread: the macro \bomb does not end"),
        (r"\ping", r"unread: the macro \ping does not end"),
        (r"\wide", r"unread: the macro \wide is too long"),
        (r"\double", r"unread: the macro \double lacks an argument"),
        (r"\double" * 40 + "x", r"unread: the macro \double does not end"),
    ],
)
def test_macros(latex, expected):
    assert shown_row(read(latex, MACROS)[0]) == expected


@pytest.mark.parametrize("latex", [t[0] for t in MANY] + [r"\kl{q}{p} = \swap{a}{b}", r"\norm{y - Xw}^2 = \abs x"])
def test_places_nest(latex):
    shift = 100
    for row in rows(Formula(shift, shift + len(latex), latex, True), MACROS):
        for side in row.sides:
            for node in walk(side) if side else ():
                assert shift <= node.start <= node.end <= shift + len(latex)
                assert all(node.start <= child.start and child.end <= node.end for child in children(node))
