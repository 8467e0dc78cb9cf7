from __future__ import annotations

import pytest

from videobert_desktop.media.subtitles.languages import language_named, language_tag


@pytest.mark.parametrize(
    ("code", "tag"),
    [
        ("eng", "en"),
        ("EN", "en"),
        ("ger", "de"),
        ("deu", "de"),
        ("fre", "fr"),
        ("chi", "zh"),
        ("cze", "cs"),
        ("yue", "yue"),
        ("xyz", "xyz"),
        ("zh-hans", "zh-Hans"),
        ("pt_BR", "pt-BR"),
        ("es-419", "es-419"),
        ("English", "en"),
        ("und", ""),
        ("zxx", ""),
        ("qaa", ""),
        ("", ""),
        ("not a code", ""),
        ("<b>", ""),
    ],
)
def test_what_a_container_says_becomes_bcp_47(code, tag):
    assert language_tag(code) == tag


@pytest.mark.parametrize(
    ("name", "tag"),
    [
        ("english", "en"),
        ("Français", "fr"),
        ("日本語", "ja"),
        ("cht", "zh-Hant"),
        ("Traditional Chinese", "zh-Hant"),
        ("por", "pt"),
        ("cut", ""),
        ("forced", ""),
        ("xyz", ""),
    ],
)
def test_in_names_only_what_certainly_means_a_language_is_one(name, tag):
    assert language_named(name) == tag
