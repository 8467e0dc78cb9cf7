from __future__ import annotations

import json
import os
import shutil
import sys
from collections import namedtuple
from dataclasses import replace
from pathlib import Path

import pytest

from tests.helpers.libraries import add_video
from tests.helpers.tiny_pack import write_tiny_pack
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Cancelled, UserError
from videobert_desktop.domain.progress import ignore_progress
from videobert_desktop.services.libraries import create_library, rebuild_index
from videobert_desktop.services.library import Library
from videobert_desktop.services.measuring import doctor_library, doctor_machine, doctor_speed
from videobert_desktop.services.measuring.check import Check, checked
from videobert_desktop.services.measuring.doctor import Diagnosis, examine
from videobert_desktop.services.watching.filesystems import FileSystem
from videobert_desktop.settings.options import Settings, packs_directory

Usage = namedtuple("Usage", "total used free")
linux_only = pytest.mark.skipif(sys.platform != "linux", reason="other systems bring what a window needs")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Those of a user whose only pack is a tiny one."""
    write_tiny_pack(packs_directory() / "tiny")
    return Settings(device="cpu", pack="tiny", threads=1, libraries_directory=tmp_path / "libraries")


@pytest.fixture
def library(settings: Settings) -> Library:
    return create_library(settings.libraries_directory / "mine")


def diagnosis(settings: Settings, library: Path) -> Diagnosis:
    return examine(settings, library, cancel=CancelToken(), report=ignore_progress)


def named(found: Diagnosis) -> dict[str, Check]:
    return {check.name: check for check in found.checks}


class TestExamining:
    def test_a_sound_installation_has_every_check_but_perhaps_a_display_in_order(
        self, settings: Settings, tmp_path: Path
    ) -> None:
        found = diagnosis(settings, tmp_path / "none")
        wrong = {check.name for check in found.checks if not check.ok}
        assert wrong <= {"display", "window libraries", "fonts"}
        assert found.device == "cpu"
        assert found.x_realtime is not None
        assert found.x_realtime > 0

    def test_every_check_that_fails_says_what_to_do(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(1, 1, 0))
        monkeypatch.setattr("ctypes.util.find_library", lambda _: None)
        monkeypatch.setattr(doctor_machine, "_FONT_FOLDERS", ())
        monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
        monkeypatch.delenv("DISPLAY", raising=False)
        monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
        settings = Settings(device="mps", pack="none", libraries_directory=tmp_path)
        found = diagnosis(settings, tmp_path / "none")
        wrong = {check.name for check in found.checks if not check.ok}
        assert {"device", "speed", "disk"} <= wrong
        assert all(check.hint for check in found.checks if not check.ok)
        assert all(not check.hint for check in found.checks if check.ok)
        assert (found.device, found.x_realtime, found.ok) == ("mps", None, False)

    def test_a_library_is_looked_at_if_it_is_there(self, settings: Settings, library: Library, tmp_path: Path) -> None:
        assert "library" not in named(diagnosis(settings, tmp_path / "none"))
        check = named(diagnosis(settings, library.root))["library"]
        assert check.ok
        assert "generation 0" in check.detail

    def test_a_directory_that_is_no_library_is_told(self, settings: Settings, tmp_path: Path) -> None:
        check = named(diagnosis(settings, tmp_path))["library"]
        assert not check.ok
        assert "not a library" in check.detail

    def test_it_can_be_stopped(self, settings: Settings, tmp_path: Path) -> None:
        cancel = CancelToken()
        cancel.cancel()
        with pytest.raises(Cancelled):
            examine(settings, tmp_path, cancel=cancel, report=ignore_progress)


class TestOneCheck:
    def test_an_error_that_a_person_can_act_on_is_a_finding_with_its_hint(self) -> None:
        def look() -> Check:
            raise UserError("It is gone.", path=Path("/a"), hint="Look for it.")

        assert checked("x", look) == Check("x", ok=False, detail="/a: It is gone.", hint="Look for it.")

    def test_an_installation_that_breaks_is_a_finding_too(self) -> None:
        def look() -> Check:
            raise ImportError("libx.so: cannot open shared object file")

        found = checked("x", look)
        assert (found.ok, found.hint) == (False, "Install the program again.")
        assert "libx.so" in found.detail


class TestVersions:
    @pytest.mark.parametrize(
        ("requirement", "version", "meets"),
        [
            ("PySide6<6.12,>=6.8", "6.11.3", True),
            ("PySide6<6.12,>=6.8", "6.12.0", False),
            ("PySide6<6.12,>=6.8", "6.7", False),
            ("av<19,>=15", "19.0.0", False),
            ("torch<2.14,>=2.4", "2.13.0+cpu", True),
            ("torch<2.14,>=2.4", "2.4", True),
            ("numpy>=2", "2.0rc1", True),
            ("click", "8.1", True),
            ("click", None, False),
        ],
    )
    def test_a_version_meets_its_bounds_or_not(self, requirement: str, version: str | None, *, meets: bool) -> None:
        assert doctor_machine.meets(requirement, version) is meets

    def test_the_window_library_that_crashes_is_told_with_the_way_out(self, monkeypatch: pytest.MonkeyPatch) -> None:
        real = doctor_machine._version
        monkeypatch.setattr(
            doctor_machine, "_version", lambda name: "6.12.0" if name.lower() == "pyside6" else real(name)
        )
        check = doctor_machine.packages()
        assert check.detail.lower() == "pyside6 is 6.12.0"
        assert check.hint.lower().startswith('run: pip install "pyside6')

    def test_a_program_that_is_not_installed_as_a_package_has_no_versions_to_tell(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(doctor_machine, "_DISTRIBUTION", "no-such-package")
        assert doctor_machine.packages().ok

    def test_an_old_interpreter_is_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert doctor_machine.python().ok
        monkeypatch.setattr(doctor_machine, "_OLDEST_PYTHON", (99,))
        assert "too old" in doctor_machine.python().detail


class TestPlaces:
    def test_a_directory_yet_to_be_made_counts_as_the_one_above_it(self, tmp_path: Path) -> None:
        assert doctor_machine.libraries_directory(tmp_path / "a" / "b").ok
        assert doctor_machine.room(tmp_path / "a" / "b").ok
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root writes everywhere")
    def test_a_directory_that_cannot_be_written_is_told(self, tmp_path: Path) -> None:
        tmp_path.chmod(0o500)
        assert not doctor_machine.libraries_directory(tmp_path).ok
        tmp_path.chmod(0o700)

    def test_a_disk_that_refuses_is_told(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(**_: object) -> None:
            raise OSError(30, os.strerror(30))

        monkeypatch.setattr("tempfile.TemporaryFile", refuse)
        check = doctor_machine.libraries_directory(tmp_path)
        assert (check.ok, str(tmp_path) in check.detail) == (False, True)

    def test_a_network_drive_is_no_place_for_a_library(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        assert doctor_machine.file_system(tmp_path).ok
        monkeypatch.setattr(doctor_machine, "file_system_of", lambda _: FileSystem("nfs4", Path("/mnt")))
        check = doctor_machine.file_system(tmp_path)
        assert not check.ok
        assert "nfs4 at /mnt" in check.detail

    def test_too_little_shared_memory_is_told(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        assert doctor_machine.shared_memory(tmp_path / "none").ok
        monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(64_000_000, 60_000_000, 4_000_000))
        check = doctor_machine.shared_memory(tmp_path)
        assert (check.ok, check.detail) == (False, f"4 MB free in {tmp_path}")
        assert "--shm-size" in check.hint


@linux_only
class TestWindow:
    def test_a_display_is_named_and_its_absence_told(self) -> None:
        assert doctor_machine.display({"DISPLAY": ":0"}).detail == "DISPLAY=:0"
        assert doctor_machine.display({"QT_QPA_PLATFORM": "offscreen"}).ok
        assert "xvfb" in doctor_machine.display({}).hint

    def test_libraries_that_are_missing_are_named_by_their_packages(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("ctypes.util.find_library", lambda name: None if name.startswith("xcb-c") else f"{name}.so")
        check = doctor_machine.window_libraries()
        assert (check.detail, check.hint) == ("missing: libxcb-cursor", "Run: apt install libxcb-cursor0")

    def test_a_font_is_found_wherever_it_lies(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(doctor_machine, "_FONT_FOLDERS", (str(tmp_path),))
        assert "fonts-dejavu-core" in doctor_machine.fonts().hint
        (tmp_path / "deep").mkdir()
        (tmp_path / "deep" / "a.TTF").touch()
        assert doctor_machine.fonts().ok


class TestLocks:
    def test_a_library_at_rest_has_nothing_to_tell(self, library: Library) -> None:
        assert doctor_library.lock_state(library) == (True, "")
        assert doctor_library.locks([library]).detail == "no library is in use"

    def test_whoever_is_at_work_is_named(self, library: Library) -> None:
        with library.lock("indexing"):
            check = doctor_library.locks([library])
        assert check.ok
        assert f"mine is in use by process {os.getpid()} on " in check.detail
        assert "(indexing since " in check.detail

    def test_what_a_killed_run_left_is_told_as_harmless(self, library: Library) -> None:
        with library.lock("indexing"):
            signature = (library.root / "lock.json").read_text(encoding="utf-8")
        (library.root / "lock.json").write_text(signature, encoding="utf-8")
        check = doctor_library.locks([library])
        assert check.ok
        assert "ended without a word; nothing holds it now" in check.detail

    @pytest.mark.parametrize("signature", ["", "{", json.dumps({"pid": 1}), json.dumps([1])])
    def test_a_signature_that_cannot_be_read_names_nobody(self, library: Library, signature: str) -> None:
        with library.lock("indexing"):
            (library.root / "lock.json").write_text(signature, encoding="utf-8")
            assert doctor_library.lock_state(library) == (True, "is in use by another process")

    def test_a_lock_that_may_not_be_taken_is_told(self, library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(_: object) -> None:
            raise PermissionError(13, "Permission denied")

        (library.root / "lock").touch()
        monkeypatch.setattr("filelock.FileLock._acquire", refuse)
        check = doctor_library.locks([library])
        assert (check.ok, check.detail) == (False, "mine cannot be locked: Permission denied")


class TestLibrary:
    def test_an_index_that_lags_behind_is_told(self, library: Library, tmp_path: Path) -> None:
        add_video(library, tmp_path / "cat.mp4")
        check = doctor_library.library_opens(library)
        assert not check.ok
        assert "rebuild-index" in check.hint
        rebuild_index(library, ignore_progress, CancelToken())
        assert doctor_library.library_opens(library).ok

    def test_a_catalogue_that_is_none_is_told(self, settings: Settings, library: Library) -> None:
        library.catalogue_path.write_bytes(b"no catalogue" * 1000)
        check = named(diagnosis(settings, library.root))["library"]
        assert not check.ok
        assert "catalogue" in check.detail


class TestSpeed:
    def test_slower_than_watching_is_told(self, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(doctor_speed, "measured_speed", lambda *_, **__: 0.5)
        check, times = doctor_speed.speed(settings, cancel=CancelToken(), report=ignore_progress)
        assert (check.ok, times) == (False, 0.5)
        assert "--mode fast" in check.hint

    def test_a_kind_of_picture_that_cannot_be_read_is_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("videobert_desktop.media.codecs.missing_decoders", lambda: ["AV1"])
        check = doctor_speed.decoders()
        assert (check.ok, check.detail) == (False, "none for AV1")

    def test_a_damaged_pack_is_told(self, settings: Settings) -> None:
        weights = next((packs_directory() / "tiny").glob("*.safetensors"))
        weights.write_bytes(weights.read_bytes()[:-1])
        check = doctor_speed.packs()
        assert not check.ok
        assert weights.name in check.detail

    def test_a_device_that_is_not_there_keeps_its_name(self, settings: Settings) -> None:
        check, name = doctor_speed.device(replace(settings, device="mps"))
        assert (check.ok, name) == (False, "mps")
