r"""A document's own macros, expanded on tokens; every token of a body takes the place of the call."""

from __future__ import annotations

from collections.abc import Mapping

from verify.latex.cursor import NotRead
from verify.latex.symbols import COMMON_MACROS, COMMON_MACROS_1
from verify.latex.tokens import Token, scan

#: the most tokens that expansion may make (macros that double themselves stop here)
EXPANSION = 10_000
_NESTING = 40


def expand(tokens: list[Token], macros: Mapping[str, tuple[int, str]]) -> list[Token]:
    """Return the tokens with macros replaced: the document's own ones, then those that courses share.

    Raises:
        NotRead: where expansion does not end, or an argument is missing.
    """
    bodies = {name: (0, body) for name, body in COMMON_MACROS.items()}
    bodies.update({name: (1, body) for name, body in COMMON_MACROS_1.items()})
    bodies.update(macros)
    if not any(t.kind == "command" and t.text in bodies for t in tokens):
        return tokens
    return _Expansion(bodies).run(tokens)


class _Expansion:
    def __init__(self, bodies: Mapping[str, tuple[int, str]]) -> None:
        self.bodies = bodies
        self.made = 0

    def run(self, tokens: list[Token]) -> list[Token]:
        out = list[Token]()
        todo = [(t, 0) for t in reversed(tokens)]
        while todo:
            token, depth = todo.pop()
            if token.kind != "command" or token.text not in self.bodies:
                out.append(token)
                continue
            count, body = self.bodies[token.text]
            if out and out[-1][:2] == ("command", token.text):
                out.append(token)
                continue
            arguments = [_argument(todo, token) for _ in range(count)]
            new = self.body(token, body, arguments)
            if depth >= _NESTING or len(out) + len(todo) + len(new) > EXPANSION or self.made > EXPANSION:
                raise NotRead(f"the macro \\{token.text} does not end", token)
            todo.extend((t, depth + 1) for t in reversed(new))
        return out

    def body(self, call: Token, body: str, arguments: list[list[Token]]) -> list[Token]:
        """Return a body with its arguments put in; the body's own tokens stand where the call stands."""
        new = list[Token]()
        parts = iter(scan(body[:EXPANSION]))
        for token in parts:
            if token.text == "#" and token.kind == "char":
                number = next(parts, token)
                if not number.text.isdigit() or not 1 <= int(number.text[0]) <= len(arguments):
                    raise NotRead(f"the macro \\{call.text} has no argument {number.text}", call)
                new.extend(arguments[int(number.text[0]) - 1])
                rest = number.text[1:]
                new.extend([Token("number", rest, call.start, call.end)] if rest else [])
            else:
                new.append(Token(token.kind, token.text, call.start, call.end))
        self.made += len(new)
        return new


def _argument(todo: list[tuple[Token, int]], call: Token) -> list[Token]:
    """Take one argument off the tokens that are still to do."""
    if not todo:
        raise NotRead(f"the macro \\{call.text} lacks an argument", call)
    token, _ = todo.pop()
    if token.kind != "char" or token.text != "{":
        return [token]
    taken, open_braces = list[Token](), 1
    while todo:
        token, _ = todo.pop()
        open_braces += (token.kind == "char") * ((token.text == "{") - (token.text == "}"))
        if not open_braces:
            return taken
        taken.append(token)
    raise NotRead(f"the argument of \\{call.text} does not end", call)
