"""Floor 2: the truth about a library: its catalogue (SQLite) and its features files.

One connection is used by one thread; each lane opens a `Catalogue` of its own. Nothing here knows how a video is
decoded or encoded, and nothing outside of here knows SQL.
"""

from __future__ import annotations

from videobert_desktop.catalogue.catalogue import Catalogue
from videobert_desktop.catalogue.connection import BusyCatalogueError
from videobert_desktop.catalogue.failures import FailureRow
from videobert_desktop.catalogue.features import DamagedFeaturesError, FeatureStore
from videobert_desktop.catalogue.packs import PackRow
from videobert_desktop.catalogue.remapping import MovedRoot
from videobert_desktop.catalogue.screen_texts import StoredScreenText
from videobert_desktop.catalogue.segments import StoredSegment
from videobert_desktop.catalogue.shards import ShardRef
from videobert_desktop.catalogue.stages import StageRow
from videobert_desktop.catalogue.text_vectors import StoredVectors, TextRow
from videobert_desktop.catalogue.transcripts import StoredTranscript
from videobert_desktop.catalogue.units import UnitRow
from videobert_desktop.catalogue.windows import Timeline, WindowRow

__all__ = [
    "BusyCatalogueError",
    "Catalogue",
    "DamagedFeaturesError",
    "FailureRow",
    "FeatureStore",
    "MovedRoot",
    "PackRow",
    "ShardRef",
    "StageRow",
    "StoredScreenText",
    "StoredSegment",
    "StoredTranscript",
    "StoredVectors",
    "TextRow",
    "Timeline",
    "UnitRow",
    "WindowRow",
]
