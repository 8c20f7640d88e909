"""Numbers in a result that are no measure: dates, times of day, periods, ages, classes, the ends of a scale."""

import re
from datetime import date

from model.rules import calendar
from model.rules.numbers import WORDS

ONCE = {"once": 1, "twice": 2}
_WRITTEN = sorted((w for w in (*WORDS, *ONCE) if w not in ("a", "an", "couple", "hundred")), key=len, reverse=True)
NUMBER = rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d{{1,9}}(?:\.\d{{1,4}})?|{'|'.join(_WRITTEN)})"
"""The pattern of a number that counts something; "a" and "a couple" are no measures."""

_PERIODS = r"(?:school )?(?:days?|weeks?|fortnights?|months?|terms?|years?)"
_BEFORE = r"in|over|within|during|after|(?:for |over |in )?the (?:last|past|next)|last|past|next|(?<!of )every"
_PATTERNS = (
    r"\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}[/.]\d{1,2}[/.](?:\d{4}|\d{2})\b",
    r"\b(?:by|on|since|until|till|from)\s+\d{1,2}/\d{1,2}\b",
    r"\b\d{1,2}[:.]\d{2}(?:\s*[ap]\.?m\b\.?)?(?!\d|\s*(?:of|out|%))|\b\d{1,2}\s*(?:[ap]\.?m\b\.?|o[’']clock\b)",
    r"\b(?:19|20)\d{2}(?:[/–-]\d{2,4})?\b",
    rf"\b(?:{_BEFORE})\s+{NUMBER}\s+{_PERIODS}\b",
    rf"\b(?!one\b|1\b){NUMBER}[- ](?:week|day|month|year|hour|minute|point|session|term)(?![\w’'])(?=[ -]\w)",
    r"\b(?:year|week|room|aged?|row|class|stage|step|session|review|number|no\.?|term|phase|p|s|y)\s*\d+\b",
    r"\b(?:on |from )?(?:an? |the )?(?:scale|rating)(?: of| from)? \d+\s*(?:[-–]|to)\s*\d+\b",
    r"\b(?:0|1)\s*(?:[-–]|to)\s*(?:5|10|100)(?:\s+scale\b|(?=\W|$))",
    r"\b(?:no|this|that|each|every|which|any|another)[- ]one\b|\bone[- ](?:to|another|of)\b|\bat once\b",
)
_NOISE = tuple(re.compile(pattern, re.IGNORECASE) for pattern in _PATTERNS)


def without_noise(text: str, as_of: date) -> str:
    """Return the text with everything blanked out that has a number and is no measure; offsets stay.

    Days are resolved from `as_of`.
    """
    for when in calendar.expressions(text, as_of):
        span = when.span
        text = f"{text[: span.start]}{' ' * (span.end - span.start)}{text[span.end :]}"
    for pattern in _NOISE:
        text = pattern.sub(lambda match: " " * len(match[0]), text)
    return text
