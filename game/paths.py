"""Where Packrat's files lie: the pictures it comes with, the recordings it makes."""

from __future__ import annotations

from datetime import datetime
from itertools import count
from pathlib import Path

from platformdirs import user_data_path

PACKAGE = Path(__file__).resolve().parent


def assets_folder() -> Path:
    """Return the folder of sprites: within the installed package, or beside it in a checkout."""
    installed = PACKAGE / "assets"
    return installed if installed.is_dir() else PACKAGE.parent / "assets"


def recordings_folder() -> Path:
    """Return the user's own folder of recordings, which may not exist yet."""
    return user_data_path("packrat", appauthor=False) / "recordings"


def fresh_recording(seed: int) -> Path:
    """Return a path for a new recording in the user's folder, which is created if need be.

    The name has the time and the seed in it; a path at which something exists is never returned.
    Raises OSError if there can be no such folder.
    """
    folder = recordings_folder()
    folder.mkdir(parents=True, exist_ok=True)
    name = f"packrat-{datetime.now():%Y-%m-%d-%H%M%S}-seed{seed}"
    paths = (folder / f"{name}{'' if n == 1 else f'-{n}'}.replay" for n in count(1))
    return next(path for path in paths if not path.exists())
