"""The frame encoder computes what EfficientNet-Lite2 computes in TensorFlow, with its batch norms folded."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from torch import nn

from tests.helpers.tiny_pack import FRAME_ENCODER, tiny_frame_encoder
from tests.unit.models.published_checkpoint import UnfoldedNetwork, padding_of_tensorflow, random_checkpoint
from videobert_desktop.models.encoders.efficientnet_lite import (
    EfficientNetLite,
    FrameEncoderConfig,
    SamePaddedConv,
    fold_batch_norms,
    pooled_features,
)


def convolved(picture: NDArray[np.float64], kernel: NDArray[np.float64], stride: int) -> NDArray[np.float64]:
    """A SAME convolution of one channel, window by window."""
    side = len(kernel)
    padded = np.pad(picture, [padding_of_tensorflow(size, side, stride) for size in picture.shape])
    tops = range(0, padded.shape[0] - side + 1, stride)
    lefts = range(0, padded.shape[1] - side + 1, stride)
    return np.array([[(padded[y : y + side, x : x + side] * kernel).sum() for x in lefts] for y in tops])


@given(
    height=st.integers(1, 12),
    width=st.integers(1, 12),
    kernel=st.sampled_from([1, 3, 5]),
    stride=st.sampled_from([1, 2]),
    seed=st.integers(0, 100),
)
@settings(max_examples=60)
def test_convolutions_are_padded_by_the_rule_of_tensorflow(
    height: int, width: int, kernel: int, stride: int, seed: int
) -> None:
    random = np.random.default_rng(seed)
    picture, weights = random.normal(size=(height, width)), random.normal(size=(kernel, kernel))
    convolution = SamePaddedConv(1, 1, kernel, stride=stride, bias=False).double()
    with torch.no_grad():
        convolution.weight.copy_(torch.from_numpy(weights))
        found = convolution(torch.from_numpy(picture)[None, None])[0, 0].numpy()
    assert found.shape == (-(-height // stride), -(-width // stride))
    np.testing.assert_allclose(found, convolved(picture, weights, stride), atol=1e-9)


@pytest.mark.parametrize(
    ("size", "sums"),
    [(4, [[9, 6], [6, 4]]), (5, [[4, 6, 4], [6, 9, 6], [4, 6, 4]])],
    ids=["even: only right and bottom", "odd: all around"],
)
def test_a_stride_of_two_pads_even_and_odd_sizes_differently(size: int, sums: list[list[int]]) -> None:
    convolution = SamePaddedConv(1, 1, 3, stride=2, bias=False)
    with torch.no_grad():
        convolution.weight.fill_(1.0)
        assert convolution(torch.ones(1, 1, size, size))[0, 0].tolist() == sums


def test_folding_the_batch_norms_changes_nothing() -> None:
    checkpoint = random_checkpoint()
    with torch.inference_mode():
        pixels = torch.randint(0, 256, (2, 3, 67, 67), dtype=torch.uint8, generator=torch.Generator().manual_seed(0))
        network = EfficientNetLite(FrameEncoderConfig())
        network.load_state_dict(fold_batch_norms(checkpoint))
        expected = UnfoldedNetwork(checkpoint).features((pixels.float() - 127) / 128)
        found = network.tail(network.trunk(pixels))
    assert expected.std() > 0.1
    torch.testing.assert_close(found, expected, rtol=1e-3, atol=1e-3)
    assert torch.equal(network.classifier.weight, checkpoint["_fc.weight"])
    assert torch.equal(network.classifier.bias, checkpoint["_fc.bias"])


def test_the_default_shape_is_that_of_efficientnet_lite2() -> None:
    config = FrameEncoderConfig()
    assert (config.blocks, config.trunk_blocks, config.input_size) == (21, 15, 260)
    with torch.inference_mode():
        network = EfficientNetLite(config).eval()
        hidden = network.trunk(torch.zeros(1, 3, 260, 260, dtype=torch.uint8))
        features = network.tail(hidden)
    assert hidden.shape == (1, 120, 17, 17)
    assert features.shape == (1, 1280, 9, 9)
    assert sum(parameter.numel() for parameter in network.parameters()) == pytest.approx(6.1e6, rel=0.02)


@given(seed=st.integers(0, 50))
@settings(max_examples=10)
def test_features_lie_between_0_and_6(seed: int) -> None:
    network = tiny_frame_encoder()
    pixels = np.random.default_rng(seed).integers(0, 256, (2, 3, 64, 64), dtype=np.uint8)
    with torch.inference_mode():
        features = pooled_features(network.tail(network.trunk(torch.from_numpy(pixels))))
    assert features.shape == (2, 10, FRAME_ENCODER.features)
    assert features.min() >= 0
    assert features.max() <= 6
    assert features.std() > 0


def test_bytes_and_floats_of_the_same_picture_are_the_same() -> None:
    network = tiny_frame_encoder()
    pixels = torch.randint(0, 256, (1, 3, 64, 64), dtype=torch.uint8, generator=torch.Generator().manual_seed(1))
    with torch.inference_mode():
        assert torch.equal(network.trunk(pixels), network.trunk(pixels.float()))


def test_pooling_keeps_the_whole_first_and_then_the_parts_row_by_row() -> None:
    feature_map = torch.arange(9.0).view(1, 1, 3, 3).repeat_interleave(2, 2).repeat_interleave(2, 3)
    assert pooled_features(feature_map)[0, :, 0].tolist() == [4.0, *range(9)]


def test_convolutions_may_be_halved_but_the_classifier_keeps_its_precision() -> None:
    network = tiny_frame_encoder().convolve_in(torch.bfloat16)
    assert {part.weight.dtype for part in network.modules() if isinstance(part, nn.Conv2d)} == {torch.bfloat16}
    assert network.classifier.weight.dtype == torch.float32
    with torch.inference_mode():
        features = pooled_features(network.tail(network.trunk(torch.zeros(1, 3, 64, 64, dtype=torch.uint8))))
        assert features.dtype == torch.bfloat16
        assert network.classify(features).dtype == torch.float32
