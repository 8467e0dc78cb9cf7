"""Measures and describes the model of a pack."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.progress import Report
from videobert_desktop.models.evaluation.options import DEFAULT_QUERIES, PARTS, EvaluationOptions
from videobert_desktop.models.packs.manifest import PackInfo, read_manifest
from videobert_desktop.services.manage_packs import find_pack

if TYPE_CHECKING:
    from videobert_desktop.models.evaluation.encoded_pictures import EncodedPictures
    from videobert_desktop.models.packs.pack import Pack
    from videobert_desktop.models.training.pairs import CaptionedPictures

__all__ = ["DEFAULT_QUERIES", "PARTS", "EvaluationOptions", "evaluate_model", "model_info"]

DEFAULT_PACK = "starter"


def evaluate_model(
    data: Path,
    options: EvaluationOptions | None = None,
    *,
    pack: Path | None = None,
    device: str = "auto",
    cancel: CancelToken,
    report: Report,
) -> dict[str, object]:
    """Measure a pack on the held-out pictures of a directory.

    Args:
        data: A directory with images.zip and captions.csv; rows whose split is "train" are left out.
        options: What to measure; how well captions find pictures, if None.
        pack: The pack's directory; the starter pack if None.
        device: Where to compute.
        cancel: Looked at between batches.
        report: Told the progress.

    Returns:
        The pack's name and revision, the device, and what each part of the evaluation has found, by its name.

    Raises:
        Cancelled: It was asked to stop.
        UserError: The data, the pack, the device or a package is missing.
    """
    from videobert_desktop.models.evaluation.loading import load_for_measuring

    info = _chosen(pack)
    loaded = load_for_measuring(info, device)
    evaluation = _Evaluation(loaded, data, options or EvaluationOptions(), cancel, report)
    return {"pack": info.name, "revision": info.revision, "device": str(loaded.device), **evaluation.run()}


def model_info(pack: Path | None = None) -> dict[str, object]:
    """Describe the model of a pack: its parts, their sizes in bytes and their checksums."""
    info = _chosen(pack)
    files = {
        name: {"bytes": (info.directory / name).stat().st_size, "sha256": digest}
        for name, digest in info.files.items()
        if (info.directory / name).is_file()
    }
    return {
        "pack": info.name,
        "revision": info.revision,
        "title": info.title,
        "licence": info.licence,
        "dim": info.dim,
        "frame_size": info.frame_size,
        "directory": str(info.directory),
        "bytes": info.size_bytes,
        "files": files,
    }


def _chosen(pack: Path | None) -> PackInfo:
    return find_pack(DEFAULT_PACK) if pack is None else read_manifest(pack)


class _Evaluation:
    """One evaluation; what is missing is told when it begins, and not after minutes of work."""

    def __init__(self, pack: Pack, data: Path, options: EvaluationOptions, cancel: CancelToken, report: Report) -> None:
        from videobert_desktop.models.training.pairs import read_pairs

        self._pack = pack
        self._options = options
        self._cancel = cancel
        self._report = report
        self._held_out = read_pairs(data, train=False)
        self._training = None
        self._clips: list[Path] = []
        if "captions" in options.parts:
            from videobert_desktop.models.evaluation.caption_scores import require_scorers

            require_scorers()
            self._training = read_pairs(data, train=True) if options.train_baseline else None
        if "visual_words" in options.parts:
            self._clips = self._found_clips()

    def run(self) -> dict[str, object]:
        """What each part has found, by its name, in the order of `PARTS`."""
        measure = {
            "pairs": self._pairs,
            "captions": self._captions,
            "cloze": self._cloze,
            "visual_words": self._visual_words,
            "alignment": self._alignment,
            "cost": self._cost,
        }
        return {name: measure[name]() for name in PARTS if name in self._options.parts}

    @cached_property
    def _pictures(self) -> EncodedPictures:
        """The held-out pictures, encoded once for all parts."""
        return self._encoded(self._held_out)

    def _pairs(self) -> dict[str, object]:
        from videobert_desktop.models.evaluation.pairs import evaluate_pairs

        return evaluate_pairs(self._pack, self._pictures, self._options, cancel=self._cancel, report=self._report)

    def _captions(self) -> dict[str, object]:
        from videobert_desktop.models.evaluation.captions import evaluate_captions

        training = None if self._training is None else self._encoded(self._training)
        return evaluate_captions(
            self._pack,
            self._pictures,
            training,
            seed=self._options.seed,
            cancel=self._cancel,
            report=self._report,
        )

    def _cloze(self) -> dict[str, object]:
        from videobert_desktop.models.evaluation.cloze import evaluate_cloze

        return evaluate_cloze(
            self._pack, self._pictures, seed=self._options.seed, cancel=self._cancel, report=self._report
        )

    def _visual_words(self) -> dict[str, object]:
        from videobert_desktop.models.evaluation.visual_words import evaluate_visual_words, load_network
        from videobert_desktop.services.clip_windows import clip_windows

        videos = clip_windows(self._pack, self._clips, cancel=self._cancel, report=self._report)
        network = load_network(self._pack.info, self._pack.device)
        return evaluate_visual_words(network, videos, seed=self._options.seed, cancel=self._cancel, report=self._report)

    def _alignment(self) -> dict[str, object]:
        from videobert_desktop.models.evaluation.alignment import evaluate_alignment

        return evaluate_alignment(
            self._pack,
            self._pictures,
            queries=self._options.queries,
            seed=self._options.seed,
            cancel=self._cancel,
            report=self._report,
        )

    def _cost(self) -> dict[str, object]:
        from videobert_desktop.models.evaluation.cost import evaluate_cost

        return evaluate_cost(self._pack, self._held_out, cancel=self._cancel, report=self._report)

    def _encoded(self, pairs: CaptionedPictures) -> EncodedPictures:
        from videobert_desktop.models.evaluation.encoded_pictures import encode_pictures

        return encode_pictures(self._pack, pairs, cancel=self._cancel, report=self._report)

    def _found_clips(self) -> list[Path]:
        from videobert_desktop.services.clip_windows import clip_paths

        if self._options.clips is None:
            raise UserError("Visual words are measured on videos.", hint="Name a folder that has some.")
        return clip_paths(self._options.clips)
