"""One tiny pack for all tests of this room, and the number of threads as it was."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import torch

from tests.helpers.tiny_pack import write_tiny_pack
from videobert_desktop.models.packs.manifest import PackInfo
from videobert_desktop.models.packs.starter import StarterPack


@pytest.fixture(autouse=True)
def _threads_as_before() -> Iterator[None]:
    """Loading a pack decides how many threads torch computes with; put that back."""
    before = torch.get_num_threads()
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="session")
def tiny_info(tmp_path_factory: pytest.TempPathFactory) -> PackInfo:
    """A tiny pack on the disk; not to be changed."""
    return write_tiny_pack(tmp_path_factory.mktemp("packs") / "tiny")


@pytest.fixture(scope="session")
def tiny_pack(tiny_info: PackInfo) -> StarterPack:
    """The tiny pack, loaded."""
    return StarterPack(tiny_info, "cpu")
