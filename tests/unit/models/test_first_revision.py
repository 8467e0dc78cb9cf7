"""A pack from before VideoBERT still answers; what takes reading words and windows together it says it cannot."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from tests.helpers.first_revision import write_first_revision
from tests.helpers.tiny_pack import COLOURS, plain_picture, write_tiny_pack
from videobert_desktop.domain.errors import UserError
from videobert_desktop.models.packs.first_revision import FirstRevisionPack
from videobert_desktop.models.packs.pack import load_pack
from videobert_desktop.models.packs.starter import StarterPack
from videobert_desktop.models.packs.window_rows import WindowRows

PIXELS = np.stack([plain_picture(colour) for colour in COLOURS])
EACH_ALONE = np.arange(len(PIXELS))


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> FirstRevisionPack:
    loaded = load_pack(write_first_revision(tmp_path_factory.mktemp("first")), "cpu", threads=1)
    assert isinstance(loaded, FirstRevisionPack)
    return loaded


def test_a_colour_is_found_by_its_name(pack: FirstRevisionPack) -> None:
    windows = pack.encode_windows(pack.encode_frames(PIXELS), EACH_ALONE)["embeddings"]
    names = pack.embed_texts(list(COLOURS))
    assert (names @ windows.astype(np.float32).T).argmax(1).tolist() == EACH_ALONE.tolist()


def test_a_window_is_the_mean_of_its_frames(pack: FirstRevisionPack) -> None:
    frames = pack.encode_frames(PIXELS[:2])
    apart = pack.encode_windows(frames, np.array([0, 1]))["embeddings"].astype(np.float32)
    together = pack.encode_windows(frames, np.array([0, 0]))["embeddings"].astype(np.float32)
    mean = apart.mean(0) / np.linalg.norm(apart.mean(0))
    np.testing.assert_allclose(together[0], mean, atol=2e-3)


def test_windows_are_placed_alike_from_their_tokens(pack: FirstRevisionPack) -> None:
    frames = pack.encode_frames(PIXELS)
    embeddings = pack.encode_windows(frames, EACH_ALONE)["embeddings"].astype(np.float32)
    np.testing.assert_allclose(pack.embed_moments([pack.window_rows(frames, EACH_ALONE)]), embeddings, atol=2e-3)


def test_its_tokens_are_those_of_the_revision_that_reads_them(pack: FirstRevisionPack, tmp_path: Path) -> None:
    newer = StarterPack(write_tiny_pack(tmp_path / "tiny", reads=(pack.info.revision,)), "cpu")
    for name, tokens in newer.encode_frames(PIXELS).items():
        np.testing.assert_array_equal(tokens, pack.encode_frames(PIXELS)[name])


def test_its_background_is_unit_vectors(pack: FirstRevisionPack) -> None:
    np.testing.assert_allclose(np.linalg.norm(pack.background.pictures, axis=1), 1, atol=2e-3)


@pytest.mark.parametrize(
    "ask",
    [
        lambda pack, rows: pack.align("red", [rows]),
        lambda pack, rows: pack.caption([rows]),
        lambda pack, rows: pack.complete(["a [MASK]"], ["red"], [rows]),
        lambda pack, rows: pack.explain("red", rows),
    ],
    ids=["align", "caption", "complete", "explain"],
)
def test_it_says_what_it_cannot(
    pack: FirstRevisionPack, ask: Callable[[FirstRevisionPack, WindowRows], object]
) -> None:
    rows = pack.window_rows(pack.encode_frames(PIXELS[:1]), np.zeros(1, np.int64))
    with pytest.raises(UserError, match=r"Revision 1-0123abcd of the pack tiny cannot .* VideoBERT"):
        ask(pack, rows)


def test_an_altered_file_is_named(tmp_path: Path) -> None:
    info = write_first_revision(tmp_path / "tiny")
    with (tmp_path / "tiny" / "sentence_encoder-1.safetensors").open("ab") as file:
        file.write(b"x")
    with pytest.raises(UserError, match=r"sentence_encoder-1\.safetensors"):
        load_pack(info, "cpu", threads=1).embed_texts(["red"])


def test_shapes_of_something_else_are_named(tmp_path: Path) -> None:
    info = write_first_revision(tmp_path / "tiny")
    info.files.pop("config.json")
    with pytest.raises(UserError, match=r"config\.json"):
        load_pack(info, "cpu", threads=1).encode_frames(PIXELS[:1])
