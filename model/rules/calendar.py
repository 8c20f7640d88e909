"""Days and periods in a statement, and the calendar day on which each is over.

LIAP, "Time bound": "in 2 weeks", "by end December". An expression counts when the day by which, or the period in
which, something is to be done can be found on a calendar; a frequency ("daily"), the length of a thing ("a 2-week
ban") and an event without a date ("at the next review") do not. Arithmetic on dates, and Easter, come from dateutil.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from dateutil.easter import easter
from dateutil.relativedelta import relativedelta

from model.criteria import Span
from model.rules.numbers import NUMBER, value
from model.rules.phrases import quoted
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
_LEADS = r"(?:by|before|until|till|til|to|on|in|at|within|during|over|from|for|of|end of|start of|beginning of|middle of|early|mid|late|w/c|w/e|week of|this|next|the|and|–|-|throughout|through|after|due|deadline:?|for the end of)"


@dataclass(frozen=True, slots=True)
class When:
    """A calendar expression: its words, the last day it covers (None when only a calendar at hand can tell), its start.

    `opens` marks an expression that says only when something starts ("from 1 May").
    """

    span: Span
    day: date | None
    opens: bool = False


_Resolve = Callable[[re.Match[str], date], date | None]


@lru_cache(maxsize=1024)
def expressions(text: str, as_of: date) -> tuple[When, ...]:
    """Return every day or period in `text` that a calendar can show, in text order, longest first where two overlap.

    Names ("May will call"), quoted titles and money or scores are left alone. A date without a year is the next one
    on or after `as_of`.
    """
    inside = quoted(text)
    found: list[When] = []
    for pattern, resolve in _SCANNERS:
        for match in pattern.finditer(text):
            span = _trim(text, Span(match.start(), match.end()))
            if any(span.overlaps(q) for q in inside) or any(span.overlaps(w.span) for w in found):
                continue
            if _is_no_day(text, match):
                continue
            found.append(When(span, resolve(match, as_of), _only_opens(text, span)))
    return tuple(sorted(found, key=lambda w: w.span))


def deadlines(text: str, as_of: date) -> list[When]:
    """Return the expressions that bound the work: those that end it, or a start to which a length is given.

    "From 1 May, weekly" has no end; "a 6-week group beginning on 1 July" has.
    """
    found = [w for w in expressions(text, as_of) if not _is_background(text, w.span)]
    ending = [w for w in found if not w.opens]
    if ending or not found:
        return ending
    length = _LENGTH.search(text)
    if length is None:
        return []
    day = found[0].day
    return [
        When(found[0].span, None if day is None else _after(day, length["n"] or "1", length["unit"] or length["only"]))
    ]


def _trim(text: str, span: Span) -> Span:
    words = span.of(text)
    return Span(span.start + len(words) - len(words.lstrip()), span.start + len(words.rstrip(" ,")))


def _is_no_day(text: str, match: re.Match[str]) -> bool:
    before, after = text[: match.start()], text[match.end() :]
    return bool(
        re.match(
            r"['’]s\b|s?['’]?\s+(?:team|group|course|club|class|strategy|plan|policy|report)\b|\s*%|-(?:to|and|week|day|month|year)\b",
            after,
        )
        or re.search(
            r"[£$€#]\s*$|(?i:\b(?:room|ward|year|class|unit|page|aged?|grade|level|vision|agenda|strategy|plan))\s+$",
            before,
        )
    )


def _is_background(text: str, span: Span) -> bool:
    """Say whether the expression dates something already done: "since March", "(dated 3 May 2026)", "down from 4 in June"."""
    return bool(
        re.match(r"(?i)since\b", span.of(text))
        or re.search(
            r"\b(?:since|dated|last|in the past|born|dob:?|as at|as of|compared (?:with|to)|than in|(?<!later )than|agreed(?: on)?|measured(?: on)?|down from \S+(?: \w+)? in|up from \S+(?: \w+)? in|baseline(?: of)?:?|were?|was)\s+(?:the\s)?$|\b(?:down|up) from \S+(?:\s[a-z]+)?\s+$",
            text[: span.start],
            re.IGNORECASE,
        )
    )


def _only_opens(text: str, span: Span) -> bool:
    words = span.of(text)
    opens = re.match(r"(?i)(?:from|starting|beginning|after|commencing|start)\b", words) or re.search(
        r"(?i)\b(?:from|starting|beginning|commencing|start|starts|begin|begins)(?: on| in| from)?\s*$",
        text[: span.start],
    )
    if not opens or re.match(r"(?i)from\b.*\b(?:to|until|till|through|–|-)\b", words):
        return False
    return not re.match(r"(?i)\s*(?:to|until|till|through|–|-)\s", text[span.end :])


def _month(name: str) -> int:
    return next(i for i, m in enumerate(MONTHS, 1) if m.startswith(name.lower().rstrip(".")[:3]))


def _year(word: str | None) -> int | None:
    if not word:
        return None
    digits = word.strip("'’ ,")
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _on(as_of: date, month: int, day: int, year: int | None = None) -> date | None:
    """Return that day; without a year, its next occurrence. None where the calendar has no such day."""
    for candidate in (year,) if year else (as_of.year, as_of.year + 1, as_of.year + 2):
        try:
            found = date(candidate, month, day)
        except ValueError:
            continue
        if year or found >= as_of:
            return found
    return None


def _month_end(as_of: date, month: int, year: int | None) -> date | None:
    first = _on(as_of.replace(day=1), month, 1, year)
    return first and first + relativedelta(day=31)


def _after(start: date, n: str, unit: str) -> date | None:
    low, count = unit.lower(), round(value(n))
    try:
        if low.startswith(
            ("session", "lesson", "sprint", "visit", "app", "morn", "even", "call", "class", *(d[:3] for d in DAYS))
        ):
            return start + timedelta(weeks=count * (2 if low.startswith("sprint") else 1))
        if low.startswith(("working", "day")):
            return start + timedelta(days=count)
        if low.startswith("fortnight"):
            return start + timedelta(weeks=2 * count)
        if low.startswith(("wk", "week", "school")):
            return start + timedelta(weeks=count)
        if low.startswith(("mth", "month")):
            return start + relativedelta(months=count)
        if low.startswith(("quarter", "term", "semester", "half")):
            return start + relativedelta(months=count * (3 if low[0] in "qt" else 5 if low[0] == "s" else 2))
        return start + relativedelta(years=count)
    except (OverflowError, ValueError):
        return None


def _explicit(m: re.Match[str], as_of: date) -> date | None:
    g = m.groupdict()
    day = int(re.sub(r"\D", "", g["last"] or g["day"]))
    return _on(as_of, _month(g["month"]), day, _year(g["year"]))


def _american(m: re.Match[str], as_of: date) -> date | None:
    return _on(as_of, _month(m["month"]), int(re.sub(r"\D", "", m["day"])), _year(m["year"]))


def _numeric(m: re.Match[str], as_of: date) -> date | None:
    day, month, year = int(m["day"]), int(m["month"]), m["year"]
    if month > 12:
        day, month = month, day
    return _on(as_of, month, day, None if not year else int(year) if len(year) == 4 else 2000 + int(year))


def _weekday(m: re.Match[str], as_of: date) -> date | None:
    if m["nth"]:
        for ahead in range(62):
            day = as_of + timedelta(days=ahead)
            if day.day == int(re.sub(r"\D", "", m["nth"])):
                return day
    index = next(i for i, d in enumerate(DAYS) if d.startswith(m["day"].lower()[:3]))
    return as_of + timedelta(days=(index - as_of.weekday()) % 7 or 7)


def _relative(m: re.Match[str], as_of: date) -> date | None:
    g = m.groupdict()
    return _after(as_of, g["n"] or g.get("m") or "1", m["unit"])


def _this_or_next(m: re.Match[str], as_of: date) -> date | None:
    unit, further = m["unit"].lower(), 1 if m["which"].lower() in ("next", "coming") else 0
    if unit.startswith(("week", "wk")) and "end" not in unit:
        return as_of + timedelta(days=6 - as_of.weekday() + 7 * further)
    if "weekend" in unit:
        return as_of + timedelta(days=6 - as_of.weekday() + 7 * further)
    if unit.startswith("month"):
        return as_of + relativedelta(months=further, day=31)
    if unit.startswith("quarter"):
        return as_of + relativedelta(months=2 - (as_of.month - 1) % 3 + 3 * further, day=31)
    if unit.startswith(("term", "half", "semester", "sprint", "session", "season")):
        return None
    return date(as_of.year + further, 12, 31)


def _quarter(m: re.Match[str], as_of: date) -> date | None:
    return _month_end(as_of, 3 * int(m["q"]), _year(m["year"]))


def _year_end(m: re.Match[str], as_of: date) -> date | None:
    year = _year(m["year"])
    if year is None:
        return date(as_of.year, 12, 31)
    return date(year + 1, 7, 31) if m["second"] else date(year, 12, 31)


def _term(m: re.Match[str], as_of: date) -> date | None:
    name = (m["name"] or "").lower()
    return _on(as_of, *TERM_ENDS[name], _year(m["year"])) if name in TERM_ENDS else None


def _season(m: re.Match[str], as_of: date) -> date | None:
    return _on(as_of, *SEASON_ENDS[m["name"].lower()], _year(m["year"]))


def _feast(m: re.Match[str], as_of: date) -> date | None:
    name = m["name"].lower().replace("’", "'")
    year = _year(m["year"])
    if name == "easter":
        days = [easter(y) for y in ((year,) if year else (as_of.year, as_of.year + 1))]
        return next((d for d in days if year or d >= as_of), None)
    return _on(as_of, *FEASTS[name], year) if name in FEASTS else None


def _today(m: re.Match[str], as_of: date) -> date:
    return as_of + timedelta(days=1 if m.group(0).lower().startswith("tom") else 0)


def _weekdays_on(m: re.Match[str], as_of: date) -> date:
    return as_of + timedelta(weeks=round(value(m["n"])))


def _unknown(_: re.Match[str], __: date) -> None:
    return None


def _scan(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w£$€/.-]){pattern}(?![\w/])", re.IGNORECASE)


_OF_PERIOD = r"(?:(?:by|before|until|till|at|for|towards)\s+)?(?:the\s+)?(?:very\s+)?(?:end|close|start|beginning|middle)\s+of\s+(?:the\s+|this\s+|next\s+|our\s+|her\s+|his\s+)?"
_LENGTH = re.compile(
    rf"(?i)(?:\b|x)(?P<n>{NUMBER})[ -](?:[a-z]+ )?(?P<unit>{_UNIT}|{_DAY}s|visits|appointments|mornings|evenings|calls|classes)\b"
    r"|(?P<only>fortnight|month|half[- ]term|term) (?:from|starting|beginning)"
)
_SCANNERS: tuple[tuple[re.Pattern[str], _Resolve], ...] = (
    (
        _scan(
            rf"(?:(?:from|between)\s+)?(?:(?P<day>{_NTH})(?:\s+(?:of\s+)?{_MONTH})?\s*(?:–|-|to|and|until|till)\s*)?(?:{_DAY},?\s+)?(?:the\s+)?(?P<last>{_NTH})\s+(?:of\s+)?(?P<month>{_MONTH})(?:,?\s+(?P<year>{_YEAR}))?"
        ),
        _explicit,
    ),
    (
        _scan(
            rf"(?P<month>{_MONTH})\s+(?P<day>{_NTH})(?!\s*(?:%|sessions|times|weeks|days))(?:,?\s+(?P<year>{_YEAR}))?"
        ),
        _american,
    ),
    (_scan(r"(?P<year>20\d\d)-(?P<month>\d\d)-(?P<day>\d\d)"), _numeric),
    (_scan(r"(?P<day>0?[1-9]|[12]\d|3[01])[/.](?P<month>0?[1-9]|[12]\d|3[01])[/.](?P<year>(?:20)?\d\d)"), _numeric),
    (
        _scan(
            rf"(?:(?:by|on|before|until|till|through|thru|than|from|due|w/c|to|am|pm|(?-i:[A-Z][a-z]+)|{_DAY})\s+)(?P<day>0?[1-9]|[12]\d|3[01])/(?P<month>0?[1-9]|[12]\d|3[01])(?P<year>)(?!\s*(?:of|correct|lessons|days|sessions))"
        ),
        _numeric,
    ),
    (
        re.compile(
            rf"(?i)(?<![\w-])(?:(?:by|before|until|till|til|thru|through|of|all|all of|up to|between|in|during|from|throughout|since|due|w/c|early|mid|late|end(?: of)?|start of|beginning of|this|next|middle of|and|to|for|over)[\s-]+(?:the\s+)?(?:(?:very\s)?(?:end|start|beginning|middle)\s+of\s+|end\s+|mid[- ]?|early\s+|late\s+)?)(?P<month>{_MONTH})(?:\s+(?P<year>{_YEAR}))?(?![\w'’])(?!\s+(?:will|to)\b)"
        ),
        lambda m, a: _month_end(a, _month(m["month"]), _year(m["year"])),
    ),
    (
        _scan(rf"(?P<month>{_MONTH})\s+(?P<year>{_YEAR})"),
        lambda m, a: _month_end(a, _month(m["month"]), _year(m["year"])),
    ),
    (
        _scan(
            rf"(?:(?:within|inside|in|over|during|for|across|throughout|through|after|every day for|each week for|per week for|until)\s+)(?:about\s+|around\s+|up to\s+|a maximum of\s+|a period of\s+|the\s+)?(?:(?:next|coming|following|first|space of|course of|remaining|last)\s+(?:the\s+)?(?P<n>{NUMBER}\s+)?|(?P<m>{NUMBER})[\s-]+(?:of\s+)?)(?:full |whole |consecutive |school |calendar |more |further |clear |weekly |months?/)?(?P<unit>{_UNIT})(?:['’])?(?:\s+time)?(?!\s*(?:of|after|before)\s+(?!today|this|now|release date))(?!\s+(?:a|per|each|every|out of|\d|plan|course|programme|program|ban|gap)\b)(?<!a lesson)(?<!a session)(?!-)"
        ),
        _relative,
    ),
    (_scan(rf"(?P<n>{NUMBER})\s+(?P<unit>{_UNIT})['’]?\s+(?:time|from (?:now|today)|running|in a row)"), _relative),
    (
        _scan(
            rf"(?:for |over |in |within )?the next (?P<n>{NUMBER}) (?P<unit>visit|appointment|match|game|shift|meal|supervision|hour)s"
        ),
        _unknown,
    ),
    (
        _scan(r"within (?:the next )?(?P<n>\d+|one|two|three|four)[ -]?(?:hours?|hrs?)(?!\s+(?:of|after))"),
        lambda m, a: a + timedelta(days=1 + int(value(m["n"])) // 24),
    ),
    (
        _scan(
            rf"(?:{_OF_PERIOD}|(?:by|before|until|in|during|over|for|throughout)\s+(?:the\s+)?)?(?:half|Q)(?P<q>[1-4])(?:\s+(?:of\s+)?(?P<year>{_YEAR}))?|Q(?P<x>9)"
        ),
        _quarter,
    ),
    (
        _scan(
            rf"(?:{_OF_PERIOD})?(?:(?:by|before|until|in|during|over|for|throughout|this|next)\s+)?(?:the\s+)?(?:last day of\s+)?(?:the\s+)?(?P<name>autumn|spring|summer|fall|winter|michaelmas|lent|hilary|trinity|lammas)\s+(?:half[- ])?(?:term|semester|holidays?|break)(?:\s+(?P<year>{_YEAR}))?"
        ),
        _term,
    ),
    (
        _scan(
            r"(?:by|before|in|until|over|during|throughout|this|next|for)\s+(?:the\s+)?(?:end of\s+)?(?:the\s+)?(?P<name>spring|summer|autumn|fall|winter)(?:\s+(?P<year>20\d\d))?(?!\s+(?:club|camp|school|reading|fair|fete|show|team))"
        ),
        _season,
    ),
    (
        _scan(
            rf"(?:by|before|until|till|til|over|at|on|this|next|in|during|for|after|and|up to|to|all|between now and)\s+(?:the\s+)?(?:end of\s+)?(?:the\s+)?(?P<name>{_FEAST}|(?:\w+['’]?s?\s){{1,2}}day)(?:\s+(?:break|holidays?|day|eve))?(?:\s+(?P<year>{_YEAR}))?"
        ),
        _feast,
    ),
    (
        _scan(
            rf"(?:{_OF_PERIOD}|(?:by|until|till|til|before|in|over|during|at|this|next|for|throughout|through|up to)\s+(?:the\s+|this\s+|next\s+)?)(?:[\w'’]+\s)?(?:half[- ]?term(?:\s+(?:holidays?|break))?|midterm|mid-term|school holidays|bank holiday|end of term|term|semester|school year|academic year|(?:\w+\s)?holidays|long vac(?:ation)?|marking period|grading period|trimester|sprint|academic session|season)(?!\s+(?:plan|goal|target))"
        ),
        _unknown,
    ),
    (
        _scan(
            rf"{_OF_PERIOD}(?:week|month|year|quarter|financial year|fiscal year|tax year|calendar year|day|reporting period|season|decade|harvest)\b(?!\s+\d)"
        ),
        lambda m, a: _this_or_next_from(m.group(0), a),
    ),
    (
        _scan(
            r"(?:(?:by|before|until|for|at|in)\s+)?(?:the\s+)?(?:financial\s+|fiscal\s+|tax\s+)?(?:year[- ]end|month[- ]end|quarter[- ]end|week[- ]end|end of (?:year|month|quarter|week|term|play|day|july|fy\d*)|eoy|eod|eow|eom|eoq|close of play|close of business|cob)"
        ),
        lambda m, a: _this_or_next_from(m.group(0), a),
    ),
    (
        _scan(
            r"(?:within|during|over|in|for)?\s?(?:the\s+)?(?P<which>this|next|coming)\s+(?P<unit>weekend|week|wk|fortnight|month|quarter|half[- ]term|term|semester|financial year|school year|academic year|year|season|sprint)(?!['’]s? (?:meeting|review))(?!-)"
        ),
        _this_or_next,
    ),
    (
        _scan(
            r"(?:(?:by|before|until|in|during|over|for|throughout|from|through|of|to|end)\s+)(?:the\s+)?(?:end of\s+)?(?:the\s+)?(?:academic year\s+|school year\s+|financial year\s+|fiscal year\s+|FY\s?|calendar year\s+)?(?P<year>20\d\d)(?P<second>\s*[/–-]\s*(?:20)?\d\d)?"
        ),
        _year_end,
    ),
    (
        _scan(r"(?:in|by|during|over|for|end of)?\s?FY\s?(?P<year>(?:20)?\d\d)(?P<second>)"),
        lambda m, _: date(2000 + int(m["year"]) % 100, 12, 31),
    ),
    (
        _scan(
            rf"(?<!every )(?<!each )(?:(?:by|on|before|until|till|til|from|next|this|due|w/c|w/e|come|close|starting|beginning|noon|lunch|tea|[ap]m)\s+)+(?:this\s+|next\s+|coming\s+)?(?P<day>{_DAY})(?:\s+(?:the\s+)?(?P<nth>{_NTH}))?(?!s\b)(?!\s*(?:[,&+/]|and|or|-|–)\s*(?:on\s)?{_DAY})(?:\s+(?:morning|afternoon|evening|night|week))?"
        ),
        _weekday,
    ),
    (_scan(rf"(?P<day>{_DAY})\s+(?:the\s+)?(?P<nth>{_NTH})(?!\s*(?:%|pm|am|:))"), _weekday),
    (
        _scan(rf"(?P<from>{_MONTH})\s*(?:–|-|to|thru|through)\s*(?P<month>{_MONTH})(?:\s+(?P<year>{_YEAR}))?"),
        lambda m, a: _month_end(a, _month(m["month"]), _year(m["year"])),
    ),
    (
        _scan(
            rf"(?P<n>{NUMBER})\s+(?:{_DAY}s|(?:mon|tues|wednes|thurs|fri|satur|sun)days|weeks|weekends)(?:\s+(?:running|in a row|from now))(?P<unit>)"
        ),
        _weekdays_on,
    ),
    (
        _scan(
            rf"(?:in\s+)?(?:the\s+)?(?:first|second|third|fourth|1st|2nd|3rd|4th|last|final)\s+(?:quarter|half|week of term|week of (?:the )?(?:{_MONTH}))(?:\s+of\s+{_YEAR})?"
        ),
        _unknown,
    ),
    (_scan(r"today|tonight|tomorrow(?: morning| night| afternoon)?|this (?:morning|afternoon|evening)"), _today),
    (
        _scan(
            r"(?:by|before|until|till)\s+(?:the\s+)?(?:clocks\s+(?:go|change)(?:\s+(?:back|forward))?|tax deadline|transfer window closes|local elections|general election|exam season|mocks|gcses|gcse exams|a[- ]levels|monsoon|rains|harvest|festive season)"
        ),
        _unknown,
    ),
)


def _this_or_next_from(words: str, as_of: date) -> date | None:
    low = words.lower()
    further = 1 if "next" in low else 0
    if "week" in low or "eow" in low:
        return as_of + timedelta(days=6 - as_of.weekday() + 7 * further)
    if "month" in low or "eom" in low:
        return as_of + relativedelta(months=further, day=31)
    if "quarter" in low or "eoq" in low:
        return as_of + relativedelta(months=2 - (as_of.month - 1) % 3 + 3 * further, day=31)
    if "financial" in low or "fiscal" in low or "tax" in low:
        return _on(as_of, 3, 31)
    if "year" in low or "eoy" in low:
        return date(as_of.year + further, 12, 31)
    return as_of if "day" in low or "cob" in low or "close" in low or "play" in low else None


def before(day: date | None, as_of: date) -> bool:
    """Say whether a resolved day has gone by."""
    return day is not None and day < as_of
