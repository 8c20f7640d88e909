"""The words that tell a day or a period, and the patterns in which they stand.

Each pattern is one kind of expression; its named groups ("day", "month", "n", "unit") are what `day_resolution.py` turns
into a date. Whole words only, whatever the case.
"""

import re

from model.rules.numbers import NUMBER
from model.rules.vocabulary import words_of

MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
TERM_ENDS = {
    "autumn": (12, 18),
    "spring": (3, 31),
    "summer": (7, 20),
    "fall": (12, 18),
    "winter": (12, 18),
    "michaelmas": (12, 18),
    "lent": (3, 31),
    "hilary": (3, 31),
    "trinity": (7, 20),
    "lammas": (8, 31),
}
"""Usual last days of British school terms, as (month, day); councils differ by a week or two."""
SEASON_ENDS = {"spring": (5, 31), "summer": (8, 31), "autumn": (11, 30), "fall": (11, 30), "winter": (2, 28)}
FEASTS = {
    "christmas": (12, 25),
    "xmas": (12, 25),
    "new year": (1, 1),
    "halloween": (10, 31),
    "hallowe'en": (10, 31),
    "bonfire night": (11, 5),
    "valentine's day": (2, 14),
    "st andrew's day": (11, 30),
    "hogmanay": (12, 31),
    "thanksgiving": (11, 26),
    "diwali": (11, 8),
}

_FEAST = "|".join(
    re.escape(f).replace("'", "['’]").replace(r"\ ", r"\s+") for f in sorted(words_of("feasts"), key=len, reverse=True)
)
_MONTH = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
_DAY = (
    r"(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:s|nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)"
)
_YEAR = r"(?:20\d\d|['’]\d\d)"
_NTH = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_UNIT = r"(?:day|wk|week|fortnight|mth|month|quarter|year|yr|school week|working day|session|lesson|term|half[- ]term|sprint|semester)s?"
_OF_PERIOD = r"(?:(?:by|before|until|till|at|for|towards)\s+)?(?:the\s+)?(?:very\s+)?(?:end|close|start|beginning|middle)\s+of\s+(?:the\s+|this\s+|next\s+|our\s+|her\s+|his\s+)?"


def _scan(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w£$€/.-]){pattern}(?![\w/])", re.IGNORECASE)


DAY_OF_MONTH = _scan(
    rf"(?:(?:from|between)\s+)?(?:(?P<day>{_NTH})(?:\s+(?:of\s+)?{_MONTH})?\s*(?:–|-|to|and|until|till)\s*)?(?:{_DAY},?\s+)?(?:the\s+)?(?P<last>{_NTH})\s+(?:of\s+)?(?P<month>{_MONTH})(?:,?\s+(?P<year>{_YEAR}))?"
)
MONTH_THEN_DAY = _scan(
    rf"(?P<month>{_MONTH})\s+(?P<day>{_NTH})(?!\s*(?:%|sessions|times|weeks|days))(?:,?\s+(?P<year>{_YEAR}))?"
)
ISO_DATE = _scan(r"(?P<year>20\d\d)-(?P<month>\d\d)-(?P<day>\d\d)")
SLASHED_DATE = _scan(r"(?P<day>0?[1-9]|[12]\d|3[01])[/.](?P<month>0?[1-9]|[12]\d|3[01])[/.](?P<year>(?:20)?\d\d)")
SLASHED_DAY_AND_MONTH = _scan(
    rf"(?:(?:by|on|before|until|till|through|thru|than|from|due|w/c|to|am|pm|(?-i:[A-Z][a-z]+)|{_DAY})\s+)(?P<day>0?[1-9]|[12]\d|3[01])/(?P<month>0?[1-9]|[12]\d|3[01])(?P<year>)(?!\s*(?:of|correct|lessons|days|sessions))"
)
MONTH_AFTER_PREPOSITION = re.compile(
    rf"(?i)(?<![\w-])(?:(?:by|before|until|till|til|thru|through|of|all|all of|up to|between|in|during|from|throughout|since|due|w/c|early|mid|late|end(?: of)?|start of|beginning of|this|next|middle of|and|to|for|over)[\s-]+(?:the\s+)?(?:(?:very\s)?(?:end|start|beginning|middle)\s+of\s+|end\s+|mid[- ]?|early\s+|late\s+)?)(?P<month>{_MONTH})(?:\s+(?P<year>{_YEAR}))?(?![\w'’])(?!\s+(?:will|to)\b)"
)
MONTH_AND_YEAR = _scan(rf"(?P<month>{_MONTH})\s+(?P<year>{_YEAR})")
PERIOD_AHEAD = _scan(
    rf"(?:(?:within|inside|in|over|during|for|across|throughout|through|after|every day for|each week for|per week for|until)\s+)(?:about\s+|around\s+|up to\s+|a maximum of\s+|a period of\s+|the\s+)?(?:(?:next|coming|following|first|space of|course of|remaining|last)\s+(?:the\s+)?(?P<n>{NUMBER}\s+)?|(?P<m>{NUMBER})[\s-]+(?:of\s+)?)(?:full |whole |consecutive |school |calendar |more |further |clear |weekly |months?/)?(?P<unit>{_UNIT})(?:['’])?(?:\s+time)?(?!\s*(?:of|after|before)\s+(?!today|this|now|release date))(?!\s+(?:a|per|each|every|out of|\d|plan|course|programme|program|ban|gap)\b)(?<!a lesson)(?<!a session)(?!-)"
)
PERIOD_FROM_NOW = _scan(rf"(?P<n>{NUMBER})\s+(?P<unit>{_UNIT})['’]?\s+(?:time|from (?:now|today)|running|in a row)")
NEXT_OCCASIONS = _scan(
    rf"(?:for |over |in |within )?the next (?P<n>{NUMBER}) (?P<unit>visit|appointment|match|game|shift|meal|supervision|hour)s"
)
HOURS_AHEAD = _scan(r"within (?:the next )?(?P<n>\d+|one|two|three|four)[ -]?(?:hours?|hrs?)(?!\s+(?:of|after))")
QUARTER = _scan(
    rf"(?:{_OF_PERIOD}|(?:by|before|until|in|during|over|for|throughout)\s+(?:the\s+)?)?(?:half|Q)(?P<q>[1-4])(?:\s+(?:of\s+)?(?P<year>{_YEAR}))?"
)
TERM = _scan(
    rf"(?:{_OF_PERIOD})?(?:(?:by|before|until|in|during|over|for|throughout|this|next)\s+)?(?:the\s+)?(?:last day of\s+)?(?:the\s+)?(?P<name>autumn|spring|summer|fall|winter|michaelmas|lent|hilary|trinity|lammas)\s+(?:half[- ])?(?:term|semester|holidays?|break)(?:\s+(?P<year>{_YEAR}))?"
)
SEASON = _scan(
    r"(?:by|before|in|until|over|during|throughout|this|next|for)\s+(?:the\s+)?(?:end of\s+)?(?:the\s+)?(?P<name>spring|summer|autumn|fall|winter)(?:\s+(?P<year>20\d\d))?(?!\s+(?:club|camp|school|reading|fair|fete|show|team))"
)
FEAST = _scan(
    rf"(?:by|before|until|till|til|over|at|on|this|next|in|during|for|after|and|up to|to|all|between now and)\s+(?:the\s+)?(?:end of\s+)?(?:the\s+)?(?P<name>{_FEAST}|(?:\w+['’]?s?\s){{1,2}}day)(?:\s+(?:break|holidays?|day|eve))?(?:\s+(?P<year>{_YEAR}))?"
)
SCHOOL_PERIOD = _scan(
    rf"(?:{_OF_PERIOD}|(?:by|until|till|til|before|in|over|during|at|this|next|for|throughout|through|up to)\s+(?:the\s+|this\s+|next\s+)?)(?:[\w'’]+\s)?(?:half[- ]?term(?:\s+(?:holidays?|break))?|midterm|mid-term|school holidays|bank holiday|end of term|term|semester|school year|academic year|(?:\w+\s)?holidays|long vac(?:ation)?|marking period|grading period|trimester|sprint|academic session|season)(?!\s+(?:plan|goal|target))"
)
END_OF_PERIOD = _scan(
    rf"{_OF_PERIOD}(?:week|month|year|quarter|financial year|fiscal year|tax year|calendar year|day|reporting period|season|decade|harvest)\b(?!\s+\d)"
)
PERIOD_END = _scan(
    r"(?:(?:by|before|until|for|at|in)\s+)?(?:the\s+)?(?:financial\s+|fiscal\s+|tax\s+)?(?:year[- ]end|month[- ]end|quarter[- ]end|week[- ]end|end of (?:year|month|quarter|week|term|play|day|july|fy\d*)|eoy|eod|eow|eom|eoq|close of play|close of business|cob)"
)
THIS_OR_NEXT = _scan(
    r"(?:within|during|over|in|for)?\s?(?:the\s+)?(?P<which>this|next|coming)\s+(?P<unit>weekend|week|wk|fortnight|month|quarter|half[- ]term|term|semester|financial year|school year|academic year|year|season|sprint)(?!['’]s? (?:meeting|review))(?!-)"
)
YEAR = _scan(
    r"(?:(?:by|before|until|in|during|over|for|throughout|from|through|of|to|end)\s+)(?:the\s+)?(?:end of\s+)?(?:the\s+)?(?:academic year\s+|school year\s+|financial year\s+|fiscal year\s+|FY\s?|calendar year\s+)?(?P<year>20\d\d)(?P<second>\s*[/–-]\s*(?:20)?\d\d)?"
)
FINANCIAL_YEAR = _scan(r"(?:in|by|during|over|for|end of)?\s?FY\s?(?P<year>(?:20)?\d\d)(?P<second>)")
WEEKDAY = _scan(
    rf"(?<!every )(?<!each )(?:(?:by|on|before|until|till|til|from|next|this|due|w/c|w/e|come|close|starting|beginning|noon|lunch|tea|[ap]m)\s+)+(?:this\s+|next\s+|coming\s+)?(?P<day>{_DAY})(?:\s+(?:the\s+)?(?P<nth>{_NTH}))?(?!s\b)(?!\s*(?:[,&+/]|and|or|-|–)\s*(?:on\s)?{_DAY})(?:\s+(?:morning|afternoon|evening|night|week))?"
)
WEEKDAY_OF_MONTH = _scan(rf"(?P<day>{_DAY})\s+(?:the\s+)?(?P<nth>{_NTH})(?!\s*(?:%|pm|am|:))")
MONTH_TO_MONTH = _scan(rf"(?P<from>{_MONTH})\s*(?:–|-|to|thru|through)\s*(?P<month>{_MONTH})(?:\s+(?P<year>{_YEAR}))?")
WEEKDAYS_RUNNING = _scan(
    rf"(?P<n>{NUMBER})\s+(?:{_DAY}s|(?:mon|tues|wednes|thurs|fri|satur|sun)days|weeks|weekends)(?:\s+(?:running|in a row|from now))(?P<unit>)"
)
PART_OF_PERIOD = _scan(
    rf"(?:in\s+)?(?:the\s+)?(?:first|second|third|fourth|1st|2nd|3rd|4th|last|final)\s+(?:quarter|half|week of term|week of (?:the )?(?:{_MONTH}))(?:\s+of\s+{_YEAR})?"
)
TODAY = _scan(r"today|tonight|tomorrow(?: morning| night| afternoon)?|this (?:morning|afternoon|evening)")
PUBLIC_EVENT = _scan(
    r"(?:by|before|until|till)\s+(?:the\s+)?(?:clocks\s+(?:go|change)(?:\s+(?:back|forward))?|tax deadline|transfer window closes|local elections|general election|exam season|mocks|gcses|gcse exams|a[- ]levels|monsoon|rains|harvest|festive season)"
)

LENGTH = re.compile(
    rf"(?i)(?:\b|x)(?P<n>{NUMBER})[ -](?:[a-z]+ )?(?P<unit>{_UNIT}|{_DAY}s|visits|appointments|mornings|evenings|calls|classes)\b"
    r"|(?P<only>fortnight|month|half[- ]term|term) (?:from|starting|beginning)"
)
"""How long something lasts: a number with its unit as "n" and "unit", or "only" the unit ("a fortnight from")."""
