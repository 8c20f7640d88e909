"""An open document: its text, its version, and positions in the units that the client counts in.

A line ends where the protocol says so, at a line feed, a carriage return or both, and nowhere else; a form feed and
U+2028, at which Python splits lines too, stand inside one.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from pathlib import PurePosixPath
from urllib.parse import unquote, urlparse

from lsprotocol import types
from pygls.workspace import PositionCodec

from model.criteria import Span

_LINE_END = re.compile(r"\r\n|\r|\n")


class Kind(Enum):
    """How a document is read."""

    TEXT = auto()
    MARKDOWN = auto()
    CSV = auto()


_SUFFIXES = {".csv": Kind.CSV, ".tsv": Kind.CSV, ".md": Kind.MARKDOWN, ".markdown": Kind.MARKDOWN}
_LANGUAGES = {"csv": Kind.CSV, "tsv": Kind.CSV, "markdown": Kind.MARKDOWN}


@dataclass(frozen=True, slots=True)
class Document:
    """One version of a document; `starts` says where its lines begin, in code points."""

    uri: str
    version: int
    text: str
    kind: Kind
    starts: Sequence[int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "starts", (0, *(end.end() for end in _LINE_END.finditer(self.text))))

    @classmethod
    def opened(cls, item: types.TextDocumentItem) -> "Document":
        """Return the document that a client opens; its name says how it is read, and else its language does."""
        suffix = PurePosixPath(unquote(urlparse(item.uri).path)).suffix.casefold()
        kind = _SUFFIXES.get(suffix) or _LANGUAGES.get(item.language_id, Kind.TEXT)
        return cls(item.uri, item.version, item.text, kind)

    def changed(
        self, version: int, changes: Sequence[types.TextDocumentContentChangeEvent], codec: PositionCodec
    ) -> "Document":
        """Return the next version: each change edits what the one before it has left."""
        document = self
        for change in changes:
            span = Span(0, len(document.text))
            if isinstance(change, types.TextDocumentContentChangePartial):
                span = document.span(change.range, codec)
            edited = document.text[: span.start] + change.text + document.text[span.end :]
            document = replace(document, text=edited)
        return replace(document, version=version)

    def line(self, number: int) -> str:
        """Return a line without its end; the empty string beyond the last one."""
        if not 0 <= number < len(self.starts):
            return ""
        end = self.starts[number + 1] if number + 1 < len(self.starts) else len(self.text)
        return self.text[self.starts[number] : end].rstrip("\r\n")

    def offset(self, position: types.Position, codec: PositionCodec) -> int:
        """Return the offset of a client's position; beyond the end of its line it is the line's end."""
        if position.line >= len(self.starts):
            return len(self.text)
        line = self.line(position.line)
        character = min(position.character, codec.client_num_units(line))
        within = codec.position_from_client_units([line], types.Position(0, character))
        return self.starts[position.line] + within.character

    def position(self, offset: int, codec: PositionCodec) -> types.Position:
        """Return where an offset stands, in the client's units."""
        number = bisect_right(self.starts, offset) - 1
        before = self.text[self.starts[number] : offset]
        return types.Position(number, codec.client_num_units(before))

    def span(self, range_: types.Range, codec: PositionCodec) -> Span:
        """Return the stretch of text of a client's range."""
        start = self.offset(range_.start, codec)
        return Span(start, max(start, self.offset(range_.end, codec)))

    def range(self, span: Span, codec: PositionCodec) -> types.Range:
        """Return the range of a stretch of text, in the client's units."""
        return types.Range(self.position(span.start, codec), self.position(span.end, codec))
