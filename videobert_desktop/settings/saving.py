"""Writing the settings down: only what differs from the defaults, and nothing that the environment said."""

from __future__ import annotations

import os
from collections.abc import Mapping
from itertools import takewhile
from pathlib import Path
from typing import Any

import tomli_w

from videobert_desktop.domain.errors import UserError
from videobert_desktop.settings.loading import read_table, settings_file
from videobert_desktop.settings.options import Settings
from videobert_desktop.settings.private_file import write_private
from videobert_desktop.settings.values import OPTIONS, from_environment, stored

_TITLE = "# Settings of VideoBERT Desktop; what is not named here has its default.\n\n"


def save_settings(settings: Settings, path: Path | None = None, environ: Mapping[str, str] = os.environ) -> None:
    """Write settings down, in one step; comments above the first option and options of newer versions are kept.

    Args:
        settings: What is chosen.
        path: The file; None for the user's own.
        environ: The environment. What it sets is no choice: there the file keeps what it says.

    Raises:
        UserError: The file is no settings file, or it cannot be written; it is as it was.
    """
    path = settings_file() if path is None else path
    table = read_table(path)
    for name in OPTIONS:
        value = getattr(settings, name)
        if _is_said_by(environ, name, value):
            continue
        table.pop(name, None)
        if value != getattr(Settings(), name):
            table[name] = stored(value)
    write_table(path, table)


def write_table(path: Path, table: Mapping[str, Any]) -> None:
    """Write options as they are to stand in the file.

    Raises:
        UserError: It cannot be written.
    """
    write_private(path, (_opening_comment(path) or _TITLE) + tomli_w.dumps(table))


def _is_said_by(environ: Mapping[str, str], name: str, value: object) -> bool:
    try:
        return from_environment(name, environ) == {name: value}
    except UserError:  # what a variable cannot say, it does not say
        return False


def _opening_comment(path: Path) -> str:
    """The comments at the top of the file as it is now."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    except (FileNotFoundError, UnicodeDecodeError):
        return ""
    return "".join(takewhile(lambda line: not line.strip() or line.startswith("#"), lines))
