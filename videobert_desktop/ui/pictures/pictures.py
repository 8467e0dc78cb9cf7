"""Thumbnails and tiles for whoever draws them: what is known at once, the rest as soon as it is read."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QImage

from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.progress import Report
from videobert_desktop.jobs.runner import Runner
from videobert_desktop.ui.pictures.reading import THUMBNAIL, PictureSource, Pieces, Request, place_of, read, size_of

_ROOM = 64_000_000  # bytes
_HANDFUL = 8
_MOST_WANTED = 200


class Pictures(QObject):
    """A cache of pictures, and one job at a time that reads what is wanted most: what was asked for last.

    Whoever draws asks again at every drawing; so what is no longer to be seen is no longer asked for, and is dropped
    when enough else was. That a video has no picture is remembered until `forget`.

    Signals:
        arrived: (video id) a picture that was asked for can be had now.
        missing: (video id) it has no thumbnail now.
        failed: (Exception) pictures could not be read, for a reason that is not that they are not there.
    """

    arrived = Signal(int)
    missing = Signal(int)
    failed = Signal(object)

    def __init__(
        self, source: PictureSource, lane: Runner, parent: QObject | None = None, *, room: int = _ROOM
    ) -> None:
        """Begin with nothing.

        Args:
            source: Says where pictures are; called in the lane.
            lane: Where they are read.
            parent: The owner.
            room: How many bytes the pictures may take.
        """
        super().__init__(parent)
        self._source = source
        self._lane = lane
        self._room = room
        self._kept: OrderedDict[Request, Pieces] = OrderedDict()
        self._taken_room = 0
        self._absent: dict[int, set[Request]] = {}
        self._wanted: OrderedDict[Request, None] = OrderedDict()
        self._job: int | None = None
        self._in_work: set[Request] = set()
        lane.succeeded.connect(self._on_read)
        lane.failed.connect(self._on_failed)
        lane.cancelled.connect(self._on_cancelled)

    @property
    def running(self) -> bool:
        """Whether pictures that were asked for are still to come."""
        return self._job is not None

    def thumbnail(self, video_id: int) -> QImage | None:
        """A video's thumbnail; None if it is not there yet (`arrived` tells when it is) or there is none."""
        return self._look_up(Request(video_id, THUMBNAIL), 0)

    def at(self, video_id: int, second: float) -> QImage | None:
        """The tile that shows a video at that second; None if it is not there yet or there is none."""
        minute, rest = place_of(second)
        return self._look_up(Request(video_id, minute), rest)

    @Slot(int)
    def forget(self, video_id: int) -> None:
        """There are other pictures of a video on disk now: those of before are not given any more."""
        self._absent.pop(video_id, None)
        for request in [request for request in self._kept if request.video_id == video_id]:
            self._taken_room -= size_of(self._kept.pop(request))
        self._in_work = {request for request in self._in_work if request.video_id != video_id}

    @Slot(int)
    def renew(self, video_id: int) -> None:
        """There are other pictures of a video on disk now: have those drawn that are to be seen."""
        self.forget(video_id)
        self.arrived.emit(video_id)

    def look_again(self) -> None:
        """What was not there may be there by now, or be made when it is missed once more."""
        self._absent.clear()

    def clear(self) -> None:
        """All pictures on disk are gone."""
        self._absent.clear()
        self._kept.clear()
        self._taken_room = 0
        self._in_work = set()

    def _look_up(self, request: Request, piece: int) -> QImage | None:
        pieces = self._kept.get(request)
        if pieces is not None:
            self._kept.move_to_end(request)
            return pieces.get(piece)
        if request not in self._absent.get(request.video_id, ()):
            self._want(request)
        return None

    def _want(self, request: Request) -> None:
        if request in self._in_work:
            return
        self._wanted[request] = None
        self._wanted.move_to_end(request)
        if len(self._wanted) > _MOST_WANTED:
            self._wanted.popitem(last=False)
        self._read_next()

    def _read_next(self) -> None:
        if self._job is not None or not self._wanted or not self._lane.accepting:
            return
        newest = [self._wanted.popitem()[0] for _ in range(min(_HANDFUL, len(self._wanted)))]
        self._in_work = set(newest)

        def job(cancel: CancelToken, report: Report) -> dict[Request, Pieces]:  # noqa: ARG001 - too short to tell
            return _read_all(self._source, newest, cancel)

        self._job = self._lane.submit(job)

    @Slot(int, object)
    def _on_read(self, job_id: int, found: Mapping[Request, Pieces]) -> None:
        if job_id != self._job:
            return
        # What was forgotten meanwhile may have been read before it changed.
        current = {request: pieces for request, pieces in found.items() if request in self._in_work}
        for request, pieces in current.items():
            self._keep(request, pieces)
        self._go_on()
        for video_id in dict.fromkeys(request.video_id for request, pieces in current.items() if pieces):
            self.arrived.emit(video_id)
        for request, pieces in current.items():
            if request.minute == THUMBNAIL and not pieces:
                self.missing.emit(request.video_id)

    @Slot(int, object)
    def _on_failed(self, job_id: int, error: Exception) -> None:
        if job_id == self._job:
            for request in self._in_work:
                self._keep(request, {})
            self._go_on()
            self.failed.emit(error)

    @Slot(int)
    def _on_cancelled(self, job_id: int) -> None:
        if job_id == self._job:
            self._go_on()

    def _go_on(self) -> None:
        self._job = None
        self._in_work = set()
        self._read_next()

    def _keep(self, request: Request, pieces: Pieces) -> None:
        if not pieces:
            self._absent.setdefault(request.video_id, set()).add(request)
            return
        self._kept[request] = pieces
        self._taken_room += size_of(pieces)
        while self._taken_room > self._room and len(self._kept) > 1:
            self._taken_room -= size_of(self._kept.popitem(last=False)[1])


def _read_all(source: PictureSource, requests: Sequence[Request], cancel: CancelToken) -> dict[Request, Pieces]:
    found = {}
    for request in requests:
        cancel.raise_if_cancelled()
        found[request] = read(source, request)
    return found
