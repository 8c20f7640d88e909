from collections.abc import Sequence

from training.stages import Stages, shared_out


def test_a_stage_that_comes_again_adds_to_its_own() -> None:
    stages = Stages()
    with stages.during("reading"):
        pass
    stages.seconds["reading"] = 2.0
    with stages.during("learning"), stages.during("reading"):
        pass
    assert list(stages.seconds) == ["reading", "learning"]
    assert stages.seconds["reading"] >= 2.0
    assert str(stages) == "reading 2.0 s, learning 0.0 s"
    assert stages.total >= 2.0


def test_rows_are_shared_out_in_order_and_each_once() -> None:
    def doubled(some: Sequence[int]) -> list[int]:
        return [2 * n for n in some]

    for rows, cores in (([1, 2, 3, 4, 5], 2), ([1], 4), ([], 2), (list(range(9)), 1)):
        parts = shared_out(doubled, rows, cores)
        assert [n for part in parts for n in part] == [2 * n for n in rows]
        assert len(parts) == max(1, min(cores, len(rows)))
