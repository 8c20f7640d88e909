"""A review as one row of a spreadsheet: which column says what, and how a cell is read.

The columns of our own exports go by their names. In others, a plan's columns are known by their headings, as everywhere
in Aimwell, and columns headed S, M, A, R, T hold the marks.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from data.documents.columns import part_of
from data.reviews.files.found import Found, found_in
from data.reviews.files.marks import SIGNS, criterion_named, mark_of
from data.reviews.record import Defaults, RecordError, record_of
from data.reviews.review import Review
from model.criteria import Criterion

PLAIN = (
    "id", "text", "who", "when", "measure", "need", "baseline", "domain", "rewrite", "why", "outcome", "suggestion",
    "kept", "reviewer", "at", "as_of", "source", "subject", "bundle", "shown", "corrects",
)  # fmt: skip
COLUMNS = (*PLAIN[:8], *(c.value for c in Criterion), *PLAIN[8:])
Column = str | Criterion | None


def columns_of(headings: Sequence[str]) -> list[Column]:
    """Return what each column holds: a field, a criterion, or None for something else."""
    named: list[Column] = [_named(heading) for heading in headings]
    for index, heading in enumerate(headings):
        part = part_of(heading) if named[index] is None else None
        if part is not None and part.value not in named:
            named[index] = part.value
    return named


def cells_of(review: Review) -> list[str]:
    """Return the review's cells, in the order of `COLUMNS`."""
    record = record_of(review)
    record |= {c.value: SIGNS[v] for c, v in review.labels.items()}
    record["shown"] = " ".join(f"{c.value}={v.value}" for c, v in review.shown.items())
    return [str(record.get(name, "")) for name in COLUMNS]


def found_in_cells(place: str, columns: Sequence[Column], cells: Sequence[str], defaults: Defaults) -> Found:
    """Return what a row says; cells beyond the headings are passed over."""
    fields: dict[str, Any] = {}
    labels: dict[Criterion, bool | None] = {}
    for column, cell in zip(columns, cells, strict=False):
        if column is None or not cell.strip():
            continue
        try:
            if isinstance(column, Criterion):
                labels[column] = mark_of(cell)
            else:
                fields[column] = _shown(cell) if column == "shown" else cell
        except RecordError as error:
            return Found(place, reason=f"column {column}: {error}")
    return found_in(place, {**fields, "labels": labels}, defaults)


def _named(heading: str) -> Column:
    said = heading.strip().casefold().replace(" ", "_")
    return said if said in PLAIN else criterion_named(heading)


def _shown(cell: str) -> Mapping[str, str]:
    pairs = [pair.partition("=") for pair in cell.split()]
    if not all(sign for _, sign, _ in pairs):
        raise RecordError("is no list of verdicts; write specific=met measurable=not_met")
    return {name: said for name, _, said in pairs}
