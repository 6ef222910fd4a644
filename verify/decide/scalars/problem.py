"""A statement made ready: calculus carried out, definitions unfolded, arrays written out; and what is shown of it.

Main definitions
----------------
* `prepare`: a term without `Diff`, `At` and heads that have a meaning in simpler ones.
* `Shown`: a comparison that was shown, with what it rests on.
* `shows`: whether facts force `term relation 0`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from verify.decide.facts import Facts, facts_of
from verify.decide.rational import Rational, TooLarge
from verify.decide.scalars.elementary import exponentiated
from verify.decide.scalars.explicit import explicit
from verify.decide.scalars.factors import Unsupported, sign_of_form
from verify.decide.scalars.kernels import Kernel, Kernels, normal_forms
from verify.decide.scalars.signs import entails, load, means
from verify.decide.scalars.tangent import LOG_AXIOM, tangent_bounds
from verify.model import Proof, Undecided
from verify.terms.context import Context
from verify.terms.nodes import ONE, ZERO, At, Diff, Rows, Sym, Term
from verify.terms.printing import statement_text
from verify.terms.rewrite import free, substitute, transform, walk
from verify.terms.statement import Statement, column
from verify.terms.unfold import minus, unfold, unfold_definitions

NAME = "scalars"
FAILURES = (Unsupported, TooLarge, ZeroDivisionError)


def prepare(term: Term, context: Context) -> Term:
    """Unfold definitions, differentiate, evaluate at points, unfold the remaining heads, write out arrays.

    Raises:
        Unsupported: a derivative that is not known, or one with respect to a defined name.

    """
    term = transform(unfold_definitions(term, context), _calculus)
    return explicit(unfold(term, context)) if not term.shape else unfold(term, context)


def _calculus(node: Term) -> Term:
    if isinstance(node, At):
        return substitute(node.body, dict(node.values))
    if not isinstance(node, Diff):
        return node
    if not all(isinstance(v, Sym) and not v.shape for v in node.variables):
        raise Unsupported(f"{node}: a derivative by an array or by a defined name")
    components = column(explicit(node.body))
    rows = tuple(tuple(_derivative(c, v) for v in node.variables) for c in components)
    if len(rows) == 1 and len(node.variables) == 1:
        return rows[0][0]
    if not node.body.shape:
        return Rows(tuple((entry,) for entry in rows[0]))
    if not isinstance(node.body, Rows):
        raise Unsupported(f"{node}: the Jacobian of an array that is not written out")
    return Rows(rows)


def _derivative(body: Term, variable: Sym) -> Term:
    from verify.decide.derivative import derivative

    return derivative(body, variable)


def derivative_of(body: Term, variable: Sym, context: Context) -> Term:
    """Return the prepared derivative of a prepared scalar."""
    return prepare(Diff(body, (variable,)), context)


@dataclass(frozen=True)
class Shown:
    """Something that was shown, with the facts and axioms that it rests on."""

    hypotheses: frozenset[str] = frozenset()
    axioms: frozenset[str] = frozenset()
    certificate: str = ""

    def __and__(self, other: Shown) -> Shown:
        both = "; ".join(dict.fromkeys(text for text in (self.certificate, other.certificate) if text))
        return Shown(self.hypotheses | other.hypotheses, self.axioms | other.axioms, both)

    def proof(self, certificate: str = "", *axioms: str) -> Proof:
        """Return the Proof that rests on this."""
        names = tuple(sorted({*self.axioms, *axioms}))
        return Proof(NAME, names, tuple(sorted(self.hypotheses)), (), certificate or self.certificate)


def undecided(reason: str) -> Undecided:
    """Return that this decider does not know."""
    return Undecided(reason, NAME)


def facts_for(statement: Statement, context: Context) -> Facts:
    """Return the Context's facts with the statement's own hypotheses."""
    return facts_of(context, statement.hypotheses)


def substitute_known(term: Term, facts: Facts) -> tuple[Term, frozenset[str]]:
    """Replace symbols that a hypothesis equates with a term without them; return the hypotheses used."""
    used: set[str] = set()
    for statement, sentence in facts.statements:
        if statement.relation != "=" or not isinstance(statement.hypotheses, tuple):
            continue
        left, right = statement.args
        for name, value in ((left, right), (right, left)):
            if isinstance(name, Sym) and name.sort == "real" and name not in free(value) and name in free(term):
                term = substitute(term, {name: value})
                used.add(sentence or statement_text(statement))
                break
    return term, frozenset(used)


def shows(term: Term, relation: str, facts: Facts) -> Shown | None:
    """Return how the facts force `term relation 0` wherever the prepared scalar `term` is defined, or None.

    Raises:
        Unsupported: the term is outside the language, or the facts contradict each other.
        TooLarge: a polynomial grew too large.
        ZeroDivisionError: a denominator is identically zero.

    """
    if any(isinstance(node, Diff) for node in walk(term)):
        raise Unsupported("a derivative that is not known")
    term, known = substitute_known(term, facts)
    term = explicit(unfold(term, facts.context))

    def task(kernels: Kernels) -> Shown | None:
        form = kernels.form(term)
        found = _zero(kernels, form) if relation == "=" else _compared(kernels, form, relation)
        if found is None:
            return None
        return Shown(found.hypotheses | known | kernels.used, found.axioms, found.certificate)

    return normal_forms(Kernels(facts, (term,)), task)


def _zero(kernels: Kernels, form: Rational) -> Shown | None:
    text = f"the difference is 0 over {_kernels_text(kernels)}"
    if form.is_zero:
        return Shown(certificate=text)
    algebraic = any(kernels.relation(kernel) for kernel in kernels.kernels.values())
    if algebraic:
        if kernels.reduce(form.denominator) == 0:
            raise ZeroDivisionError("a denominator is zero by the relations of roots")
        if kernels.reduce(form.numerator) == 0:
            return Shown(certificate=f"{text}, by the relations of roots")
    if algebraic or load(kernels) or _closed(kernels):
        return _entailed(kernels, form, "=")
    return None


def _closed(kernels: Kernels) -> bool:
    return any(kernel.kind in ("abs", "sign") for kernel in kernels.kernels.values())


def _compared(kernels: Kernels, form: Rational, relation: str) -> Shown | None:
    if not kernels.is_real(form):
        raise Unsupported("an order of complex numbers")
    signed = sign_of_form(kernels, form)
    if means(signed, relation):
        return Shown(certificate=f"sign of the factors of the difference: {signed}")
    power = exponentiated(kernels, form)
    if power is not None and means(sign_of_form(kernels, power - kernels.number(1)), relation):
        return Shown(certificate="sign of the factors of exp(difference) - 1")
    bounds = tangent_bounds(kernels, form, upper=relation in ("<", "<=")) if relation != "!=" else ()
    if any(means(sign_of_form(kernels, bound), relation) for bound in bounds):
        text = f"a bound of the difference by {LOG_AXIOM} has its sign"
        return Shown(axioms=frozenset({LOG_AXIOM}), certificate=text)
    return _entailed(kernels, form, relation)


def _entailed(kernels: Kernels, form: Rational, relation: str) -> Shown | None:
    found = entails(kernels, form, relation)
    if found is None:
        return None
    text = f"no real solution (z3) of the facts with the negation, over {_kernels_text(kernels)}"
    return Shown(found.hypotheses, found.axioms, text)


def _kernels_text(kernels: Kernels) -> str:
    nodes = frozenset(node for term in kernels.terms for node in walk(term))
    shown = [k for _, k in sorted(kernels.kernels.items()) if k.term is None or k.term in nodes]
    return "Q(" + ", ".join(_kernel_text(kernels, k) for k in shown) + ")"


def _kernel_text(kernels: Kernels, kernel: Kernel) -> str:
    if kernel.term is not None:
        return str(kernel.term)
    if kernel.arg is None:
        return kernel.kind
    inside = _form_text(kernels, kernel.arg)
    match kernel.kind:
        case "exp":
            return f"exp({inside})" if kernel.degree == 1 else f"exp(({inside})/{kernel.degree})"
        case "root":
            return f"({inside})^(1/{kernel.degree})"
        case _:
            return f"{kernel.kind}({inside})"


def _form_text(kernels: Kernels, form: Rational) -> str:
    text = str(form.numerator) if form.denominator == 1 else f"({form.numerator})/({form.denominator})"
    return re.sub(r"k(\d+)", lambda found: _kernel_text(kernels, kernels.kernels[int(found[1])]), text)


def is_defined(term: Term, facts: Facts) -> Shown | None:
    """Return how the facts show that the prepared scalar `term` is defined everywhere, or None."""
    from verify.terms.obligations import obligations

    shown = Shown()
    for obligation in obligations(term, facts.context):
        if obligation.statement is None or obligation.statement.relation not in ("!=", ">", ">="):
            return None
        found = shows(obligation.statement.args[0], obligation.statement.relation, facts)
        if found is None:
            return None
        shown = shown & found
    return shown


def difference(left: Term, right: Term) -> Term:
    """Return left - right."""
    return left if right == ZERO else minus(left, right)


__all__ = [
    "FAILURES",
    "NAME",
    "ONE",
    "Shown",
    "derivative_of",
    "difference",
    "facts_for",
    "is_defined",
    "prepare",
    "shows",
    "substitute_known",
    "undecided",
]
