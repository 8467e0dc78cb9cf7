"""`videobert index`: make videos searchable."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from videobert_desktop.cli.exit_codes import ExitCode
from videobert_desktop.cli.output import clock, error_document, failure_document, failure_line, plural, tell
from videobert_desktop.cli.parameters import absolute_path, device_option
from videobert_desktop.cli.session import Session, Work, pass_session
from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.passes import Pass

if TYPE_CHECKING:
    from videobert_desktop.services.indexing.index_videos import IndexReport

_KEPT = "What is indexed so far is kept; the same command goes on from there."


@click.command("index")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=absolute_path)
@click.option("--pack", metavar="NAME", help="The pack of model weights; if not the library's own.")
@device_option
@click.option(
    "--mode",
    type=click.Choice([mode.value for mode in Pass]),
    default=Pass.STANDARD.value,
    show_default=True,
    help="How closely to look at each video: key frames only, two pictures a second, or four.",
)
@click.option("--no-speech", is_flag=True, help="Do not listen to what is said; subtitles are read all the same.")
@click.option("--speech-always", is_flag=True, help="Listen to videos that have subtitles, too.")
@click.option("--no-screen-text", is_flag=True, help="Do not read what is written in pictures; nor does --mode fast.")
@click.option(
    "--no-tags", is_flag=True, help="Suggest no tags: for a stage that is still to come; accepted for scripts."
)
@pass_session
def command(
    session: Session,
    /,
    paths: tuple[Path, ...],
    pack: str | None,
    device: str | None,
    mode: str,
    *,
    no_speech: bool,
    speech_always: bool,
    no_screen_text: bool,
    **_of_work_to_come: object,
) -> ExitCode:
    """Make videos searchable. Files, and all videos in folders; those that are indexed already are left alone."""
    from videobert_desktop.services.indexing.index_videos import IndexOptions, index_videos
    from videobert_desktop.services.speech_packs.installed import OFF

    settings = session.settings
    options = replace(IndexOptions.of_settings(settings), pack=pack, device=device or settings.device, mode=Pass(mode))
    options = replace(
        options,
        speech=OFF if no_speech else options.speech,
        despite_subtitles=speech_always,
        screen_text=options.screen_text and not no_screen_text,
    )
    library = session.create_library()
    with session.working(_KEPT) as work:
        report = index_videos(library, paths, options, cancel=work.cancel, report=work.report, failed=work.failed)
        _name_the_rest(work, report)
    return _conclude(session, report)


def _name_the_rest(work: Work, report: IndexReport) -> None:
    for failure in report.failed:
        if failure not in work.failures:
            work.reporter.say(failure_line(failure))


def _conclude(session: Session, report: IndexReport) -> ExitCode:
    nothing = UserError("None of the paths given can be used.", hint="Check how they are written.")
    if session.output.json:
        error = {"error": error_document(nothing)} if report.nothing_usable else {}
        session.output.document(_document(report) | error)
    else:
        session.output.remark(_sentence(report))
        if report.unheard:
            session.output.remark(_offer(report.unheard))
    if report.nothing_usable:
        tell(f"videobert: {nothing}")
        return ExitCode.ERROR
    return ExitCode.SOME_FAILED if report.failed else ExitCode.DONE


def _document(report: IndexReport) -> dict[str, object]:
    return {
        "indexed": report.indexed,
        "unchanged": report.unchanged,
        "moved": report.moved,
        "failed": [failure_document(failure) for failure in report.failed],
        "seconds_of_video": round(report.video_seconds, 3),
        "seconds": round(report.seconds, 3),
        "device": report.device,
        "unheard": report.unheard,
    }


def _sentence(report: IndexReport) -> str:
    return (
        f"Indexed {plural(report.indexed, 'video')} ({clock(report.video_seconds)} of video) "
        f"in {clock(report.seconds)} on {report.device}; "
        f"{report.unchanged} unchanged, {report.moved} moved, {len(report.failed)} failed."
    )


def _offer(unheard: int) -> str:
    from videobert_desktop.services.speech_packs.known import RECOMMENDED

    return (
        f"Nobody has listened to {plural(unheard, 'video')} with sound, for there is no speech pack: "
        f"`videobert pack install {RECOMMENDED.name}` fetches one ({RECOMMENDED.megabytes} MB); then index again."
    )
