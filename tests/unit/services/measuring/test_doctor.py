from __future__ import annotations

import json
import os
import re
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
from videobert_desktop.services.measuring import doctor_library, doctor_machine, doctor_speed, doctor_window
from videobert_desktop.services.measuring.check import Check, checked
from videobert_desktop.services.measuring.doctor import Diagnosis, examine
from videobert_desktop.services.watching.filesystems import FileSystem
from videobert_desktop.settings.options import Settings, packs_directory

Usage = namedtuple("Usage", "total used free")
SCREEN = {"DISPLAY": ":0"}
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


def stopped() -> Check:
    """A look that was asked to stop."""
    raise Cancelled


class TestExamining:
    def test_a_device_that_cannot_be_asked_is_the_one_of_the_settings(
        self, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(sys.modules, "videobert_desktop.models.device_trial", None)  # its import fails
        found = diagnosis(replace(settings, device="auto"), tmp_path / "none")
        assert (found.device, named(found)["device"].ok) == ("auto", False)

    def test_a_sound_installation_has_every_check_in_order_but_perhaps_those_of_the_window(
        self, settings: Settings, tmp_path: Path
    ) -> None:
        found = diagnosis(settings, tmp_path / "none")
        wrong = {check.name for check in found.checks if not check.ok}
        assert wrong <= {"window libraries", "fonts"}
        assert {"faiss", "PySide6", "speed"} <= set(named(found)) - wrong
        assert found.device == "cpu"
        assert found.x_realtime is not None
        assert found.x_realtime > 0

    def test_every_check_that_fails_says_what_to_do(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(1, 1, 0))
        monkeypatch.setattr("ctypes.util.find_library", lambda _: None)
        monkeypatch.setattr(doctor_window, "_FONT_FOLDERS", ())
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

    @pytest.mark.parametrize("error", [ValueError, AttributeError, SystemError, AssertionError])
    def test_an_installation_may_break_in_any_way(self, error: type[Exception]) -> None:
        def look() -> Check:
            raise error("numpy.dtype size changed")

        assert checked("x", look).detail == f"{error.__name__}: numpy.dtype size changed"

    def test_being_stopped_is_no_finding(self) -> None:
        with pytest.raises(Cancelled):
            checked("x", stopped)


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

    def test_a_module_that_cannot_be_loaded_is_told_with_its_own_words(self) -> None:
        assert doctor_machine.loads("json", "json").ok
        with pytest.raises(ModuleNotFoundError, match="no_such_module"):
            doctor_machine.loads("x", "no_such_module")

    def test_a_module_that_ends_the_process_is_told(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (tmp_path / "crashing.py").write_text("import os\nos._exit(3)\n", encoding="utf-8")
        monkeypatch.syspath_prepend(tmp_path)
        with pytest.raises(RuntimeError, match="terminated abruptly"):
            doctor_machine.loads("x", "crashing")

    def test_what_the_program_asks_of_a_package_is_told_as_its_metadata_say(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert re.fullmatch(r"av\b.*>=\d+.*", doctor_machine.requirement("av"))
        assert doctor_machine.requirement("AV") == doctor_machine.requirement("av")
        monkeypatch.setattr(doctor_machine, "_DISTRIBUTION", "no-such-package")
        assert doctor_machine.requirement("av") == "av"


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
        assert doctor_window.display(SCREEN).detail == "DISPLAY=:0"
        assert doctor_window.display({"QT_QPA_PLATFORM": "offscreen"}).ok
        assert doctor_window.display({}) == Check(
            "display", ok=True, detail="none: the window needs one, the command line does not"
        )

    def test_libraries_that_are_missing_are_named_by_their_packages(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("ctypes.util.find_library", lambda name: None if name.startswith("xcb-c") else f"{name}.so")
        check = doctor_window.window_libraries(SCREEN)
        assert (check.detail, check.hint) == ("missing: libxcb-cursor", "Run: apt install libxcb-cursor0")

    def test_without_a_display_nothing_that_a_window_needs_is_a_problem(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def no_library(*_: str) -> Check:
            raise ImportError("libEGL.so.1: cannot open shared object file: No such file or directory")

        monkeypatch.setattr("ctypes.util.find_library", lambda _: None)
        monkeypatch.setattr(doctor_window, "_FONT_FOLDERS", ())
        monkeypatch.setattr(doctor_window, "loads", no_library)
        for look in (doctor_window.window_libraries, doctor_window.fonts, doctor_window.toolkit):
            check = look({})
            assert (check.ok, check.hint) == (True, "")
            assert "the command line does not need it" in check.detail
        with pytest.raises(ImportError, match="libEGL"):
            doctor_window.toolkit(SCREEN)

    def test_a_toolkit_that_is_not_installed_is_a_problem_even_without_a_display(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def missing(*_: str) -> Check:
            raise ModuleNotFoundError("No module named 'PySide6'")

        monkeypatch.setattr(doctor_window, "loads", missing)
        with pytest.raises(ModuleNotFoundError):
            doctor_window.toolkit({})

    def test_a_font_is_found_wherever_it_lies(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(doctor_window, "_FONT_FOLDERS", (str(tmp_path),))
        assert "fonts-dejavu-core" in doctor_window.fonts(SCREEN).hint
        (tmp_path / "deep").mkdir()
        (tmp_path / "deep" / "a.TTF").touch()
        assert doctor_window.fonts(SCREEN).ok


class TestLocks:
    def test_a_library_at_rest_has_nothing_to_tell(self, library: Library) -> None:
        assert doctor_library.lock_state(library) == (True, "")
        assert doctor_library.locks([library]).detail == "no library is in use"

    def test_whoever_is_at_work_is_named(self, library: Library) -> None:
        with library.lock("indexing"):
            check = doctor_library.locks([library])
        assert check.ok
        assert f"{library.root} is in use by process {os.getpid()} on " in check.detail
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
        assert (check.ok, check.detail) == (False, f"{library.root} cannot be locked: Permission denied")

    def test_libraries_of_one_name_are_told_apart(self, library: Library, tmp_path: Path) -> None:
        namesake = create_library(tmp_path / "elsewhere" / "mine")
        with library.lock("indexing"):
            check = doctor_library.locks([library, namesake])
        assert f"{library.root} is in use" in check.detail
        assert str(namesake.root) not in check.detail


class TestLibrary:
    def test_an_index_that_lags_behind_is_no_damage_but_told(self, library: Library, tmp_path: Path) -> None:
        add_video(library, tmp_path / "cat.mp4")
        check = doctor_library.library_opens(library)
        assert (check.ok, check.hint) == (True, "")
        assert "the next indexing makes it" in check.detail
        rebuild_index(library, ignore_progress, CancelToken())
        assert "the next indexing" not in doctor_library.library_opens(library).detail

    def test_packs_of_which_there_is_a_newer_revision_are_not_looked_at(
        self, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        add_video(library, tmp_path / "cat.mp4")
        monkeypatch.setattr(doctor_library, "searched_revisions", lambda _: [])
        assert "the next indexing" not in doctor_library.library_opens(library).detail

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
        assert doctor_machine.requirement("av") in check.hint

    def test_a_pack_that_embeds_no_sentence_is_told(self, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
        def broken(*_: object) -> None:
            raise ValueError("no tokenizer")

        monkeypatch.setattr("videobert_desktop.models.packs.starter.StarterPack.embed_texts", broken)
        with pytest.raises(ValueError, match="no tokenizer"):
            doctor_speed.measured_speed(settings, cancel=CancelToken(), report=ignore_progress, seconds=0)

    def test_an_installation_without_samples_is_told(
        self, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(doctor_speed, "resource_path", lambda *_: tmp_path)
        with pytest.raises(UserError, match="no sample") as told:
            doctor_speed.measured_speed(settings, cancel=CancelToken(), report=ignore_progress)
        assert told.value.path == tmp_path

    def test_a_damaged_pack_is_told(self, settings: Settings) -> None:
        weights = next((packs_directory() / "tiny").glob("*.safetensors"))
        weights.write_bytes(weights.read_bytes()[:-1])
        check = doctor_speed.packs()
        assert not check.ok
        assert weights.name in check.detail

    def test_a_device_that_is_not_there_keeps_its_name(self, settings: Settings) -> None:
        check, name = doctor_speed.device(replace(settings, device="mps"))
        assert (check.ok, name) == (False, "mps")
