import json
from pathlib import Path

import pytest
from docx import Document
from typer.testing import CliRunner

from serve.cli import app
from serve.progress_schemas import EXAMPLE
from tests.fixtures.make_reviews import FOLDER, REVIEWS

PLANS = [str(FOLDER / name) for name, _, _ in REVIEWS]


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["progress", *arguments])
    return result.exit_code, result.stdout, result.stderr


def written(folder: Path, number: int) -> str:
    path = folder / f"{number}.json"
    path.write_text(json.dumps(EXAMPLE["reviews"][number - 1]), encoding="utf-8")
    return str(path)


def test_the_shipped_reviews_show_every_trend_and_ask_the_questions() -> None:
    code, out, _ = run(*PLANS)
    assert code == 0
    assert {"MET", "MOVED", "STALLED", "SLIPPED", "NOT MEASURED AT ITS LAST REVIEW", "MOVING ON"} <= set(
        out.splitlines()
    )


def test_the_order_of_the_files_does_not_matter() -> None:
    assert run(*PLANS) == run(*reversed(PLANS))


@pytest.mark.parametrize("name", ["pack.docx", "pack.md"])
def test_the_pack_is_written_where_it_is_wanted(tmp_path: Path, name: str) -> None:
    pack = tmp_path / name
    code, _, said = run(*PLANS, "--pack", str(pack), "--plan", "Tomasz")
    assert (code, said) == (0, f"The evidence pack is in {pack}.\n")
    text = Document(str(pack)).paragraphs[0].text if pack.suffix == ".docx" else pack.read_text(encoding="utf-8")
    assert "Evidence pack: Tomasz" in text


def test_reviews_may_be_json_as_the_service_takes_them(tmp_path: Path) -> None:
    code, out, _ = run(written(tmp_path, 1), written(tmp_path, 2), "--format", "json")
    assert code == 0
    assert [r["name"] for r in json.loads(out)["reviews"]] == ["review-1.docx", "review-2.docx"]


def test_the_days_may_be_said(tmp_path: Path) -> None:
    days = ("--at", "2027-02-01", "--at", "2027-01-01")
    _, out, _ = run(written(tmp_path, 1), written(tmp_path, 2), *days, "--format", "json")
    assert [r["day"] for r in json.loads(out)["reviews"]] == ["2027-01-01", "2027-02-01"]


def test_html_is_one_page() -> None:
    assert run(*PLANS, "--format", "html")[1].startswith("<!doctype html>")


def test_a_review_that_cannot_be_read_does_not_lose_the_others_but_makes_no_pack(tmp_path: Path) -> None:
    broken, pack = tmp_path / "broken.docx", tmp_path / "pack.docx"
    broken.write_bytes(b"not a word file")
    code, out, said = run(*PLANS[:2], str(broken), "--pack", str(pack))
    assert code == 2
    assert "R2  10 March 2027  review-2.docx" in out
    assert str(broken) in said
    assert not pack.exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((*PLANS, "--at", "2027-01-01"), "1 days for 3 files"),
        ((PLANS[0], "--at", "May"), "2027-03-01"),
        ((PLANS[0], "--pack", "pack.pdf"), "pack.docx or pack.md"),
        ((PLANS[0], "--pack", PLANS[0]), "one of the reviews"),
        (("nowhere.docx",), "no such file"),
    ],
)
def test_misuse_is_told_and_exits_2(arguments: tuple[str, ...], said: str) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert said in err


def test_json_that_is_no_review_names_the_field_and_nothing_of_the_plan(tmp_path: Path) -> None:
    path = tmp_path / "r.json"
    path.write_text('{"day": "2027-01-01", "rows": [{"what": "", "result": "secret"}]}', encoding="utf-8")
    code, _, err = run(str(path))
    assert code == 2
    assert "rows.0.what" in err
    assert "secret" not in err


def test_a_pack_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    code, _, err = run(*PLANS, "--pack", str(tmp_path / "nowhere" / "pack.docx"))
    assert code == 2
    assert "cannot be written" in err
