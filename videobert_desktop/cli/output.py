"""What commands print: JSON documents, tables and sentences, and how paths and times are written in them."""

from __future__ import annotations

import io
import json
import math
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import click

from videobert_desktop.domain.errors import Failure, UserError

Document = Mapping[str, object]

# Wide enough that a table going into a file or a pipe is never folded.
_UNFOLDED = 10_000


class ReaderGone(Exception):  # noqa: N818 - nothing went wrong
    """Whoever read our output has closed it, as `head` does; there is nobody left to tell."""


@dataclass
class Output:
    """Standard output for results, standard error for everything else.

    Attributes:
        json: Print exactly one JSON document instead of sentences and tables.
        quiet: Leave out progress and everything that is neither a result nor an error.
    """

    json: bool = False
    quiet: bool = False

    def document(self, document: Document) -> None:
        """Print the command's one JSON document.

        Raises:
            ReaderGone: Nobody reads it.
            UserError: It cannot be written.
        """
        # ASCII only: it survives every terminal encoding, and file names that are not UTF-8 come back exactly.
        _write(json.dumps(document, ensure_ascii=True, allow_nan=False))

    def line(self, text: str) -> None:
        """Print a line of the result for people.

        Raises:
            ReaderGone: Nobody reads it.
            UserError: It cannot be written.
        """
        _write(text)

    def remark(self, text: str) -> None:
        """Print a sentence about the result, unless told to be quiet."""
        if not self.quiet:
            _write(text)

    def table(
        self, rows: Iterable[Sequence[str]], columns: Sequence[str] = (), *, numbers: frozenset[str] = frozenset()
    ) -> None:
        """Print a table for people, in colour on a terminal only.

        Args:
            rows: The cells of each row, one for each heading.
            columns: The headings; none for a table without.
            numbers: The headings of the columns to set flush right.

        Raises:
            ReaderGone: Nobody reads it.
            UserError: It cannot be written.
        """
        from rich import box
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text

        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, show_header=bool(columns))
        for column in columns:
            table.add_column(column, justify="right" if column in numbers else "left", overflow="fold")
        for row in rows:
            table.add_row(*(Text(cell, overflow="fold") for cell in row))
        on_terminal = sys.stdout.isatty()
        drawn = io.StringIO()
        Console(file=drawn, force_terminal=on_terminal, width=None if on_terminal else _UNFOLDED).print(table)
        _write("\n".join(line.rstrip() for line in drawn.getvalue().splitlines()))


def _write(text: str) -> None:
    try:
        click.echo(text)
    except BrokenPipeError as error:
        _silence(sys.stdout)
        raise ReaderGone from error
    except OSError as error:
        _silence(sys.stdout)
        raise UserError(f"The result could not be printed: {error.strerror}.") from error


def tell(text: str) -> None:
    """Print a line on standard error; where nobody can read it, that is no reason to stop the work."""
    try:
        click.echo(text, err=True)
    except OSError:  # the reader is gone or the log's disk is full, and there is no other place to say so
        _silence(sys.stderr)


def _silence(stream: TextIO) -> None:
    # The interpreter flushes the stream once more at its end and would complain about it again.
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        with suppress(io.UnsupportedOperation):  # what stands in for the stream may have no descriptor
            os.dup2(nowhere, stream.fileno())
    finally:
        os.close(nowhere)


def printable(text: str | Path) -> str:
    """Text that is safe on a terminal: control characters and bytes that are not UTF-8 are shown as escapes."""
    decoded = os.fsencode(text).decode("utf-8", "backslashreplace")
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in decoded)


def failure_document(failure: Failure) -> Document:
    """A failed item as the contract writes it."""
    return {"path": str(failure.path), "reason": failure.reason, "hint": failure.hint}


def failure_line(failure: Failure) -> str:
    """A failed item for people."""
    return printable(f"{failure.path}: {failure.reason} {failure.hint}".rstrip())


def error_document(error: UserError) -> Document:
    """An error as scripts read it."""
    path = None if error.path is None else str(error.path)
    return {"message": error.reason, "path": path, "hint": error.hint}


def clock(seconds: float) -> str:
    """A time in a video as m:ss.s, or h:mm:ss.s from an hour on."""
    tenths = round(seconds * 10)
    minutes, rest = divmod(tenths, 600)
    hours, minutes = divmod(minutes, 60)
    tail = f"{rest // 10:02}.{rest % 10}"
    return f"{hours}:{minutes:02}:{tail}" if hours else f"{minutes}:{tail}"


def percentage(fraction: float) -> str:
    """A fraction in [0, 1] as a short bar and a whole percentage."""
    return f"{'■' * round(fraction * 5):·<5} {fraction:4.0%}"


def byte_count(size: float) -> str:
    """A size for people, in decimal units: "3.2 MB"."""
    if size < 1000:
        return f"{size:.0f} bytes"
    power = min(int(math.log10(size) // 3), 4)
    return f"{size / 1000**power:.1f} {('kB', 'MB', 'GB', 'TB')[power - 1]}"


def plural(count: int, noun: str) -> str:
    """A count with its noun: "1 video", "2 videos"."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def rate(speed: float | None, unit: str) -> str:
    """How fast work goes; seconds of video per second are times real time. Empty while unknown."""
    if not speed:
        return ""
    return f"{speed:.1f}x real time" if unit == "s" else f"{speed:.1f} {unit}/s"
