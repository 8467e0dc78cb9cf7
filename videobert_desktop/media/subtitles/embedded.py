"""Subtitle tracks inside a video's file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from av.packet import Packet
from av.stream import Disposition
from av.subtitles.stream import SubtitleStream

from videobert_desktop.domain.errors import Failure
from videobert_desktop.domain.transcript import SubtitleTrack, TranscriptSource
from videobert_desktop.media.interleaved import packets_of
from videobert_desktop.media.limits import DecodeLimits
from videobert_desktop.media.opening import OpenVideo
from videobert_desktop.media.origin import Origin
from videobert_desktop.media.subtitles.cues import segments_of
from videobert_desktop.media.subtitles.languages import language_tag
from videobert_desktop.media.subtitles.packet_text import TimedBytes, cues_of, timed_bytes
from videobert_desktop.media.subtitles.plain_text import tidy

MOST_TEXT = 64 << 20
"""How much of one track is read, in bytes: a thousand times what the talk of a film takes."""

_PICTURES = frozenset(["hdmv_pgs_subtitle", "dvd_subtitle", "dvb_subtitle", "xsub"])
_PUT_BESIDE = "Put them beside the video as SubRip (.srt)."
_FORCED = "forced"
# What a piece takes besides its text, in bytes.
_PIECE_SIZE = 300


class EmbeddedSubtitles:
    """Reads all subtitle tracks of a video that was just opened, in one go.

    Attributes:
        failures: What could not be read so far.
        passed_over: Tracks that hold no text.
    """

    def __init__(self, video: OpenVideo, origin: Origin, limits: DecodeLimits, alive: Callable[[], None]) -> None:
        self._video = video
        self._origin = origin
        self._limits = limits
        self._alive = alive
        self.failures: list[Failure] = []
        self.passed_over: list[Failure] = []

    def tracks(self) -> Iterator[SubtitleTrack]:
        """Yield the tracks that hold text, in their order in the file.

        Raises:
            UserError: The file cannot be read on.
        """
        readable = [_Collected(track) for track in self._video.container.streams.subtitles if self._is_text(track)]
        if not readable:
            return
        by_index = {collected.track.index: collected for collected in readable}
        for packet in packets_of(self._video, [collected.track for collected in readable], self._alive):
            by_index[packet.stream.index].add(packet)
        for collected in readable:
            collected.add(None)
            yield from self._made(collected)
            collected.pieces.clear()

    def _is_text(self, track: SubtitleStream) -> bool:
        # The codec is open only where there is a decoder for it.
        kind = None if track.codec_context is None else track.codec_context.codec.canonical_name
        if kind is not None and kind not in _PICTURES:
            return True
        reason = f"Nothing here reads the subtitles of its {_origin(track)}."
        if kind is not None:
            reason = f"The subtitles of its {_origin(track)} are pictures, not text."
        self.passed_over.append(Failure(self._video.path, reason, _PUT_BESIDE))
        return False

    def _made(self, collected: _Collected) -> Iterator[SubtitleTrack]:
        track = collected.track
        if collected.size > MOST_TEXT:
            reason = f"The subtitles of its {_origin(track)} are larger than {MOST_TEXT >> 20} MB."
            self.failures.append(Failure(self._video.path, reason, _PUT_BESIDE))
            return
        language = language_tag(track.language or "")
        cues = cues_of(track, collected.pieces, self._origin.zero, language)
        segments = segments_of(cues, latest=self._limits.max_seconds)
        if segments:
            yield SubtitleTrack(TranscriptSource.EMBEDDED, _origin(track), language, _title(track), segments)


class _Collected:
    """What was read of one track, no longer kept once it is too much.

    Attributes:
        track: The track.
        pieces: What it shows.
        size: How much memory that takes, roughly, in bytes.
    """

    def __init__(self, track: SubtitleStream) -> None:
        self.track = track
        self.pieces: list[TimedBytes] = []
        self.size = 0

    def add(self, packet: Packet[Any] | None) -> None:
        for piece in timed_bytes(self.track, packet):
            self.size += len(piece.content) + _PIECE_SIZE
            if self.size <= MOST_TEXT:
                self.pieces.append(piece)


def _origin(track: SubtitleStream) -> str:
    return f"stream {track.index}"


def _title(track: SubtitleStream) -> str:
    """What a track calls itself; that it only has what is foreign to the film's language is told with it."""
    title = " ".join(tidy(track.metadata.get("title") or track.metadata.get("name") or "").split("\n"))
    if track.disposition & Disposition.forced and _FORCED not in title.casefold():
        return f"{title} ({_FORCED})" if title else _FORCED
    return title
