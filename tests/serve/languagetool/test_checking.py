from datetime import date
from itertools import count

import pytest

from model.assessor import Assessor
from model.detector import RulesDetector
from model.rules_generator import RulesGenerator
from model.suggester import Suggester
from model.text_check import TextChecker
from serve.languagetool.asked import asked
from serve.languagetool.checking import checked

THREE = "John will stop shouting. Mum to attend parenting group asap. Dad will stop smoking."


@pytest.fixture
def checker() -> TextChecker:
    return TextChecker(RulesDetector(), Suggester(Assessor(), [RulesGenerator()]))


def test_a_text_is_read_to_its_end_where_there_is_time(checker: TextChecker, as_of: date) -> None:
    found = checked(checker, asked({"text": THREE, "language": "en"}), as_of, seconds=60)
    assert found.complete
    assert len({m.objective for m in found.matches}) == 3


def test_where_there_is_no_time_for_all_what_was_found_is_kept_and_said_to_be_a_part(
    checker: TextChecker, as_of: date
) -> None:
    ticks = count()
    found = checked(checker, asked({"text": THREE, "language": "en"}), as_of, 2, lambda: float(next(ticks)))
    assert not found.complete
    assert 1 <= len({m.objective for m in found.matches}) < 3


def test_another_language_is_not_read(checker: TextChecker, as_of: date) -> None:
    assert checked(checker, asked({"text": THREE, "language": "fr"}), as_of, seconds=60).matches == ()
