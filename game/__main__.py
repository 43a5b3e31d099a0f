"""``python -m game`` and the command ``packrat``: Ctrl-C ends it silently at any moment."""

import signal
import sys


def main() -> int:
    """Run the game and return its exit code."""
    try:
        from game import main as program  # Ctrl-C may also come during this import

        code = program.main()
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # nothing is left to be interrupted
    except KeyboardInterrupt:
        return 130
    return code


if __name__ == "__main__":
    sys.exit(main())
