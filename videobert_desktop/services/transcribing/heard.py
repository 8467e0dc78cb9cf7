"""Whether what is said in a video is known, or is to be listened to."""

from __future__ import annotations

from videobert_desktop.catalogue import Catalogue
from videobert_desktop.catalogue.transcripts import STAGE
from videobert_desktop.domain.transcript import TranscriptSource


def is_to_be_heard(catalogue: Catalogue, video_id: int) -> bool:
    """Whether a video has sound that no speech pack has listened to from end to end, and no subtitles."""
    video = catalogue.videos.get(video_id)
    if video is None or not video.info.audio_streams or has_subtitles(catalogue, video_id):
        return False
    return not any(row.stage == STAGE and row.complete for row in catalogue.stages.of_video(video_id))


def has_subtitles(catalogue: Catalogue, video_id: int) -> bool:
    """Whether a video has subtitles that say what is said, not only what is foreign in it."""
    return any(
        known.lines and known.source is not TranscriptSource.SPEECH and "forced" not in known.title.lower()
        for known in catalogue.transcripts.all_of(video_id)
    )
