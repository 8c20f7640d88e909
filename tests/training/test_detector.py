from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from data import running_text
from data.example import Example
from data.running_text import Document, Piece
from model.criteria import Criterion, Span
from model.detector import TrainedDetector
from model.detector_weights import Weights
from model.lines import trimmed
from model.sentences import sentences
from training import detector as training
from training.detector import MODES, Row, Table, folds, gather, rows_of, texts_of, threshold, train, weights_without
from training.evaluate_detector import Count, Worth, fold_by_fold, measure, table_by_kind, table_of, wilson

ACTS = ("ring the bank", "write to the school", "walk to the park", "pay the rent", "see the nurse", "mend the gate")
PAST = (
    "It rained all day on Tuesday.",
    "He was late again last week.",
    "She had gone home by then.",
    "They were tired when they left.",
    "We saw the man with the dog.",
    "Nobody came to the door that day.",
)


def letter(number: int) -> Document:
    pieces = (
        Piece("Dear all,", False, "\n"),
        Piece(PAST[number % 6], False),
        Piece(f"Ana will {ACTS[number % 6]} by Friday.", True, "\n- "),
        Piece("Tom to ring by 3 May", True, "\n"),
        Piece(PAST[(number + 1) % 6], False, ""),
    )
    return Document(f"letter-{number}", "letter", "personal", pieces)


LETTERS = [letter(n) for n in range(34)]
RECORDS = [
    Example(id=f"r-{n}", domain="personal", text=f"I will {act}", labels=dict.fromkeys(Criterion, True))
    for n, act in enumerate(ACTS)
]


def encode(pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
    return np.array([[len(words) % 7, float("will" in words)] for words, _ in pairs], dtype=np.float32)


@pytest.fixture(scope="module")
def table() -> Table:
    return gather(LETTERS[:26], LETTERS[26:], RECORDS, encode)


@pytest.fixture(scope="module")
def made(table: Table) -> Weights:
    told: list[str] = []
    return train(table, "fake-1", told.append, seeds=[0])


def test_each_sentence_is_learned_in_its_text_and_in_its_line_alone() -> None:
    rows = list(rows_of(LETTERS[0], 0, dev=True))
    assert {(r.words, r.mode) for r in rows if r.objective} == {
        (words, mode) for words in ("Ana will ring the bank by Friday.", "Tom to ring by 3 May") for mode in MODES
    }
    assert all("place_item" not in r.signs for r in rows if r.mode == "lines")
    assert any("place_item" in r.signs for r in rows if r.mode == "documents")


def test_a_line_is_sent_without_its_bullet() -> None:
    assert ("Tom to ring by 3 May", LETTERS[0].text.index("Tom")) in texts_of(LETTERS[0].text, "lines")


def test_the_corpus_stands_alone_and_among_prose_and_belongs_to_no_document(table: Table) -> None:
    of_corpus = [r for r in table.rows if r.weight < 1]
    assert {r.mode for r in of_corpus} == set(MODES)
    assert all(r.objective and r.document == len(LETTERS) and not r.dev for r in of_corpus)


def test_every_document_is_held_out_once(table: Table) -> None:
    dealt = folds(len(LETTERS))
    assert sorted(n for fold in dealt for n in fold) == list(range(len(LETTERS)))


def test_heads_learn_what_is_to_be_learned_and_serve_as_they_were_trained(table: Table, made: Weights) -> None:
    found = TrainedDetector(made, encode).find(LETTERS[0].text)
    assert [s.of(LETTERS[0].text) for s in found] == ["Ana will ring the bank by Friday.", "Tom to ring by 3 May"]
    row = table.rows[1]
    model_says = made.by_meaning.chance(row.signs, encode([(row.words, "")])[0])
    assert 0.0 < model_says < 1.0
    assert made.by_meaning.meaning != (0.0, 0.0)


def test_a_head_without_some_documents_is_another_one(table: Table, made: Weights) -> None:
    less = weights_without(table, frozenset(range(8)), made)
    assert less.by_signs.sure == made.by_signs.sure
    assert less.by_signs.signs != made.by_signs.signs


def rows(*objectives: bool) -> list[Row]:
    return [Row("a b", frozenset(), objective, 0, "documents", True) for objective in objectives]


def test_the_threshold_is_the_lowest_that_is_precise_enough() -> None:
    chances = np.array([0.2] * 10 + [0.5] * 50 + [0.9] * 50)
    assert threshold(rows(*[False] * 10, *[True] * 100), chances, "documents") == 0.5


def test_without_a_precise_threshold_the_highest_chance_is_asked() -> None:
    assert threshold(rows(*[False] * 60), np.linspace(0, 0.9, 60), "documents") == 0.9


def test_a_find_is_right_only_where_an_objective_stands_exactly() -> None:
    class Half:
        def find(self, text: str) -> tuple[Span, ...]:
            at = text.index("Ana")
            return Span(at, at + 8), Span(text.index("Tom"), text.index("3 May") + 5)

    found = measure("half", lambda _: Half(), LETTERS[:2], "documents")
    assert [(c.objectives, c.found, c.right) for c in found.counts] == [(2, 2, 1), (2, 2, 1)]
    assert found.precision.value == found.recall.value == 0.5


def test_a_document_is_judged_by_heads_that_never_saw_it(table: Table, made: Weights) -> None:
    detector_of = fold_by_fold(table, made, encode)
    assert len({id(detector_of(n)) for n in range(8)}) > 1
    assert measure("fold by fold", detector_of, LETTERS[:8], "lines").recall.value > 0


def test_tables_hold_every_figure() -> None:
    worth = Worth("rules", "lines", (Count("case_note", 3, 2, 2, 9), Count("letter", 0, 0, 0, 4)), (1.0, 2.0))
    assert "| rules | a line at a time | 2 | 2 | 3 | 1.000 [1.000, 1.000] | 0.667 " in table_of([worth])
    by_kind = table_by_kind(worth)
    assert "| case note | 1 | 9 | 3 | 2 | 2 | 1.000 [0.342, 1.000] | 0.667 [0.208, 0.939] |" in by_kind
    assert "| letter | 1 | 4 | 0 | 0 | 0 | – | – |" in by_kind


@given(st.integers(1, 300), st.data())
def test_wilson_holds_the_share_within_0_and_1(of: int, data: st.DataObject) -> None:
    hits = data.draw(st.integers(0, of))
    share, low, high = (float(n) for n in wilson(hits, of).replace("[", "").replace("]", "").replace(",", "").split())
    assert 0 <= low <= share <= high <= 1


def test_nothing_written_to_learn_from_is_measured_on() -> None:
    def said(documents: Sequence[Document]) -> set[str]:
        return {p.text for d in documents for p in d.pieces if len(p.text.split()) >= 5}

    written = said(training.written_to_learn_from())
    assert not written & said(running_text.load("dev"))
    assert len(written & said(running_text.load("test"))) == 0  # counted, so that a failure shows no sentence of test


def test_sentences_of_the_written_documents_stand_where_their_authors_put_them() -> None:
    whole = cut = 0
    for document in training.written_to_learn_from():
        stands = {trimmed(document.text, s) for s in sentences(document.text)}
        for span, piece in zip(document.spans, document.pieces, strict=True):
            if piece.objective:
                whole += trimmed(document.text, span) in stands
                cut += trimmed(document.text, span) not in stands
    assert cut / (whole + cut) < 0.02


def test_folds_are_dealt_otherwise_by_another_seed() -> None:
    assert all(a != b for a, b in pairwise(folds(40, seed) for seed in range(3)))
