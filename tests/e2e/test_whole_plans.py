"""LibreOffice opens every plan that ships or is made, prints it, and its words stand on the pages.

The rewritten plan is made by the command that the guide and `make plan-demo` name.
"""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document

from model.plan import HEADINGS
from tests.e2e.test_pack import PDFTOTEXT, ROOT, words
from tests.e2e.test_plan_files import CALC, SOFFICE, convert, required
from tests.fixtures.make_plans import ABOUT, BLANK, FLAWED, FLAWED_ABOUT, FLAWED_ROWS

pytestmark = pytest.mark.e2e
AIMWELL = ROOT / ".venv/bin/aimwell"
DAY = ("--as-of", "2027-01-11", "--isolated")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    required(SOFFICE, PDFTOTEXT)
    made = tmp_path_factory.mktemp("whole-plans")
    yield made
    shutil.rmtree(made / "profile", ignore_errors=True)


@pytest.fixture(scope="module")
def printed(folder: Path) -> dict[str, str]:
    """What stands on the pages of each Word plan, by the file's name, in one line."""
    new, filled, table = folder / "new.docx", folder / "filled.docx", folder / "rewritten.docx"
    subprocess.run([AIMWELL, "plan", "new", new], check=True, capture_output=True)
    document = Document(str(new))
    for row, texts in zip(document.tables[0].rows[1:], FLAWED_ROWS, strict=False):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.save(str(filled))
    subprocess.run(
        [AIMWELL, "rewrite", FLAWED, "--as", "table", "--output", table, *DAY], check=True, capture_output=True
    )
    plans = [FLAWED, new, filled, table]
    return {pdf.stem: words(pdf) for pdf in convert(folder, "pdf", *plans)}


def pressed(text: str) -> str:
    """The words without white space: a narrow column breaks lines anywhere."""
    return "".join(text.split())


def test_the_flawed_plan_is_printed_with_every_word(printed: dict[str, str]) -> None:
    page = pressed(printed["flawed-plan"])
    for text in (*HEADINGS.values(), *FLAWED_ABOUT, *(cell for row in FLAWED_ROWS for cell in row)):
        assert pressed(text) in page


def test_a_blank_plan_is_printed_with_its_headings(printed: dict[str, str]) -> None:
    page = pressed(printed["new"])
    assert all(pressed(heading) in page for heading in HEADINGS.values())
    assert all(pressed(f"{label}:") in page for label in ABOUT)


def test_a_blank_plan_that_was_filled_in_is_read_as_the_same_plan(folder: Path, printed: dict[str, str]) -> None:
    assert "Support Oskar" in printed["filled"]
    found = [
        subprocess.run([AIMWELL, "check", plan, *DAY], capture_output=True, text=True, check=False).stdout
        for plan in (folder / "filled.docx", FLAWED)
    ]
    assert all(": issue-without-action: " in said and ": rows-alike: " in said for said in found)


def test_the_rewritten_plan_is_printed_with_its_typed_blanks_and_neutral_words(printed: dict[str, str]) -> None:
    page = pressed(printed["rewritten"])
    assert pressed("Oskar is [what] and [what] in class.") in page
    assert pressed("School: [who]") in page
    assert "naughty" not in page
    assert pressed(FLAWED_ROWS[2][2]) in page


def test_the_blank_workbook_opens_and_has_the_headings(folder: Path) -> None:
    required(CALC)
    (made,) = convert(folder, "csv", BLANK / "plan.xlsx")
    text = made.read_text(encoding="utf-8")
    assert all(heading in text for heading in HEADINGS.values())
