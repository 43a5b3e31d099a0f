"""``python -m replay`` and the command ``replay``: Ctrl-C ends it silently at any moment."""

import sys


def main() -> int:
    """Run the command and return its exit code."""
    try:
        from replay.cli import main as command  # Ctrl-C may come during the import, too
    except KeyboardInterrupt:
        return 130
    return command.main()


if __name__ == "__main__":
    sys.exit(main())
