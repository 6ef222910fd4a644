"""A false row that follows from an earlier wrong one: an error is charged where it enters.

It follows from the row before, says again what was wrong, or is true in the light of an earlier wrong row. It is
carried where that one was held against its author; where it was only suspected, a person decides.

Main definitions
----------------
* `follows_from_wrong`: the verdict of such a row.
"""

from __future__ import annotations

from dataclasses import replace

from verify.grade.carried import carried_from, read_off
from verify.grade.clauses import Link, Pair, is_name
from verify.grade.evidence import Finding, check_all
from verify.grade.judged import Judged, Setting, doubt, readings
from verify.grade.thread import Thread, Wrong
from verify.grade.unvalued import in_symbols
from verify.latex.errors import Unread
from verify.model import Verdict
from verify.terms.nodes import IllTyped
from verify.terms.printing import statement_text
from verify.terms.statement import Statement


def follows_from_wrong(
    link: Link,
    before: tuple[Pair, ...],
    found: tuple[Statement, ...],
    finding: Finding,
    thread: Thread,
    setting: Setting,
) -> Judged | None:
    """Return a false row that follows from an earlier wrong one as carried, or None."""
    if thread.first:
        return None
    statement = finding.statement or found[0]
    reason, certain = _origin(link, before, statement, thread, setting)
    if not reason:
        return None
    certain = certain and not doubt(setting, thread.at_point)
    thread.wrong.append(Wrong(statement, link.start, certain))
    verdict = Verdict.CARRIED if certain else Verdict.UNDECIDED
    return Judged(
        link.start,
        link.end,
        verdict,
        evidence=finding.evidence,
        statement=finding.text,
        follows=True,
        reason=reason,
        core=statement,
    )


def _origin(
    link: Link, before: tuple[Pair, ...], statement: Statement, thread: Thread, setting: Setting
) -> tuple[str, bool]:
    """Return why a false row is carried ("" if it is not), and whether what it follows from is certainly wrong."""
    if thread.chain.broken and before:
        try:
            found = check_all(readings(replace(link, pairs=before), thread, setting), thread.scope.context)
        except (Unread, IllTyped):
            found = None
        if found is not None and found.holds:
            return "follows from the row before, which is wrong", True
    earlier = next((w for w in thread.wrong if w.statement == statement), None)
    if earlier is not None and (earlier.accused or not setting.display):
        return "says again what was wrong before", earlier.accused
    if earlier is not None:
        thread.wrong.remove(earlier)  # only suspected in the text: what a display says is looked into
    earlier = carried_from(statement, thread.wrong, thread.scope.context)
    if earlier is None and thread.wrong:
        sought = (carried_from(s, thread.wrong, thread.scope.context) for s in in_symbols(link, thread, setting)[:1])
        earlier = next(sought, None)
    if earlier is None and all(is_name(left) and not is_name(right) for left, right in link.pairs):
        earlier = read_off(statement, thread.wrong)
    if earlier is None:
        return "", True
    return f"follows from an earlier wrong row: {statement_text(earlier.statement)}", earlier.accused
