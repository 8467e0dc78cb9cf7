"""`videobert pack`: the sets of model weights that are there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from videobert_desktop.cli.exit_codes import ExitCode
from videobert_desktop.cli.output import Output, byte_count, printable, tell
from videobert_desktop.cli.session import Session, pass_session

if TYPE_CHECKING:
    from videobert_desktop.services.manage_packs import PackInfo


@click.group("pack")
def command() -> None:
    """Show and check the packs of model weights."""


@command.command("list")
@pass_session
def list_command(session: Session) -> ExitCode:
    """List the packs that are there."""
    from videobert_desktop.services.manage_packs import list_packs

    packs, errors = list_packs()
    for error in errors:
        tell(printable(str(error)))
    if session.output.json:
        session.output.document({"packs": [_document(pack) for pack in packs]})
    elif packs:
        _show(session.output, packs)
    else:
        session.output.line("No pack is installed.")
    return ExitCode.SOME_FAILED if errors else ExitCode.DONE


def _show(output: Output, packs: Sequence[PackInfo]) -> None:
    rows = [(p.name, p.revision, p.title, p.licence, byte_count(p.size_bytes), printable(p.directory)) for p in packs]
    headings = ("pack", "revision", "title", "licence", "size", "folder")
    output.table(rows, headings, numbers=frozenset({"size"}))


@command.command("verify")
@click.argument("names", metavar="[NAME]...", nargs=-1)
@pass_session
def verify_command(session: Session, names: tuple[str, ...]) -> ExitCode:
    """Check that nothing of a pack is damaged. Without a NAME, of all packs."""
    from videobert_desktop.services.manage_packs import verify_packs

    problems = verify_packs(names)
    for name, sentences in problems.items():
        for sentence in sentences:
            tell(printable(f"{name}: {sentence}"))
    if session.output.json:
        entries = [{"name": name, "problems": sentences} for name, sentences in problems.items()]
        session.output.document({"packs": entries})
    else:
        for name, sentences in problems.items():
            session.output.line(f"{name}: {'damaged' if sentences else 'in order'}")
    return ExitCode.SOME_FAILED if any(problems.values()) else ExitCode.DONE


def _document(pack: PackInfo) -> dict[str, object]:
    return {
        "name": pack.name,
        "revision": pack.revision,
        "dim": pack.dim,
        "directory": str(pack.directory),
        "title": pack.title,
        "licence": pack.licence,
        "size_bytes": pack.size_bytes,
    }
