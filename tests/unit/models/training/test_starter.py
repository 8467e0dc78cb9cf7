"""From captioned pictures to a pack that loads, in one go or in several."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from itertools import cycle, islice, product
from pathlib import Path
from shutil import copytree

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from tests.helpers.tiny_pack import COLOURS, JOINT_HEAD, WORDS, plain_picture, tiny_frame_encoder, tiny_sentence_encoder
from tests.unit.models.captioned_pictures import scenes, write_pairs
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Cancelled, UserError
from videobert_desktop.domain.progress import Progress, Report, ignore_progress
from videobert_desktop.models.packs.manifest import PackInfo, read_manifest, verify_pack
from videobert_desktop.models.packs.pack import Pack, load_pack
from videobert_desktop.models.packs.starter import StarterPack
from videobert_desktop.models.packs.weights import load_weights
from videobert_desktop.models.packs.window_rows import WindowRows
from videobert_desktop.models.training import starter
from videobert_desktop.models.training.calibration import BACKGROUND_SIZE
from videobert_desktop.models.training.joint_measure import HeldOut, JointMeasure
from videobert_desktop.models.training.joint_model import marks_of
from videobert_desktop.models.training.joint_options import JointOptions
from videobert_desktop.models.training.options import TrainOptions
from videobert_desktop.models.training.reranking import WEIGHTS
from videobert_desktop.models.training.sentences import Sentences
from videobert_desktop.models.training.starter import StarterTraining

OPTIONS = TrainOptions(device="cpu", epochs=2, head_epochs=1, batch=8, views=2, averaging=0.5)
JOINT_OPTIONS = JointOptions(
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
OTHER_VIDEOS = 40


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
        words = islice(cycle(product(WORDS, WORDS)), BACKGROUND_SIZE + OTHER_VIDEOS)
        table.writelines(f"corpus\tv{number}\ta {one} and {two}\n" for number, (one, two) in enumerate(words))
    (directory / "imagenet_classes.txt").write_text("\n".join(WORDS[: JOINT_HEAD.classes]) + "\n", encoding="utf-8")
    return directory


def train(data: Path, place: Path, *, cancel: CancelToken | None = None, report: Report = ignore_progress) -> PackInfo:
    cancel = cancel or CancelToken()
    training = StarterTraining(data, place / "cache", OPTIONS, JOINT_OPTIONS, cancel=cancel, report=report)
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
    windows = pack.encode_windows(frames(pack), np.arange(len(COLOURS)))["embeddings"].astype(np.float32)
    sentences = pack.embed_texts([f"a {colour} square" for colour in COLOURS])
    assert np.isfinite(sentences @ windows.T).all()
    assert (sentences @ windows.T).std() > 0.01


def frames(pack: Pack) -> dict[str, NDArray[np.generic]]:
    """A plain picture of each colour."""
    return pack.encode_frames(np.stack([plain_picture(colour) for colour in COLOURS]))


def windows_of(pack: Pack) -> WindowRows:
    return pack.window_rows(frames(pack), np.arange(len(COLOURS)))


def test_the_pack_aligns_completes_and_captions(reference: PackInfo) -> None:
    pack = load_pack(reference, "cpu")
    moments = windows_of(pack).groups(4)
    logits = pack.align("a red square on grey", moments)
    assert logits.shape == (len(moments),)
    assert np.isfinite(logits).all()
    captions = pack.caption(moments, beams=2)
    assert len(captions) == len(moments)
    assert all(caption.log_probability <= 0 for caption in captions)
    scores = pack.complete(["a [MASK] square"], list(COLOURS), moments)
    assert scores.shape == (len(moments), len(COLOURS))
    assert np.isfinite(scores).all()


def test_the_pack_reads_pairs_as_training_measured_them(reference: PackInfo) -> None:
    pack = load_pack(reference, "cpu")
    assert isinstance(pack, StarterPack)
    rows, texts = windows_of(pack), [f"a {colour} square on grey" for colour in COLOURS]
    network, tokenizer = pack._reader._network, pack._reader._processor.tokenizer
    held_out = HeldOut(
        torch.from_numpy(rows.features),
        torch.from_numpy(rows.visual_words),
        Sentences.of(tokenizer, texts, longest=20),
        np.arange(len(texts)),
    )
    marks = marks_of(tokenizer, network.config, held_out.sentences.used())
    measure = JointMeasure(held_out, marks, torch.device("cpu"), CancelToken(), ignore_progress)
    every = np.tile(np.arange(len(rows)), (len(texts), 1))
    measured = measure.alignments(network, np.arange(len(texts)), every)
    read = np.stack([pack.align(text, rows.groups(1)) for text in texts])
    np.testing.assert_allclose(read, measured, atol=0.02)
    np.testing.assert_allclose(pack.embed_texts(texts), measure.embed_sentences(network), atol=0.02)


def test_it_says_what_ranking_again_brings_and_whose_tokens_it_can_read(reference: PackInfo) -> None:
    gate = reference.reranking
    assert gate is not None
    assert gate.weight in WEIGHTS
    assert gate.low <= gate.lift <= gate.high
    assert gate.queries == 4 * 3  # half of the held-out pictures, each with three captions
    assert reference.reads == ()


def test_a_class_means_what_a_photo_of_it_means(reference: PackInfo) -> None:
    sentences = [f"a photo of a {word}" for word in WORDS[: JOINT_HEAD.classes]]
    class_words = load_weights(reference.weights("token_reducer"))["class_words"].numpy()
    np.testing.assert_allclose(class_words, tiny_sentence_encoder().encode(sentences), atol=1e-3)


def test_the_background_holds_pictures_and_sentences_of_training_and_of_videos(reference: PackInfo) -> None:
    background = load_pack(reference, "cpu").background
    assert background.pictures.shape == (16, JOINT_HEAD.width)
    assert background.sentences.shape == (16 * 3 + BACKGROUND_SIZE // 2, JOINT_HEAD.width)
    assert background.things.shape == (JOINT_HEAD.classes, JOINT_HEAD.width)
    np.testing.assert_allclose(np.linalg.norm(background.sentences, axis=1), 1, atol=2e-3)
    assert np.isfinite(reference.confidence).all()


def test_a_second_run_goes_on_from_what_is_done_and_makes_the_same_pack(
    data: Path, reference: PackInfo, tmp_path: Path
) -> None:
    first = train(data, tmp_path)
    told: list[Progress] = []
    second = train(data, tmp_path, report=told.append)
    assert first.files == second.files == reference.files
    assert {progress.stage for progress in told} <= {"reading sentences", "aligning"}


@pytest.mark.parametrize("stages", [["looking at pictures, view 1"], ["training"], ["planting classes", "training"]])
def test_a_run_that_was_stopped_makes_the_same_pack_in_the_end(
    data: Path, reference: PackInfo, tmp_path: Path, stages: list[str]
) -> None:
    cancel, until = CancelToken(), [*stages]

    def stop(progress: Progress) -> None:
        if until and progress.stage == until[0] and progress.done > 0:
            del until[0]
        if not until:
            cancel.cancel()

    with pytest.raises(Cancelled):
        train(data, tmp_path, cancel=cancel, report=stop)
    assert not (tmp_path / "pack").exists()
    assert not list(tmp_path.rglob("*.partial*"))
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
        StarterTraining(data, tmp_path, options, JOINT_OPTIONS, cancel=CancelToken(), report=ignore_progress)


def test_too_few_sentences_about_videos_are_refused_before_anything_is_computed(data: Path, tmp_path: Path) -> None:
    copytree(data, tmp_path / "data")
    table = tmp_path / "data" / "captions" / "captions.tsv.gz"
    with gzip.open(table, "wt", encoding="utf-8") as rows:
        rows.write("source\tvideo\tcaption\ncorpus\tv1\ta dog\n")
    with pytest.raises(UserError, match="holds 1 captions") as caught:
        train(tmp_path / "data", tmp_path)
    assert caught.value.path == table
    assert not (tmp_path / "cache").exists()
