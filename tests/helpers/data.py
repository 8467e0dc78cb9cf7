"""The real clips and captions that may lie beside the checkout; tests that need them are skipped where they do not."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED_DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of shared data, read-only."""
    if not SHARED_DATA.is_dir():
        pytest.skip(f"the shared data are not there: {SHARED_DATA}")
    return SHARED_DATA
