from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serve.keys import KeyRefused, KeyScope, KeyStore, KeysUnusable, parts

TODAY = date(2026, 11, 28)
TOMORROW = TODAY + timedelta(days=1)
SCORE = [KeyScope.SCORE]


@pytest.fixture
def store(tmp_path: Path) -> KeyStore:
    return KeyStore(tmp_path / "aimwell" / "keys.json")


def secret_of(key: str) -> str:
    found = parts(key)
    assert found is not None
    return found[1]


def test_there_are_no_keys_before_one_is_made(store: KeyStore) -> None:
    assert store.read() == ()


def test_a_key_opens_what_was_made_for_it_and_nothing_else_does(store: KeyStore) -> None:
    first, second = store.add("LibreOffice", SCORE, TODAY), store.add("Prometheus", [KeyScope.ADMIN], TODAY)
    made, other = store.read()
    assert (made.name, made.scopes, made.created) == ("LibreOffice", (KeyScope.SCORE,), TODAY)
    assert made.opened_by(secret_of(first))
    assert not made.opened_by(secret_of(second))
    assert not made.opened_by("")
    assert other.opened_by(secret_of(second))


def test_a_key_has_256_random_bits_and_names_its_record(store: KeyStore) -> None:
    keys = [store.add(f"program {n}", SCORE, TODAY) for n in range(3)]
    assert len({secret_of(key) for key in keys}) == 3
    assert all(len(secret_of(key)) == 43 for key in keys), "43 letters of base64 are 256 bits"
    assert [key.split("_")[1] for key in keys] == [record.id for record in store.read()]


def test_the_file_holds_no_key_and_is_its_owner_s_alone(store: KeyStore) -> None:
    key = store.add("LibreOffice", SCORE, TODAY)
    assert secret_of(key) not in store.path.read_text()
    assert store.path.stat().st_mode & 0o777 == 0o600
    assert [p.name for p in store.path.parent.iterdir() if p.name not in ("keys.json", ".keys.json.lock")] == []


@pytest.mark.parametrize(
    ("expires", "day", "valid"),
    [(None, date(2099, 1, 1), True), (TOMORROW, TOMORROW, True), (TODAY, TODAY, True), (TODAY, TOMORROW, False)],
)
def test_a_key_is_valid_up_to_and_on_its_last_day(
    store: KeyStore, expires: date | None, day: date, valid: bool
) -> None:
    store.add("LibreOffice", SCORE, TODAY, expires)
    assert store.read()[0].valid(day) is valid


def test_rotating_gives_a_new_key_with_the_same_scopes_beside_the_old_one_until_a_day(store: KeyStore) -> None:
    scopes = [KeyScope.REVIEW, KeyScope.SCORE]
    first = store.add("LibreOffice", scopes, TODAY)
    second = store.rotate("LibreOffice", TODAY, until=TOMORROW)
    old, new = store.read()
    assert old.opened_by(secret_of(first))
    assert new.opened_by(secret_of(second))
    assert new.scopes == tuple(scopes)
    assert (old.valid(TOMORROW), old.valid(TOMORROW + timedelta(days=1))) == (True, False)
    assert new.valid(date(2099, 1, 1))


def test_rotating_never_makes_the_old_key_last_longer(store: KeyStore) -> None:
    store.add("LibreOffice", SCORE, TODAY, expires=TODAY)
    store.rotate("LibreOffice", TODAY, until=TOMORROW)
    assert store.read()[0].expires == TODAY


def test_a_key_is_revoked_by_its_id_and_all_of_a_name_by_the_name(store: KeyStore) -> None:
    store.add("LibreOffice", SCORE, TODAY)
    store.rotate("LibreOffice", TODAY, until=TOMORROW)
    store.add("Word", SCORE, TODAY)
    one = store.read()[0].id
    assert [k.id for k in store.revoke(one, TODAY)] == [one]
    assert [k.valid(TODAY) for k in store.read()] == [False, True, True]
    assert [k.name for k in store.revoke("LibreOffice", TODAY)] == ["LibreOffice"]
    assert [k.valid(TODAY) for k in store.read()] == [False, False, True]


@pytest.mark.parametrize(
    ("name", "scopes", "expires", "said"),
    [
        ("", SCORE, None, "needs a name"),
        ("x" * 61, SCORE, None, "needs a name"),
        ("two\nlines", SCORE, None, "needs a name"),
        ("Word", [], None, "needs a scope: score, review, admin"),
        ("Word", SCORE, TODAY - timedelta(days=1), "has passed"),
        ("taken", SCORE, None, "rotate it, or choose another name"),
    ],
)
def test_a_key_that_cannot_be_made_is_refused_and_the_others_stay(
    store: KeyStore, name: str, scopes: list[KeyScope], expires: date | None, said: str
) -> None:
    store.add("taken", SCORE, TODAY)
    before = store.path.read_bytes()
    with pytest.raises(KeyRefused, match=said):
        store.add(name, scopes, TODAY, expires)
    assert store.path.read_bytes() == before


def test_a_name_is_free_again_once_its_key_was_revoked(store: KeyStore) -> None:
    store.add("Word", SCORE, TODAY)
    store.revoke("Word", TODAY)
    store.add("Word", SCORE, TODAY)
    assert [k.valid(TODAY) for k in store.read()] == [False, True]


def test_what_is_not_there_is_neither_rotated_nor_revoked(store: KeyStore) -> None:
    with pytest.raises(KeyRefused, match="aimwell keys list"):
        store.rotate("nobody", TODAY, until=TOMORROW)
    with pytest.raises(KeyRefused, match="aimwell keys list"):
        store.revoke("nobody", TODAY)
    assert not store.path.exists()


@pytest.mark.parametrize("held", [b"", b"{", b"[]", b'{"keys": [{"id": "x"}]}', b"\xff\xfe", b'{"keys": [], "x": 1}'])
def test_a_damaged_file_is_said_to_be_and_never_taken_for_an_empty_one(store: KeyStore, held: bytes) -> None:
    store.path.parent.mkdir()
    store.path.write_bytes(held)
    store.path.chmod(0o600)
    with pytest.raises(KeysUnusable, match="restore it from a backup"):
        store.read()
    with pytest.raises(KeysUnusable):
        store.add("Word", SCORE, TODAY)
    assert store.path.read_bytes() == held


def test_a_file_that_others_may_write_to_is_not_trusted(store: KeyStore) -> None:
    store.add("Word", SCORE, TODAY)
    store.path.chmod(0o660)
    with pytest.raises(KeysUnusable, match="chmod 600"):
        store.read()


def test_a_folder_that_is_none_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(KeysUnusable, match="cannot be used"):
        KeyStore(tmp_path / "file" / "keys.json").add("Word", SCORE, TODAY)


@given(st.text(max_size=80))
def test_no_text_that_comes_as_a_key_makes_it_fail(given_key: str) -> None:
    found = parts(given_key)
    assert found is None or given_key == f"aw_{found[0]}_{found[1]}"
