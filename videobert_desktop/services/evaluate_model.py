"""Measures and describes the model of a pack."""

from __future__ import annotations

from pathlib import Path

from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.progress import Report
from videobert_desktop.models.packs.manifest import PackInfo, read_manifest
from videobert_desktop.services.manage_packs import find_pack

DEFAULT_PACK = "starter"


def evaluate_model(
    data: Path, *, pack: Path | None = None, device: str = "auto", cancel: CancelToken, report: Report
) -> dict[str, object]:
    """Measure a pack on the held-out pictures of a directory.

    Args:
        data: A directory with images.zip and captions.csv; rows whose split is "train" are left out.
        pack: The pack's directory; the starter pack if None.
        device: Where to compute.
        cancel: Looked at between batches.
        report: Told the progress.

    Returns:
        The pack's name and revision, the device, and "pairs", the recalls with baselines and intervals.

    Raises:
        Cancelled: It was asked to stop.
        UserError: The data, the pack or the device is missing.
    """
    from videobert_desktop.models.evaluation import evaluate_pairs
    from videobert_desktop.models.packs.starter import StarterPack

    info = _chosen(pack)
    loaded = StarterPack(info, device)
    pairs = evaluate_pairs(loaded, data, cancel=cancel, report=report)
    return {"pack": info.name, "revision": info.revision, "device": str(loaded.device), "pairs": pairs}


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
