"""Finds out which video a new or changed file holds: one that is known, wherever it has been, or a new one."""

from __future__ import annotations

import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path

from videobert_desktop.catalogue import Catalogue
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.video import FileFingerprint, MediaInfo, Video, VideoFile
from videobert_desktop.media.decoder import Decoder
from videobert_desktop.media.fingerprint import fingerprint
from videobert_desktop.services.presence import is_listed, still_holds

# Of so many files of one content, those that were missed come first, it is seen whether they are there.
_LOOKED_AT = 16
# Containers round a duration, and some count the last frame and some do not: so much of it, but of a short one no more
# than so many seconds.
_DURATION_FRACTION, _SHORT_FRACTION = 0.01, 0.05
_DURATION_SECONDS = 0.5


class Recognition(Enum):
    """How a file was recognised."""

    NEW = "new"  # a video that nobody has seen, or whose pictures have changed
    KNOWN = "known"  # a video that is where it was, or a further copy of it
    MOVED = "moved"  # a video that was known under another path


@dataclass(frozen=True, slots=True)
class Recognised:
    """Which video a file holds.

    Attributes:
        video_id: The video.
        how: How it was recognised.
    """

    video_id: int
    how: Recognition


class FileRecogniser:
    """Recognises files and enters them into a catalogue, each in one step that is done wholly or not at all."""

    def __init__(self, catalogue: Catalogue, decoder: Decoder, cancel: CancelToken) -> None:
        self._catalogue = catalogue
        self._decoder = decoder
        self._cancel = cancel

    def recognise(self, path: Path, *, named: bool) -> Recognised | None:
        """Enter the file at `path`; it is opened as a video only where its content is unknown.

        Args:
            path: The file.
            named: Whether somebody has named it, so that it is let in even if its content was forgotten.

        Returns:
            The video that it holds; None for a file that stays out.

        Raises:
            Cancelled: It was asked to stop.
            UserError: The file cannot be read, or is no video.
        """
        taken = fingerprint(path)
        known = self._catalogue.files.by_path(path)
        if known is not None and known.fingerprint.content_hash == taken.content_hash:
            self._catalogue.files.update(known.id, taken)
            self._learn_packets(known.video_id, path)
            return Recognised(known.video_id, Recognition.KNOWN)
        twins = self._catalogue.files.by_content(taken.content_hash, taken.size, _LOOKED_AT)
        if twins:
            self._learn_packets(twins[0].video_id, path)
            return self._enter_twin(taken, known, twins)
        if self._catalogue.forgotten.holds(taken.content_hash, taken.size):
            if not named:
                self._keep_out(taken, known)
                return None
            self._catalogue.forgotten.remove_content(taken.content_hash, taken.size)
        info = self._decoder.probe(path, cancel=self._cancel)
        same = self._same_pictures(info, known)
        if same is not None:
            return self._enter_edition(taken, known, same, info)
        if known is not None and self._has_grown(known, info):
            return self._enter_grown(taken, known, info)
        return self._enter_new(taken, known, info)

    def _enter_twin(self, taken: FileFingerprint, known: VideoFile | None, twins: list[VideoFile]) -> Recognised:
        """The content is known: it was moved here if one of its files is gone, and copied here if not."""
        gone = [twin for twin in twins if _has_left(twin, taken.path)]
        # Of several, a file that kept its name is the likelier one.
        moved = min(gone, key=lambda twin: twin.fingerprint.path.name != taken.path.name, default=None)
        with self._catalogue.transaction():
            self._give_way(known)
            if moved is None:
                self._catalogue.files.add(twins[0].video_id, taken)
                return Recognised(twins[0].video_id, Recognition.KNOWN)
            self._catalogue.files.update(moved.id, taken)
            back = moved.fingerprint.path == taken.path
            return Recognised(moved.video_id, Recognition.KNOWN if back else Recognition.MOVED)

    def _keep_out(self, taken: FileFingerprint, known: VideoFile | None) -> None:
        """A forgotten file has come here; from now on it need not be looked into to know it."""
        with self._catalogue.transaction():
            self._give_way(known)
            self._catalogue.forgotten.add([taken])

    def _learn_packets(self, video_id: int, path: Path) -> None:
        """Have a video recognised in other containers too that was taken in before its packets were looked at."""
        video = self._catalogue.videos.get(video_id)
        if video is None or video.info.packet_hashes:
            return
        with suppress(UserError):  # then it is as well known as before
            self._catalogue.videos.update(video_id, self._decoder.probe(path, cancel=self._cancel))

    def _same_pictures(self, info: MediaInfo, known: VideoFile | None) -> Video | None:
        """The video of the same coded pictures, in another container or with other metadata; best of all `known`'s."""
        videos = [video for video in self._catalogue.videos.by_packets(info.packet_hashes) if _alike(video.info, info)]
        return min(videos, key=lambda video: known is None or video.id != known.video_id, default=None)

    def _enter_edition(
        self, taken: FileFingerprint, known: VideoFile | None, video: Video, info: MediaInfo
    ) -> Recognised:
        """The same pictures; where they were seen only up to a damage, this file may be the whole one."""
        files = self._catalogue.files
        in_place = known is not None and known.video_id == video.id
        elsewhere = in_place or any(still_holds(file) for file in files.some_online(video.id, _LOOKED_AT))
        with self._catalogue.transaction():
            if known is not None and in_place:
                files.update(known.id, taken)
                self._catalogue.videos.update(video.id, info)
            else:
                self._give_way(known)
                files.add(video.id, taken)
            if video.damage is not None:
                self._begin_anew(video.id, info)
                return Recognised(video.id, Recognition.NEW)
        return Recognised(video.id, Recognition.KNOWN if elsewhere else Recognition.MOVED)

    def _has_grown(self, known: VideoFile, info: MediaInfo) -> bool:
        """Whether a file begins as the video did that it held, of which no other file is known, and has more of it.

        Films may begin with the same black picture, so that it takes more than that.
        """
        video = self._catalogue.videos.get(known.video_id)
        if video is None or not info.packet_hashes:
            return False
        begins_alike = video.info.packet_hashes[:1] == info.packet_hashes[:1] and _same_size(video.info, info)
        may_have_more = video.damage is not None or video.info.duration == 0.0 or _longer(info, video.info)
        return begins_alike and may_have_more and len(self._catalogue.files.of_video(video.id)) == 1

    def _enter_grown(self, taken: FileFingerprint, known: VideoFile, info: MediaInfo) -> Recognised:
        """A recording that went on, or a copy that is whole now: the same video, to be encoded anew."""
        with self._catalogue.transaction():
            self._catalogue.files.update(known.id, taken)
            self._begin_anew(known.video_id, info)
        return Recognised(known.video_id, Recognition.NEW)

    def _begin_anew(self, video_id: int, info: MediaInfo) -> None:
        """Forget what was made of a video, and how it ended."""
        self._catalogue.videos.update(video_id, info)
        self._catalogue.videos.set_damage(video_id, None)
        for pack in self._catalogue.packs.all():
            self._catalogue.units.forget(video_id, pack.id)

    def _enter_new(self, taken: FileFingerprint, known: VideoFile | None, info: MediaInfo) -> Recognised:
        with self._catalogue.transaction():
            self._give_way(known)
            video = self._catalogue.videos.add(info, datetime.now(UTC))
            self._catalogue.files.add(video.id, taken)
        return Recognised(video.id, Recognition.NEW)

    def _give_way(self, known: VideoFile | None) -> None:
        """Something else lies at the path of `known`; what it held is recognised by its content when it turns up."""
        if known is None:
            return
        held = known.fingerprint
        if len(self._catalogue.files.by_content(held.content_hash, held.size, 2)) > 1:
            self._catalogue.files.remove(known.id)  # another file says the same
        else:
            self._catalogue.files.displace(known.id)


def _has_left(file: VideoFile, found_at: Path) -> bool:
    """Whether a file whose content was found at another path is not where it was any more."""
    path = file.fingerprint.path
    return not still_holds(file) or (_folded(path) == _folded(found_at) and not is_listed(path))


def _folded(path: Path) -> str:
    return unicodedata.normalize("NFC", str(path)).casefold()


def _alike(first: MediaInfo, second: MediaInfo) -> bool:
    return _same_size(first, second) and abs(first.duration - second.duration) <= _tolerance(first)


def _longer(info: MediaInfo, known: MediaInfo) -> bool:
    return info.duration - known.duration > _tolerance(known)


def _tolerance(info: MediaInfo) -> float:
    return max(_DURATION_FRACTION * info.duration, min(_DURATION_SECONDS, _SHORT_FRACTION * info.duration))


def _same_size(first: MediaInfo, second: MediaInfo) -> bool:
    return (first.width, first.height) == (second.width, second.height)
