"""Installing speech packs: from a folder, or downloaded when somebody asks for it. Nothing else is ever fetched."""

from __future__ import annotations

import importlib.util
import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

from videobert_desktop.catalogue.disk import disk_full, explained, is_full, make_private_directory
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Cancelled, UserError
from videobert_desktop.domain.progress import Progress, Report
from videobert_desktop.models.packs.manifest import sha256
from videobert_desktop.models.speech.whisper_files import check_whisper_files
from videobert_desktop.services.pack_folders import (
    check_pack_name,
    copy_files,
    folder_beside,
    put_in_place,
    remove_folder,
)
from videobert_desktop.services.speech_packs.installed import (
    SpeechPack,
    find_speech_pack,
    speech_packs_directory,
    write_speech_manifest,
)
from videobert_desktop.services.speech_packs.known import KnownSpeechPack, known_speech_pack

if TYPE_CHECKING:
    from tqdm import tqdm

_FILES = (
    *("model.bin", "config.json", "tokenizer.json", "vocabulary.txt", "vocabulary.json"),
    "preprocessor_config.json",
)


def install_speech_pack(name: str, *, cancel: CancelToken, report: Report) -> SpeechPack:
    """Install a known speech pack: from the Python package that has it, or else downloaded.

    Args:
        name: Its name.
        cancel: Looked at all the time; what has arrived is kept, and gone on with the next time.
        report: Told the progress, in megabytes.

    Returns:
        The installed pack, in the place of an older edition of it.

    Raises:
        Cancelled: It was asked to stop.
        UserError: It is not known, cannot be had, or the disk is full.
    """
    known = known_speech_pack(name)
    directory = _packaged(known)
    if directory is not None:
        return import_speech_pack(directory, name, cancel=cancel, report=report)
    return _downloaded(known, cancel, report)


def import_speech_pack(source: Path, name: str, *, cancel: CancelToken, report: Report) -> SpeechPack:
    """Install a speech pack from a folder; the folder may go afterwards.

    Args:
        source: A Whisper model in CTranslate2's format.
        name: What to call it.
        cancel: Looked at while files are copied.
        report: Told the progress, in megabytes.

    Returns:
        The installed pack, in the place of another of that name.

    Raises:
        Cancelled: It was asked to stop.
        UserError: The folder holds no such model, the name cannot be one, or the disk is full.
    """
    check_whisper_files(source)
    target = speech_packs_directory() / check_pack_name(name)
    folder = folder_beside(target, "import")
    found = {file: source / file for file in _FILES if (source / file).is_file()}
    try:
        write_speech_manifest(folder, copy_files(found, folder, cancel=cancel, report=report))
        put_in_place(folder, target)
    finally:
        remove_folder(folder)
    return find_speech_pack(name)


def _packaged(known: KnownSpeechPack) -> Path | None:
    found = importlib.util.find_spec(known.package) if known.package else None
    return None if found is None or found.origin is None else Path(found.origin).parent / "model"


def _downloaded(known: KnownSpeechPack, cancel: CancelToken, report: Report) -> SpeechPack:
    target = speech_packs_directory() / known.name
    folder = folder_beside(target, "download")
    make_private_directory(folder)
    _download(known, folder, cancel, report)
    check_whisper_files(folder)
    remove_folder(folder / ".cache")  # what the download was gone on with by
    with explained(folder):
        files = {file: sha256(folder / file) for file in _FILES if (folder / file).is_file()}
    write_speech_manifest(folder, files)
    put_in_place(folder, target)
    return find_speech_pack(known.name)


def _download(known: KnownSpeechPack, folder: Path, cancel: CancelToken, report: Report) -> None:
    from huggingface_hub import snapshot_download

    cancel.raise_if_cancelled()
    try:
        snapshot_download(
            known.repository,
            local_dir=folder,
            allow_patterns=list(_FILES),
            max_workers=1,
            tqdm_class=_bar(known.name, cancel, report),
            token=False,  # nobody's account is told of
        )
    except Cancelled:
        raise
    except Exception as error:  # what the network's library raises changes from one release to the next
        if isinstance(error, OSError) and is_full(folder):
            raise disk_full(folder) from error
        lines = str(error).splitlines() or [type(error).__name__]
        raise UserError(
            f"The speech pack {known.name} cannot be downloaded: {lines[0].rstrip('.')}.",
            hint="Check the connection and try again, which goes on where it broke off; or download "
            f"https://huggingface.co/{known.repository} elsewhere and run `videobert pack import FOLDER`.",
        ) from error


def _bar(item: str, cancel: CancelToken, report: Report) -> type[tqdm]:
    """A progress bar that is not drawn: it reports the bytes that arrive, and stops the download when it is to."""
    from tqdm import tqdm

    class Bar(tqdm):  # type: ignore[misc]
        def __init__(self, *args: Any, **options: Any) -> None:
            options.pop("name", None)  # which only the library's own bars know
            super().__init__(*args, **{**options, "file": io.StringIO(), "disable": False})

        def update(self, n: float = 1) -> None:
            cancel.raise_if_cancelled()
            super().update(n)
            if self.unit == "B":
                total = self.total / 1e6 if self.total else None
                report(Progress("downloading", self.n / 1e6, total, "MB", item))

    return Bar
