"""What every command is given: the library it is about, the settings, and where it speaks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import click

from videobert_desktop.cli.interruption import interruptible
from videobert_desktop.cli.output import Output, failure_line
from videobert_desktop.cli.progress import Reporter, reporter
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Failure
from videobert_desktop.domain.progress import Report
from videobert_desktop.services.libraries import Library, create_library, library_directory, open_library
from videobert_desktop.settings.loading import load_settings
from videobert_desktop.settings.options import Settings

DEFAULT_LIBRARY = "default"


@dataclass
class Work:
    """The three things that a service is handed by a running command.

    Attributes:
        cancel: Set by Ctrl-C.
        failures: The items that failed, in order.
    """

    cancel: CancelToken
    reporter: Reporter
    failures: list[Failure] = field(default_factory=list)

    @property
    def report(self) -> Report:
        """Where progress goes."""
        return self.reporter.report

    def failed(self, failure: Failure) -> None:
        """Name a failed item at once."""
        self.failures.append(failure)
        self.reporter.say(failure_line(failure))


@dataclass
class Session:
    """One call of the command line.

    Attributes:
        output: Where results go.
        library: The library's name or directory, as given.
    """

    output: Output
    library: str = DEFAULT_LIBRARY

    @cached_property
    def settings(self) -> Settings:
        """The user's settings, read at first use."""
        return load_settings()

    @property
    def library_directory(self) -> Path:
        """Where the library is, or would be."""
        return library_directory(self.library, self.settings)

    def open_library(self) -> Library:
        """The library, which must be there."""
        return open_library(self.library_directory)

    def create_library(self) -> Library:
        """The library, created if it is not there."""
        return create_library(self.library_directory)

    @contextmanager
    def working(self, kept: str) -> Iterator[Work]:
        """Shows progress and stops at Ctrl-C as long as the context lasts.

        Args:
            kept: A sentence on what is kept of the work when it is stopped.

        Yields:
            What to hand to the service.

        Raises:
            Interrupted: The person stopped it.
        """
        with interruptible(kept) as cancel, reporter(quiet=self.output.quiet) as shown:
            yield Work(cancel, shown)


pass_session = click.make_pass_decorator(Session)
