"""What stands after the verb: the words that stay, the day at their end, and the sentences that follow.

Blanks are put between the three ("ring Mum [amount] by Friday. No excuses."), so a day is parted from its words only
where these stay whole without it: not "before it lapses | on 4 November", not "the whole | of October".
"""

import re
from dataclasses import dataclass

from model.criteria import Span
from model.rules.calendar import When
from model.rules.numbers import WORDS
from model.rules.phrases import quoted
from model.rules.reading import Reading

_BULLET = re.compile(r"^\s*[-*•·▪–—>☐]+\s*")
_NO_DEADLINE = re.compile(
    r"(?i)\s*[,(–-]?\s*\b(?:on an on-?going basis|ongoing|on-going|as soon as possible|(?-i:asap)|in due course|when ready|"
    r"until further notice|at some point|going forwards?|moving forwards?|"
    r"(?:by|at|measured by|monitored by)\s+(?:the\s+|next\s+|regular\s+)*reviews?)\b\)?"
)
_SENTENCE_END = re.compile(r"(?:(?<=[^\W\d_]{2})|(?<=[\d)”\"’'%!?]))[.!?]+\s+(?=[^\s.a-z])")
_SHORT = frozenset([
    "mr", "mrs", "ms", "dr", "st", "rev", "prof", "sgt", "insp", "capt", "sr", "jr", "no", "nos", "vs",
    "approx", "etc", "est", "incl", "max", "min", "dept", "ext", "ave", "rd", "jan", "feb", "mar", "apr",
    "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "mon", "tue", "tues", "wed", "thu", "thur",
    "thurs", "fri", "sat", "sun"
])  # fmt: skip
"""Words that are written with a full stop inside a sentence."""
_ENDS_SHORT = re.compile(r"(?i)(?:\b(?:etc|approx|incl)|\b[a-z]\.[a-z])\.$")
_LEAD = re.compile(
    r"(?i)(?:^|[\s,(]+)(?:by|before|on|until|till|til|from|due|within|in|w/c|no later than|starting)\s*$"
)
_SECOND_LEAD = re.compile(r"(?i)(?:^|[\s,(]+)(?:due|no later than|starting)\s*$")
_OWN_LEAD = re.compile(
    r"(?i)(?:by|before|on|until|till|til|from|due|within|inside|in|at|over|during|for|throughout|through|between|after|this|"
    r"next|every|each|today|tonight|tomorrow|w/c|no later than|starting|up to|all|early|late|mid)\b"
)
_OWN_DAY = re.compile(r"(?i)(?:this|next|every|each|today|tonight|tomorrow|all|early|late|mid)\b")
_EVENT_LEAD = re.compile(
    r"[\s,(]+(?:by|before|until|till|til)\s+(?:the|his|her|their|my|our|its|it|he|she|they|we|I|next|[A-Z][\w'’]*)\s+"
    r"(?:[^\s,.;:()]+\s+){0,5}$"
)
_PERIOD_LEAD = re.compile(
    r"(?i)[\s,(]+(?:(?:by|before|until|for|over|in)\s+)?(?:the\s+)?(?:whole|rest|end|start|beginning|middle|course|month|week)"
    r"(?:\s+(?:of|beginning|starting|commencing|ending))?$"
)
_MONEY = "£$€¥₹₦₱₩"
_HANGS = re.compile(
    r"(?i)(?:^|[\s,(])(?:of|and|or|to|between|from|in|at|the|an?|for|than|with|one|its|their|on|as|now|right|only|just|even)$|[&+/–—-]$"
)
_MONEY_OR_SHARE = re.compile(rf"[{_MONEY}]\d[\d.,]*\d|[{_MONEY}]\d|\d+(?:[.,]\d+)*\s?(?:%|per ?cent\b)")
_NO_TARGET = re.compile(
    r"(?i)(?:\b(?:within|in|inside|every|next|last|past|first|after|before|aged?|than|from|against|per|weeks?|terms?|years?|levels?|"
    r"ages?|stages?|grades?|goal|at the|out of|one in|(?:each|every) of)\s*|[/:.-]\s*|–)$"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_IDENTIFIER = re.compile(r"\b(?!USD\b|EUR\b|GBP\b)[A-Z]{2,}\s*$")
_HANGS_ON = re.compile(r"(?i)(?:\b(?:from|against|than|and|or)|,)\s*$")
_FAR_OFF = re.compile(r"(?i)[\s-]*(?:day|week|month|year)s?\s+(?:from|after|before|later|ago|off|on)\b|[-–]\d")
_DETERMINERS = re.compile(
    r"(?i)(?:(?<![\w'’-])(?:(?:all|both|each|every|some)(?:\s+one)?(?:\s+of)?|the|an?|his|her|their|our|my|its|own|full|whole|"
    r"other|remaining|another|at least|at most|no more than|no fewer than|more than|over|under|around|about|roughly|"
    r"Tk|Rs\.?|KSh|USD|EUR|GBP)\s+)+$"
)
_ALL_OR_NOTHING = re.compile(
    r"(?i)(?<![\w.])(?:100\s?(?:%|per ?cent)|(?P<n>\d+)\s+(?:\w+\s+)?(?:out of|in|of)\s+(?P=n)\b|(?:zero|nil|none)\b)"
)
_FROM_TO = re.compile(
    rf"(?i)\bfrom\s+(?:\w+\s+){{0,3}}[{_MONEY}]?\d[\d.,]*[^.;]{{0,60}}?\s(?:down\s+|up\s+)?to\s+"
    r"(?P<to>(?:at (?:least|most)\s+)?(?:[£$€₹₦]?\d|nil\b|none\b|zero\b))"
)


@dataclass(frozen=True, slots=True)
class Rest:
    """The words from `start` to `end` of `text`, the day after them (with what leads to it), and what follows both."""

    text: str
    start: int
    end: int
    day: str
    after: str

    def words(self, start: int | None = None, end: int | None = None) -> str:
        """Return the words, or a stretch of them, without what is no deadline and no method."""
        start, end = self.start if start is None else start, self.end if end is None else end
        return tidy(without_no_deadline(self.text[start:end]))


def without_no_deadline(text: str) -> str:
    """Return a text without what is no deadline ("ongoing") and no method ("by review")."""
    return _NO_DEADLINE.sub("", text)


def whole_of(text: str) -> str:
    """Return a whole statement as a heading: without a bullet, what is no deadline, and the mark that ends it."""
    return Rest(text, len(text) - len(_BULLET.sub("", text)), len(text), "", "").words() or tidy(text)


def rest_of(reading: Reading, start: int) -> Rest:
    """Return what stands from `start` on, parted."""
    text = reading.text
    stop = _sentence_end(text, start)
    after = tidy(without_no_deadline(text[stop:])).strip(",;: ")
    last = next((w for w in reversed(reading.calendar) if _closes(text, w, start, stop)), None)
    begin = None if last is None else _day_start(text, start, last.span)
    if begin is None:
        return Rest(text, start, stop, "", after)
    day = text[begin:stop].strip(" .;!")
    day = day if not day.startswith("(") or day.endswith(")") else f"{day})"
    return Rest(text, start, begin, day, after)


def tidy(words: str) -> str:
    """Return words with single spaces, and without the marks that end a sentence or hang on its end."""
    words = re.sub(r"\s+", " ", re.sub(r"\s+([,.;:])", r"\1", words)).strip()
    words = re.sub(r",(?:\s*,)+", ",", words)
    if _ENDS_SHORT.search(words):
        return words
    ended = re.sub(r"[\s.,;:!]+$", "", words)
    return ended if re.search(r"\w", ended) else ""


def _sentence_end(text: str, start: int) -> int:
    """Return where the sentence around `start` ends: its last mark, or the end of the text."""
    for match in _SENTENCE_END.finditer(text, start):
        word = re.search(r"[^\W_]*$", text[: match.start()])
        short = word and word.group(0).lower() in _SHORT and match.group(0).startswith(".")
        if not short and not any(q.start < match.start() < q.end for q in quoted(text)):
            return match.end()
    return len(text)


def _closes(text: str, when: When, start: int, stop: int) -> bool:
    return when.span.start > start and when.span.end <= stop and not text[when.span.end : stop].strip(" .!)")


def _day_start(text: str, start: int, day: Span) -> int | None:
    """Return where the words begin that name the day; None where what stands before would not be whole without it."""
    owns = _OWN_LEAD.match(day.of(text)) is not None
    led = owns and not _OWN_DAY.match(day.of(text))
    before = text[start : day.start]
    lead = (_SECOND_LEAD if led else _LEAD).search(before) or re.search(r"\s*[,(]\s*$", before)
    before = before[: lead.start()] if lead else before.rstrip()
    event = _EVENT_LEAD.search(f"{before} ")
    if event and (owns or lead):
        return start + event.start()
    period = None if owns or lead else _PERIOD_LEAD.search(before)
    if period:
        return start + period.start()
    moves = (owns or lead) and not _HANGS.search(before)
    return start + len(before) if moves else None


def target_of(reading: Reading, rest: Rest, *, absolute: bool) -> int | None:
    """Return where the figure begins that is too high for a first step, with the words that belong to it.

    That is what "100 %" or "from 6 to none" aims at, or else the first amount; None where no figure is plainly the aim.
    """
    text, stop = reading.text, rest.end
    moved = _FROM_TO.search(text, rest.start, stop)
    if moved:
        return moved.start("to")
    found = _ALL_OR_NOTHING.search(text, rest.start, stop) if absolute else None
    return _with_determiners(rest, found.start()) if found else _first_amount(reading, rest)


def _with_determiners(rest: Rest, at: int) -> int:
    """Return where the phrase of a figure begins: "all 14 nights", "at least 5 of 7"."""
    determined = _DETERMINERS.search(rest.text[rest.start : at])
    return rest.start + determined.start() if determined else at


def _first_amount(reading: Reading, rest: Rest) -> int | None:
    """Return where the first amount begins that stands by itself, and not in a list or behind a comma."""
    text = reading.text
    marked = [Span(m.start(), m.end()) for m in _MONEY_OR_SHARE.finditer(text)]
    taken = [w.span for w in reading.calendar] + list(quoted(text))
    counted = [s for s in reading.figures if s.of(text)[:1].isdigit() or WORDS.get(s.of(text).lower().strip(), 0) > 1]
    for span in sorted([*marked, *counted]):
        if not rest.start <= span.start < rest.end or any(span.overlaps(t) for t in taken):
            continue
        if _YEAR.fullmatch(span.of(text).strip()):
            continue
        at = _with_determiners(rest, span.start)
        plain = span in marked or not (_NO_TARGET.search(text[: span.start]) or _IDENTIFIER.search(text[: span.start]))
        if plain and not _FAR_OFF.match(text, span.end):
            return None if _HANGS_ON.search(text[:at]) else at
    return None
