"""Which language is meant: BCP 47 from what containers and file names say."""

from __future__ import annotations

import re

from videobert_desktop.media.subtitles.language_names import CODES, NAMES

# RFC 5646, as far as subtitles go: language, script, region, each after a hyphen or an underscore.
_TAG = re.compile(r"([a-z]{2,3})(?:[-_]([a-z]{4}))?(?:[-_]([a-z]{2}|\d{3}))?", re.IGNORECASE)
# What ISO 639-2 has for no language in particular.
_NO_LANGUAGE = re.compile(r"und|mul|mis|zxx|q[a-t][a-z]", re.IGNORECASE)


def language_tag(code: str) -> str:
    """The BCP 47 tag of what a container says ("ger" is "de", "zh_hant_TW" is "zh-Hant-TW"); empty if it is none."""
    known = language_named(code)
    match = _TAG.fullmatch(code.strip())
    if known or match is None or _NO_LANGUAGE.fullmatch(match[1]):
        return known
    return _joined(match[1].lower(), match)


def language_named(name: str) -> str:
    """The BCP 47 tag of a code or a name ("English", "chs") that certainly means a language; empty if it does not."""
    name = name.strip().casefold()
    if name in NAMES:
        return NAMES[name]
    match = _TAG.fullmatch(name)
    code = CODES.get(match[1]) if match is not None else None
    return "" if match is None or code is None else _joined(code, match)


def _joined(language: str, tag: re.Match[str]) -> str:
    script, region = tag[2], tag[3]
    return "-".join([language, *([script.title()] if script else []), *([region.upper()] if region else [])])
