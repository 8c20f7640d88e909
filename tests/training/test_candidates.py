"""What each way of looking for drafts is said to yield; continuers that say what they are told stand for the language model."""

from collections.abc import Collection, Sequence

import numpy as np
import pytest

from data.example import Example
from model.assessor import Assessor
from model.criteria import Criterion
from model.rules_generator import RulesGenerator
from tests.conftest import FakeClassifier
from training.candidates import Remembers, Yield, measure, table
from training.rewriter_metrics import States

TEXT = "Dad will read 3 pages with Ana"
FAITHFUL = ("Dad will read 3 pages with Ana [when], [why].", "With Ana, Dad will read 3 pages [when], [why].")
LOSES = "Dad will read [amount] with Ana [when]."
BROKEN = "Dad will read 3 pages with Ana [when"


class Says:
    """A continuer that says the first lines that it was told."""

    def __init__(self, *lines: str) -> None:
        self.lines = list(lines)
        self.calls = 0

    def continuations(self, asked: str, words: Collection[str], n: int) -> list[str]:
        self.calls += 1
        return self.lines[:n]


def letters(texts: Sequence[str]) -> list[States]:
    return [np.eye(128, dtype=np.float32)[[min(ord(c), 127) for c in text]] for text in texts]


def record(text: str = TEXT, identity: str = "a") -> Example:
    labels: dict[Criterion, bool | None] = dict.fromkeys(Criterion, False)
    rewrite = f"{text} [[when: until 3 May]], [[why: so that she sleeps]]."
    return Example(id=identity, domain="personal", text=text, labels=labels, rewrite=rewrite, batch=identity)


def measured(chance: float = 0.1, **ways: tuple[Says, int]) -> list[Yield]:
    assessor = Assessor(FakeClassifier(dict.fromkeys(Criterion, chance)))
    return measure(ways, assessor, RulesGenerator(), None, [record()])


def test_a_prompt_is_put_once_and_for_the_number_of_its_way() -> None:
    says = Says(*FAITHFUL)
    continuer = Remembers(says, 2)
    assert [continuer.continuations("a", (), 1) for _ in range(2)] == [list(FAITHFUL)] * 2
    assert (says.calls, len(continuer.seconds), continuer.said) == (1, 1, list(FAITHFUL))


def test_what_is_lost_on_the_way_is_counted_step_by_step() -> None:
    found = measured(all=(Says(*FAITHFUL, LOSES, BROKEN), 4))[0]
    assert (found.records, len(found.continuer.said), found.broken) == (1, 4, 1)
    assert (found.drafts, found.kept, found.suggestions) == (3, 2, 2)


def test_each_way_is_asked_for_its_own_number() -> None:
    one, two = measured(one=(Says(*FAITHFUL), 1), two=(Says(*FAITHFUL), 2))
    assert (one.suggestions, two.suggestions) == (1, 2)
    assert one.ours <= two.ours <= two.shown <= 3


def test_what_is_smart_already_is_passed_over() -> None:
    assert measured(0.9, one=(Says(*FAITHFUL), 1))[0].records == 0


@pytest.mark.parametrize("lines", [FAITHFUL, ("nothing that can be read",)])
def test_the_table_has_a_column_a_way_and_a_dash_where_there_is_nothing(lines: tuple[str, ...]) -> None:
    rows = table(measured(one=(Says(*FAITHFUL), 1), other=(Says(*lines), 2)), letters).splitlines()
    assert rows[0] == "| figure | one | other |"
    assert {row.count("|") for row in rows} == {4}
    alone = next(row for row in rows if "alone, the first: facts kept" in row)
    assert alone.split(" | ")[1:] == ["1.000", "1.000 |" if lines is FAITHFUL else "– |"]
