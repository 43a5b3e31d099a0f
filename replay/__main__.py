"""``python -m replay`` and the command ``replay``: Ctrl-C ends it silently at any moment."""

import signal
import sys


def main() -> int:
    """Run the command and return its exit code."""
    try:
        from replay.cli import main as command  # Ctrl-C may also come during this import

        code = command.main()
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # nothing is left to be interrupted
    except KeyboardInterrupt:
        return 130
    return code


if __name__ == "__main__":
    sys.exit(main())
