"""The real command line, as a process of its own with a home of its own."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PATIENCE = 120
"""Seconds that a command may take before the test gives up on it."""

_LISTING = """
import sys
from videobert_desktop.cli.main import main
status = main()
heavy = {"torch", "transformers", "faiss", "av", "PySide6", "rich", "numpy"} & set(sys.modules)
sys.stderr.write("\\nimported: " + " ".join(sorted(heavy)))
sys.exit(status)
"""


@dataclass(frozen=True)
class Outcome:
    """What a call left behind."""

    status: int
    stdout: str
    stderr: str

    @property
    def document(self) -> Any:
        """The one JSON document on standard output; fails if there is anything else."""
        return json.loads(self.stdout)

    @property
    def imported(self) -> set[str]:
        """Which heavy packages a call of `listing_imports` had imported at its end."""
        return set(self.stderr.rpartition("imported: ")[2].split())


@dataclass(frozen=True)
class CommandLine:
    """`videobert` as a function of its arguments.

    Attributes:
        home: The user's home directory.
    """

    home: Path

    @property
    def packs(self) -> Path:
        """Where this user's own packs lie."""
        return self.home / "data" / "videobert-desktop" / "packs"

    @property
    def environment(self) -> Mapping[str, str]:
        """The environment of every call."""
        return {
            "HOME": str(self.home),
            "LANG": "C.UTF-8",
            "OMP_NUM_THREADS": "1",
            "PATH": os.environ["PATH"],
            "XDG_CACHE_HOME": str(self.home / "cache"),
            "XDG_CONFIG_HOME": str(self.home / "config"),
            "XDG_DATA_HOME": str(self.home / "data"),
            "XDG_STATE_HOME": str(self.home / "state"),
        }

    def __call__(self, *arguments: str | Path) -> Outcome:
        """Run the command to its end."""
        return self._run([sys.executable, "-m", "videobert_desktop", *map(str, arguments)])

    def json(self, library: Path, *arguments: str | Path) -> Any:
        """The document of a command that must end with status 0."""
        outcome = self("--json", "--library", library, *arguments)
        assert outcome.status == 0, outcome.stderr
        return outcome.document

    def listing_imports(self, *arguments: str | Path) -> Outcome:
        """Run the command, and list at its end what it has imported."""
        return self._run([sys.executable, "-c", _LISTING, *map(str, arguments)])

    def start(self, *arguments: str | Path) -> RunningCommand:
        """Start the command as from a terminal of its own."""
        return RunningCommand([sys.executable, "-m", "videobert_desktop", *map(str, arguments)], self.environment)

    def _run(self, command: Sequence[str]) -> Outcome:
        done = subprocess.run(
            command,
            env=self.environment,
            cwd=self.home,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=PATIENCE,
        )
        return Outcome(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))


class RunningCommand:
    """A command whose standard error is a terminal, so that it draws its progress at once.

    Attributes:
        screen: What it has written to the terminal so far.
    """

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self.screen = ""
        self._terminal, theirs = os.openpty()
        self._process = subprocess.Popen(
            command,
            env={**environment, "TERM": "xterm", "COLUMNS": "200"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=theirs,
            start_new_session=True,
        )
        os.close(theirs)

    @property
    def pid(self) -> int:
        """The number of its process."""
        return self._process.pid

    def wait_for(self, pattern: str) -> None:
        """Read the terminal until the pattern is found in it; fails if the command ends before."""
        while not re.search(pattern, self.screen):
            assert self._read(), f"ended without {pattern!r}:\n{self.screen}"

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the command and to its children, as a terminal does."""
        os.killpg(self.pid, number)

    def end(self) -> Outcome:
        """Wait for its end."""
        while self._read():
            pass
        stdout, _ = self._process.communicate(timeout=PATIENCE)
        os.close(self._terminal)
        return Outcome(self._process.returncode, stdout.decode("utf-8"), self.screen)

    def kill(self) -> None:
        """End it, and its children, by force, if it has not ended yet."""
        if self._process.poll() is None:
            self.signal(signal.SIGKILL)
            self.end()

    def _read(self) -> bool:
        """Read what there is, waiting for it; false at the end."""
        try:
            part = os.read(self._terminal, 1 << 16)
        except OSError:  # nobody has the terminal open any more
            return False
        self.screen += part.decode("utf-8", "replace")
        return bool(part)
