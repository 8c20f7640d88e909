"""Label Studio's JSON: tasks with annotations, a choice for each criterion.

The project's labelling configuration names its choices after the criteria, each with the choices met, not_met and
cannot_tell, and may have the text areas rewrite and why (docs/guide/reviews.md has it to paste). Each annotation is a
review; one that was skipped is none.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from data.documents.encoding import text_of
from data.reviews.files.again import Judged, come_back
from data.reviews.files.found import Found, found_in
from data.reviews.files.marks import WORDS, criterion_named, mark_of
from data.reviews.record import Defaults, RecordError, record_of
from data.reviews.review import Review
from model.criteria import Criterion
from model.errors import DocumentError

CARRIED = "aimwell"
_OURS = "aimwell-"
"""How the ids of our own results begin; Label Studio gives others to what its annotators do."""


def read(path: Path, content: bytes, defaults: Defaults) -> Iterator[Found]:
    """Yield what each annotation of each task says, placed by their numbers in the file.

    Raises:
        DocumentError: when it is no export of Label Studio.
    """
    try:
        tasks = json.loads(text_of(path, content))
    except (ValueError, RecursionError):
        tasks = None
    if not isinstance(tasks, list) or not all(isinstance(t, dict) and isinstance(t.get("data"), dict) for t in tasks):
        raise DocumentError(path, "this is no export of Label Studio; export the project there as JSON")
    for number, task in enumerate(tasks, start=1):
        place = f"task {number}"
        annotations = task.get("annotations", task.get("completions")) or []
        done = [a for a in annotations if isinstance(a, dict) and not a.get("was_cancelled")]
        if not done:
            yield Found(place)
        for index, annotation in enumerate(done, start=1):
            yield _found(f"{place}, annotation {index}" if len(done) > 1 else place, task["data"], annotation, defaults)


def write(reviews: Iterable[Review]) -> bytes:
    """Return a task with one annotation for each review, to import into Label Studio or to read here again."""
    return json.dumps([_task(review) for review in reviews], ensure_ascii=False, indent=1).encode()


def _found(place: str, data: Mapping[str, Any], annotation: Mapping[str, Any], defaults: Defaults) -> Found:
    given = annotation.get("result")
    results = [r for r in given if isinstance(r, dict)] if isinstance(given, list) else []
    ours = bool(results) and all(str(r.get("id", "")).startswith(_OURS) for r in results)
    try:
        judged = Judged(
            _labels(results),
            _words(results, "rewrite"),
            _words(results, "why"),
            None if ours else _annotator(annotation.get("completed_by")),
        )
    except RecordError as error:
        return Found(place, reason=str(error))
    fresh = {k: v for k, v in data.items() if k not in ("id", CARRIED)} | {"at": annotation.get("created_at")}
    return found_in(place, come_back(data.get(CARRIED), judged, fresh), defaults)


def _labels(results: Sequence[Mapping[str, Any]]) -> dict[Criterion, bool | None]:
    found: dict[Criterion, bool | None] = {}
    for result in results:
        criterion = criterion_named(str(result.get("from_name", "")))
        chosen = _value(result, "choices")
        if criterion is None or not chosen:
            continue
        if len(chosen) > 1:
            raise RecordError(f"{criterion}: more than one choice; let the project take one")
        try:
            found[criterion] = mark_of(chosen[0])
        except RecordError:
            raise RecordError(f"{criterion}: no choice that is known; name them met, not_met, cannot_tell") from None
    return found


def _words(results: Sequence[Mapping[str, Any]], name: str) -> str | None:
    said = [words for r in results if r.get("from_name") == name for words in _value(r, "text")]
    return "\n".join(said) or None


def _value(result: Mapping[str, Any], kind: str) -> list[str]:
    value = result.get("value")
    given = value.get(kind) if isinstance(value, dict) else None
    return [given] if isinstance(given, str) else [str(g) for g in given] if isinstance(given, list) else []


def _annotator(who: object) -> str | None:
    if isinstance(who, dict):
        return str(who.get("email") or who.get("username") or f"label-studio-{who.get('id')}")
    return None if who is None else f"label-studio-{who}"


def _task(review: Review) -> dict[str, Any]:
    record = record_of(review)
    shown = {name: record[name] for name in ("text", "who", "when", "measure", "need", "baseline") if name in record}
    results = [_result(c.value, "choices", {"choices": [WORDS[v]]}) for c, v in review.labels.items()]
    for name, words in (("rewrite", review.kept), ("why", review.why)):
        if words:
            results.append(_result(name, "textarea", {"text": [words]}))
    annotation = {"result": results, "was_cancelled": False, "created_at": record["at"]}
    return {"data": {**shown, CARRIED: record}, "annotations": [annotation]}


def _result(name: str, kind: str, value: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": f"{_OURS}{name}", "from_name": name, "to_name": "text", "type": kind, "value": value}
