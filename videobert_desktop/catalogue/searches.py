"""What was searched for."""

from __future__ import annotations

from videobert_desktop.catalogue.connection import Connection

KEPT = 500
"""So many searches are remembered, the latest ones."""


class SearchStore:
    """Rows of the table `searches`: each text once, where it was asked last."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, text: str) -> None:
        """Enter a search as the latest one.

        Raises:
            ValueError: It is not text: it has lone surrogates.
        """
        with self._connection.transaction():
            self._connection.run("INSERT OR REPLACE INTO searches (text) VALUES (?)", (text,))
            self._connection.run(
                "DELETE FROM searches WHERE id NOT IN (SELECT id FROM searches ORDER BY id DESC LIMIT ?)", (KEPT,)
            )

    def latest(self, limit: int) -> list[str]:
        """Up to so many searches, the latest first."""
        rows = self._connection.all("SELECT text FROM searches ORDER BY id DESC LIMIT ?", (limit,))
        return [row[0] for row in rows]

    def clear(self) -> None:
        """Forget what was searched for."""
        self._connection.run("DELETE FROM searches")
