"""The questions that LIAP asks when nothing is making a difference, each beside what the reviews say of it.

LIAP, "Moving On.... questions to consider". The evidence is what rows say and what they leave out. The answers are the
Team's: nothing here says what should become of a child.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from model.progress.reviews import Ref, Review, ReviewRow
from model.progress.saying import Statement, quote, said, tidy
from model.progress.threads import likeness
from model.progress.trend import MAKES_A_DIFFERENCE, MAKES_NONE, Course, Trend

SOURCE = "LIAP, Moving On: questions to consider"
SAME_CONCERN = 0.6
"""The share of words that two concerns have in common when they are one; they are worded anew more often than objectives."""
LAST_TWO = 2
"""The results that the reason itself names."""
_ASSESSMENT = re.compile(r"(?i)\b(?:re-?)?assess(?:ed|ment|ments|ing)?\b|\bchild['’]s plan 2\b")
_CONSENT = re.compile(r"(?i)\bconsent(?:s|ed|ing)?\b")
_ESCALATION = re.compile(
    r"(?i)\bescalat\w*|\b(?:resource|resource management|local management|placement services) group\b|\blead professional\b"
)


@dataclass(frozen=True, slots=True)
class Question:
    """One of LIAP's questions in its own words; `silence` says what the reviews leave out, empty where they speak of it."""

    text: str
    evidence: tuple[Statement, ...]
    silence: str = ""
    source: str = SOURCE


def questions(reviews: Sequence[Review], courses: Sequence[Course]) -> tuple[Question, ...]:
    """Return LIAP's six questions in their order, with the evidence of the reviews."""
    return (
        _concerns(reviews),
        _assessment(reviews),
        _unknown(courses),
        _professionals(reviews),
        _works(courses),
        _escalate(reviews, courses),
    )


Concern = list[tuple[str, Ref]]
"""One concern with every row that names it, in order."""


def _concerns(reviews: Sequence[Review]) -> Question:
    text = "Are the issues of concern the same or are they new?"
    found = _grouped(reviews, lambda row: row.issue, lambda a, b: likeness(a, b) >= SAME_CONCERN)
    if not found:
        return Question(text, (), "No row of these reviews names an issue or a concern.")
    last = len(reviews)
    evidence = [_concern(concern, last) for concern in found]
    silence = "With one review, nothing shows whether they are the same." if last == 1 else ""
    return Question(text, tuple(evidence), silence)


def _concern(concern: Concern, last: int) -> Statement:
    words, refs = concern[-1][0], tuple(ref for _, ref in concern)
    if last == 1:
        return said("A concern: {}.", quote(words, *refs))
    if refs[-1].review < last:
        return said("Named before, and not at the last review: {}.", quote(words, *refs))
    if refs[0].review == last:
        return said("New at the last review: {}.", quote(words, *refs))
    if refs[0].review > 1:
        return said("Not named at the first review, and named since: {}.", quote(words, *refs))
    return said("Named at the first review and at the last: {}.", quote(words, *refs))


def _assessment(reviews: Sequence[Review]) -> Question:
    text = "Has the Team re-visited the assessment (child's plan 2)? (See LIAP Flowchart)"
    found = _speak_of(reviews, _ASSESSMENT)
    return Question(text, found, "" if found else "No row of these reviews speaks of the assessment.")


def _unknown(courses: Sequence[Course]) -> Question:
    text = "Do you know what you don't know? (i.e. what other information does the Team need?)"
    evidence = [
        said("Not measured: {}.", quote(missing[-1].row.what, *(point.ref for point in missing)))
        for c in courses
        if (missing := [point for point in c.points if not point.row.result])
    ]
    evidence += [
        said("Of {} the results do not say which way it went.", quote(c.text, c.thread.last.ref))
        for c in courses
        if c.trend is Trend.CANNOT_TELL
    ]
    evidence += [
        said(
            "No baseline that counts what its results count stands beside {}.",
            quote(c.thread.first.row.what, c.thread.first.ref),
        )
        for c in courses
        if c.baseline is None and any(p.figure for p in c.points)
    ]
    evidence += [
        said("No later review has {}.", quote(c.text, c.thread.last.ref))
        for c in courses
        if c.gone and c.trend is not Trend.MET
    ]
    silence = (
        "" if evidence else "Every row has a result that can be read; what nobody has asked does not show in rows."
    )
    return Question(text, tuple(evidence), silence)


def _professionals(reviews: Sequence[Review]) -> Question:
    text = "Does another professional need to be brought into the Team (with consent)?"
    people = _grouped(reviews, lambda row: row.who, lambda a, b: tidy(a).casefold() == tidy(b).casefold())
    evidence = []
    for mentions in people:
        refs = tuple(ref for _, ref in mentions)
        since = len(reviews) > 1 and refs[0].review > 1
        lead = "By whom, since a later review than the first: {}." if since else "By whom, from the first review: {}."
        evidence.append(said(lead, quote(mentions[-1][0], *refs)))
    consent = _speak_of(reviews, _CONSENT)
    silence = [] if people else ["No row of these reviews says by whom."]
    silence += [] if consent else ["No row of these reviews speaks of consent."]
    return Question(text, (*evidence, *consent), " ".join(silence))


def _works(courses: Sequence[Course]) -> Question:
    text = "What have the evidence-based actions told the Team of what does and doesn't work?"
    leads = (
        ("Moved or met: {}.", MAKES_A_DIFFERENCE),
        ("Stalled or slipped: {}.", MAKES_NONE),
    )
    evidence = [_with(lead, c) for lead, trends in leads for c in courses if c.trend in trends]
    silence = "" if evidence else "No result of these reviews shows which way an objective went."
    return Question(text, tuple(evidence), silence)


def _with(lead: str, c: Course) -> Statement:
    """Return the objective with why it is held to have gone that way."""
    parts = [said(lead, quote(c.text, c.thread.last.ref)), c.reason]
    if len(c.measured) > LAST_TWO:
        baseline = [said("the baseline {}", c.baseline.quoted)] if c.baseline else []
        series = [*baseline, *(said("{}", point.quoted) for point in c.measured)]
        in_order = f"In order: {'; '.join(one.text for one in series)}."
        parts.append(Statement(in_order, tuple(ref for one in series for ref in one.refs)))
    refs = dict.fromkeys(ref for part in parts for ref in part.refs)
    return Statement(" ".join(part.text for part in parts), tuple(refs))


def _escalate(reviews: Sequence[Review], courses: Sequence[Course]) -> Question:
    text = "Do you need to escalate the plan?"
    evidence = []
    for c in courses:
        if c.trend in MAKES_NONE:
            refs = tuple(point.ref for point in c.points)
            evidence.append(said("Reviewed, and stalled or slipped at the last: {}.", quote(c.text, *refs)))
    spoken = _speak_of(reviews, _ESCALATION)
    silence = (
        ""
        if spoken
        else "No row of these reviews speaks of a lead professional, a management or resource group, or escalating."
    )
    return Question(text, (*evidence, *spoken), silence)


def _speak_of(reviews: Sequence[Review], pattern: re.Pattern[str]) -> tuple[Statement, ...]:
    return tuple(
        said("A row says: {}.", quote(words, ref))
        for ref, row in _rows(reviews)
        for words in row.words
        if pattern.search(words)
    )


def _rows(reviews: Sequence[Review]) -> Iterable[tuple[Ref, ReviewRow]]:
    return ((Ref(n, i), row) for n, review in enumerate(reviews, start=1) for i, row in enumerate(review.rows, start=1))


def _grouped(
    reviews: Sequence[Review], part: Callable[[ReviewRow], str | None], same: Callable[[str, str], bool]
) -> list[Concern]:
    """Return the different sayings of a part of the rows, each with every row that has it."""
    found: list[Concern] = []
    for ref, row in _rows(reviews):
        words = part(row)
        if words is None:
            continue
        group = next((g for g in found if g[-1][0] == words or same(g[-1][0], words)), None)
        if group is None:
            found.append([(words, ref)])
        else:
            group.append((words, ref))
    return found
