"""Progress bars on a terminal; apart from the rest because rich is slow to import."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, ProgressColumn, Task, TaskID, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as LiveBars
from rich.table import Column
from rich.text import Text

from videobert_desktop.cli.output import printable, rate
from videobert_desktop.domain.progress import Progress


class RateColumn(ProgressColumn):
    """How fast the work goes, in its own unit."""

    def render(self, task: Task) -> Text:
        """The rate over the last while."""
        return Text(rate(task.finished_speed or task.speed, str(task.fields["unit"])))


class Bars:
    """One bar a stage, with rate and the time that is left."""

    def __init__(self, live: LiveBars) -> None:
        self._live = live
        self._tasks: dict[str, TaskID] = {}

    def report(self, progress: Progress) -> None:
        """Move the stage's bar, which appears with its first report."""
        if progress.stage not in self._tasks:
            self._tasks[progress.stage] = self._live.add_task(progress.stage, total=None, item="", unit=progress.unit)
        task = self._tasks[progress.stage]
        self._live.update(task, completed=progress.done, total=progress.total, item=printable(progress.item))

    def say(self, text: str) -> None:
        """Print a line above the bars."""
        self._live.console.print(text, markup=False, highlight=False, soft_wrap=True)


@contextmanager
def bars(console: Console) -> Iterator[Bars]:
    """Bars that are drawn as long as the context lasts."""
    item = TextColumn("{task.fields[item]}", markup=False, table_column=Column(no_wrap=True, overflow="ellipsis"))
    stage = TextColumn("{task.description}", markup=False)
    columns = (stage, BarColumn(), TaskProgressColumn(), RateColumn(), TimeRemainingColumn(compact=True), item)
    with LiveBars(*columns, console=console) as live:
        yield Bars(live)
