import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from serve.rates import LOOPBACK_RATE, OFFICE_RATE
from serve.settings import SECRETS_VARIABLE, SecretsMissing, Settings, key_file


def test_lists_are_given_with_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIMWELL_HOSTS", "Aimwell.example, 192.0.2.7 ,")
    monkeypatch.setenv("AIMWELL_ORIGINS", "https://plans.example,moz-extension://0f3c-4a,http://localhost:3000")
    told = Settings()
    assert told.hosts == ("aimwell.example", "192.0.2.7")
    assert told.origins == ("https://plans.example", "moz-extension://0f3c-4a", "http://localhost:3000")
    assert (Settings(hosts=()).hosts, Settings(origins=("*",)).origins) == ((), ("*",))


def test_nobody_is_listed_by_default() -> None:
    assert (Settings().hosts, Settings().origins) == ((), ())


@pytest.mark.parametrize(
    "origin",
    ["plans.example", "https://plans.example/", "https://plans.example/path", "null", "https://*.example", "https://"],
)
def test_what_no_browser_sends_as_an_origin_is_refused_with_how_to_write_it(origin: str) -> None:
    with pytest.raises(ValidationError, match=r"write it as https://plans\.example\.org"):
        Settings(origins=(origin,))


@pytest.mark.parametrize("origins", [("*", "https://a.example"), ("https://a.example", "*"), ("*", "*")])
def test_every_origin_is_allowed_only_where_that_is_all_that_is_said(origins: tuple[str, ...]) -> None:
    with pytest.raises(ValidationError):
        Settings(origins=origins)


def test_keys_are_in_the_user_s_folder_of_settings_unless_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("AIMWELL_KEYS", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert key_file(Settings()) == tmp_path / "aimwell" / "keys.json"
    monkeypatch.delenv("XDG_CONFIG_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert key_file(Settings()) == tmp_path / ".config" / "aimwell" / "keys.json"
    monkeypatch.setenv("AIMWELL_KEYS", str(tmp_path / "k.json"))
    assert key_file(Settings()) == tmp_path / "k.json"


@pytest.mark.parametrize(
    "wrong", [{"rate": 0}, {"at_once": 0}, {"request_seconds": 0}, {"body_seconds": -1}, {"log": "loud"}]
)
def test_a_limit_that_is_none_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Settings(**wrong)  # type: ignore[arg-type]


def test_the_page_for_administrators_names_every_setting_of_the_door_as_it_is() -> None:
    page = (Path(__file__).parents[2] / "docs" / "security.md").read_text(encoding="utf-8")
    named = {name.lower() for name in re.findall(r"AIMWELL_([A-Z_]+)", page)}
    assert named - {SECRETS_VARIABLE.removeprefix("AIMWELL_").lower()} <= set(Settings.model_fields)
    door = ("keys", "hosts", "origins", "proxies", "rate", "at_once", "request_seconds", "body_seconds", "stop_seconds")
    assert {*door, "drain_seconds", "log", "max_body_bytes"} <= named
    defaults = Settings.model_fields
    assert f"`AIMWELL_AT_ONCE` | {defaults['at_once'].default} " in page
    assert f"`AIMWELL_BODY_SECONDS` | {defaults['body_seconds'].default:g} " in page
    assert f"`AIMWELL_REQUEST_SECONDS` | {defaults['request_seconds'].default:g} " in page
    assert f"`AIMWELL_MAX_BODY_BYTES` | {defaults['max_body_bytes'].default:,} " in page
    assert f"`AIMWELL_STOP_SECONDS` ({defaults['stop_seconds'].default})" in page
    assert f"`AIMWELL_RATE` | {LOOPBACK_RATE:,} requests a minute for a key or address; {OFFICE_RATE} when" in page


@pytest.fixture
def secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder in which secret settings lie, a file each."""
    folder = tmp_path / "secrets"
    folder.mkdir()
    monkeypatch.setenv("AIMWELL_SECRETS", str(folder))
    monkeypatch.delenv("AIMWELL_REVIEWS", raising=False)
    return folder


def test_a_secret_setting_may_stand_in_a_file_of_its_name(secrets: Path) -> None:
    (secrets / "aimwell_reviews").write_text("postgresql+psycopg://aimwell:s3cret@db/aimwell\n")
    (secrets / "aimwell_llm_key").write_text("k-1\n")
    (secrets / "db_password").write_text("of another program\n")
    told = Settings()
    assert told.reviews == "postgresql+psycopg://aimwell:s3cret@db/aimwell"
    assert told.llm_key is not None
    assert told.llm_key.get_secret_value() == "k-1"


def test_what_is_said_in_the_environment_outweighs_a_file(secrets: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (secrets / "aimwell_reviews").write_text("sqlite:////from/a/file")
    monkeypatch.setenv("AIMWELL_REVIEWS", "sqlite:////from/the/environment")
    assert Settings().reviews == "sqlite:////from/the/environment"


def test_a_secret_setting_that_does_not_hold_is_refused_like_any_other(secrets: Path) -> None:
    (secrets / "aimwell_origins").write_text("https://plans.example/path")
    with pytest.raises(ValidationError, match=r"write it as https://plans\.example\.org"):
        Settings()


@pytest.mark.parametrize("named", ["nowhere", "a-file"])
def test_without_its_folder_of_secrets_nothing_starts(
    named: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a-file").write_text("")
    monkeypatch.setenv("AIMWELL_SECRETS", str(tmp_path / named))
    with pytest.raises(SecretsMissing, match=rf"AIMWELL_SECRETS names \S+{named}, which is no folder"):
        Settings()
