"""`videobert pack`: the sets of model weights that are there, for seeing and for listening."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from videobert_desktop.cli.exit_codes import ExitCode
from videobert_desktop.cli.output import Document, Output, byte_count, printable, tell
from videobert_desktop.cli.parameters import absolute_path
from videobert_desktop.cli.session import Session, pass_session

if TYPE_CHECKING:
    from videobert_desktop.services.manage_packs import PackInfo
    from videobert_desktop.services.speech_packs.installed import SpeechPack

_KEPT = "What has arrived of a download is kept; the same command goes on from there."


@click.group("pack")
def command() -> None:
    """Show, check, install and choose the packs of model weights."""


@command.command("list")
@pass_session
def list_command(session: Session) -> ExitCode:
    """List the packs that are there, and the speech packs that can be installed."""
    from videobert_desktop.services.manage_packs import list_packs
    from videobert_desktop.services.speech_packs.installed import speech_packs

    packs, errors = list_packs()
    listening, more_errors = speech_packs()
    errors += more_errors
    for error in errors:
        tell(printable(str(error)))
    if session.output.json:
        session.output.document(_list_document(session, packs, listening))
    else:
        _show(session.output, packs, listening)
    return ExitCode.SOME_FAILED if errors else ExitCode.DONE


def _show(output: Output, packs: Sequence[PackInfo], listening: Sequence[SpeechPack]) -> None:
    if packs:
        rows = [
            (p.name, p.revision, p.title, p.licence, byte_count(p.size_bytes), printable(p.directory)) for p in packs
        ]
        headings = ("pack", "revision", "title", "licence", "size", "folder")
        output.table(rows, headings, numbers=frozenset({"size"}))
    else:
        output.line("No pack is installed.")
    output.line("")
    output.table(_speech_rows(listening), ("speech pack", "revision", "size", "folder"), numbers=frozenset({"size"}))


def _speech_rows(listening: Sequence[SpeechPack]) -> list[tuple[str, str, str, str]]:
    from videobert_desktop.services.speech_packs.known import KNOWN_SPEECH_PACKS

    names = {pack.name for pack in listening}
    rows = [(p.name, p.revision, byte_count(p.size_bytes), printable(p.directory)) for p in listening]
    return rows + [
        (known.name, "", f"{known.megabytes} MB", f"not installed; {known.languages}; {known.licence}")
        for known in KNOWN_SPEECH_PACKS
        if known.name not in names
    ]


@command.command("install")
@click.argument("name")
@pass_session
def install_command(session: Session, name: str) -> None:
    """Download the speech pack NAME and install it. This is the only thing that is ever downloaded."""
    from videobert_desktop.services.speech_packs.installing import install_speech_pack

    with session.working(_KEPT) as work:
        pack = install_speech_pack(name, cancel=work.cancel, report=work.report)
    _tell_installed(session, pack.name)


@command.command("import")
@click.argument("folder", type=absolute_path)
@click.option("--name", default="", help="What to call a speech pack; the folder's name if not given.")
@pass_session
def import_command(session: Session, folder: Path, name: str) -> None:
    """Install the pack in FOLDER: one with a pack.json, or a Whisper model in CTranslate2's format."""
    from videobert_desktop.services.change_packs import import_pack

    with session.working("Nothing is kept of it.") as work:
        name = import_pack(folder, name, cancel=work.cancel, report=work.report)
    _tell_installed(session, name)


def _tell_installed(session: Session, name: str) -> None:
    if session.output.json:
        session.output.document({"installed": name})
    else:
        session.output.remark(f"{name} is installed.")


@command.command("remove")
@click.argument("name")
@pass_session
def remove_command(session: Session, name: str) -> None:
    """Remove the installed pack NAME. What was made with it stays in the libraries."""
    from videobert_desktop.services.change_packs import remove_pack

    remove_pack(name)
    if session.output.json:
        session.output.document({"removed": name})
    else:
        session.output.remark(f"{name} is removed.")


@command.command("use")
@click.argument("name")
@pass_session
def use_command(session: Session, name: str) -> None:
    """Choose the pack NAME: as the speech pack that listens, or as the one that new libraries are indexed with.

    "auto" has the largest speech pack listen, "off" has none.
    """
    from videobert_desktop.services.change_packs import use_pack

    setting = use_pack(name)
    if session.output.json:
        session.output.document({"setting": setting, "value": name})
    else:
        session.output.remark(f"The setting {setting!r} is {name!r} now.")


@command.command("verify")
@click.argument("names", metavar="[NAME]...", nargs=-1)
@pass_session
def verify_command(session: Session, names: tuple[str, ...]) -> ExitCode:
    """Check that nothing of a pack is damaged. Without a NAME, of all packs."""
    from videobert_desktop.services.change_packs import verify_installed

    problems = verify_installed(names)
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


def _list_document(session: Session, packs: Sequence[PackInfo], listening: Sequence[SpeechPack]) -> Document:
    from videobert_desktop.services.speech_packs.known import KNOWN_SPEECH_PACKS

    return {
        "packs": [_document(pack) for pack in packs],
        "speech": {
            "chosen": session.settings.speech,
            "installed": [_speech_document(pack) for pack in listening],
            "known": [
                {"name": known.name, "megabytes": known.megabytes, "repository": known.repository}
                for known in KNOWN_SPEECH_PACKS
            ],
        },
    }


def _document(pack: PackInfo) -> Document:
    return {
        "name": pack.name,
        "revision": pack.revision,
        "dim": pack.dim,
        "directory": str(pack.directory),
        "title": pack.title,
        "licence": pack.licence,
        "size_bytes": pack.size_bytes,
    }


def _speech_document(pack: SpeechPack) -> Document:
    return {
        "name": pack.name,
        "revision": pack.revision,
        "directory": str(pack.directory),
        "size_bytes": pack.size_bytes,
    }
