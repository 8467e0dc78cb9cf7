from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from videobert_desktop.domain.errors import UserError
from videobert_desktop.media.fingerprint import PART_COUNT, PART_SIZE, fingerprint, part_offsets


def test_a_moved_file_keeps_its_hash(tmp_path):
    (tmp_path / "a.mp4").write_bytes(os.urandom(1000))
    before = fingerprint(tmp_path / "a.mp4")
    (tmp_path / "a.mp4").rename(tmp_path / "b.mp4")
    after = fingerprint(tmp_path / "b.mp4")
    assert (after.content_hash, after.size, after.mtime_ns) == (before.content_hash, before.size, before.mtime_ns)
    assert after.path == tmp_path / "b.mp4"


def test_it_says_size_and_time(tmp_path):
    path = tmp_path / "a.mp4"
    path.write_bytes(b"12345")
    os.utime(path, ns=(1, 1_234_567_890_123_456_789))
    taken = fingerprint(path)
    assert (taken.size, taken.mtime_ns) == (5, path.stat().st_mtime_ns)


@pytest.mark.parametrize("size", [1000, 2_000_000])
@pytest.mark.parametrize("where", [0, -1])
def test_another_beginning_or_end_is_another_hash(tmp_path, size, where):
    content = bytearray(size)
    (tmp_path / "a").write_bytes(content)
    content[where] = 1
    (tmp_path / "b").write_bytes(content)
    assert fingerprint(tmp_path / "a").content_hash != fingerprint(tmp_path / "b").content_hash


def test_another_length_of_the_same_is_another_hash(tmp_path):
    (tmp_path / "a").write_bytes(bytes(2_000_000))
    (tmp_path / "b").write_bytes(bytes(2_000_001))
    assert fingerprint(tmp_path / "a").content_hash != fingerprint(tmp_path / "b").content_hash


def test_a_file_that_vanished_is_named(tmp_path):
    with pytest.raises(UserError, match="nothing at this path"):
        fingerprint(tmp_path / "gone.mp4")


@given(st.integers(1, 10**13))
def test_parts_lie_within_the_file_and_reach_its_end(size):
    offsets = part_offsets(size)
    assert offsets == sorted(set(offsets))
    assert len(offsets) <= PART_COUNT
    assert offsets[0] == 0
    assert offsets[-1] < size <= offsets[-1] + PART_SIZE
