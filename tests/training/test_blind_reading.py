"""The sheet that is read blind, its key, and the tally."""

import json

import pytest
from typer.testing import CliRunner

from model.errors import InputError
from tests.training.rewrites import Writes, record, suggester
from training.blind_reading import blind_sheet, tally, tally_table
from training.cli import app

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
