"""EfficientNet-Lite2 under its published names and with its batch norms, written a second time as a reference."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from videobert_desktop.models.encoders.efficientnet_lite import LITE2_STAGES

EPSILON = 1e-3


def padding_of_tensorflow(size: int, kernel: int, stride: int) -> tuple[int, int]:
    """The rule in the words of TensorFlow's documentation."""
    total = max(kernel - (stride if size % stride == 0 else size % stride), 0)
    return total // 2, total - total // 2


class UnfoldedNetwork:
    """EfficientNet-Lite2 straight from a checkpoint in the published names, batch norms and all."""

    def __init__(self, checkpoint: dict[str, Tensor]) -> None:
        self._checkpoint = checkpoint

    def features(self, scaled: Tensor) -> Tensor:
        """The feature map of pictures (n, 3, h, w) in [-1, 1]."""
        hidden = functional.relu6(self._convolve(scaled, "_conv_stem", "_bn0", stride=2))
        number, channels = 0, 32
        for _, first_stride, expansion, width, count in LITE2_STAGES:
            for repeat in range(count):
                stride = first_stride if repeat == 0 else 1
                filtered = self._block(hidden, f"_blocks.{number}.", stride, expansion)
                hidden = filtered + hidden if stride == 1 and channels == width else filtered
                number, channels = number + 1, width
        return functional.relu6(self._convolve(hidden, "_conv_head", "_bn1"))

    def _block(self, hidden: Tensor, block: str, stride: int, expansion: int) -> Tensor:
        if expansion > 1:
            hidden = functional.relu6(self._convolve(hidden, f"{block}_expand_conv", f"{block}_bn0"))
        groups = hidden.shape[1]
        hidden = functional.relu6(self._convolve(hidden, f"{block}_depthwise_conv", f"{block}_bn1", stride, groups))
        return self._convolve(hidden, f"{block}_project_conv", f"{block}_bn2")

    def _convolve(self, pixels: Tensor, name: str, norm: str, stride: int = 1, groups: int = 1) -> Tensor:
        weight = self._checkpoint[f"{name}.weight"]
        rows, columns = (padding_of_tensorflow(size, weight.shape[-1], stride) for size in pixels.shape[2:])
        hidden = functional.conv2d(functional.pad(pixels, (*columns, *rows)), weight, stride=stride, groups=groups)
        mean, variance = self._checkpoint[f"{norm}.running_mean"], self._checkpoint[f"{norm}.running_var"]
        weight, bias = self._checkpoint[f"{norm}.weight"], self._checkpoint[f"{norm}.bias"]
        return functional.batch_norm(hidden, mean, variance, weight, bias, eps=EPSILON)


def random_checkpoint() -> dict[str, Tensor]:
    """Random weights of EfficientNet-Lite2 under their published names."""
    random = torch.Generator().manual_seed(0)
    checkpoint = {
        "_fc.weight": torch.randn(1000, 1280, generator=random),
        "_fc.bias": torch.randn(1000, generator=random),
    }

    def add(name: str, norm: str, *shape: int) -> None:
        checkpoint[f"{name}.weight"] = torch.empty(shape)
        nn.init.kaiming_normal_(checkpoint[f"{name}.weight"], nonlinearity="relu", generator=random)
        checkpoint[f"{norm}.running_mean"] = torch.randn(shape[0], generator=random) * 0.1
        checkpoint[f"{norm}.running_var"] = torch.rand(shape[0], generator=random) + 0.5
        checkpoint[f"{norm}.weight"] = torch.rand(shape[0], generator=random) + 0.5
        checkpoint[f"{norm}.bias"] = torch.randn(shape[0], generator=random) * 0.1

    add("_conv_stem", "_bn0", 32, 3, 3, 3)
    number, channels = 0, 32
    for kernel, _, expansion, width, count in LITE2_STAGES:
        for _ in range(count):
            block, wide = f"_blocks.{number}.", channels * expansion
            if expansion > 1:
                add(f"{block}_expand_conv", f"{block}_bn0", wide, channels, 1, 1)
            add(f"{block}_depthwise_conv", f"{block}_bn1", wide, 1, kernel, kernel)
            add(f"{block}_project_conv", f"{block}_bn2", width, wide, 1, 1)
            number, channels = number + 1, width
    add("_conv_head", "_bn1", 1280, channels, 1, 1)
    return checkpoint
