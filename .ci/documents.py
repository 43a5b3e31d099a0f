"""Checks the documents: every link leads somewhere, and the map of modules is the modules' own.

The map in CONTRIBUTING.md is made of each module's first docstring line. With ``--write`` it is
written anew; without, a map that is not up to date is a complaint.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGES = (
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "replay/file/FORMAT.md",
    "assets/README.md",
    "recordings/README.md",
)
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#]+)")
BEGIN, END = "<!-- map of modules: begin -->\n", "<!-- map of modules: end -->"
CONTRIBUTING = ROOT / "CONTRIBUTING.md"


def broken_links(page: Path) -> Iterator[str]:
    """Yield a complaint for each relative link that leads nowhere."""
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        if not (page.parent / target).exists():
            yield f"{page.relative_to(ROOT)}: the link to {target} leads nowhere"


def map_of_modules() -> str:
    """Return a Markdown list: each package, and in it a line for each module."""
    lines = []
    for package in ("replay", "game"):
        for folder in sorted({file.parent for file in (ROOT / package).rglob("*.py")}):
            name = folder.relative_to(ROOT).as_posix()
            lines.append(f"\n**`{name}/`** {first_line(folder / '__init__.py')}\n")
            for file in sorted(folder.glob("*.py")):
                if not file.name.startswith("__"):
                    lines.append(f"- `{file.name}` {first_line(file)}")
    return "\n".join(lines).strip() + "\n"


def first_line(file: Path) -> str:
    """Return the first line of a module's docstring."""
    docstring = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
    return docstring.split("\n", 1)[0]


def main(write: bool) -> int:
    """Print all complaints; 1 if there are any."""
    pages = [ROOT / name for name in PAGES]
    complaints = [f"{page.relative_to(ROOT)} is missing" for page in pages if not page.exists()]
    for page in pages:
        if page.exists():
            complaints.extend(broken_links(page))
    text = CONTRIBUTING.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    renewed = before + BEGIN + map_of_modules() + END + after
    if renewed != text and write:
        CONTRIBUTING.write_text(renewed, encoding="utf-8")
    elif renewed != text:
        complaints.append(
            "the map of modules in CONTRIBUTING.md is old: python .ci/documents.py --write"
        )
    for complaint in complaints:
        print(complaint, file=sys.stderr)
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main("--write" in sys.argv[1:]))
