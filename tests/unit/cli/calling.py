"""Calling the command line in this process."""

from __future__ import annotations

from click.testing import CliRunner

from tests.helpers.command_line import Outcome
from videobert_desktop.cli.main import main

__all__ = ["CommandLine", "Outcome"]


class CommandLine:
    """`videobert` as a function of its arguments."""

    def __call__(self, *arguments: str, stdin: str | bytes = b"") -> Outcome:
        with CliRunner().isolation(input=stdin) as (stdout, stderr, _):
            status = main(arguments)
            return Outcome(status, stdout.getvalue().decode(), stderr.getvalue().decode())
