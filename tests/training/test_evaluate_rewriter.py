"""Each figure with a rewrite that it counts and one that it does not; the sheet and its tally; nothing is loaded."""

import json
from collections.abc import Sequence

import numpy as np
import pytest
import torch
from torch import Tensor
from typer.testing import CliRunner

from data.example import Example
from model.assessor import Assessor
from model.criteria import Assessment, Criterion, Engine, Finding, Judgement, Objective, Verdict
from model.errors import InputError
from model.generator import Generator
from model.rules.reading import Reading
from model.suggester import Suggester
from model.suggestion import Draft, read
from tests.conftest import FakeClassifier
from training import rewriter_metrics as metrics
from training.cli import app
from training.encoder import Encoder
from training.evaluate_rewriter import blind_sheet, evaluate, flawed, measure, table, tally, tally_table
from training.rewriter_metrics import Rewritten, States, form_faults, greedy_f1, token_states

TEXT = "Dad will read 3 pages with Ana"
REWRITE = "Dad will read 3 pages with Ana [[amount: twice a week]] [[when: until 3 May]], [[why: so that she sleeps]]."
NOTHING_MET = dict.fromkeys(Criterion, 0.1)


def record(identity: str = "a", text: str = TEXT, rewrite: str | None = REWRITE, **context: str) -> Example:
    labels: dict[Criterion, bool | None] = dict.fromkeys(Criterion, False)
    return Example(id=identity, domain="personal", text=text, labels=labels, rewrite=rewrite, batch=identity, **context)


def met(*missed: Criterion) -> Assessment:
    judged = {
        c: Judgement(c, Verdict.NOT_MET, 0.1) if c in missed else Judgement(c, Verdict.MET, 0.9) for c in Criterion
    }
    return Assessment(judged, Engine.MODEL)


def rewritten(marked: str, *missed: Criterion, **context: str) -> Rewritten:
    return Rewritten(record(**context), read(marked), met(*missed), "model")


class Writes:
    """A generator that rewrites the objectives that it knows, and has nothing for others."""

    origin = "model"

    def __init__(self, marked: dict[str, str]) -> None:
        self.marked = marked

    def generate(self, objective: Objective, reading: Reading, findings: Sequence[Finding]) -> list[Draft]:
        return [read(self.marked[objective.text])] if objective.text in self.marked else []


def suggester(*generators: Generator, chances: dict[Criterion, float] = NOTHING_MET) -> Suggester:
    return Suggester(Assessor(FakeClassifier(chances)), generators)


def letters(texts: Sequence[str]) -> list[States]:
    """Stand for an encoder: a token a letter, alike only to itself."""
    return [np.eye(128, dtype=np.float32)[[min(ord(c), 127) for c in text]] for text in texts]


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


def test_flawed_records_are_those_with_a_reference_and_a_limit_spreads_them() -> None:
    records = [record(str(i), rewrite=None if i == 0 else REWRITE) for i in range(9)]
    assert [e.id for e in flawed(records)] == list("12345678")
    assert [e.id for e in flawed(records, 4)] == list("1357")


def test_a_run_keeps_first_suggestions_and_counts_records_without_any() -> None:
    records = [record("a"), record("b", "Bo will hum")]
    run = measure("model", suggester(Writes({TEXT: REWRITE})), records, letters)
    assert [(r.example.id, r.draft.marked, r.origin) for r in run.rewritten] == [("a", REWRITE, "model")]
    assert (run.unanswered, run.smart, len(run.milliseconds)) == (1, 0, 2)
    assert all(ms > 0 for ms in run.milliseconds)
    content = measure("content", suggester(chances=dict.fromkeys(Criterion, 0.9)), records, letters)
    assert (len(content.rewritten), content.unanswered, content.smart) == (0, 2, 2)


def test_the_table_has_a_row_a_figure_and_a_column_a_suggester_beside_the_references() -> None:
    records = [record("a"), record("b", "Bo will hum", "Bo will hum [[when: by May]].")]
    two = {"model": suggester(Writes({TEXT: REWRITE})), "mute": suggester()}
    said = table(evaluate(two, suggester().assessor, records, letters)).splitlines()
    rows = {cells[0]: cells[1:] for line in said if (cells := [c.strip() for c in line.strip("|").split("|")])}
    assert rows["figure"] == ["references", "model", "mute"]
    assert len({line.count("|") for line in said}) == 1
    assert rows["rewrites measured"] == ["2", "1", "0"]
    assert rows["records without any suggestion"][1].startswith("1 (")
    assert rows["facts kept (at least 0.98)"][1:] == ["1.000 [1.000, 1.000]", "–"]
    assert rows["all five by the classifier (at least 0.95)"][1].startswith("0.000")
    assert rows["blanks and spans a rewrite (0.75 to 1.25 of theirs)"] == [
        "2.00 (1.00 of theirs)",
        "3.00 (1.00 of theirs)",
        "–",
    ]
    assert rows["chrF against the reference"] == ["–", "100.0", "–"]
    assert rows["BERTScore F1 against the reference"][1].startswith("1.000 [")
    assert float(rows["p50, ms (at most 1200)"][1]) <= float(rows["p95, ms (at most 2000)"][1])


TEXTS = [f"Dad will read {n} pages with Ana" for n in range(2, 22)]
RECORDS = [record(f"r{i}", text, f"{text} [[when: by May]].", need="Ana\nwakes") for i, text in enumerate(TEXTS)]
RULES = suggester(Writes({t: f"{t} [[amount: ]]." for t in TEXTS}))
MODEL = suggester(Writes({t: f"{t} [[where: at home]]." for t in TEXTS[:15]}))


def test_the_sheet_is_complete_and_its_key_says_which_letter_was_which() -> None:
    sheet = blind_sheet(RECORDS, {"rules": RULES, "model": MODEL}, count=10, seed=3)
    assert len(sheet.key["records"]) == 10
    by_id = {e.id: e for e in RECORDS}
    marks = {"reference": "[[when: by May]]", "rules": "[[amount: ]]", "model": "[[where: at home]]"}
    for identity, key in sheet.key["records"].items():
        entry = sheet.markdown.split(f"## {identity}\n")[1].split("##")[0]
        assert f"- Text: {by_id[identity].text}\n- Need: Ana wakes\n- Now: –\n" in entry
        assert sorted(key) == ["A", "B", "C"]
        assert all(f"{letter}. {by_id[identity].text} {marks[system]}." in entry for letter, system in key.items())


def test_the_sheet_is_blind_and_the_same_for_the_same_seed() -> None:
    first, again, other = (
        blind_sheet(RECORDS, {"rules": RULES, "model": MODEL}, count=10, seed=seed) for seed in (3, 3, 4)
    )
    assert first == again
    assert first.key["records"] != other.key["records"]
    assert not any(name in first.markdown for name in ("reference", "rules", "model"))
    assert len({tuple(key.values()) for key in first.key["records"].values()}) > 1


def test_a_record_that_somebody_has_nothing_for_is_passed_over() -> None:
    sheet = blind_sheet(RECORDS, {"rules": RULES, "model": MODEL}, count=100)
    assert len(sheet.key["records"]) == 15
    assert sheet.key["passed_over"] == 5


KEY = {"records": {"a": {"A": "rules", "B": "reference"}, "b": {"A": "reference", "B": "rules"}}}


def test_the_tally_adds_up_by_system() -> None:
    answers = [
        '{"id": "a", "A": "no", "B": "unchanged"}',
        "",
        '{"id": "b", "A": "edits", "B": "edits", "note": "so-so"}',
    ]
    counts = tally(answers, KEY)
    assert counts == {"rules": {"no": 1, "edits": 1}, "reference": {"unchanged": 1, "edits": 1}}
    assert all(said.total() == 2 for said in counts.values())
    assert "| rules | 2 | 0 (0.00) | 1 (0.50) | 1 (0.50) | 0.50 |" in tally_table(counts)


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        (["A: no"], "line 1: it is no JSON"),
        (['{"id": "z"}'], "not in the key"),
        (["[1]"], "not in the key"),
        (['{"id": ["a"]}'], "not in the key"),
        (['{"id": "a", "A": "no"}'], "no verdict on B"),
        (['{"id": "a", "A": "no", "B": "fine"}'], "no verdict on B"),
        (['{"id": "a", "A": "no", "B": "no"}'] * 2, "line 2: “a” was answered before"),
    ],
)
def test_an_answer_that_cannot_be_counted_is_refused(answers: list[str], reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        tally(answers, KEY)


def test_the_commands_are_on_the_one_app() -> None:
    run = CliRunner().invoke(app, ["evaluate-rewriter", "--split", "train"])
    assert run.exit_code == 2
    names = {c.name for c in app.registered_commands}
    assert {"evaluate-rewriter", "blind-sheet", "blind-tally"} <= names


def test_a_tally_from_files(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("sheet")
    (folder / "key.json").write_text(json.dumps(KEY), encoding="utf-8")
    (folder / "said.jsonl").write_text('{"id": "a", "A": "no", "B": "unchanged"}\n', encoding="utf-8")
    run = CliRunner().invoke(app, ["blind-tally", str(folder / "said.jsonl"), str(folder / "key.json")])
    assert run.exit_code == 0
    assert "| reference | 1 | 1 (1.00) |" in run.output
