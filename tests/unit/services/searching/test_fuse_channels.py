"""Several channels' rankings become one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from videobert_desktop.domain.channel import Channel
from videobert_desktop.domain.timing import Span
from videobert_desktop.services.searching.fuse_channels import ChannelMoment, fuse

EQUAL = {Channel.PICTURE: 1.0, Channel.SPEECH: 1.0, Channel.SCREEN: 1.0}


def found(video_id: int, start: float, end: float, number: int = 0, confidence: float = 0.9) -> ChannelMoment:
    return ChannelMoment(video_id, Span(start, end), confidence, number)


def test_one_channel_keeps_its_order() -> None:
    moments = [found(3, 0, 5, 0), found(1, 2, 4, 1), found(3, 9, 12, 2)]
    fused = fuse({Channel.PICTURE: moments}, EQUAL)
    assert [(moment.video_id, moment.span) for moment in fused] == [(m.video_id, m.span) for m in moments]
    assert [moment.parts for moment in fused] == [{Channel.PICTURE: number} for number in range(3)]


def test_what_two_channels_agree_on_comes_before_the_best_of_either() -> None:
    fused = fuse(
        {
            Channel.PICTURE: [found(1, 0, 5), found(2, 0, 5, 1)],
            Channel.SPEECH: [found(3, 0, 5), found(2, 1, 3, 1)],
        },
        EQUAL,
    )
    assert fused[0].video_id == 2
    assert fused[0].parts == {Channel.PICTURE: 1, Channel.SPEECH: 1}


def test_the_span_is_that_of_the_channel_that_counts_most() -> None:
    moments = {Channel.PICTURE: [found(1, 0, 60)], Channel.SPEECH: [found(1, 20, 23)]}
    assert [m.span for m in fuse(moments, {Channel.PICTURE: 0.2, Channel.SPEECH: 1.0})] == [Span(20, 23)]
    assert [m.span for m in fuse(moments, {Channel.PICTURE: 1.0, Channel.SPEECH: 0.2})] == [Span(0, 60)]


def test_a_channel_without_weight_takes_no_part() -> None:
    moments = {Channel.PICTURE: [found(1, 0, 5)], Channel.SPEECH: [found(2, 0, 5)]}
    assert [m.video_id for m in fuse(moments, {Channel.SPEECH: 1.0})] == [2]
    assert [m.video_id for m in fuse(moments, {Channel.SPEECH: 1.0, Channel.PICTURE: 0.0})] == [2]


def test_only_the_best_of_a_channel_counts_in_a_moment() -> None:
    once = fuse({Channel.PICTURE: [found(1, 0, 60)], Channel.SPEECH: [found(1, 3, 4)]}, EQUAL)
    twice = fuse({Channel.PICTURE: [found(1, 0, 60)], Channel.SPEECH: [found(1, 3, 4), found(1, 8, 9, 1)]}, EQUAL)
    assert twice[0].score == once[0].score
    assert twice[0].parts[Channel.SPEECH] == 0


def test_what_is_doubtful_comes_after_all_that_is_not() -> None:
    moments = {
        Channel.PICTURE: [found(1, 0, 5, confidence=0.1), found(2, 0, 5, 1, confidence=0.05)],
        Channel.SPEECH: [found(3, 0, 5, confidence=0.8)],
    }
    fused = fuse(moments, {Channel.PICTURE: 1.0, Channel.SPEECH: 0.1}, least=0.2)
    assert [moment.video_id for moment in fused] == [3, 1, 2]


def test_the_confidence_is_the_highest() -> None:
    moments = {Channel.PICTURE: [found(1, 0, 5, confidence=0.3)], Channel.SPEECH: [found(1, 1, 2, confidence=0.7)]}
    assert [moment.confidence for moment in fuse(moments, EQUAL)] == [0.7]


def test_nothing_found_is_nothing_fused() -> None:
    assert fuse({Channel.PICTURE: []}, EQUAL) == []


def _moments(draw: st.DrawFn) -> list[ChannelMoment]:
    rows = draw(
        st.lists(st.tuples(st.integers(1, 4), st.integers(0, 40), st.integers(1, 15), st.floats(0, 1)), max_size=8)
    )
    return [found(video, start, start + length, n, sure) for n, (video, start, length, sure) in enumerate(rows)]


CHANNELS = st.composite(lambda draw: {channel: _moments(draw) for channel in EQUAL})()


@given(CHANNELS, st.floats(0, 1))
def test_no_two_moments_of_a_video_overlap_and_nothing_gets_lost(
    channels: Mapping[Channel, Sequence[ChannelMoment]], least: float
) -> None:
    fused = fuse(channels, EQUAL, least=least)
    for one, other in combinations(fused, 2):
        assert one.video_id != other.video_id or not one.span.overlaps(other.span)
    for moments in channels.values():
        for moment in moments:
            homes = [home for home in fused if home.video_id == moment.video_id]
            assert any(home.span == moment.span or home.span.overlaps(moment.span) for home in homes)
    assert [moment.score for moment in fused] == sorted((moment.score for moment in fused), reverse=True)
