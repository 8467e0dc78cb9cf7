"""What is looked for, in words for people."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from videobert_desktop.domain.query import Query
from videobert_desktop.ui.texts import clock, shown


@dataclass(frozen=True, slots=True)
class Wanted:
    """A query, and what its example is called.

    Attributes:
        query: What is asked.
        example_name: Of the video that the example is from; empty if there is no example.
    """

    query: Query
    example_name: str = ""

    @property
    def filtered(self) -> bool:
        """Whether it leaves out a part of the library, or what is found there."""
        query = self.query
        return bool(query.folder or query.after or query.before or query.min_confidence or query.channels)

    @property
    def like(self) -> str:
        """The example in words; empty if there is none."""
        if self.query.like is None:
            return ""
        name = shown(self.example_name or str(self.query.like.video))
        text = QCoreApplication.translate("Wanted", "like {name} at {time}")
        return text.format(name=name, time=clock(self.query.like.second, tenths=True))

    def heading(self, count: int) -> str:
        """Says that so many moments were found."""
        text = "" if self.query.text is None else shown(self.query.text)
        if not text:
            one = QCoreApplication.translate("Wanted", "1 moment {like}")
            several = QCoreApplication.translate("Wanted", "{count} moments {like}")
        elif not self.like:
            one = QCoreApplication.translate("Wanted", "1 moment for “{text}”")
            several = QCoreApplication.translate("Wanted", "{count} moments for “{text}”")
        else:
            one = QCoreApplication.translate("Wanted", "1 moment for “{text}”, {like}")
            several = QCoreApplication.translate("Wanted", "{count} moments for “{text}”, {like}")
        return (one if count == 1 else several).format(count=count, text=text, like=self.like)

    def hints(self, *, indexing: bool) -> list[str]:
        """What would help to find it, a sentence each.

        Args:
            indexing: Whether there may be more to be found soon.
        """
        hints = []
        if self.query.text is None:
            hints.append(QCoreApplication.translate("Wanted", "Try another moment as an example."))
        else:
            hints.append(QCoreApplication.translate("Wanted", "Try other words, or fewer of them."))
        if self.filtered:
            hints.append(QCoreApplication.translate("Wanted", "The filters leave out a part of your library."))
        if indexing:
            hints.append(QCoreApplication.translate("Wanted", "Videos are still being indexed: it may turn up yet."))
        return hints
