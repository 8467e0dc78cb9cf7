"""How VideoBERT begins: MiniLM's encoder, the first stage's place for sentences, and rows for what is seen."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import BertConfig

from videobert_desktop.models.joint_head import JointHead
from videobert_desktop.models.training.sentences import Marks
from videobert_desktop.models.videobert.configuration_videobert import VideoBertConfig
from videobert_desktop.models.videobert.heads_videobert import CompletionHead
from videobert_desktop.models.videobert.pretraining_videobert import VideoBertForPreTraining

# How large what is seen is in a row, against a word: a window's eleven rows have to be heard among those of words.
FEATURE_SIZE = 2.0
PLACE_SIZE = 0.5
EMBEDDING_DROPOUT = 0.1
CAPTION_POSITIONS = 32
NEVER = -30.0  # a logit
_SHARED = (
    "vocab_size",
    "hidden_size",
    "num_hidden_layers",
    "num_attention_heads",
    "intermediate_size",
    "hidden_act",
    "max_position_embeddings",
    "type_vocab_size",
    "layer_norm_eps",
    "pad_token_id",
)
_SPECIAL = ("[CLS]", "[SEP]", "[MASK]", "[PAD]", "[UNK]")


def joint_config(bert: BertConfig, head: JointHead, visual_words: int) -> VideoBertConfig:
    """VideoBERT's shape over a BERT and over the tokens of a first stage.

    Inside the encoder nothing is dropped out: the tokens are noisy and hidden in part, which costs nothing.
    """
    shape = {name: getattr(bert, name) for name in _SHARED}
    return VideoBertConfig(
        **shape,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
        visual_vocab_size=visual_words,
        feature_size=head.config.stored,
        window_parts=head.config.tokens,
        projection_size=head.config.width,
        caption_positions=CAPTION_POSITIONS,
    )


def begin_model(
    config: VideoBertConfig, bert: Mapping[str, Tensor], head: JointHead, centroids: Tensor, tokens: Tensor
) -> VideoBertForPreTraining:
    """VideoBERT before its training.

    Args:
        config: Its shape.
        bert: The weights of the sentence encoder of the first stage.
        head: The head of the first stage.
        centroids: (visual words, d) float32, where the visual words lie.
        tokens: (n, parts, stored) float32, ordinary windows, by which the size of rows is set.

    Returns:
        The model; its sentences lie where the first stage places them. The table of words does not learn.
    """
    model = VideoBertForPreTraining.from_bert(config, bert, centroids)
    contrast, embeddings = model.contrast, model.videobert.embeddings
    assert contrast is not None
    with torch.no_grad():
        nn.init.eye_(contrast.text_projection.weight)
        contrast.text_correction.load_state_dict(head.sentence_network.state_dict())
        if contrast.concept_projection is not None:
            contrast.concept_projection.load_state_dict(head.concept_projection.state_dict())
        contrast.logit_scale.copy_(head.logit_scale)
        for summary in (embeddings.sentence_summary_projection, embeddings.window_summary_projection):
            nn.init.eye_(summary.weight)
            nn.init.zeros_(summary.bias)
        nn.init.normal_(contrast.window_projection.weight, std=0.02)
        word_size = embeddings.word_embeddings.weight.std()
        projection = head.token_projection.weight
        seen_size = (tokens @ projection.T).std()
        embeddings.feature_projection.weight.copy_(projection * (FEATURE_SIZE * word_size / seen_size))
        nn.init.zeros_(embeddings.feature_projection.bias)
        for table in (embeddings.part_embeddings, embeddings.time_embeddings):
            nn.init.normal_(table.weight, std=float(PLACE_SIZE * word_size))
    embeddings.dropout.p = EMBEDDING_DROPOUT
    embeddings.word_embeddings.weight.requires_grad = False
    # Of the implementations of attention this one's gradient is the fastest on processors.
    model.set_attn_implementation("eager")
    return model


def silence_untaught(head: CompletionHead, taught: Tensor) -> None:
    """Have a head write no words but those that it was taught, (n,) int64: of the others its logits mean nothing."""
    silenced = torch.full_like(head.bias, NEVER)
    silenced[taught] = head.bias.detach()[taught]
    head.bias.data.copy_(silenced)


def marks_of(tokenizer: Tokenizer, config: VideoBertConfig, ordinary: set[int]) -> Marks:
    """The special word pieces of a tokenizer; `ordinary` are those that sentences consist of."""
    found = {name: number for name in _SPECIAL if (number := tokenizer.token_to_id(name)) is not None}
    return Marks(
        start=found["[CLS]"],
        end=found["[SEP]"],
        video=config.video_token_id,
        caption=config.caption_token_id,
        mask=found["[MASK]"],
        padding=found["[PAD]"],
        ordinary=torch.tensor(sorted(ordinary - set(found.values()))),
    )
