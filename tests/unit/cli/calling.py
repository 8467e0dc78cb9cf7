"""Calling the command line in this process."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from click.testing import CliRunner

from videobert_desktop.cli.main import main


@dataclass(frozen=True)
class Outcome:
    """What a call left behind."""

    status: int
    stdout: str
    stderr: str

    @property
    def document(self) -> Any:
        """The one JSON document on standard output; fails if there is anything else."""
        return json.loads(self.stdout)


class CommandLine:
    """`videobert` as a function of its arguments."""

    def __call__(self, *arguments: str, stdin: str | bytes = b"") -> Outcome:
        with CliRunner().isolation(input=stdin) as (stdout, stderr, _):
            status = main(arguments)
            return Outcome(status, stdout.getvalue().decode(), stderr.getvalue().decode())
