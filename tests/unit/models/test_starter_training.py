"""From captioned pictures to a pack that loads, in one go or in several."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.helpers.tiny_pack import COLOURS, JOINT_HEAD, WORDS, plain_picture, tiny_frame_encoder, tiny_sentence_encoder
from tests.unit.models.captioned_pictures import scenes, write_pairs
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Cancelled, UserError
from videobert_desktop.domain.progress import Progress, Report, ignore_progress
from videobert_desktop.models.packs.manifest import PackInfo, read_manifest, verify_pack
from videobert_desktop.models.packs.pack import load_pack
from videobert_desktop.models.packs.weights import load_weights
from videobert_desktop.models.training import starter
from videobert_desktop.models.training.options import TrainOptions
from videobert_desktop.models.training.starter import StarterTraining

OPTIONS = TrainOptions(device="cpu", epochs=2, head_epochs=1, batch=8, views=2, averaging=0.5)


@pytest.fixture(scope="module", autouse=True)
def _tiny_bases() -> Iterator[None]:
    """Start from tiny networks and not from the public checkpoints."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(starter, "base_frame_encoder", tiny_frame_encoder)
        patch.setattr(starter, "base_sentence_encoder", tiny_sentence_encoder)
        patch.setattr(starter, "JointHeadConfig", lambda: JOINT_HEAD)
        yield


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All that training reads: pictures, sentences of videos and the names of the classes."""
    directory = tmp_path_factory.mktemp("data")
    write_pairs(directory / "flickr8k", {"train": scenes(16), "dev": scenes(8, start=16)})
    (directory / "captions").mkdir()
    with gzip.open(directory / "captions" / "captions.tsv.gz", "wt", encoding="utf-8") as table:
        table.write("source\tvideo\tcaption\n")
        table.writelines(f"corpus\tv{number}\ta {word} in a video\n" for number, word in enumerate(WORDS))
    (directory / "imagenet_classes.txt").write_text("\n".join(WORDS[: JOINT_HEAD.classes]) + "\n", encoding="utf-8")
    return directory


def train(data: Path, place: Path, *, cancel: CancelToken | None = None, report: Report = ignore_progress) -> PackInfo:
    training = StarterTraining(data, place / "cache", OPTIONS, cancel=cancel or CancelToken(), report=report)
    return training.run(place / "pack")


@pytest.fixture(scope="module")
def reference(data: Path, tmp_path_factory: pytest.TempPathFactory) -> PackInfo:
    """A pack that was trained in one go."""
    return train(data, tmp_path_factory.mktemp("reference"))


def test_it_makes_a_sound_pack_that_encodes(reference: PackInfo) -> None:
    assert verify_pack(reference) == []
    assert read_manifest(reference.directory) == reference
    assert (reference.name, reference.dim, reference.frame_size) == (reference.directory.name, 32, 64)
    pack = load_pack(reference, "cpu")
    pictures = np.stack([plain_picture(colour) for colour in COLOURS])
    windows = pack.embed_windows(pack.encode_frames(pictures), np.arange(len(COLOURS))).astype(np.float32)
    sentences = pack.embed_texts([f"a {colour} square" for colour in COLOURS])
    assert np.isfinite(sentences @ windows.T).all()
    assert (sentences @ windows.T).std() > 0.01


def test_a_class_means_what_a_photo_of_it_means(reference: PackInfo) -> None:
    sentences = [f"a photo of a {word}" for word in WORDS[: JOINT_HEAD.classes]]
    class_words = load_weights(reference.weights("joint_head"))["class_words"].numpy()
    np.testing.assert_allclose(class_words, tiny_sentence_encoder().encode(sentences), atol=1e-3)


def test_the_background_holds_pictures_and_sentences_of_training_and_of_videos(reference: PackInfo) -> None:
    background = load_pack(reference, "cpu").background
    assert background.pictures.shape == (16, JOINT_HEAD.width)
    assert background.sentences.shape == (16 * 3 + len(WORDS) // 2, JOINT_HEAD.width)
    np.testing.assert_allclose(np.linalg.norm(background.sentences, axis=1), 1, atol=2e-3)
    assert np.isfinite(reference.confidence).all()


def test_a_second_run_goes_on_from_what_is_done_and_makes_the_same_pack(
    data: Path, reference: PackInfo, tmp_path: Path
) -> None:
    first = train(data, tmp_path)
    told: list[Progress] = []
    second = train(data, tmp_path, report=told.append)
    assert first.files == second.files == reference.files
    assert {progress.stage for progress in told} <= {"reading sentences"}


@pytest.mark.parametrize("stage", ["looking at pictures, view 1", "training"])
def test_a_run_that_was_stopped_makes_the_same_pack_in_the_end(
    data: Path, reference: PackInfo, tmp_path: Path, stage: str
) -> None:
    cancel = CancelToken()

    def stop(progress: Progress) -> None:
        if progress.stage == stage and progress.done > 0:
            cancel.cancel()

    with pytest.raises(Cancelled):
        train(data, tmp_path, cancel=cancel, report=stop)
    assert not (tmp_path / "pack").exists()
    assert train(data, tmp_path).files == reference.files


@pytest.mark.parametrize(
    "missing", ["flickr8k/images.zip", "flickr8k/captions.csv", "captions/captions.tsv.gz", "imagenet_classes.txt"]
)
def test_a_missing_part_of_the_data_is_named_before_anything_is_computed(
    tmp_path: Path, data: Path, missing: str
) -> None:
    incomplete = tmp_path / "data"
    for path in data.rglob("*.*"):
        if path != data / missing:
            copy = incomplete / path.relative_to(data)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())
    with pytest.raises(UserError, match="missing") as caught:
        train(incomplete, tmp_path)
    assert caught.value.path == incomplete / missing
    assert not (tmp_path / "cache").exists()


def test_a_device_that_is_not_there_is_refused(data: Path, tmp_path: Path) -> None:
    options = TrainOptions(device="abacus")
    with pytest.raises(UserError, match="abacus"):
        StarterTraining(data, tmp_path, options, cancel=CancelToken(), report=ignore_progress)
