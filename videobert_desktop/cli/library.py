"""`videobert library`: the libraries themselves."""

from __future__ import annotations

import sys

import click

from videobert_desktop.cli.backup import backup_command, restore_command
from videobert_desktop.cli.exit_codes import ExitCode
from videobert_desktop.cli.output import plural, printable, tell
from videobert_desktop.cli.session import Session, pass_session
from videobert_desktop.services import libraries

_NOTHING_CHANGED = "Nothing was changed."


@click.group("library")
def command() -> None:
    """Create, back up, check, repair and remove libraries."""


command.add_command(backup_command)
command.add_command(restore_command)


@command.command("list")
@pass_session
def list_command(session: Session) -> None:
    """List the libraries under the user's data directory."""
    found = libraries.list_libraries(session.settings)
    if session.output.json:
        entries = [{"name": library.name, "directory": str(library.root)} for library in found]
        session.output.document({"libraries": entries})
    elif found:
        rows = [(printable(library.name), printable(library.root)) for library in found]
        session.output.table(rows, ("library", "folder"))
    else:
        session.output.line("There is no library yet; `videobert index PATH` makes the first.")


@command.command("create")
@pass_session
def create_command(session: Session) -> None:
    """Create an empty library. One that is there already is left as it is."""
    library = session.create_library()
    if session.output.json:
        session.output.document({"library": str(library.root), "name": library.name})
    else:
        session.output.remark(f"The library is in {printable(library.root)}.")


@command.command("verify")
@pass_session
def verify_command(session: Session) -> ExitCode:
    """Check that nothing is missing or damaged."""
    library = session.open_library()
    remarks: list[str] = []
    with session.working(_NOTHING_CHANGED) as work:
        problems = libraries.verify_library(library, work.report, work.cancel, remark=remarks.append)
    for sentence in (*problems, *remarks):
        tell(printable(sentence))
    if session.output.json:
        remarked: dict[str, object] = {"remarks": remarks} if remarks else {}
        session.output.document({"library": str(library.root), "problems": problems, **remarked})
    elif problems:
        session.output.line(f"Found {plural(len(problems), 'problem')}.")
    else:
        session.output.remark("Everything is in order.")
    return ExitCode.SOME_FAILED if problems else ExitCode.DONE


@command.command("rebuild-index")
@pass_session
def rebuild_command(session: Session) -> None:
    """Build the search index anew. The videos are not needed: it is made from what the library keeps of them."""
    library = session.open_library()
    with session.working("The search index is as it was.") as work:
        windows = libraries.rebuild_index(library, work.report, work.cancel)
    if session.output.json:
        session.output.document({"library": str(library.root), "windows": windows})
    else:
        session.output.remark(f"The search index holds {plural(windows, 'window')}.")


@command.command("remove")
@click.option("--yes", is_flag=True, help="Do not ask.")
@pass_session
def remove_command(session: Session, *, yes: bool) -> None:
    """Remove the library. Everything that it knows is lost; your videos are not touched."""
    library = session.open_library()
    removed = yes or _confirmed(printable(library.root))
    if removed:
        libraries.remove_library(library)
    if session.output.json:
        session.output.document({"library": str(library.root), "removed": removed})
    else:
        session.output.remark("The library is removed." if removed else _NOTHING_CHANGED)


def _confirmed(directory: str) -> bool:
    if not someone_is_there():
        raise click.UsageError("There is nobody to ask: say --yes to remove the library.")
    return click.confirm(f"Remove the library in {directory}? Your videos are not touched.", err=True)


def someone_is_there() -> bool:
    """Whether a question would reach a person."""
    return sys.stdin.isatty()
