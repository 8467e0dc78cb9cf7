"""What a lane and its stand-in for tests have in common: handing in jobs, and being told what became of them."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from videobert_desktop.jobs.job import Ending, Failed, Job, Stopped, Succeeded, Task


class Runner(QObject):
    """Does jobs one after the other, in the order in which they are handed in.

    Everything is called from the thread that made it, and all signals are emitted there. Of every job comes exactly
    one of `succeeded`, `failed` and `cancelled`, after its last `progressed` and never before `submit` has given its
    id. Whoever handed in a newer job in the meantime tells a stale result by its id.

    Signals:
        progressed: (job id, Progress) how far a job is.
        succeeded: (job id, result) it is done.
        failed: (job id, Exception) it raised an error.
        cancelled: (job id) it stopped, or never began, because it was asked to.
    """

    progressed = Signal(int, object)
    succeeded = Signal(int, object)
    failed = Signal(int, object)
    cancelled = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._open: dict[int, Task] = {}
        self._last_id = 0
        self._accepting = True

    @property
    def accepting(self) -> bool:
        """Whether jobs may still be handed in."""
        return self._accepting

    def submit(self, job: Job, *, lasting: bool = False) -> int:
        """Hand in a job.

        Args:
            job: The work.
            lasting: Whether it is short and must not be lost: it is done even if the runner is stopped before its turn.

        Returns:
            Its id.

        Raises:
            RuntimeError: `stop` has been called.
        """
        if not self._accepting:
            raise RuntimeError("no more jobs are accepted")
        self._last_id += 1
        task = self._open[self._last_id] = Task(self._last_id, job, lasting=lasting)
        self._enqueue(task)
        return task.id

    def cancel(self, job_id: int) -> None:
        """Ask a job to stop; one that has ended is left alone."""
        if job_id in self._open:
            self._open[job_id].cancel.cancel()

    def pause(self, job_id: int) -> None:
        """Have a job wait at its next look at its token, and all behind it; one that has ended is left alone."""
        if job_id in self._open:
            self._open[job_id].cancel.pause()

    def resume(self, job_id: int) -> None:
        """Have a paused job go on; one that has ended is left alone."""
        if job_id in self._open:
            self._open[job_id].cancel.resume()

    def be_gentle(self, job_id: int, *, gentle: bool) -> None:
        """Have a job work half the time only, or no longer so; one that has ended is left alone."""
        if job_id in self._open:
            self._open[job_id].cancel.be_gentle(gentle=gentle)

    def stop(self) -> None:
        """Accept no more jobs, and ask all that are there to stop, but for those that must not be lost."""
        self._accepting = False
        for task in self._open.values():
            if not task.lasting:
                task.cancel.cancel()

    def wait(self, seconds: float) -> bool:
        """Wait, after `stop`, until everything has ended and every ending was told; False if it took too long."""
        raise NotImplementedError

    def _enqueue(self, task: Task) -> None:
        raise NotImplementedError

    def _tell_progress(self, task: Task) -> bool:
        """Tell the newest progress of a task, if there is one that was not told."""
        progress = task.mailbox.take()
        if progress is not None:
            self.progressed.emit(task.id, progress)
        return progress is not None

    def _tell_ending(self, task: Task, ending: Ending) -> None:
        self._tell_progress(task)
        del self._open[task.id]
        match ending:
            case Succeeded(result):
                self.succeeded.emit(task.id, result)
            case Failed(error):
                self.failed.emit(task.id, error)
            case Stopped():
                self.cancelled.emit(task.id)
