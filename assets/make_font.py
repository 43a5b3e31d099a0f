"""Builds the two font files of Packrat Sans. Knows where they lie; the drawing is `font_maker`'s.

Needs fontTools and skia-pathops. The same sources give the same bytes.
"""

from __future__ import annotations

from pathlib import Path

from font_maker import BOLD, REGULAR, build_font

FONTS = Path(__file__).parent / "fonts"


def main() -> None:
    """Write both weights next to this file."""
    FONTS.mkdir(exist_ok=True)
    for style in (REGULAR, BOLD):
        path = FONTS / f"packrat-{style.name.lower()}.ttf"
        path.write_bytes(build_font(style))
        print(f"{path.name}: {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
