"""Checks the documents: every link leads somewhere, and the maps of modules are the modules' own.

A map is made of each module's first docstring line. With ``--write`` the maps are written anew;
without, one that is not up to date is a complaint.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#]+)")
PACKAGES = ("replay", "game")
MOST_BYTES = {"CONTRIBUTING.md": 8192}
"""What a newcomer reads first stays short."""


def pages() -> Iterator[Path]:
    """Yield every page of the repository."""
    listed = subprocess.run(
        ["git", "ls-files", "*.md"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    for name in listed.stdout.splitlines():
        yield ROOT / name


def broken_links(page: Path) -> Iterator[str]:
    """Yield a complaint for each relative link that leads nowhere."""
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        if not (page.parent / target).exists():
            yield f"{page.relative_to(ROOT)}: the link to {target} leads nowhere"


def map_of_modules(package: str) -> str:
    """Return a page: each folder of a package, and in it a line for each module."""
    lines = [f"# The modules of `{package}`", "", "Made by `python .ci/documents.py --write`."]
    for folder in sorted({file.parent for file in (ROOT / package).rglob("*.py")}):
        name = folder.relative_to(ROOT).as_posix()
        lines.append(f"\n**`{name}/`** {first_line(folder / '__init__.py')}\n")
        for file in sorted(folder.glob("*.py")):
            if not file.name.startswith("__"):
                lines.append(f"- `{file.name}` {first_line(file)}")
    return "\n".join(lines) + "\n"


def first_line(file: Path) -> str:
    """Return the first line of a module's docstring."""
    docstring = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
    return docstring.split("\n", 1)[0]


def complaints(*, write: bool) -> Iterator[str]:
    """Yield what is wrong."""
    for package in PACKAGES:
        page, renewed = ROOT / package / "MODULES.md", map_of_modules(package)
        if write:
            page.write_text(renewed, encoding="utf-8")
        elif not page.exists() or page.read_text(encoding="utf-8") != renewed:
            yield f"{package}/MODULES.md is old: python .ci/documents.py --write"
    for page in pages():
        yield from broken_links(page)
    for name, most in MOST_BYTES.items():
        size = (ROOT / name).stat().st_size
        if size > most:
            yield f"{name} has {size} bytes, more than {most}"


if __name__ == "__main__":
    found = list(complaints(write="--write" in sys.argv[1:]))
    print(*found, sep="\n", file=sys.stderr, end="\n" if found else "")
    sys.exit(1 if found else 0)
