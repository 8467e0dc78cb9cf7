"""A pack reads sentences and windows together: how well they belong together, what is shown, what fills a gap."""

from __future__ import annotations

import numpy as np
import pytest

from tests.helpers.tiny_pack import COLOURS, plain_picture
from videobert_desktop.models.encoders.minilm import MAX_TOKENS
from videobert_desktop.models.packs import joint_reading
from videobert_desktop.models.packs.joint_reading import LIKENESS_WEIGHT, LONGEST_PIECE
from videobert_desktop.models.packs.starter import StarterPack
from videobert_desktop.models.packs.window_rows import WindowRows

TEMPLATES = ("a photo of a [MASK]", "there is a [MASK] on the ground")
LONGEST = MAX_TOKENS - 2 - 5
"""Word pieces that there are positions for before four windows."""
CANDIDATES = ("dog", "cat", "zebra")  # a zebra takes five word pieces


@pytest.fixture(scope="module")
def windows(tiny_pack: StarterPack) -> WindowRows:
    """A window of each colour."""
    pixels = np.stack([plain_picture(colour) for colour in COLOURS])
    return tiny_pack.window_rows(tiny_pack.encode_frames(pixels), np.arange(len(COLOURS)))


@pytest.fixture(scope="module")
def moments(windows: WindowRows) -> list[WindowRows]:
    """Moments of one to four windows, and one of nine."""
    return [windows[:1], windows[1:5], windows[5:7], windows[:9], windows[2:5]]


class TestAlignment:
    def test_each_moment_has_a_logit(self, tiny_pack: StarterPack, moments: list[WindowRows]) -> None:
        logits = tiny_pack.align("a red ball", moments)
        assert (logits.shape, logits.dtype) == ((5,), np.float32)
        assert np.isfinite(logits).all()
        assert len(np.unique(logits)) == 5

    def test_it_depends_on_the_sentence(self, tiny_pack: StarterPack, moments: list[WindowRows]) -> None:
        difference = tiny_pack.align("a red ball", moments) - tiny_pack.align("there is a dog", moments)
        assert (np.abs(difference) > 1e-5).all()

    def test_moments_do_not_influence_each_other(
        self, tiny_pack: StarterPack, moments: list[WindowRows], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        together = tiny_pack.align("a red ball", moments)
        monkeypatch.setattr(joint_reading, "SEQUENCES_A_BATCH", 2)
        np.testing.assert_allclose(tiny_pack.align("a red ball", moments), together, atol=1e-4)
        apart = [tiny_pack.align("a red ball", [moment])[0] for moment in moments]
        np.testing.assert_allclose(apart, together, atol=1e-4)

    def test_of_a_long_moment_four_windows_are_read_evenly_spread(
        self, tiny_pack: StarterPack, windows: WindowRows
    ) -> None:
        read = windows[np.array([0, 3, 6, 9])]
        whole, four = tiny_pack.align("a red ball", [windows, read])
        assert whole == pytest.approx(four, abs=1e-4)

    def test_a_sentence_longer_than_what_is_read_at_once_is_read_to_its_end(
        self, tiny_pack: StarterPack, windows: WindowRows
    ) -> None:
        cars, dogs = (" ".join([word] * LONGEST) for word in ("car", "dog"))
        apart = [tiny_pack.align(piece, [windows[:4]])[0] for piece in (cars, dogs)]
        both = tiny_pack.align(f"{cars} {dogs}", [windows[:4]])[0]
        assert both == pytest.approx(np.mean(apart), abs=1e-4)

    def test_no_moments_have_no_logits(self, tiny_pack: StarterPack) -> None:
        assert tiny_pack.align("a red ball", []).shape == (0,)


class TestCaptions:
    def test_each_moment_has_a_caption_and_its_mean_log_probability(
        self, tiny_pack: StarterPack, moments: list[WindowRows]
    ) -> None:
        captions = tiny_pack.caption(moments, beams=2)
        assert len(captions) == len(moments)
        assert all(caption.text and caption.log_probability < 0 for caption in captions)

    def test_a_wider_search_finds_no_worse_captions(self, tiny_pack: StarterPack, windows: WindowRows) -> None:
        reader = tiny_pack._reader
        moment = reader.embed_windows([windows[:2]]).sum(0)
        moment /= np.linalg.norm(moment)

        def worth(beams: int) -> float:
            (caption,) = tiny_pack.caption([windows[:2]], beams=beams)
            likeness = reader.embed_texts([caption.text])[0] @ moment
            return float(caption.log_probability + LIKENESS_WEIGHT * likeness)

        assert worth(8) >= worth(1) - 1e-4

    def test_of_what_is_found_likeness_to_the_moment_decides_if_it_weighs_enough(
        self, tiny_pack: StarterPack, windows: WindowRows, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        reader = tiny_pack._reader
        moment = reader.embed_windows([windows[:2]]).sum(0)

        def likeness(weight: float) -> float:
            monkeypatch.setattr(joint_reading, "LIKENESS_WEIGHT", weight)
            (caption,) = tiny_pack.caption([windows[:2]], beams=8)
            return float(reader.embed_texts([caption.text])[0] @ moment)

        assert likeness(1e6) > likeness(-1e6)

    def test_no_moments_have_no_captions(self, tiny_pack: StarterPack) -> None:
        assert tiny_pack.caption([]) == []


class TestCompletion:
    def test_each_moment_rates_each_candidate(self, tiny_pack: StarterPack, moments: list[WindowRows]) -> None:
        rated = tiny_pack.complete(TEMPLATES, CANDIDATES, moments)
        assert (rated.shape, rated.dtype) == ((5, 3), np.float32)
        assert np.isfinite(rated).all()

    def test_templates_are_averaged(self, tiny_pack: StarterPack, moments: list[WindowRows]) -> None:
        each = [tiny_pack.complete([template], CANDIDATES, moments) for template in TEMPLATES]
        np.testing.assert_allclose(tiny_pack.complete(TEMPLATES, CANDIDATES, moments), sum(each) / 2, atol=1e-5)

    def test_moments_do_not_influence_each_other(
        self, tiny_pack: StarterPack, moments: list[WindowRows], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        together = tiny_pack.complete(TEMPLATES, CANDIDATES, moments)
        monkeypatch.setattr(joint_reading, "SEQUENCES_A_BATCH", 2)
        np.testing.assert_allclose(tiny_pack.complete(TEMPLATES, CANDIDATES, moments), together, atol=1e-5)

    def test_no_moments_rate_nothing(self, tiny_pack: StarterPack) -> None:
        assert tiny_pack.complete(TEMPLATES, CANDIDATES, []).shape == (0, 3)


class TestExplanation:
    @pytest.mark.parametrize("count", [1, 4, 7])
    def test_each_word_shares_itself_among_all_windows_and_their_parts(
        self, tiny_pack: StarterPack, windows: WindowRows, count: int
    ) -> None:
        explanation = tiny_pack.explain("A red, unbelievable Ball!", windows[:count])
        assert explanation.words == ("A", "red", "unbelievable", "Ball")
        assert (explanation.windows.shape, explanation.grid.shape) == ((4, count), (4, count, 3, 3))
        assert (explanation.windows.dtype, explanation.grid.dtype) == (np.float32, np.float32)
        for shares in (explanation.windows, explanation.grid.reshape(4, -1)):
            assert (shares >= 0).all()
            np.testing.assert_allclose(shares.sum(1), 1, atol=1e-5)

    def test_it_can_be_asked_for_after_anything_else(self, tiny_pack: StarterPack, windows: WindowRows) -> None:
        fresh = StarterPack(tiny_pack.info, "cpu")
        fresh.align("a red ball", [windows[:4]])
        expected = fresh.explain("a red ball", windows[:4])
        fresh.embed_moments([windows])
        again = fresh.explain("a red ball", windows[:4])
        np.testing.assert_array_equal(again.grid, expected.grid)

    def test_it_changes_nothing(self, tiny_pack: StarterPack, windows: WindowRows) -> None:
        before = tiny_pack.align("a red ball", [windows[:4]])
        tiny_pack.explain("a red ball", windows[:4])
        np.testing.assert_array_equal(tiny_pack.align("a red ball", [windows[:4]]), before)

    def test_every_word_of_a_very_long_sentence_is_explained(self, tiny_pack: StarterPack, windows: WindowRows) -> None:
        sentence = " ".join(["dog", "zebra"] * LONGEST_PIECE)
        explanation = tiny_pack.explain(sentence, windows[:2])
        assert " ".join(explanation.words) == sentence
        np.testing.assert_allclose(explanation.windows.sum(1), 1, atol=1e-5)

    @pytest.mark.parametrize("sentence", ["", "?!"])
    def test_what_has_no_words_has_nothing_to_explain(
        self, tiny_pack: StarterPack, windows: WindowRows, sentence: str
    ) -> None:
        explanation = tiny_pack.explain(sentence, windows[:2])
        assert explanation.words == ()
        assert (explanation.windows.shape, explanation.grid.shape) == ((0, 2), (0, 2, 3, 3))


def test_moments_are_read_apart(tiny_pack: StarterPack, windows: WindowRows) -> None:
    apart = tiny_pack.embed_moments(windows.groups(1))
    together = tiny_pack.embed_moments([windows])
    assert apart.shape == together.shape
    assert (np.abs(apart - together).max(1) > 1e-6).all()
