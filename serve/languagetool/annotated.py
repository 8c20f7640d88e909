"""Text with markup in it: what of it is to be read, and the way back to where that stands in what was sent."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from model.criteria import Span
from serve.languagetool.fields import whole
from serve.languagetool.refused import Refused

ANCHOR = "\u200b"
"""What LibreOffice sends where a footnote or a comment is anchored. Whoever replaces it deletes the footnote."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of what was sent: text, or markup that is read as something else (as nothing, mostly)."""

    sent: str
    read: str


class Annotated:
    """What a client sent and what Aimwell reads of it.

    `sent` is what the client counts its offsets in: text and markup. `read` is what an author would read aloud.
    """

    def __init__(self, pieces: Iterator[Piece]) -> None:
        sent, read, places = [], [], []
        at = 0
        for piece in pieces:
            exact = piece.sent == piece.read
            end = at + len(piece.sent)
            places += [(at + i, at + i + 1) if exact else (at, end) for i in range(len(piece.read))]
            sent.append(piece.sent)
            read.append(piece.read)
            at = end
        self.sent = "".join(sent)
        self.read = "".join(read)
        self._places = places

    def place(self, read: Span) -> Span:
        """Return where a stretch of `read`, at least one code point, stands in `sent`; markup at its edges is left out."""
        return Span(self._places[read.start][0], self._places[read.end - 1][1])

    def replaceable(self, read: Span) -> bool:
        """Say whether a stretch stands in `sent` as it reads, so that nothing but words is lost when it is replaced."""
        return self.place(read).of(self.sent) == read.of(self.read)


def plain(text: str) -> Annotated:
    """Return the text of a client that sends no markup; the anchors of its footnotes are not read."""
    return Annotated(_text(text))


def annotated(data: str) -> Annotated:
    """Return the text of a client that marks its markup.

    Raises:
        Refused: when `data` is not `{"annotation": [{"text": …} or {"markup": …, "interpretAs": …}, …]}`, nor `{"text": …}`.
    """
    try:
        said = json.loads(data)
    except (ValueError, RecursionError):
        raise Refused("Could not parse JSON from 'data' parameter; check its brackets and quotes.") from None
    if not isinstance(said, dict) or ("text" in said) == ("annotation" in said):
        raise Refused("The 'data' parameter is a JSON object with either 'text' or 'annotation'.")
    if "text" in said:
        return plain(_words(said, "text"))
    if not isinstance(said["annotation"], list):
        raise Refused("'annotation' is a list of objects with either 'text' or 'markup'.")
    return Annotated(piece for part in said["annotation"] for piece in _part(part))


def _part(part: Any) -> Iterator[Piece]:
    if not isinstance(part, dict) or ("text" in part) == ("markup" in part):
        raise Refused("Each object of 'annotation' has either 'text' or 'markup'.")
    if "text" in part:
        return _text(_words(part, "text"))
    return iter([Piece(_words(part, "markup"), _words(part, "interpretAs"))])


def _text(text: str) -> Iterator[Piece]:
    first, *others = text.split(ANCHOR)
    yield Piece(first, first)
    for other in others:
        yield Piece(ANCHOR, "")
        yield Piece(other, other)


def _words(part: dict[str, Any], name: str) -> str:
    words = part.get(name, "")
    if not isinstance(words, str):
        raise Refused(f"'{name}' in the 'data' parameter is a string.")
    return whole(words)
