"""The blank plans that ship: the five columns, empty, and still plans when they are filled in."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from data.documents.read import entries_of
from data.documents.table import Row, heading_of
from data.documents.tables import contents_of
from data.documents.whole import whole_plan
from model.criteria import Field
from model.errors import NoObjective
from model.plan import HEADINGS
from tests.conftest import AS_OF
from tests.fixtures.make_plans import ROWS

FOLDER = Path(__file__).parents[2] / "data/blank_plans"
PLANS = sorted(FOLDER.glob("plan.*"))
FILLED = ("Late on 11 days", "Abena", "Walk to school", "18 December 2026", "The register")


def tables(path: Path) -> Sequence[Sequence[Row]]:
    return contents_of(path, path.read_bytes())[0]


def filled(path: Path, folder: Path) -> Path:
    """Fill in the first row as a person would, with the program of that kind of file."""
    target = folder / path.name
    if path.suffix == ".docx":
        document = Document(str(path))
        for cell, words in zip(document.tables[0].rows[1].cells, FILLED, strict=True):
            cell.text = words
        document.paragraphs[1].add_run("Kwame Mensah")
        document.save(str(target))
    elif path.suffix == ".xlsx":
        book = load_workbook(path)
        page = book.active
        head = next(cell.row for (cell,) in page.iter_rows(max_col=1) if cell.value == HEADINGS[next(iter(HEADINGS))])
        for number, words in enumerate(FILLED, start=1):
            page.cell(head + 1, number).value = words
        page.cell(1, 2).value = "Kwame Mensah"
        book.save(target)
    elif path.suffix == ".json":
        plan = json.loads(path.read_text())
        plan["child"], plan["rows"][0] = "Kwame Mensah", dict(zip(plan["rows"][0], FILLED, strict=True))
        target.write_text(json.dumps(plan))
    else:
        empty = "|  |  |  |  |  |" if path.suffix == ".md" else ",,,,"
        row = f"| {' | '.join(FILLED)} |" if path.suffix == ".md" else ",".join(FILLED)
        text = path.read_text(encoding="utf-8-sig").replace(empty, row, 1)
        target.write_text(text.replace("child:**", "child:** Kwame Mensah"), encoding="utf-8")
    return target


def test_there_is_one_of_each_kind() -> None:
    assert [path.suffix for path in PLANS] == [".csv", ".docx", ".json", ".md", ".xlsx"]


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.suffix)
def test_a_blank_plan_has_the_five_columns_and_nothing_in_them(path: Path) -> None:
    (rows,) = tables(path)
    header, below = heading_of(rows)
    assert [part for _, part in header] == [Field.NEED, Field.WHO, Field.TEXT, Field.WHEN, Field.MEASURE]
    assert not [row.words for row in below]
    with pytest.raises(NoObjective):
        entries_of(path, path.read_bytes())


@pytest.mark.parametrize(
    "path", [p for p in PLANS if p.suffix in (".docx", ".json", ".csv", ".md")], ids=lambda path: path.suffix
)
def test_it_has_room_for_several_rows(path: Path) -> None:
    (rows,) = tables(path)
    assert len(rows) >= (1 if path.suffix == ".xlsx" else ROWS)


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.suffix)
def test_filled_in_it_is_read_as_a_plan(path: Path, tmp_path: Path) -> None:
    target = filled(path, tmp_path)
    content = target.read_bytes()
    plan = whole_plan(target, content, entries_of(target, content), AS_OF)
    (row,) = plan.rows
    assert (row.issue, row.who, row.what, row.when, row.measure) == FILLED
    assert plan.child == ("" if path.suffix == ".csv" else "Kwame Mensah")
