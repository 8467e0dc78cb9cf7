"""A lane without a thread: for tests, and wherever the order of things must be known."""

from __future__ import annotations

from collections import deque

from videobert_desktop.domain.progress import Progress
from videobert_desktop.jobs.job import Task
from videobert_desktop.jobs.runner import Runner


class InlineRunner(Runner):
    """Does jobs in the caller's thread, when it is told to; every progress is told at once."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting: deque[Task] = deque()

    def run_next(self) -> None:
        """Do the job that has waited longest.

        Raises:
            IndexError: None is waiting.
            RuntimeError: It is paused, and nobody could resume it while it waited in the caller's thread.
        """
        if self._waiting[0].cancel.paused:
            raise RuntimeError("the job is paused")
        task = self._waiting.popleft()

        def report(progress: Progress) -> None:
            task.mailbox.put(progress)
            self._tell_progress(task)

        self._tell_ending(task, task.run(report))

    def run_all(self) -> None:
        """Do all jobs that wait, and those that are handed in meanwhile, up to one that is paused."""
        while self._waiting and not self._waiting[0].cancel.paused:
            self.run_next()

    def wait(self, seconds: float) -> bool:  # noqa: ARG002 - what has been stopped takes no time
        """Tell the endings of all jobs that wait."""
        self.run_all()
        return True

    def _enqueue(self, task: Task) -> None:
        self._waiting.append(task)
