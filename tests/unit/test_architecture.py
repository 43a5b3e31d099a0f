"""How many parts the plan of the whole has, and how many arrows lead from one to another.

A part is a folder or a module at the root of a package, an arrow at least one import at run time
between two. The import contract in pyproject.toml proves that no arrow leads upwards.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def imported(tree: ast.AST) -> Iterator[str]:
    """Yield the dotted names that a module imports when it runs, wherever in it."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        else:
            yield from imported(node)


def part_of(dotted: str) -> str | None:
    """Return the part of ``replay`` or ``game`` that a dotted name leads to."""
    package, *rest = dotted.split(".")
    if package not in ("replay", "game"):
        return None
    inner = rest[0] if rest else ""
    there = ROOT / package / inner
    known = inner and (there.is_dir() or there.with_suffix(".py").exists())
    return f"{package}.{inner}" if known else package


def plan(package: str, *, whole: bool) -> tuple[set[str], set[tuple[str, str]]]:
    """Return the parts and the arrows of a package; ``whole``: with the game as one part."""
    parts: set[str] = set()
    arrows: set[tuple[str, str]] = set()
    packages = ("replay", "game") if whole else (package,)

    def named(part: str | None) -> str | None:
        if whole and part is not None and part.startswith("game"):
            return "game"
        return part if part is not None and part.split(".")[0] in packages else None

    for name in packages:
        for file in (ROOT / name).rglob("*.py"):
            here = named(part_of(".".join(file.relative_to(ROOT).with_suffix("").parts)))
            assert here is not None
            parts.add(here)
            for dotted in imported(ast.parse(file.read_text(encoding="utf-8"))):
                there = named(part_of(dotted))
                if there is not None and there != here:
                    arrows.add((here, there))
    return parts, arrows


@pytest.mark.parametrize(
    ("package", "whole", "most_parts", "most_arrows"),
    [("replay", True, 30, 120), ("game", False, 20, 60)],
)
def test_the_plan_can_be_drawn_on_one_sheet(
    package: str, whole: bool, most_parts: int, most_arrows: int
) -> None:
    parts, arrows = plan(package, whole=whole)

    print(f"{'the whole' if whole else package}: {len(parts)} parts, {len(arrows)} arrows")
    assert 10 < len(parts) <= most_parts
    assert 10 < len(arrows) <= most_arrows


def test_no_part_of_the_plan_leads_back_to_itself() -> None:
    _, arrows = plan("replay", whole=True)
    parts = {part for arrow in arrows for part in arrow}
    while leaves := {
        part for part in parts if not any(a == part and b in parts for a, b in arrows)
    }:
        parts -= leaves

    assert parts == set()
