import logging
from datetime import date, timedelta
from pathlib import Path

import pytest

from serve.key_ring import KeyRing
from serve.keys import KeyScope, KeyStore, KeysUnusable

TODAY = date(2026, 11, 28)
SCORE = [KeyScope.SCORE]


@pytest.fixture
def store(tmp_path: Path) -> KeyStore:
    return KeyStore(tmp_path / "keys.json")


def ring(store: KeyStore, today: date = TODAY) -> KeyRing:
    return KeyRing(store, lambda: today)


def test_without_a_file_no_key_is_needed_and_nobody_has_one(store: KeyStore) -> None:
    assert not ring(store).required
    assert not ring(store).any_valid()
    assert ring(store).holder("aw_x_y") is None


def test_a_key_is_known_by_its_holder_and_one_letter_off_is_nobody_s(store: KeyStore) -> None:
    key = store.add("Word", SCORE, TODAY)
    held = ring(store)
    found = held.holder(key)
    assert found is not None
    assert found.name == "Word"
    wrong = "B" if key.endswith("A") else "A"
    for other in (key[:-1] + wrong, key[:-1], key + "A", key.upper(), f" {key}", "", None, "aw__", "Bearer", "ключ"):
        assert held.holder(other) is None


def test_keys_made_rotated_and_revoked_later_are_noticed_without_a_restart(store: KeyStore) -> None:
    held = ring(store)
    first = store.add("Word", SCORE, TODAY)
    assert held.required
    assert held.holder(first) is not None
    second = store.rotate("Word", TODAY, until=TODAY)
    assert held.holder(first) is not None
    assert held.holder(second) is not None
    store.revoke("Word", TODAY)
    assert held.holder(first) is None
    assert held.holder(second) is None


def test_an_expired_key_opens_nothing_from_the_next_day_on(store: KeyStore) -> None:
    key = store.add("Word", SCORE, TODAY, expires=TODAY)
    assert ring(store, TODAY).holder(key) is not None
    late = ring(store, TODAY + timedelta(days=1))
    assert late.holder(key) is None
    assert not late.any_valid()
    assert late.required


def test_a_lost_file_shuts_the_door_and_does_not_open_it(store: KeyStore) -> None:
    key = store.add("Word", SCORE, TODAY)
    held = ring(store)
    store.path.unlink()
    assert held.required
    assert held.holder(key) is None


def test_a_file_that_was_damaged_later_leaves_the_keys_in_force_and_says_so_once(
    store: KeyStore, caplog: pytest.LogCaptureFixture
) -> None:
    key = store.add("Word", SCORE, TODAY)
    held = ring(store)
    store.path.write_text("{")
    with caplog.at_level(logging.ERROR):
        assert held.holder(key) is not None
        assert held.holder(key) is not None
    assert [r.message.count("stay in force") for r in caplog.records] == [1]


def test_a_file_that_is_damaged_from_the_start_is_no_reason_to_do_without_keys(store: KeyStore) -> None:
    store.path.write_text("{")
    store.path.chmod(0o600)
    with pytest.raises(KeysUnusable):
        ring(store)
