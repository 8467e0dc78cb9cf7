"""`videobert ask`: a question about a video, answered with the seconds that prove it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from videobert_desktop.cli.exit_codes import ExitCode
from videobert_desktop.cli.output import Document, Output, clock, percentage, printable
from videobert_desktop.cli.session import Session, pass_session
from videobert_desktop.domain.answer import Answer, Citation
from videobert_desktop.domain.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from videobert_desktop.services.asking.evaluate_questions import Evaluation, QuestionItem

_KEPT = "Nothing of an answer is kept; the library stays as it is."
_KEPT_OF_INDEXING = "Everything finished so far is kept; run the same command to go on."
EVIDENCE = "evidence"


@click.command("ask")
@click.argument("video", required=False)
@click.argument("question", required=False)
@click.option("--pack", default=EVIDENCE, show_default=True, metavar="NAME", help="What answers.")
@click.option(
    "--eval",
    "file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Ask all questions of a JSON file, and count the right answers.",
)
@pass_session
def command(session: Session, video: str | None, question: str | None, pack: str, file: Path | None) -> ExitCode:
    """Answer QUESTION about VIDEO, with the seconds that prove the answer.

    VIDEO is a path, a file name that only one video has, or a video's id. What is not sure is not answered; the
    nearest evidence is shown instead.
    """
    if (file is None) == (video is None or question is None) or (file is not None and video is not None):
        raise click.UsageError("Give a VIDEO and a QUESTION, or --eval FILE.")
    if pack != EVIDENCE:
        raise UserError(f"There is no answer pack called {pack!r}.", hint=f"Installed: {EVIDENCE}.")
    if file is not None:
        return _evaluate(session, file)
    assert video is not None
    assert question is not None
    from videobert_desktop.services.asking.ask_clip import ClipAsker

    with session.working(_KEPT) as work, ClipAsker(session.open_library(), device=session.settings.device) as asker:
        answer = asker.ask(question, video, cancel=work.cancel)
    if session.output.json:
        session.output.document(_document(answer))
    else:
        _show_to_people(session.output, answer)
    return ExitCode.DONE


def _document(answer: Answer) -> Document:
    return {
        "question": answer.question,
        "answer": answer.text,
        "sentences": [
            {"text": sentence.text, "citations": [_citation(each) for each in sentence.citations]}
            for sentence in answer.sentences
        ],
        "confidence": round(answer.confidence, 4),
        "abstained": answer.abstained,
        "answerer": answer.answerer,
        "notes": list(answer.notes),
    }


def _citation(citation: Citation) -> Document:
    return {
        "video_id": citation.video_id,
        "start": round(float(citation.span.start), 3),
        "end": round(float(citation.span.end), 3),
        "channel": citation.channel.value,
        "quote": citation.quote,
    }


def _show_to_people(output: Output, answer: Answer) -> None:
    for sentence in answer.sentences:
        places = ", ".join(_shown(citation) for citation in sentence.citations)
        output.line(f"{printable(sentence.text)}  [{places}]" if places else printable(sentence.text))
    if not answer.abstained:
        output.line(f"confidence {percentage(answer.confidence)}")
    for note in answer.notes:
        output.line(printable(note))


def _shown(citation: Citation) -> str:
    times = f"{clock(citation.span.start)} \N{EN DASH} {clock(citation.span.end)}"
    return f"{times} {citation.channel.value}"


def _evaluate(session: Session, file: Path) -> ExitCode:
    from videobert_desktop.services.asking.ask_clip import ClipAsker
    from videobert_desktop.services.asking.evaluate_questions import evaluate_questions, read_questions

    items = read_questions(file)
    _index(session, items)
    with session.working(_KEPT) as work, ClipAsker(session.open_library(), device=session.settings.device) as asker:
        found = evaluate_questions(asker, items, cancel=work.cancel, report=work.report)
    if session.output.json:
        session.output.document(_evaluated(found))
    else:
        _show_evaluation(session.output, found)
    return ExitCode.DONE


def _index(session: Session, items: Sequence[QuestionItem]) -> None:
    """Take the videos in that are not there yet."""
    from videobert_desktop.services.indexing.index_videos import IndexOptions, index_videos

    library = session.create_library()
    options = IndexOptions.of_settings(session.settings)
    paths = list(dict.fromkeys(item.video for item in items))
    missing = next((path for path in paths if not path.is_file()), None)
    if missing is not None:
        raise UserError("This video of the questions is not there.", path=missing, hint="Put it there, or drop it.")
    with session.working(_KEPT_OF_INDEXING) as work:
        index_videos(library, paths, options, cancel=work.cancel, report=work.report, failed=work.failed)
    if work.failures:
        first = work.failures[0]
        raise UserError(f"It could not be indexed: {first.reason}", path=first.path, hint=first.hint)


def _evaluated(found: Evaluation) -> Document:
    return {
        "n": len(found.asked),
        "accuracy": round(found.accuracy, 4),
        "abstained": round(found.abstained, 4),
        "citations_valid": round(found.citations_valid, 4),
        "ece": round(found.ece, 4),
        "baselines": {name: round(value, 4) for name, value in found.baselines.items()},
        "items": [
            {
                "video": str(each.item.video),
                "question": each.item.question,
                "answer": each.answer.text,
                "right": each.right,
                "abstained": each.answer.abstained,
            }
            for each in found.asked
        ],
    }


def _show_evaluation(output: Output, found: Evaluation) -> None:
    rows = [
        ("right" if each.right else "wrong", printable(each.item.question), printable(each.answer.text))
        for each in found.asked
    ]
    output.table(rows, ("", "question", "answer"))
    shares = {"right": found.accuracy, **found.baselines, "abstained": found.abstained}
    shares |= {"citations valid": found.citations_valid, "calibration error": found.ece}
    output.table([(name, percentage(share)) for name, share in shares.items()], ("of all questions", ""))
