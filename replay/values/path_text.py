r"""Paths as text: ``players.2.bag``, ``kept."Mr. X".last``, ``cells.(0, 1)``, and back again.

The steps stand between dots. A step is a number, a name, or a name in quotes, single or double,
with the escapes that JSON and Python share, and ``\x1b``: names with dots, spaces or hidden
characters, empty ones, and digits that are a name need them. A tuple is a name as it stands.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import lru_cache

from replay.values.escaping import escaped, escaped_json

MOST_STEPS = 64
"""Steps of a path: no state is nested deeper."""
MOST_DIGITS = 20
"""Digits of a number in it: those of a 64-bit one with its sign."""
QUOTED = re.compile(r""""(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'""", re.DOTALL)
_BARE, _WORD = re.compile(r"[^.]+"), re.compile(r"[^.\s]+")
LONG_NAME = 100
"""Letters of a name whose text is not remembered."""
_ESCAPE = re.compile(r"\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)", re.DOTALL)
_LETTERS = {**{one: one for one in "\"'\\/"}, **dict(zip("bfnrt", "\b\f\n\r\t", strict=True))}
RULE = "names and numbers between dots, in quotes what has dots or spaces or is empty"
"""How a path is written, for errors."""


def parse_path(text: str) -> tuple[str | int, ...]:
    """Return the steps of a path; ``"players.2.bag.3"`` is ``("players", 2, "bag", 3)``.

    Numbers count from 0; negative ones count from the end. Raises ValueError for what is no path,
    an empty step without quotes, say.
    """
    return _split(text, _BARE)[0]


def path_and_rest(text: str) -> tuple[tuple[str | int, ...], str]:
    """Return the path that a text begins with, and what stands behind the space after it.

    Raises what ``parse_path`` does.
    """
    return _split(text.lstrip(), _WORD)


def path_text(path: Sequence[str | int]) -> str:
    """Return a path as people write it; ``parse_path`` returns the same path again."""
    return ".".join(
        quoted(step) if isinstance(step, str) and is_number(step) else step_text(str(step))
        for step in path
    )


def step_text(name: str) -> str:
    """Return the name of something as a path has it: in quotes if it would mean another."""
    return _known_step_text(name) if len(name) <= LONG_NAME else _step_text(name)


def _step_text(name: str) -> str:
    if escaped(name) == name:
        try:
            steps, rest = _split(name, _WORD)
        except ValueError:
            return quoted(name)
        if not rest and [str(step) for step in steps] == [name]:
            return name
    return quoted(name)


_known_step_text = lru_cache(4096)(_step_text)
"""The same, remembered: every event of a type has the same names."""


def quoted(text: str) -> str:
    """Return a text in quotes, as JSON has it, in which nothing is hidden."""
    return escaped_json(json.dumps(text, ensure_ascii=False))


def unquoted(text: str) -> str:
    """Return what a text in quotes says. Raises ValueError for an escape that there is not."""
    plain = _ESCAPE.sub(_unescaped, text[1:-1])
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")


def _unescaped(found: re.Match[str]) -> str:
    code = found[1]
    if len(code) > 1:
        number = int(code[1:], 16)
        if number > 0x10FFFF:
            raise ValueError(f"there is no character \\{code}")
        return chr(number)
    if code not in _LETTERS:
        raise ValueError(f"\\{code} is no escape in quotes: a backslash itself is written \\\\")
    return _LETTERS[code]


def _split(text: str, bare: re.Pattern[str]) -> tuple[tuple[str | int, ...], str]:
    """Return the steps that a text begins with, and the rest, which begins with a space."""
    steps: list[str | int] = []
    at = 0
    while True:
        step, at = _step(text, at, bare)
        steps.append(step)
        if text[at : at + 1] != ".":
            break
        at += 1
    if text[at:] and (bare is _BARE or not text[at].isspace()):
        raise ValueError(f"{text!r} is no path: behind a quote there is a dot, or the end")
    if len(steps) > MOST_STEPS:
        raise ValueError(f"a path has at most {MOST_STEPS} steps, and this one {len(steps)}")
    return tuple(steps), text[at:]


def _step(text: str, at: int, bare: re.Pattern[str]) -> tuple[str | int, int]:
    """Return the step that begins at a place, and where it ends."""
    first = text[at : at + 1]
    if first in ("'", '"'):
        found = QUOTED.match(text, at)
        if found is None:
            raise ValueError(f"{text!r} is no path: the quote {first} is not closed")
        return unquoted(found[0]), found.end()
    if first == "(" and (end := _end_of_tuple(text, at)) is not None:
        return text[at:end], end
    found = bare.match(text, at)
    if found is None:
        raise ValueError(f"{text!r} is no path: write {RULE}")
    return (int(found[0]) if is_number(found[0]) else found[0]), found.end()


def _end_of_tuple(text: str, at: int) -> int | None:
    """Return where the bracket that opens at a place is closed again, if a step can end there."""
    depth = 0
    while at < len(text):
        found = QUOTED.match(text, at)
        if found is not None:
            at = found.end()
            continue
        depth += {"(": 1, ")": -1}.get(text[at], 0)
        at += 1
        if depth == 0:
            follows = text[at : at + 1]
            return at if not follows or follows == "." or follows.isspace() else None
    return None


def is_number(step: str) -> bool:
    """Whether a step without quotes is a number."""
    digits = step.removeprefix("-")
    return digits.isascii() and digits.isdigit() and len(digits) <= MOST_DIGITS
