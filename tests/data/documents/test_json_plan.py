import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.documents import json_plan
from data.documents.review import read_review
from model.criteria import Field, Objective
from model.errors import NoObjective

PATH = Path("plan.json")
ROW = {"issue": "Late", "who": "Abena", "what": "Walk to school", "when": "18 December 2026", "measure": "The register"}
OBJECTIVE = Objective("Walk to school", "Abena", "18 December 2026", "The register", "Late")


def read(plan: Any) -> list[Objective]:
    return [entry.objective for entry in json_plan.read(PATH, json.dumps(plan).encode())]


@pytest.mark.parametrize(
    "plan",
    [
        {"rows": [ROW]},
        [ROW],
        {"child": "Kwame", "review": None, "rows": [ROW, {"issue": "Toothache"}]},
        [{"text": "Walk to school", "need": "Late", **{k: ROW[k] for k in ("who", "when", "measure")}}],
    ],
)
def test_rows_are_read_by_the_names_of_the_columns(plan: Any) -> None:
    assert read(plan) == [OBJECTIVE]


def test_a_list_of_actions_in_one_row_is_several_objectives() -> None:
    assert [o.text for o in read([{"what": ["Ring", "Write"], "who": "Ana"}])] == ["Ring", "Write"]


def test_each_part_says_where_it_stands_and_an_empty_one_where_it_would() -> None:
    (entry,) = json_plan.read(PATH, json.dumps([{"what": "Ring", "issue": "Late"}]).encode())
    assert {field: passage.address for field, passage in entry.passages.items()} == {
        Field.TEXT: (0, "what"),
        Field.NEED: (0, "issue"),
        Field.WHO: (0, "who"),
        Field.WHEN: (0, "when"),
        Field.MEASURE: (0, "measure"),
    }


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"rows": []}', '{"rows": [1]}', "3", "[" * 100_000, '{"name": "x"}']
)
def test_what_is_no_plan_is_refused_with_the_shape_of_one(content: str) -> None:
    with pytest.raises(NoObjective, match='"rows"'):
        json_plan.read(PATH, content.encode())


def test_a_review_in_json_has_its_results(tmp_path: Path) -> None:
    path = tmp_path / "review.json"
    path.write_text(json.dumps({"date": "2027-01-20", "rows": [{**ROW, "result": "2 of 5 mornings"}]}))
    review = read_review(path)
    assert (review.day.isoformat(), review.rows[0].result) == ("2027-01-20", "2 of 5 mornings")


words = st.text(st.characters(categories=("L", "N"), codec="utf-8"), min_size=1, max_size=12)


@given(st.lists(st.fixed_dictionaries({"what": words, "who": words}), min_size=1, max_size=5))
def test_whatever_the_words_each_row_is_one_objective(rows: list[dict[str, str]]) -> None:
    assert [(o.text, o.who) for o in read(rows)] == [(row["what"], row["who"]) for row in rows]
