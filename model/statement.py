"""The statement that is judged: the parts of an objective composed into one sentence, each word traceable to its part.

A plan's columns say "Attend a mutual aid group", "Alfie", "2027-03-01"; what is judged is "Alfie will attend a mutual
aid group by 1 March 2027". A finding on that sentence still has to point into the column where the words stand.
"""

import re
from dataclasses import dataclass
from datetime import date

from model.criteria import Field, Finding, Objective, Span
from model.rules.catalogue import RULES
from model.rules.clause import Shape, parse
from model.rules.local_words import NO_LOCAL_WORDS, LocalWords

_PREPOSITION = re.compile(
    r"(?i)(by|in|on|at|within|from|over|until|till|before|after|during|for|every|each|starting|beginning|between|"
    r"throughout|through|this|next|today|tonight|tomorrow|daily|weekly|monthly)\b"
)
_OPEN_ENDED = re.compile(r"(?i)\W*(ongoing|asap|as soon as possible|tbc|tba|n/?a|when ready|long term|short term)\b")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_BASE_VERB_START = re.compile(r"(?i)(will|to|shall|must|should|is|are|has|needs?|wants?)\b")


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the statement that came from one field; `verbatim` when it stands there letter for letter."""

    span: Span
    field: Field
    offset: int
    verbatim: bool


@dataclass(frozen=True, slots=True)
class Statement:
    """The composed sentence of `objective`, judged as of a day; offsets into it are Unicode code points.

    `local` are the words of the office whose plan it is.
    """

    text: str
    objective: Objective
    as_of: date
    segments: tuple[Segment, ...]
    local: LocalWords = NO_LOCAL_WORDS

    def locate(self, span: Span) -> tuple[Field, Span]:
        """Return the field and the span in that field behind a stretch of the statement.

        A stretch that crosses fields is cut to the field where it begins, one that begins in the words that join them
        ("by" before a deadline) to the field behind those.
        """
        for segment in self.segments:
            if span.start < segment.span.end or segment is self.segments[-1]:
                length = len(self.objective.part(segment.field))
                if not segment.verbatim:
                    return segment.field, Span(0, length)
                start = min(max(span.start - segment.span.start, 0) + segment.offset, length)
                end = min(max(span.end - segment.span.start, 0) + segment.offset, length)
                return segment.field, Span(start, max(start, end))
        raise AssertionError("a statement has at least one segment")

    def finding(self, rule: str, span: Span, message: str, question: str | None = None) -> Finding:
        """Return the finding `rule` on a stretch of the statement, located in the field where its words stand."""
        known = RULES[rule]
        field, where = self.locate(span)
        return Finding(rule, known.criterion, field, where, message, question or known.question, known.source)

    @property
    def whole(self) -> Span:
        """The span of the whole objective's text in the statement, without white space around it."""
        first = next(s for s in self.segments if s.field is Field.TEXT)
        words = first.span.of(self.text)
        lead = len(words) - len(words.lstrip())
        return Span(first.span.start + lead, first.span.start + max(lead, len(words.rstrip())))


def compose(objective: Objective, as_of: date, local: LocalWords = NO_LOCAL_WORDS) -> Statement:
    """Return the statement that is judged for `objective`: its parts as one sentence."""
    build = _Builder()
    text = objective.text
    stripped = text.rstrip()
    tail = objective.when or objective.measure
    if tail:
        stripped = stripped.rstrip(".;,")
    if objective.who and not _names(text, objective.who):
        build.part(Field.WHO, objective.who.strip(), objective.who.find(objective.who.strip()))
        build.glue(_join_actor(stripped, local))
        first = stripped.lstrip()
        if re.match(r"[A-Z][a-z]+\s", first) and _imperative(first, local):
            first = first[0].lower() + first[1:]
        build.part(Field.TEXT, first, len(stripped) - len(stripped.lstrip()))
    else:
        build.part(Field.TEXT, stripped if tail else text, 0)
    if objective.when:
        _add_when(build, objective.when)
    if objective.measure:
        build.glue(", measured by ")
        build.part(Field.MEASURE, objective.measure.strip(), objective.measure.find(objective.measure.strip()))
    return Statement("".join(build.pieces), objective, as_of, tuple(build.segments), local)


class _Builder:
    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.segments: list[Segment] = []
        self.length = 0

    def glue(self, words: str) -> None:
        self.pieces.append(words)
        self.length += len(words)

    def part(self, field: Field, words: str, offset: int, *, verbatim: bool = True) -> None:
        self.segments.append(Segment(Span(self.length, self.length + len(words)), field, offset, verbatim))
        self.glue(words)


def spoken_day(when: str) -> str | None:
    """Return a day that is written "2027-03-01" as it stands in the statement, "1 March 2027"; None for all else."""
    iso = _ISO.fullmatch(when.strip())
    try:
        day = date(*map(int, iso.groups())) if iso else None
    except ValueError:
        return None
    return f"{day.day} {day:%B %Y}" if day else None


def _add_when(build: _Builder, when: str) -> None:
    words = when.strip()
    spoken = spoken_day(words)
    if spoken:
        build.glue(" by ")
        build.part(Field.WHEN, spoken, 0, verbatim=False)
        return
    if _OPEN_ENDED.match(words):
        build.glue(", ")
    elif _PREPOSITION.match(words):
        build.glue(" ")
    else:
        build.glue(" by ")
    build.part(Field.WHEN, words, when.find(words))


def _names(text: str, who: str) -> bool:
    return re.search(rf"(?i)(?<!\w){re.escape(who.strip())}(?!\w)", text) is not None


def _imperative(text: str, local: LocalWords) -> bool:
    return parse(text, local).shape is Shape.IMPERATIVE


def _join_actor(text: str, local: LocalWords) -> str:
    first = text.lstrip()
    if _BASE_VERB_START.match(first):
        return " "
    return " will " if first and _imperative(first, local) else ": "
