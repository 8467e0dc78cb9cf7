"""How well hidden windows are guessed from their neighbours, beside models that only count visual words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray

from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.progress import Progress, Report
from videobert_desktop.models.evaluation.bootstrap import Estimate, estimate, mean_estimate, resampled_means
from videobert_desktop.models.evaluation.ngram_models import NGRAM_MODELS, NgramModel
from videobert_desktop.models.packs.loading import filled
from videobert_desktop.models.packs.manifest import PackInfo
from videobert_desktop.models.packs.networks import read_network_configs
from videobert_desktop.models.packs.window_rows import WindowRows
from videobert_desktop.models.videobert.configuration_videobert import VideoBertConfig
from videobert_desktop.models.videobert.pretraining_videobert import VideoBertForPreTraining

FOLDS = 5
WINDOWS_A_BATCH = 64


def evaluate_visual_words(
    network: VideoBertForPreTraining,
    videos: Sequence[WindowRows],
    *,
    seed: int,
    cancel: CancelToken,
    report: Report,
) -> dict[str, object]:
    """Perplexity and accuracy of the visual words of hidden windows.

    Every window is hidden once and told from the windows around it, which is a pseudo-likelihood (Salazar et al., ACL
    2020). The counting models are told all the other windows of the video, and have counted those of other videos: the
    videos are split into folds. VideoBERT has learned from none of these videos.

    Args:
        network: The transformer to measure.
        videos: The windows of each video, at least two videos.
        seed: Of the folds and of the intervals.
        cancel: Looked at between videos.
        report: Told the progress.

    Returns:
        "perplexity" and "top1" with intervals over videos, those of the counting models, and "lead": by how much the
        mean log-probability and the accuracy are ahead of each of them, by a paired bootstrap.

    Raises:
        Cancelled: It was asked to stop.
        UserError: There are not enough videos to split them.
    """
    if len(videos) < 2:
        raise UserError("Visual words are measured on two videos or more, so that some can be held out.")
    told = []
    for number, video in enumerate(videos):
        cancel.raise_if_cancelled()
        report(Progress("hiding windows", number, len(videos), "videos"))
        told.append(masked_log_probabilities(network, video))
    words = [video.visual_words for video in videos]
    groups = np.repeat(np.arange(len(videos)), [len(video) for video in videos])
    own = _Guesses(words, told, groups, seed)
    size = network.config.visual_vocab_size
    others = {name: _Guesses(words, _counted(name, size, words, seed), groups, seed) for name in NGRAM_MODELS}
    return {
        "n": len(groups),
        "videos": len(videos),
        "folds": min(FOLDS, len(videos)),
        "seed": seed,
        **own.report,
        "baselines": {name: guesses.report for name, guesses in others.items()},
        "lead": {name: own.lead(guesses) for name, guesses in others.items()},
    }


def load_network(info: PackInfo, device: torch.device) -> VideoBertForPreTraining:
    """The transformer of a pack, which has heads that the pack itself has no use for.

    Raises:
        UserError: A file is missing, altered or of another architecture.
    """
    config = VideoBertConfig.from_dict(read_network_configs(info.directory).videobert)
    return filled(lambda: VideoBertForPreTraining(config), info, "videobert", device)


@torch.inference_mode()
def masked_log_probabilities(network: VideoBertForPreTraining, video: WindowRows) -> NDArray[np.float32]:
    """What a transformer holds each window of a video to be when it does not see it.

    Args:
        network: The transformer, in evaluation.
        video: Its n windows. As many are read together as make a context, the hidden one in their midst.

    Returns:
        (n, visual words) float32, log-probabilities.
    """
    context = min(len(video), network.config.context_windows)
    starts = np.clip(np.arange(len(video)) - context // 2, 0, len(video) - context)
    read = starts[:, None] + np.arange(context)
    masked = read == np.arange(len(video))[:, None]
    device = network.device
    parts = []
    for start in range(0, len(video), WINDOWS_A_BATCH):
        rows = slice(start, start + WINDOWS_A_BATCH)
        hidden = torch.from_numpy(masked[rows]).to(device)
        words, features = (
            torch.from_numpy(array[read[rows]]).to(device) for array in (video.visual_words, video.features)
        )
        output = network.read_windows(words, features, masked_windows=hidden)
        assert output.window_states is not None
        logits = network.visual_word_logits(output.window_states)[hidden]
        parts.append(logits.float().log_softmax(-1).cpu().numpy())
    return np.concatenate(parts)


def _counted(name: str, size: int, words: Sequence[NDArray[np.int64]], seed: int) -> list[NDArray[np.float64]]:
    """The log-probabilities (n, size) of each video by a counting model that has not counted the video's fold."""
    folds = np.random.default_rng(seed).permutation(len(words)) % min(FOLDS, len(words))
    models = {
        fold: NgramModel(name, size).fit([words[number] for number in np.flatnonzero(folds != fold).tolist()])
        for fold in np.unique(folds).tolist()
    }
    return [np.log(models[fold].probabilities(video)) for fold, video in zip(folds.tolist(), words, strict=True)]


class _Guesses:
    """What a model said of every window of every video."""

    def __init__(
        self,
        words: Sequence[NDArray[np.int64]],
        told: Sequence[NDArray[np.floating]],
        groups: NDArray[np.int64],
        seed: int,
    ) -> None:
        pairs = list(zip(words, told, strict=True))
        self._logs = np.concatenate([log[np.arange(len(word)), word] for word, log in pairs]).astype(np.float64)
        self._right = np.concatenate([log.argmax(1) == word for word, log in pairs]).astype(np.float64)
        self._groups = groups
        self._seed = seed

    @property
    def report(self) -> dict[str, Estimate]:
        means = resampled_means(self._logs, self._groups, self._seed)
        return {
            "perplexity": estimate(float(np.exp(-self._logs.mean())), np.exp(-means)),
            "top1": mean_estimate(self._right, self._groups, self._seed),
        }

    def lead(self, other: _Guesses) -> dict[str, Estimate]:
        return {
            "log_probability": mean_estimate(self._logs - other._logs, self._groups, self._seed),
            "top1": mean_estimate(self._right - other._right, self._groups, self._seed),
        }
