"""A line that says what happened, until it is dismissed, has been there long enough, or something else has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from videobert_desktop.domain.errors import UserError
from videobert_desktop.ui.sentences import told
from videobert_desktop.ui.theme import SPACE, Tone, colour_of
from videobert_desktop.ui.widgets.icon_button import IconButton
from videobert_desktop.ui.widgets.icons import sign
from videobert_desktop.ui.widgets.message_text import MessageText

NOTE_MILLISECONDS = 8000
"""How long a mere note stays, if nobody is reading it."""

_MOST_KEPT = 20
_SIGN = 20


class MessageKind(Enum):
    """How much a message matters: the sign before it, and whether others may cover it."""

    NOTE = "info"
    OFFER = "help"
    WARNING = "warning"
    ERROR = "error"

    @property
    def urgent(self) -> bool:
        """Whether a person may have to do something about it."""
        return self in (MessageKind.WARNING, MessageKind.ERROR)


@dataclass(frozen=True, slots=True)
class Message:
    """What is said, and the buttons beside it: pairs of a label and what is told when it is pressed."""

    kind: MessageKind
    text: str
    actions: tuple[tuple[str, str], ...] = ()


class MessageBar(QFrame):
    """Hidden while there is nothing to say.

    What is urgent covers what is not, and waits below what is newer until that is dismissed; a new offer covers both. A
    mere note makes room by itself.

    Signals:
        chosen: (str) the key of a button that was pressed; its message is gone.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("messageBar")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._waiting: list[Message] = []
        self._sign = QLabel()
        self._text = MessageText()
        self._more = QLabel()
        self._more.setObjectName("quiet")
        self._actions = QHBoxLayout()
        self._actions.setSpacing(SPACE)
        self._time = QTimer(self)
        self._time.setSingleShot(True)
        self._time.setInterval(NOTE_MILLISECONDS)
        self._time.timeout.connect(self._on_time)
        self._lay_out()
        self.hide()

    @property
    def text(self) -> str:
        """What it says; empty while it is hidden."""
        return self._waiting[-1].text if self._waiting else ""

    @property
    def urgent(self) -> bool:
        """Whether what it says is urgent."""
        return bool(self._waiting) and self._waiting[-1].kind.urgent

    @property
    def waiting(self) -> int:
        """How many messages wait below the one that is shown."""
        return max(0, len(self._waiting) - 1)

    def inform(self, text: str) -> None:
        """Say something that went as it should; it goes by itself."""
        self._say(Message(MessageKind.NOTE, text))

    def offer(self, text: str, actions: Sequence[tuple[str, str]]) -> None:
        """Say something, with buttons: pairs of a label and the key that `chosen` tells."""
        self._say(Message(MessageKind.OFFER, text, tuple(actions)))

    def warn(self, text: str, actions: Sequence[tuple[str, str]] = ()) -> None:
        """Say something that a person may have to do something about; perhaps with buttons that do it."""
        self._say(Message(MessageKind.WARNING, text, tuple(actions)))

    def show_error(self, error: UserError) -> None:
        """Say what happened, to which file, and what to do."""
        self._say(Message(MessageKind.ERROR, told(error)))

    @Slot()
    def dismiss(self) -> None:
        """Say this no more, but what waits below it."""
        if self._waiting:
            self._waiting.pop()
        self._show()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802, D102 - Qt's name
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._waiting:
            self._colour(self._waiting[-1].kind)

    def _say(self, message: Message) -> None:
        # Of mere notes there is one at most: the newest is what is true now.
        replaced = {MessageKind.NOTE} if message.kind == MessageKind.NOTE else set()
        kept = [other for other in self._waiting if other.text != message.text and other.kind not in replaced]
        urgent = [other for other in kept if other.kind.urgent]
        calm = [other for other in kept if not other.kind.urgent]
        # Who is asked something has just done something, and waits for it.
        covers = message.kind.urgent or message.kind == MessageKind.OFFER
        stack = [*calm, *urgent, message] if covers else [*calm, message, *urgent]
        self._waiting = stack[-_MOST_KEPT:]
        self._show()

    def _show(self) -> None:
        self._time.stop()
        self._clear_actions()
        if not self._waiting:
            self.hide()
            return
        message = self._waiting[-1]
        self._text.say(message.text)
        self.setAccessibleName(message.text)
        self._more.setText(self.tr("{count} more").format(count=self.waiting))
        self._more.setVisible(self.waiting > 0)
        self._add_actions(message)
        self._colour(message.kind)
        self.setProperty("urgent", message.kind.urgent)
        self.style().polish(self)  # a style sheet looks at properties only then
        if message.kind == MessageKind.NOTE:
            self._time.start()
        self.show()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    @Slot()
    def _on_time(self) -> None:
        if self.underMouse() or self.isAncestorOf(self.window().focusWidget()):
            self._time.start()
        else:
            self.dismiss()

    @Slot()
    def _on_action(self) -> None:
        key = str(self.sender().property("key"))
        self.dismiss()
        self.chosen.emit(key)

    def _add_actions(self, message: Message) -> None:
        before: QWidget = self._text
        for label, key in message.actions:
            button = QPushButton(label)
            button.setProperty("key", key)
            button.clicked.connect(self._on_action)
            self._actions.addWidget(button)
            self.setTabOrder(before, button)  # else what comes last into the window would be last in it
            before = button
            button.show()

    def _clear_actions(self) -> None:
        while (item := self._actions.takeAt(0)) is not None:
            if (button := item.widget()) is not None:
                button.hide()
                button.deleteLater()

    def _lay_out(self) -> None:
        dismiss = IconButton("close", self.tr("Dismiss the message"), size=16)
        dismiss.clicked.connect(self.dismiss)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE)
        buttons.addWidget(self._more)
        buttons.addLayout(self._actions)
        buttons.addWidget(dismiss)
        aside = QVBoxLayout()
        aside.addLayout(buttons)
        aside.addStretch()
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * SPACE, SPACE, SPACE, SPACE)
        row.setSpacing(SPACE + 2)
        self._sign.setFixedHeight(dismiss.sizeHint().height())  # on a level with the first line
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._text, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(aside)

    def _colour(self, kind: MessageKind) -> None:
        tones = {MessageKind.WARNING: Tone.CAUTION, MessageKind.ERROR: Tone.BAD}
        palette = self.palette()
        colour = colour_of(tones[kind], palette) if kind in tones else palette.accent().color()
        self._sign.setPixmap(sign(kind.value, colour, _SIGN))
