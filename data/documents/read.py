"""The way in: a plan file of any known kind, or one reason why it cannot be read."""

from collections.abc import Callable, Mapping
from pathlib import Path

from data.documents import delimited, json_plan, markdown, opendocument, plain, prose, spreadsheet, word
from data.documents.entry import Entry
from model.detector import Detector
from model.errors import DocumentError, NoObjective

MAX_BYTES = 20_000_000  # a plan with pictures has a few; past this it is not a plan, or not only one

READERS: Mapping[str, Callable[[Path, bytes], list[Entry]]] = {
    ".docx": word.read,
    ".odt": opendocument.read,
    ".xlsx": spreadsheet.read,
    ".md": markdown.read,
    ".markdown": markdown.read,
    ".csv": delimited.read,
    ".txt": plain.read,
    ".json": json_plan.read,
}

OTHERS: Mapping[str, str] = {
    ".doc": "a Word file of the old kind (.doc); open it in Word and save it as .docx",
    ".docm": "a Word file with macros (.docm); open it in Word and save it as .docx",
    ".xls": "an Excel file of the old kind (.xls); open it in Excel and save it as .xlsx",
    ".xlsm": "an Excel file with macros (.xlsm); open it in Excel and save it as .xlsx",
    ".xlsb": "a binary Excel file (.xlsb); open it in Excel and save it as .xlsx",
    ".ods": "an OpenDocument spreadsheet (.ods); open it in LibreOffice and save it as .xlsx",
    ".rtf": "a rich text file (.rtf); open it in Word or LibreOffice and save it as .docx",
}
"""Files that people have for plans, and how they become readable."""


def read_plan(path: Path, max_bytes: int = MAX_BYTES, detector: Detector | None = None) -> list[Entry]:
    """Return the objectives of the plan file, in the order in which they stand there; at least one.

    A `detector` looks for them in the running text of a Markdown file that has neither a plan table nor a list.

    Raises:
        DocumentError: whenever the file cannot be read as a plan, with what to do next.
    """
    return entries_of(path, content_of(path, max_bytes), detector)


def entries_of(path: Path, content: bytes, detector: Detector | None = None) -> list[Entry]:
    """Return the objectives in the content of the plan file; at least one.

    Raises:
        DocumentError: whenever it cannot be read as a plan, with what to do next.
    """
    reader = _reader(path)
    entries = reader(path, content)
    if not entries and detector and reader is markdown.read:
        entries = prose.read(path, content, detector)
    if not entries:
        raise NoObjective(path)
    return entries


def _reader(path: Path) -> Callable[[Path, bytes], list[Entry]]:
    suffix = path.suffix.casefold()
    if suffix in OTHERS:
        raise DocumentError(path, f"this is {OTHERS[suffix]}")
    if suffix not in READERS:
        raise DocumentError(path, f"plans are read from {', '.join(READERS)}; save it as one of these")
    return READERS[suffix]


def content_of(path: Path, max_bytes: int = MAX_BYTES) -> bytes:
    """Return the bytes of the plan file.

    Raises:
        DocumentError: when it cannot be opened, is empty, or is larger than any plan.
    """
    try:
        if path.is_dir():
            raise DocumentError(path, "this is a folder without a plan in it; name the plan files")
        if path.exists() and not path.is_file():
            raise DocumentError(path, "this is no ordinary file; save the plan to one")
        with path.open("rb") as file:
            content = file.read(max_bytes + 1)
    except FileNotFoundError as error:
        raise DocumentError(path, "there is no such file; check its name and folder") from error
    except PermissionError as error:
        raise DocumentError(path, "you may not read this file; ask its owner, or close it where it is open") from error
    except (OSError, ValueError) as error:
        raise DocumentError(path, "the file cannot be opened; check its name and folder") from error
    if len(content) > max_bytes:
        limit = f"{max_bytes / 1_000_000:g} MB"
        raise DocumentError(path, f"the file is larger than {limit}; take out large pictures, or split the plan")
    if not content.strip():
        raise DocumentError(path, "the file is empty; check that the plan was saved")
    return content
