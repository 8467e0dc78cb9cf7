"""Installing speech packs, and which of them listens."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import huggingface_hub
import pytest

from tests.helpers.speech_packs import install_speech_pack_of, whisper_folder
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Cancelled, UserError
from videobert_desktop.domain.progress import Progress, ignore_progress
from videobert_desktop.services.speech_packs import installing
from videobert_desktop.services.speech_packs.installed import (
    find_speech_pack,
    listening_pack,
    remove_speech_pack,
    speech_packs,
    speech_packs_directory,
    verify_speech_pack,
)
from videobert_desktop.services.speech_packs.installing import install_speech_pack
from videobert_desktop.services.speech_packs.known import KNOWN_SPEECH_PACKS


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return whisper_folder(tmp_path / "model")


def names() -> list[str]:
    packs, errors = speech_packs()
    assert errors == []
    return [pack.name for pack in packs]


def left_over() -> list[str]:
    """What lies hidden among the packs."""
    return [path.name for path in speech_packs_directory().glob(".*")]


class TestInstalled:
    def test_there_are_none_to_begin_with(self) -> None:
        assert names() == []
        assert listening_pack("auto") is None

    def test_a_folder_becomes_a_pack_and_may_go(self, model: Path) -> None:
        pack = install_speech_pack_of(model, "mine")
        shutil.rmtree(model)
        assert names() == ["mine"]
        assert set(pack.files) == {"model.bin", "config.json", "tokenizer.json", "vocabulary.txt"}
        assert pack.size_bytes == len("weights{}{}a\nb\n")
        assert verify_speech_pack(find_speech_pack("mine")) == []
        assert left_over() == []

    def test_other_weights_are_another_revision(self, model: Path, tmp_path: Path) -> None:
        first = install_speech_pack_of(model, "mine")
        second = install_speech_pack_of(whisper_folder(tmp_path / "other", b"better weights"), "mine")
        assert first.key != second.key
        assert names() == ["mine"]

    def test_a_folder_that_holds_no_model_is_named(self, tmp_path: Path) -> None:
        (tmp_path / "letter.txt").touch()
        with pytest.raises(UserError, match=r"model\.bin"):
            install_speech_pack_of(tmp_path, "mine")
        assert names() == []

    @pytest.mark.parametrize("name", ["../mine", "", ".mine", "a/b", "-x", "mine\n"])
    def test_a_name_that_leads_elsewhere_is_refused(self, model: Path, name: str) -> None:
        with pytest.raises(UserError, match="cannot be called"):
            install_speech_pack_of(model, name)

    def test_what_is_cut_off_leaves_the_old_one_and_nothing_else(self, model: Path, tmp_path: Path) -> None:
        old = install_speech_pack_of(model, "mine")
        cancel = CancelToken()
        cancel.cancel()
        with pytest.raises(Cancelled):
            installing.import_speech_pack(
                whisper_folder(tmp_path / "new", b"new"), "mine", cancel=cancel, report=ignore_progress
            )
        assert find_speech_pack("mine") == old
        assert left_over() == []

    def test_damage_is_found(self, model: Path) -> None:
        pack = install_speech_pack_of(model, "mine")
        (pack.directory / "model.bin").write_bytes(b"wrights")
        (pack.directory / "config.json").unlink()
        assert [finding.split("/")[-1] for finding in verify_speech_pack(pack)] == [
            "model.bin is not what it was when the pack was installed.",
            "config.json is missing.",
        ]

    @pytest.mark.parametrize("content", ["{", '{"files": 3}', '{"files": {}}', '{"files": {"../model.bin": "0"}}'])
    def test_a_manifest_that_is_none_is_named_and_the_others_go_on(self, model: Path, content: str) -> None:
        install_speech_pack_of(model, "sound")
        broken = install_speech_pack_of(model, "broken").directory / "speech.json"
        broken.write_text(content)
        packs, (error,) = speech_packs()
        assert [pack.name for pack in packs] == ["sound"]
        assert error.path == broken

    def test_a_removed_pack_is_gone(self, model: Path) -> None:
        install_speech_pack_of(model, "mine")
        remove_speech_pack("mine")
        assert names() == []
        assert not (speech_packs_directory() / "mine").exists()
        with pytest.raises(UserError, match="no speech pack called 'mine'"):
            remove_speech_pack("mine")


class TestListening:
    def test_the_largest_listens_unless_one_is_chosen(self, tmp_path: Path) -> None:
        for size in (10, 30, 20):
            install_speech_pack_of(whisper_folder(tmp_path / str(size), b"w" * size), f"of-{size}")
        automatic, chosen = listening_pack("auto"), listening_pack("of-20")
        assert automatic is not None
        assert chosen is not None
        assert (automatic.name, chosen.name) == ("of-30", "of-20")

    def test_nobody_listens_when_it_is_off(self, model: Path) -> None:
        install_speech_pack_of(model, "mine")
        assert listening_pack("off") is None

    def test_a_chosen_one_that_is_not_there_is_named(self, model: Path) -> None:
        install_speech_pack_of(model, "mine")
        with pytest.raises(UserError, match="'yours'") as error:
            listening_pack("yours")
        assert "mine" in error.value.hint


class TestInstalling:
    @pytest.fixture
    def hub(self, monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[..., None]], None]:
        """Has a function stand for the download."""

        def stand_in(download: Callable[..., None]) -> None:
            monkeypatch.setattr(huggingface_hub, "snapshot_download", download)

        return stand_in

    def test_what_is_downloaded_becomes_a_pack(self, hub: Callable[[Callable[..., None]], None]) -> None:
        asked: list[str] = []

        def download(repository: str, *, local_dir: Path, tqdm_class: Any, **_: object) -> None:
            asked.append(repository)
            files = whisper_folder(local_dir / "x")
            for file in files.iterdir():
                file.rename(local_dir / file.name)
            files.rmdir()
            (local_dir / ".cache").mkdir()
            with tqdm_class(total=2, unit="it", name="files") as number, tqdm_class(total=7e6, unit="B") as size:
                number.update(1)
                size.update(3e6)
                size.update(4e6)

        hub(download)
        told: list[Progress] = []
        pack = install_speech_pack("base", cancel=CancelToken(), report=told.append)
        assert asked == ["Systran/faster-whisper-base"]
        assert [(progress.done, progress.total, progress.unit) for progress in told] == [(3, 7, "MB"), (7, 7, "MB")]
        assert names() == ["base"]
        assert {path.name for path in pack.directory.iterdir()} == {*pack.files, "speech.json"}

    def test_a_connection_that_fails_is_told_with_a_way_out(self, hub: Callable[[Callable[..., None]], None]) -> None:
        def download(*_: object, local_dir: Path, **__: object) -> None:
            (local_dir / "model.bin.incomplete").touch()
            raise ConnectionError("no route to host")

        hub(download)
        with pytest.raises(UserError, match="no route to host") as error:
            install_speech_pack("small", cancel=CancelToken(), report=ignore_progress)
        assert "videobert pack import" in error.value.hint
        assert names() == []
        assert left_over() == [".small.download"]  # the next attempt goes on from there

    def test_a_full_disk_is_told_as_such(
        self, hub: Callable[[Callable[..., None]], None], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def download(*_: object, **__: object) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        hub(download)
        monkeypatch.setattr(installing, "is_full", lambda _: True)
        with pytest.raises(UserError, match="is full"):
            install_speech_pack("base", cancel=CancelToken(), report=ignore_progress)

    def test_it_stops_within_a_file(self, hub: Callable[[Callable[..., None]], None]) -> None:
        cancel = CancelToken()

        def download(*_: object, tqdm_class: Any, **__: object) -> None:
            with tqdm_class(total=9, unit="B") as bar:
                cancel.cancel()
                bar.update(1)

        hub(download)
        with pytest.raises(Cancelled):
            install_speech_pack("base", cancel=cancel, report=ignore_progress)

    def test_what_a_python_package_holds_is_not_downloaded(
        self, hub: Callable[[Callable[..., None]], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(*_: object, **__: object) -> None:
            raise AssertionError("nothing was to be downloaded")

        hub(refuse)
        whisper_folder(tmp_path / "packages" / KNOWN_SPEECH_PACKS[0].package / "model")
        (tmp_path / "packages" / KNOWN_SPEECH_PACKS[0].package / "__init__.py").touch()
        monkeypatch.syspath_prepend(tmp_path / "packages")
        assert install_speech_pack("tiny.en", cancel=CancelToken(), report=ignore_progress).name == "tiny.en"

    def test_what_nobody_knows_is_refused_with_the_names_that_are_known(self) -> None:
        with pytest.raises(UserError, match="'huge'") as error:
            install_speech_pack("huge", cancel=CancelToken(), report=ignore_progress)
        assert "base" in error.value.hint
