"""Kinds of arguments that several commands share."""

from __future__ import annotations

import os
import re
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from videobert_desktop.domain.query import Example, Query

_YEAR_OR_MONTH = re.compile(r"[0-9]{4}(-[0-9]{2})?")

device_option = click.option(
    "--device", type=click.Choice(["auto", "cpu", "cuda", "mps"]), help="Where to compute, if not as the settings say."
)


def absolute_path(value: str) -> Path:
    """The type of an argument that is a path: absolute, and symbolic links stay what they are.

    Raises:
        click.BadParameter: It is empty, which would otherwise mean the current directory.
    """
    if not value:
        raise click.BadParameter("An empty path names no file.")
    return Path(os.path.abspath(value))  # noqa: PTH100 - Path.resolve follows links and fails on loops of them


def moment_in_time(value: str) -> datetime:
    """The type of an argument that is a date: YYYY, YYYY-MM, YYYY-MM-DD or an ISO date and time, at its beginning.

    Without a timezone it is the local one.

    Raises:
        click.BadParameter: It is not a date.
    """
    beginning = value + "-01" * (2 - value.count("-")) if _YEAR_OR_MONTH.fullmatch(value) else value
    try:
        return datetime.fromisoformat(beginning).astimezone()
    except (ValueError, OverflowError, OSError) as error:  # Windows knows no timezone before 1970
        raise click.BadParameter("Write YYYY, YYYY-MM, YYYY-MM-DD, or a date and time.") from error


def example(value: str) -> Example:
    """The type of an argument VIDEO@SECONDS; the last @ separates.

    Raises:
        click.BadParameter: It is not written like that.
    """
    video, _, second = value.rpartition("@")
    try:
        if video:
            return Example(video, float(second))
    except ValueError:  # told below, as every other way of writing it wrongly
        pass
    raise click.BadParameter("Write VIDEO@SECONDS, as in holiday.mp4@12.5.")


def checked_query(text: str | None, **options: Any) -> Query:
    """A query of what was given on the command line.

    Raises:
        click.UsageError: It asks for nothing, or for what cannot be.
    """
    try:
        return Query(text, **options)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
