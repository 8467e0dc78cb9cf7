"""Settings for a program that has to start: what is wrong with them is put aside and told, and the rest holds."""

from __future__ import annotations

import os
from collections.abc import Mapping
from itertools import count
from pathlib import Path
from typing import Any

from videobert_desktop.domain.errors import UserError
from videobert_desktop.settings.loading import read_table, settings_file
from videobert_desktop.settings.options import Settings
from videobert_desktop.settings.saving import write_table
from videobert_desktop.settings.values import OPTIONS, checked, from_environment


def recovered_settings(
    path: Path | None = None, environ: Mapping[str, str] = os.environ
) -> tuple[Settings, str | None]:
    """The settings in force, whatever the file and the environment hold.

    A file that cannot be read, or that sets an option to what it cannot be, is kept under another name, and what was
    right in it is written down anew. Options that this version does not know are not looked at, and stay.

    Args:
        path: The file to read; None for the user's own.
        environ: The environment; `VIDEOBERT_<OPTION>` goes before the file.

    Returns:
        The settings, and what to tell a person if something was wrong.
    """
    path = settings_file() if path is None else path
    table, wrong = _read(path)
    values = _valid(table, wrong)
    if wrong:
        wrong.append(_mend(path, {name: table[name] for name in table if name in values or name not in OPTIONS}))
    values |= _said_by(environ, wrong)
    return Settings(**values), " ".join(wrong) or None


def _read(path: Path) -> tuple[dict[str, Any], list[str]]:
    try:
        return read_table(path), []
    except UserError as error:
        return {}, [error.reason]


def _valid(table: Mapping[str, Any], wrong: list[str]) -> dict[str, Any]:
    """The options of a file that can be as it says; adds to `wrong` which cannot."""
    values: dict[str, Any] = {}
    for name in OPTIONS.keys() & table.keys():
        try:
            values[name] = checked(name, table[name])
        except UserError as error:
            wrong.append(error.reason)
    return values


def _said_by(environ: Mapping[str, str], wrong: list[str]) -> dict[str, Any]:
    """The options that the environment sets; adds to `wrong` which it cannot."""
    values: dict[str, Any] = {}
    for name in OPTIONS:
        try:
            values |= from_environment(name, environ)
        except UserError as error:
            wrong.append(f"{error.reason} It is not looked at.")
    return values


def _mend(path: Path, kept: Mapping[str, Any]) -> str:
    """Put a file aside and write anew what was right in it; says how that went."""
    try:
        aside = path.rename(_free_name(path))
    except OSError as error:
        return f"What is wrong has its default for now; {path} cannot be put aside: {error.strerror}."
    try:
        if kept:
            write_table(path, kept)
    except UserError as error:
        return f"The old file is kept as {aside}. The rest of it is not: {error.reason}"
    return f"What is wrong has its default again; the old file is kept as {aside}."


def _free_name(path: Path) -> Path:
    names = (path.with_name(f"{path.name}.broken-{number}") for number in count(1))
    return next(name for name in names if not name.exists())
