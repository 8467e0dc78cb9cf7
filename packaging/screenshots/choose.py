"""Puts those pictures of the tour that the README shows into docs/, small enough for a repository.

Run as ``python packaging/screenshots/choose.py build/tour``.
"""

import sys
from pathlib import Path

from PIL import Image

DOCS = Path(__file__).resolve().parents[2] / "docs" / "screenshots"
CHOSEN = {
    "07-playing-en-light": "playing",
    "09-not-in-your-library-en-dark": "not-in-your-library",
    "02-folder-chosen-en-light": "first-run",
    "04-indexing-en-light": "indexing",
    "06-results-zh_CN-dark": "chinese",
}
QUALITY = 88


def main() -> None:
    """Convert what is chosen."""
    DOCS.mkdir(parents=True, exist_ok=True)
    for source, target in CHOSEN.items():
        path = DOCS / f"{target}.webp"
        Image.open(Path(sys.argv[1]) / f"{source}.png").convert("RGB").save(path, quality=QUALITY, method=6)
        print(f"{path}: {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
