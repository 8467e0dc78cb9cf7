"""A token stops, pauses and slows the work that looks at it."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest

from videobert_desktop.domain.cancellation import LONGEST_WAY_GIVEN, CancelToken
from videobert_desktop.domain.errors import Cancelled

PATIENCE = 10.0


class Work(threading.Thread):
    """Looks at its token once, in a thread of its own.

    Attributes:
        ended: "went on" or "stopped".
    """

    def __init__(self, token: CancelToken) -> None:
        super().__init__()
        self._token = token
        self.ended = ""
        self.start()

    def run(self) -> None:
        try:
            self._token.raise_if_cancelled()
        except Cancelled:
            self.ended = "stopped"
        else:
            self.ended = "went on"

    def outcome(self) -> str:
        """How it ended, which is waited for."""
        self.join(PATIENCE)
        return self.ended


@pytest.fixture
def token() -> Iterator[CancelToken]:
    token = CancelToken()
    yield token
    token.cancel()  # so that no thread waits after a test that failed


@pytest.fixture
def waiting(token: CancelToken) -> Callable[[], Work]:
    """Starts work at a paused token, and comes back when it waits."""

    def start() -> Work:
        arrived = threading.Event()
        wait = token._changed.wait

        def noted(timeout: float | None = None) -> bool:
            arrived.set()
            return wait(timeout)

        token._changed.wait = noted  # type: ignore[method-assign]
        work = Work(token)
        assert arrived.wait(PATIENCE)
        return work

    return start


class TestCancelling:
    def test_work_goes_on_until_it_is_cancelled(self, token: CancelToken) -> None:
        token.raise_if_cancelled()
        assert not token.cancelled
        token.cancel()
        assert token.cancelled
        with pytest.raises(Cancelled):
            token.raise_if_cancelled()

    def test_a_signal_in_the_middle_of_a_look_may_cancel(self, token: CancelToken) -> None:
        def cancel(*_: object) -> None:
            token.cancel()

        before = signal.signal(signal.SIGINT, cancel)
        try:
            with token._changed:  # as while somebody looks
                signal.raise_signal(signal.SIGINT)
        finally:
            signal.signal(signal.SIGINT, before)
        assert token.cancelled


class TestPausing:
    def test_paused_work_waits_until_it_is_resumed(self, token: CancelToken, waiting: Callable[[], Work]) -> None:
        token.pause()
        assert token.paused
        work = waiting()
        assert not work.ended
        token.resume()
        assert not token.paused
        assert work.outcome() == "went on"

    def test_paused_work_stops_when_it_is_cancelled(self, token: CancelToken, waiting: Callable[[], Work]) -> None:
        token.pause()
        work = waiting()
        token.cancel()
        assert work.outcome() == "stopped"
        assert not token.paused

    def test_it_may_be_paused_again(self, token: CancelToken, waiting: Callable[[], Work]) -> None:
        for _ in range(3):
            token.pause()
            work = waiting()
            token.resume()
            assert work.outcome() == "went on"

    def test_what_is_cancelled_cannot_be_paused(self, token: CancelToken) -> None:
        token.cancel()
        token.pause()
        assert not token.paused
        with pytest.raises(Cancelled):
            token.raise_if_cancelled()


@dataclass
class Gentle:
    """A gentle token with a clock that the test turns; nobody really waits.

    Attributes:
        waited: How long it gave way, look by look, in seconds.
    """

    seconds: float = 100.0
    waited: list[float | None] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.token = CancelToken(lambda: self.seconds)
        self.token._changed.wait = self._wait  # type: ignore[method-assign]
        self.token.raise_if_cancelled()
        self.token.be_gentle(gentle=True)

    def work(self, seconds: float) -> None:
        self.seconds += seconds
        self.token.raise_if_cancelled()

    def _wait(self, timeout: float | None = None) -> bool:
        self.waited.append(timeout)
        self.seconds += timeout or 0.0
        return False


class TestBeingGentle:
    def test_it_gives_way_as_long_as_it_has_worked(self) -> None:
        gentle = Gentle()
        for seconds in (0.1, 0.3):
            gentle.work(seconds)
        assert gentle.waited == pytest.approx([0.1, 0.3])

    def test_it_never_gives_way_for_long(self) -> None:
        gentle = Gentle()
        gentle.work(3600.0)
        assert gentle.waited == [LONGEST_WAY_GIVEN]

    def test_two_looks_at_once_cost_nothing(self) -> None:
        gentle = Gentle()
        gentle.work(0.0)
        assert gentle.waited == []

    def test_it_does_so_no_longer_when_it_is_told_so(self) -> None:
        gentle = Gentle()
        gentle.token.be_gentle(gentle=False)
        gentle.work(0.2)
        assert gentle.waited == []

    def test_work_that_never_looked_before_has_nothing_to_give_back(self) -> None:
        token = CancelToken(lambda: 50.0)
        token.be_gentle(gentle=True)
        token.raise_if_cancelled()

    def test_what_is_cancelled_stops_at_once(self) -> None:
        gentle = Gentle()
        gentle.token.cancel()
        with pytest.raises(Cancelled):
            gentle.work(0.3)
        assert gentle.waited == []

    def test_who_gives_way_is_woken_when_it_is_cancelled(
        self, waiting: Callable[[], Work], token: CancelToken, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("videobert_desktop.domain.cancellation.LONGEST_WAY_GIVEN", 3600.0)
        token._looked_at, token._now = 0.0, lambda: 3600.0
        token.be_gentle(gentle=True)
        work = waiting()
        token.cancel()
        assert work.outcome() == "stopped"
