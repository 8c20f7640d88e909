"""What detectors of objectives are worth on running text: precision and recall, whole documents and a line at a time.

A find is right when it stands exactly where an objective does (white space and footnote anchors around it aside): a
sentence cut in two, or drawn together with its neighbour, is one find too many and one objective missed.
"""

import math
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from data.running_text import Document
from model.detector import Detector, TrainedDetector
from model.detector_weights import Weights
from model.lines import trimmed
from model.signs import signs_of
from model.similar import Encode
from training.detector import MODES, Mode, Table, folds, texts_of, weights_without
from training.metrics import Estimate, interval

DetectorOf = Callable[[int], Detector]
"""Gives the detector that judges the document of a number: one that never learned from it."""
_Z = 1.959964
"""The normal deviate of a 95 % interval."""


@dataclass(frozen=True, slots=True)
class Count:
    """What one document holds and what was found in it."""

    kind: str
    objectives: int
    found: int
    right: int
    pieces: int


@dataclass(frozen=True, slots=True)
class Worth:
    """A detector's counts, document by document, and the milliseconds that each text took."""

    name: str
    mode: Mode
    counts: tuple[Count, ...]
    milliseconds: tuple[float, ...]

    @property
    def precision(self) -> Estimate:
        """The share of finds that are objectives; the interval draws whole documents."""
        return self._share(lambda c: c.right, lambda c: c.found)

    @property
    def recall(self) -> Estimate:
        """The share of objectives that are found; the interval draws whole documents."""
        return self._share(lambda c: c.right, lambda c: c.objectives)

    def _share(self, of: Callable[[Count], int], among: Callable[[Count], int]) -> Estimate:
        return interval(
            lambda rows: _ratio(sum(of(self.counts[i]) for i in rows), sum(among(self.counts[i]) for i in rows)),
            [str(i) for i in range(len(self.counts))],
        )


def measure(name: str, detector_of: DetectorOf, documents: Sequence[Document], mode: Mode) -> Worth:
    """Return what a detector is worth on documents that it never saw."""
    counts, milliseconds = [], []
    for number, document in enumerate(documents):
        wanted = {trimmed(document.text, span) for span in document.objectives}
        detector, found = detector_of(number), []
        for text, start in texts_of(document.text, mode):
            signs_of.cache_clear()
            before = time.perf_counter()
            spans = detector.find(text)
            milliseconds.append(1000 * (time.perf_counter() - before))
            found += [span.moved(start) for span in spans]
        right = sum(span in wanted for span in found)
        counts.append(Count(document.kind, len(wanted), len(found), right, len(document.pieces)))
    return Worth(name, mode, tuple(counts), tuple(milliseconds))


def fold_by_fold(table: Table, weights: Weights, encode: Encode | None) -> DetectorOf:
    """Return, for each document of a table, a detector whose heads have not seen it."""
    whole = max(row.document for row in table.rows) + 1
    by_document: dict[int, TrainedDetector] = {}
    for fold in folds(whole):
        detector = TrainedDetector(weights_without(table, fold, weights), encode)
        by_document |= dict.fromkeys(fold, detector)
    return lambda number: by_document[number]


def table_of(worths: Sequence[Worth]) -> str:
    """Return precision, recall and speed as a Markdown table, one row a detector and a way of sending the text."""
    lines = [
        "| detector | text sent | found | right | objectives | precision | recall | milliseconds a text: median, 95th of 100 |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for w in worths:
        found, right, wanted = (sum(getattr(c, n) for c in w.counts) for n in ("found", "right", "objectives"))
        sent = "whole document" if w.mode == MODES[0] else "a line at a time"
        slow = statistics.quantiles(w.milliseconds, n=20)[-1] if len(w.milliseconds) > 1 else w.milliseconds[0]
        speed = f"{statistics.median(w.milliseconds):.1f}, {slow:.1f}"
        lines.append(f"| {w.name} | {sent} | {found} | {right} | {wanted} | {w.precision} | {w.recall} | {speed} |")
    return "\n".join(lines)


def table_by_kind(worth: Worth) -> str:
    """Return one detector's counts by kind of document as a Markdown table, with Wilson intervals."""
    lines = [
        "| kind of document | documents | sentences | objectives | found | right | precision | recall |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for kind in sorted({c.kind for c in worth.counts}):
        of = [c for c in worth.counts if c.kind == kind]
        pieces, wanted, found, right = (
            sum(getattr(c, n) for c in of) for n in ("pieces", "objectives", "found", "right")
        )
        precision, recall = wilson(right, found), wilson(right, wanted)
        named = kind.replace("_", " ")
        lines.append(f"| {named} | {len(of)} | {pieces} | {wanted} | {found} | {right} | {precision} | {recall} |")
    return "\n".join(lines)


def wilson(hits: int, of: int) -> str:
    """Return a share with its 95 % interval after Wilson (1927); a dash where there is nothing to share."""
    if not of:
        return "–"
    share = hits / of
    middle = (share + _Z**2 / (2 * of)) / (1 + _Z**2 / of)
    half = _Z / (1 + _Z**2 / of) * math.sqrt(share * (1 - share) / of + _Z**2 / (4 * of**2))
    return str(Estimate(share, max(0.0, middle - half), min(1.0, middle + half)))


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else float("nan")
