"""The second stage from the first stage's features to a trained VideoBERT, in one go or in several."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from tests.helpers.tiny_pack import COLOURS, FRAME_ENCODER, tiny_network, tiny_sentence_encoder
from tests.unit.models.captioned_pictures import Scene, scenes
from tests.unit.models.training.tiny_joint import CPU, same_weights
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Cancelled, UserError
from videobert_desktop.domain.progress import Progress, Report, ignore_progress
from videobert_desktop.models.devices import fast_dtype
from videobert_desktop.models.packs.weights import as_kept
from videobert_desktop.models.training.feature_cache import FeatureCache, TrainingFeatures
from videobert_desktop.models.training.joint_model import NEVER
from videobert_desktop.models.training.joint_options import JointOptions
from videobert_desktop.models.training.joint_stage import JointStage, Trained, Written, words_of
from videobert_desktop.models.training.prototypes import class_sentences
from videobert_desktop.models.training.trainer import StarterNetwork, features_of_maps
from videobert_desktop.models.videobert.visual_vocabulary import VisualVocabulary, window_descriptors

OPTIONS = JointOptions(
    epochs=2,
    batch=8,
    averaging=0.5,
    measured_every=1,
    patience=2,
    other_sentences=6,
    classes=6,
    aligned=(6, 2),
    captioned=6,
    completed=6,
)
BASE = 2
"""The seed of the network whose frame encoder the first stage is said to have begun with."""
TRAINING, HELD_OUT = scenes(16), scenes(6, start=16)
CLASSES = [*COLOURS, *(f"thing {number}" for number in range(FRAME_ENCODER.classes - len(COLOURS)))]
WRITTEN = Written(
    captions=[caption for scene in TRAINING for caption in scene.captions],
    held_out=[caption for scene in HELD_OUT for caption in scene.captions],
    others=[f"a {colour} car is in the video" for colour in COLOURS],
    classes=class_sentences(CLASSES),
)


def features_of(shown: list[Scene]) -> TrainingFeatures:
    """Scenes as the first stage has them, in two views."""
    side = FRAME_ENCODER.input_size
    pixels = np.stack([np.asarray(Image.fromarray(scene.paint()).resize((side, side))) for scene in shown])
    with torch.inference_mode():
        maps = tiny_network().frame_encoder.trunk(torch.from_numpy(pixels).permute(0, 3, 1, 2)).half().numpy()
    sentences = tiny_sentence_encoder().encode([caption for scene in shown for caption in scene.captions]).numpy()
    owners = np.repeat(np.arange(len(shown)), len(shown[0].captions))
    mirrored = np.ones(len(shown), bool)
    return TrainingFeatures((maps, maps), np.zeros((len(shown), 1), np.float32), sentences, owners, mirrored)


class Stage:
    """Runs the second stage on the same features."""

    def __init__(self) -> None:
        self.training, self.held_out = features_of(TRAINING), features_of(HELD_OUT)

    def run(
        self,
        cache: Path,
        options: JointOptions = OPTIONS,
        *,
        network: StarterNetwork | None = None,
        cancel: CancelToken | None = None,
        report: Report = ignore_progress,
    ) -> Trained:
        encoder, cancel = tiny_sentence_encoder(), cancel or CancelToken()
        first = network or tiny_network()
        base = tiny_network(seed=BASE).frame_encoder.state_dict()
        stage = JointStage(first, base, encoder, cache, options, CPU, cancel=cancel, report=report)
        sentences = FeatureCache(cache / "train", first.frame_encoder, encoder, cancel, report)
        return stage.run(self.training, self.held_out, WRITTEN, sentences)


@pytest.fixture(scope="module")
def stage() -> Stage:
    return Stage()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cache of a run that went through in one go."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def trained(stage: Stage, place: Path) -> Trained:
    return stage.run(place)


def test_it_is_run_again_from_the_cache_to_the_same_bit_for_bit(
    stage: Stage, trained: Trained, place: Path, tmp_path: Path
) -> None:
    for tokens in ("train-tokens", "train-younger-tokens", "held-out-tokens"):
        (tmp_path / tokens).mkdir()
        for path in (place / tokens).iterdir():
            (tmp_path / tokens / path.name).write_bytes(path.read_bytes())
    told: list[Progress] = []
    again = stage.run(tmp_path, report=told.append)
    assert same_weights(again.model, trained.model)
    assert {progress.stage for progress in told} == {"training", "aligning", "reading sentences"}
    logs = [(cache / "videobert-0" / "videobert.jsonl").read_text(encoding="utf-8") for cache in (place, tmp_path)]
    assert logs[0] == logs[1]


def test_what_is_done_is_only_read(stage: Stage, trained: Trained, place: Path) -> None:
    told: list[Progress] = []
    again = stage.run(place, report=told.append)
    assert same_weights(again.model, trained.model)
    assert {progress.stage for progress in told} <= {"reading sentences"}


@pytest.mark.parametrize("stage_of_work", ["planting classes", "aligning"])
def test_a_run_that_was_stopped_leaves_nothing_half_written_and_ends_the_same(
    stage: Stage, trained: Trained, tmp_path: Path, stage_of_work: str
) -> None:
    cancel = CancelToken()

    def stop(progress: Progress) -> None:
        if progress.stage == stage_of_work:
            cancel.cancel()

    with pytest.raises(Cancelled):
        stage.run(tmp_path, cancel=cancel, report=stop)
    assert not list(tmp_path.rglob("*.partial*"))
    assert same_weights(stage.run(tmp_path).model, trained.model)


def test_it_is_trained_on_every_view_with_the_words_that_its_vocabulary_has(trained: Trained) -> None:
    data = trained.data
    assert len(data.views) == len(TRAINING)
    assert len(data.words) == len(data.views.tokens) == 8
    for words, tokens in zip(data.words, data.views.tokens, strict=True):
        np.testing.assert_array_equal(words, words_of(trained.vocabulary, tokens))
        descriptors = window_descriptors(np.asarray(tokens, np.float32))
        np.testing.assert_array_equal(words, trained.vocabulary.words(descriptors))
    assert trained.model.config.visual_vocab_size == trained.vocabulary.size


def test_every_second_view_is_that_of_a_frame_encoder_half_way_back_to_its_base(trained: Trained) -> None:
    network, base = tiny_network(), tiny_network(seed=BASE)
    packed = {name: as_kept(part.state_dict()) for name, part in network.named_children()}
    network.head.load_state_dict(packed["head"])
    half = {
        name: (tensor + base.frame_encoder.state_dict()[name]) / 2 for name, tensor in packed["frame_encoder"].items()
    }
    network.frame_encoder.load_state_dict(half)
    network.eval().frame_encoder.convolve_in(fast_dtype(CPU))
    with torch.inference_mode():
        pooled = features_of_maps(network, np.array(features_of(TRAINING).views[0]), CPU)
        tokens = network.head.reduce(pooled, network.head.concepts(network.frame_encoder.classify(pooled)))
    whole, younger = trained.data.views.tokens[0], trained.data.views.tokens[4]
    np.testing.assert_allclose(younger, tokens.numpy(), atol=0.02)
    assert not np.allclose(whole, younger, atol=0.1)


def test_its_visual_words_are_those_of_what_libraries_keep(trained: Trained) -> None:
    descriptors = [window_descriptors(np.asarray(tokens, np.float32)) for tokens in trained.data.views.tokens[:4]]
    grown = VisualVocabulary.fit(np.concatenate(descriptors), seed=OPTIONS.seed)
    np.testing.assert_allclose(grown.leaves, trained.vocabulary.leaves, atol=1e-5)


def test_sentences_are_taught_where_the_first_stage_places_them(trained: Trained) -> None:
    head = tiny_network().head
    head.load_state_dict(as_kept(head.state_dict()))
    for text, written in (
        (trained.data.captions, WRITTEN.captions),
        (trained.data.others, WRITTEN.others),
        (trained.data.classes, WRITTEN.classes),
    ):
        with torch.inference_mode():
            expected = head.eval().embed_sentences(tiny_sentence_encoder().encode(written)).numpy()
        np.testing.assert_allclose(text.teachers, expected, atol=1e-5)
        assert len(text.sentences) == len(written)


def test_only_words_that_it_was_taught_are_ever_written(trained: Trained) -> None:
    bias, taught = trained.model.captions.bias.detach(), {*trained.marks.ordinary.tolist(), trained.marks.end}
    written = set(torch.nonzero(bias > NEVER / 2).flatten().tolist())
    assert written == taught
    assert len(taught) < len(bias)


def test_sentences_hold_no_padding(trained: Trained) -> None:
    data = trained.data
    for text in (data.captions, data.others, data.classes):
        assert trained.marks.padding not in text.sentences.used()


def test_it_ends_in_evaluation_and_measures_what_it_was_measured_by(trained: Trained, place: Path) -> None:
    assert not trained.model.training
    measured = trained.measure(trained.model)
    lines = (place / "videobert-0" / "videobert.jsonl").read_text(encoding="utf-8").splitlines()
    assert any(f'"fused": {measured["fused"]}' in line for line in lines)


def test_the_tokens_of_another_first_stage_are_not_taken(stage: Stage, trained: Trained, place: Path) -> None:
    with pytest.raises(UserError, match="other data"):
        stage.run(place, network=tiny_network(seed=1))


def test_a_run_with_other_options_is_not_gone_on_with(stage: Stage, trained: Trained, place: Path) -> None:
    with pytest.raises(UserError, match="other options") as caught:
        stage.run(place, JointOptions(epochs=9))
    assert caught.value.path == place / "videobert-0"


def test_another_seed_trains_beside_it(stage: Stage, trained: Trained, tmp_path: Path) -> None:
    network = tiny_network()
    other = stage.run(tmp_path, replace(OPTIONS, seed=1, epochs=1), network=network)
    assert same_weights(network, tiny_network())  # the first stage's is left as it was
    assert not same_weights(other.model, trained.model)
    assert (tmp_path / "videobert-1" / "videobert.jsonl").is_file()
