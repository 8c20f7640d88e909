from typing import Any

from tests.training.load.made import load
from training.load.compare import Plan, page

PLAN = Plan((50.0, 200.0), 8.0, 16, 2)


def turn(scale: float, failed: int = 0) -> dict[str, Any]:
    found = load("503", failed, took=0.010 * scale)
    figures = {
        "rates": {"50": found, "200": found},
        "most": found,
        "footprint": {"pss": 200.0 * scale},
        "start_seconds": 2.0 * scale,
    }
    return {"machine": {"cores": 2, "processor": "some", "programs": {"litserve": "0.2.19"}}, "figures": figures}


def test_others_are_told_as_ratios_to_ours_with_as_many_workers() -> None:
    found = {
        "aimwell-1": [turn(1), turn(1)],
        "plain-1": [turn(3), turn(3, failed=2)],
        "aimwell-2": [turn(2), turn(2)],
        "lit-2": [turn(2), turn(2)],
    }
    rows = {
        row.split("|")[1].strip() + row.split("|")[2].strip(): row
        for row in page(PLAN, found).splitlines()
        if row[:1] == "|"
    }
    assert "| 10.0, 10.0 | 10.0, 10.0 |" in rows["Aimwell1"]
    assert "30.0 (3.0×), 30.0 (3.0×), 2 errors" in rows["plain FastAPI, transformers float321"]
    assert "| 600 (3.0×) | 6.0 (3.0×) |" in rows["plain FastAPI, transformers float321"]
    assert "20.0 (1.0×), 20.0 (1.0×)" in rows["LitServe, same assessor2"]


def test_a_server_without_ours_beside_it_has_no_ratio() -> None:
    assert "×)" not in page(PLAN, {"lit-1": [turn(1), turn(2)]})
