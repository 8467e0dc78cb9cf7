"""The options' values: from the environment, else from `settings.toml`, else the defaults."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import Field, fields
from pathlib import Path
from typing import Any, get_args, get_type_hints

import platformdirs

from videobert_desktop.domain.errors import UserError
from videobert_desktop.settings.options import APPLICATION, Settings

ENVIRONMENT_PREFIX = "VIDEOBERT_"


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
    options = {option.name: option for option in fields(Settings)}
    values: dict[str, Any] = {}
    for name, value in _read(path).items():
        if name not in options:
            raise UserError(f"There is no option {name!r}.", path=path, hint=f"The options are {', '.join(options)}.")
        values[name] = _checked(options[name], value, f"The option {name!r}", path)
    for name, option in options.items():
        variable = ENVIRONMENT_PREFIX + name.upper()
        if text := environ.get(variable):
            values[name] = _checked(option, _from_text(option, text), f"The environment variable {variable}", None)
    return Settings(**values)


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise UserError(f"The settings cannot be read: {error.strerror}.", path=path) from error
    except ValueError as error:
        hint = "Correct the file, or delete it to have the defaults."
        raise UserError(f"The settings are not valid TOML: {error}.", path=path, hint=hint) from error


def _from_text(option: Field[Any], text: str) -> object:
    """An environment variable's text as TOML would have given it."""
    return int(text) if _kind(option) is int and text.isdecimal() else text


def _checked(option: Field[Any], value: object, subject: str, path: Path | None) -> object:
    """`value` as the option's type wants it.

    Raises:
        UserError: The option cannot have this value; the error says that of `subject`, and what is allowed.
    """
    kind = _kind(option)
    match value:
        case str() if value in get_args(kind) or (kind is str and value):
            return value
        case int() if kind is int and not isinstance(value, bool) and value >= 0:
            return value
        case str() if kind is Path and (directory := _absolute(value)):
            return directory
    hint = f"It must be {_allowed(kind)}. {option.metadata['help']}"
    raise UserError(f"{subject} cannot be {value!r}.", path=path, hint=hint)


def _allowed(kind: object) -> str:
    """What values an option of this type may have, in words."""
    if choices := get_args(kind):
        return f"one of {', '.join(map(repr, choices))}"
    words: dict[object, str] = {
        str: "text, not empty",
        int: "a whole number, 0 or more",
        Path: "an absolute path, which may begin with ~",
    }
    return words[kind]


def _absolute(text: str) -> Path | None:
    """The absolute path that `text` means, or None if it means none."""
    try:
        path = Path(text).expanduser()
    except RuntimeError:  # ~name of a user whom this machine does not know
        return None
    return path if path.is_absolute() else None


def _kind(option: Field[Any]) -> object:
    """The option's type: a `Literal` of its choices, or str, int or Path."""
    return get_type_hints(Settings)[option.name]
