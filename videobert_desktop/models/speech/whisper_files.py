"""The files of a Whisper model in CTranslate2's format."""

from __future__ import annotations

import json
from pathlib import Path

from videobert_desktop.domain.errors import UserError

REPAIR = "Install the speech pack again, or choose another."
_NEEDED = ("model.bin", "config.json", "tokenizer.json")
_VOCABULARIES = ("vocabulary.json", "vocabulary.txt")


def check_whisper_files(directory: Path) -> None:
    """See that everything is there that loading reads: what is missing would be looked for elsewhere.

    Args:
        directory: Where a converted model should be.

    Raises:
        UserError: It is no directory, holds something else, or is not complete.
    """
    if not directory.is_dir():
        raise UserError("There is no speech pack here.", path=directory, hint=REPAIR)
    missing = [name for name in _NEEDED if not (directory / name).is_file()]
    if not any((directory / name).is_file() for name in _VOCABULARIES):
        missing.append(_VOCABULARIES[0])
    if missing:
        reason = f"This is no complete Whisper model in CTranslate2's format: {', '.join(missing)} is missing."
        raise UserError(reason, path=directory, hint=REPAIR)
    _check_configuration(directory / "config.json")


def _check_configuration(path: Path) -> None:
    try:
        configuration = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UserError(f"The speech model's configuration cannot be read: {error}.", path=path, hint=REPAIR) from error
    if not isinstance(configuration, dict):
        raise UserError("This is no configuration of a speech model.", path=path, hint=REPAIR)
