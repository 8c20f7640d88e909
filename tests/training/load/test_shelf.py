from pathlib import Path

from training.load.shelf import Shelf


def test_a_step_is_measured_once_for_what_it_was_asked(tmp_path: Path) -> None:
    said: list[str] = []
    runs = iter(range(10))

    def made(asked: dict[str, object], *, anew: bool = False) -> int:
        found: int = Shelf(tmp_path / "load", said.append, anew=anew).made("rate", asked, lambda: {"run": next(runs)})[
            "figures"
        ]["run"]
        return found

    assert [made({"rate": 200.0}), made({"rate": 200.0})] == [0, 0]
    assert "kept from" in said[-1]
    assert made({"rate": 100.0}) == 1
    assert made({"rate": 100.0}, anew=True) == 2


def test_a_step_that_was_cut_short_is_not_kept(tmp_path: Path) -> None:
    (tmp_path / "rate.json").write_text('{"step": "rate", "asked"', encoding="utf-8")
    assert Shelf(tmp_path, print).kept("rate") is None
