"""The paper's own training, scaled down, on real clips: do the losses fall, and is alignment learned?

    python -m tests.benchmarks.paper_run ../shared/data/clips --folds 5 --steps 250

Windows are visual words and nothing else, twelve by twelve clusters of what the starter pack makes of them; the three
regimes are text alone, video alone, and both. The clips are split by video into folds. Each is held out once: a model
learns from the others, and tells of texts and videos of those that it never saw whether they belong together. Beside
this stands the control, videos with the sentences of other clips, of which nothing can be told.

So few clips teach no language. The rows of words and of visual words begin, and stay, where the pack places them: the
visual words at their centroids, as in the paper, and the words in the same space in place of a BERT's.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor

from videobert_desktop.domain.timing import WINDOW_SECONDS
from videobert_desktop.media.decoder import Decoder
from videobert_desktop.models.encoders.minilm import read_tokenizer
from videobert_desktop.models.packs.pack import Pack, load_pack
from videobert_desktop.models.training.paper_regimes import NarratedClip, PaperRegimes, without_relation
from videobert_desktop.models.training.sentences import Marks
from videobert_desktop.models.videobert.configuration_videobert import VideoBertConfig
from videobert_desktop.models.videobert.pretraining_videobert import VideoBertForPreTraining
from videobert_desktop.models.videobert.processing_videobert import special_tokens
from videobert_desktop.models.videobert.visual_vocabulary import VisualVocabulary
from videobert_desktop.services.manage_packs import find_pack

HIDDEN, LAYERS, HEADS = 96, 2, 4
ROW_SIZE = 0.3
BATCH, RATE = 32, 2e-3
ALIGNMENT_WEIGHT = 4.0
PAIRS, CONTROLS = 1000, 10

Clip = tuple[list[list[int]], NDArray[np.float32]]
"""The word pieces of each of a clip's sentences, and what the pack makes of its windows, (w, dim)."""


def encode_clips(pack: Pack, folder: Path, names: Sequence[str]) -> list[NDArray[np.float32]]:
    """For each clip what the pack makes of its windows, (w, dim)."""
    found = []
    with Decoder() as decoder:
        for name in names:
            batches = list(decoder.frames(folder / name, size=pack.info.frame_size))
            encoded = [pack.encode_frames(batch.pixels) for batch in batches]
            frames = {key: np.concatenate([part[key] for part in encoded]) for key in encoded[0]}
            times = np.concatenate([batch.times for batch in batches])
            _, window_of_frame = np.unique(times // WINDOW_SECONDS, return_inverse=True)
            found.append(pack.encode_windows(frames, window_of_frame)["embeddings"].astype(np.float32))
    return found


def begin_model(vocabulary: VisualVocabulary, words: Tensor, marks: Marks, size: int) -> VideoBertForPreTraining:
    """A small model after the paper, whose tables begin where the pack places words (n, dim) and visual words."""
    config = VideoBertConfig.paper(
        vocab_size=size,
        hidden_size=HIDDEN,
        num_hidden_layers=LAYERS,
        num_attention_heads=HEADS,
        intermediate_size=2 * HIDDEN,
        visual_vocab_size=vocabulary.size,
        max_position_embeddings=128,
        initializer_range=0.1,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
    )
    model = VideoBertForPreTraining(config)
    embeddings = model.videobert.embeddings
    seen = torch.from_numpy(vocabulary.leaves)
    # Words and windows lie apart from each other as a whole, which means nothing.
    sides = [side - side.mean(0) for side in (words, seen)]
    _, _, directions = torch.linalg.svd(torch.cat([side / side.std() for side in sides]), full_matrices=False)
    rows = [side @ directions[:HIDDEN].T for side in sides]
    with torch.no_grad():
        embeddings.word_embeddings.weight[marks.ordinary] = rows[0] * (ROW_SIZE / rows[0].std())
        embeddings.visual_word_embeddings.weight.copy_(rows[1] * (ROW_SIZE / rows[1].std()))
    for table in (embeddings.word_embeddings, embeddings.visual_word_embeddings):
        table.weight.requires_grad_(requires_grad=False)
    return model


def train(model: VideoBertForPreTraining, source: PaperRegimes, steps: int) -> NDArray[np.float64]:
    """Train; the losses (steps, 4) of text alone, video alone, both, and of these the alignment's."""
    parameters = [parameter for parameter in model.parameters() if parameter.requires_grad]
    optimiser = torch.optim.AdamW(parameters, lr=RATE, weight_decay=0.05)
    losses = []
    model.train()
    for step in range(steps):
        for group in optimiser.param_groups:
            group["lr"] = RATE * min(1.0, (step + 1) / 20) * (1 - step / steps)
        batches = (source.text_only(BATCH), source.video_only(BATCH), source.text_and_video(BATCH))
        outputs = [model(**batch) for batch in batches]
        alignment = outputs[-1].alignment_loss
        optimiser.zero_grad()
        (torch.stack([output.loss for output in outputs]).sum() + (ALIGNMENT_WEIGHT - 1) * alignment).backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimiser.step()
        losses.append([float(loss.detach()) for loss in (*(output.loss for output in outputs), alignment)])
    model.eval()
    return np.array(losses)


@torch.inference_mode()
def accuracy(model: VideoBertForPreTraining, clips: Sequence[NarratedClip], marks: Marks, pairs: int) -> float:
    """How often the model tells rightly whether a text and a video belong together."""
    batch = PaperRegimes(clips, marks, model.config.visual_vocab_size, seed=1).pairs(pairs)
    logits = model(**batch).alignment_logits
    return float(((logits > 0) == (batch["alignment_labels"] > 0.5)).float().mean())


def marks_of(tokenizer: Tokenizer, sentences: Sequence[Sequence[Sequence[int]]]) -> Marks:
    """The special word pieces, and those that the sentences consist of."""
    special, config = special_tokens(tokenizer), VideoBertConfig()
    return Marks(
        start=special["cls_token_id"],
        end=special["sep_token_id"],
        video=config.video_token_id,
        caption=config.caption_token_id,
        mask=special["mask_token_id"],
        padding=special["pad_token_id"],
        ordinary=torch.tensor(sorted({piece for clip in sentences for pieces in clip for piece in pieces})),
    )


def run_fold(
    clips: Sequence[Clip], held_out: Sequence[int], words: Tensor, marks: Marks, size: int, steps: int
) -> tuple[float, float, str]:
    """Learn from all clips but some: the accuracy on those, that of the control, and a line that says it all."""
    torch.manual_seed(0)
    known = [place for place in range(len(clips)) if place not in held_out]
    vocabulary = VisualVocabulary.fit(np.concatenate([clips[place][1] for place in known]), windows_a_leaf=1)
    narrated = [NarratedClip(own, vocabulary.words(windows)) for own, windows in clips]
    learned, unseen = [narrated[place] for place in known], [narrated[place] for place in held_out]
    model = begin_model(vocabulary, words, marks, size)
    losses = train(model, PaperRegimes(learned, marks, vocabulary.size), steps)
    found = accuracy(model, unseen, marks, PAIRS)
    controls = [without_relation(unseen, learned, seed) for seed in range(CONTROLS)]
    control = float(np.mean([accuracy(model, each, marks, PAIRS // 2) for each in controls]))
    ends = zip(("text", "video", "both", "alignment"), losses[:20].mean(0), losses[-20:].mean(0), strict=True)
    told = ", ".join(f"{name} {first:.2f} -> {last:.2f}" for name, first, last in ends)
    told = f"{vocabulary.size} visual words; losses of {told}; right of learned clips "
    return (
        found,
        control,
        f"{told}{accuracy(model, learned, marks, PAIRS):.3f}, held out {found:.3f}, control {control:.3f}",
    )


def main() -> None:
    """Encode the clips, train a model for each fold, and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("clips", type=Path)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--steps", type=int, default=250)
    given = parser.parse_args()
    captions: dict[str, list[str]] = json.loads((given.clips / "captions.json").read_text(encoding="utf-8"))
    info = find_pack("starter")
    pack, tokenizer = load_pack(info, "cpu", threads=1), read_tokenizer(info.directory / "tokenizer.json")
    tokenizer.no_padding()
    read = [tokenizer.encode_batch(own, add_special_tokens=False) for own in captions.values()]
    sentences = [[encoding.ids for encoding in own] for own in read]
    clips = list(zip(sentences, encode_clips(pack, given.clips, list(captions)), strict=True))
    marks = marks_of(tokenizer, sentences)
    spelled = [tokenizer.id_to_token(piece).removeprefix("##") for piece in marks.ordinary.tolist()]
    words = torch.from_numpy(pack.embed_texts(spelled))
    found = []
    for held_out in np.array_split(np.random.default_rng(1).permutation(len(clips)), given.folds):
        *both, line = run_fold(clips, held_out.tolist(), words, marks, tokenizer.get_vocab_size(), given.steps)
        found.append(both)
        sys.stdout.write(f"fold {len(found)}: {line}\n")
    right, control = np.mean(found, axis=0)
    sys.stdout.write(f"all folds: held out {right:.3f}, control {control:.3f}; chance is 0.500\n")


if __name__ == "__main__":
    main()
