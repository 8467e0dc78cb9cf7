"""How far a run of indexing is, in seconds of video."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from videobert_desktop.domain.passes import Pass
from videobert_desktop.domain.progress import Progress, Report
from videobert_desktop.services.indexing.index_queue import Step

FIRST_LOOK, INDEXING = "first look", "indexing"
READING, LISTENING = "reading", "listening"


class RunProgress:
    """Counts for each pass what it has done of what it had to do at the start of the run.

    What earlier runs have done is no part of it, so that the time that is left can be told from the pace so far.
    """

    def __init__(self, report: Report, mode: Pass, work: Mapping[Step, float], durations: Mapping[int, float]) -> None:
        """Begin.

        Args:
            report: Told the progress, in a stage of its own for each pass.
            mode: The pass that the run is for; a less close one is but a first look.
            work: Seconds of video that each step has to go through.
            durations: How long each video is, by its id, in seconds; 0 where that is unknown.
        """
        self._report = report
        self._mode = mode
        self._durations = durations
        self._left = dict(work)
        self._done: defaultdict[Pass, float] = defaultdict(float)
        self._total: defaultdict[Pass, float] = defaultdict(float)
        for step, seconds in work.items():
            self._total[step.pass_name] += seconds

    def reached(self, step: Step, seconds: float, item: str) -> None:
        """Tell that so many seconds of a step are behind since it was taken up, in the file called `item`."""
        self._tell(step, min(seconds, self._left[step]), item)

    def paused(self, step: Step, seconds: float) -> None:
        """Note that a step is left for later, after so many seconds of it."""
        seconds = min(seconds, self._left[step])
        self._left[step] -= seconds
        self._done[step.pass_name] += seconds

    def over(self, step: Step, item: str) -> None:
        """Tell that nothing more will be done of a step, which was about the file called `item`."""
        self.paused(step, self._left[step])
        self._tell(step, 0.0, item)

    def _tell(self, step: Step, seconds: float, item: str) -> None:
        """Tell how far it is, `seconds` after a step was taken up."""
        stage = INDEXING if step.pass_name is self._mode else FIRST_LOOK
        done, total = self._done[step.pass_name] + seconds, self._total[step.pass_name]
        part = self._part(step.video_id, self._left[step] - seconds)
        self._report(Progress(stage, done, total, "s", item, step.video_id, part))

    def _part(self, video_id: int, left: float) -> float | None:
        """How far a video is, of which so many seconds are left; what earlier runs have done of it counts."""
        duration = self._durations[video_id]
        return min(1.0, max(0.0, 1 - left / duration)) if duration > 0 else None
