"""The fonts of the window: one that comes along, and after it what the system has for other scripts."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

from videobert_desktop.domain.errors import UserError
from videobert_desktop.settings.resources import resource_path

FAMILY = "VideoBERT Sans"
CHINESE_FAMILY = "VideoBERT Sans SC"
"""Holds the characters of the translations and of everyday words only, so a system's font comes first."""

# In the order of how well they suit the interface; the names that Windows, macOS and Linux know them by.
_CHINESE_OF_SYSTEMS = (
    "Microsoft YaHei UI",
    "PingFang SC",
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Droid Sans Fallback",
)
_SMALLEST = 10.0  # points


def load_fonts(app: QApplication) -> None:
    """Register the fonts that come along, and write everything in them, never smaller than the system does.

    Raises:
        UserError: A font file is missing or broken.
    """
    if FAMILY not in QFontDatabase.families():
        for path in sorted(resource_path("fonts").glob("*.otf")):
            if QFontDatabase.addApplicationFont(str(path)) < 0:
                raise UserError("a font cannot be read.", path=path, hint="Install the program again.")
    font = QFont(app.font())
    font.setFamilies(families(QFontDatabase.families()))
    font.setPointSizeF(max(font.pointSizeF(), _SMALLEST))
    app.setFont(font)


def families(installed: list[str]) -> list[str]:
    """The families to write in, each for what those before it lack, where `installed` are there."""
    return [FAMILY, *(name for name in _CHINESE_OF_SYSTEMS if name in installed), CHINESE_FAMILY]


def tabular(font: QFont) -> QFont:
    """The same font with figures of equal width, so that a running time does not tremble."""
    steady = QFont(font)
    steady.setFeature(QFont.Tag("tnum"), 1)
    return steady
