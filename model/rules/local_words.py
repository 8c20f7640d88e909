"""The words of one office: its agencies, posts and names, its ways of measuring, and terms that are plain speech there.

They go with the statement that is judged, so that two offices can be served at once. An entry in small letters is found
in any case; one with capitals only as it is written, so that the agency "Turning Point" is no turning point.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from model.criteria import Span
from model.rules.vocabulary import words_of

_DETERMINER = re.compile(r"(?i)\s*(?:(?:the|our|my|his|her|their|your|a|an)\s+)?")
_TEAMS = words_of("teams")


@dataclass(frozen=True, slots=True)
class LocalWords:
    """What the words of one office mean.

    `agencies` name organisations and parts of them, `posts` what one person holds, `names` people whose names are
    words, `instruments` sources of evidence. `plain` terms are neither vague nor weak here, and are read as titles.
    """

    agencies: tuple[str, ...] = ()
    posts: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    instruments: tuple[str, ...] = ()
    plain: tuple[str, ...] = ()

    def opening(self, text: str, start: int) -> int:
        """Return where an agency, post or name ends that opens `text` at `start`, after an article; `start` if none."""
        begin = _DETERMINER.match(text, start)
        at = begin.end() if begin else start
        return max(
            (s.end for s in _found(text, (*self.agencies, *self.posts, *self.names)) if s.start == at), default=start
        )

    def is_name(self, word: str) -> bool:
        """Say whether a word is part of one of the names."""
        return bool(self.names) and any(word in name.split() for name in self.names)

    def is_plain(self, lemma: str | None) -> bool:
        """Say whether a verb is one of the plain terms, whatever its form."""
        return lemma is not None and lemma in self.plain

    def plain_in(self, text: str) -> list[Span]:
        """Return where the plain terms stand."""
        return _found(text, self.plain)

    def instruments_in(self, text: str) -> list[Span]:
        """Return where the instruments stand."""
        return _found(text, self.instruments)

    def stand_ins(self, text: str, *, instruments: bool = False) -> list[tuple[Span, str]]:
        """Return where an agency, a post or, if asked for, an instrument stands, each with a plain word that says what it is."""
        kinds = ((self.agencies, _agency), (self.posts, _post), (self.instruments if instruments else (), _instrument))
        found = sorted(
            ((span, word(span.of(text))) for entries, word in kinds for span in _found(text, entries)),
            key=lambda entry: (entry[0].start, -entry[0].end),
        )
        kept: list[tuple[Span, str]] = []
        for span, word in found:
            if not kept or span.start >= kept[-1][0].end:
                kept.append((span, word))
        return kept

    def in_plain_words(self, phrase: str) -> str:
        """Return a phrase with each agency and post by a plain word for it: "Grace from services"."""
        for span, word in reversed(self.stand_ins(phrase)):
            phrase = phrase[: span.start] + word + phrase[span.end :]
        return phrase

    @property
    def spelling(self) -> frozenset[str]:
        """Every single word of all of them, in lower case: none of them is a slip of the finger."""
        return _words((*self.agencies, *self.posts, *self.names, *self.instruments, *self.plain))


NO_LOCAL_WORDS = LocalWords()
"""The words of no office in particular."""


def _agency(said: str) -> str:
    *more, last = said.lower().split()
    return f"services {last}" if more and last in _TEAMS else "services"


def _post(_: str) -> str:
    return "worker"


def _instrument(_: str) -> str:
    return "questionnaire"


def _found(text: str, entries: tuple[str, ...]) -> list[Span]:
    return [Span(m.start(), m.end()) for m in _pattern(entries).finditer(text)] if entries else []


@lru_cache(maxsize=64)
def _pattern(entries: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(entries, key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(_entry, longest_first))})(?![\w-])")


def _entry(entry: str) -> str:
    body = re.escape(entry).replace(r"\ ", r"\s+").replace("'", "['’]")
    return f"(?i:{body})" if entry == entry.lower() else body


@lru_cache(maxsize=64)
def _words(entries: tuple[str, ...]) -> frozenset[str]:
    return frozenset(w.lower() for entry in entries for w in re.findall(r"[^\W\d_]+", entry))
