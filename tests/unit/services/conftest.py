from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.indexing import Desk
from videobert_desktop.services.libraries import create_library


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """An empty library, an empty folder, and a pack that knows colours."""
    folder = tmp_path / "clips"
    folder.mkdir()
    return Desk(create_library(tmp_path / "library"), folder, monkeypatch)
