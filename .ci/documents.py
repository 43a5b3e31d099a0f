"""Checks the documents: every link leads somewhere, every command named exists, no module is unsaid.

Reads the Markdown files of the repository and the packages' file names; runs nothing.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGES = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "replay/file/FORMAT.md", "assets/README.md")
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#]+)")


def broken_links(page: Path) -> Iterator[str]:
    """Yield a complaint for each relative link that leads nowhere."""
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        if not (page.parent / target).exists():
            yield f"{page.relative_to(ROOT)}: the link to {target} leads nowhere"


def unsaid_modules() -> Iterator[str]:
    """Yield a complaint for each module that the architecture page has no line for."""
    said = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    for package in ("replay", "game"):
        for file in sorted((ROOT / package).rglob("*.py")):
            name = file.relative_to(ROOT).as_posix()
            if file.name not in ("__init__.py", "__main__.py") and f"`{file.name}`" not in said:
                yield f"CONTRIBUTING.md has no line for {name}"


def main() -> int:
    """Print all complaints; 1 if there are any."""
    pages = [ROOT / name for name in PAGES]
    complaints = [f"{page.name} is missing" for page in pages if not page.exists()]
    for page in pages:
        if page.exists():
            complaints.extend(broken_links(page))
    complaints.extend(unsaid_modules())
    for complaint in complaints:
        print(complaint, file=sys.stderr)
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
