"""``replay view``: opens the window. Of a folder, or without a file, it lists the recordings."""

from __future__ import annotations

import os
import re
import shlex
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path

from replay.cli.opening import frame_of
from replay.console.program import IMPOSSIBLE
from replay.console.terminal import complain
from replay.recording import Recording

HELP = "watch and scrub a recording in a window; without FILE, or of a folder, choose from a list"
EXAMPLE = "replay view match.replay#t=1:02.5"


def add_arguments(parser: ArgumentParser) -> None:
    """Define the command's own arguments."""
    parser.add_argument(
        "others", type=Path, metavar="OTHER", nargs="*", help="more recordings, on tabs"
    )


def run(arguments: Namespace) -> int:
    """Open the window; say so where there can be none."""
    file, when = (None, None) if arguments.file is None else addressed(arguments.file)
    folders, frame = None, None
    if file is not None and file.is_dir():
        folders, file = [file], None
    others = [addressed(other) for other in arguments.others]
    wrong = next((one for one, at in others if at is not None or one.is_dir()), None)
    if others and (file is None or wrong is not None):
        complain(
            f"{wrong or arguments.file}: with several recordings, each is a file, opened where "
            "it was left; only the first may say when"
        )
        return IMPOSSIBLE
    if file is not None:
        with Recording(file) as recording:  # raises if something is wrong with it
            frame = None if when is None else frame_of(when, recording)
    for other, _ in others:
        Recording(other).close()
    trouble = why_no_window()
    if trouble is not None:
        name = shlex.quote(str(file or "FILE"))
        moment = "N" if when is None else shlex.quote(when)
        newest = _newest(folders or recording_folders()) if file is None else None
        complain(
            f"{trouble}; without one, `replay info {name}`, `replay events {name}`, "
            f"`replay state {name} --frame {moment}` and `replay stats {name}` work"
            + ("" if newest is None else f"; the newest recording is {newest}")
        )
        return IMPOSSIBLE
    from replay.viewer.window import choose_recording, view_recording

    if file is not None:
        return view_recording(file, frame=frame, others=[other for other, _ in others])
    return choose_recording(folders or recording_folders())


def addressed(path: Path) -> tuple[Path, str | None]:
    """Return which file is meant, and when in it: ``match.replay#t=1:02.5``, ``#f=1234``.

    A file whose own name ends so is meant itself.
    """
    found = re.fullmatch(r"(.+)#([ft])=(.+)", str(path), re.DOTALL)
    if found is None or path.exists():
        return path, None
    when = found[3]
    is_seconds = found[2] == "t" and re.fullmatch(r"-?\d+", when)
    return Path(found[1]), f"{when}s" if is_seconds else when


def _newest(folders: Sequence[Path]) -> Path | None:
    """Return the newest recording there is."""
    from replay.viewer.model.library import newest_first, recordings_in

    return next(iter(newest_first(recordings_in(folders))), None)


def recording_folders() -> list[Path]:
    """Where recordings are looked for: here, and where installed games say they keep theirs."""
    from replay.games import installed_games

    folders = [Path.cwd(), Path.cwd() / "recordings"]
    for game in installed_games():
        folders.extend(game.folders())
    return list(dict.fromkeys(folder.resolve() for folder in folders if folder.is_dir()))


def why_no_window() -> str | None:
    """Say why no window can be opened here, or None if one can."""
    os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
    try:
        import pygame
    except ImportError:
        return "the viewer needs pygame (pip install pygame-ce)"
    if not hasattr(pygame, "display"):  # uninstalling pygame also empties pygame-ce's folder
        return "pygame is empty (pip install --force-reinstall pygame-ce)"
    wanted = os.environ.get("SDL_VIDEODRIVER", "")
    displays = ("DISPLAY", "WAYLAND_DISPLAY")
    if sys.platform.startswith("linux") and not wanted and not any(map(os.environ.get, displays)):
        return "there is no display here to open a window on"
    try:
        pygame.display.init()
    except pygame.error as cause:
        return f"no window can be opened here ({cause})"
    if pygame.display.get_driver() in ("offscreen", "dummy") and not wanted:
        pygame.display.quit()
        return "there is no display here to open a window on"
    return None
