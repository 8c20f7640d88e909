"""From the bytes of a text file to its text, as the usual programs write it.

UTF-8 with or without a byte-order mark, UTF-16 with one (Excel's "Unicode text"), and else the Windows code page of
Western Europe, which Excel writes when it is asked for a plain CSV.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from model.errors import DocumentError

FALLBACK = "cp1252"
_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file, its line ends as they are, and how its bytes say it; `mark` is its byte-order mark."""

    text: str
    encoding: str
    mark: bytes = b""

    def encode(self, text: str) -> bytes:
        """Return another text in the file's own encoding, with its byte-order mark.

        Raises:
            UnicodeEncodeError: when the encoding has no such character.
        """
        return self.mark + text.encode(self.encoding)


MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def decoded(path: Path, content: bytes) -> Decoded:
    """Return the text of the file together with its encoding.

    Raises:
        DocumentError: when the bytes are no text in any of these encodings.
    """
    for mark, encoding in _candidates(content):
        try:
            text = content.removeprefix(mark).decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return Decoded(text, encoding, mark)
    raise DocumentError(path, "this is not readable text; save it again as UTF-8 text")


def text_of(path: Path, content: bytes) -> str:
    """Return the text of the file, its line ends as they are.

    Raises:
        DocumentError: when the bytes are no text in any of these encodings.
    """
    return decoded(path, content).text


def lines_of(text: str) -> list[str]:
    """Return the lines of the text as an editor counts them, without their ends."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def line_starts(text: str) -> list[int]:
    """Return where each of those lines begins in the text."""
    return [0, *(end.end() for end in _LINE_END.finditer(text))]


def _candidates(content: bytes) -> Iterator[tuple[bytes, str]]:
    for mark, encoding in MARKS:
        if content.startswith(mark):
            yield mark, encoding
            if encoding != "utf-8":
                return
    yield b"", "utf-8"
    yield b"", FALLBACK
