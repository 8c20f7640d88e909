"""Which zipped office files are safe to open: not locked, not broken, no bomb, and of the kind that their name says.

Word, OpenDocument and Excel files are zips of XML. No program writes a document type definition into them, and one that
is there can only be meant to harm, so it is refused before any XML parser sees it.
"""

import io
import lzma
import zipfile
import zlib
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from model.errors import DocumentError

MAX_UNPACKED_BYTES = 200_000_000  # a plan with photographs stays under a tenth of it

COMPOUND_FILE = bytes.fromhex("D0CF11E0")  # [MS-CFB] 2.2: old .doc and .xls files and everything with a password
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # [MS-OFFCRYPTO] 2.3.4.4: the stream that holds the locked file
ZIP = b"PK"
LOCKED_ENTRY = 0x1  # APPNOTE 4.4.4: bit 0 of an entry's flags

ZIP_DAMAGE = (
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    ValueError,
    lzma.LZMAError,
    zipfile.BadZipFile,
    zlib.error,
)
"""What `zipfile` trips over in a damaged file."""

Parts = zipfile.ZipFile


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of zipped file in words for the reader: "Word file", what to do with another file, the kind before zips.

    `reason` looks into the opened zip and says why it is no file of the kind, or must not be opened; "" when it may.
    """

    name: str
    maker: str
    open_and_save: str
    old: str
    reason: Callable[[Parts], str]


def check(path: Path, content: bytes, kind: Kind) -> None:
    """Refuse a file that must not be opened.

    Raises:
        DocumentError: when it is locked, of the old kind, broken, of another kind, or unpacks to more than it should.
    """
    if content.startswith(COMPOUND_FILE):
        raise DocumentError(path, _compound_reason(content, kind))
    if not content.startswith(ZIP):
        raise DocumentError(path, f"this is not {_a(kind.name)}, whatever its name says; {kind.open_and_save}")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            reason = _danger(package, kind)
    except ZIP_DAMAGE as error:
        raise damaged(path, kind) from error
    if reason:
        raise DocumentError(path, reason)


def damaged(path: Path, kind: Kind) -> DocumentError:
    """Return what to raise where a file of the kind proves broken."""
    return DocumentError(path, f"the {kind.name} is damaged; {kind.open_and_save}, or take it from a backup")


def _compound_reason(content: bytes, kind: Kind) -> str:
    if ENCRYPTED in content:
        return f"the {kind.name} is protected with a password; save a copy without the password"
    return f"this is {kind.old}; {kind.open_and_save}"


def _danger(package: Parts, kind: Kind) -> str:
    files = package.infolist()
    if any(file.flag_bits & LOCKED_ENTRY for file in files):
        return "the file is protected with a password; save a copy without the password"
    if sum(file.file_size for file in files) > MAX_UNPACKED_BYTES:
        limit = MAX_UNPACKED_BYTES // 1_000_000
        return f"the file unpacks to more than {limit} MB; take out large pictures, or copy the plan to a new document"
    reason = kind.reason(package)
    if reason:
        return f"{reason}; {kind.open_and_save}"
    if any(_has_doctype(package.read(file)) for file in files if _is_xml(file.filename)):
        return f"the file holds a document type definition, which {kind.maker} never writes; {kind.open_and_save}"
    return ""


def has(names: Collection[str], part: str, folder: str) -> bool:
    """Say whether a zip has this part and something in this folder."""
    return part in names and any(name.startswith(folder) for name in names)


def _a(noun: str) -> str:
    return f"{'an' if noun[0] in 'AEIOU' else 'a'} {noun}"


def _is_xml(name: str) -> bool:
    return name.casefold().endswith((".xml", ".rels", ".vml"))


def _has_doctype(xml: bytes) -> bool:
    return b"<!DOCTYPE" in xml.replace(b"\0", b"")
