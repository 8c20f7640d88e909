"""The lines of `make e2e`: one for each client, with what came of its tests, the seconds and the versions."""

import re
from pathlib import Path

import pytest

from tests.e2e.groups import GROUPS, OTHERS, Group, group_of, npm, package, program
from tests.e2e.lines import Lines, Tally

ROOT = Path(__file__).parents[1]
pytest_plugins = ["pytester"]
SETTINGS = "[pytest]\nmarkers = e2e\nasyncio_default_fixture_loop_scope = function\naddopts = -p no:cacheprovider"
SUITE = """
import pytest

@pytest.fixture
def breaks_afterwards():
    yield
    raise OSError

@pytest.mark.e2e
def test_good(): pass

@pytest.mark.e2e
def test_broken(breaks_afterwards): pass

@pytest.mark.e2e
def test_skipped(): pytest.skip("no such program")

@pytest.mark.e2e
@pytest.mark.xfail(strict=True)
def test_known(): raise AssertionError

def test_of_a_unit(): pass
"""


def test_every_file_of_end_to_end_tests_is_in_one_group() -> None:
    files = [
        p.relative_to(ROOT).as_posix() for p in (ROOT / "tests/e2e").rglob("test_*.py") if "node_modules" not in p.parts
    ]
    assert files
    assert [file for file in files if group_of(file) is OTHERS] == []
    assert [file for file in files if sum(group.holds(file) for group in GROUPS) > 1] == []


def test_a_group_names_what_is_there() -> None:
    assert [pattern for group in GROUPS for pattern in group.tests if not list(ROOT.glob(pattern))] == []
    assert [group.name for group in GROUPS if not group.files()] == []


@pytest.mark.parametrize(
    ("outcomes", "expected"),
    [
        ({"passed": 12}, r"passed   MCP client +12 passed +1\.5 s   mcp \d+\.\d+"),
        ({"passed": 1, "skipped": 2}, r"passed   MCP client +1 passed, 2 skipped +1\.5 s   mcp"),
        ({"passed": 1, "failed": 1}, r"failed   MCP client +1 passed, 1 failed +1\.5 s   mcp"),
        ({"skipped": 2}, r"skipped  MCP client +0 passed, 2 skipped +1\.5 s   mcp"),
    ],
)
def test_a_line_says_what_came_of_the_tests(outcomes: dict[str, int], expected: str) -> None:
    tally = Tally(seconds=1.5)
    tally.outcomes.update(outcomes)
    assert re.match(expected, tally.line(group_of("tests/e2e/test_mcp.py")))


def test_a_program_that_is_not_there_is_said_to_be_missing() -> None:
    absent = Group("x", (), (program("quill", "no-such-quill"), package("no-such-quill"), npm("web", "no-such-quill")))
    assert absent.programs() == "no quill, no no-such-quill, no no-such-quill"


@pytest.mark.parametrize(
    ("ci", "counts"), [("", "1 passed, 1 xfailed, 1 skipped, 1 failed"), ("true", "1 passed, 1 xfailed, 2 failed")]
)
def test_the_line_is_said_once_all_its_tests_are_over(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, ci: str, counts: str
) -> None:
    monkeypatch.setenv("CI", ci)
    pytester.makeini(SETTINGS)
    pytester.makepyfile(SUITE)
    said: list[str] = []
    result = pytester.inline_run(plugins=[Lines(said.append)])
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    (line,) = said
    assert line.startswith("failed   others")
    assert counts in line


def test_a_run_without_such_tests_says_nothing(pytester: pytest.Pytester) -> None:
    pytester.makeini(SETTINGS)
    pytester.makepyfile(SUITE)
    lines = Lines()
    pytester.inline_run("-m", "not e2e", plugins=[lines])
    assert lines.said == []
