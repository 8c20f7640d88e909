"""Words without their markup, and where each of their characters stands in the document.

Markdown's asterisks and the quotes of a CSV cell are not judged, but a finding is shown where its words stand among
them, and a replacement must not tear a pair of them apart.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from model.criteria import Span

_TOKEN = re.compile(r"\w+|[^\w\s]")

Pair = tuple[Span, Span]
"""Where the opening and the closing half of some markup stand in the document; the closing half of an escape is empty."""


@dataclass(frozen=True, slots=True)
class Traced:
    """The characters of `text`; `at[i]` is where the i-th stands in the document, and `pairs` the markup around them."""

    text: str
    at: Sequence[int]
    pairs: tuple[Pair, ...] = ()

    @classmethod
    def of(cls, document: str, span: Span | None = None) -> "Traced":
        """Return a stretch of the document, or all of it, letter for letter."""
        span = span or Span(0, len(document))
        return cls(span.of(document), range(span.start, span.end))

    def part(self, words: Span) -> "Traced":
        """Return a stretch of the words."""
        return Traced(words.of(self.text), self.at[words.start : words.end], self.pairs)

    def place(self, words: Span) -> Span:
        """Return where a stretch of the words stands in the document, without markup around it."""
        if not self.text:
            return Span(0, 0)
        if words.start >= words.end:
            at = self.at[words.start] if words.start < len(self.at) else self.at[-1] + 1
            return Span(at, at)
        return Span(self.at[words.start], self.at[words.end - 1] + 1)

    def whole(self, words: Span) -> Span:
        """Return the same place widened so that it holds both halves of a pair of markup, or neither."""
        place = self.place(words)
        while torn := next((pair for pair in self.pairs if _is_torn(pair, place)), None):
            opening, closing = torn
            place = Span(min(place.start, opening.start), max(place.end, closing.end))
        return place

    def without(self, pattern: re.Pattern[str], group: int = 1) -> "Traced":
        """Return the words in which each match of the pattern has made way for one of its groups."""
        pieces: list[str] = []
        at: list[int] = []
        pairs = list(self.pairs)
        done = 0
        for match in pattern.finditer(self.text):
            start, end = match.span(group)
            pieces += [self.text[done : match.start()], match[group]]
            at += [*self.at[done : match.start()], *self.at[start:end]]
            pairs.append((self.place(Span(match.start(), start)), self.place(Span(end, match.end()))))
            done = match.end()
        return Traced("".join([*pieces, self.text[done:]]), (*at, *self.at[done:]), tuple(pairs))

    def blanked(self, spans: Iterable[Span]) -> "Traced":
        """Return the words with spaces over some stretches; their line breaks stay."""
        text = self.text
        for span in spans:
            text = text[: span.start] + re.sub(r"[^\r\n]", " ", span.of(text)) + text[span.end :]
        return replace(self, text=text)

    def aligned(self, words: str) -> "Traced | None":
        """Return these `words`, which differ from this text in white space, traced to the same places.

        They may open with words that do not stand here; those are traced to the beginning. None where they differ in
        more than that.
        """
        here, there = list(_TOKEN.finditer(self.text)), list(_TOKEN.finditer(words))
        lead = len(there) - len(here)
        if not here or lead < 0 or any(h[0] != t[0] for h, t in zip(here, there[lead:], strict=True)):
            return None
        at = [self.at[here[0].start()]] * len(words)
        end = 0
        for token, same in zip(there[lead:], here, strict=True):
            at[end : token.start()] = [at[end - 1] if end else at[0]] * (token.start() - end)
            at[token.start() : token.end()] = self.at[same.start() : same.end()]
            end = token.end()
        at[end:] = [at[end - 1]] * (len(words) - end)
        return Traced(words, tuple(at), self.pairs)


def _is_torn(pair: Pair, place: Span) -> bool:
    """Say whether a place holds one half of a pair; a backslash goes with its character, and so does the lone half."""
    opening, closing = pair
    if closing.start < closing.end:
        return place.overlaps(opening) != place.overlaps(closing)
    return place.overlaps(Span(opening.end, closing.start)) and not place.overlaps(opening)
