"""The index of similar objectives answers with the encoder that embedded it, whichever that is."""

import json
import logging
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from model.errors import BundleDamaged
from model.similar import EMBEDDINGS, RECORDS, load

TEXTS = ("Kyle to stop shouting out", "Mum to pay the rent", "Ana will swim on Mondays")
ALIKE = "Ffion to quit yelling"
"""Shares no word with any of the texts: what is nearest to it is the encoder's to say."""
NEAR = {ALIKE: TEXTS[0]}


class Encoder:
    """Embeds each text in a direction of its own, `ALIKE` in that of what it is like; `first` says where they begin."""

    width = 4

    def __init__(self, encoder: str, first: int = 0) -> None:
        self.encoder, self.first = encoder, first
        self.asked = 0

    def encode(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        self.asked += len(pairs)
        rows = np.zeros((len(pairs), self.width), dtype=np.float32)
        for row, (text, _) in enumerate(pairs):
            rows[row, (TEXTS.index(NEAR.get(text, text)) + self.first) % self.width] = 1.0
        return rows


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "rewriter"
    made.mkdir()
    rows = [{"text": t, "rewrite": "Kyle waits [[when: ]].", "domain": "education", "batch": t} for t in TEXTS]
    (made / RECORDS).write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
    np.save(made / EMBEDDINGS, Encoder("ours").encode([(t, "") for t in TEXTS]).astype(np.float16))
    return made


def test_what_the_same_encoder_embedded_is_read_and_not_embedded_again(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    ours = Encoder("ours")
    index = load(folder, ours, "ours")
    assert ours.asked == 0
    assert caplog.text == ""
    assert index.nearest(ALIKE, 1)[0].text == TEXTS[0]


@pytest.mark.parametrize("made_with", ["ours", ""])
def test_another_encoder_of_the_same_width_embeds_all_anew_and_says_so(
    folder: Path, made_with: str, caplog: pytest.LogCaptureFixture
) -> None:
    theirs = Encoder("theirs", first=1)
    index = load(folder, theirs, made_with)
    assert "embedded with another encoder" in caplog.text
    assert [index.nearest(t, 1)[0].text for t in (*TEXTS, ALIKE)] == [*TEXTS, TEXTS[0]]


def test_where_neither_encoder_is_named_nobody_takes_them_for_the_same(folder: Path) -> None:
    unnamed = Encoder("", first=1)
    assert load(folder, unnamed, "").nearest(ALIKE, 1)[0].text == TEXTS[0]


def test_what_was_embedded_anew_is_kept_for_the_next_process(
    folder: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    cache = tmp_path / "cache"
    load(folder, Encoder("theirs", first=1), "ours", cache)
    caplog.clear()
    again = Encoder("theirs", first=1)
    index = load(folder, again, "ours", cache)
    assert again.asked == 0
    assert caplog.text == ""
    assert index.nearest(ALIKE, 1)[0].text == TEXTS[0]


def test_what_is_kept_is_of_one_encoder_and_of_one_set_of_records(folder: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    load(folder, Encoder("theirs", first=1), "ours", cache)
    third = Encoder("third", first=2)
    assert load(folder, third, "ours", cache).nearest(ALIKE, 1)[0].text == TEXTS[0]
    lines = (folder / RECORDS).read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / RECORDS).write_text("".join(reversed(lines)), encoding="utf-8")
    assert load(folder, Encoder("theirs", first=1), "ours", cache).nearest(ALIKE, 1)[0].text == TEXTS[0]


def test_a_cache_that_cannot_be_written_costs_time_and_no_answer(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    index = load(folder, Encoder("theirs", first=1), "ours", tmp_path / "file" / "cache")
    assert index.nearest(ALIKE, 1)[0].text == TEXTS[0]


def test_embeddings_that_do_not_fit_the_records_are_refused(folder: Path) -> None:
    np.save(folder / EMBEDDINGS, np.zeros((2, 4), dtype=np.float16))
    with pytest.raises(BundleDamaged, match=EMBEDDINGS):
        load(folder, Encoder("ours"), "ours")


@pytest.fixture(autouse=True)
def heard(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING, "aimwell")
