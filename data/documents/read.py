"""The way in: a plan file of any known kind, or one reason why it cannot be read."""

from collections.abc import Callable, Mapping
from pathlib import Path

from data.documents import delimited, markdown, plain, word
from data.documents.entry import Entry
from model.errors import DocumentError

MAX_BYTES = 20_000_000  # a plan with pictures has a few; past this it is not a plan, or not only one

READERS: Mapping[str, Callable[[Path, bytes], list[Entry]]] = {
    ".docx": word.read,
    ".md": markdown.read,
    ".markdown": markdown.read,
    ".csv": delimited.read,
    ".txt": plain.read,
}


def read_plan(path: Path, max_bytes: int = MAX_BYTES) -> list[Entry]:
    """Return the objectives of the plan file, in the order in which they stand there; at least one.

    Raises:
        DocumentError: whenever the file cannot be read as a plan, with what to do next.
    """
    content = _content(path, max_bytes)
    entries = _reader(path)(path, content)
    if not entries:
        raise DocumentError(
            path,
            "there is no objective to judge in it; write the objectives as a list, or in a table with a column "
            "“What will be done?”",
        )
    return entries


def _reader(path: Path) -> Callable[[Path, bytes], list[Entry]]:
    suffix = path.suffix.casefold()
    if suffix == ".doc":
        raise DocumentError(path, "this is a Word file of the old kind (.doc); open it in Word and save it as .docx")
    if suffix not in READERS:
        raise DocumentError(path, f"plans are read from {', '.join(READERS)}; save it as one of these")
    return READERS[suffix]


def _content(path: Path, max_bytes: int) -> bytes:
    try:
        if path.is_dir():
            raise DocumentError(path, "this is a folder; name the plan files in it")
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
