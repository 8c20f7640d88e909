import json
from pathlib import Path

import pytest
from datasets import load_dataset

from data.corpus import load, path_of
from training.hub import FEATURES

pytestmark = pytest.mark.filterwarnings("ignore")  # the library warns of its own cache


def test_the_corpus_loads_with_its_declared_features(tmp_path: Path) -> None:
    loaded = load_dataset(
        "json", data_files=str(path_of("validation")), features=FEATURES, cache_dir=str(tmp_path), split="train"
    )
    ours = load("validation")
    assert len(loaded) == len(ours)
    assert [row["labels"] for row in loaded] == [{c.value: v for c, v in e.labels.items()} for e in ours]


def test_a_label_that_is_absent_and_one_that_is_null_stay_apart(tmp_path: Path) -> None:
    partial = dict.fromkeys(FEATURES) | {
        "id": "a",
        "text": "x",
        "labels": {"specific": True, "relevant": None},
    }
    path = tmp_path / "some.jsonl"
    path.write_text(json.dumps(partial) + "\n", encoding="utf-8")
    loaded = load_dataset("json", data_files=str(path), features=FEATURES, cache_dir=str(tmp_path), split="train")
    assert loaded[0]["labels"] == {"specific": True, "relevant": None}
