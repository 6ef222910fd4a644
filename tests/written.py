"""Statements as authors write them, for tests: elaborated and put to the engine."""

from verify.decide import decide
from verify.links import check_link
from verify.model import Settings
from verify.notation.as_written import as_written
from verify.notation.elaborate import elaborate_context, elaborate_statement
from verify.numeric.estimate import estimate
from verify.terms.obligations import obligations


def elaborated(context, statement):
    """Return the core statement and Context; `statement` is a function, so that SymPy leaves it as written."""
    with as_written():
        core, scope = elaborate_context(context, "test")
        return elaborate_statement(statement(), scope), core


def link(context, statement):
    """Return what the engine says of a link: its verdict, or "open" where a proof owes something."""
    report = check_link(*elaborated(context, statement))
    return "open" if report.obligations else str(report.verdict)


def proved(context, statement):
    """Return the decider's answer."""
    return decide(*elaborated(context, statement))


def numbers(context, statement):
    """Return what numbers say."""
    return str(estimate(*elaborated(context, statement), Settings(), "test").verdict)


def owed(context, statement):
    """Return the texts of what the sides owe."""
    made, core = elaborated(context, statement)
    return [o.text for arg in made.args for o in obligations(arg, core)]
