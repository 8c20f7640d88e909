import logging
from collections.abc import Iterator

import pytest

from serve.quiet_log import log_quietly

PLAN = "John will stop"


@pytest.fixture(autouse=True)
def logs() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    log_quietly()
    yield
    root.handlers[:], root.level = handlers, level


def test_a_library_is_quoted_without_the_values_that_it_logs(capsys: pytest.CaptureFixture[str]) -> None:
    logging.getLogger("pygls.protocol").warning("cannot handle %s\n%s", PLAN, PLAN)
    assert capsys.readouterr().err == "aimwell: warning: pygls.protocol: cannot handle %s\n"


def test_an_error_is_told_by_its_type_and_its_place(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        int(PLAN)
    except ValueError:
        logging.getLogger("mcp").exception("failed on %r", PLAN)
    said = capsys.readouterr().err
    assert "ValueError at " in said
    assert "test_quiet_log.py:" in said
    assert PLAN not in said


def test_our_own_words_are_said_in_full_and_what_is_no_warning_is_not(capsys: pytest.CaptureFixture[str]) -> None:
    logging.getLogger("aimwell").error("%s rules are off", 3)
    logging.getLogger("aimwell").info("nothing")
    assert capsys.readouterr() == ("", "aimwell: error: aimwell: 3 rules are off\n")
