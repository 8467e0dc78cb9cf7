"""From what is asked to the vectors that windows are compared with."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from videobert_desktop.catalogue import Catalogue
from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.query import Example, Query
from videobert_desktop.domain.timing import TIME_TOLERANCE, Span
from videobert_desktop.services.indexing.stored_vectors import with_one
from videobert_desktop.services.searching.example_background import ExampleBackground
from videobert_desktop.services.searching.find_video import find_video
from videobert_desktop.services.searching.library_view import LibraryView
from videobert_desktop.services.searching.moment_curve import CurveMoment

# What lies so near to an example is the example itself, in seconds.
_EXAMPLE_REACH = 5.0


@dataclass(frozen=True, slots=True, eq=False)
class Aim:
    """What windows are compared with.

    Attributes:
        vector: (dim + 1,) float32, as the index wants it.
        typical: What an ordinary window of the library scores for it.
        deviation: Of the scores of the best moments that unrelated queries of its kind find in the library.
        confidence: From n moments to the probabilities (n,) that they are what was asked for.
        imagined: (dim,) float32, what a sentence is imagined to look like; None where a picture is given.
    """

    vector: NDArray[np.float32]
    typical: float
    deviation: float
    confidence: Callable[[Sequence[CurveMoment]], NDArray[np.float64]]
    imagined: NDArray[np.float32] | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """An example found in the library.

    Attributes:
        video_id: The video that is meant.
        second: The instant, before the video's end.
        path: A file of it, for messages.
        damage: Where decoding the video ended early, if it did.
    """

    video_id: int
    second: float
    path: Path | None
    damage: str | None

    @property
    def place(self) -> tuple[int, Span]:
        """The stretch that shows the example itself."""
        return self.video_id, Span(max(0.0, self.second - _EXAMPLE_REACH), self.second + _EXAMPLE_REACH)

    def not_indexed(self) -> UserError:
        """The error that there is no window at the example."""
        known = f"The video is {self.damage}." if self.damage else "The video has not been indexed so far yet."
        return UserError(
            f"There is nothing to compare at {self.second:.1f} s. {known}",
            path=self.path,
            hint="Run `videobert index` on it, or choose another instant.",
        )


def find_source(catalogue: Catalogue, example: Example) -> Source:
    """Find the video of an example.

    Raises:
        UserError: There is no such video in the library, or it is shorter.
    """
    video = find_video(catalogue, example.video)
    files = catalogue.files.of_video(video.id)
    path = files[0].fingerprint.path if files else None
    length = video.info.duration
    if length and example.second > length + TIME_TOLERANCE:
        reason = f"The video ends at {length:.1f} s, before {example.second:g} s."
        raise UserError(reason, path=path, hint="Choose an earlier instant.")
    second = min(example.second, math.nextafter(length, 0.0)) if length else example.second
    return Source(video.id, second, path, video.damage)


def take_aim(view: LibraryView, query: Query, source: Source | None) -> Aim:
    """The aim of a query; there must be windows.

    Args:
        view: The library.
        query: What is asked.
        source: Where its example is, if it has one.

    Raises:
        UserError: There is no window at the example.
    """
    text = None if query.text is None else view.pack.embed_texts([query.text])
    if source is None:
        assert text is not None
        return _text_aim(view, text)
    picture = _picture(view, source)
    if text is None:
        return _example_aim(view, picture, view.picture_background)
    return _example_aim(view, view.mixed(text, picture), view.mixed_background)


def unwanted(view: LibraryView, sentences: Sequence[str]) -> list[tuple[NDArray[np.float32], float]]:
    """For each sentence that moments are not to answer its vector (dim + 1,) and an ordinary window's score."""
    if not sentences:
        return []
    vectors = with_one(view.pack.embed_texts(sentences))
    return [(vector, view.background.typical_score(vector)) for vector in vectors]


def _picture(view: LibraryView, source: Source) -> NDArray[np.float32]:
    """The embedding (1, dim) of the window at the example; the index may hold it rounded."""
    stored = view.windows.vector_at(source.video_id, source.second)
    if stored is None:
        raise source.not_indexed()
    embedding = stored[None, :-1]
    return np.asarray(embedding / np.linalg.norm(embedding), np.float32)


def _text_aim(view: LibraryView, query: NDArray[np.float32]) -> Aim:
    """The aim of a sentence (1, dim)."""
    vector, familiarity = with_one(query)[0], float(view.pack.background.familiarity(query)[0])

    def confidence(moments: Sequence[CurveMoment]) -> NDArray[np.float64]:
        similarities = np.array([moment.similarity for moment in moments], np.float32)
        resemblances = np.array([moment.resemblance for moment in moments], np.float32)
        return view.background.confidence(view.pack, similarities, resemblances, familiarity)

    imagined = view.pack.background.imagined(query)[0]
    return Aim(vector, view.background.typical_score(vector), view.background.deviation, confidence, imagined)


def _example_aim(view: LibraryView, query: NDArray[np.float32], background: ExampleBackground) -> Aim:
    """The aim of a picture, or of a mixture with one (1, dim)."""
    vector, reach = with_one(query)[0], float(view.pack.background.reach(query)[0])

    def confidence(moments: Sequence[CurveMoment]) -> NDArray[np.float64]:
        return background.confidence(np.array([moment.score for moment in moments], np.float32), reach)

    return Aim(vector, view.background.typical_score(vector), background.deviation, confidence)
