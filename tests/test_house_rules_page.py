"""docs/house-rules.md: its example holds, does what its remarks say, and is the file beside it."""

import json
import re
from datetime import date
from pathlib import Path

import pytest

from data.ignored import IgnoreFile
from model.assessor import Assessor
from model.criteria import Criterion, Objective
from model.house_rules import KEYS, HouseRules, house_rules, read_house_rules

DOCS = Path(__file__).parents[1] / "docs"
PAGE = (DOCS / "house-rules.md").read_text(encoding="utf-8")
EXAMPLE = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)[0]


@pytest.fixture
def house() -> HouseRules:
    return read_house_rules(DOCS / "examples" / "house" / "aimwell.toml")


def test_the_example_is_the_file(house: HouseRules) -> None:
    assert house == house_rules(EXAMPLE, DOCS / "examples" / "house" / "aimwell.toml")


def test_the_example_shows_every_key_and_the_page_explains_it() -> None:
    shown = set(re.findall(r"^\[?([a-z-]+)", EXAMPLE, re.MULTILINE)) - {c.value for c in Criterion}
    assert shown == set(KEYS)
    assert [key for key in KEYS if not re.search(rf"\*\*[a-z, -]*\b{key}\b[a-z, -]*\.\*\*", PAGE)] == []


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Ana will nurture Bea", "weak-verb"),
        ("Ana will take Bea to the Every Child Group", "absolute"),
        ("The link person will be calm by her RAG rating", "no-measure"),
        ("Ana will read with Bea, measured by review", "by-review"),
    ],
)
def test_what_the_example_allows_is_not_found(house: HouseRules, text: str, rule: str) -> None:
    here, elsewhere = (
        Assessor(None, h).assess([Objective(text)], date(2026, 11, 22))[0] for h in (house, HouseRules())
    )
    assert rule not in {f.rule for f in here.findings}
    assert rule in {f.rule for f in elsewhere.findings}


def test_an_agency_of_the_example_is_one(house: HouseRules) -> None:
    judged = Assessor(None, house).assess([Objective("Help to Home will ring Bea")], date(2026, 11, 22))[0]
    assert "agency-actor" in {f.rule for f in judged.findings}


def test_the_lines_of_the_page_are_lines_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "ignored.jsonl"
    lines = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)[0]
    path.write_text(lines, encoding="utf-8")
    kept = IgnoreFile(path)
    assert (kept.all(), kept.unreadable_lines) == ((), 0)
    path.write_text(lines.splitlines(keepends=True)[0], encoding="utf-8")
    assert [e.reason for e in kept.all()] == [json.loads(lines.splitlines()[0])["reason"]]
