"""Has Python collect circles of references in the window's thread, and in no other."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QObject, QTimer, Slot

_INTERVAL = 1000  # milliseconds
_ROUNDS_TO_FULL = 600


class Collecting(QObject):
    """Looks once a second whether there is enough to collect.

    Python collects in whatever thread happens to need memory. Where that is a lane's, what belongs to the window would
    be deleted there, which Qt does not survive. What is old is looked at every ten minutes only, because that takes a
    while; what is still in use then is not looked at again.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rounds = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_INTERVAL)
        self._timer.timeout.connect(self.collect)

    @contextmanager
    def installed(self) -> Iterator[None]:
        """Take the collecting over from Python, as long as the context lasts."""
        gc.disable()
        gc.freeze()
        self._timer.start()
        try:
            yield
        finally:
            self._timer.stop()
            gc.unfreeze()
            gc.enable()

    @Slot()
    def collect(self) -> None:
        """Collect what is young, if there is much of it; now and then everything."""
        self._rounds += 1
        if self._rounds % _ROUNDS_TO_FULL == 0:
            gc.collect()
            gc.freeze()
            return
        counts, thresholds = gc.get_count(), gc.get_threshold()
        for generation in (1, 0):
            if counts[generation] > thresholds[generation]:
                gc.collect(generation)
                return
