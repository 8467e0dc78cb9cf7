"""The language of the window's texts, and of Qt's own."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from videobert_desktop.settings.resources import resource_path


class _Translator(QTranslator):
    """One of ours, which can be told from those of others."""


def install_language(app: QApplication, language: str) -> None:
    """Have texts that are made from now on be in another language, and numbers be written as it writes them.

    What is shown already stays as it is. A language without translations is English.

    Args:
        app: The application.
        language: A code such as "zh_CN", or "system" for that of the desktop.
    """
    for former in app.findChildren(_Translator):
        app.removeTranslator(former)
        former.deleteLater()
    code = language_code(language, QLocale.system().uiLanguages())
    QLocale.setDefault(QLocale(code) if language != "system" else QLocale.system())
    qt_translations = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    _install(app, f"qtbase_{code}", qt_translations)
    _install(app, f"videobert_{code}", str(resource_path("translations")))


def language_code(language: str, system: list[str]) -> str:
    """The code of the language to take.

    Args:
        language: A code, or "system".
        system: The languages of the system as BCP 47 names them, the preferred one first.
    """
    if language != "system":
        return language
    names = (name.replace("_", "-").split("-")[0].lower() for name in system)
    known = {"en": "en", "zh": "zh_CN"}
    return next((known[name] for name in names if name in known), "en")


def _install(app: QApplication, name: str, directory: str) -> None:
    translator = _Translator(app)
    if translator.load(name, directory):
        app.installTranslator(translator)
    else:
        translator.deleteLater()
