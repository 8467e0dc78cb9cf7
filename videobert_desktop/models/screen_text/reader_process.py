"""The child's side of reading: reads one picture after another until the parent hangs up or dies."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

import numpy as np
from numpy.typing import NDArray

from videobert_desktop.models.screen_text.lines import FoundLine

_DETECTION_SIDE = 736
# Of a processor that somebody else wants too, this leaves about a tenth.
_NICENESS = 10


def serve(connection: Connection, threads: int, background: bool) -> None:  # noqa: FBT001 - the arguments of a process
    """Run the child: answer each picture with its lines, or with a sentence on why there are none."""
    # An interrupt from the terminal reaches the child too, but it is the parent who decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_die_with_parent, daemon=True).start()
    if background and hasattr(os, "nice"):
        os.nice(_NICENESS)
    try:
        read = _reader(threads)
        connection.send([])
        while True:
            picture = connection.recv()
            connection.send(read(picture))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return  # the parent hung up
    except Exception as error:  # noqa: BLE001 - whatever it is, the parent tells it and starts another child
        connection.send(f"{type(error).__name__}: {error}")


def _reader(threads: int) -> Callable[[NDArray[np.uint8]], list[FoundLine]]:
    import cv2
    from rapidocr_onnxruntime import RapidOCR
    from rapidocr_onnxruntime.ch_ppocr_det.utils import DetPreProcess

    cv2.setNumThreads(threads)
    engine = RapidOCR(intra_op_num_threads=threads, inter_op_num_threads=1, rec_rec_batch_num=1)
    detector = engine.text_det
    # Writing is found in a smaller picture than it is read in, which halves memory and time.
    found_in = DetPreProcess(_DETECTION_SIDE, "max", detector.mean, detector.std)
    detector.get_preprocess = lambda _longest_side: found_in

    def read(picture: NDArray[np.uint8]) -> list[FoundLine]:
        # What stands on its head is not looked for: pictures are upright.
        lines, _ = engine(picture, use_cls=False)
        return [_found(*line) for line in lines or ()]

    return read


def _found(corners: Any, text: str, confidence: Any) -> FoundLine:
    across, down = zip(*((float(x), float(y)) for x, y in corners), strict=True)
    return FoundLine(str(text), float(confidence), min(across), min(down), max(across), max(down))


def _die_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
