"""How the issue is worded: words that fit every family, words of one agency, words that judge.

LIAP, "What is the issue/concern?": be specific; name exactly what the Team sees as problematic; don't use generic
language/agency specific language/emotive language.
"""

import re
from collections.abc import Iterator

from model.criteria import Span
from model.plan import Cell, Column
from model.plan_findings.finding import PlanFinding, PlanReading, finding
from model.plan_findings.wording import Wording, word_list
from model.rules import calendar
from model.rules.measures import frequencies
from model.rules.numbers import WORDS
from model.rules.people import Actor, actor_of
from model.rules.phrases import quoted, words

LISTS = {"generic-language": "plan_generic", "agency-language": "plan_agency", "emotive-language": "plan_emotive"}
"""Which list of words makes which finding."""
NAMES_IT = 4
"""Words of a sentence, or a stretch between marks, that say what a generic term beside it means."""
_SAID = {
    "generic-language": "“{}” could be said of many families; it does not name what the Team sees.",
    "agency-language": "“{}” is an agency's word; not everybody in the Team reads it the same way.",
    "emotive-language": "“{}” judges, and does not say what was seen.",
}
_STRETCH = re.compile(r"[.:;()\n–—]+(?=\s|$)|\s[–—-]\s|\(|\)")
_REPORTS = re.compile(
    r"(?i)\b(?:says?|said|tells?|told|feels?|felt|describe[sd]?|thinks?|thought|worr(?:y|ies|ied)|calls?|called|asks?|asked|wishes|fears?|"
    r"writes?|wrote|states?|stated|rates?|rated)\b"
)
_NUMBER = re.compile(rf"(?i)\d|\b(?:once|twice|{'|'.join(w for w in WORDS if len(w) > 2 and w not in ('couple',))})\b")


def find(reading: PlanReading) -> list[PlanFinding]:
    """Return a finding on each such word of each issue, row by row; an issue that several rows repeat has its own once."""
    found, seen = [], set()
    for number, row in enumerate(reading.plan.rows):
        if row.issue.strip() and row.issue not in seen:
            seen.add(row.issue)
            found += [
                finding(
                    rule, [Cell(number, Column.ISSUE, span)], _SAID[rule].format(span.of(row.issue)), instead=w.advice
                )
                for rule, span, w in terms(row.issue, reading)
            ]
    return found


def terms(issue: str, reading: PlanReading) -> list[tuple[str, Span, Wording]]:
    """Return the terms of an issue, with the finding that each makes, in text order.

    What somebody is quoted or told to have said of themselves stays as it is; so does what the office's own list says is
    plain, a generic term beside which the issue is named exactly, and an agency's word that is explained.
    """
    plain = [*quoted(issue), *reading.local.plain_in(issue)]
    found: list[tuple[str, Span, Wording]] = []
    for rule, name in LISTS.items():
        for span, wording in word_list(name).find(issue):
            taken = any(span.overlaps(other) for other in plain) or any(span.overlaps(s) for _, s, _ in found)
            if not taken and not _is_fair(rule, issue, span, reading):
                found.append((rule, span, wording))
    return sorted(found, key=lambda one: one[1])


def _is_fair(rule: str, issue: str, span: Span, reading: PlanReading) -> bool:
    if rule == "generic-language":
        return _named_exactly(issue, reading)
    if rule == "agency-language":
        return _explained(issue, span)
    return _said_by_somebody(issue, span)


def _named_exactly(issue: str, reading: PlanReading) -> bool:
    """Say whether the issue holds figures, days or a saying, or words beside its generic terms that say what they mean."""
    if _NUMBER.search(issue) or frequencies(issue) or quoted(issue) or calendar.expressions(issue, reading.as_of):
        return True
    every = [span for name in LISTS.values() for span, _ in word_list(name).find(issue)]
    return any(
        len(words(stretch.of(issue))) >= NAMES_IT and not any(stretch.overlaps(term) for term in every)
        for stretch in _stretches(issue)
    )


def _explained(issue: str, span: Span) -> bool:
    """Say whether the word stands in brackets behind plain words, or plain words in brackets behind it."""
    return bool(re.match(r"\s*\((?=[^)]*\w+\s+\w+)", issue[span.end :])) or (
        issue[: span.start].endswith("(") and issue[span.end :].startswith(")")
    )


def _said_by_somebody(issue: str, span: Span) -> bool:
    """Say whether a person in the plan is told to have said it, and no agency."""
    stretch = next(s for s in _stretches(issue) if s.start <= span.start <= s.end)
    before = issue[stretch.start : span.start]
    report = _REPORTS.search(before)
    if report is None:
        return False
    return actor_of(before[: report.start()]) not in (Actor.AGENCY, Actor.CROWD, Actor.TEAM)


def _stretches(text: str) -> Iterator[Span]:
    start = 0
    for match in _STRETCH.finditer(text):
        yield Span(start, match.start())
        start = match.end()
    yield Span(start, len(text))
