"""What is left of a text once nobody cares how it is written."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from videobert_desktop.domain.folding import folded, words_of

FOLDED = {
    "The LARGEST clean-rooms, in 1984!": "the largest clean rooms in 1984",
    "CAFÉ cafe\u0301 Straße": "cafe cafe strasse",
    "İstanbul Łódź Ærø": "istanbul lodz aero",
    "ﬁsh \uff21\uff22\uff23 ½ ℡": "fish abc 1 2 tel",
    "don't _x_": "don t x",
    "co\u00adop x\u200dy": "coop xy",
    "今天天气": "今 天 天 气",
    "NASA的望远镜": "nasa 的 望 远 镜",
    "が か\u3099 ｶﾞ": "が が ガ",
    "한국어 \u1112\u1161\u11ab": "한 국 어 한",
    "हिन्दी में": "हिन्दी में",
    "שָׁלוֹם مُحَمَّد": "שלום محمد",
    "👍🏽 1️⃣ …": "👍 1",
    "・テスト๛": "テ ス ト",
    "": "",
}


@pytest.mark.parametrize(("text", "expected"), FOLDED.items())
def test_case_accents_and_forms_are_all_one(text: str, expected: str) -> None:
    assert folded(text) == expected


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_word_has_the_place_of_its_characters_with_their_marks(form: str) -> None:
    text = unicodedata.normalize(form, "Die Straße, été 今天 😀")
    words = words_of(text)
    assert [unicodedata.normalize("NFC", text[word.start : word.end]) for word in words] == [
        "Die",
        "Straße",
        "été",
        "今",
        "天",
        "😀",
    ]


@given(st.text())
def test_the_words_come_in_order_and_stand_where_they_are_said_to(text: str) -> None:
    words = words_of(text)
    assert folded(text) == " ".join(word.text for word in words)
    for word in words:
        assert 0 <= word.start < word.end <= len(text)
        assert word.text
        assert " " not in word.text
    assert [word.start for word in words] == sorted(word.start for word in words)


@given(st.text())
def test_it_does_not_matter_how_a_text_is_composed(text: str) -> None:
    assert folded(unicodedata.normalize("NFD", text)) == folded(unicodedata.normalize("NFC", text))


@given(st.text(st.characters(max_codepoint=127)))
def test_plain_letters_have_no_way_of_their_own(text: str) -> None:
    assert folded(f"{text} é") == f"{folded(text)} e".strip()


@given(st.lists(st.text(min_size=1), min_size=1, max_size=5))
def test_what_stands_apart_does_not_touch(texts: list[str]) -> None:
    assert folded("\n".join(texts)).split() == [word for text in texts for word in folded(text).split()]
