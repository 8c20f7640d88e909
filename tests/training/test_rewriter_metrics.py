"""Each figure with a rewrite that it counts and one that it does not; nothing is loaded."""

from collections.abc import Sequence

import numpy as np
import pytest
import torch
from torch import Tensor

from model.criteria import Criterion
from model.suggestion import read
from tests.training.rewrites import REWRITE, TEXT, letters, met, record, rewritten
from training import rewriter_metrics as metrics
from training.encoder import Encoder
from training.rewriter_metrics import Rewritten, form_faults, greedy_f1, token_states


@pytest.mark.parametrize(
    ("marked", "context", "count"),
    [
        ("Dad will read 3 pages with Ana.", {}, 0),
        ("Dad will read 3 pages with Ana [[when: by 12 May]].", {}, 0),
        ("Dad will read 3 pages with Ana by 12 May.", {}, 2),
        ("Dad will read 3 pages with Ana by 12 May.", {"need": "His leave ends on 12 May"}, 0),
        ("Dad will read 3 pages with Ana and Kwame.", {}, 1),
        ("Dad will read 3 pages with Ana and Kwame.", {"baseline": "Kwame reads alone"}, 0),
    ],
)
def test_an_invention_is_a_fact_outside_spans_that_nobody_gave(
    marked: str, context: dict[str, str], count: int
) -> None:
    assert metrics.unmarked_inventions(rewritten(marked, **context)) == count


@pytest.mark.parametrize(
    ("marked", "kept"),
    [
        ("Dad will read three pages with Ana.", (3, 3)),
        ("Dad will read [[amount: 3 pages]] with Ana.", (3, 3)),
        ("Dad will read with Ana.", (2, 3)),
        ("Reading aloud.", (0, 3)),
    ],
)
def test_facts_are_kept_inside_spans_or_outside(marked: str, kept: tuple[int, int]) -> None:
    assert metrics.facts_kept(rewritten(marked, text="Today Dad will read 3 pages with Ana")) == kept


def test_facts_of_the_context_need_not_be_kept() -> None:
    assert metrics.facts_kept(rewritten("Dad will read 3 pages with Ana.", need="Bo was 9 in May"))[1] == 2


def test_a_why_span_stands_for_relevant_only_where_there_is_no_need() -> None:
    purpose, none = "Dad will read [[why: so that she sleeps]].", "Dad will read [[when: now]]."
    assert metrics.all_five(rewritten(none))
    assert metrics.all_it_could(rewritten(none))
    assert not metrics.all_five(rewritten(purpose, Criterion.RELEVANT))
    assert metrics.all_it_could(rewritten(purpose, Criterion.RELEVANT))
    assert not metrics.all_it_could(rewritten(none, Criterion.RELEVANT))
    assert not metrics.all_it_could(rewritten(purpose, Criterion.RELEVANT, need="She wakes at night"))
    assert not metrics.all_it_could(rewritten(purpose, Criterion.RELEVANT, Criterion.SPECIFIC))


def test_new_words_count_outside_spans_and_framing_words_never() -> None:
    assert metrics.adds_words(rewritten("Dad will read 3 pages with Ana in the bath."))
    assert not metrics.adds_words(rewritten("Dad will read 3 pages with Ana [[where: in the bath]]."))
    assert not metrics.adds_words(rewritten("Dad will start reading 3 pages with Ana.", text=TEXT))


def test_spans_are_counted_and_activities_among_them() -> None:
    r = rewritten("[[who: ]] will [[what: ]] and [[what: sing]].")
    assert (metrics.spans(r), metrics.whats(r)) == (3, 2)
    assert (metrics.spans(rewritten("Dad will read.")), metrics.whats(rewritten("Dad [[when: now]]."))) == (0, 0)


@pytest.mark.parametrize(
    ("marked", "copy"),
    [
        (TEXT, True),
        ("dad will [[what: read]] 3 pages, with Ana.", True),
        ("Dad will read 3 pages with Ana [[when: ]].", False),
    ],
)
def test_a_copy_has_the_same_words_whatever_is_marked(marked: str, copy: bool) -> None:
    assert metrics.copies(rewritten(marked)) is copy


@pytest.mark.parametrize(
    ("blank_text", "faults"),
    [
        ("[when] Ana will sing to 3 p.m., shown by [method].", ()),
        ("“Fresh start”: [who] will [what] and, [when], [what].", ()),
        ("£40 a month: [who] will [what], as the one she signed up for.", ()),
        ("Is Ana to sing [amount]?", ()),
        ("“[what]” is what Ana will sing.", ()),
        ("ana will sing [when].", ("its beginning",)),
        ("Ana will sing [when]", ("its end",)),
        ("Ana will sing,, [when].", ("two marks",)),
        ("Ana will sing [when]..", ("two marks",)),
        ("Ana will  sing [when].", ("two spaces",)),
        ("Ana will sing [when] .", ("a space before a mark",)),
        ("Ana will sing [whenever].", ("a stray bracket",)),
        ("Ana will sing [when].]", ("its end", "a stray bracket")),
        (f"Ana will sing {'la ' * 60}[when].", ("over 60 words",)),
        ("Ana will [what] [what].", ("the same blank twice",)),
        ("Ana will [what] and [what].", ()),
        ("Ana will sing by, [when].", ("a word that leads nowhere",)),
        ("Ana will sing with .", ("a space before a mark", "a word that leads nowhere")),
        ("Ana will sing and.", ("a word that leads nowhere",)),
    ],
)
def test_a_blank_form_reads_as_a_sentence_or_its_faults_are_named(blank_text: str, faults: tuple[str, ...]) -> None:
    assert form_faults(blank_text) == faults


def test_openings_are_four_words_of_the_blank_form_and_distinct_ones_are_counted() -> None:
    assert metrics.opening(read("[[who: Mr Ray]], from school, will sing.")) == ("[who]", "from", "school", "will")
    same = [rewritten("Ana will sing it now."), rewritten("Ana will sing it, later.", text="x", identity="b")]
    assert metrics.distinct_openings(same) == (1, 1)
    other = Rewritten(record("c", rewrite="Bo will [[what: hum]]."), read("Bo will hum it."), met(), "model")
    assert metrics.distinct_openings([*same, other]) == (2, 2)


def test_chrf_compares_blank_forms() -> None:
    other_day = REWRITE.replace("until 3 May", "by Friday")
    assert metrics.chrf([rewritten(other_day)]) == pytest.approx(100)
    assert metrics.chrf([rewritten("Zzz.")]) < 20


def test_bertscore_matches_each_token_with_its_best_and_compares_blank_forms() -> None:
    a, b = np.eye(3, dtype=np.float32)[[0, 1]], np.eye(3, dtype=np.float32)[[0, 2, 2]]
    assert greedy_f1(a, a) == 1
    assert greedy_f1(a, b) == pytest.approx(2 * (1 / 2) * (1 / 3) / (1 / 2 + 1 / 3))
    assert greedy_f1(a[1:], b) == 0
    other_day = REWRITE.replace("until 3 May", "by Friday")
    same, not_the_same = metrics.bert_scores([rewritten(other_day), rewritten("Zzz!")], letters)
    assert same == pytest.approx(1)
    assert not_the_same < 0.5


class Spells(Encoder):
    """A token a letter between two of its own, whose state points its own way; padding is all ones."""

    def __init__(self) -> None:
        torch.nn.Module.__init__(self)

    def tokens(self, pairs: Sequence[tuple[str, str]]) -> dict[str, Tensor]:
        longest = max(len(text) for text, _ in pairs) + 2
        ids = [[1, *(2 + ord(c) - ord("a") for c in text), 1] for text, _ in pairs]
        mask = [[1] * len(row) + [0] * (longest - len(row)) for row in ids]
        padded = [row + [1] * (longest - len(row)) for row in ids]
        return {
            "input_ids": torch.tensor(padded),
            "attention_mask": torch.tensor(mask),
            "token_type_ids": torch.zeros(len(ids), longest),
        }

    def both(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> tuple[Tensor, Tensor]:
        return torch.zeros(1), 5 * torch.nn.functional.one_hot(input_ids, 30).float()


def test_token_states_have_unit_length_and_leave_out_padding_and_the_ends() -> None:
    short, long = token_states(Spells(), ["ab", "abcde"])
    assert (len(short), len(long)) == (2, 5)
    assert np.allclose(np.linalg.norm(long, axis=1), 1)
    assert not long[:, 1].any()
