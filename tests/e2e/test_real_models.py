"""The shipped starter pack on real pictures: does a sentence find its clip?"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.helpers.command_line import CommandLine
from tests.helpers.data import shared_data
from videobert_desktop.settings.resources import resource_path

__all__ = ["shared_data"]

PHOTOGRAPHS = {
    "african-drum": "a drum",
    "cat-chelsea": "a cat",
    "chinese-pavilion": "a Chinese temple above a lake",
    "coffee-cup": "a cup of coffee",
    "crocodile": "a crocodile",
    "dandelion": "dandelions in a meadow",
    "dogs-at-window": "two dogs looking out of a window",
    "fig-in-bowl": "fruit in a bowl",
    "forest-stream": "a stream running through a forest",
    "moose": "a moose with antlers",
    "mountain-path": "rocky mountains",
    "naval-officer": "an old woman in a uniform",
    "orange-flower": "an orange flower",
    "paint-brushes": "paint brushes",
    "raccoon": "a raccoon",
    "rocket-on-pad": "a rocket on the launch pad",
    "sunset": "a sunset",
}
"""A sentence for each sample clip that shows what people photograph on the ground."""

OTHERS = {
    "astronaut": "an astronaut in a space suit",
    "cartoon-rabbit": "a cartoon rabbit in a meadow",
    "galaxies": "galaxies in the dark sky",
    "hurricane-clouds": "a hurricane seen from space",
    "turning-globe": "the globe of the earth",
}
"""A sentence for each of the others: drawings, and pictures of space and from space."""


def ranks(videobert: CommandLine, library: Path, sentences: dict[str, str], queries: Path) -> dict[str, int]:
    """For each file name the place, from 1, of its first moment among all moments for its sentence."""
    queries.write_text("\n".join(sentences.values()) + "\n", encoding="utf-8")
    searches = videobert.json(library, "search", "--queries", queries, "--limit", "50")["searches"]
    places = {}
    for (name, sentence), search in zip(sentences.items(), searches, strict=True):
        assert search["query"] == sentence
        found = [Path(result["video"]).name for result in search["results"]]
        places[name] = found.index(name) + 1 if name in found else len(found) + 1
    return places


def share(places: dict[str, int], within: int) -> float:
    """The share of sentences whose clip is among the first so many moments."""
    return sum(place <= within for place in places.values()) / len(places)


@pytest.fixture(scope="session")
def starter() -> None:
    """Skips where the weights are not there."""
    directory = resource_path("models", "starter")
    if not (directory / "pack.json").is_file():
        pytest.skip(f"the starter pack is not there: {directory}")


@pytest.fixture(scope="session")
def places(starter: None, videobert: CommandLine, tmp_path_factory: pytest.TempPathFactory) -> dict[str, int]:
    """Where each sample clip comes for its sentence; all of them are indexed into one library."""
    directory = tmp_path_factory.mktemp("samples")
    samples = resource_path("samples")
    sentences = {f"{stem}.mp4": sentence for stem, sentence in (PHOTOGRAPHS | OTHERS).items()}
    assert {path.name for path in samples.glob("*.mp4")} == set(sentences)
    assert videobert.json(directory / "library", "index", samples)["indexed"] == len(sentences)
    return ranks(videobert, directory / "library", sentences, directory / "queries.txt")


@pytest.mark.model
def test_four_of_five_sentences_about_photographs_find_their_clip_first(places: dict[str, int]) -> None:
    photographs = {f"{stem}.mp4": places[f"{stem}.mp4"] for stem in PHOTOGRAPHS}
    assert share(photographs, 1) >= 0.8, photographs
    assert share(photographs, 3) == 1.0, photographs


@pytest.mark.model
def test_with_drawings_and_space_most_do(places: dict[str, int]) -> None:
    assert share(places, 1) >= 0.6, places
    assert share(places, 5) >= 0.85, places


@pytest.mark.model
@pytest.mark.data
@pytest.mark.usefixtures("starter")
def test_the_real_clips_are_found_by_their_first_descriptions(
    shared_data: Path, videobert: CommandLine, tmp_path: Path
) -> None:
    captions = json.loads((shared_data / "clips" / "captions.json").read_text(encoding="utf-8"))
    sentences = {name: descriptions[0] for name, descriptions in captions.items()}
    report = videobert.json(tmp_path / "library", "index", shared_data / "clips")
    assert report["indexed"] == len(sentences)
    places = ranks(videobert, tmp_path / "library", sentences, tmp_path / "queries.txt")
    assert share(places, 1) >= 0.68, places
    assert share(places, 5) >= 0.90, places


@pytest.mark.model
@pytest.mark.data
@pytest.mark.usefixtures("starter")
def test_what_is_said_is_found_word_for_word_and_by_its_meaning(
    shared_data: Path, videobert: CommandLine, tmp_path: Path
) -> None:
    library, film = tmp_path / "library", shared_data / "speech" / "nasa_13013.mp4"
    videobert.json(library, "index", film, resource_path("samples"))
    lines = videobert.json(library, "transcript", film)["segments"]
    (cue,) = [line for line in lines if "largest cleanrooms" in line["text"]]
    (quoted,) = videobert.json(library, "search", '"largest cleanrooms"')["results"]
    assert quoted["start"] == pytest.approx(cue["start"], abs=0.2)
    assert quoted["evidence"]["speech"]["text"] == cue["text"]
    meant = videobert.json(library, "search", "where the spacecraft is assembled", "--channel", "speech")["results"]
    assert Path(meant[0]["video"]).name == film.name
