"""``python tests/golden/make.py``: write down what a reader says of the golden recordings.

Writes the JSON beside each, for somebody to look through as a diff; never a recording. Refuses
to write down a payload or a fold that changed without its version.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    # Imports begin at the project and at its tests, as they do for pytest.
    sys.path[:0] = [str(Path(__file__).resolve().parents[levels]) for levels in (2, 1)]

from golden.says import Said, fold_changed, goldens, must_say, payload_changed, said_of

from game.model.events import SCHEMA
from game.model.fold import MatchState
from replay import Recording


def main() -> int:
    """Write every JSON file; 1 if a version must be raised first."""
    for path in goldens():
        trouble = what_forbids(path, must_say(path))
        if trouble is not None:
            print(f"{path.name}: {trouble}", file=sys.stderr)
            return 1
        path.with_suffix(".json").write_text(rendered(said_of(path)), encoding="utf-8")
    return 0


def what_forbids(path: Path, known: Said) -> str | None:
    """Say why what is known of a golden must not be written anew, if that is so."""
    if "catalogue" not in known or known["schema_version"] != SCHEMA.version:
        return None
    trouble = payload_changed(known, SCHEMA)
    if trouble is not None or MatchState.version != known["match_state"]:
        return trouble
    with Recording(path, SCHEMA) as recording:
        return fold_changed(known, recording, MatchState())


def rendered(said: Said) -> str:
    """Return it as JSON with a line for each thing that one would look at."""
    return json_lines(said, depth=2) + "\n"


def json_lines(value: Any, depth: int, indent: str = "") -> str:
    """Return JSON, opened up to a depth and compact below it."""
    if not depth or not value or not isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False)
    inner = indent + "  "
    if isinstance(value, dict):
        parts = [f"{json.dumps(k)}: {json_lines(v, depth - 1, inner)}" for k, v in value.items()]
        return "{\n" + ",\n".join(inner + part for part in parts) + f"\n{indent}}}"
    if not any(isinstance(one, (dict, list)) for one in value):
        return json.dumps(value, ensure_ascii=False)
    parts = [json_lines(one, depth - 1, inner) for one in value]
    return "[\n" + ",\n".join(inner + part for part in parts) + f"\n{indent}]"


if __name__ == "__main__":
    sys.exit(main())
