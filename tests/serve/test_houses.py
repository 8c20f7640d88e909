from pathlib import Path

import pytest

from data.ignored import FILE_NAME, IgnoreFile
from model.errors import HouseRulesError
from model.house_rules import NO_HOUSE_RULES
from serve.houses import House, Houses

FINGERPRINT = "9f3c0e6a51b27d84"


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    for team, rule in (("red", "no-deadline"), ("blue", "absolute")):
        (tmp_path / team).mkdir()
        (tmp_path / team / "aimwell.toml").write_text(f'rules-off = ["{rule}"]')
    return tmp_path


def kept_in(house: House) -> Path:
    assert isinstance(house.ignored, IgnoreFile)
    return house.ignored.path


def test_each_plan_has_the_rules_and_the_ignored_matches_of_its_folder(office: Path) -> None:
    houses = Houses()
    red, blue = (houses.of(office / team / "plan.docx") for team in ("red", "blue"))
    assert [set(h.rules.off) for h in (red, blue)] == [{"no-deadline"}, {"absolute"}]
    assert [kept_in(h) for h in (red, blue)] == [office / "red" / FILE_NAME, office / "blue" / FILE_NAME]
    red.ignored.ignore(FINGERPRINT)
    assert FINGERPRINT not in blue.ignored
    assert houses.of(office / "red" / "other.csv") is red


def test_a_plan_without_house_rules_has_the_users_ignored_matches(office: Path) -> None:
    house = Houses().of(office / "plan.docx")
    assert house.rules is NO_HOUSE_RULES
    assert kept_in(house) == office / "config" / "aimwell" / FILE_NAME


def test_the_house_of_the_working_directory_is_here(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(office / "red")
    assert Houses().here().rules.off == {"no-deadline"}


def test_one_file_may_count_for_all(office: Path) -> None:
    houses = Houses(office / "red" / "aimwell.toml")
    assert houses.of(office / "blue" / "plan.docx").rules.off == {"no-deadline"}


def test_isolated_means_no_rules_and_nothing_kept(office: Path) -> None:
    house = Houses(office / "red" / "aimwell.toml", isolated=True).of(office / "blue" / "plan.docx")
    assert house.rules is NO_HOUSE_RULES
    house.ignored.ignore(FINGERPRINT)
    assert FINGERPRINT in house.ignored
    assert not list(office.rglob(FILE_NAME))


def test_ignored_matches_are_kept_where_house_or_operator_say(office: Path) -> None:
    (office / "red" / "aimwell.toml").write_text('ignore-file = "../shared.jsonl"')
    plan = office / "red" / "plan.docx"
    assert kept_in(Houses().of(plan)).resolve() == office / "shared.jsonl"
    assert kept_in(Houses(ignore_file=office / "mine.jsonl").of(plan)) == office / "mine.jsonl"


def test_rules_that_do_not_hold_are_refused_each_time(office: Path) -> None:
    (office / "red" / "aimwell.toml").write_text("rules-off = 1")
    houses = Houses()
    for _ in range(2):
        with pytest.raises(HouseRulesError, match="rules-off"):
            houses.of(office / "red" / "plan.docx")
    assert houses.of(office / "blue" / "plan.docx").rules.off == {"absolute"}
