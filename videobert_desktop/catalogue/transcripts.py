"""What is said in the videos: subtitles and recognised speech, and the lines that the user has put right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from videobert_desktop.catalogue.connection import Connection, Row
from videobert_desktop.catalogue.segments import SegmentStore, StoredSegment
from videobert_desktop.catalogue.stages import StageStore
from videobert_desktop.catalogue.videos import time_from_text, time_to_text
from videobert_desktop.domain.transcript import Segment, SubtitleTrack, TranscriptSource

STAGE = "speech"
"""The name of the stage that recognises speech."""

_ORDER = tuple(TranscriptSource)
_SELECT = """SELECT id, video_id, source, origin, language, title, made, size, mtime_ns,
    (SELECT count(*) FROM segments WHERE transcript_id = transcripts.id),
    (SELECT count(*) FROM segments WHERE transcript_id = transcripts.id AND edited IS NOT NULL),
    (SELECT total(length(text)) FROM segments WHERE transcript_id = transcripts.id)
    FROM transcripts"""


@dataclass(frozen=True, slots=True)
class StoredTranscript:
    """A transcript of the catalogue, without its lines.

    Attributes:
        id: The catalogue's id; never used again for another.
        video_id: The video.
        source: Where it comes from.
        origin: What tells it from others of its source: "stream 2", a sidecar's file name, or what recognised it.
        language: BCP 47; empty if it is not known.
        title: What the track calls itself; empty if it does not.
        made: When it was read or recognised, timezone-aware.
        size: Bytes of the sidecar that it was read from; None for others.
        mtime_ns: That sidecar's modification time in nanoseconds since the epoch; None for others.
        lines: How many lines it has.
        edits: How many of them the user has edited.
        characters: How much it says.
    """

    id: int
    video_id: int
    source: TranscriptSource
    origin: str
    language: str
    title: str
    made: datetime
    size: int | None
    mtime_ns: int | None
    lines: int
    edits: int
    characters: int


class TranscriptStore:
    """Rows of the tables `transcripts` and `segments`: one transcript for each video, source and origin.

    A line that the user has edited outlasts every re-run. New lines are entered around it: one of which edited lines
    cover half or more gives way to them, and so nothing that was put right comes back as it was.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._segments = SegmentStore(connection)
        self._stages = StageStore(connection)

    def put(
        self,
        video_id: int,
        track: SubtitleTrack,
        made: datetime,
        *,
        size: int | None = None,
        mtime_ns: int | None = None,
    ) -> int:
        """Enter subtitles in place of those of the same source and origin, of which only edited lines stay.

        Args:
            video_id: The video.
            track: The subtitles.
            made: When they were read; timezone-aware.
            size: Bytes of the sidecar.
            mtime_ns: Its modification time in nanoseconds since the epoch.

        Returns:
            The transcript's id; the same as that of an older one.

        Raises:
            ValueError: Something in it is not text (it has lone surrogates), or `made` has no timezone.
        """
        known = (track.language, track.title, time_to_text(made), size, mtime_ns)
        with self._connection.transaction():
            transcript_id = self._entered(video_id, track.source, track.origin, made)
            self._connection.run(
                "UPDATE transcripts SET language = ?, title = ?, made = ?, size = ?, mtime_ns = ? WHERE id = ?",
                (*known, transcript_id),
            )
            self._segments.remove_unedited(transcript_id)
            self._segments.add(transcript_id, track.segments)
        return transcript_id

    def add_speech(
        self,
        video_id: int,
        recogniser: str,
        segments: Iterable[Segment],
        position: float,
        at: datetime,
        *,
        language: str = "",
    ) -> int:
        """Enter what was heard on the way to `position`, and that the recognition has come this far, all at once.

        Args:
            video_id: The video.
            recogniser: The pack and its revision; the transcript's origin.
            segments: What was heard; may be nothing.
            position: Seconds of the video that are done.
            at: When; timezone-aware.
            language: BCP 47; the first one that is not empty stays the transcript's.

        Returns:
            The transcript's id.

        Raises:
            ValueError: Something in it is not text (it has lone surrogates), or `at` has no timezone.
        """
        with self._connection.transaction():
            transcript_id = self._entered(video_id, TranscriptSource.SPEECH, recogniser, at)
            self._connection.run(
                "UPDATE transcripts SET made = ?, language = iif(language = '', ?, language) WHERE id = ?",
                (time_to_text(at), language, transcript_id),
            )
            self._segments.add(transcript_id, segments)
            self._stages.advance(video_id, STAGE, recogniser, position, at)
        return transcript_id

    def restart_speech(self, video_id: int, recogniser: str) -> None:
        """Have a recogniser begin a video anew: of what it has heard only edited lines stay."""
        with self._connection.transaction():
            self._stages.forget(video_id, STAGE, recogniser)
            for transcript in self.all_of(video_id):
                if (transcript.source, transcript.origin) == (TranscriptSource.SPEECH, recogniser):
                    self._connection.run("UPDATE transcripts SET language = '' WHERE id = ?", (transcript.id,))
                    self._segments.remove_unedited(transcript.id)

    def take_over(self, transcript_id: int) -> None:
        """Put a transcript in the place of its video's others of the same source, whose edited lines it takes over."""
        with self._connection.transaction():
            chosen = self.get(transcript_id)
            others = [] if chosen is None else self.all_of(chosen.video_id)
            for other in others:
                if chosen is not None and other.source is chosen.source and other.id != transcript_id:
                    self._segments.move_edited(other.id, transcript_id)
                    self.remove(other.id)

    def get(self, transcript_id: int) -> StoredTranscript | None:
        """The transcript of that id, or None."""
        row = self._connection.one(f"{_SELECT} WHERE id = ?", (transcript_id,))
        return None if row is None else _transcript(row)

    def all_of(self, video_id: int) -> list[StoredTranscript]:
        """A video's transcripts: embedded ones first, then sidecars, then speech; each in the order they were added."""
        rows = self._connection.all(f"{_SELECT} WHERE video_id = ?", (video_id,))
        return sorted(map(_transcript, rows), key=lambda each: (_ORDER.index(each.source), each.id))

    def count(self) -> int:
        """Of how many videos it is known what is said: there are lines, or somebody has listened to the end."""
        return self._connection.number(
            """SELECT count(*) FROM videos WHERE EXISTS (SELECT 1 FROM transcripts
                WHERE video_id = videos.id AND source <> ? AND EXISTS (SELECT 1 FROM segments
                    WHERE transcript_id = transcripts.id))
                OR EXISTS (SELECT 1 FROM stages WHERE video_id = videos.id AND stage = ? AND complete)""",
            (TranscriptSource.SPEECH, STAGE),
        )

    def sidecars(self) -> dict[int, dict[str, tuple[int, int]]]:
        """For each video that has any the sidecars that were read: size and modification time in ns, by origin."""
        found: dict[int, dict[str, tuple[int, int]]] = {}
        rows = self._connection.all(
            "SELECT video_id, origin, size, mtime_ns FROM transcripts WHERE source = ? AND size IS NOT NULL",
            (TranscriptSource.SIDECAR,),
        )
        for video_id, origin, size, mtime_ns in rows:
            found.setdefault(video_id, {})[origin] = (size, mtime_ns)
        return found

    def preferred(self, video_id: int, languages: Sequence[str] = ()) -> StoredTranscript | None:
        """The transcript to show for a video; None if none of them has a line.

        What is in the first of `languages` goes before what is in the next, and this before all others; then an
        embedded one before a sidecar, and this before speech; then what says more, as forced subtitles say little.

        Args:
            video_id: The video.
            languages: BCP 47; "en" stands for "en-GB" too.
        """
        transcripts = [each for each in self.all_of(video_id) if each.lines]
        return min(transcripts, key=lambda each: _preference(each, languages), default=None)

    def segments(self, transcript_id: int) -> list[StoredSegment]:
        """A transcript's lines in the order of time."""
        return self._segments.of_transcript(transcript_id)

    def edit(self, segment_id: int, text: str) -> None:
        """Note what the user wants a line to say; nothing, to take it out. What was recognised is kept beside it.

        Raises:
            ValueError: It is not text: it has lone surrogates.
        """
        self._segments.edit(segment_id, text)

    def undo_edit(self, segment_id: int) -> None:
        """Have a line say again what was recognised or read."""
        self._segments.undo_edit(segment_id)

    def remove(self, transcript_id: int) -> None:
        """Forget a transcript with all its lines, edited ones too."""
        self._connection.run("DELETE FROM transcripts WHERE id = ?", (transcript_id,))

    def _entered(self, video_id: int, source: TranscriptSource, origin: str, made: datetime) -> int:
        key = (video_id, source, origin)
        row = self._connection.one("SELECT id FROM transcripts WHERE video_id = ? AND source = ? AND origin = ?", key)
        if row is not None:
            return int(row[0])
        sql = (
            """INSERT INTO transcripts (video_id, source, origin, language, title, made) VALUES (?, ?, ?, '', '', ?)"""
        )
        return self._connection.insert(sql, (*key, time_to_text(made)))


def _preference(transcript: StoredTranscript, languages: Sequence[str]) -> tuple[int, int, int, int]:
    wanted = (number for number, language in enumerate(languages) if _is_in(transcript.language, language))
    place = next(wanted, len(languages))
    return place, _ORDER.index(transcript.source), -transcript.characters, transcript.id


def _is_in(language: str, wanted: str) -> bool:
    """Whether a language is the wanted one or a kind of it (basic filtering of RFC 4647)."""
    return f"{language}-".casefold().startswith(f"{wanted}-".casefold())


def _transcript(row: Row) -> StoredTranscript:
    transcript_id, video_id, source, origin, language, title, made, size, mtime_ns, lines, edits, characters = row
    return StoredTranscript(
        transcript_id,
        video_id,
        TranscriptSource(source),
        origin,
        language,
        title,
        time_from_text(made),
        size,
        mtime_ns,
        lines,
        edits,
        int(characters),
    )
