"""A row of controls that fits: where it is narrow, the less important ones wait in a menu."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QToolButton, QWidget

from videobert_desktop.ui.widgets.icon_button import IconButton

_SPACING = 2


class FittingRow(QWidget):
    """Shows as many of its controls as there is room for, the most important ones, in the order of their adding."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._importance: dict[QWidget, int] = {}
        self._unwanted: set[QWidget] = set()
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill_menu)
        self.more = IconButton("more", self.tr("More"))
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setMenu(self._menu)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(_SPACING)
        self._row.addWidget(self.more)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    @property
    def left_out(self) -> list[QWidget]:
        """The controls for which there is no room now."""
        return [item for item in self._importance if item.isHidden() and item not in self._unwanted]

    def add(self, control: QWidget, importance: int) -> None:
        """Add a control at the end; the less important ones give way first, equally important ones together."""
        self._importance[control] = importance
        self._row.insertWidget(self._row.count() - 1, control, 0, Qt.AlignmentFlag.AlignVCenter)
        # The Tab key goes by what came first into the row.
        self.more.setParent(None)
        self._row.addWidget(self.more)

    def add_room(self) -> None:
        """What is added from here on stands at the right."""
        self._row.insertStretch(self._row.count() - 1, 1)

    def want(self, control: QWidget, wanted: bool) -> None:  # noqa: FBT001 - the one thing there is to say
        """Show a control if there is room for it, or do without it in any case."""
        (self._unwanted.discard if wanted else self._unwanted.add)(control)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802, D102, ARG002 - Qt's name
        self._fit()

    def event(self, event: QEvent) -> bool:  # noqa: D102
        if event.type() == QEvent.Type.LayoutRequest:  # a control has become wider or narrower
            self._fit()
        return super().event(event)

    def _fit(self) -> None:
        wanted = [item for item in self._importance if item not in self._unwanted]
        fitting = self._fitting(wanted, self.width())
        if len(fitting) < len(wanted):
            fitting = self._fitting(wanted, self.width() - _width_of(self.more))
        for item in self._importance:
            item.setVisible(item in fitting)
        self.more.setVisible(len(fitting) < len(wanted))

    def _fitting(self, wanted: list[QWidget], room: int) -> set[QWidget]:
        """The most important ones that fit beside each other; those that are equally important stay together."""
        fitting = set[QWidget]()
        for importance in sorted({self._importance[item] for item in wanted}, reverse=True):
            together = [item for item in wanted if self._importance[item] == importance]
            room -= sum(_width_of(item) for item in together)
            if room < 0:
                break
            fitting.update(together)
        return fitting

    @Slot()
    def _fill_menu(self) -> None:
        self._menu.clear()
        for button in self.left_out:
            if isinstance(button, QToolButton) and button.menu() is not None:
                submenu = self._menu.addMenu(button.accessibleName())
                submenu.addActions(button.menu().actions())
            elif isinstance(button, QToolButton):
                action = self._menu.addAction(button.icon(), button.accessibleName())
                action.setEnabled(button.isEnabled())
                action.triggered.connect(button.click)


def _width_of(control: QWidget) -> int:
    return max(control.sizeHint().width(), control.minimumWidth()) + _SPACING
