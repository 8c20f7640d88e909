import json
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from serve.cli import app
from serve.dependencies import day
from serve.key_ring import KeyRing
from serve.keys import KeyStore


@pytest.fixture(autouse=True)
def store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> KeyStore:
    monkeypatch.setenv("AIMWELL_KEYS", str(tmp_path / "keys.json"))
    return KeyStore(tmp_path / "keys.json")


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["keys", *arguments])
    return result.exit_code, result.stdout, result.stderr


def test_a_key_is_alone_on_standard_output_and_opens_the_service(store: KeyStore) -> None:
    code, out, err = run("add", "LibreOffice", "--scope", "score")
    assert code == 0
    assert "cannot be shown again" in err
    found = KeyRing(store).holder(out.strip())
    assert found is not None
    assert found.name == "LibreOffice"


def test_the_list_shows_states_and_no_secret() -> None:
    key = run("add", "LibreOffice", "--scope", "score", "--scope", "admin", "--expires", "2099-12-31")[1].strip()
    run("add", "Word", "--scope", "score")
    run("revoke", "Word")
    table = run("list")[1]
    assert all(word in table for word in ("LibreOffice", "2099-12-31", "Word", "revoked"))
    listed = json.loads(run("list", "--format", "json")[1])
    assert [(k["name"], k["scopes"], k["valid"]) for k in listed] == [
        ("LibreOffice", ["admin", "score"], True),
        ("Word", ["score"], False),
    ]
    assert "sha256" not in listed[0]
    assert key.split("_", 2)[2] not in table


def test_without_keys_the_list_says_what_that_means() -> None:
    assert "asks for none" in run("list")[1]
    assert json.loads(run("list", "--format", "json")[1]) == []


def test_rotating_leaves_the_old_key_a_week_unless_told(store: KeyStore) -> None:
    old = run("add", "LibreOffice", "--scope", "score")[1].strip()
    code, out, err = run("rotate", "LibreOffice")
    week = day(None) + timedelta(days=7)
    assert code == 0
    assert f"valid up to {week}" in err
    ring = KeyRing(store)
    assert ring.holder(old) is not None
    assert ring.holder(out.strip()) is not None
    assert store.read()[0].expires == week
    run("rotate", "LibreOffice", "--until", str(day(None)))
    assert [k.expires for k in store.read()] == [day(None), day(None), None]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["add", "Word", "--scope", "score", "--expires", "soon"], "is no date"),
        (["add", "Word", "--scope", "score", "--expires", "2020-01-01"], "has passed"),
        (["rotate", "Word"], "no valid key is named “Word”"),
        (["rotate", "Word", "--until", "x"], "--until: “x” is no date"),
        (["revoke", "Word"], "no valid key has the id or name “Word”"),
    ],
)
def test_misuse_is_one_clear_line_and_exit_2(arguments: list[str], said: str) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert said in err.splitlines()[-1]


def test_a_damaged_file_is_said_and_nothing_is_made(store: KeyStore) -> None:
    store.path.write_text("{")
    store.path.chmod(0o600)
    for asked in (["list"], ["add", "Word", "--scope", "score"], ["revoke", "Word"]):
        code, _, err = run(*asked)
        assert code == 2
        assert "restore it from a backup" in err
