"""The moments of all channels in one ranking, each with what every channel saw in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from videobert_desktop.catalogue import Catalogue
from videobert_desktop.domain.channel import Channel
from videobert_desktop.domain.moment import IN_LIBRARY, Evidence, Moment, TextEvidence
from videobert_desktop.domain.screen_text import Box, around
from videobert_desktop.domain.text_query import TextHit
from videobert_desktop.domain.video import VideoFile
from videobert_desktop.services.searching.channel_weights import channel_weights
from videobert_desktop.services.searching.find_video import shown_file
from videobert_desktop.services.searching.fuse_channels import ChannelMoment, FusedMoment, fuse
from videobert_desktop.services.searching.query_kinds import query_kind
from videobert_desktop.services.searching.text_moments import TextMoment

Texts = Mapping[Channel, Sequence[TextMoment]]
Told = Mapping[Channel, TextEvidence]


def fused_moments(
    catalogue: Catalogue, text: str, pictures: Sequence[Moment], texts: Texts, folder: Path | None
) -> list[Moment]:
    """Join what the picture channel and the text channels have found.

    Args:
        catalogue: Of the library.
        text: The query.
        pictures: What the picture channel has found, best first.
        texts: What each text channel has found, best first.
        folder: Of files that are equally good, one in this folder is shown.

    Returns:
        Best first; no two of one video overlap. Of a video that has lost its files nothing comes.
    """
    fused = fuse(channel_moments(pictures, texts), channel_weights(query_kind(text)), least=IN_LIBRARY)
    files = catalogue.files.of_videos({moment.video_id for moment in fused})
    return [
        _moment(each, pictures, _evidence_of(catalogue, texts, each), *_shown(files[each.video_id], folder))
        for each in fused
        if each.video_id in files
    ]


def channel_moments(pictures: Sequence[Moment], texts: Texts) -> dict[Channel, list[ChannelMoment]]:
    """What every channel has found, best first, each moment with its number there."""
    found = {channel: _of_texts(moments) for channel, moments in texts.items()}
    found[Channel.PICTURE] = [
        ChannelMoment(moment.video_id, moment.span, moment.confidence, number) for number, moment in enumerate(pictures)
    ]
    return found


def _of_texts(moments: Sequence[TextMoment]) -> list[ChannelMoment]:
    return [
        ChannelMoment(moment.hit.video_id, moment.hit.span, moment.confidence, number)
        for number, moment in enumerate(moments)
    ]


def _shown(files: Sequence[VideoFile], folder: Path | None) -> tuple[Path, bool]:
    file, online = shown_file(files, folder)
    return file.fingerprint.path, online


def _moment(fused: FusedMoment, pictures: Sequence[Moment], told: Told, path: Path, online: bool) -> Moment:  # noqa: FBT001 - of a pair
    seen = pictures[fused.parts[Channel.PICTURE]] if Channel.PICTURE in fused.parts else None
    said, written = told.get(Channel.SPEECH), told.get(Channel.SCREEN)
    return Moment(
        fused.video_id,
        path,
        fused.span,
        _peak(fused, seen, said or written),
        fused.score,
        fused.confidence,
        Evidence(
            picture=None if seen is None else seen.evidence.picture,
            alignment=None if seen is None else seen.evidence.alignment,
            speech=said,
            screen=written,
        ),
        online,
    )


def _peak(fused: FusedMoment, seen: Moment | None, text: TextEvidence | None) -> float:
    """The second at which to begin looking, within the moment."""
    if seen is not None and fused.span == seen.span:
        return seen.peak
    return fused.span.start if text is None else max(fused.span.start, min(text.span.start, fused.span.end))


def _evidence_of(catalogue: Catalogue, texts: Texts, fused: FusedMoment) -> Told:
    """What is said and written in a moment, as far as that has found it."""
    told: dict[Channel, TextEvidence] = {}
    for channel in (Channel.SPEECH, Channel.SCREEN):
        if channel in fused.parts:
            hit = texts[channel][fused.parts[channel]].hit
            box = _box(catalogue, hit) if channel is Channel.SCREEN else None
            told[channel] = TextEvidence(hit.text, hit.span, hit.matches, box)
    return told


def _box(catalogue: Catalogue, hit: TextHit) -> Box | None:
    """Where that stands which was asked for; all that is written if it was found by its meaning."""
    stored = catalogue.screen_texts.get(hit.row_id)
    if stored is None:
        return None
    boxes, begin = [], 0
    for line in stored.screen_text.lines:
        end = begin + len(line.text)
        if not hit.matches or any(begin < stop and start < end for start, stop in hit.matches):
            boxes.append(line.box)
        begin = end + 1  # the line feed
    return around(boxes or [line.box for line in stored.screen_text.lines])
