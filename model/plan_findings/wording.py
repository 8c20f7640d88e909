"""The three lists of words for an issue: each term, what takes its place, an example, and where it is left alone.

The files are `model/rules/words/plan_generic.txt`, `plan_agency.txt` and `plan_emotive.txt`; their first lines say how
they are written.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from model.criteria import Span


@dataclass(frozen=True, slots=True)
class Wording:
    """What to write in place of a term.

    `instead` fits where the term stands, its blanks typed ("[what]"); it is empty where the term is best left out.
    `example` says it exactly, of somebody invented; `note` is advice where no example would do.
    """

    instead: str
    example: str = ""
    note: str = ""

    @property
    def advice(self) -> str:
        """All of it in one line for a reader."""
        shown = f"for example “{self.example}”" if self.example else self.note
        return ": ".join(part for part in (self.instead, shown) if part)


@dataclass(frozen=True)
class WordList:
    """One list: its terms with their wordings, and the phrases in which a term is meant otherwise."""

    wordings: dict[str, Wording]
    alone: tuple[str, ...]

    def find(self, text: str) -> Iterator[tuple[Span, Wording]]:
        """Yield every term of the text with its wording, in text order; of two that overlap the longer one."""
        left = [Span(m.start(), m.end()) for m in _pattern(self.alone).finditer(text)] if self.alone else []
        for match in _pattern(tuple(self.wordings)).finditer(text):
            span = Span(match.start(), match.end())
            if not any(span.overlaps(other) for other in left):
                yield span, self._wording(match[0])

    def _wording(self, found: str) -> Wording:
        return self.wordings.get(_plain(found)) or self.wordings[_plain(found).lower()]


@cache
def word_list(name: str) -> WordList:
    """Return the list `words/NAME.txt`."""
    lines = files("model.rules").joinpath("words", f"{name}.txt").read_text(encoding="utf-8").splitlines()
    wordings: dict[str, Wording] = {}
    alone: list[str] = []
    for line in lines:
        if line.strip() and not line.startswith("#"):
            terms, _, rest = line.partition("=")
            instead, example, kept = (*(part.strip() for part in rest.split("|")), "", "")[:3]
            wording = Wording(instead, note=example[1:]) if example.startswith("*") else Wording(instead, example)
            wordings |= dict.fromkeys(map(_plain, terms.split(",")), wording)
            alone += [phrase for phrase in map(_plain, kept.split(",")) if phrase]
    return WordList(wordings, tuple(alone))


@cache
def _pattern(terms: Sequence[str]) -> re.Pattern[str]:
    longest_first = sorted(terms, key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(_term, longest_first))})(?![\w-]|['’]\w)")


def _term(term: str) -> str:
    """Return the pattern of a term: one with capitals is found as it is written, another in any case."""
    body = re.escape(term).replace(r"\ ", r"[\s-]+").replace("'", "['’]")
    return body if term != term.lower() else f"(?i:{body})"


def _plain(words: str) -> str:
    """Return a term with plain apostrophes, and spaces for its hyphens."""
    return " ".join(words.replace("’", "'").replace("-", " ").split())
