"""Finds the files that the program brings along: icons, translations, sample clips, the starter model."""

from __future__ import annotations

import sys
from pathlib import Path

import videobert_desktop
from videobert_desktop.domain.errors import UserError


def resource_path(*parts: str) -> Path:
    """Return the path of a file or directory below `resources/`; it need not exist.

    Args:
        *parts: Names below the directory, such as "models", "starter".

    Raises:
        UserError: The installation has no resources at all.
    """
    bundle = getattr(sys, "_MEIPASS", None)  # where PyInstaller's programs unpack themselves
    package = Path(videobert_desktop.__file__).parent
    return find_resources(package, Path(bundle) if bundle is not None else None).joinpath(*parts)


def find_resources(package: Path, bundle: Path | None) -> Path:
    """Return the directory of the resources.

    Args:
        package: Directory of the package `videobert_desktop`.
        bundle: Directory of a frozen program's files; None when the program is not frozen.

    Raises:
        UserError: None of the places has a directory of resources.
    """
    in_wheel, in_checkout = package / "resources", package.parent / "resources"
    places = [in_wheel, in_checkout] if bundle is None else [bundle / "resources"]
    for place in places:
        if place.is_dir():
            return place
    raise UserError("the program's own files are missing.", path=places[0], hint="Install the program again.")
