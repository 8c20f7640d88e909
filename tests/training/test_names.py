from training.names import KINDS, measure, table


def test_nearly_every_person_is_replaced_and_little_else() -> None:
    recall = measure("dev")
    count, people = recall.by_kind["person"]
    assert count > 100
    assert people.value >= 0.95
    assert recall.needless < 0.03
    assert set(recall.by_kind) == set(KINDS)
    assert "| person |" in table(recall)
