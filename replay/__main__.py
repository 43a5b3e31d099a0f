"""``python -m replay`` and the command ``replay``: Ctrl-C ends it without a word at any moment."""

import sys


def main() -> int:
    """Run the command and return its exit code."""
    try:
        from replay.cli import main as command  # while it is imported, too, somebody may wait
    except KeyboardInterrupt:
        return 130
    return command.main()


if __name__ == "__main__":
    sys.exit(main())
