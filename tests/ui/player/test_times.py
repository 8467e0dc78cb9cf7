"""How the player writes times, and what it calls a saved frame."""

from __future__ import annotations

from pathlib import Path

import pytest

from videobert_desktop.ui.player.times import exact_time, frame_file_name, widest_time


@pytest.mark.parametrize(
    ("second", "duration", "text"),
    [
        (0.0, 60.0, "0:00.00"),
        (83.456, 600.0, "1:23.45"),
        (0.29, 60.0, "0:00.29"),
        (59.999, 60.0, "0:59.99"),
        (83.456, 3600.0, "0:01:23.45"),
        (43_200.0, 43_200.0, "12:00:00.00"),
        (-0.5, 60.0, "0:00.00"),
    ],
)
def test_times_are_exact_and_have_hours_where_the_video_has(second: float, duration: float, text: str) -> None:
    assert exact_time(second, duration) == text


def test_no_time_of_a_video_is_longer_than_the_widest() -> None:
    assert widest_time(43_200.0) == "00:00:00.00"
    assert len(exact_time(43_199.99, 43_200.0)) == len(widest_time(43_200.0))


@pytest.mark.parametrize(
    ("video", "second", "name"),
    [
        ("beach.mp4", 83.456, "beach 0-01-23.456.png"),
        ("a.b.mkv", 3723.0, "a.b 1-02-03.000.png"),
        ("海滩.mp4", 59.9999, "海滩 0-01-00.000.png"),
        ('so: "what"?.mp4', 0.0, "so_ _what__ 0-00-00.000.png"),
        ("two\nlines.mp4", 0.0, "two_nlines 0-00-00.000.png"),
    ],
)
def test_a_saved_frame_is_called_after_its_video_and_its_time(video: str, second: float, name: str) -> None:
    assert frame_file_name(Path("/films") / video, second) == name


@pytest.mark.parametrize("letter", ["x", "狗"])
def test_the_longest_name_still_makes_a_file_name(letter: str) -> None:
    name = frame_file_name(Path(letter * 250 + ".mp4"), 1.0)
    assert len(name.encode()) < 255
    assert name.startswith(letter * 50)
    assert name.endswith(" 0-00-01.000.png")
