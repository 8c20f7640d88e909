"""By when: nothing, never, an event that nobody can find on a calendar, or a day that has gone.

LIAP, "Time bound": state "in 2 weeks" or "by end December", not "ongoing".
"""

import re

from model.criteria import Finding, Span
from model.rules import calendar
from model.rules.reading import Reading
from model.rules.vocabulary import words_of

_OPEN_ENDED = words_of("open_ended")
_EVENT = re.compile(
    r"(?i)\b(?:by|at|before|after|until|till|for|from|prior to|in time for|on|upon|following|when|once)\s+"
    r"(?:the\s+|his\s+|her\s+|their\s+|our\s+|my\s+|a\s+|an\s+|next\s+|this\s+|each\s+|[A-Z][\w’']+\s+){0,3}(?:\w+\s)?"
    r"(?:review|meeting|appointment|assessment|visit|birthday|discharge|release|hearing|supervision|conference|transition|surgery|operation|"
    r"panel|court date|end of (?:the )?(?:placement|programme|project|course|order|session|stay|treatment|tenancy|pregnancy|sentence)|baby (?:is born|arrives)|appraisal|inspection|audit|probation|"
    r"wedding|move|start of treatment|handover|school starts|he starts school|she starts school|ready)\b"
)


def find(reading: Reading) -> list[Finding]:
    """Return why no calendar shows when it is done; a finding on each open-ended phrase even where there is a date."""
    statement, text = reading.statement, reading.text
    open_ended = [
        statement.finding("ongoing", span, f"“{span.of(text)}” never arrives.")
        for span in reading.occurrences(_OPEN_ENDED)
    ]
    if reading.deadlines:
        past = [w for w in reading.deadlines if w.day is not None and w.day < statement.as_of]
        if past and len(past) == len(reading.deadlines):
            return [
                statement.finding("date-past", w.span, f"“{w.span.of(text)}” was over on {w.day:%-d %B %Y}.")
                for w in past
            ]
        return []
    if open_ended:
        return open_ended
    event = next((Span(m.start(), m.end()) for m in _EVENT.finditer(text)), None)
    if event is not None:
        return [statement.finding("undated-event", event, f"“{event.of(text)}” is on no calendar until it has a date.")]
    opening = next((w for w in calendar.expressions(text, statement.as_of) if w.opens), None)
    if opening is not None:
        said = opening.span.of(text)
        return [
            statement.finding("no-deadline", opening.span, f"“{said}” says when it starts, and not when it is done.")
        ]
    return [statement.finding("no-deadline", statement.whole, "It does not say by when.")]
