r"""What TeX's commands mean in a formula: tables, and nothing else.

Commands that are missing here have no meaning to the reader: a row with one is `unread`.
"""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """Return the words of a text that lists them."""
    return frozenset(text.split())


GREEK = words(
    """
    alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi omicron pi varpi
    rho varrho sigma varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi
    Psi Omega ell imath jmath hbar
    """
)

#: canonical relations (as in `tree.RELATIONS`) by command, or by characters side by side
RELATION = {
    "=": "=", "equiv": "=", "leq": "<=", "le": "<=", "leqslant": "<=", "leqq": "<=", "geq": ">=", "ge": ">=",
    "geqslant": ">=", "geqq": ">=", "<": "<", ">": ">", "lt": "<", "gt": ">", "neq": "!=", "ne": "!=",
    ":=": ":=", "coloneqq": ":=", "coloneq": ":=", "triangleq": ":=", "doteq": ":=", "eqdef": ":=", "defeq": ":=",
    "=:": "=:", "eqqcolon": "=:",
    "approx": "approx", "simeq": "approx", "approxeq": "approx", "cong": "approx", "propto": "propto",
    "in": "in", "notin": "notin", "ni": "ni", "sim": "~", "subset": "subset", "subseteq": "subset",
    "to": "->", "rightarrow": "->", "longrightarrow": "->", "xrightarrow": "->", "mapsto": "->", "->": "->",
    "Rightarrow": "=>", "implies": "=>", "Longrightarrow": "=>", "therefore": "=>", "xRightarrow": "=>", "=>": "=>",
    "iff": "<=>", "Leftrightarrow": "<=>", "Longleftrightarrow": "<=>", "leftrightarrow": "<=>",
    "Leftarrow": "<=", "Longleftarrow": "<=", "impliedby": "<=",
    "succeq": "psd", "succcurlyeq": "psd", "succ": "pd", "preceq": "nsd", "preccurlyeq": "nsd", "prec": "nd",
    "perp": "perp", "Perp": "perp", "indep": "perp", "ll": "<<", "gg": ">>", "nless": ">=", "ngtr": "<=",
    "lesssim": "approx<=", "gtrsim": "approx>=", "<=": "<=", ">=": ">=", "!=": "!=",
}  # fmt: skip
# a left arrow claims the converse, which no canonical relation says
for _name in ("Leftarrow", "Longleftarrow", "impliedby"):
    RELATION[_name] = "<=="

#: relations between statements: what stands on both sides has relations of its own
IMPLICATIONS = frozenset({"=>", "<=>", "<=="})
#: relations that bound what stands before them
BOUNDS = frozenset({"<=", ">=", "<", ">"})

ALPHABETS = {
    "mathcal": "cal", "mathscr": "cal", "cal": "cal", "mathbb": "bb", "mathds": "bb", "Bbb": "bb", "mathfrak": "frak",
}  # fmt: skip

#: fonts that make no new name
FONTS = words(
    """
    mathbf boldsymbol bm bold pmb mathit mathnormal mathsf mathtt textbf textit vec underline bf it boldmath
    mathbfit symbf symbfit uline emph overrightarrow
    """
)

#: upright text: one letter is that letter, several are a word (or prose)
TEXTS = words(
    """
    text mathrm textrm textup textnormal mbox hbox operatorname rm textsf textsc texttt
    """
)

#: commands that say how something looks, not what it is; with the number of arguments that go with them
IGNORED = {
    "displaystyle": 0, "textstyle": 0, "scriptstyle": 0, "scriptscriptstyle": 0, "limits": 0, "nolimits": 0, ",": 0,
    ";": 0, "!": 0, ":": 0, " ": 0, ">": 0, "\n": 0, "/": 0, "-": 0, "thinspace": 0, "medspace": 0, "thickspace": 0,
    "negthinspace": 0, "enspace": 0, "nonumber": 0, "notag": 0, "allowbreak": 0, "break": 0, "nobreak": 0,
    "blacksquare": 0, "square": 0, "Box": 0, "qed": 0, "qedhere": 0, "hfill": 0, "hfil": 0, "noindent": 0, "strut": 0,
    "mathstrut": 0, "relax": 0, "newline": 0, "normalsize": 0, "small": 0, "large": 0, "Large": 0, "footnotesize": 0,
    "centering": 0, "label": 1, "tag": 1, "phantom": 1, "hphantom": 1, "vphantom": 1, "hspace": 1, "vspace": 1,
    "kern": 0, "color": 1, "footnote": 1, "ref": 1, "eqref": 1, "cite": 1, "hline": 0, "smallskip": 0, "medskip": 0,
    "bigskip": 0, "itshape": 0, "bfseries": 0, "raggedright": 0, "hskip": 0, "checkmark": 0, "lozenge": 0, "par": 0,
    "ensuremath": 0, "mathop": 0, "mathrel": 0, "mathbin": 0, "mathord": 0, "mathopen": 0, "mathclose": 0,
    "mathpunct": 0, "mathinner": 0, "boxed": 0, "fbox": 0, "textcolor": 1,
    "colorbox": 1, "smash": 0, "mathstrut*": 0, "tagform": 1, "unicode": 0, "hl": 0, "protect": 0,
}  # fmt: skip

#: those of them whose next argument is what counts: its braces go, too, so that a boxed row is still a row
UNWRAPPED = words(
    """
    ensuremath mathop mathrel mathbin mathord mathopen mathclose mathpunct mathinner boxed fbox textcolor
    colorbox smash hl color
    """
)

SIZES = words(
    """
    left right middle big Big bigg Bigg bigl bigr bigm Bigl Bigr Bigm biggl biggr biggm Biggl Biggr Biggm
    """
)

#: prefix operators by command or word
OPERATORS = {
    "log": "log", "ln": "ln", "lg": "log", "exp": "exp", "sin": "sin", "cos": "cos", "tan": "tan", "sinh": "sinh",
    "cosh": "cosh", "tanh": "tanh", "arctan": "arctan", "arcsin": "arcsin", "arccos": "arccos",
    "det": "det", "tr": "tr", "Tr": "tr", "trace": "tr", "Trace": "tr", "diag": "diag", "Diag": "diag",
    "rank": "rank", "rang": "rank", "rg": "rank", "Var": "Var", "Cov": "Cov", "var": "Var", "cov": "Cov", "Pr": "P",
    "KL": "KL", "JSD": "JSD", "JS": "JSD", "max": "max", "min": "min", "sup": "sup", "inf": "inf",
    "argmax": "argmax", "argmin": "argmin", "lim": "lim", "nabla": "nabla", "grad": "nabla", "sum": "sum",
    "prod": "prod",
    "int": "int", "iint": "int", "iiint": "int", "oint": "oint", "Re": "Re", "Im": "Im", "arg": "arg", "E": "E",
    "liminf": "liminf", "limsup": "limsup",
}  # fmt: skip

#: names that courses define for themselves and that mean one thing only; a document's own macros come first
COMMON_MACROS = {
    "E": r"\mathbb{E}", "EE": r"\mathbb{E}", "Ex": r"\mathbb{E}", "Expect": r"\mathbb{E}", "R": r"\mathbb{R}",
    "RR": r"\mathbb{R}", "N": r"\mathcal{N}", "Var": r"\operatorname{Var}", "Cov": r"\operatorname{Cov}",
    "KL": r"\operatorname{KL}", "JSD": r"\operatorname{JSD}", "diag": r"\operatorname{diag}",
    "tr": r"\operatorname{tr}", "Tr": r"\operatorname{tr}", "rank": r"\operatorname{rank}",
    "argmax": r"\operatorname{argmax}", "argmin": r"\operatorname{argmin}", "sign": r"\operatorname{sign}",
    "dd": r"\mathrm{d}", "diff": r"\mathrm{d}", "differential": r"\mathrm{d}", "T": r"\top", "transpose": r"\top",
}  # fmt: skip
COMMON_MACROS_1 = {"norm": r"\left\|#1\right\|", "abs": r"\left|#1\right|"}

#: words that are typed without a backslash, as letters side by side
BARE_WORDS = (
    "argmax", "argmin", "dropout", "trace", "rank", "diag", "ELBO", "ECLL", "JSD", "Supp", "Bern", "Var", "Cov",
    "log", "exp", "det", "max", "min", "sup", "tanh", "sin", "cos", "lim", "arg", "KL", "JS", "Tr", "ln", "Re",
)  # fmt: skip
#: of these, the ones that two letters side by side could well be: read as words only where the run is exactly that
SHORT_WORDS = frozenset({"KL", "JS", "Tr", "ln", "Re", "tr", "sin", "arg", "lim", "sup", "min"})

#: words that make the next statement a condition of the last one, …
CONDITION = words(
    """
    if for when at since as because si pour quand en car lorsque puisque whenever given assuming such s.t. st unless
    on provided tel telle telles tels whether only iff subject
    """
)
#: those of them that give a reason, which need not be understood
REASON = frozenset({"since", "as", "because", "car", "puisque"})
#: words that begin the reason for a row in a bracket behind it
REASONS = REASON | frozenset({"by", "using", "from", "par", "d'après", "d’après"})
#: … words that make alternatives; every other word joins statements that stand on their own
ALTERNATIVE = frozenset({"or", "ou"})
#: words of a case that hold where no other does
OTHERWISE = frozenset({"otherwise", "else", "sinon", "autrement"})

#: what the set of the eigenvalues of a matrix is called, in lower case
SPECTRA = frozenset(
    {"sp", "spec", "eig", "eigs", "eigen", "spectrum", "eigenvalues", "eigvals", "spectre", "vp", "evals"}
)

MATRICES = {
    "matrix": "", "smallmatrix": "", "pmatrix": "(", "bmatrix": "[", "Bmatrix": "{", "vmatrix": "|", "Vmatrix": "‖",
    "psmallmatrix": "(", "bsmallmatrix": "[", "array": "",
}  # fmt: skip
CASES = frozenset({"cases", "dcases", "rcases"})
#: environments that lay out rows
DISPLAYS = words(
    """
    align aligned alignat alignedat flalign gather gathered split equation eqnarray multline multlined displaymath
    math subequations alignedatt IEEEeqnarray empheq
    """
)
ENVIRONMENT_ARGUMENTS = {"array": 1, "alignat": 1, "alignedat": 1, "IEEEeqnarray": 1}

ACCENTS = {
    "hat": "hat", "widehat": "hat", "bar": "bar", "overline": "bar", "tilde": "tilde", "widetilde": "tilde",
    "dot": "dot", "ddot": "ddot", "check": "check", "mathring": "ring", "breve": "breve",
}  # fmt: skip

TIMES = {
    "cdot": "·", "times": "×", "ast": "*", "odot": "⊙", "oslash": "⊘", "otimes": "⊗", "circ": "∘", "div": "/",
    "bullet": "·", "star": "*", "centerdot": "·", "oplus": "⊕", "setminus": "∖", "cup": "∪", "cap": "∩",
}  # fmt: skip
DOTS = words(
    """
    dots ldots cdots vdots ddots dotsc dotsb dotso hdots
    """
)
OPENING = {
    "(": "(", "[": "[", "{": "{", "langle": "⟨", "lbrace": "{", "lbrack": "[", "lparen": "(", "lfloor": "⌊",
    "lceil": "⌈", "lvert": "|", "lVert": "‖",
}  # fmt: skip
CLOSING = {
    ")": "(", "]": "[", "}": "{", "rangle": "⟨", "rbrace": "{", "rbrack": "[", "rparen": "(", "rfloor": "⌊",
    "rceil": "⌈", "rvert": "|", "rVert": "‖",
}  # fmt: skip
BARS = {"|": "‖", "Vert": "‖", "vert": "|"}  # commands; the character | is a bar of its own

#: commands with arguments, which the parser takes
_STRUCTURE = words(
    """
    frac tfrac dfrac cfrac sfrac nicefrac sqrt over choose atop binom tbinom dbinom partial substack underbrace
    overbrace
    """
)
_SPACES = frozenset({"quad", "qquad"})
_ALIKE = {"tfrac": "frac", "dfrac": "frac", "cfrac": "frac", "sfrac": "frac", "nicefrac": "frac",
          "tbinom": "binom", "dbinom": "binom"}  # fmt: skip
_MARKS = {"top": "top", "intercal": "top", "dagger": "dagger", "prime": "prime", "ddagger": "dagger"}

#: relations of two characters
PAIRS = {":=": ":=", "=:": "=:", "<=": "<=", ">=": ">=", "!=": "!=", "->": "->", "=>": "=>"}
#: (kind, text) of the symbol that a character is
CHARS = {
    "+": ("sign", "+"), "-": ("sign", "-"), "=": ("relation", "="), "<": ("relation", "<"), ">": ("relation", ">"),
    "*": ("times", "*"), "/": ("times", "/"), ",": ("sep", ","), ";": ("sep", ";"), ":": ("sep", ":"),
    ".": ("sep", "."), "(": ("open", "("), "[": ("open", "["), ")": ("close", "("), "]": ("close", "["),
    "|": ("bar", "|"), "{": ("group", "{"), "}": ("ungroup", "}"), "^": ("script", "^"), "_": ("script", "_"),
    "'": ("prime", "'"), "&": ("align", "&"), "!": ("factorial", "!"),
}  # fmt: skip

#: (kind, text) of the symbol that a command is, where nothing behind it matters
SIMPLE: dict[str, tuple[str, str]] = {
    **{name: ("letter", name) for name in GREEK},
    **{name: ("relation", text) for name, text in RELATION.items() if name.isalpha() and not name.startswith("x")},
    **{name: ("times", text) for name, text in TIMES.items()},
    **dict.fromkeys(DOTS, ("mark", "dots")),
    **{name: ("mark", text) for name, text in _MARKS.items()},
    **{name: ("open", text) for name, text in OPENING.items() if name not in "(["},
    **{name: ("close", text) for name, text in CLOSING.items() if name not in ")]"},
    **{name: ("bar", text) for name, text in BARS.items()},
    **{name: ("accent", text) for name, text in ACCENTS.items()},
    **{name: ("quad", name) for name in _SPACES},
    **{name: ("command", _ALIKE.get(name, name)) for name in _STRUCTURE},
    "parallel": ("given", "‖"),
    "pm": ("sign", "±"),
    "mp": ("sign", "∓"),
    "infty": ("infinity", "∞"),
    "colon": ("sep", ":"),
    "because": ("prose", "because"),
    "forall": ("prose", "for all"),
    "exists": ("prose", "for some"),
    "land": ("prose", "and"),
    "wedge": ("prose", "and"),
    "lor": ("prose", "or"),
    "vee": ("prose", "or"),
    "emptyset": ("word", "emptyset"),
    "varnothing": ("word", "emptyset"),
    "cr": ("newline", "\\\\"),
    "#": ("word", "#"),
    "_": ("unknown", "\\_"),
}  # fmt: skip
