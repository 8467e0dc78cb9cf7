"""A flag that long work looks at between its batches."""

from __future__ import annotations

import threading

from videobert_desktop.domain.errors import Cancelled


class CancelToken:
    """Set once, from any thread; read as often as the work likes."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def cancel(self) -> None:
        """Ask the work to stop at its next check."""
        self._event.set()

    @property
    def cancelled(self) -> bool:
        """Whether `cancel` has been called."""
        return self._event.is_set()

    def raise_if_cancelled(self) -> None:
        """Stop here if asked to.

        Raises:
            Cancelled: `cancel` has been called.
        """
        if self._event.is_set():
            raise Cancelled
