"""Installing, importing, removing and choosing packs of either kind: those that see, and those that listen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.progress import Report
from videobert_desktop.models.packs.manifest import MANIFEST, read_manifest, verify_pack
from videobert_desktop.services.manage_packs import find_pack, list_packs, verify_packs
from videobert_desktop.services.pack_folders import (
    check_pack_name,
    copy_files,
    folder_beside,
    put_in_place,
    remove_folder,
)
from videobert_desktop.services.speech_packs.installed import (
    AUTO,
    OFF,
    remove_speech_pack,
    speech_packs,
    verify_speech_pack,
)
from videobert_desktop.services.speech_packs.installing import import_speech_pack
from videobert_desktop.settings.loading import load_settings
from videobert_desktop.settings.options import packs_directory
from videobert_desktop.settings.saving import save_settings


def import_pack(source: Path, name: str = "", *, cancel: CancelToken, report: Report) -> str:
    """Install the pack in a folder, in the place of another of that name; the folder may go afterwards.

    Args:
        source: A folder with a pack.json, or a Whisper model in CTranslate2's format.
        name: What to call a speech pack; the folder's name if empty. Others bring their name.
        cancel: Looked at while files are copied.
        report: Told the progress, in megabytes.

    Returns:
        The pack's name.

    Raises:
        Cancelled: It was asked to stop.
        UserError: The folder holds neither, the pack is damaged, or the disk is full.
    """
    if (source / MANIFEST).is_file():
        return _import_seeing(source, cancel, report)
    name = name or source.name
    if name in (AUTO, OFF):
        raise UserError(f"A speech pack cannot be called {name!r}.", path=source, hint="Give it another with --name.")
    return import_speech_pack(source, name, cancel=cancel, report=report).name


def remove_pack(name: str) -> None:
    """Remove an installed pack of either kind. What was made with it stays in the libraries.

    Raises:
        UserError: There is none of that name, it comes with the program, or it cannot be removed.
    """
    if name in {pack.name for pack in speech_packs()[0]}:
        remove_speech_pack(name)
        return
    directory = find_pack(name).directory
    if packs_directory() not in directory.parents:
        raise UserError("This pack comes with the program and stays.", path=directory)
    remove_folder(directory)


def use_pack(name: str) -> str:
    """Choose a pack from now on: one that listens, or the one that new libraries are indexed with.

    Args:
        name: An installed pack; "auto" or "off" for listening.

    Returns:
        The setting that says so now, "speech" or "pack".

    Raises:
        UserError: There is none of that name, or the settings cannot be written.
    """
    listening = {AUTO, OFF, *(pack.name for pack in speech_packs()[0])}
    if name in listening:
        save_settings(replace(load_settings(), speech=name))
        return "speech"
    find_pack(name)
    save_settings(replace(load_settings(), pack=name))
    return "pack"


def verify_installed(names: Sequence[str] = ()) -> dict[str, list[str]]:
    """Check the files of packs of either kind.

    Args:
        names: The packs to check; none means all that are installed.

    Returns:
        For each pack what is wrong with it, a sentence each; nothing when it is whole.

    Raises:
        UserError: There is no pack of one of the names.
    """
    listening, errors = speech_packs()
    by_name = {pack.name: pack for pack in listening}
    seeing = [name for name in names if name not in by_name]
    found = verify_packs(seeing) if seeing or not names else {}
    if not names:
        found |= {error.path.parent.name: [str(error)] for error in errors if error.path is not None}
    return found | {name: verify_speech_pack(by_name[name]) for name in names or by_name if name in by_name}


def _import_seeing(source: Path, cancel: CancelToken, report: Report) -> str:
    info = read_manifest(source)
    if findings := verify_pack(info):
        raise UserError(f"The pack is damaged: {findings[0]}", path=source, hint="Get it again.")
    if any(pack.name == info.name and packs_directory() not in pack.directory.parents for pack in list_packs()[0]):
        reason = f"A pack called {info.name!r} comes with the program."
        raise UserError(reason, path=source, hint="It cannot be replaced.")
    target = packs_directory() / check_pack_name(info.name)
    folder = folder_beside(target, "import")
    files = {name: source / check_pack_name(name) for name in (*info.files, MANIFEST)}
    try:
        copy_files(files, folder, cancel=cancel, report=report)
        put_in_place(folder, target)
    finally:
        remove_folder(folder)
    return info.name
