import json
import re
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.running_text import Document, Part, Piece, load, read
from model.errors import CorpusError
from model.features import DOMAINS

PARTS = get_args(Part)
HELD = {"dev": (35, 700, 100, 150), "test": (45, 950, 140, 220)}
"""At least so many documents, pieces, objectives and hard pieces: fewer would make the measurement's intervals too wide."""


def record(**changes: object) -> str:
    sentences = [{"text": "To do", "objective": False, "after": "\n- "}, {"text": "Ana to ring.", "objective": True}]
    return json.dumps({"id": "a", "kind": "email", "domain": "personal", "sentences": sentences, **changes})


def written(folder: Path, *lines: str) -> Path:
    path = folder / "some.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_the_text_is_the_pieces_with_what_stands_between_them(tmp_path: Path) -> None:
    (document,) = read(written(tmp_path, record()))
    assert document.text == "To do\n- Ana to ring. "
    assert [s.of(document.text) for s in document.objectives] == ["Ana to ring."]


pieces = st.builds(Piece, st.text(min_size=1), st.booleans(), st.sampled_from([" ", "\n", "\n- ", " | ", ""]))


@given(st.lists(pieces, min_size=1))
def test_spans_are_code_points_of_the_text(made: list[Piece]) -> None:
    document = Document("a", "email", "personal", tuple(made))
    assert [s.of(document.text) for s in document.spans] == [p.text for p in made]
    assert [s.of(document.text) for s in document.objectives] == [p.text for p in made if p.objective]


@pytest.mark.parametrize(
    ("text", "objective", "hard"),
    [
        ("I will see you on Monday.", False, True),
        ("Please find the form attached.", False, True),
        ("He went to the shops.", False, False),
        ("He wants to go home.", False, True),
        ("You’ll get used to it.", False, True),
        ("Staff will comply.", False, False),
        ("Mum will ring the GP.", True, False),
    ],
)
def test_a_piece_is_hard_when_it_has_the_words_of_an_objective_and_is_none(
    text: str, objective: bool, hard: bool
) -> None:
    assert Piece(text, objective).hard is hard


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "Invalid JSON"),
        (record(domain="pirates"), "domain"),
        (record(sentences=[]), "sentences"),
        (record(sentences=[{"text": "x", "objective": "yes"}]), r"sentences\.0\.objective"),
        (record(sentences=[{"text": "x ", "objective": True}]), r"sentences\.0\.text"),
        (record(sentences=[{"text": "x", "objective": True, "before": "-"}]), r"sentences\.0\.before"),
        (record(id="b"), "b stood before"),
    ],
)
def test_a_bad_record_is_named_by_file_and_line(tmp_path: Path, line: str, said: str) -> None:
    path = written(tmp_path, record(id="b"), "", line)
    with pytest.raises(CorpusError, match=rf"some\.jsonl, line 3: .*{said}"):
        list(read(path))


def test_a_missing_file_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="restore it from git"):
        list(read(tmp_path / "none.jsonl"))


@pytest.mark.parametrize("part", PARTS)
def test_the_set_is_large_and_hard_enough_to_measure_on(part: Part) -> None:
    documents = load(part)
    held = [p for d in documents for p in d.pieces]
    counts = len(documents), len(held), sum(p.objective for p in held), sum(p.hard for p in held)
    assert all(there >= least for there, least in zip(counts, HELD[part], strict=True)), counts
    assert {d.domain for d in documents} == set(DOMAINS)
    assert sum(not d.objectives for d in documents) >= 6
    assert all(d.id.startswith(f"{part}-") for d in documents)


def test_no_sentence_stands_in_two_documents() -> None:
    """A detector that is built on "dev" must not meet its sentences again in "test"."""
    seen: dict[str, str] = {}
    for document in (d for part in PARTS for d in load(part)):
        for words in (re.findall(r"\w+", p.text.lower()) for p in document.pieces):
            key = " ".join(words)
            assert len(words) < 5 or seen.setdefault(key, document.id) == document.id, key
