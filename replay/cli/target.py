"""New files: the options with which commands say where they write, and whether they replace."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Literal


def add_output(parser: ArgumentParser, default: str) -> None:
    """Define ``--output`` and ``--force``; ``default`` says which file it is without them."""
    parser.add_argument(
        "-o", "--output", type=Path, metavar="NEW", help=f"the new file; {default} by default"
    )
    parser.add_argument("--force", action="store_true", help="replace the new file if it is there")


def existing(arguments: Namespace) -> Literal["refuse", "replace"]:
    """Return what to do with a file that is there already."""
    return "replace" if arguments.force else "refuse"
