"""`python -m videobert_desktop`: the window without arguments, the command line with them."""

from __future__ import annotations

import sys


def main() -> int:
    """Open the window or run the command line."""
    if len(sys.argv) > 1:
        from videobert_desktop.cli.entry import run

        return run()
    from videobert_desktop.app import main as open_window

    return open_window()


if __name__ == "__main__":
    sys.exit(main())
