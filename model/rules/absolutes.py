"""All or nothing, and what somebody else decides.

LIAP, "Achievable": can we realistically get this done in the timeframe, with existing or new resources? Small steps.
"""

import re

from model.criteria import Finding, Span
from model.rules.numbers import NUMBER
from model.rules.reading import Reading
from model.rules.vocabulary import words_of

_BARE = words_of("absolutes")
_OUTSIDE = words_of("outside_control")
_SETS = re.compile(
    r"(?i)(?<![\w-])(?:all(?!\s+(?:day|night|morning|afternoon|weekend|staff training))|every(?:\s+single)?|each and every)(?![\w-])"
)
_COUNTED = re.compile(
    rf"(?i)\s*(?:of\s+)?(?:the\s+|his\s+|her\s+|our\s+|my\s+|their\s+|these\s+|other\s+|second\s+)?(?:{NUMBER}|both|first|last|next)\b"
)
_RHYTHM = re.compile(
    r"(?i)\s+(?:other\s+|school\s+|second\s+)?(?:day|night|morning|afternoon|evening|week|weekend|weekday|month|quarter|term|mon\w*|tue\w*|"
    r"wed\w*|thu\w*|fri\w*|sat\w*|sun\w*|fortnight|shift|visit|session|meal|hour|time|year|\d+)\b"
)
_SHORT = re.compile(r"(?i)\b(?:next|this) week|tomorrow|this weekend|for (?:a|one|two|2|1) weeks?|until friday\b")


def find(reading: Reading) -> list[Finding]:
    """Return each absolute and each result that others decide, in text order.

    A small set that is counted ("all 3 sessions") and a rhythm ("every Friday") are no absolutes; an open set ("all
    lessons") is.
    """
    statement, text = reading.statement, reading.text
    absolute = [*reading.occurrences(_BARE), *_open_sets(reading), *_hundreds(text)]
    return [
        *(
            statement.finding("absolute", span, f"“{span.of(text)}” leaves no room for a bad day or a first step.")
            for span in sorted(absolute)
        ),
        *(
            statement.finding("outside-control", span, f"“{span.of(text)}” is for somebody else to decide.")
            for span in reading.occurrences(_OUTSIDE)
        ),
    ]


def _open_sets(reading: Reading) -> list[Span]:
    text = reading.text
    found = [Span(m.start(), m.end()) for m in _SETS.finditer(text) if not _is_bounded(text, m)]
    return [span for span in found if not any(span.overlaps(t) for t in reading.titles)]


def _is_bounded(text: str, match: re.Match[str]) -> bool:
    rhythm = match.group(0).lower().startswith("every") and _RHYTHM.match(text, match.end())
    idiom = re.search(r"(?i)\b(?:at|after|above|in|not|for|that is)\s$", text[: match.start()])
    return bool(rhythm or idiom or _COUNTED.match(text, match.end()) or _SHORT.search(text))


def _hundreds(text: str) -> list[Span]:
    return [
        Span(m.start(), m.end())
        for m in re.finditer(r"(?i)(?<![\d.])100\s?(?:%|per ?cent)|(?<!\w)\d+ out of \d+", text)
        if _whole(m.group(0))
    ]


def _whole(words: str) -> bool:
    numbers = re.findall(r"\d+", words)
    return len(numbers) == 1 or numbers[0] == numbers[1]
