"""Tables of sentences that people bring along: cells under headings, and what is wrong with a table told in words."""

from __future__ import annotations

import csv
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from videobert_desktop.domain.errors import UserError


@contextmanager
def readable(path: Path, hint: str) -> Iterator[None]:
    """Turn what goes wrong in reading the file `path` into a `UserError`.

    Args:
        path: The file.
        hint: What it has to be.
    """
    try:
        yield
    except FileNotFoundError as error:
        raise UserError("is missing.", path=path, hint=hint) from error
    except UnicodeDecodeError as error:
        raise UserError("is not text in UTF-8.", path=path, hint=hint) from error
    except (OSError, EOFError, zlib.error, csv.Error) as error:
        raise UserError(f"cannot be read: {error}.", path=path, hint=hint) from error


def cells(table: csv.DictReader[str], columns: Sequence[str], path: Path, hint: str) -> Iterator[tuple[str, ...]]:
    """Yield what stands under `columns`, row by row.

    Args:
        table: The table, open.
        columns: The headings wanted.
        path: The file it is in, for errors.
        hint: What it has to be, for errors.

    Raises:
        UserError: A column is missing, or a row is too short.
    """
    missing = [column for column in columns if column not in (table.fieldnames or ())]
    if missing:
        raise UserError(f"has no column {', '.join(missing)}.", path=path, hint=hint)
    for row in table:
        found = tuple(row[column] for column in columns)
        if None in found:
            raise UserError(f"is too short in line {table.line_num}.", path=path, hint=hint)
        yield found
