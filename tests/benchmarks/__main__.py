"""``python tests/benchmarks`` from the project's folder."""

import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent

if __name__ == "__main__":
    # Imports begin at the folder above, where this package lies, as they do in the tests.
    sys.path[:] = [str(FOLDER.parent), *(path for path in sys.path if path != str(FOLDER))]
    from benchmarks.command import main

    sys.exit(main())
