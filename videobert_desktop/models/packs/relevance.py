"""Which rows of a sequence looked at which, on the way to saying that text and video belong together."""

from __future__ import annotations

import torch
from torch import Tensor

from videobert_desktop.models.videobert.batches_videobert import WindowBatch
from videobert_desktop.models.videobert.pretraining_videobert import VideoBertForPreTraining


def alignment_relevance(
    network: VideoBertForPreTraining, input_ids: Tensor, summary: Tensor | None, windows: WindowBatch
) -> Tensor:
    """The relevance of rows to rows, for the alignment's logit.

    In every layer, attention counts where more of it would raise the logit: the mean over the heads of attention times
    its positive gradient; and what a row has taken from others counts in what is taken from it.

    Source: Chefer, Gur, Wolf: Generic Attention-model Explainability for Interpreting Bi-Modal and Encoder-Decoder
    Transformers, ICCV 2021, equations 5 and 6.

    Args:
        network: The transformer with its heads.
        input_ids: (b, t) int64, sentences that end in `[>]`.
        summary: (b, size), where the sentences lie by themselves.
        windows: What they stand beside, b sequences.

    Returns:
        (b, rows, rows) float32; the rows are the words, then the windows part by part, then the last [SEP].
    """
    with torch.enable_grad():
        output = network.read_pairs(input_ids, windows, sentence_summary=summary, output_attentions=True)
        assert output.attentions is not None
        logits = network.alignment_logits(output)
        gradients = torch.autograd.grad(logits.sum(), output.attentions)
    relevance = torch.eye(gradients[0].shape[-1], device=logits.device)
    for attention, gradient in zip(output.attentions, gradients, strict=True):
        step = (attention.detach() * gradient).clamp(min=0).mean(1)
        relevance = relevance + step @ relevance
    return relevance
