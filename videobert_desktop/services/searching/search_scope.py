"""Where a search looks: from folders, dates and chosen videos to one set of videos."""

from __future__ import annotations

import math
from datetime import datetime
from pathlib import Path

from videobert_desktop.catalogue import Catalogue
from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.query import Query
from videobert_desktop.services.presence import is_there


def search_scope(catalogue: Catalogue, query: Query) -> set[int] | None:
    """The ids of the videos that a query is about, whether indexed or not; None if it is about all.

    Raises:
        UserError: There is no such folder.
    """
    scopes: list[set[int]] = []
    if query.folder is not None:
        scopes.append(_in_folder(catalogue, query.folder))
    if query.after is not None or query.before is not None:
        scopes.append(_recorded_between(catalogue, query.after, query.before))
    if query.videos is not None:
        scopes.append(set(query.videos))
    return set.intersection(*scopes) if scopes else None


def _in_folder(catalogue: Catalogue, folder: Path) -> set[int]:
    inside = catalogue.files.videos_under(folder)
    if not inside and not is_there(folder):
        raise UserError("There is no such folder, and no video of the library lies in it.", path=folder)
    return inside


def _recorded_between(catalogue: Catalogue, after: datetime | None, before: datetime | None) -> set[int]:
    first = -math.inf if after is None else after.timestamp()
    end = math.inf if before is None else before.timestamp()
    return {video_id for video_id, time in catalogue.videos.recorded().items() if first <= time < end}
