"""Rows as a whole: an issue that nothing answers, an action that answers nothing, no tasks, two rows that say the same.

LIAP, "What will be done?": address the minutiae of the actions necessary; say exactly what tasks/actions will be done.
"""

import itertools
import re
from collections.abc import Iterator

from model.plan import Column, Row
from model.plan_findings.finding import PlanFinding, PlanReading, finding
from model.plan_findings.owners import owners_of
from model.rules import calendar
from model.rules.clause import Shape, parse
from model.rules.lexicon import is_base_verb
from model.rules.measures import frequencies
from model.rules.phrases import words
from model.rules.relevance import shared_stems, stems, topics
from model.rules.verbs import WEAK

ALIKE = 0.75
"""The share of their words that two actions have in common when they are the same."""
SHORT = 12
"""Words in which no task has been described, if its verb shows nothing."""
LABEL = 4
"""Words of a heading that stands where an action should: "Parenting group"."""
FEWEST = 3
"""Content words that two rows must have before they can be called the same."""
_FIGURE = re.compile(r"\d+(?:[.,:]\d+)*")
_HELP = re.compile(
    r"(?i)\b(?:provide|offer|give|deliver|receive|access|get|put in)\s+(?:[\w-]+\s+){0,3}?"
    r"(?:support|help|advice|guidance|input|services|interventions?)\b"
)
_TASKS = re.compile(r"[;\n]|\.\s+[A-Z]|\b(?:then|after that)\b|[“\"‘]")
_PLACE = re.compile(r"\b(?:at|to|in|from)\s+(?:the\s+)?[A-Z]\w+")


def find(reading: PlanReading) -> list[PlanFinding]:
    """Return what is wrong with rows as a whole, in their order, and then the rows that are alike."""
    found = [f for number in range(len(reading.plan.rows)) for f in _row(reading, number)]
    return [*found, *_alike(reading)]


def _row(reading: PlanReading, number: int) -> Iterator[PlanFinding]:
    row = reading.plan.rows[number]
    if not row.says(Column.WHAT):
        if row.says(Column.ISSUE) and not _is_answered(reading, number):
            yield finding(
                "issue-without-action", [reading.whole(number, Column.WHAT)], "Nothing is to be done about it."
            )
        return
    if _without_issue(reading, number):
        cell = reading.whole(number, Column.ISSUE)
        yield finding("action-without-issue", [cell], "No issue stands beside this action.")
    if _without_tasks(reading, number):
        cell = reading.whole(number, Column.WHAT)
        said = f"“{cell.words(reading.plan)}” does not say what somebody will do, step by step."
        yield finding("no-minutiae", [cell], said)


def _is_answered(reading: PlanReading, number: int) -> bool:
    """Say whether another row names the same issue and has an action."""
    issue = _bare(reading.plan.rows[number].issue)
    return any(_bare(row.issue) == issue for _, row in reading.plan.actions)


def _without_issue(reading: PlanReading, number: int) -> bool:
    """Say whether a plan that has issues leaves this row without; a blank below an issue may mean the same issue again."""
    plan = reading.plan
    if plan.rows[number].says(Column.ISSUE) or not plan.has(Column.ISSUE):
        return False
    above = next((row.issue for row in reversed(plan.rows[:number]) if row.says(Column.ISSUE)), "")
    what = plan.rows[number].what
    return not (above and (shared_stems(what, above, reading.local) or topics(what) & topics(above)))


def _without_tasks(reading: PlanReading, number: int) -> bool:
    """Say whether an action names no task: a verb or an aim that nobody can see, and nothing beside it that says how."""
    what = reading.plan.rows[number].what
    if len(words(what)) > SHORT or not (_shows_nothing(reading, number) or _HELP.search(what)):
        return False
    detailed = _FIGURE.search(what) or frequencies(what) or calendar.expressions(what, reading.as_of)
    return not (detailed or _TASKS.search(what.strip(" .")) or _PLACE.search(what))


def _shows_nothing(reading: PlanReading, number: int) -> bool:
    """Say whether the action's verb shows nothing, or there is only a label where it should be: "Parenting group"."""
    what, found = reading.plan.rows[number].what, reading.found(number)
    clause = parse(what, reading.local)
    if clause.shape is Shape.FRAGMENT:
        opening = words(what)[0].of(what).lower()
        return len(words(what)) <= LABEL and (opening in WEAK or not is_base_verb(opening))
    return any(column is Column.WHAT for rule in ("weak-verb", "vague-object") for column, *_ in found.get(rule, ()))


def _alike(reading: PlanReading) -> Iterator[PlanFinding]:
    """Yield a finding on the later of two rows that say the same: the same words, figures and people."""
    told: set[int] = set()
    for (first, one), (second, other) in itertools.combinations(reading.plan.actions, 2):
        if second in told or not _same(reading, first, second):
            continue
        told.add(second)
        cells = [reading.whole(second, Column.WHAT), reading.whole(first, Column.WHAT)]
        exactly = _bare(one.what) == _bare(other.what)
        said = f"It says {'the same' if exactly else 'much the same'} as {reading.plan.name(first)}."
        yield finding("rows-alike", cells, said)


def _same(reading: PlanReading, first: int, second: int) -> bool:
    one, other = reading.plan.rows[first], reading.plan.rows[second]
    if _figures(one) != _figures(other):
        return False  # stages of one change: "3 of 5 days" and then "4 of 5 days"
    ours, theirs = stems(one.what), stems(other.what)
    if min(len(ours), len(theirs)) < FEWEST or 2 * len(ours & theirs) < ALIKE * (len(ours) + len(theirs)):
        return False
    return _people(reading, first) == _people(reading, second)


def _figures(row: Row) -> list[str]:
    return sorted(_FIGURE.findall(f"{row.what} {row.measure}"))


def _people(reading: PlanReading, number: int) -> set[str]:
    return {owner.key for owner in owners_of(reading, number) if owner.accountable}


def _bare(text: str) -> str:
    return " ".join(span.of(text).lower() for span in words(text))
