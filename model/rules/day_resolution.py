"""The calendar day on which an expression is over.

A date without a year is its next occurrence, a period is over on its last day, and what only a calendar at hand can tell
("by half-term", "until the local elections") has no day. Arithmetic on dates, and Easter, come from dateutil.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta

from dateutil.easter import easter
from dateutil.relativedelta import relativedelta

from model.rules import day_words
from model.rules.day_words import DAYS, FEASTS, MONTHS, SEASON_ENDS, TERM_ENDS
from model.rules.numbers import value

Resolve = Callable[[re.Match[str], date], date | None]
"""From a match of one kind of expression, and the day from which it is read, to the last day it covers."""


def day_after(start: date, n: str, unit: str) -> date | None:
    """Return the day `n` of `unit` after `start`; None where that is beyond the calendar.

    `n` is a number as written ("6", "six"). A session or a weekday comes once a week, a sprint every other week.
    """
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


def _day_of_month(m: re.Match[str], as_of: date) -> date | None:
    g = m.groupdict()
    day = int(re.sub(r"\D", "", g["last"] or g["day"]))
    return _on(as_of, _month(g["month"]), day, _year(g["year"]))


def _month_then_day(m: re.Match[str], as_of: date) -> date | None:
    return _on(as_of, _month(m["month"]), int(re.sub(r"\D", "", m["day"])), _year(m["year"]))


def _numeric(m: re.Match[str], as_of: date) -> date | None:
    day, month, year = int(m["day"]), int(m["month"]), m["year"]
    if month > 12:
        day, month = month, day
    return _on(as_of, month, day, None if not year else int(year) if len(year) == 4 else 2000 + int(year))


def _end_of_month(m: re.Match[str], as_of: date) -> date | None:
    return _month_end(as_of, _month(m["month"]), _year(m["year"]))


def _weekday(m: re.Match[str], as_of: date) -> date | None:
    if m["nth"]:
        for ahead in range(62):
            day = as_of + timedelta(days=ahead)
            if day.day == int(re.sub(r"\D", "", m["nth"])):
                return day
    index = next(i for i, d in enumerate(DAYS) if d.startswith(m["day"].lower()[:3]))
    return as_of + timedelta(days=(index - as_of.weekday()) % 7 or 7)


def _weekdays_running(m: re.Match[str], as_of: date) -> date:
    return as_of + timedelta(weeks=round(value(m["n"])))


def _today(m: re.Match[str], as_of: date) -> date:
    return as_of + timedelta(days=1 if m.group(0).lower().startswith("tom") else 0)


def _hours_ahead(m: re.Match[str], as_of: date) -> date:
    return as_of + timedelta(days=1 + int(value(m["n"])) // 24)


def _ahead(m: re.Match[str], as_of: date) -> date | None:
    g = m.groupdict()
    return day_after(as_of, g["n"] or g.get("m") or "1", m["unit"])


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


def _end_of_period(m: re.Match[str], as_of: date) -> date | None:
    low = m.group(0).lower()
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


def _quarter(m: re.Match[str], as_of: date) -> date | None:
    return _month_end(as_of, 3 * int(m["q"]), _year(m["year"]))


def _year_end(m: re.Match[str], as_of: date) -> date | None:
    year = _year(m["year"])
    if year is None:
        return date(as_of.year, 12, 31)
    return date(year + 1, 7, 31) if m["second"] else date(year, 12, 31)


def _financial_year(m: re.Match[str], _: date) -> date:
    return date(2000 + int(m["year"]) % 100, 12, 31)


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


def _unknown(_: re.Match[str], __: date) -> None:
    return None


KINDS: tuple[tuple[re.Pattern[str], Resolve], ...] = (
    (day_words.DAY_OF_MONTH, _day_of_month),
    (day_words.MONTH_THEN_DAY, _month_then_day),
    (day_words.ISO_DATE, _numeric),
    (day_words.SLASHED_DATE, _numeric),
    (day_words.SLASHED_DAY_AND_MONTH, _numeric),
    (day_words.MONTH_AFTER_PREPOSITION, _end_of_month),
    (day_words.MONTH_AND_YEAR, _end_of_month),
    (day_words.PERIOD_AHEAD, _ahead),
    (day_words.PERIOD_FROM_NOW, _ahead),
    (day_words.NEXT_OCCASIONS, _unknown),
    (day_words.HOURS_AHEAD, _hours_ahead),
    (day_words.QUARTER, _quarter),
    (day_words.TERM, _term),
    (day_words.SEASON, _season),
    (day_words.FEAST, _feast),
    (day_words.SCHOOL_PERIOD, _unknown),
    (day_words.END_OF_PERIOD, _end_of_period),
    (day_words.PERIOD_END, _end_of_period),
    (day_words.THIS_OR_NEXT, _this_or_next),
    (day_words.YEAR, _year_end),
    (day_words.FINANCIAL_YEAR, _financial_year),
    (day_words.WEEKDAY, _weekday),
    (day_words.WEEKDAY_OF_MONTH, _weekday),
    (day_words.MONTH_TO_MONTH, _end_of_month),
    (day_words.WEEKDAYS_RUNNING, _weekdays_running),
    (day_words.PART_OF_PERIOD, _unknown),
    (day_words.TODAY, _today),
    (day_words.PUBLIC_EVENT, _unknown),
)
"""Each kind of expression with what resolves it; where two overlap in a text, the earlier one here has the words."""
