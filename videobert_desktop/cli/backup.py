"""`videobert library backup` and `restore`."""

from __future__ import annotations

from pathlib import Path, PurePosixPath, PureWindowsPath

import click

from videobert_desktop.cli.exit_codes import ExitCode
from videobert_desktop.cli.output import byte_count, failure_document, failure_line, plural, printable
from videobert_desktop.cli.parameters import absolute_path
from videobert_desktop.cli.session import Session, pass_session

_NOTHING_LEFT = "Nothing is left of the unfinished backup."
_WHOLE_OR_NOTHING = "Either the library is whole and can be searched, or nothing of it is there."


def _foreign_path(value: str) -> str:
    """The type of an argument that is an absolute path, as it is written on this system or on another.

    Raises:
        click.BadParameter: It is not absolute.
    """
    if not (PurePosixPath(value).is_absolute() or PureWindowsPath(value).is_absolute()):
        raise click.BadParameter(f"{value!r} is not an absolute path.")
    return value


@click.command("backup")
@click.argument("file", type=absolute_path)
@click.option("--force", is_flag=True, help="Replace FILE if it is there.")
@click.option("--thumbnails", is_flag=True, help="Take along thumbnails, which can be made again from the videos.")
@pass_session
def backup_command(session: Session, /, file: Path, *, force: bool, thumbnails: bool) -> ExitCode:
    """Put everything the library knows into FILE. It may be indexed meanwhile; your videos are not in it."""
    from videobert_desktop.services.backing_up.back_up_library import back_up_library

    library = session.open_library()
    with session.working(_NOTHING_LEFT) as work:
        report = back_up_library(
            library, file, force=force, thumbnails=thumbnails, cancel=work.cancel, report=work.report
        )
        for failure in report.failed:
            work.reporter.say(failure_line(failure))
    if session.output.json:
        failed = [failure_document(failure) for failure in report.failed]
        counts = {"videos": report.videos, "bytes": report.bytes, "failed": failed}
        session.output.document({"library": str(library.root), "file": str(file), **counts})
    else:
        size = byte_count(report.bytes)
        session.output.remark(f"{plural(report.videos, 'video')} backed up in {printable(file)} ({size}).")
    return ExitCode.SOME_FAILED if report.failed else ExitCode.DONE


@click.command("restore")
@click.argument("file", type=absolute_path)
@click.option(
    "--map",
    "moved",
    type=(_foreign_path, absolute_path),
    multiple=True,
    metavar="OLD NEW",
    help="What lay below the folder OLD lies below NEW now; may be given several times.",
)
@pass_session
def restore_command(session: Session, /, file: Path, moved: tuple[tuple[str, Path], ...]) -> None:
    """Make a new library of the backup in FILE. It is never restored over one that is there."""
    from videobert_desktop.services.backing_up.restore_library import restore_library

    with session.working(_WHOLE_OR_NOTHING) as work:
        report = restore_library(session.library_directory, file, moved, cancel=work.cancel, report=work.report)
    if session.output.json:
        session.output.document(
            {
                "library": str(report.library.root),
                "file": str(report.file),
                "videos": report.videos,
                "bytes": report.bytes,
                "files": report.files,
                "moved": report.moved,
                "offline": report.offline,
                "windows": report.windows,
            }
        )
    else:
        place = printable(report.library.root)
        files = f"{report.offline} of {plural(report.files, 'file')} not there, {report.moved} below other folders"
        session.output.remark(f"{plural(report.videos, 'video')} restored in {place}; {files}.")
