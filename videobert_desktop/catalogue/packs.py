"""The packs whose vectors the library holds."""

from __future__ import annotations

from dataclasses import dataclass

from videobert_desktop.catalogue.connection import Connection


@dataclass(frozen=True, slots=True)
class PackRow:
    """A pack at one revision: one embedding space, never mixed with another.

    Attributes:
        id: The catalogue's id.
        name: The pack's name.
        revision: Which version of its weights.
        dim: Length of its window embeddings.
    """

    id: int
    name: str
    revision: str
    dim: int

    @property
    def key(self) -> str:
        """`name@revision`, the name of its features folders."""
        return f"{self.name}@{self.revision}"


class PackStore:
    """Rows of the table `packs`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, name: str, revision: str, dim: int) -> int:
        """Enter a pack, unless it is there already, and give its id.

        Raises:
            ValueError: It is there with another `dim`.
        """
        with self._connection.transaction():
            known = self.get(name, revision)
            if known is None:
                sql = "INSERT INTO packs (name, revision, dim) VALUES (?, ?, ?)"
                return self._connection.insert(sql, (name, revision, dim))
        if known.dim != dim:
            raise ValueError(f"{known.key} makes vectors of length {known.dim}, not {dim}")
        return known.id

    def get(self, name: str, revision: str) -> PackRow | None:
        """The pack of that name and revision, or None."""
        sql = "SELECT id, name, revision, dim FROM packs WHERE name = ? AND revision = ?"
        row = self._connection.one(sql, (name, revision))
        return None if row is None else PackRow(*row)

    def all(self) -> list[PackRow]:
        """Every pack, in the order they were first used."""
        return [PackRow(*row) for row in self._connection.all("SELECT id, name, revision, dim FROM packs ORDER BY id")]
