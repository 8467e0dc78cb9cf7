"""Which devices are offered, by what a machine seems to have."""

from __future__ import annotations

import platform
import sys
from pathlib import Path

import pytest

from videobert_desktop.settings import likely_devices as module
from videobert_desktop.settings.likely_devices import likely_devices


def test_a_driver_of_a_graphics_card_makes_it_worth_offering(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    driver = tmp_path / "nvidiactl"
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(module, "_DRIVERS", (driver,))
    assert likely_devices() == ("auto", "cpu")
    driver.touch()
    assert likely_devices() == ("auto", "cpu", "cuda")


def test_windows_is_asked_for_the_drivers_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(module, "find_library", lambda name: rf"C:\Windows\System32\{name}.dll")
    assert likely_devices() == ("auto", "cpu", "cuda")


def test_a_mac_of_apples_own_make_has_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(platform, "machine", lambda: "arm64")
    monkeypatch.setattr(module, "_DRIVERS", ())
    assert likely_devices() == ("auto", "cpu", "mps")
