"""The tutorial in game/TUTORIAL.md, done step by step as it is written, on a copy of everything."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TUTORIAL = (ROOT / "game/TUTORIAL.md").read_text(encoding="utf-8")
STEPS = re.split(r"^## ", TUTORIAL, flags=re.M)[1:]
BLOCK = re.compile(r"^```(\w+) ?(\S*)\n(.*?)^```", re.M | re.S)
HUNK = re.compile(r"^@@ (\S+)\n(.*?)(?=^@@|\Z)", re.M | re.S)
COPIED = ("assets", "game", "recordings", "replay", "tests", "pyproject.toml", "README.md")

pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="the lines are bash's")


class Learner:
    """Somebody with a copy of the repository, who does what the page says."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        left_out = shutil.ignore_patterns("__pycache__", ".*cache")
        for name in COPIED:
            source = ROOT / name
            if source.is_dir():
                shutil.copytree(source, folder / name, ignore=left_out)
            else:
                shutil.copy(source, folder / name)

    def do(self, step: str) -> None:
        """Follow a step's blocks in their order."""
        printed = ""
        for kind, name, content in BLOCK.findall(step):
            match kind:
                case "diff":
                    for path, lines in HUNK.findall(content):
                        self.change(self.folder / path, lines)
                case "python":
                    (self.folder / name).write_text(content, encoding="utf-8")
                case "sh":
                    printed = self.run(content)
                case "text":
                    assert printed == content
                case _:
                    pytest.fail(f"what is a block of {kind}?")

    def change(self, path: Path, lines: str) -> None:
        """Take out the lines with -, put in those with +, where the others say."""
        marked = [(line[:1], line[1:]) for line in lines.splitlines()]
        before = "".join(f"{line}\n" for mark, line in marked if mark != "+")
        after = "".join(f"{line}\n" for mark, line in marked if mark != "-")
        text = path.read_text(encoding="utf-8")
        assert f"\n{text}".count(f"\n{before}") == 1, f"not just once in {path.name}:\n{before}"
        path.write_text(f"\n{text}".replace(f"\n{before}", f"\n{after}")[1:], encoding="utf-8")

    def run(self, lines: str) -> str:
        """Run lines of a shell that has the environment activated; return what they print."""
        modules = {one: one for one in ("replay", "mypy", "pytest", "ruff")}
        programs = [f'{name}() {{ python -m {module} "$@"; }}' for name, module in modules.items()]
        done = subprocess.run(
            ["bash", "-c", "\n".join(["set -eo pipefail", *programs, lines])],
            cwd=self.folder,
            env={
                **os.environ,
                "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
                "PYTHONPATH": str(self.folder),
            },
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{lines}\n{done.stdout}\n{done.stderr}"
        return done.stdout


def test_whoever_follows_the_tutorial_gets_through_its_six_steps(tmp_path: Path) -> None:
    learner = Learner(tmp_path)

    for step in STEPS:
        learner.do(step)

    assert len(STEPS) == 6
    learner.run("ruff format --check . && ruff check . && mypy")
    learner.run("pytest tests/unit/game/rules tests/unit/game/picture")
