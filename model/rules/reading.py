"""One reading of a statement, shared by all rules: its clause, its calendar, its numbers; each worked out once."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from model.criteria import Span
from model.rules import calendar, clause, phrases
from model.rules.calendar import When
from model.rules.clause import Clause, Shape
from model.rules.local_words import LocalWords
from model.rules.people import ACCOUNTABLE, TEAM_DOMAINS, Actor, actor_of
from model.rules.slips import turned_back
from model.statement import Statement

_OWNER = re.compile(
    r"(?i)\b(?:led|owned|run|delivered|overseen|actioned|headed|driven|managed|taken|co-?ordinated) by\s+(?:our\s+|the\s+)?"
    r"(?P<by>[^,.;()]{2,60})|\b(?:owner|lead|responsible|resp|action|actions?)\s*[:=]\s*(?P<owner>[^,.;()]{2,60})"
    r"|\((?P<in>[^()\d]{2,50})\)\s*[.]?$|(?:\s[–—-]\s)(?P<dash>[A-Z][^,.;()\d]{1,40})\s*[.]?$"
)
_NOT_A_QUANTITY = re.compile(
    r"(?i)(?:\b(?:aged?|room|ward|year|yr|grade|class|unit|stage|key stage|ks|phase|level|page|chapter|no\.?|number|step|flat|route|"
    r"form|section|part|tier|type|band|module|line|bay|house|form|version|v|week|day|goal|target|objective|outcome|priority|p|m25|a)\s*|[(#£$€/]\s*|\bat\s+|\bfrom\s+)$"
)
_FIGURE = re.compile(
    r"(?<![\w/])(?P<figure>\d+(?:[.,]\d+)*\s*%?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|"
    r"forty|fifty|once|twice|half|a third|three-quarters|nil|zero|dozen)(?![\w/]*\d)(?=(?P<unit>[\s-]*[^\W\d_]*))",
    re.IGNORECASE,
)
_LENGTH_OF_THING = re.compile(
    r"(?i)[\s-](?:week|month|day|year|hour|minute|session|lesson|wk|yr|step)s?\s+(?:course|programme|program|ban|plan|order|class|group|block|break|training|workshop|pilot|placement|strategy|review|tenancy)"
)


@dataclass(frozen=True)
class Reading:
    """A statement and what the rules read in it; built once for a request and handed to every rule."""

    statement: Statement

    @cached_property
    def text(self) -> str:
        """The words that are judged, letters that were changed round put back; each stands where the author typed it."""
        return turned_back(self.statement.text, self.local.spelling)

    @property
    def local(self) -> LocalWords:
        """The words of the office whose statement it is."""
        return self.statement.local

    @cached_property
    def titles(self) -> tuple[Span, ...]:
        """What is not judged as words of the author's: stretches in quotation marks, and the office's own plain terms."""
        return (*phrases.quoted(self.text), *self.local.plain_in(self.text))

    def occurrences(self, listed: Iterable[str]) -> list[Span]:
        """Return each occurrence of any of the `listed` phrases outside titles, in text order."""
        found = phrases.occurrences(self.text, listed, outside_quotes=False)
        return [span for span in found if not any(span.overlaps(t) for t in self.titles)]

    @cached_property
    def clause(self) -> Clause:
        """The first clause."""
        return clause.parse(self.text, self.local)

    @cached_property
    def deadlines(self) -> list[When]:
        """The calendar expressions that bound the work."""
        return calendar.deadlines(self.text, self.statement.as_of)

    @cached_property
    def calendar(self) -> tuple[When, ...]:
        """Every calendar expression, those that bound nothing too."""
        return calendar.expressions(self.text, self.statement.as_of)

    @cached_property
    def owner(self) -> Actor:
        """Who answers for it: the clause's actor, or the owner named beside it ("led by…", "(Sana)")."""
        actor = self.clause.actor
        if actor in ACCOUNTABLE:
            return actor
        for match in _OWNER.finditer(self.text):
            named = next(g for g in match.groups() if g)
            found = actor_of(named, opens=False, local=self.local)
            if found in ACCOUNTABLE:
                return found
        if actor in (Actor.NOBODY, Actor.THING) and self._understood:
            return Actor.FIRST_PERSON
        return actor

    @property
    def _understood(self) -> bool:
        """In a personal goal "I" is understood before an imperative and in a passive (annotation guide, Specific)."""
        undone = self.clause.agent is None if self.clause.shape is Shape.PASSIVE else self.clause.subject is None
        return self.statement.objective.domain == "personal" and undone

    @property
    def accountable(self) -> bool:
        """Whether a person, a post, "I" or, in a business or policy statement, a named team answers for it."""
        if self.owner is Actor.TEAM:
            return self.statement.objective.domain in TEAM_DOMAINS
        return self.owner in ACCOUNTABLE

    @cached_property
    def figures(self) -> list[Span]:
        """The amounts: numbers that are no dates, ages, rooms, times of day or lengths of a thing."""
        taken = [w.span for w in self.calendar] + list(self.titles)
        found = []
        for match in _FIGURE.finditer(self.text):
            span = Span(match.start("figure"), match.end("figure"))
            after = self.text[span.end : span.end + 40]
            if any(span.overlaps(t) for t in taken) or _NOT_A_QUANTITY.search(self.text[: span.start]):
                continue
            if re.match(
                r"(?i)\s*(?:am|pm|a\.m|p\.m|o'?clock|:\d|st\b|nd\b|rd\b|th\b|/7)|-?\s?year[- ]?olds?|\s*months? old|\s*mg\b|\s*ml\b",
                after,
            ):
                continue
            if _LENGTH_OF_THING.match(after):
                continue
            found.append(span)
        return found

    @cached_property
    def moves_figures(self) -> bool:
        """Whether a figure moves to another: "from 6 to 4", "43.7% → 60%", "to 95%"."""
        return bool(
            re.search(
                r"(?i)\bfrom\s+\D{0,12}[\d.,]+\D{0,40}?(?:to|→|->|down to|up to)\s+\D{0,14}\d|\d%?\s*(?:→|->|=>)\s*\d|"
                r"\b(?:to|by|under|below|above|over|least|most|than)\s+(?:at (?:least|most)\s+)?[£$€]?\d",
                self.text,
            )
        ) and bool(self.figures)
