from __future__ import annotations

import pytest

from videobert_desktop.media import codecs


def test_the_kinds_of_picture_that_cameras_make_can_all_be_read() -> None:
    assert codecs.missing_decoders() == []


def test_a_kind_without_a_decoder_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(codecs.DECODERS, "Holographic", ("holo1", "holo2"))
    assert codecs.missing_decoders() == ["Holographic"]


def test_any_one_of_several_decoders_will_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(codecs.DECODERS, "H.264", ("holo1", "h264"))
    assert codecs.missing_decoders() == []
