"""Agreement: whether a description in a file and one of this program mean the same values.

They do where names and types agree. The order of fields, alternatives and enum members, and the
names of classes, may differ; then values are converted, as the plain data they are in a file.
Knows descriptions and plain data; no class, no event and no file.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import repeat
from typing import Any

from replay.values.descriptions import Description

Convert = Callable[[Any], Any] | None
"""From plain data as the file has it to plain data as this program has it; None: it is the same."""


class Disagreement(ValueError):
    """A description in a file is not that of this program; the message names the place."""


def conversion(written: Description, wanted: Description, path: str) -> Convert:
    """Return how values described as ``written`` become those described as ``wanted``.

    All that the file can hold must exist here under the same names; more may exist here.
    Otherwise raises Disagreement, whose message calls the value ``path``.
    """
    if written == wanted:
        return None
    if "union" in (_kind(written), _kind(wanted)):
        return _union(written, wanted, path)
    if isinstance(written, str) or _kind(written) != _kind(wanted):
        raise Disagreement(f"{path} is {told(written)} in the file and {told(wanted)} here")
    if _kind(written) == "enum":
        return _enum(written, wanted, path)
    if _kind(written) == "tuple":
        return _tuple(written, wanted, path)
    order, converts = columns(written, wanted, path)
    if order == tuple(range(len(order))) and not any(converts):
        return None
    steps = list(zip(order, converts, strict=True))

    def convert(plain: Any) -> Any:
        _check(type(plain) is list and len(plain) == len(steps), plain, written)
        return [_converted(plain[position], onward) for position, onward in steps]

    return convert


def columns(
    written: Description, wanted: Description, path: str
) -> tuple[tuple[int, ...], tuple[Convert, ...]]:
    """Return, for each field of a ``wanted`` record, its position in the file and its conversion.

    Raises Disagreement.
    """
    there = {name: (position, of) for position, (name, of) in enumerate(written[2])}
    here = dict(wanted[2])
    for name in there:
        if name not in here:
            raise Disagreement(f"{path}.{name} is {told(there[name][1])} in the file and not here")
    for name in here:
        if name not in there:
            raise Disagreement(f"{path}.{name} is {told(here[name])} here and not in the file")
    converts = [conversion(there[name][1], of, f"{path}.{name}") for name, of in here.items()]
    return tuple(there[name][0] for name in here), tuple(converts)


def told(description: Description) -> str:
    """Return a description as a Python annotation."""
    match description:
        case ["record" | "enum", str(name), *_]:
            return name
        case ["union", *alternatives]:
            return " | ".join(map(told, alternatives))
        case ["tuple", *items, "end"]:
            return f"tuple[{', '.join(map(told, items)) or '()'}]"
        case ["tuple", item]:
            return f"tuple[{told(item)}, ...]"
    return str(description)


def _kind(description: Description) -> str:
    return "scalar" if isinstance(description, str) else str(description[0])


def _converted(plain: Any, convert: Convert) -> Any:
    return plain if convert is None else convert(plain)


def _check(fits: bool, plain: object, written: Description) -> None:
    if not fits:
        raise ValueError(f"{plain!r} is no {told(written)}")


def _enum(written: Description, wanted: Description, path: str) -> Convert:
    positions = {name: position for position, name in enumerate(wanted[2])}
    missing = next((name for name in written[2] if name not in positions), None)
    if missing is not None:
        raise Disagreement(f"{path} may be {missing} in the file, a member that is not here")
    moved = [positions[name] for name in written[2]]
    if moved == list(range(len(moved))):
        return None

    def convert(plain: Any) -> Any:
        _check(type(plain) is int and 0 <= plain < len(moved), plain, written)
        return moved[plain]

    return convert


def _tuple(written: Description, wanted: Description, path: str) -> Convert:
    fixed = written[-1] == "end"
    if fixed != (wanted[-1] == "end") or len(written) != len(wanted):
        raise Disagreement(f"{path} is {told(written)} in the file and {told(wanted)} here")
    items = list(zip(written[1:], wanted[1:], strict=True))[: -1 if fixed else None]
    converts = [conversion(*item, f"{path}[{n}]") for n, item in enumerate(items)]
    if not any(converts):
        return None

    def convert(plain: Any) -> Any:
        _check(type(plain) is list and (not fixed or len(plain) == len(converts)), plain, written)
        return list(map(_converted, plain, converts if fixed else repeat(converts[0])))

    return convert


def _union(written: Description, wanted: Description, path: str) -> Convert:
    there, here = _alternatives(written), _alternatives(wanted)
    moves: dict[int, tuple[int, Convert]] = {}
    for position, alternative in enumerate(there):
        if isinstance(alternative, str):
            if alternative not in here:
                raise Disagreement(f"{path} may be {alternative} in the file, and not here")
        else:
            moves[position] = _alternative(alternative, here, there, path)
    was_union, is_union = _kind(written) == "union", _kind(wanted) == "union"
    if was_union and is_union and all(move == (n, None) for n, move in moves.items()):
        return None

    def convert(plain: Any) -> Any:
        if was_union and not isinstance(plain, list):
            return plain
        if not moves:  # a scalar
            return plain
        if was_union:
            _check(len(plain) == 2 and type(plain[0]) is int and plain[0] in moves, plain, written)
        position, inner = plain if was_union else (0, plain)
        moved, onward = moves[position]
        value = _converted(inner, onward)
        return [moved, value] if is_union else value

    return convert


def _alternatives(description: Description) -> Sequence[Description]:
    return description[1:] if _kind(description) == "union" else [description]


def _alternative(
    written: Description, here: Sequence[Description], there: Sequence[Description], path: str
) -> tuple[int, Convert]:
    """The alternative here for one of the file: by its name, else the only one that fits."""
    alike = [n for n, one in enumerate(here) if _kind(one) == _kind(written)]
    named = [n for n in alike if _name(here[n]) == _name(written) is not None]
    taken = {_name(one) for one in there} - {None}
    fitting = []
    for position in named or [n for n in alike if _name(here[n]) not in taken]:
        try:
            fitting.append((position, conversion(written, here[position], path)))
        except Disagreement:
            if len(named) == 1:
                raise
    same = [fit for fit in fitting if here[fit[0]] == written]
    fitting = same or fitting
    if len(fitting) != 1:
        some = "several" if fitting else "none"
        problem = f"{path} may be {told(written)} in the file, and {some} of the types that it"
        raise Disagreement(f"{problem} may be here fit: {', '.join(map(told, here))}")
    return fitting[0]


def _name(description: Description) -> str | None:
    return description[1] if _kind(description) in ("record", "enum") else None
