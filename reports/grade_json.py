"""Graded submissions as JSON, schema `verify.grade/1`: one submission an object, several a list."""

from __future__ import annotations

import json
from collections.abc import Sequence

from verify.graded import Graded, NotGraded
from verify.results import document


def render(results: Sequence[Graded | NotGraded], *, several: bool) -> str:
    """Return the results as an indented JSON document with a final newline; a list if `several` were asked for."""
    found = [document(result) for result in results]
    return json.dumps(found if several else found[0], ensure_ascii=False, indent=1, allow_nan=False) + "\n"
