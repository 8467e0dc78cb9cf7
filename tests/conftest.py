"""Guards around every test: whatever a test leaves behind, or takes from the user's own files, fails it."""

import logging
import multiprocessing
import os
import re
import threading
import time
from collections.abc import Iterator

import pytest
from hypothesis import settings

pytest_plugins = ["pytester"]

# Both are read when a library is first loaded, so they are set before any test module is imported.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OMP_NUM_THREADS", "1")

settings.register_profile("local", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")

PATIENCE = 2.0
"""Seconds that threads and processes get to end by themselves after a test."""

LIBRARY_THREADS = re.compile(r"tqdm_monitor|pytest_timeout|AnyIO|asyncio_\d+")
"""Names of threads that libraries keep for the life of the process."""

USER_DIRECTORIES = {
    "HOME": "",
    "USERPROFILE": "",
    "APPDATA": "AppData/Roaming",
    "LOCALAPPDATA": "AppData/Local",
    "XDG_CACHE_HOME": ".cache",
    "XDG_CONFIG_HOME": ".config",
    "XDG_DATA_HOME": ".local/share",
    "XDG_STATE_HOME": ".local/state",
    "XDG_RUNTIME_DIR": ".run",
}
"""Environment variables that lead to a user's own files, and where they lead instead, below an empty home."""


@pytest.fixture(autouse=True)
def _home_of_its_own(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the test an empty home, and none of the user's settings of this program."""
    home = tmp_path_factory.mktemp("home")
    for variable, below in USER_DIRECTORIES.items():
        directory = home / below
        directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        monkeypatch.setenv(variable, str(directory))
    for variable in [name for name in os.environ if name.startswith("VIDEOBERT_")]:
        monkeypatch.delenv(variable)


@pytest.fixture(autouse=True)
def _no_stray_log_records(request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fail on a record at WARNING or above, but for those that `expected_warnings(pattern, …)` announces."""
    yield
    marker = request.node.get_closest_marker("expected_warnings")
    expected = list(marker.args) if marker else []
    records = [record for phase in ("setup", "call", "teardown") for record in caplog.get_records(phase)]
    messages = [f"{r.name}: {r.levelname}: {r.getMessage()}" for r in records if r.levelno >= logging.WARNING]
    stray = [message for message in messages if not any(re.search(pattern, message) for pattern in expected)]
    absent = [pattern for pattern in expected if not any(re.search(pattern, message) for message in messages)]
    if stray:
        pytest.fail("stray log records:\n" + "\n".join(stray), pytrace=False)
    if absent:
        pytest.fail(f"expected log records that never came: {absent}", pytrace=False)


@pytest.fixture(autouse=True)
def _no_leaked_threads() -> Iterator[None]:
    """Fail on a thread that is still there when the test and its fixtures are done."""
    before = set(threading.enumerate())
    yield
    deadline = time.monotonic() + PATIENCE
    # Python's stand-in for a thread that Qt or a decoder made lingers after that thread has ended.
    leaked = [
        thread
        for thread in set(threading.enumerate()) - before
        if not isinstance(thread, threading._DummyThread) and not LIBRARY_THREADS.search(thread.name)
    ]
    for thread in leaked:
        thread.join(max(0.0, deadline - time.monotonic()))
    names = sorted(thread.name for thread in leaked if thread.is_alive())
    if names:
        pytest.fail(f"leaked threads: {names}", pytrace=False)


@pytest.fixture(autouse=True)
def _no_leaked_processes() -> Iterator[None]:
    """Fail on a child process that is still there when the test and its fixtures are done, and end it."""
    before = set(multiprocessing.active_children())
    yield
    deadline = time.monotonic() + PATIENCE
    leaked = set(multiprocessing.active_children()) - before
    for process in leaked:
        process.join(max(0.0, deadline - time.monotonic()))
    alive = [process for process in leaked if process.is_alive()]
    for process in alive:
        process.kill()
        process.join()
    if alive:
        pytest.fail(f"leaked processes: {sorted(process.name for process in alive)}", pytrace=False)
