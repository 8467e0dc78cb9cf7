"""The options' values: from the environment, else from `settings.toml`, else the defaults."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import platformdirs

from videobert_desktop.domain.errors import UserError
from videobert_desktop.settings.options import APPLICATION, Settings
from videobert_desktop.settings.values import OPTIONS, checked, from_environment


def settings_file() -> Path:
    """Where the user's settings lie, whether or not there are any yet."""
    return platformdirs.user_config_path(APPLICATION, appauthor=False) / "settings.toml"


def load_settings(path: Path | None = None, environ: Mapping[str, str] = os.environ) -> Settings:
    """The settings in force.

    Args:
        path: The file to read; None for the user's own. If it does not exist, it sets nothing.
        environ: The environment; `VIDEOBERT_<OPTION>` goes before the file. An empty value counts as none, and other
            names with that beginning are not looked at.

    Raises:
        UserError: The file cannot be read or is not TOML, or a key or a value is none of those allowed.
    """
    path = settings_file() if path is None else path
    values: dict[str, Any] = {}
    for name, value in read_table(path).items():
        if name not in OPTIONS:
            raise UserError(f"There is no option {name!r}.", path=path, hint=f"The options are {', '.join(OPTIONS)}.")
        values[name] = checked(name, value, path=path)
    for name in OPTIONS:
        values |= from_environment(name, environ)
    return Settings(**values)


def read_table(path: Path) -> dict[str, Any]:
    """What a file of settings holds, as it stands there; nothing if there is no such file.

    Raises:
        UserError: It cannot be read or is not TOML.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise UserError(f"The settings cannot be read: {error.strerror}.", path=path) from error
    except (ValueError, RecursionError) as error:
        hint = "Correct the file, or delete it to have the defaults."
        raise UserError(f"The settings are not valid TOML: {error}.", path=path, hint=hint) from error
