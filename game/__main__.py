"""``python -m game``: the same as the command ``packrat``."""

import sys

from game.main import main

if __name__ == "__main__":
    sys.exit(main())
