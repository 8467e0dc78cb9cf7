"""What unrelated sentences and pictures, and the things that it knows by name, look like to a trained VideoBERT."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch.nn import functional

from videobert_desktop.models.packs.calibration import Background
from videobert_desktop.models.training.calibration import BACKGROUND_SIZE
from videobert_desktop.models.training.joint_measure import embed_sentences, embed_windows
from videobert_desktop.models.training.joint_stage import Trained
from videobert_desktop.models.training.sentences import Sentences

LONGEST = 60  # word pieces


def measure_background(trained: Trained, others: Sequence[str], tokenizer: Tokenizer, seed: int) -> Background:
    """Embed training pictures, their sentences and others in equal parts, and the classes as planted into pictures.

    Args:
        trained: VideoBERT and what it was trained on.
        others: Sentences about other videos.
        tokenizer: Cuts them into word pieces.
        seed: Of the drawing.
    """
    random = np.random.default_rng(seed)
    data, model = trained.data, trained.model
    device = next(model.parameters()).device
    pictures = np.sort(random.permutation(len(data.views))[:BACKGROUND_SIZE])
    shown = embed_windows(
        model,
        torch.from_numpy(np.asarray(data.views.tokens[0][pictures], np.float32)),
        torch.from_numpy(data.words[0][pictures]),
        device,
    )
    captions = random.permutation(len(data.captions.sentences))[: BACKGROUND_SIZE - len(others)]
    own = data.captions.sentences.only(np.sort(captions).tolist())
    said = [
        embed_sentences(model, sentences, trained.marks, device)
        for sentences in (own, Sentences.of(tokenizer, others, LONGEST))
    ]
    together = torch.cat(said).numpy()
    return Background(
        sentences=together[random.permutation(len(together))], pictures=shown.numpy(), things=_things(trained, device)
    )


def _things(trained: Trained, device: torch.device) -> NDArray[np.float32]:
    """Every class as it is seen: the mean over the pictures that it was planted into, (classes, width) float32."""
    plantings = zip(trained.data.planted, trained.data.planted_words, strict=True)
    placed = [
        embed_windows(trained.model, torch.from_numpy(np.asarray(tokens, np.float32)), torch.from_numpy(words), device)
        for tokens, words in plantings
    ]
    things: NDArray[np.float32] = functional.normalize(torch.stack(placed).mean(0), dim=-1).numpy()
    return things
