import json
from pathlib import Path

import pytest

from data import corpus, second_labels
from data.corpus import SPLITS, load, read, split_of
from data.corpus_rules import faults
from data.example import Example
from model.criteria import Criterion
from model.errors import CorpusError

LABELS: dict[str, bool | None] = dict.fromkeys((c.value for c in Criterion), True)


def record(**changes: object) -> Example:
    base = {"id": "x-1", "domain": "child_plan", "need": "Tired", "text": "Ana will read by Friday", "labels": LABELS}
    return Example.model_validate({**base, **changes})


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({}, None),
        ({"labels": {**LABELS, "time_bound": False}}, "has no rewrite"),
        ({"rewrite": "x"}, "a SMART record has a rewrite"),
        ({"labels": {**LABELS, "relevant": None}, "rewrite": "x"}, "although there is a need"),
        ({"labels": {**LABELS, "relevant": False}, "need": None, "rewrite": "x"}, "without a need"),
        ({"labels": {**LABELS, "specific": None}}, "only Relevant"),
        ({"labels": {"specific": True}}, "not labelled: measurable"),
        ({"labels": {**LABELS, "time_bound": False}, "rewrite": "Ana will read [[when: by 3 May]]."}, None),
        ({"labels": {**LABELS, "time_bound": False}, "rewrite": "Ana will read by 3 May."}, "proposes nothing"),
        ({"labels": {**LABELS, "time_bound": False}, "rewrite": "Ana and Bo will read [[when: soon]]."}, "invents Bo"),
        ({"labels": {**LABELS, "time_bound": False}, "rewrite": "Ana will read [[soon: x]]."}, "no kind of proposal"),
        ({"labels": {**LABELS, "time_bound": False}, "rewrite": "[[when: soon]] " + "word " * 60}, "61 words"),
    ],
)
def test_the_rules_of_the_guide_that_a_machine_can_hold(changes: dict[str, object], fault: str | None) -> None:
    found = list(faults(record(**changes)))
    assert bool(found) is (fault is not None)
    assert fault is None or any(fault in f for f in found), found


@pytest.mark.parametrize("split", SPLITS)
def test_every_record_of_the_corpus_holds(split: corpus.Split) -> None:
    broken = {e.id: found for e in load(split) if (found := list(faults(e)))}
    assert broken == {}


def test_ids_are_unique_and_batches_keep_to_their_split() -> None:
    splits = {split: load(split) for split in SPLITS}
    ids = [e.id for records in splits.values() for e in records]
    assert len(ids) == len(set(ids))
    assert all(split_of(e.batch or "") == split for split, records in splits.items() for e in records)


def test_second_labels_are_of_records_that_there_are() -> None:
    ids = {e.id for split in SPLITS for e in load(split)}
    assert {p.id for p in second_labels.read()} <= ids


def test_a_label_may_be_absent_or_null_and_stays_so() -> None:
    partial = record(labels={"specific": True, "relevant": None}, need=None)
    again = Example.model_validate_json(partial.model_dump_json())
    assert again == partial
    assert again.pattern == "T??-?"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "line 2"),
        (json.dumps({"id": "a", "domain": "pirates", "text": "x", "labels": {}}), "is no domain"),
        (json.dumps({"id": "a", "domain": "personal", "text": "x", "labels": {"colour": True}}), "line 2: labels"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, line: str, said: str) -> None:
    path = tmp_path / "some.jsonl"
    path.write_text(f"\n{line}\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=said):
        list(read(path))


def test_a_missing_file_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="restore it from git"):
        list(read(tmp_path / "none.jsonl"))
    with pytest.raises(CorpusError, match="restore it from git"):
        list(second_labels.read(tmp_path / "none.jsonl"))


def test_two_labellings_are_five_letters_each(tmp_path: Path) -> None:
    path = tmp_path / "twice.jsonl"
    path.write_text(
        '{"id": "a", "first": "TTTTT", "second": "TTF-T"}\n{"id": "a", "first": "T", "second": "TTTTT"}\n',
        encoding="utf-8",
    )
    read_lines = second_labels.read(path)
    assert next(read_lines).second == "TTF-T"
    with pytest.raises(CorpusError, match="line 2"):
        next(read_lines)
