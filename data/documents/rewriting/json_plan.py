"""JSON plans out: the rewrites in place of the words, every other entry as it was.

A proposal is written "[when: by 12 May]" and a blank "[when]", for there is no other way to mark words in a string.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from data.documents.json_plan import loaded, rows_in
from data.documents.rewriting.advice import Advice
from data.documents.rewriting.changes import Change, Way, Written, plans
from data.documents.rewriting.csv_fields import replaced
from model.criteria import Span


def write(path: Path, content: bytes, advice: Sequence[Advice], way: Way, now: datetime) -> Written:  # noqa: ARG001  (every format is written by the same call; such a file bears no date)
    """Return the file with the rewrites of its objectives.

    Raises:
        NoObjective: when it holds no plan.
    """
    plan = loaded(path, content)
    rows = rows_in(path, plan)
    found, notes = plans(advice, way)
    changes: dict[tuple[int, str], list[tuple[Span, str]]] = {}
    for change in (change for one in found for change in one.changes):
        changes.setdefault(_address(change), []).append((change.passage.span, "".join(p.plain for p in change.pieces)))
    for (row, name), new in changes.items():
        said = rows[row].get(name)
        rows[row][name] = replaced("" if said is None else str(said), new)
    new_content = (json.dumps(plan, ensure_ascii=False, indent=2) + "\n").encode() if changes else content
    return Written(new_content, len(found), tuple(notes))


def _address(change: Change) -> tuple[int, str]:
    assert isinstance(change.passage.address, tuple)  # noqa: S101  (what the reader of such files gives)
    row, name = change.passage.address
    return row, name
