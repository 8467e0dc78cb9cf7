"""The options of everyday use: language, colours, and what is remembered."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from videobert_desktop.settings.options import Settings
from videobert_desktop.ui.preferences.form import Card, ChoiceBox, page_layout
from videobert_desktop.ui.preferences.sure_button import SureButton
from videobert_desktop.ui.preferences.switch import Switch


class GeneralPage(QWidget):
    """Language, appearance, and the memory of what was watched and searched for.

    Signals:
        chosen: (str, object) an option's name and its new value.
        clear_asked: (str) "viewing" or "searches" shall be forgotten.
    """

    chosen = Signal(str, object)
    clear_asked = Signal(str)

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.language = ChoiceBox(self._languages(), settings.language)
        self.appearance = ChoiceBox(self._appearances(), settings.appearance)
        self.remember = Switch(on=settings.remember_viewing)
        self.clear_viewing = self._clear_button(self.tr("Clear what was watched"))
        self.clear_searches = self._clear_button(self.tr("Clear the search history"))
        self._lay_out()
        self.language.picked.connect(self._on_language)
        self.appearance.picked.connect(self._on_appearance)
        self.remember.toggled.connect(self._on_remember)
        self.clear_viewing.confirmed.connect(self._on_clear_viewing)
        self.clear_searches.confirmed.connect(self._on_clear_searches)

    def show_cleared(self, what: str) -> None:
        """Say that "viewing" or "searches" is forgotten now."""
        buttons = {"viewing": self.clear_viewing, "searches": self.clear_searches}
        buttons[what].setText(self.tr("Cleared"))
        buttons[what].setEnabled(False)

    @Slot(str)
    def _on_language(self, language: str) -> None:
        self.chosen.emit("language", language)

    @Slot(str)
    def _on_appearance(self, appearance: str) -> None:
        self.chosen.emit("appearance", appearance)

    @Slot(bool)
    def _on_remember(self, on: bool) -> None:  # noqa: FBT001 - Qt's signal
        self.chosen.emit("remember_viewing", on)

    @Slot()
    def _on_clear_viewing(self) -> None:
        self.clear_asked.emit("viewing")

    @Slot()
    def _on_clear_searches(self) -> None:
        self.clear_asked.emit("searches")

    def _lay_out(self) -> None:
        layout = page_layout(self, self.tr("General"))
        looks, memory = Card(), Card()
        looks.add_option(self.tr("Language"), self.tr("Of the window and its messages."), self.language)
        looks.add_option(self.tr("Appearance"), self.tr("The colours of the window."), self.appearance)
        text = self.tr("Where a video was left and what of it was watched. It is kept in the library, on this machine.")
        memory.add_option(self.tr("Remember what was watched"), text, self.clear_viewing, self.remember)
        text = self.tr("What was searched for lately, offered again in the search field.")
        memory.add_option(self.tr("Search history"), text, self.clear_searches)
        layout.addWidget(looks)
        layout.addWidget(memory)
        layout.addStretch()

    def _clear_button(self, name: str) -> SureButton:
        button = SureButton(self.tr("Clear"), self.tr("Clear for good?"))
        button.setAccessibleName(name)
        return button

    def _languages(self) -> tuple[tuple[str, str], ...]:
        # A language is named in itself, for whoever cannot read the present one.
        return ("system", self.tr("As the system")), ("en", "English"), ("zh_CN", "简体中文")

    def _appearances(self) -> tuple[tuple[str, str], ...]:
        return ("system", self.tr("As the system")), ("light", self.tr("Light")), ("dark", self.tr("Dark"))
