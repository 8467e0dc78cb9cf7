"""Which letters are usual in texts of an encoding: what tells encodings apart where there is little text."""

from __future__ import annotations

from itertools import pairwise

LANGUAGES = {
    "cp949": "ko",
    "shift_jis": "ja",
    "euc_jp": "ja",
    "gb18030": "zh",
    "big5": "zh",
    "cp1252": "en fr de es pt it nl sv da no nb nn fi is ca gl eu ga af id ms",
    "cp1250": "pl cs sk hu sl hr bs ro sq",
    "cp1251": "ru uk bg sr mk be",
    "koi8_r": "ru",
    "cp1253": "el",
    "cp1254": "tr az",
    "cp1255": "he yi",
    "cp1256": "ar fa ur",
    "cp1257": "lt lv et",
    "cp1258": "vi",
    "cp874": "th",
}
"""The encodings that old subtitles are found in, with languages written in them; what is more common comes first."""

_PUNCTUATION = "‘’“”„«»–—…¿¡、。，！？「」『』：；（）．・～♪"  # noqa: RUF001 - these are meant
_AFTER_LATIN = "\u0370"
# By language, for no language has all the letters of its encoding.
_USUAL = {
    "cp1252": "éèàêçôîùâûïëœ äöüß áéíóúñü ãõáéíóúâêôçà àèéìòù åäöé æøåé",
    "cp1250": "ąćęłńóśźż áčďéěíňóřšťúůýž öüóőúűáéí äôľáčďéíňóšťúýž čšž čćđšž ăâîșşţț ëç",
    "cp1251": "оеаинтслвркмдпуя",
    "koi8_r": "оеаинтслвркмдпуя",
    "cp1253": "αοιετσνηυρπκςάίό",
    "cp1254": "ığşçöü",
    "cp1255": "יוהלאמרתבש",
    "cp1256": "اليمنوتربعدسفحكقةهذأشجى",
    "cp1257": "āčēģīķļņšūž ąčęėįšųūž äöüõšž",
    "cp1258": "đăâêôơưáàéèíóúý\u0300\u0301\u0303\u0309\u0323",
    "cp874": "านรอกเงมยลวดทไสตะหคบปแขจใพ่้ัิีื็",
}
# The rows of the national standards in which the more usual characters are, by the first byte.
_ROWS = {"gb18030": ("gb2312", 0xB0, 0xD7), "big5": ("big5", 0xA4, 0xC6), "cp949": ("euc_kr", 0xB0, 0xC8)}
_ROWS["shift_jis"] = _ROWS["euc_jp"] = ("euc_jp", 0xB0, 0xCF)


def usual_share(text: str, encoding: str) -> float:
    """How large a part of the characters beyond ASCII is usual in texts of an encoding, less what is odd in any."""
    characters = [character for character in text.lower() if character > "\x7f"]
    if encoding in _ROWS:
        usual = sum(_is_in_rows(character, encoding) for character in characters)
    else:
        usual = max(sum(character in letters for character in characters) for letters in _USUAL[encoding].split())
    usual += sum(character in _PUNCTUATION for character in characters)
    odd = sum((before.islower() and after.isupper()) or _mixes(before, after) for before, after in pairwise(text))
    return (usual - odd) / max(1, len(characters))


def _mixes(before: str, after: str) -> bool:
    """Whether a letter of the alphabet stands next to one of another script."""
    low, high = min(before, after), max(before, after)
    return low.isascii() and low.isalpha() and high.isalpha() and high >= _AFTER_LATIN


def _is_in_rows(character: str, encoding: str) -> bool:
    if encoding in ("shift_jis", "euc_jp") and "ぁ" <= character <= "ヿ":
        return True
    standard, first, last = _ROWS[encoding]
    try:
        code = character.encode(standard)
    except UnicodeEncodeError:
        return False
    return len(code) == 2 and first <= code[0] <= last
