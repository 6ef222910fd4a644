r"""A document's own macros, expanded on tokens; every token of a body takes the place of the call."""

from __future__ import annotations

from collections.abc import Mapping

from verify.latex.cursor import NotRead
from verify.latex.preamble import optional, starred
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
            arguments = list[tuple[list[Token], int]]()
            if starred(token.text) in self.bodies and todo and todo[-1][0][:2] == ("char", "*"):
                count, body = self.bodies[starred(token.text)]
                todo.pop()
            elif optional(token.text) in self.bodies and todo and todo[-1][0][:2] == ("char", "["):
                count, body = self.bodies[optional(token.text)]
                arguments.append(_option(todo, token))
            arguments += [_argument(todo, token) for _ in range(count - len(arguments))]
            new = self.body(token, body, arguments)
            if depth >= _NESTING or len(out) + len(todo) + len(new) > EXPANSION or self.made > EXPANSION:
                raise NotRead(f"the macro \\{token.text} does not end", token)
            todo.extend((t, depth + 1) for t in reversed(new))
        return out

    def body(self, call: Token, body: str, arguments: list[tuple[list[Token], int]]) -> list[Token]:
        """Return a body with its arguments put in.

        Where these stand in the order in which they were given, the body's own tokens take the places between them;
        else all of it takes the place of the whole call, so that places never run backwards.
        """
        if len(body) > EXPANSION:
            raise NotRead(f"the macro \\{call.text} is too long", call)
        parts = scan(body)
        used = [_number(parts, k) for k, t in enumerate(parts) if t[:2] == ("char", "#")]
        ordered = used == list(range(1, len(arguments) + 1))
        whole = call.start, max([call.end, *(end for _, end in arguments)])
        new, here, k = list[Token](), (call.start, call.end) if ordered else whole, 0
        while k < len(parts):
            token = parts[k]
            k += 1
            if token[:2] != ("char", "#"):
                new.append(Token(token.kind, token.text, *here))
                continue
            number, rest = _number(parts, k - 1), parts[k].text[1:] if k < len(parts) else ""
            k += 1
            if not 1 <= number <= len(arguments):
                raise NotRead(f"the macro \\{call.text} asks for an argument that it does not take", call)
            given, end = arguments[number - 1]
            new.extend(given if ordered else (Token(t.kind, t.text, *whole) for t in given))
            here = (end - 1, end) if ordered else whole
            new.extend([Token("number", rest, *here)] if rest else [])
        self.made += len(new)
        return new


def _number(parts: list[Token], k: int) -> int:
    """Return the n of #n at `k`, 0 if there is none."""
    text = parts[k + 1].text[:1] if k + 1 < len(parts) else ""
    return int(text) if text.isascii() and text.isdigit() else 0


def _option(todo: list[tuple[Token, int]], call: Token) -> tuple[list[Token], int]:
    """Take an optional argument [ … ] off the tokens that are still to do; brackets in braces belong to it."""
    todo.pop()
    taken, open_braces = list[Token](), 0
    while todo:
        token, _ = todo.pop()
        if token[:2] == ("char", "]") and not open_braces:
            return taken, token.end
        open_braces += (token.kind == "char") * ((token.text == "{") - (token.text == "}"))
        taken.append(token)
    raise NotRead(f"the optional argument of \\{call.text} does not end", call)


def _argument(todo: list[tuple[Token, int]], call: Token) -> tuple[list[Token], int]:
    """Take one argument off the tokens that are still to do; return it and where it ends."""
    if not todo:
        raise NotRead(f"the macro \\{call.text} lacks an argument", call)
    token, _ = todo.pop()
    if token.kind != "char" or token.text != "{":
        return [token], token.end
    taken, open_braces = list[Token](), 1
    while todo:
        token, _ = todo.pop()
        open_braces += (token.kind == "char") * ((token.text == "{") - (token.text == "}"))
        if not open_braces:
            return taken, token.end
        taken.append(token)
    raise NotRead(f"the argument of \\{call.text} does not end", call)
