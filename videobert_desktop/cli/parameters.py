"""Kinds of arguments that several commands share."""

from __future__ import annotations

import os
from pathlib import Path

import click

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
