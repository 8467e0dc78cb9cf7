"""The stage that has a pack read what is said and written, so that it is found by its meaning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from videobert_desktop.catalogue import Catalogue, PackRow
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.channel import Channel
from videobert_desktop.domain.progress import Progress, Report
from videobert_desktop.services.searching.query_language import languages_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from videobert_desktop.models.packs.pack import Pack

_TEXTS_AT_ONCE = 256
_TEXT_CHANNELS = (Channel.SPEECH, Channel.SCREEN)


def embed_texts(
    catalogue: Catalogue, row: PackRow, load: Callable[[], Pack], *, cancel: CancelToken, report: Report
) -> int:
    """Embed the texts that a pack has not read yet, as far as it knows their language.

    Args:
        catalogue: Where the texts are, and their vectors are kept.
        row: The pack.
        load: Loads it; called only if there is something to read.
        cancel: Looked at between batches.
        report: Told the progress, in texts.

    Returns:
        How many were embedded.

    Raises:
        Cancelled: It was asked to stop; what was embedded is kept.
    """
    pack: Pack | None = None
    done = 0
    for channel in _TEXT_CHANNELS:
        while rows := catalogue.text_vectors.missing(row.id, channel, _TEXTS_AT_ONCE, languages=languages_of(row.name)):
            cancel.raise_if_cancelled()
            report(Progress("reading texts", done, None, "texts"))
            pack = pack or load()
            catalogue.text_vectors.put(row.id, channel, rows, pack.embed_texts([text.text for text in rows]))
            done += len(rows)
    return done
