"""Which .docx files are safe to open, and the document in them.

The XML parser of python-docx leaves entities alone, and a document type definition is refused all the same.
"""

import io
from pathlib import Path

from docx import Document
from docx.document import Document as WordDocument
from docx.exceptions import PythonDocxError
from docx.opc.exceptions import OpcError
from docx.oxml.exceptions import XmlchemyError

from data.documents.zipped import ZIP_DAMAGE, Kind, Parts, check, damaged, has

DAMAGE = (
    *ZIP_DAMAGE,
    ArithmeticError,
    AssertionError,
    AttributeError,
    OpcError,
    PythonDocxError,
    SyntaxError,
    TypeError,
    XmlchemyError,
)
"""What zipfile, lxml and python-docx trip over in a damaged file; lxml's syntax errors are Python's."""

OPEN_AND_SAVE = "open it in Word and save it as “Word Document (.docx)”"


def _reason(package: Parts) -> str:
    return "" if has(package.namelist(), "[Content_Types].xml", "word/") else "this is a zip file and not a Word file"


WORD = Kind("Word file", "Word", OPEN_AND_SAVE, "a Word file of the old kind (.doc)", _reason)


def open_word(path: Path, content: bytes) -> WordDocument:
    """Return the document in `content`, which came from `path`.

    Raises:
        DocumentError: when it is locked, an old .doc, broken, no Word file, or unpacks to more than it should.
    """
    check(path, content, WORD)
    try:
        return Document(io.BytesIO(content))
    except DAMAGE as error:
        raise damaged(path, WORD) from error
