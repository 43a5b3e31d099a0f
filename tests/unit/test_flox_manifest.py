"""The Flox manifest is well formed, has what the tests need, and its hook makes an environment."""

from __future__ import annotations

import os
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MANIFEST = tomllib.loads((ROOT / ".flox" / "env" / "manifest.toml").read_text(encoding="utf-8"))
PYTHON = """\
#!/bin/sh
mkdir -p "$3/bin"
printf '#!/bin/sh\\necho "$@" >>"%s/pip.log"\\n' "$3" >"$3/bin/pip"
cp "$3/bin/pip" "$3/bin/python"
chmod +x "$3/bin/pip" "$3/bin/python"
"""


def test_every_package_has_a_path_and_the_tests_find_their_programs() -> None:
    packages = {package["pkg-path"] for package in MANIFEST["install"].values()}

    assert MANIFEST["version"] == 1
    assert {"python313", "git", "nodejs", "xvfb", "openbox", "xdotool", "setxkbmap"} <= packages


@pytest.mark.skipif(shutil.which("bash") is None, reason="Flox runs hooks with bash")
def test_the_hook_installs_once_and_again_only_when_the_project_changes(tmp_path: Path) -> None:
    project, cache, programs = tmp_path / "project", tmp_path / "cache", tmp_path / "programs"
    for folder in (project, cache, programs):
        folder.mkdir()
    (project / "pyproject.toml").touch()
    (programs / "python3").write_text(PYTHON)
    (programs / "python3").chmod(0o755)
    env = {
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "FLOX_ENV_CACHE": str(cache),
        "FLOX_ENV_PROJECT": str(project),
    }

    for _ in range(2):
        subprocess.run(["bash", "-euc", MANIFEST["hook"]["on-activate"]], env=env, check=True)

    installed = (cache / "venv" / "pip.log").read_text()
    assert installed == f"install --quiet --editable {project}[check]\n"
