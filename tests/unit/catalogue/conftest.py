"""A catalogue and a features folder in a directory of their own, with one video and one pack to hang things on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

import pytest

from videobert_desktop.catalogue import Catalogue, FeatureStore, PackRow
from videobert_desktop.domain.video import MediaInfo, Video

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


@pytest.fixture
def catalogue_path(tmp_path: Path) -> Path:
    return tmp_path / "catalogue.sqlite3"


@pytest.fixture
def catalogue(catalogue_path: Path) -> Iterator[Catalogue]:
    with Catalogue.create(catalogue_path) as created:
        yield created


@pytest.fixture
def info() -> MediaInfo:
    return MediaInfo(
        duration=90.5,
        width=1920,
        height=1080,
        rotation=90,
        sample_aspect_ratio=Fraction(4, 3),
        frame_rate=Fraction(30000, 1001),
        codec="h264",
        container="mov,mp4,m4a,3gp,3g2,mj2",
        audio_streams=1,
        subtitle_streams=2,
        created=NOON,
    )


@pytest.fixture
def noon() -> datetime:
    return NOON


@pytest.fixture
def video(catalogue: Catalogue, info: MediaInfo) -> Video:
    return catalogue.videos.add(info, NOON)


@pytest.fixture
def pack(catalogue: Catalogue) -> PackRow:
    return PackRow(catalogue.packs.add("tiny", "1", dim=4), "tiny", "1", 4)


@pytest.fixture
def features(tmp_path: Path) -> FeatureStore:
    return FeatureStore(tmp_path / "features")
