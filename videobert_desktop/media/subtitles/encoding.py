"""How a text file is encoded, when it does not say."""

from __future__ import annotations

import codecs
import re

from videobert_desktop.media.subtitles.usual_letters import LANGUAGES, usual_share

# UTF-32 first: what it begins with, UTF-16 begins with too.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# So many bytes tell; they are taken from lines that hold more than ASCII, since times and numbers say nothing.
_SAMPLE_BYTES = 16_384
_HEAD_BYTES = 1 << 20
_NON_ASCII_LINE = re.compile(rb"[^\r\n]*[\x80-\xff][^\r\n]*")
# Of UTF-8 with a few broken bytes, one character in so many may be broken.
_SOUND_PER_BROKEN = 10
_NULS_OF_UTF_16 = 0.1
_MESS = 0.5


def decode_text(content: bytes, language: str = "") -> str:
    """The text of a file, whatever it is encoded in; what cannot be decoded of it becomes U+FFFD.

    A byte order mark decides, then whether it is UTF-8. Otherwise charset-normalizer says which encodings are
    plausible, and of these the one is taken whose text is made of the letters that are usual in its languages: a few
    lines are too little for anything else.

    Args:
        content: The file's bytes.
        language: BCP 47, if it is known; only its encodings are tried, unless none is plausible.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, "replace")
    return content.decode(guessed_encoding(content, language), "replace")


def guessed_encoding(content: bytes, language: str = "") -> str:
    """The name of the encoding that `decode_text` takes where there is no byte order mark."""
    wide = _utf_16(content[:_SAMPLE_BYTES])
    if wide is not None:
        return wide
    if is_utf_8(content) or _is_nearly_utf_8(content[:_HEAD_BYTES]):
        return "utf-8"
    return _plausible(_sample(content), language) or "cp1252"


def _utf_16(head: bytes) -> str | None:
    """UTF-16 without a mark: its digits, spaces and line ends have a zero byte each, on one and the same side."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) < _NULS_OF_UTF_16 * len(head) / 2 or min(even, odd) * 10 > max(even, odd):
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def is_utf_8(content: bytes) -> bool:
    """Whether the bytes are UTF-8 from first to last."""
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def _is_nearly_utf_8(content: bytes) -> bool:
    text = content.decode(errors="replace")
    broken = text.count("\ufffd")
    return sum(character > "\x7f" for character in text) - broken >= _SOUND_PER_BROKEN * broken


def _sample(content: bytes) -> bytes:
    sample = bytearray()
    for line in _NON_ASCII_LINE.finditer(content):
        sample += line[0] + b"\n"
        if len(sample) > _SAMPLE_BYTES:
            break
    return bytes(sample)


def _plausible(sample: bytes, language: str) -> str | None:
    from charset_normalizer import from_bytes

    spoken = language.partition("-")[0]
    likely = [encoding for encoding, languages in LANGUAGES.items() if spoken in languages.split()]
    for candidates in filter(None, (likely, list(LANGUAGES))):
        # The usual threshold is for long texts: a short one in the right encoding may look messy.
        found = from_bytes(sample, cp_isolation=candidates, threshold=_MESS)
        texts = {encoding: str(match) for match in found for encoding in match.could_be_from_charset}
        names = [encoding for encoding in candidates if encoding in texts]
        if names:
            return max(names, key=lambda encoding: usual_share(texts[encoding], encoding))
    return None
