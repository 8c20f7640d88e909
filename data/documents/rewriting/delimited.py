"""CSV files out: what Aimwell says in columns of its own, or the rewrites in place of the words; the rest as it was.

Encoding, byte-order mark, delimiter, quotation marks and line ends stay. A proposal is written "[when: by 12 May]" and
a blank "[when]".
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from data.documents.delimited import heading_record, read_text
from data.documents.encoding import decoded
from data.documents.rewriting.advice import Advice
from data.documents.rewriting.changes import Plan, Way, Written, plans
from data.documents.rewriting.csv_fields import replaced, spans, values, written
from data.documents.rewriting.remarks import reasons_text, rewriting_text
from data.documents.rewriting.text import encoded
from model.criteria import Span

COLUMNS = ("Aimwell: findings", "Aimwell: suggestion", "Aimwell: with blanks")

Cells = Mapping[tuple[int, int], str]
"""What fields are to say, by record and field."""


def write(path: Path, content: bytes, advice: Sequence[Advice], way: Way, now: datetime) -> Written:  # noqa: ARG001  (every format is written by the same call; a field bears no date)
    """Return the file with what is said of its objectives.

    Raises:
        DocumentError: when the file's encoding lacks a character of what is to be written.
    """
    file = decoded(path, content)
    _, delimiter = read_text(path, file.text)
    found, notes = plans(advice, way)
    if not found:
        return Written(content, 0, tuple(notes))
    records = values(file.text, delimiter)
    cells = (
        _commented(records, heading_record(path, file.text), found) if way is Way.COMMENTS else _filled(records, found)
    )
    text = _with_cells(file.text, delimiter, cells)
    return Written(encoded(path, file, text), len(found), tuple(notes))


def _filled(records: Sequence[Sequence[str]], found: Sequence[Plan]) -> Cells:
    cells: dict[tuple[int, int], str] = {}
    for plan in reversed(found):
        for change in plan.changes:
            record, field = address = _address(change.passage.address)
            said = cells.get(address, records[record][field])
            words = "".join(piece.plain for piece in change.pieces)
            cells[address] = f"{said[: change.passage.span.start]}{words}{said[change.passage.span.end :]}"
    return cells


def _commented(records: Sequence[Sequence[str]], heading: int, found: Sequence[Plan]) -> Cells:
    """Return what our columns say: those that the file has from an earlier run, emptied first, or new ones behind its own."""
    headings = list(records[heading])
    places = [headings.index(name) if name in headings else len(headings) + n for n, name in enumerate(COLUMNS)]
    cells = {(heading, place): name for place, name in zip(places, COLUMNS, strict=True)}
    for record in range(heading + 1, len(records)):
        cells |= {(record, place): "" for place in places if place < len(records[record])}
    for plan in found:
        record, _ = _address(plan.passage.address)
        best = plan.advice.best
        said = (
            reasons_text(plan.advice),
            rewriting_text(best, blanks=False) if best else "",
            rewriting_text(best, blanks=True) if best else "",
        )
        for place, words in zip(places, said, strict=True):
            before = cells.get((record, place))
            cells[record, place] = f"{before}\n{words}" if before else words
    return cells


def _with_cells(text: str, delimiter: str, cells: Cells) -> str:
    """Return the text with other words in these fields; a record that is too short gets empty ones on the way there."""
    changes = []
    by_record: dict[int, dict[int, str]] = {}
    for (record, field), words in cells.items():
        by_record.setdefault(record, {})[field] = words
    for record, fields in enumerate(spans(text, delimiter)):
        new = by_record.get(record, {})
        for field in new.keys() & range(len(fields)):
            quoted = fields[field].of(text).startswith('"')
            changes.append((fields[field], written(new[field], delimiter, quoted=quoted)))
        behind = range(len(fields), max(new, default=-1) + 1)
        if behind:
            end = fields[-1].end
            added = (delimiter + written(new.get(field, ""), delimiter, quoted=False) for field in behind)
            changes.append((Span(end, end), "".join(added)))
    return replaced(text, changes)


def _address(address: object) -> tuple[int, int]:
    assert isinstance(address, tuple)  # noqa: S101  (what this format's reader gives: a record and a field)
    record, field = address
    return record, field
