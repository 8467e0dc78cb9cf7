"""Captions are the same as if everything were read again at each word, and gaps are filled by what is seen."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

import numpy as np
import pytest
import torch
from torch import Tensor

from tests.unit.models.videobert.tiny_videobert import (
    paper_config,
    some_windows,
    tiny_config,
    tiny_model,
    tiny_processor,
)
from videobert_desktop.models.videobert.batches_videobert import WindowBatch
from videobert_desktop.models.videobert.configuration_videobert import VideoBertConfig
from videobert_desktop.models.videobert.generation_videobert import Hypothesis, beam_search, cloze
from videobert_desktop.models.videobert.pretraining_videobert import VideoBertForPreTraining

SHAPES = [tiny_config, paper_config]
Shape = Callable[..., VideoBertConfig]
TEMPLATES = ["a [MASK] in the garden", "the man and the [MASK]"]


@pytest.fixture(autouse=True)
def _inference() -> Iterator[None]:
    with torch.inference_mode():
        yield


def follow(model: VideoBertForPreTraining, windows: WindowBatch, ids: tuple[int, ...], longest: int) -> Tensor:
    """What follows a caption's beginning, everything read anew: log-probabilities (vocabulary,)."""
    config = model.config
    words = [config.caption_token_id, *ids]
    # Without places kept for captions, windows stand behind as many words as there may be.
    filled = words if config.caption_positions else words + [config.pad_token_id] * (longest - len(words))
    summaries = model.summaries(windows.visual_words, windows.visual_features)
    output = model.videobert(
        torch.tensor([filled]), **windows.arguments(), window_summaries=summaries, left_to_right=True
    )
    found = model.caption_logits(output.text_states[0, len(words) - 1]).log_softmax(-1)
    never = (config.pad_token_id, config.cls_token_id, config.mask_token_id)
    found[[*never, config.video_token_id, config.caption_token_id]] = -math.inf
    triples = list(zip(ids, ids[1:], ids[2:], strict=False))
    for token in range(config.vocab_size):
        if (*ids[-2:], token) in triples:
            found[token] = -math.inf
    if not ids:
        found[config.sep_token_id] = -math.inf
    return found


def plain_beam_search(
    model: VideoBertForPreTraining, windows: WindowBatch, beams: int, longest: int, penalty: float
) -> list[tuple[tuple[int, ...], float]]:
    """The captions of one video with their log-probabilities, with nothing kept between words."""
    running: list[tuple[tuple[int, ...], float]] = [((), 0.0)]
    finished: list[tuple[tuple[int, ...], float, int]] = []
    for _ in range(longest):
        found = [
            ((*ids, token), score + float(value))
            for ids, score in running
            for token, value in enumerate(follow(model, windows, ids, longest))
            if value > -math.inf
        ]
        found.sort(key=lambda each: each[1], reverse=True)
        end = model.config.sep_token_id
        finished += [(ids[:-1], score, len(ids)) for ids, score in found[:beams] if ids[-1] == end]
        running = [each for each in found if each[0][-1] != end][:beams]
    finished += [(ids, score, len(ids)) for ids, score in running]
    finished.sort(key=lambda each: each[1] / each[2] ** penalty, reverse=True)
    return [(ids, score) for ids, score, _ in finished[:beams]]


def one(windows: WindowBatch, row: int) -> WindowBatch:
    """One video without its padding."""
    count = int(windows.window_mask[row].sum())
    cut = {name: None if each is None else each[row : row + 1, :count] for name, each in windows.arguments().items()}
    return WindowBatch(**cut)


def search(model: VideoBertForPreTraining, windows: WindowBatch, **options: object) -> list[list[Hypothesis]]:
    return beam_search(model, windows.visual_features, windows.visual_words, windows.window_mask, **options)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(("beams", "penalty", "kept"), [(1, 1.0, 0), (3, 1.0, 0), (3, 0.0, 9), (4, 2.0, 9)])
def test_captions_are_those_of_reading_everything_again_at_each_word(
    shape: Shape, beams: int, penalty: float, kept: int
) -> None:
    model = tiny_model(shape(caption_positions=kept), seed=beams)
    windows = some_windows(model.config, 3, 1)
    found = search(model, windows, beams=beams, longest=7, length_penalty=penalty)
    for row, hypotheses in enumerate(found):
        expected = plain_beam_search(model, one(windows, row), beams, longest=7, penalty=penalty)
        assert [each.ids for each in hypotheses] == [ids for ids, _ in expected]
        np.testing.assert_allclose(
            [each.log_probability for each in hypotheses], [score for _, score in expected], atol=1e-4
        )


def eager_to_end(model: VideoBertForPreTraining, eagerness: float) -> VideoBertForPreTraining:
    """The same model, with ends more or less probable."""
    model.captions.bias[model.config.sep_token_id] += eagerness
    return model


def test_captions_of_any_length_end_where_the_end_is_the_most_probable() -> None:
    model = eager_to_end(tiny_model(), 3.0)
    windows = some_windows(model.config, 2, 3)
    found = search(model, windows, beams=3, longest=12)
    lengths = {len(each.ids) for hypotheses in found for each in hypotheses}
    assert len(lengths) > 1
    assert 1 <= min(lengths) <= max(lengths) < 12
    for row in range(2):
        expected = plain_beam_search(model, one(windows, row), 3, longest=12, penalty=1.0)
        assert [each.ids for each in found[row]] == [ids for ids, _ in expected]


def test_a_caption_that_does_not_end_is_as_long_as_it_may_be() -> None:
    model = eager_to_end(tiny_model(), -100.0)
    (hypotheses,) = search(model, some_windows(model.config, 2), beams=2, longest=6)
    assert [len(each.ids) for each in hypotheses] == [6, 6]
    assert hypotheses[0].mean == pytest.approx(hypotheses[0].log_probability / 6)


def test_the_mean_counts_the_end_of_a_caption() -> None:
    model = eager_to_end(tiny_model(), 100.0)
    (hypotheses,) = search(model, some_windows(model.config, 2), beams=2, longest=6)
    assert all(len(each.ids) == 1 for each in hypotheses)
    assert hypotheses[0].mean == pytest.approx(hypotheses[0].log_probability / 2)


def test_no_three_word_pieces_in_a_row_come_twice() -> None:
    model = eager_to_end(tiny_model(), -100.0)
    dog, cat = (tiny_processor().tokenizer.token_to_id(word) for word in ("dog", "cat"))
    model.captions.bias[[dog, cat]] += 50.0
    (hypotheses,) = search(model, some_windows(model.config, 2), beams=3, longest=20)
    for hypothesis in hypotheses:
        triples = list(zip(hypothesis.ids, hypothesis.ids[1:], hypothesis.ids[2:], strict=False))
        assert len(triples) == len(set(triples)) == 18


def test_no_caption_has_special_tokens() -> None:
    model = eager_to_end(tiny_model(), -100.0)
    config = model.config
    never = {config.pad_token_id, config.cls_token_id, config.mask_token_id, config.video_token_id}
    never |= {config.caption_token_id, config.sep_token_id}
    model.captions.bias[list(never)] += 50.0
    (hypotheses,) = search(eager_to_end(model, -100.0), some_windows(config, 2), beams=4, longest=5)
    assert not never & {token for hypothesis in hypotheses for token in hypothesis.ids}


def test_the_best_caption_comes_first_and_none_twice() -> None:
    model = tiny_model()
    for hypotheses in search(model, some_windows(model.config, 2, 4), beams=4, longest=6):
        means = [each.mean for each in hypotheses]
        assert means == sorted(means, reverse=True)
        assert len({each.ids for each in hypotheses}) == 4


@pytest.mark.parametrize("shape", SHAPES)
def test_neither_padding_nor_company_changes_a_caption(shape: Shape) -> None:
    model = tiny_model(shape())
    windows = some_windows(model.config, 4, 2, 3)
    together = search(model, windows, beams=3, longest=6)
    for row in range(3):
        (alone,) = search(model, one(windows, row), beams=3, longest=6)
        assert [each.ids for each in alone] == [each.ids for each in together[row]]


def test_other_windows_make_other_captions() -> None:
    model = tiny_model()
    first, second = (search(model, some_windows(model.config, 3, seed=seed), beams=1)[0][0] for seed in (0, 1))
    assert first.ids != second.ids


def test_no_videos_have_no_captions() -> None:
    model = tiny_model()
    assert beam_search(model, torch.zeros(0, 2, 3, 8), torch.zeros(0, 2, dtype=torch.int64)) == []


def test_captions_longer_than_the_positions_are_refused() -> None:
    model = tiny_model()
    with pytest.raises(ValueError, match="more than"):
        search(model, some_windows(model.config, 4), longest=44)


def fill(model: VideoBertForPreTraining, windows: WindowBatch, candidates: list[str], **options: object) -> Tensor:
    templates = options.pop("templates", TEMPLATES)
    batch = (windows.visual_features, windows.visual_words, windows.window_mask)
    return cloze(model, tiny_processor(model.config), templates, candidates, *batch, **options)


@pytest.mark.parametrize("shape", SHAPES)
def test_a_gap_is_filled_by_the_log_probability_less_that_without_windows(shape: Shape) -> None:
    model = tiny_model(shape())
    processor, windows = tiny_processor(model.config), some_windows(model.config, 3, 2)
    found = fill(model, windows, ["dog", "cat"], templates=["a [MASK] runs"])
    assert found.shape == (2, 2)
    mask, dog = model.config.mask_token_id, processor.word_pieces("dog")[0]
    before, after = processor.word_pieces("a"), processor.word_pieces("runs")
    start, video, end = model.config.cls_token_id, model.config.video_token_id, model.config.sep_token_id
    seen = model.read_pairs(torch.tensor([[start, *before, mask, *after, video]]), one(windows, 1))
    unseen = model.videobert(torch.tensor([[start, *before, mask, *after, end]]))
    logs = [model.word_logits(output.text_states[0, 2]).log_softmax(-1)[dog] for output in (seen, unseen)]
    torch.testing.assert_close(found[1, 0], logs[0] - logs[1], rtol=0, atol=1e-4)
    alone = fill(model, windows, ["dog"], templates=["a [MASK] runs"], prior_weight=0.0)
    torch.testing.assert_close(alone[1, 0], logs[0], rtol=0, atol=1e-4)


def test_templates_are_averaged() -> None:
    model = tiny_model()
    windows = some_windows(model.config, 2)
    apart = [fill(model, windows, ["dog", "cat"], templates=[template]) for template in TEMPLATES]
    torch.testing.assert_close(fill(model, windows, ["dog", "cat"]), torch.stack(apart).mean(0))


def test_a_candidate_of_several_word_pieces_counts_by_their_mean() -> None:
    model = tiny_model()
    processor, windows = tiny_processor(), some_windows(model.config, 2)
    pieces = processor.word_pieces("playing")
    assert len(pieces) == 2
    found = fill(model, windows, ["playing"], templates=["a dog [MASK]"], prior_weight=0.0)
    text = processor.masked("a dog [MASK]", 2, end="[>]")
    output = model.read_pairs(text.input_ids, windows)
    logs = model.word_logits(output.text_states[0, 3:5]).log_softmax(-1)
    torch.testing.assert_close(found[0, 0], (logs[0, pieces[0]] + logs[1, pieces[1]]) / 2, rtol=0, atol=1e-4)


def test_a_candidate_is_worth_the_same_beside_any_others() -> None:
    model = tiny_model()
    windows = some_windows(model.config, 2, 3)
    candidates = ["dog", "playing", "cat", "big red ball"]
    together = fill(model, windows, candidates)
    alone = torch.cat([fill(model, windows, [candidate]) for candidate in candidates], dim=1)
    torch.testing.assert_close(together, alone, rtol=0, atol=1e-5)


@pytest.mark.parametrize(("templates", "candidates"), [([], ["dog"]), (TEMPLATES, ["dog", ""])])
def test_without_templates_or_words_there_is_nothing_to_fill(templates: list[str], candidates: list[str]) -> None:
    model = tiny_model()
    with pytest.raises(ValueError, match="template"):
        fill(model, some_windows(model.config, 2), candidates, templates=templates)
