"""The `videobert` command: its global options, its subcommands, and every way in which it ends."""

from __future__ import annotations

import importlib
import io
import sys
from collections.abc import Sequence
from contextlib import suppress

import click
from click.exceptions import NoSuchOption

from videobert_desktop import __version__
from videobert_desktop.cli.exit_codes import ExitCode
from videobert_desktop.cli.interruption import Interrupted
from videobert_desktop.cli.output import Output, ReaderGone, error_document, printable, tell
from videobert_desktop.cli.session import DEFAULT_LIBRARY, Session
from videobert_desktop.domain.errors import Cancelled, UserError

_COMMANDS = (
    *(
        "index",
        "watch",
        "search",
        "curve",
        "ask",
        "describe",
        "transcript",
        "adapt",
        "status",
        "library",
        "pack",
        "model",
    ),
    *("bench", "doctor"),
)


class Commands(click.Group):
    """Subcommands that are imported when they are needed: `<name>` is `command` in the module `cli.<name>`."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """The names, in the order in which a person meets them."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The subcommand, or None if there is none of that name."""
        if cmd_name not in _COMMANDS:
            return None
        command = importlib.import_module(f"videobert_desktop.cli.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--library",
    default=DEFAULT_LIBRARY,
    show_default=True,
    metavar="NAME_OR_DIR",
    help="The library to use: a name, or a directory if it contains a path separator.",
)
@click.option("--json", "as_json", is_flag=True, help="Print exactly one JSON document.")
@click.option("--quiet", is_flag=True, help="Print results and errors only.")
@click.version_option(__version__, prog_name="videobert")
@click.pass_obj
def videobert(session: Session, library: str, *, as_json: bool, quiet: bool) -> None:
    """Find moments in your own videos by describing them; everything stays on your machine."""
    session.library = library
    session.output.json = as_json
    session.output.quiet = quiet


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line.

    Args:
        argv: The arguments without the program's name; those of the process if None.

    Returns:
        The exit status, an `ExitCode`.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    arguments = list(sys.argv[1:] if argv is None else argv)
    # Wrong usage is found before the options are read, and those who ask for JSON shall get it then too.
    session = Session(Output(json="--json" in arguments))
    try:
        return _run(arguments, session)
    except ReaderGone:
        return ExitCode.READER_GONE


def _run(arguments: list[str], session: Session) -> int:
    try:
        return int(videobert.main(arguments, "videobert", standalone_mode=False, obj=session) or ExitCode.DONE)
    except ReaderGone:
        raise
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - the last place that can tell what went wrong
        return _explain(error, session)


def _explain(error: Exception | KeyboardInterrupt, session: Session) -> ExitCode:
    """Tell a person, and a script if one reads, why the command did not do its work."""
    match error:
        case click.UsageError():
            error = _with_order(error)
            tell(_shown(error))
            told, status = UserError(error.format_message()), ExitCode.USAGE
        case UserError():
            told, status = error, ExitCode.ERROR
            tell(f"videobert: {printable(str(error))}")
        case Interrupted() | click.Abort() | Cancelled() | KeyboardInterrupt():
            kept = error.kept if isinstance(error, Interrupted) else ""
            told, status = UserError("Interrupted.", hint=kept), ExitCode.INTERRUPTED
            tell(f"videobert: {told}")
        case _:
            told, status = _own_up(error), ExitCode.BUG
            tell(f"videobert: {printable(str(told))}")
    if session.output.json:
        with suppress(UserError):  # standard output fails, and standard error has it already
            session.output.document({"error": error_document(told)})
    return status


def _with_order(error: click.UsageError) -> click.UsageError:
    """The error, with a word on where global options belong if one of them stands after the command."""
    global_options = {name for parameter in videobert.params for name in parameter.opts}
    if isinstance(error, NoSuchOption) and error.option_name in global_options:
        message = f"{error.option_name} is a global option: write it before the command."
        return NoSuchOption(error.option_name, message, ctx=error.ctx)
    return error


def _shown(error: click.UsageError) -> str:
    shown = io.StringIO()
    error.show(shown)
    return shown.getvalue().rstrip("\n")


def _own_up(error: Exception) -> UserError:
    from videobert_desktop.services.crash_log import write_crash_log

    try:
        hint = f"What happened is written down in {write_crash_log(error)}."
    except OSError as second:
        hint = f"What happened could not be written down: {second.strerror}."
    return UserError(f"This is a fault of the program itself ({type(error).__name__}: {error}).", hint=hint)
