"""Describing with a pack of real networks: they are random, and what they say is nothing but well-formed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.media import picture_clip
from tests.helpers.tiny_pack import install_tiny_pack, plain_picture
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.description import Description
from videobert_desktop.domain.progress import ignore_progress
from videobert_desktop.domain.timing import Span
from videobert_desktop.services.describing import caption_stretches
from videobert_desktop.services.describing.describe_clip import describe
from videobert_desktop.services.indexing.index_videos import IndexOptions, index_videos
from videobert_desktop.services.libraries import Library, create_library


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """A library of one clip of 60 s that shows three colours."""
    install_tiny_pack()
    pictures = [plain_picture(colour) for colour in ("red", "green", "white")]
    clip = picture_clip(tmp_path / "colours.mp4", pictures, seconds_each=20.0, rate=2)
    library = create_library(tmp_path / "library")
    index_videos(
        library,
        [clip],
        IndexOptions("tiny", "cpu", 1),
        cancel=CancelToken(),
        report=ignore_progress,
        failed=lambda _: None,
    )
    return library


def described(library: Library, span: Span | None = None) -> Description:
    return describe(library, "colours.mp4", span, cancel=CancelToken(), report=ignore_progress)


def test_a_video_is_described_from_what_is_stored(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    # Networks that never learned anything are sure of nothing.
    monkeypatch.setattr(caption_stretches, "LEAST_CERTAINTY", 0.0)
    found = described(library)
    assert (found.chapters[0].span.start, found.chapters[-1].span.end) == (0.0, 60.0)
    assert found.captions
    assert all(caption.text and 0.0 <= caption.confidence <= 1.0 for caption in found.captions)
    assert found == described(library)


def test_what_is_not_sure_is_left_out(library: Library) -> None:
    found = described(library, Span(10.0, 30.0))
    assert found.span == Span(10.0, 30.0)
    assert found.summary == "Nothing could be described with confidence."
