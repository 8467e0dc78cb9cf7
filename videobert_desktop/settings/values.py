"""The values that an option may have, and how they are written in a file and in the environment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, get_args, get_type_hints

from videobert_desktop.domain.errors import UserError
from videobert_desktop.settings.options import Settings

ENVIRONMENT_PREFIX = "VIDEOBERT_"
OPTIONS = {option.name: option for option in fields(Settings)}
"""Every option by its name."""

_WORDS = {"true": True, "1": True, "false": False, "0": False}


def checked(name: str, value: object, *, path: Path | None = None, subject: str = "") -> object:
    """`value`, as TOML gave it, as the type of the option `name` wants it.

    Args:
        name: The option's.
        value: What it is to be.
        path: The file that says so, if one does.
        subject: What an error calls the option; "The option 'name'" if empty.

    Raises:
        UserError: The option cannot have this value; the error says what is allowed.
    """
    option, kind = OPTIONS[name], _kind(name)
    match value:
        case str() if value in get_args(kind) or (kind is str and value and "\0" not in value):
            return value
        case bool() if kind is bool:
            return value
        case int() if kind is int and not isinstance(value, bool) and value >= 0:
            return value
        case str() if kind is Path and (directory := _absolute(value)):
            return directory
    hint = f"It must be {_allowed(kind)}. {option.metadata['help']}"
    raise UserError(f"{subject or f'The option {name!r}'} cannot be {value!r}.", path=path, hint=hint)


def stored(value: object) -> object:
    """A value as TOML has it."""
    return str(value) if isinstance(value, Path) else value


def from_environment(name: str, environ: Mapping[str, str]) -> dict[str, Any]:
    """What the environment sets the option `name` to: {name: value}, or nothing.

    Raises:
        UserError: It cannot have the value of its variable.
    """
    variable = ENVIRONMENT_PREFIX + name.upper()
    text = environ.get(variable)
    if not text:
        return {}
    return {name: checked(name, _from_text(_kind(name), text), subject=f"The environment variable {variable}")}


def _from_text(kind: object, text: str) -> object:
    """An environment variable's text as TOML would have given it."""
    if kind is bool:
        return _WORDS.get(text.lower(), text)
    return int(text) if kind is int and text.isdecimal() else text


def _allowed(kind: object) -> str:
    """What values an option of this type may have, in words."""
    if choices := get_args(kind):
        return f"one of {', '.join(map(repr, choices))}"
    words: dict[object, str] = {
        str: "text, not empty",
        int: "a whole number, 0 or more",
        bool: "true or false",
        Path: "an absolute path, which may begin with ~",
    }
    return words[kind]


def _absolute(text: str) -> Path | None:
    """The absolute path that `text` means, or None if it means none."""
    try:
        path = Path(text).expanduser()
    except RuntimeError:  # ~name of a user whom this machine does not know
        return None
    return path if path.is_absolute() and "\0" not in text else None


def _kind(name: str) -> object:
    """The option's type: a `Literal` of its choices, or str, int, bool or Path."""
    return get_type_hints(Settings)[name]
