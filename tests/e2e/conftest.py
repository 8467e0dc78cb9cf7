from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.helpers.command_line import CommandLine
from tests.helpers.tiny_pack import write_tiny_pack

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="terminals and signals of POSIX systems")


@pytest.fixture(scope="session")
def videobert(tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """The command line of a user who has the pack "tiny", once for the whole run of the tests."""
    videobert = CommandLine(tmp_path_factory.mktemp("someone"))
    write_tiny_pack(videobert.packs / "tiny")
    return videobert


@pytest.fixture
def plain(tmp_path: Path) -> CommandLine:
    """The command line of a user who has just installed the program."""
    return CommandLine(tmp_path)


def same_path(written: str, path: Path) -> bool:
    """Whether a path of a JSON document is that path, byte for byte."""
    return os.fsencode(written) == os.fsencode(path)
