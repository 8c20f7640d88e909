from contextlib import suppress
from pathlib import Path

import pytest

from data.documents.read import READERS
from data.documents.tables import contents_of
from model.errors import DocumentError
from tests.data.documents.builders import docx, odt, op, orow, otable, p, tbl, tr, xlsx

CELLS = [["Action", "Result"], ["Ring", "Done"]]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("r.docx", docx(p("Reviewed"), tbl(tr("Action", "Result"), tr("Ring", "Done")))),
        ("r.odt", odt(op("Reviewed"), otable(orow("Action", "Result"), orow("Ring", "Done")))),
        ("r.xlsx", xlsx(*CELLS)),
        ("r.csv", b"Action,Result\nRing,Done\n"),
        ("r.md", b"Reviewed\n\n| Action | Result |\n|---|---|\n| Ring | Done |\n"),
    ],
)
def test_every_table_is_read_with_all_its_columns_and_every_word_beside_it(name: str, content: bytes) -> None:
    (rows,), words = contents_of(Path(name), content)
    assert [[cell.words for cell in row.cells] for row in rows] == CELLS
    assert "Done" in words
    assert ("Reviewed" in words) is (name[2:] in ("docx", "odt", "md"))


def test_plain_text_has_words_and_no_table() -> None:
    assert contents_of(Path("r.txt"), b"Ring the school\n") == ([], "Ring the school\n")


@pytest.mark.parametrize("suffix", READERS)
def test_whatever_can_be_read_as_a_plan_has_contents(suffix: str) -> None:
    with suppress(DocumentError):  # the content is no office file
        assert contents_of(Path(f"r{suffix}"), b"Ring the school")
