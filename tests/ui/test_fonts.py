"""The fonts that come along: everything the interface says can be drawn, times do not tremble, and they are small."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QFont, QFontInfo, QFontMetricsF, QRawFont
from PySide6.QtWidgets import QApplication

from videobert_desktop.domain.errors import UserError
from videobert_desktop.settings.resources import resource_path
from videobert_desktop.ui import fonts
from videobert_desktop.ui.fonts import CHINESE_FAMILY, FAMILY, families, load_fonts, tabular

FILES = sorted(resource_path("fonts").glob("*.otf"))


@pytest.fixture
def loaded(qapp: QApplication) -> Iterator[QApplication]:
    before = QFont(qapp.font())
    load_fonts(qapp)
    yield qapp
    qapp.setFont(before)


def drawable(name: str) -> QRawFont:
    return QRawFont(str(resource_path("fonts", name)), 13)


def test_the_window_is_written_in_the_font_that_comes_along(loaded: QApplication) -> None:
    assert QFontInfo(loaded.font()).family() == FAMILY
    assert loaded.font().pointSizeF() >= 10


def test_loading_the_fonts_twice_is_loading_them_once(loaded: QApplication) -> None:
    before = loaded.font()
    load_fonts(loaded)
    assert loaded.font() == before


def test_headings_have_a_weight_of_their_own(loaded: QApplication) -> None:
    font = QFont(loaded.font())
    font.setWeight(QFont.Weight.DemiBold)
    assert QFontInfo(font).weight() == QFont.Weight.DemiBold
    assert QFontMetricsF(font).horizontalAdvance("Search") > QFontMetricsF(loaded.font()).horizontalAdvance("Search")


def test_a_bigger_font_of_the_system_stays_as_big(qapp: QApplication) -> None:
    before = QFont(qapp.font())
    bigger = QFont(before)
    bigger.setPointSizeF(17)
    qapp.setFont(bigger)
    load_fonts(qapp)
    assert qapp.font().pointSizeF() == 17
    qapp.setFont(before)


def test_a_font_of_the_system_comes_before_the_few_chinese_characters_of_ours() -> None:
    assert families(["Arial", "PingFang SC"]) == [FAMILY, "PingFang SC", CHINESE_FAMILY]
    assert families([]) == [FAMILY, CHINESE_FAMILY]


def test_figures_of_equal_width_keep_a_running_time_still(loaded: QApplication) -> None:
    plain, steady = QFontMetricsF(loaded.font()), QFontMetricsF(tabular(loaded.font()))
    assert plain.horizontalAdvance("1:11:11") != plain.horizontalAdvance("0:00:00")
    assert steady.horizontalAdvance("1:11:11") == steady.horizontalAdvance("0:00:00")


@pytest.mark.parametrize("weight", ["Regular", "SemiBold"])
def test_the_letters_of_europe_and_the_signs_of_the_interface_can_be_drawn(qapp: QApplication, weight: str) -> None:
    font = drawable(f"VideoBERTSans-{weight}.otf")
    text = "Façade Łódź Straße Ελλάδα Привіт Tiếng Việt “…” – — · × → ↑ ▶ ✓ ⌘ ≈ € 0:07.5"  # noqa: RUF001 - signs that look like others
    assert [char for char in text if not font.supportsCharacter(ord(char))] == []


def test_every_chinese_character_of_the_translations_can_be_drawn(qapp: QApplication) -> None:
    font = drawable("VideoBERTSansSC-Regular.otf")
    written = resource_path("translations", "videobert_zh_CN.ts").read_text(encoding="utf-8")
    missing = {char for char in written if ord(char) > 0x2E7F and not font.supportsCharacter(ord(char))}
    assert not missing, "make the fonts again, as resources/fonts/README.md says"


def test_a_font_that_cannot_be_read_is_told(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "broken.otf").write_bytes(b"no font")
    monkeypatch.setattr(fonts, "resource_path", lambda *parts: tmp_path)
    monkeypatch.setattr(fonts, "FAMILY", "of no font")
    with pytest.raises(UserError) as caught:
        load_fonts(qapp)
    assert caught.value.path == tmp_path / "broken.otf"


def test_the_fonts_are_small_and_come_with_their_licence() -> None:
    assert {path.stem for path in FILES} == {
        "VideoBERTSans-Regular",
        "VideoBERTSans-SemiBold",
        "VideoBERTSansSC-Regular",
    }
    assert sum(path.stat().st_size for path in FILES) <= 470_000
    licence = resource_path("fonts", "OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    assert all(name in licence for name in ("The Inter Project Authors", "Adobe"))
