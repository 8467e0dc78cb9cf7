"""A run of indexing: takes the videos that are not indexed as closely as is wanted through their passes."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from videobert_desktop.catalogue import Catalogue, DamagedFeaturesError, PackRow
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Cancelled, Failure, UserError
from videobert_desktop.domain.passes import Pass
from videobert_desktop.domain.progress import Report
from videobert_desktop.media.decoder import Decoder
from videobert_desktop.services.importing.import_videos import DECODE, IMPORT, Failed, record_failure
from videobert_desktop.services.indexing.copies import copies_of
from videobert_desktop.services.indexing.encode_video import Route, Travelled, encode_video
from videobert_desktop.services.indexing.follow_index import FollowingIndex
from videobert_desktop.services.indexing.index_queue import Step
from videobert_desktop.services.indexing.plan_run import first_missing_unit, plan_run, seconds_of_work
from videobert_desktop.services.indexing.retire_revisions import retire_revisions
from videobert_desktop.services.indexing.run_progress import RunProgress
from videobert_desktop.services.indexing.unit_writer import UnitWriter
from videobert_desktop.services.library import Library
from videobert_desktop.services.manage_packs import PackInfo
from videobert_desktop.services.own_packs import keep_text_side
from videobert_desktop.services.presence import is_there
from videobert_desktop.services.thumbnailing.thumbnails import FilmstripWriter

if TYPE_CHECKING:
    from videobert_desktop.models.packs.pack import Pack as Encoder


@dataclass(frozen=True, slots=True)
class Task:
    """What a run encodes, and how.

    Attributes:
        pack: What the pack's manifest says.
        mode: How closely it looks in the end.
        device: "auto", "cpu", "cuda" or "mps".
        threads: How many processor threads the model may use; 0 chooses by the machine.
        files: The videos, by id, with the file that holds each, to be tried before its other files.
    """

    pack: PackInfo
    mode: Pass
    device: str
    threads: int
    files: dict[int, Path]


@dataclass
class Outcome:
    """What a run has come to so far.

    Attributes:
        device: Where it encodes.
        encoded: The files that were brought to the mode that is wanted.
        video_seconds: Seconds of video that were looked at so closely.
        failures: The files that failed.
    """

    device: str
    encoded: set[Path] = field(default_factory=set)
    video_seconds: float = 0.0
    failures: list[Failure] = field(default_factory=list)


class IndexingRun:
    """Encodes videos as far as that is not done.

    Attributes:
        outcome: What it has come to; filled in as it goes on.
    """

    def __init__(
        self,
        library: Library,
        catalogue: Catalogue,
        decoder: Decoder,
        task: Task,
        outcome: Outcome,
        *,
        cancel: CancelToken,
        report: Report,
        failed: Failed,
    ) -> None:
        self.outcome = outcome
        self._library = library
        self._catalogue = catalogue
        self._decoder = decoder
        self._task = task
        self._cancel = cancel
        self._report = report
        self._failed = failed
        info = task.pack
        row_id = catalogue.packs.add(info.name, info.revision, info.dim)
        self._row = PackRow(row_id, info.name, info.revision, info.dim)
        self._videos = {video.id: video for video in catalogue.videos.all() if video.id in task.files}
        self._copies = copies_of(catalogue, task.files)
        in_order = [self._videos[video_id] for video_id in task.files]
        self._queue = plan_run(catalogue, self._row, in_order, task.mode)
        work = seconds_of_work(catalogue, self._row, self._queue, self._videos)
        durations = {video.id: video.info.duration for video in in_order}
        self._progress = RunProgress(report, task.mode, work, durations)
        self._index = FollowingIndex(library, catalogue, self._row, report=report, damaged=self._damaged)

    def index(self) -> None:
        """Encode what is missing, let go of what it replaces, and bring the search index up to date.

        Raises:
            Cancelled: It was asked to stop; what was finished is in the index.
            UserError: The device is not there, or the disk is full.
        """
        keep_text_side(self._library, self._task.pack)
        self._forget_priorities_of_what_is_done()
        try:
            if self._next_step() is not None:
                self._encode_all()
        except (Cancelled, UserError):
            with suppress(UserError):  # what ended the run is what a person has to hear of
                self._index.follow(CancelToken())
            raise
        # The index is that of the revision that answers: of this one from now on, if the others are gone.
        retire_revisions(self._library, self._catalogue, self._task.pack)
        self._index.follow(self._cancel)

    def _encode_all(self) -> None:
        from videobert_desktop.models.packs.pack import load_pack

        encoder = load_pack(self._task.pack, self._task.device, self._task.threads)
        self.outcome.device = str(encoder.device)
        with UnitWriter(self._library, self._row) as writer:
            while (step := self._next_step()) is not None:
                self._cancel.raise_if_cancelled()
                self._take(step, encoder, writer)
                writer.wait()
                if self._index.due or self._begins_another_pass_after(step):
                    self._index.follow(self._cancel)

    def _next_step(self) -> Step | None:
        return self._queue.next(self._catalogue.videos.priorities())

    def _begins_another_pass_after(self, step: Step) -> bool:
        following = self._next_step()
        return following is not None and following.pass_name is not step.pass_name

    def _take(self, step: Step, encoder: Encoder, writer: UnitWriter) -> None:
        path = self._copies[step.video_id].best
        try:
            self._learn_packets(step.video_id, path)
            travelled = self._travel(step, path, encoder, writer)
        except DamagedFeaturesError as error:
            self._catalogue.units.forget(error.video_id, self._row.id)
            self._damaged(error)
        except UserError as error:
            if error.path is None or error.path != path:
                raise  # it is not this file that is at fault, and the next one would fare no better
            self._fail(Failure.from_error(error, path), IMPORT if error.passing else DECODE)
            if not self._copies[step.video_id].failed(passing=error.passing):
                self._drop(step.video_id)
        else:
            self._note(step, path, travelled)

    def _learn_packets(self, video_id: int, path: Path) -> None:
        """Have a video recognised in other containers too that was taken in before its packets were looked at."""
        video = self._videos[video_id]
        if video.info.packet_hashes:
            return
        info = self._decoder.probe(path, cancel=self._cancel)
        self._catalogue.videos.update(video_id, info)
        self._videos[video_id] = replace(video, info=info)

    def _travel(self, step: Step, path: Path, encoder: Encoder, writer: UnitWriter) -> Travelled:
        first_unit = first_missing_unit(self._catalogue, self._row, step)
        spare = self._copies[step.video_id].spare
        route = Route(step.video_id, path, step.pass_name, first_unit, spare)
        return encode_video(
            route,
            pack=encoder,
            decoder=self._decoder,
            writer=writer,
            onlooker=FilmstripWriter(self._library, self._videos[step.video_id], start=route.start),
            cancel=self._cancel,
            reached=lambda seconds: self._progress.reached(step, seconds, path.name),
            go_on=lambda: self._goes_on(step, writer),
        )

    def _goes_on(self, step: Step, writer: UnitWriter) -> bool:
        """Whether a step is still the one to take, looked at after each of its units."""
        if self._index.due:
            writer.wait()
            self._index.follow(self._cancel)
        return self._next_step() == step

    def _note(self, step: Step, path: Path, travelled: Travelled) -> None:
        if step.pass_name is self._task.mode:
            self.outcome.video_seconds += travelled.seconds
        if not travelled.complete:
            self._progress.paused(step, travelled.seconds)
            if travelled.damage is not None:
                self._go_on_with_another(step, path, travelled.damage)
            return
        self._progress.over(step, path.name)
        self._queue.done(step)
        # What a first look finds damaged is told by the closer one, which comes as far as can be.
        if step.pass_name is self._task.mode:
            self._note_end(step, path, travelled.damage)

    def _go_on_with_another(self, step: Step, path: Path, damage: str) -> None:
        self._copies[step.video_id].ended_early()
        self._fail(Failure(path, f"The file is {damage}.", "Another copy of it is used for the rest."), step.pass_name)

    def _note_end(self, step: Step, path: Path, damage: str | None) -> None:
        self.outcome.encoded.add(path)
        self._catalogue.videos.set_priority(step.video_id, 0)
        if damage is None:
            self._catalogue.failures.clear(path)
        else:
            hint = "What can be read of it can be searched. Copy it again if you have it elsewhere."
            self._fail(Failure(path, f"The file is {damage}.", hint), step.pass_name)

    def _forget_priorities_of_what_is_done(self) -> None:
        for video_id in self._catalogue.videos.priorities():
            if video_id in self._task.files and video_id not in self._queue:
                self._catalogue.videos.set_priority(video_id, 0)

    def _damaged(self, error: DamagedFeaturesError) -> None:
        """A video whose features are damaged is as good as new: the next run encodes it again."""
        self._tell(damage_of(self._library, self._catalogue, error))
        self._drop(error.video_id)

    def _drop(self, video_id: int) -> None:
        """Do nothing more for a video in this run."""
        for step in [step for step in self._queue if step.video_id == video_id]:
            self._progress.over(step, self._copies[video_id].best.name)
            self._queue.done(step)
        self._catalogue.videos.set_priority(video_id, 0)

    def _fail(self, failure: Failure, stage: str) -> None:
        self._tell(failure)
        record_failure(self._catalogue, failure, stage)
        file = self._catalogue.files.by_path(failure.path)
        if file is not None and not is_there(failure.path):
            self._catalogue.files.set_online(file.id, online=False)

    def _tell(self, failure: Failure) -> None:
        self.outcome.failures.append(failure)
        self._failed(failure)


def damage_of(library: Library, catalogue: Catalogue, error: DamagedFeaturesError) -> Failure:
    """That what was kept of a video is damaged, as a failure of one of its files."""
    files = catalogue.files.of_video(error.video_id)
    path = files[0].fingerprint.path if files else error.path
    reason = f"What was kept of it is damaged ({error.path})."
    return Failure(path or library.root, reason, "Run `videobert index` again: it is encoded anew.")
