"""The language of texts changes at once, back and forth, and nothing of the former is left."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import PySide6
import pytest
from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtWidgets import QApplication

from videobert_desktop.ui import language as module
from videobert_desktop.ui.language import install_language, language_code


@pytest.fixture(autouse=True)
def _english_afterwards(qapp: QApplication) -> Iterator[None]:
    before = QLocale()
    yield
    install_language(qapp, "en")
    QLocale.setDefault(before)


@pytest.fixture
def ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Resources with a translation of one sentence into Chinese."""
    source = tmp_path / "videobert_zh_CN.ts"
    source.write_text(
        '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE TS><TS version="2.1" language="zh_CN"><context>'
        "<name>Test</name><message><source>a moment</source><translation>一个瞬间</translation></message>"
        "</context></TS>",
        encoding="utf-8",
    )
    release = Path(PySide6.__file__).parent / "lrelease"
    if not release.exists():
        pytest.skip("no compiler of translations")
    subprocess.run([release, "-silent", source], check=True)
    monkeypatch.setattr(module, "resource_path", lambda *parts: tmp_path)


def said() -> str:
    return QCoreApplication.translate("Test", "a moment")


def said_by_qt() -> str:
    return QCoreApplication.translate("QPlatformTheme", "Cancel")


@pytest.mark.usefixtures("ours")
def test_texts_are_in_the_language_that_was_chosen_last(qapp: QApplication) -> None:
    for language, text in (("zh_CN", "一个瞬间"), ("en", "a moment"), ("zh_CN", "一个瞬间"), ("zh_CN", "一个瞬间")):
        install_language(qapp, language)
        assert said() == text
    install_language(qapp, "en")
    assert said() == "a moment"


def test_what_qt_says_itself_is_in_that_language_too(qapp: QApplication) -> None:
    install_language(qapp, "zh_CN")
    assert said_by_qt() == "取消"
    install_language(qapp, "en")
    assert said_by_qt() == "Cancel"


def test_a_language_without_translations_is_english(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "resource_path", lambda *parts: tmp_path)
    install_language(qapp, "zh_CN")
    assert said() == "a moment"


def test_numbers_are_written_as_the_language_does(qapp: QApplication) -> None:
    install_language(qapp, "zh_CN")
    assert QLocale().language() == QLocale.Language.Chinese
    install_language(qapp, "en")
    assert QLocale().language() == QLocale.Language.English


@pytest.mark.parametrize(
    ("language", "system", "code"),
    [
        ("en", ["zh-Hans-CN"], "en"),
        ("zh_CN", ["en-GB"], "zh_CN"),
        ("system", ["zh-Hans-CN", "zh", "en"], "zh_CN"),
        ("system", ["en-US", "zh"], "en"),
        ("system", ["de-DE", "zh_CN"], "zh_CN"),
        ("system", ["de-DE"], "en"),
        ("system", ["C"], "en"),
        ("system", [], "en"),
    ],
)
def test_the_system_chooses_among_the_languages_that_there_are(language: str, system: list[str], code: str) -> None:
    assert language_code(language, system) == code
