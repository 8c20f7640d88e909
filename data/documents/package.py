"""Which .docx files are safe to open: locked, broken, a bomb, or no Word file at all.

A .docx is a zip of XML. The XML parser of python-docx leaves entities alone, and a document type definition, which Word
never writes, is refused all the same.
"""

import io
import lzma
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path

from docx import Document
from docx.document import Document as WordDocument
from docx.exceptions import PythonDocxError
from docx.opc.exceptions import OpcError
from docx.oxml.exceptions import XmlchemyError

from model.errors import DocumentError

MAX_UNPACKED_BYTES = 200_000_000  # a plan with photographs stays under a tenth of it

COMPOUND_FILE = bytes.fromhex("D0CF11E0")  # [MS-CFB] 2.2: old .doc files and everything with a password
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # [MS-OFFCRYPTO] 2.3.4.4: the stream that holds the locked file
ZIP = b"PK"
LOCKED_ENTRY = 0x1  # APPNOTE 4.4.4: bit 0 of an entry's flags

DAMAGE = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    OpcError,
    OSError,
    PythonDocxError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    XmlchemyError,
    lzma.LZMAError,
    zipfile.BadZipFile,
    zlib.error,
)
"""What zipfile, lxml and python-docx trip over in a damaged file; lxml's syntax errors are Python's."""

OPEN_AND_SAVE = "open it in Word and save it as “Word Document (.docx)”"


def open_word(path: Path, content: bytes) -> WordDocument:
    """Return the document in `content`, which came from `path`.

    Raises:
        DocumentError: when it is locked, an old .doc, broken, no Word file, or unpacks to more than it should.
    """
    if content.startswith(COMPOUND_FILE):
        raise DocumentError(path, _compound_reason(content))
    if not content.startswith(ZIP):
        raise DocumentError(path, f"this is not a Word file, whatever its name says; {OPEN_AND_SAVE}")
    try:
        reason = _danger(content)
        document = None if reason else Document(io.BytesIO(content))
    except DAMAGE as error:
        raise DocumentError(path, f"the Word file is damaged; {OPEN_AND_SAVE}, or take it from a backup") from error
    if document is None:
        raise DocumentError(path, reason)
    return document


def _compound_reason(content: bytes) -> str:
    if ENCRYPTED in content:
        return "the Word file is protected with a password; save a copy without the password"
    return f"this is a Word file of the old kind (.doc); {OPEN_AND_SAVE}"


def _danger(content: bytes) -> str:
    """Return why the zip must not be opened as a Word file; the empty string when it may."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        files = package.infolist()
        if any(file.flag_bits & LOCKED_ENTRY for file in files):
            return "the file is protected with a password; save a copy without the password"
        if sum(file.file_size for file in files) > MAX_UNPACKED_BYTES:
            limit = MAX_UNPACKED_BYTES // 1_000_000
            return (
                f"the file unpacks to more than {limit} MB; take out large pictures, or copy the plan to a new document"
            )
        if not _is_word(package.namelist()):
            return f"this is a zip file and not a Word file; {OPEN_AND_SAVE}"
        if any(_has_doctype(package.read(file)) for file in files if _is_xml(file.filename)):
            return f"the file holds a document type definition, which Word never writes; {OPEN_AND_SAVE}"
    return ""


def _is_word(names: Sequence[str]) -> bool:
    return "[Content_Types].xml" in names and any(name.startswith("word/") for name in names)


def _is_xml(name: str) -> bool:
    return name.casefold().endswith((".xml", ".rels"))


def _has_doctype(xml: bytes) -> bool:
    return b"<!DOCTYPE" in xml.replace(b"\0", b"")
