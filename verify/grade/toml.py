"""Strict reading of TOML tables: every key known, every type right, and the line of what is wrong.

Main definitions
----------------
* `Table`: a table of a TOML file with readers of its keys; each raises `VerifyError` with file and line.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from verify.model import Span, VerifyError

#: stands for "no default": the key must be there
_NONE: Any = object()


@dataclass(frozen=True)
class Table:
    """A table of a TOML file: `source` is the whole file's text, `header` the line above its keys (0: the top)."""

    data: dict[str, Any]
    source: str
    file: str
    header: int = 0
    name: str = ""
    what: str = "the sheet"

    def error(self, message: str, key: str = "") -> VerifyError:
        """Return the error that names this table, with the line of a key (of the table, if the key is not found)."""
        return VerifyError(f"{self.what}: {message}", Span(self.file, self._line(key)))

    def _line(self, key: str) -> int:
        lines = self.source.splitlines()
        if key:
            spelled = re.compile(r"(^|[{,\s])[\"']?" + re.escape(key.replace("\\", "\\\\")) + r"[\"']?\s*=")
            plain = re.compile(r"(^|[{,\s])[\"']?" + re.escape(key) + r"[\"']?\s*=")
            for number in range(self.header, len(lines)):
                line = lines[number]
                if self.header and number > self.header and re.match(r"\[\[\w+\]\]", line):
                    break
                if spelled.search(line) or plain.search(line):
                    return number + 1
        return max(1, self.header)

    def allow(self, *keys: str) -> None:
        """Raise `VerifyError` if a key is none of these."""
        for key in self.data:
            if key not in keys:
                close = difflib.get_close_matches(key, keys, 1)
                meant = f"; did you mean `{close[0]}`?" if close else f" (known: {', '.join(keys)})"
                raise self.error(f"unknown key `{key}`{meant}", key)

    def _value(self, key: str, kind: type | tuple[type, ...], kind_text: str, default: Any) -> Any:
        if key not in self.data:
            if default is _NONE:
                raise self.error(f"the key `{key}` ({kind_text}) is missing")
            return default
        value = self.data[key]
        if not isinstance(value, kind) or isinstance(value, bool):
            raise self.error(f"`{key}` should be {kind_text}", key)
        return value

    def text(self, key: str, default: str = _NONE) -> str:
        """Return a text, stripped."""
        value = cast("str", self._value(key, str, "a text", default)).strip()
        if default is _NONE and not value:
            raise self.error(f"`{key}` is empty", key)
        return value

    def number(self, key: str, default: float = _NONE) -> float:
        """Return a number that is not negative."""
        value = float(self._value(key, (int, float), "a number", default))
        if not 0 <= value < 1e6:
            raise self.error(f"`{key}` should be a number from 0 on", key)
        return value

    def flag(self, key: str) -> bool:
        """Return whether a key is there and true."""
        value = self.data.get(key, False)
        if not isinstance(value, bool):
            raise self.error(f"`{key}` should be true or false", key)
        return value

    def choice(self, key: str, among: Iterable[str]) -> str:
        """Return a text that is one of several."""
        value = self.text(key)
        if value not in among:
            raise self.error(f"`{key}` is {value!r} but should be one of: {', '.join(among)}", key)
        return value

    def texts(self, key: str, default: tuple[str, ...] = _NONE) -> tuple[str, ...]:
        """Return a list of texts; a text alone is a list of one."""
        value = self._value(key, (str, list, tuple), "a list of texts", default)
        items = [value] if isinstance(value, str) else value
        if not all(isinstance(item, str) and item.strip() for item in items):
            raise self.error(f"`{key}` should be a list of texts, none empty", key)
        return tuple(item.strip() for item in items)

    def alternatives(self, key: str, default: tuple[str, ...] = _NONE) -> tuple[tuple[str, ...], ...]:
        """Return a list whose items are texts, or lists of texts that say the same."""
        value = self._value(key, (str, list, tuple), "a list of texts", default)
        found = []
        for item in [value] if isinstance(value, str) else value:
            forms = [item] if isinstance(item, str) else item
            if not (isinstance(forms, list) and forms and all(isinstance(f, str) and f.strip() for f in forms)):
                raise self.error(f"each item of `{key}` should be a text, or a list of texts that say the same", key)
            found.append(tuple(form.strip() for form in forms))
        return tuple(found)

    def pairs(self, key: str, default: tuple[tuple[str, str], ...] = _NONE) -> tuple[tuple[str, str], ...]:
        """Return a table of texts as pairs, in order."""
        value = self._value(key, (dict, tuple), "a table of texts", default)
        if isinstance(value, tuple):
            return value
        for left, right in value.items():
            if not isinstance(right, str) or not right.strip():
                raise self.error(f"`{key}`: what {left!r} is should be a text", left)
        return tuple((left.strip(), right.strip()) for left, right in value.items())

    def tables(self, key: str, default: tuple[Table, ...] = _NONE) -> tuple[Table, ...]:
        """Return a list of tables."""
        value = self._value(key, (list, tuple), "a list of tables", default)
        if not all(isinstance(item, dict) for item in value):
            raise self.error(f"`{key}` should be a list of tables", key)
        headers = self._headers(re.compile(r"\s*\[\[\s*" + re.escape(key) + r"\s*\]\]"))
        found = []
        for number, item in enumerate(value):
            header = headers[number] if number < len(headers) and not self.header else self.header
            own = str(item.get("id") or item.get("name") or number + 1)
            what = f"{key} {own}" if not self.header else f"{self.what}, {key} {own}"
            found.append(Table(item, self.source, self.file, header, own, what))
        return tuple(found)

    def named_tables(self, key: str) -> tuple[Table, ...]:
        """Return the tables [key.name], each with its name."""
        value = self._value(key, dict, "tables [context.NAME]", {})
        found = []
        for name, item in value.items():
            if not isinstance(item, dict):
                raise self.error(f"`{key}.{name}` should be a table [{key}.{name}]", name)
            headers = self._headers(re.compile(r"\s*\[\s*" + re.escape(key) + r"\.[\"']?" + re.escape(name) + r"\b"))
            found.append(Table(item, self.source, self.file, headers[0] if headers else 0, name, f"{key} {name}"))
        return tuple(found)

    def _headers(self, pattern: re.Pattern[str]) -> list[int]:
        return [number for number, line in enumerate(self.source.splitlines(), 1) if pattern.match(line)]
