# ruff: noqa: RUF001 - letters of many alphabets are meant
from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from videobert_desktop.media.subtitles.encoding import decode_text

CHINESE = "你好，我们今天去哪里？\n他说他不会来了。\n我不知道该怎么办，也许我们应该离开这里。"
TRADITIONAL = "你好，我們今天去哪裡？\n他說他不會來了。\n我不知道該怎麼辦，也許我們應該離開這裡。"
JAPANESE = "こんにちは、元気ですか？\n彼は来ないと言った。\nどうすればいいかわからない。"
FRENCH = "Où est le café ? Là-bas.\nIl a dit qu’il ne viendrait pas à l’été."
GERMAN = "Können Sie mir helfen? Natürlich, für Sie.\n„Größe“ ist schön."
TEXTS = {
    "gbk": CHINESE,
    "gb18030": CHINESE,
    "big5": TRADITIONAL,
    "shift_jis": JAPANESE,
    "euc_jp": JAPANESE,
    "cp949": "안녕하세요, 잘 지내세요?\n그는 오지 않을 거라고 말했다.",
    "cp1252": FRENCH,
    "iso8859_15": GERMAN.replace("„", "").replace("“", ""),
    "cp1250": "Kde jsi? Přijď sem, prosím.\nŘekl, že nepřijde zítra.",
    "cp1251": "Привет, как дела?\nОн сказал, что не придёт.",
    "koi8_r": "Привет, как дела?\nОн сказал, что не придёт.",
    "cp1253": "Γεια σου, τι κάνεις;\nΕίπε ότι δεν θα έρθει.",
    "cp1254": "Gelmeyeceğini söyledi.\nNe yapacağımı bilmiyorum, şimdi çabuk kaç.",
    "cp1255": "שלום, מה שלומך?\nהוא אמר שהוא לא יבוא.",
    "cp1256": "مرحبا، كيف حالك؟\nقال إنه لن يأتي.",
    "cp874": "สวัสดี คุณเป็นอย่างไรบ้าง\nเขาบอกว่าจะไม่มา",
}
LANGUAGES = {
    "gbk": "zh-Hans",
    "gb18030": "zh",
    "big5": "zh-Hant",
    "shift_jis": "ja",
    "euc_jp": "ja",
    "cp949": "ko",
    "cp1252": "fr",
    "iso8859_15": "de",
    "cp1250": "cs",
    "cp1251": "ru",
    "koi8_r": "ru",
    "cp1253": "el",
    "cp1254": "tr",
    "cp1255": "he",
    "cp1256": "ar",
    "cp874": "th",
}


def subrip(text: str) -> str:
    lines = enumerate(text.split("\n"), 1)
    return "".join(f"{number}\n00:00:0{number},000 --> 00:00:0{number},900\n{line}\n\n" for number, line in lines)


@pytest.mark.parametrize(("encoding", "text"), TEXTS.items(), ids=TEXTS)
def test_an_old_encoding_is_told_from_two_or_three_lines(encoding, text):
    assert decode_text(subrip(text).encode(encoding)) == subrip(text)


@pytest.mark.parametrize(("encoding", "text"), TEXTS.items(), ids=TEXTS)
def test_a_language_that_is_known_tells_it_from_one_line(encoding, text):
    line = subrip(text.split("\n")[-1])
    assert decode_text(line.encode(encoding), LANGUAGES[encoding]) == line


@pytest.mark.parametrize("text", [CHINESE, FRENCH, "plain", ""])
@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (b"", "utf-16-le"),
        (b"", "utf-16-be"),
    ],
)
def test_unicode_is_told_with_and_without_its_mark(mark, encoding, text):
    assert decode_text(mark + subrip(text).encode(encoding)) == subrip(text)


def test_a_language_that_is_wrong_does_no_harm():
    assert decode_text(subrip(CHINESE).encode(), "ru") == subrip(CHINESE)
    assert decode_text(subrip(JAPANESE).encode("shift_jis"), "xx") == subrip(JAPANESE)


def test_a_broken_byte_does_not_make_utf_8_something_else():
    content = bytearray(subrip(FRENCH * 5).encode())
    content[content.index("à".encode())] = 0xFF
    assert decode_text(bytes(content)).count("é") == subrip(FRENCH * 5).count("é")


def test_utf_8_that_was_cut_within_a_character_stays_utf_8():
    content = subrip(CHINESE).encode().rstrip()[:-1]
    assert decode_text(content).startswith(subrip(CHINESE)[:80])


def test_the_telling_bytes_may_come_late():
    text = subrip("plain") * 3000 + subrip(FRENCH)
    assert decode_text(text.encode("cp1252")) == text


@given(st.binary(max_size=400))
def test_whatever_the_bytes_are_text_comes_of_them(content):
    decode_text(content).encode(errors="surrogatepass")
