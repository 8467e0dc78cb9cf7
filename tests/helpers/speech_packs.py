"""Folders that look like Whisper models, for whoever only moves them about."""

from __future__ import annotations

from pathlib import Path

from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.progress import ignore_progress
from videobert_desktop.services.speech_packs.installed import SpeechPack
from videobert_desktop.services.speech_packs.installing import import_speech_pack


def whisper_folder(directory: Path, weights: bytes = b"weights") -> Path:
    """A folder with the files of a model."""
    directory.mkdir(parents=True)
    (directory / "model.bin").write_bytes(weights)
    for name in ("config.json", "tokenizer.json"):
        (directory / name).write_text("{}", encoding="utf-8")
    (directory / "vocabulary.txt").write_text("a\nb\n", encoding="utf-8")
    return directory


def install_speech_pack_of(directory: Path, name: str) -> SpeechPack:
    """Install the model in a folder as a speech pack."""
    return import_speech_pack(directory, name, cancel=CancelToken(), report=ignore_progress)
