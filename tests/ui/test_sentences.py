"""What the services say in English is told in the language of the window."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QApplication

from videobert_desktop.domain.errors import Failure, UserError
from videobert_desktop.settings.resources import resource_path
from videobert_desktop.ui.sentences import told, told_without_path, translated

TEMPLATES: list[str] = json.loads(resource_path("translations", "sentences.json").read_text(encoding="utf-8"))


@pytest.fixture
def in_chinese(qapp: QApplication) -> Iterator[None]:
    translator = QTranslator()
    assert translator.load("videobert_zh_CN", str(resource_path("translations")))
    qapp.installTranslator(translator)
    yield
    qapp.removeTranslator(translator)


def filled(template: str) -> str:
    return re.sub(r"{\w+}", "4", template).replace("{{", "{").replace("}}", "}")


def test_in_english_an_error_is_told_as_it_stands(qapp: QApplication) -> None:
    error = UserError("The file is empty.", path=Path("/films/a.mp4"), hint="Check the drive it lies on.")
    assert told(error) == str(error)
    assert told(UserError("The file is empty.")) == "The file is empty."


def test_each_sentence_is_told_as_it_stands_in_english(qapp: QApplication) -> None:
    assert [template for template in TEMPLATES if translated(filled(template)) != filled(template)] == []


def test_each_sentence_is_told_in_chinese(in_chinese: None) -> None:
    told_in = {template: translated(filled(template)) for template in TEMPLATES}
    assert [template for template, text in told_in.items() if not re.search("[\u4e00-\u9fff]", text)] == []


def test_several_sentences_are_told_one_after_the_other(in_chinese: None) -> None:
    reason, hint = "It cannot be read: no such device.", "Check the drive it lies on."
    assert translated(f"{reason} {hint}") == translated(reason) + translated(hint)


def test_a_file_may_be_left_out(in_chinese: None) -> None:
    error = UserError("The file is empty.", path=Path("/films/a.mp4"), hint="Check the drive it lies on.")
    assert told(error) == f"/films/a.mp4: {told_without_path(error)}"


def test_names_stay_as_they_are_within_a_translated_sentence(in_chinese: None) -> None:
    text = translated("There is no pack called {odd} name 一.")
    assert "{odd} name 一" in text
    assert "pack called" not in text


def test_a_sentence_within_a_sentence_is_translated_too(in_chinese: None) -> None:
    text = translated("The file is empty. It is not looked at.")
    assert text.startswith(translated("The file is empty."))
    assert not re.search("[a-z]", text)


def test_an_error_in_chinese_names_its_file_first(in_chinese: None) -> None:
    failure = Failure(Path("/films/a.mp4"), "The file is empty.", "Check the drive it lies on.")
    assert told(failure).startswith("/films/a.mp4: ")
    assert not re.search("[a-z]", told(failure).removeprefix("/films/a.mp4"))


@given(st.text())
def test_what_is_in_no_list_stays_as_it_is(text: str) -> None:
    assert translated(text) == text
