"""A transformer adapts to videos where that helps with others, and its embeddings never change."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import torch
from safetensors import safe_open

from tests.unit.models.adapting.plain_videos import cycles, noise, rows_of, tiny_reader, video_of
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.progress import Progress, ignore_progress
from videobert_desktop.models.adapting.adapt import ABOUT, Adaptation, adapt
from videobert_desktop.models.adapting.deadline import Deadline
from videobert_desktop.models.adapting.library_video import LibraryVideo
from videobert_desktop.models.adapting.options import AdaptOptions
from videobert_desktop.models.adapting.reading import Reader
from videobert_desktop.models.evaluation.visual_words import masked_log_probabilities
from videobert_desktop.models.packs.weights import load_weights, save_weights

OPTIONS = AdaptOptions(rate=0.02, steps=60, folds=3, batch=32, patience=3)


def adapted(videos: list[LibraryVideo], options: AdaptOptions = OPTIONS, reader: Reader | None = None) -> Adaptation:
    return adapt(reader or tiny_reader(), videos, options, cancel=CancelToken(), report=ignore_progress)


@pytest.fixture(scope="module")
def of_cycles() -> Adaptation:
    return adapted([video_of(words) for words in cycles(8)])


def test_the_order_of_things_is_learned_and_measured_better(of_cycles: Adaptation) -> None:
    measure = of_cycles.measures["visual_words"]
    assert measure.helps
    assert measure.after > measure.unadapted + 0.3
    assert (of_cycles.videos, of_cycles.windows, measure.examples) == (8, 144, 144)


def test_where_there_is_no_order_nothing_is_kept() -> None:
    found = adapted([video_of(words) for words in noise(10)])
    assert not found.measures["visual_words"].helps
    assert found.weights == {}


def test_it_is_the_same_each_time(of_cycles: Adaptation) -> None:
    again = adapted([video_of(words) for words in cycles(8)])
    assert again.measures == of_cycles.measures
    assert all(torch.equal(again.weights[name], tensor) for name, tensor in of_cycles.weights.items())


def test_the_weights_fit_behind_those_of_the_pack(of_cycles: Adaptation, tmp_path: Path) -> None:
    network = tiny_reader().network
    files = save_weights(tmp_path, "videobert", network.state_dict())
    of_cycles.save(tmp_path / "videobert-adapted.safetensors", "about it")
    network.load_state_dict(load_weights([*files, tmp_path / "videobert-adapted.safetensors"]))
    for name, tensor in of_cycles.weights.items():
        assert torch.equal(network.state_dict()[name], tensor)
    video = rows_of(cycles(1)[0])
    before = masked_log_probabilities(tiny_reader().network, video)[range(18), video.visual_words]
    after = masked_log_probabilities(network, video)[range(18), video.visual_words]
    assert after.mean() > before.mean() + 0.3
    with safe_open(tmp_path / "videobert-adapted.safetensors", framework="numpy") as file:
        assert file.metadata() == {ABOUT: "about it"}


def test_no_embedding_goes_through_what_was_learned() -> None:
    reader = tiny_reader()
    found = adapted([video_of(words, told=True) for words in cycles(6, 8)], replace(OPTIONS, faithful=0.0), reader)
    assert "words" in found.measures
    assert "moments" in found.measures
    network = tiny_reader().network
    every_head = {
        name: tensor + 1
        for name, tensor in network.state_dict().items()
        if name.startswith(("visual_words.", "words.", "alignment.", "videobert.pooler."))
    }
    assert found.weights.keys() <= every_head.keys()
    network.load_state_dict(network.state_dict() | every_head)
    rows, texts = rows_of([0, 1, 2]), reader.texts(["the red dog"], "[SEP]")
    words, features = torch.from_numpy(rows.visual_words)[None], torch.from_numpy(rows.features)[None]
    with torch.no_grad():
        for own, other in (
            (reader.network.embed_windows(words, features), network.embed_windows(words, features)),
            (
                reader.network.embed_texts(texts.input_ids, texts.attention_mask),
                network.embed_texts(texts.input_ids, texts.attention_mask),
            ),
        ):
            assert torch.equal(own, other)


def test_what_is_said_is_learned_where_it_is_always_the_same() -> None:
    found = adapted([video_of(words, told=True) for words in cycles(6, 8)])
    assert found.measures["words"].helps
    assert any(name.startswith("words.") for name in found.weights)


def test_the_network_that_is_given_stays_as_it_is() -> None:
    reader = tiny_reader()
    adapted([video_of(words) for words in cycles(6)], reader=reader)
    for name, tensor in tiny_reader().network.state_dict().items():
        assert torch.equal(reader.network.state_dict()[name], tensor)


@pytest.mark.parametrize("count", [0, 1, 5])
def test_of_too_few_videos_nothing_is_learned(count: int) -> None:
    with pytest.raises(UserError, match=rf"the library has {count}\.") as caught:
        adapted([video_of(words) for words in cycles(count)])
    assert "Index some more" in caught.value.hint


def test_videos_of_one_window_tell_nothing() -> None:
    with pytest.raises(UserError, match=r"the library has 5\."):
        adapted([video_of(words) for words in [*cycles(5), [0], [1]]])


def test_where_time_is_too_short_to_read_enough_it_is_told() -> None:
    with pytest.raises(UserError, match="too little time"):
        adapt(
            tiny_reader(),
            [video_of(words) for words in cycles(8)],
            OPTIONS,
            cancel=CancelToken(),
            report=ignore_progress,
            deadline=lambda _: Deadline(0.0),
        )


def test_progress_tells_what_is_done() -> None:
    told: list[Progress] = []
    videos = [video_of(words) for words in cycles(6)]
    adapt(tiny_reader(), videos, OPTIONS, cancel=CancelToken(), report=told.append)
    assert list(dict.fromkeys(progress.stage for progress in told)) == ["hiding windows", "learning visual words"]
