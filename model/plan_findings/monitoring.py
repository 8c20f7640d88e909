"""How progress is measured: which of LIAP's five kinds of monitoring the plan uses, and rows that name no method.

LIAP, "What do we want to achieve?": objectives which can be monitored by observation, quantitative indicators,
qualitative indicators, written progress, self reporting; "How will we measure progress?": "by review" is not a method.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from model.criteria import Span
from model.plan import Cell, Column
from model.plan_findings.finding import PlanFinding, PlanReading, finding
from model.rules import phrases
from model.rules.measures import evidence, frequencies, is_deliverable
from model.rules.vocabulary import words_of


class Monitoring(StrEnum):
    """One of the five kinds of monitoring, in LIAP's order."""

    OBSERVATION = "observation"
    QUANTITATIVE = "quantitative"
    QUALITATIVE = "qualitative"
    WRITTEN_PROGRESS = "written_progress"
    SELF_REPORT = "self_report"


EXAMPLES: Mapping[Monitoring, str] = MappingProxyType(
    {
        Monitoring.OBSERVATION: "somebody sees it: no longer appearing unkempt, a hand raised in class",
        Monitoring.QUANTITATIVE: "figures: sessions attended, appointments kept, a percentage",
        Monitoring.QUALITATIVE: "how it is felt: scaling, a questionnaire, a Boxall Profile",
        Monitoring.WRITTEN_PROGRESS: "on paper: school work, a test, a report",
        Monitoring.SELF_REPORT: "the child's, parent's or carer's own view, in their words",
    }
)
"""What each kind looks like, for a reader who has not met its name."""

_SIGNS = {
    Monitoring.OBSERVATION: (
        r"observ\w+|sees|seen|saw|can see|watch(?:es|ed|ing)?|notic(?:es|ed)|no longer (?:appears?|looks?)|spot checks?|"
        r"(?:home |planned |unannounced )?visits?|photo\w*|videos?|heard|hears|is shown|are shown|shows (?:him|her|them|it|the)"
    ),
    Monitoring.QUANTITATIVE: (
        r"\d+\s*%|per ?cent|numbers? of|how (?:many|often)|counts?|counted|counting|registers?|tally|tallies|"
        r"attendance (?:sheets?|registers?|records?|figures?|data|marks?)|logs?|charts?|tick(?:s|ed)?|sign-?in sheets?|"
        r"weigh(?:s|ed|t)?|scores?|data|pedometer|statements?"
    ),
    Monitoring.QUALITATIVE: (
        r"scal(?:e|es|ed|ing)|rat(?:e|es|ed|ing)s?|questionnaires?|surveys?|boxall\w*|outcomes? star|wellbeing web|sdq|"
        r"strengths and difficulties|feels?|feelings?|felt|happ(?:y|ier|iness)|confiden(?:ce|t)|calmer|calm|safe|alone|mood"
    ),
    Monitoring.WRITTEN_PROGRESS: (
        r"attainment|(?:reading|spelling) ages?|(?:school |progress |written )reports?|in writing|written|exams?|tests?|"
        r"assessments?|grades?|certificates?|homework|school ?work|jotters?|exercise books?|standardi[sz]ed scores?|essays?|"
        r"letters?|slips?|forms?|receipts?|minutes show|book"
    ),
    Monitoring.SELF_REPORT: (
        r"says|said|tells|told|self-? ?report\w*|own words|own views?|views? of|diar(?:y|ies)|journal|drawings?|draws|"
        r"(?:he|she|they) (?:rates?|marks?|scales?)|[A-Z]\w+ (?:rates?|marks|scales) (?:his|her|their|how|the|a|an|on)|"
        r"(?:child|parent|mum|dad|carer)s?(?:['’]s?)? (?:views?|feedback)"
    ),
}
_PATTERNS = {
    kind: re.compile(rf"(?<![\w-])(?:{signs})(?![\w-])", 0 if kind is Monitoring.SELF_REPORT else re.IGNORECASE)
    for kind, signs in _SIGNS.items()
}
_INSTRUMENTS = words_of("instruments")
_SCALE = re.compile(
    r"(?i)(?:on a scale |scale |from )?(?:of |from )?\b[01]\s*(?:-|–|to)\s*(?:5|10|100)\b|\b\d+/10\b|out of (?:5|10)\b"
)
_HOPE = re.compile(
    r"(?i)\b(?:sees?|seen|notices?|observes?|observed?|shows?|reports?|reported|says?|feedback(?: of| on)?|evidence of)\s+"
    r"(?:that there (?:is|are)\s+)?(?:an?\s+|some\s+|the\s+|more\s+|signs? of\s+)*(?:\w+\s+)?"
    r"(?:improvements?|changes?|difference|progress|better|results?)\b"
)
"""What would be seen if all went well; how anybody would see it is left open."""
_REVIEW = re.compile(
    r"(?i)\W*(?:(?:to be |will be )?(?:reviewed|discussed|monitored|looked at)\s*)?(?:by|at|via|through|in|on|during)?\s*"
    r"(?:(?:the|a|our|next|each|every|regular|ongoing|further|monthly|weekly|termly|child'?s|plan|tac|taf|core group|team|"
    r"progress|lac|cp|case|multi-?agency)\s+)*"
    r"(?:reviews?|reviewing|meetings?|tac|taf|core group|conference|supervision)\s*(?:meetings?|conferences?|date|process)?"
    r"\s*(?:on .{1,30}|in .{1,20})?\W*"
)
_TO_REVIEW = re.compile(
    r"(?i)\W*(?:to be |will be )?(?:reviewed|kept under review|review|monitored)"
    r"(?:\s+(?:regularly|progress|as needed|by all|ongoing))*\W*"
)


@dataclass(frozen=True, slots=True)
class Kinds:
    """Which kinds of monitoring a plan uses, each with the rows that show it, numbered from 0."""

    used: Mapping[Monitoring, tuple[int, ...]]

    @property
    def lacking(self) -> tuple[Monitoring, ...]:
        """The kinds that no row uses; a plan need not have all five."""
        return tuple(kind for kind in Monitoring if kind not in self.used)


def kinds(reading: PlanReading) -> Kinds:
    """Return the kinds of monitoring of a plan: of its "measure" cells, or where one is empty, of its row's action."""
    used: dict[Monitoring, tuple[int, ...]] = {}
    for number, row in reading.plan.actions:
        for kind in kinds_in(row.measure if row.says(Column.MEASURE) else row.what):
            used[kind] = (*used.get(kind, ()), number)
    return Kinds(MappingProxyType({kind: used[kind] for kind in Monitoring if kind in used}))


def kinds_in(text: str) -> tuple[Monitoring, ...]:
    """Return the kinds of monitoring that the words of a cell speak of."""
    said = _HOPE.sub(" ", text)
    found = {kind for kind, pattern in _PATTERNS.items() if pattern.search(said)}
    if _SCALE.search(said):
        found.add(Monitoring.QUALITATIVE)
    if re.search(
        r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twice|once)\b", _SCALE.sub(" ", _without_days(said))
    ):
        found.add(Monitoring.QUANTITATIVE)
    return tuple(kind for kind in Monitoring if kind in found)


def find(reading: PlanReading) -> list[PlanFinding]:
    """Return a finding on each row that names no method, and on each that says "by review"."""
    return [f for number, _ in reading.plan.actions for f in _method(reading, number)]


def _method(reading: PlanReading, number: int) -> Iterator[PlanFinding]:
    row, cell = reading.plan.rows[number], reading.whole(number, Column.MEASURE)
    if not row.says(Column.MEASURE):
        yield from _unmeasured(reading, number, cell)
    elif _REVIEW.fullmatch(row.measure) or _TO_REVIEW.fullmatch(row.measure):
        yield finding("by-review", [cell], f"“{cell.words(reading.plan)}” does not say what will be looked at.")
    elif not kinds_in(row.measure) and not _names_means(reading, row.measure):
        yield finding("no-method", [cell], f"“{cell.words(reading.plan)}” does not say how anybody will know.")


def _unmeasured(reading: PlanReading, number: int, cell: Cell) -> Iterator[PlanFinding]:
    """Yield a finding on an empty cell, unless the action itself shows whether it was done.

    A list of actions without columns is no plan of this form: its sentences are judged one by one.
    """
    plan, action = reading.plan, reading.action(number)
    columns = sum(plan.has(column) for column in (Column.ISSUE, Column.WHO, Column.WHEN, Column.MEASURE))
    by_review = [c for c in reading.found(number).get("by-review", ()) if c[0] is Column.WHAT]
    if by_review:
        column, span, message = by_review[0]
        yield finding("by-review", [Cell(number, column, span)], message)
    elif columns > 1 and not evidence(action) and not is_deliverable(action):
        yield finding("no-method", [cell], "It does not say how anybody will know.")


def _names_means(reading: PlanReading, text: str) -> bool:
    """Say whether a cell names an instrument, the office's own or one that is known everywhere, or a frequency."""
    named: list[Span] = [*phrases.occurrences(_HOPE.sub(" ", text), _INSTRUMENTS), *reading.local.instruments_in(text)]
    return bool(named or frequencies(text))


def _without_days(text: str) -> str:
    months = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*"
    return re.sub(
        rf"(?i)\b\d{{1,2}}(?:st|nd|rd|th)?\s+{months}(?:\s+\d{{4}})?|\b{months}\s+\d{{4}}|\b20\d\d\b", " ", text
    )
