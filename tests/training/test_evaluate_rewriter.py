"""A run of a suggester over flawed records, and the table of several runs; nothing is loaded."""

from model.criteria import Criterion
from tests.training.rewrites import REWRITE, TEXT, Writes, letters, record, suggester
from training.evaluate_rewriter import evaluate, flawed, measure, table


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
