"""What a row of a sequence may depend on, and what it must not."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import torch
from torch import Tensor

from tests.unit.models.videobert.tiny_videobert import (
    paper_config,
    some_windows,
    some_words,
    tiny_config,
    tiny_model,
)
from videobert_desktop.models.videobert.configuration_videobert import VideoBertConfig
from videobert_desktop.models.videobert.modeling_videobert import VideoBertModel, VideoBertOutput

SHAPES = [tiny_config, paper_config]
Shape = Callable[..., VideoBertConfig]


@pytest.fixture(autouse=True)
def _inference() -> Iterator[None]:
    with torch.inference_mode():
        yield


def close(one: Tensor, other: Tensor) -> bool:
    return torch.allclose(one, other, rtol=0, atol=2e-5)


def encoder(shape: Shape, **changes: object) -> VideoBertModel:
    return tiny_model(shape(**changes)).videobert


def read(model: VideoBertModel, words: Tensor, windows: int = 4, **options: object) -> VideoBertOutput:
    """Read as many videos of `windows` windows as there are texts."""
    batch = some_windows(model.config, *[windows] * len(words))
    return model(words, **batch.arguments() | options)


@pytest.mark.parametrize("shape", SHAPES)
def test_states_stand_where_their_words_and_windows_do(shape: Shape) -> None:
    model = encoder(shape)
    output = read(model, some_words(model.config, 2, 5))
    assert output.text_states.shape == (2, 5, 16)
    assert output.window_states.shape == (2, 4, model.config.window_parts, 16)
    assert output.pooled.shape == (2, 16)
    assert output.attentions is None


def test_text_alone_has_no_window_states() -> None:
    model = encoder(tiny_config)
    assert model(some_words(model.config, 2, 5)).window_states is None


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("left_to_right", [False, True])
def test_neither_padding_nor_company_changes_a_sequence(shape: Shape, left_to_right: bool) -> None:
    model = encoder(shape)
    words, windows = some_words(model.config, 3, 6), some_windows(model.config, 4, 2, 3)
    mask = torch.tensor([[1] * 6, [1] * 4 + [0] * 2, [1] * 5 + [0]])
    together = model(words, mask, **windows.arguments(), left_to_right=left_to_right)
    alone = model(
        words[1:2, :4],
        visual_words=windows.visual_words[1:2, :2],
        visual_features=None if windows.visual_features is None else windows.visual_features[1:2, :2],
        left_to_right=left_to_right,
    )
    assert close(together.text_states[1, :4], alone.text_states[0])
    assert close(together.window_states[1, :2], alone.window_states[0])
    assert close(together.pooled[1], alone.pooled[0])


@pytest.mark.parametrize("shape", SHAPES)
def test_words_and_windows_see_each_other(shape: Shape) -> None:
    model = encoder(shape)
    words = some_words(model.config, 1, 5)
    windows = some_windows(model.config, 3).arguments()
    first = model(words, **windows)
    assert not close(model(words.flip(1), **windows).window_states, first.window_states)
    others = some_windows(model.config, 3, seed=5).arguments()
    assert not close(model(words, **others).text_states, first.text_states)


@pytest.mark.parametrize("shape", SHAPES)
def test_the_order_of_windows_counts(shape: Shape) -> None:
    model = encoder(shape)
    words, windows = some_words(model.config, 1, 4), some_windows(model.config, 3)
    turned = {name: None if each is None else each.flip(1) for name, each in windows.arguments().items()}
    assert not close(model(words, **turned).pooled, model(words, **windows.arguments()).pooled)


def test_a_window_is_known_by_its_visual_word_and_by_its_features() -> None:
    model = encoder(tiny_config)
    words, windows = some_words(model.config, 1, 4), some_windows(model.config, 2)
    first = model(words, **windows.arguments()).pooled
    another = windows.arguments() | {"visual_words": (windows.visual_words + 1) % model.config.visual_vocab_size}
    assert not close(model(words, **another).pooled, first)
    assert windows.visual_features is not None
    another = windows.arguments() | {"visual_features": windows.visual_features + 1}
    assert not close(model(words, **another).pooled, first)


@pytest.mark.parametrize("shape", SHAPES)
def test_a_masked_window_shows_nothing_of_itself(shape: Shape) -> None:
    model = encoder(shape)
    words, windows = some_words(model.config, 1, 4), some_windows(model.config, 3)
    other = some_windows(model.config, 3, seed=9)
    masked = torch.tensor([[False, True, False]])
    mixed = {"visual_words": torch.where(masked, other.visual_words, windows.visual_words)}
    if windows.visual_features is not None and other.visual_features is not None:
        mixed["visual_features"] = torch.where(masked[..., None, None], other.visual_features, windows.visual_features)
    first = model(words, **windows.arguments(), masked_windows=masked)
    second = model(words, **windows.arguments() | mixed, masked_windows=masked)
    assert torch.equal(first.window_states, second.window_states)
    assert torch.equal(first.text_states, second.text_states)
    assert not close(model(words, **windows.arguments() | mixed).text_states, first.text_states)


@pytest.mark.parametrize("shape", SHAPES)
def test_from_left_to_right_a_later_word_changes_nothing_before_it(shape: Shape) -> None:
    model = encoder(shape)
    words = some_words(model.config, 1, 6)
    changed = words.clone()
    changed[0, 4] = (words[0, 4] + 1) % model.config.vocab_size
    first, second = (read(model, each, left_to_right=True) for each in (words, changed))
    assert close(first.text_states[:, :4], second.text_states[:, :4])
    assert close(first.window_states, second.window_states)
    assert not close(first.text_states[:, 4:], second.text_states[:, 4:])
    assert not close(read(model, words).text_states[:, :4], read(model, changed).text_states[:, :4])


@pytest.mark.parametrize("shape", SHAPES)
def test_from_left_to_right_words_still_see_the_windows(shape: Shape) -> None:
    model = encoder(shape)
    words = some_words(model.config, 1, 3)
    first = model(words, **some_windows(model.config, 2).arguments(), left_to_right=True)
    other = model(words, **some_windows(model.config, 2, seed=5).arguments(), left_to_right=True)
    assert not close(first.text_states[:, 0], other.text_states[:, 0])


@pytest.mark.parametrize("shape", SHAPES)
def test_with_places_kept_for_a_caption_its_length_cannot_be_seen(shape: Shape) -> None:
    model = encoder(shape, caption_positions=10)
    words = some_words(model.config, 1, 6)
    longer, shorter = (read(model, each, left_to_right=True) for each in (words, words[:, :4]))
    assert close(longer.text_states[:, :4], shorter.text_states)
    assert close(longer.window_states, shorter.window_states)


@pytest.mark.parametrize("shape", SHAPES)
def test_attention_weights_come_on_request_and_change_nothing(shape: Shape) -> None:
    model = encoder(shape)
    words, windows = some_words(model.config, 2, 5), some_windows(model.config, 3, 2)
    plain = model(words, **windows.arguments())
    recorded = model(words, **windows.arguments(), output_attentions=True)
    rows = 5 + 3 * model.config.window_parts + 1
    assert [tuple(weights.shape) for weights in recorded.attentions] == [(2, 2, rows, rows)] * 2
    for weights in recorded.attentions:
        torch.testing.assert_close(weights.sum(-1), torch.ones(2, 2, rows))
    padding = slice(5 + 2 * model.config.window_parts, rows - 1)
    assert not recorded.attentions[0][1, :, :, padding].any()
    assert close(recorded.text_states, plain.text_states)
    assert close(recorded.window_states, plain.window_states)
    assert model(words, **windows.arguments()).attentions is None


@pytest.mark.parametrize("shape", SHAPES)
def test_half_precision_gives_finite_states_near_those_of_full(shape: Shape) -> None:
    model = encoder(shape)
    words = some_words(model.config, 2, 5)
    mask = torch.tensor([[1] * 5, [1, 1, 0, 0, 0]])
    full = read(model, words, attention_mask=mask).pooled
    half = read(model.to(torch.bfloat16), words, attention_mask=mask).pooled
    assert half.dtype == torch.bfloat16
    assert torch.isfinite(half).all()
    torch.testing.assert_close(half.float(), full, rtol=0, atol=0.1)


@pytest.mark.parametrize("shape", SHAPES)
def test_more_words_than_positions_are_refused(shape: Shape) -> None:
    model = encoder(shape)
    longest = model.config.max_position_embeddings
    assert model(some_words(model.config, 1, longest)).pooled.isfinite().all()
    with pytest.raises(ValueError, match=f"{longest + 1} word pieces are more than the {longest}"):
        model(some_words(model.config, 1, longest + 1))


@pytest.mark.parametrize("shape", SHAPES)
def test_windows_and_the_last_token_take_positions_from_the_words(shape: Shape) -> None:
    model = encoder(shape)
    longest = model.config.max_position_embeddings - 4 - 1
    assert read(model, some_words(model.config, 1, longest)).pooled.isfinite().all()
    with pytest.raises(ValueError, match="more than"):
        read(model, some_words(model.config, 1, longest + 1))


def test_more_windows_than_the_table_of_times_has_are_refused() -> None:
    model = encoder(tiny_config)
    assert read(model, some_words(model.config, 1, 2), windows=8).pooled.isfinite().all()
    with pytest.raises(ValueError, match="9 windows are more than the 8"):
        read(model, some_words(model.config, 1, 2), windows=9)
