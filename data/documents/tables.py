"""Every table of a plan file, whatever it holds, and the file's words: for readers who want more than the objectives."""

from collections.abc import Callable, Mapping
from pathlib import Path

from data.documents import delimited, json_plan, markdown, odfml, opendocument, spreadsheet, word, wordml
from data.documents.encoding import text_of
from data.documents.package import DAMAGE, WORD, open_word
from data.documents.table import Row
from data.documents.zipped import damaged

Contents = tuple[list[list[Row]], str]
"""The rows of each table, and all words of the file, a paragraph or a row on each line."""


def contents_of(path: Path, content: bytes) -> Contents:
    """Return the tables and the words of a plan file of a kind that `read.READERS` knows.

    Raises:
        DocumentError: when the file cannot be read as what its suffix says.
    """
    return _READERS[path.suffix.casefold()](path, content)


def _word(path: Path, content: bytes) -> Contents:
    document = open_word(path, content)
    try:
        lines = [wordml.text_of(paragraph) for paragraph in word.paragraphs(document.element)]
        return list(word.tables(document)), "\n".join(lines)
    except DAMAGE as error:
        raise damaged(path, WORD) from error


def _opendocument(path: Path, content: bytes) -> Contents:
    root = odfml.open_text(path, content)
    try:
        lines = [odfml.text_of(paragraph) for paragraph in odfml.paragraphs(root)]
        return list(opendocument.tables(root)), "\n".join(lines)
    except odfml.DAMAGE as error:
        raise damaged(path, odfml.OPENDOCUMENT) from error


def _spreadsheet(path: Path, content: bytes) -> Contents:
    return _with_words(spreadsheet.tables(path, content))


def _delimited(path: Path, content: bytes) -> Contents:
    return _with_words(delimited.tables(path, content))


def _markdown(path: Path, content: bytes) -> Contents:
    return markdown.tables(path, content), text_of(path, content)


def _plain(path: Path, content: bytes) -> Contents:
    return [], text_of(path, content)


def _with_words(tables: list[list[Row]]) -> Contents:
    return tables, "\n".join(row.words for rows in tables for row in rows)


_READERS: Mapping[str, Callable[[Path, bytes], Contents]] = {
    ".docx": _word,
    ".odt": _opendocument,
    ".xlsx": _spreadsheet,
    ".csv": _delimited,
    ".md": _markdown,
    ".markdown": _markdown,
    ".txt": _plain,
    ".json": json_plan.contents,
}
