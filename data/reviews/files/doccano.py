"""doccano's JSON Lines of text classification: labels such as "specific:met" on a text.

doccano shows its annotators the text and keeps what else stands in a line; our own record goes along as "aimwell".
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from data.documents.encoding import lines_of, text_of
from data.reviews.files.again import Judged, come_back
from data.reviews.files.found import Found, found_in
from data.reviews.files.marks import WORDS, criterion_named, mark_of
from data.reviews.record import Defaults, RecordError, record_of
from data.reviews.review import Review
from model.criteria import Criterion

CARRIED = "aimwell"
LABEL_NAMES = ("label", "labels")
"""As doccano writes them since 1.5, and before."""


def read(path: Path, content: bytes, defaults: Defaults) -> Iterator[Found]:
    """Yield what each line says; other labels than those of the criteria are passed over.

    Raises:
        DocumentError: when the file is no text.
    """
    for number, line in enumerate(lines_of(text_of(path, content)), start=1):
        if line.strip():
            yield _found(f"line {number}", line, defaults)


def write(reviews: Iterable[Review]) -> bytes:
    """Return the reviews, a line each."""
    return "".join(json.dumps(_line(review), ensure_ascii=False) + "\n" for review in reviews).encode()


def _found(place: str, line: str, defaults: Defaults) -> Found:
    try:
        given = json.loads(line)
    except (ValueError, RecursionError):
        return Found(place, reason="is no JSON; export the project from doccano as JSONL")
    if not isinstance(given, dict):
        return Found(place, reason="is no JSON object; export the project from doccano as JSONL")
    meta = given.get("meta")
    fields = {**(meta if isinstance(meta, Mapping) else {}), **given}
    fresh = {name: value for name, value in fields.items() if name not in ("id", *LABEL_NAMES, CARRIED)}
    fresh["text"] = given.get("text", given.get("data"))
    remarks = given.get("Comments")
    why = "; ".join(map(str, remarks)) if isinstance(remarks, list) else None
    who = fields.get("username") if isinstance(fields.get("username"), str) else None
    try:
        judged = Judged(_labels(given), why=why or None, reviewer=who)
    except RecordError as error:
        return Found(place, reason=f"label: {error}")
    return found_in(place, come_back(fields.get(CARRIED), judged, fresh), defaults)


def _labels(given: Mapping[str, Any]) -> dict[Criterion, bool | None]:
    listed: list[object] = next((given[name] for name in LABEL_NAMES if isinstance(given.get(name), list)), [])
    found: dict[Criterion, bool | None] = {}
    for label in listed:
        name, sign, said = str(label).partition(":")
        criterion = criterion_named(name)
        if criterion is None or not sign:
            continue
        mark = mark_of(said)
        if found.get(criterion, mark) != mark:
            raise RecordError(f"says two things of {criterion}; keep one of them")
        found[criterion] = mark
    return found


def _line(review: Review) -> dict[str, Any]:
    labels = [f"{c.value}:{WORDS[v]}" for c, v in review.labels.items()]
    return {"text": review.objective.text, "label": labels, CARRIED: record_of(review)}
