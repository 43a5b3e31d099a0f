"""Where Packrat's files lie: the pictures it comes with, the recordings it makes."""

from __future__ import annotations

import re
from datetime import datetime
from itertools import count
from pathlib import Path

from platformdirs import user_data_path

from replay.console.file_names import derived

BRANCH = re.compile(r"-branch\d+$")
SUFFIX = ".replay"
PACKAGE = Path(__file__).resolve().parent


def assets_folder() -> Path:
    """Return the folder of sprites: within the installed package, or beside it in a checkout."""
    installed = PACKAGE / "assets"
    return installed if installed.is_dir() else PACKAGE.parent / "assets"


def recordings_folder() -> Path:
    """Return the user's own folder of recordings, which may not exist yet."""
    return user_data_path("packrat", appauthor=False) / "recordings"


def folders() -> list[Path]:
    """Return where recordings of Packrat lie: the user's own, and those that come with it."""
    return [recordings_folder(), assets_folder().parent / "recordings"]


def fresh_recording(seed: int) -> Path:
    """Return a path for a new recording in the user's folder, which is created if need be.

    The name contains the time and the seed; the path never exists yet. Raises OSError if the
    folder cannot be created.
    """
    folder = _own_folder()
    name = f"packrat-{datetime.now():%Y-%m-%d-%H%M%S}-seed{seed}"
    paths = (folder / f"{name}{'' if n == 1 else f'-{n}'}.replay" for n in count(1))
    return next(path for path in paths if not path.exists())


def branch_recording(parent: Path, *, beside: bool) -> Path:
    """Return a path for a branch of a recording: its name with "-branch" and a number.

    It lies beside its parent, or in the user's folder, which is created if need be; it never
    exists yet. Raises OSError if the folder cannot be created.
    """
    folder = parent.parent if beside else _own_folder()
    original = folder / (BRANCH.sub("", parent.stem) + SUFFIX)
    paths = (derived(original, f"-branch{n}") for n in count(1))
    return next(path for path in paths if not path.exists())


def _own_folder() -> Path:
    folder = recordings_folder()
    folder.mkdir(parents=True, exist_ok=True)
    return folder
