"""`videobert doctor`: whether everything is there that the program needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from videobert_desktop.cli.exit_codes import ExitCode
from videobert_desktop.cli.output import Document, plural, printable
from videobert_desktop.cli.session import Session, pass_session

if TYPE_CHECKING:
    from videobert_desktop.services.measuring.doctor import Check, Diagnosis

_KEPT = "Nothing was changed."


@click.command("doctor")
@pass_session
def command(session: Session) -> ExitCode:
    """Look at everything the program needs. Says what is wrong and what to do; nothing is changed."""
    from videobert_desktop.services.measuring.doctor import examine

    with session.working(_KEPT) as work:
        found = examine(session.settings, session.library_directory, cancel=work.cancel, report=work.report)
    if session.output.json:
        session.output.document(_document(found))
    else:
        _show(session, found)
    return ExitCode.DONE if found.ok else ExitCode.SOME_FAILED


def _document(found: Diagnosis) -> Document:
    speed = None if found.x_realtime is None else round(found.x_realtime, 3)
    return {"checks": [_check(check) for check in found.checks], "device": found.device, "x_realtime": speed}


def _check(check: Check) -> Document:
    return {"name": check.name, "ok": check.ok, "detail": check.detail, "hint": check.hint}


def _show(session: Session, found: Diagnosis) -> None:
    rows = [("✓" if check.ok else "✗", check.name, printable(check.detail)) for check in found.checks]
    session.output.table(rows)
    wrong = [check for check in found.checks if not check.ok]
    for check in wrong:
        session.output.line(f"{check.name}: {printable(check.hint)}")
    session.output.remark(f"{plural(len(wrong), 'problem')} found." if wrong else "Everything is in order.")
