"""The rewriter's gate: what lets a candidate through, and what does not; nothing is loaded."""

from collections.abc import Mapping

import pytest

from data.example import Example
from model.suggester import Suggester
from tests.training.rewrites import Writes, letters, record, suggester
from training.rewriter_gate import markdown, rule

GOOD = "Dad will read 3 pages with Ana [[when: until 3 May]], [[why: so that she sleeps]]."
LOSES = "Dad will read with Ana [[when: until 3 May]], [[why: so that she sleeps]]."
TEXTS = [f"Dad will read 3 pages with Ana {how}" for how in ("aloud", "slowly", "at night", "in bed", "again", "first")]


@pytest.fixture
def examples() -> list[Example]:
    return [record(str(i), text) for i, text in enumerate(TEXTS)]


def writing(marked: Mapping[str, str]) -> Suggester:
    return suggester(Writes(dict(marked)))


def all_of(ending: str) -> dict[str, str]:
    return {text: f"{text} {ending}" for text in TEXTS}


def test_one_that_writes_as_the_other_did_may_take_its_place(examples: list[Example]) -> None:
    same = all_of("[[when: until 3 May]], [[why: so that she sleeps]].")
    ruling = rule(writing(same), writing(same), examples, letters)
    assert ruling.reasons == ()
    assert all(c.difference.low == c.difference.high == 0 for c in ruling.compared)
    assert "may take the place of rewriter-1" in markdown(ruling, "rewriter-1", "rewriter-2")


def test_one_that_falls_silent_may_not(examples: list[Example]) -> None:
    before = all_of("[[when: until 3 May]].")
    ruling = rule(writing(before), writing({TEXTS[0]: before[TEXTS[0]]}), examples, letters)
    assert "how often it has something to suggest is worse" in ruling.reasons


def test_one_that_says_nothing_at_all_may_not_and_nothing_is_divided_by_nothing(examples: list[Example]) -> None:
    ruling = rule(writing(all_of("[[when: until 3 May]].")), writing({}), examples, letters)
    assert "both rewrote only 0 of 6: too few to compare them" in ruling.reasons


def test_one_that_has_nobody_to_be_compared_with_may_not(examples: list[Example]) -> None:
    ruling = rule(writing({}), writing({TEXTS[0]: f"{TEXTS[0]} [[when: until 3 May]]."}), examples, letters)
    assert "both rewrote only 0 of 6: too few to compare them" in ruling.reasons


def test_one_that_comes_less_near_to_what_people_wrote_may_not(examples: list[Example]) -> None:
    near = all_of("[[amount: twice a week]] [[when: until 3 May]], [[why: so that she sleeps]].")
    far = {text: f"[[when: ]] [[who: ]] {text} [[what: xxxxxxxxxxxx]] [[method: qqqqqqqqqqqq]]." for text in TEXTS}
    ruling = rule(writing(near), writing(far), examples, letters)
    assert "how near it comes to what people wrote (BERTScore F1) is worse" in ruling.reasons
    report = markdown(ruling, "rewriter-1", "rewriter-2")
    assert "should not take the place of rewriter-1" in report
    assert all(reason in report for reason in ruling.reasons)
