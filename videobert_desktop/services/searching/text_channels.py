"""What the text channels of a library find for a query."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from videobert_desktop.catalogue import Catalogue, PackRow
from videobert_desktop.domain.channel import Channel
from videobert_desktop.domain.query import Query
from videobert_desktop.services.searching.meant_texts import MeantTexts
from videobert_desktop.services.searching.text_moments import TextAim, TextMoment, text_moments
from videobert_desktop.services.searching.text_queries import text_query

if TYPE_CHECKING:
    from videobert_desktop.models.packs.pack import Pack


class TextChannels:
    """Searches what is said and what is written; used by one thread."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._meant: dict[tuple[int, Channel], MeantTexts] = {}

    def find(
        self, query: Query, pack: tuple[PackRow, Pack] | None, among: Collection[int] | None
    ) -> dict[Channel, list[TextMoment]]:
        """For each text channel that the query wants and that has found something its moments, best first.

        Args:
            query: What is asked; an example is nothing that could be said.
            pack: What reads the query's meaning, if there is one.
            among: Only in these videos; None for all.
        """
        if not query.only_words or query.text is None:
            return {}
        channels = [channel for channel in self._catalogue.full_text.channels() if query.wants(channel)]
        if not channels:
            return {}
        meaning = None if pack is None else pack[1].embed_texts([query.text])[0]
        aim = TextAim(text_query(query), meaning)
        found = {
            channel: text_moments(
                self._catalogue,
                channel,
                aim,
                None if pack is None else self._meant_texts(pack[0], channel),
                among=among,
            )
            for channel in channels
        }
        return {channel: moments for channel, moments in found.items() if moments}

    def _meant_texts(self, row: PackRow, channel: Channel) -> MeantTexts:
        key = (row.id, channel)
        if key not in self._meant:
            self._meant[key] = MeantTexts(self._catalogue, row, channel)
        return self._meant[key]
