"""Make the fonts in resources/fonts/ again, from the originals that their README names.

    python packaging/fonts/make_fonts.py --inter <directory of Inter-*.otf> --cjk <NotoSansCJK-Regular.ttc>

needs fonttools and PySide6. The Chinese font holds the characters of the translations and those of everyday words, so
it is made again when a translation takes a new one; a test says when.
"""

from __future__ import annotations

import argparse
import struct
from collections.abc import Iterator
from pathlib import Path

import PySide6
from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

RESOURCES = Path(__file__).parents[2] / "resources"
FONTS = RESOURCES / "fonts"
WEIGHTS = ("Regular", "SemiBold")
FEATURES = ["kern", "tnum", "ccmp", "locl", "mark"]
SIMPLIFIED_CHINESE = 2
"""Which font of the collection."""

# European languages, Vietnamese and Pinyin; Greek and Cyrillic; punctuation, arrows, keys of a Mac, plain shapes.
RANGES = (
    (0x20, 0x7E),
    (0xA0, 0x17F),
    (0x1CD, 0x1DC),
    (0x218, 0x21B),
    (0x2C6, 0x2DD),
    (0x300, 0x304),
    (0x306, 0x308),
    (0x30A, 0x30C),
    (0x384, 0x3CE),
    (0x400, 0x45F),
    (0x490, 0x491),
    (0x1EA0, 0x1EF9),
    (0x2000, 0x206F),
    (0x2190, 0x2199),
)
SINGLE = "ƏəʼẞȨ̨̣̃€№™↵⇧⌃⌘⌥⌦⌫⎋−≈≠≤≥■▲▶▼◀○●★☆✓✗"  # noqa: RUF001 - signs that look like others
CHINESE_PUNCTUATION = " ，。、；：？！（）《》“”‘’…—·【】「」％￥\u3000"  # noqa: RUF001 - their own signs

TRANSLATION, END = 3, 1
MESSAGES = 0x69
HEADER = 16


def make_fonts(inter: Path, cjk: Path) -> None:
    """Write all fonts.

    Args:
        inter: The directory of Inter's OpenType files.
        cjk: The collection of Noto Sans CJK in its regular weight.
    """
    letters = SINGLE + "".join(chr(code) for first, last in RANGES for code in range(first, last + 1))
    for weight in WEIGHTS:
        font = TTFont(inter / f"Inter-{weight}.otf", recalcTimestamp=False)
        _write(font, letters, FEATURES, "VideoBERT Sans", weight)
    font = TTCollection(cjk).fonts[SIMPLIFIED_CHINESE]
    font.recalcTimestamp = False
    _write(font, chinese_characters(), [], "VideoBERT Sans SC", "Regular")


def chinese_characters() -> str:
    """The characters of our Chinese translations, of those of Qt, and of everyday words."""
    everyday = (Path(__file__).parent / "everyday_characters.txt").read_text(encoding="utf-8")
    ours = "".join(path.read_text(encoding="utf-8") for path in (RESOURCES / "translations").glob("*zh_CN.*[sn]"))
    qt = Path(PySide6.__file__).parent / "Qt" / "translations" / "qtbase_zh_CN.qm"
    written = ours + everyday + "".join(translations_in(qt.read_bytes()))
    return "".join(sorted({char for char in written if ord(char) > 0x2E7F} | set(CHINESE_PUNCTUATION)))


def translations_in(compiled: bytes) -> Iterator[str]:
    """The translated texts in a compiled translation of Qt's."""
    messages = _section(compiled, MESSAGES)
    at = 0
    while at < len(messages):
        tag = messages[at]
        at += 1
        if tag == END:
            continue
        (length,) = struct.unpack_from(">I", messages, at)
        length = 0 if length == 0xFFFFFFFF else length
        at += 4
        if tag == TRANSLATION:
            yield messages[at : at + length].decode("utf-16-be")
        at += length


def _section(compiled: bytes, wanted: int) -> bytes:
    at = HEADER
    while at < len(compiled):
        tag, length = struct.unpack_from(">BI", compiled, at)
        at += 5
        if tag == wanted:
            return compiled[at : at + length]
        at += length
    raise ValueError("There are no messages in the file.")


def _write(font: TTFont, text: str, features: list[str], family: str, weight: str) -> None:
    options = subset.Options()
    options.layout_features = features
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14, 16, 17]
    options.hinting = False
    options.drop_tables += ["vhea", "vmtx", "VORG", "BASE"]  # of columns written downwards
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=text)
    subsetter.subset(font)
    _rename(font, family, weight)
    name = f"{family.replace(' ', '')}-{weight}"
    font.save(FONTS / f"{name}.otf")
    print(f"{name}: {(FONTS / f'{name}.otf').stat().st_size / 1000:.0f} KB, {len(font.getBestCmap())} characters")


def _rename(font: TTFont, family: str, weight: str) -> None:
    """Give it a name of its own: a part must not be taken for the whole font, which may be installed too."""
    plain = weight == "Regular"
    full, postscript = f"{family} {weight}", f"{family.replace(' ', '')}-{weight}"
    names = font["name"]
    names.names = [record for record in names.names if record.nameID in (0, 5, 13, 14)]
    first = {1: family if plain else full, 2: "Regular", 3: full, 4: full}
    values = first | {6: postscript, 16: family, 17: weight}
    for identifier, value in values.items():
        names.setName(value, identifier, 3, 1, 0x409)
    cff = font["CFF "].cff
    cff.fontNames[0] = postscript
    cff.topDictIndex[0].FullName = full
    cff.topDictIndex[0].FamilyName = family


def main() -> None:
    """Read the arguments and make the fonts."""
    parser = argparse.ArgumentParser(description="Make the fonts of the interface again.")
    parser.add_argument("--inter", type=Path, required=True, help="directory of Inter-Regular.otf, Inter-SemiBold.otf")
    parser.add_argument("--cjk", type=Path, required=True, help="NotoSansCJK-Regular.ttc")
    arguments = parser.parse_args()
    make_fonts(arguments.inter, arguments.cjk)


if __name__ == "__main__":
    main()
