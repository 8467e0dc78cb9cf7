"""How far a run of indexing is, in seconds of video."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from videobert_desktop.domain.passes import Pass
from videobert_desktop.domain.progress import Progress, Report
from videobert_desktop.services.indexing.index_queue import Step

FIRST_LOOK, INDEXING = "first look", "indexing"


class RunProgress:
    """Counts for each pass what it has done of what it had to do at the start of the run.

    What earlier runs have done is no part of it, so that the time that is left can be told from the pace so far.
    """

    def __init__(self, report: Report, mode: Pass, work: Mapping[Step, float]) -> None:
        """Begin.

        Args:
            report: Told the progress, in a stage of its own for each pass.
            mode: The pass that the run is for; a less close one is but a first look.
            work: Seconds of video that each step has to go through.
        """
        self._report = report
        self._mode = mode
        self._left = dict(work)
        self._done: defaultdict[Pass, float] = defaultdict(float)
        self._total: defaultdict[Pass, float] = defaultdict(float)
        for step, seconds in work.items():
            self._total[step.pass_name] += seconds

    def reached(self, step: Step, seconds: float, item: str) -> None:
        """Tell that so many seconds of a step are behind since it was taken up, in the file called `item`."""
        self._tell(step, self._done[step.pass_name] + min(seconds, self._left[step]), item)

    def paused(self, step: Step, seconds: float) -> None:
        """Note that a step is left for later, after so many seconds of it."""
        seconds = min(seconds, self._left[step])
        self._left[step] -= seconds
        self._done[step.pass_name] += seconds

    def over(self, step: Step, item: str) -> None:
        """Tell that nothing more will be done of a step, which was about the file called `item`."""
        self.paused(step, self._left[step])
        self._tell(step, self._done[step.pass_name], item)

    def _tell(self, step: Step, done: float, item: str) -> None:
        stage = INDEXING if step.pass_name is self._mode else FIRST_LOOK
        self._report(Progress(stage, done, self._total[step.pass_name], "s", item))
