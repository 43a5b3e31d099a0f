"""Values as people read them, and write them in queries: ``3``, ``ruby``, ``"12"``, ``Infinity``.

What is shown means the same value where it is asked for.
"""

from __future__ import annotations

import json
import sys
from math import inf, nan
from typing import Any

from replay.values.escaping import escaped, escaped_json
from replay.values.jsonable import float_text, jsonable
from replay.values.path_text import QUOTED, quoted, unquoted

PYTHONS = {
    "None": None, "-": None, "True": True, "False": False, "inf": inf, "-inf": -inf, "nan": nan,
}  # fmt: skip
"""Values as Python, and as the commands, show them; all others are read as JSON."""


_BEGINS = frozenset("\"'[{-0123456789tfnNITFi")
"""With what all begins that means something else than the text that it is."""


def parse_value(text: str) -> Any:
    """Return the value that somebody writes: JSON where it is some, else the text that it is.

    JSON has ``NaN`` and ``Infinity`` here, too; ``None``, ``True``, ``inf`` and ``nan`` are what
    Python calls them, ``-`` is null, and a text may stand in quotes as in a path, single or double.
    Raises ValueError for what is nested too deeply, for a number of more digits than Python reads,
    and for an escape in quotes that there is not.
    """
    if text in PYTHONS:
        return PYTHONS[text]
    if QUOTED.fullmatch(text):
        return unquoted(text)
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        return text
    except ValueError:
        most = sys.get_int_max_str_digits()
        raise ValueError(f"a number has at most {most} digits; as a text it needs quotes") from None
    except RecursionError:
        raise ValueError("the query's value is nested too deeply") from None


def value_text(value: Any) -> str:
    """Return a value as it is asked for: text and numbers as they are, all else as JSON.

    Texts that would mean something else, or whose ends are not seen, stand in quotes.
    """
    if type(value) is int:
        return str(value)
    if isinstance(value, float):
        return float_text(value)
    plain = jsonable(value)
    if isinstance(plain, str):
        return plain if _speaks_for_itself(plain) else quoted(plain)
    return escaped_json(json.dumps(plain, ensure_ascii=False))


def _speaks_for_itself(text: str) -> bool:
    if not text or text != text.strip() or escaped(text) != text:
        return False
    if text[0] not in _BEGINS:
        return True
    try:
        return bool(parse_value(text) == text)
    except ValueError:
        return False
