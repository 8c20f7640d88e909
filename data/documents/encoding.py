"""From the bytes of a text file to its text, as the usual programs write it.

UTF-8 with or without a byte-order mark, UTF-16 with one (Excel's "Unicode text"), and else the Windows code page of
Western Europe, which Excel writes when it is asked for a plain CSV.
"""

import codecs
from pathlib import Path

from model.errors import DocumentError

FALLBACK = "cp1252"


def text_of(path: Path, content: bytes) -> str:
    """Return the text of the file, its line ends as they are.

    Raises:
        DocumentError: when the bytes are no text in any of these encodings.
    """
    utf_16 = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if utf_16 else ("utf-8-sig", FALLBACK):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise DocumentError(path, "this is not readable text; save it again as UTF-8 text")


def lines_of(text: str) -> list[str]:
    """Return the lines of the text as an editor counts them, without their ends."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
