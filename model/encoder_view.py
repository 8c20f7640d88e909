"""A statement as the encoder sees it: names stand for anybody, slips of the finger are put right.

Who is named must not matter to a verdict, and neither must a typing slip; so the encoder never sees either. Each name
becomes one of a few plain ones, the same one wherever it stands in statement and context, so that who is who survives.
Every stretch of the view remembers where it came from, so that evidence can point into the author's own words.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from model.criteria import Span
from model.rules.day_words import DAYS, MONTHS
from model.rules.lexicon import NAMES_THAT_ARE_WORDS, is_known
from model.rules.local_words import NO_LOCAL_WORDS, LocalWords
from model.rules.people import PEOPLE
from model.rules.slips import mended
from model.rules.vocabulary import words_of

STAND_INS = ("Sam", "Alex", "Robin", "Chris", "Pat", "Lee", "Jo", "Kim")
"""Names of one word piece each, given to anybody; after the last the first comes again."""

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_NO_PERSON = (
    PEOPLE
    | words_of("titles")
    | words_of("function_words")
    | frozenset(w for phrase in words_of("instruments") | words_of("agencies") for w in phrase.split())
)
_CALENDAR = re.compile("|".join(rf"{day[:3]}(?:{day[3:]}|rs|s|t)?s?" for day in (*MONTHS, *DAYS)))
_SEASONS = frozenset({"summer", "autumn", "spring", "winter"})
_FEASTS = frozenset(w for feast in words_of("feasts") for w in feast.split()) - {"all", "lunar"}
_POST = re.compile(r"[a-z]+(?:worker|mum|mam|mom|dad|mother|father|parent|sister|brother)s?")
_LIKE_FUNCTION = frozenset({"will", "may", "an", "art", "page", "mark", "grant", "bill", "hope", "faith", "trip"})
_FOLLOWS_A_NAME = re.compile(
    r"(?:['’]s?)?\s+(?:will|to|and|is|has|needs|can|or|&|would|shall|must|should|[A-Z][a-z]+)\b|\s*[:,(]"
)
_OPENS = re.compile(r"(?:^|[.!?:|•\n]\s*|[“\"‘(–—-]\s*)$")


@dataclass(frozen=True, slots=True)
class View:
    """A text as the encoder sees it; `pieces` pairs each stretch of it with the stretch of the original behind it."""

    text: str
    pieces: tuple[tuple[Span, Span], ...]

    def original(self, span: Span) -> Span:
        """Return the stretch of the original behind a stretch of the view."""
        behind = [
            theirs if ours.end - ours.start != theirs.end - theirs.start else _shifted(span, ours, theirs)
            for ours, theirs in self.pieces
            if ours.overlaps(span)
        ]
        return Span(behind[0].start, max(b.end for b in behind)) if behind else Span(0, 0)


def views(parts: Iterable[str], vocabulary: Mapping[str, int], local: LocalWords = NO_LOCAL_WORDS) -> list[View]:
    """Return a view of each part; one person has one stand-in through all of them.

    `vocabulary` gives whole words their rank, commonest first; slips are mended towards it. The encoder has never met the
    agencies, posts and instruments of an office: it is shown a plain word for what they are.
    """
    known: dict[str, str] = {}
    return [_view(part, known, vocabulary, local) for part in parts]


def _view(text: str, known: dict[str, str], vocabulary: Mapping[str, int], local: LocalWords) -> View:
    pieces: list[str] = []
    spans: list[tuple[Span, Span]] = []
    length = at = 0
    for where, shown in _changes(text, known, vocabulary, local):
        for words, theirs in ((text[at : where.start], Span(at, where.start)), (shown, where)):
            pieces.append(words)
            spans.append((Span(length, length + len(words)), theirs))
            length += len(words)
        at = where.end
    pieces.append(text[at:])
    spans.append((Span(length, length + len(text) - at), Span(at, len(text))))
    return View("".join(pieces), tuple(spans))


def _changes(
    text: str, known: dict[str, str], vocabulary: Mapping[str, int], local: LocalWords
) -> list[tuple[Span, str]]:
    """Return what is shown in place of which stretches of a text, in order."""
    changes = local.stand_ins(text, instruments=True)
    taken = [where for where, _ in changes]
    for match in _WORD.finditer(text):
        word, where = match.group(0), Span(*match.span())
        if any(where.overlaps(t) for t in taken):
            continue
        shown = _stand_in(word, text, match, known, local)
        if shown is None:
            shown = word if word in local.spelling else mended(word, vocabulary)
        if shown != word:
            changes.append((where, shown))
    return sorted(changes)


def _stand_in(word: str, text: str, match: re.Match[str], known: dict[str, str], local: LocalWords) -> str | None:
    low = word.lower()
    if not word[0].isupper() or len(word) < 2 or word.isupper():
        return None
    if not (local.is_name(word) or names_somebody(word, text, match)) and (low not in known or _is_calendar(low)):
        return None
    return known.setdefault(low, STAND_INS[len(known) % len(STAND_INS)])


def names_somebody(word: str, text: str, match: re.Match[str]) -> bool:
    """Say whether a capitalised word is a name as far as its letters and its place show."""
    low = word.lower()
    if low in NAMES_THAT_ARE_WORDS:
        opens = _OPENS.search(text[: match.start()]) is not None
        acts = _FOLLOWS_A_NAME.match(text, match.end()) is not None
        if _is_calendar(low):
            return opens and acts
        return acts or not (opens or low in _LIKE_FUNCTION)
    if _is_calendar(low):
        return False
    if len(word) < 3 or word[1:2].isupper() or low in _NO_PERSON or _POST.fullmatch(low):
        return False
    return not any(is_known(part) for part in low.split("-"))


def _is_calendar(low: str) -> bool:
    return low in _SEASONS or low in _FEASTS or _CALENDAR.fullmatch(low) is not None


def _shifted(span: Span, ours: Span, theirs: Span) -> Span:
    start = max(span.start, ours.start) - ours.start + theirs.start
    return Span(start, max(start, min(span.end, ours.end) - ours.start + theirs.start))
