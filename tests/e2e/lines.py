"""A pytest plugin: one line for each client and program that Aimwell was tried with, said when its last test is over."""

import os
from collections import Counter
from collections.abc import Callable, Generator
from dataclasses import dataclass, field

import pytest

from tests.e2e.groups import GROUPS, OTHERS, Group, group_of

WORST_FIRST = ("failed", "skipped", "xfailed", "passed")


@dataclass
class Tally:
    """What came of the tests of one group."""

    left: int = 0
    seconds: float = 0.0
    outcomes: Counter[str] = field(default_factory=Counter)

    @property
    def outcome(self) -> str:
        """Return the worst that happened; a group without any test that ran counts as skipped."""
        if self.outcomes["failed"]:
            return "failed"
        return "passed" if self.outcomes["passed"] else "skipped"

    def line(self, group: Group) -> str:
        """Return the line of a group."""
        counts = ", ".join(
            f"{self.outcomes[o]} {o}" for o in reversed(WORST_FIRST) if self.outcomes[o] or o == "passed"
        )
        return f"{self.outcome:8} {group.name:24} {counts:34} {self.seconds:6.1f} s   {group.programs()}".rstrip()


class Lines:
    """Counts the tests marked `e2e`, and says each line as soon as it can be said."""

    def __init__(self, say: Callable[[str], None] | None = None) -> None:
        self.say = say
        self.said: list[str] = []
        self._tallies: dict[Group, Tally] = {group: Tally() for group in (*GROUPS, OTHERS)}
        self._counted: set[str] = set()
        self._worst: dict[str, str] = {}

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Note which tests will run."""
        for item in session.items:
            if item.get_closest_marker("e2e"):
                self._counted.add(item.nodeid)
                self._tally(item.nodeid).left += 1

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """With CI=true, make a failure of a test that was skipped: there everything is to be there."""
        report = yield
        skipped = report.skipped and not hasattr(report, "wasxfail")
        if skipped and item.get_closest_marker("e2e") and os.environ.get("CI") == "true":
            reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
            report.outcome, report.longrepr = "failed", f"with CI=true a skip is a failure: {reason}"
        return report

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count one of the three steps of a test."""
        if report.nodeid not in self._counted:
            return
        tally = self._tally(report.nodeid)
        tally.seconds += report.duration
        so_far = self._worst.get(report.nodeid, "passed")
        outcome = "xfailed" if hasattr(report, "wasxfail") and report.skipped else report.outcome
        self._worst[report.nodeid] = min(so_far, outcome, key=WORST_FIRST.index)
        if report.when == "teardown":
            tally.outcomes[self._worst[report.nodeid]] += 1
            tally.left -= 1
            if not tally.left:
                self._over(group_of(_file(report.nodeid)), tally)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say the lines below all others, where nobody was there to say them at once."""
        if self.said and self.say is None:
            terminalreporter.section("clients and programs")
            for line in self.said:
                terminalreporter.line(line)

    def _tally(self, nodeid: str) -> Tally:
        return self._tallies[group_of(_file(nodeid))]

    def _over(self, group: Group, tally: Tally) -> None:
        self.said.append(tally.line(group))
        if self.say is not None:
            self.say(self.said[-1])


def _file(nodeid: str) -> str:
    return nodeid.partition("::")[0]
