from pathlib import Path

import pytest

from data.documents import word
from data.documents.entry import Entry
from model.criteria import Objective
from tests.data.documents.builders import PATH, deleted, docx, ins, p, run, sdt, tbl, tc, tr
from tests.fixtures.make_action_plan import FIXTURE, MERGED_NEED, ROWS, build

RING = Objective("Ring", who="Joyce")


def read(*blocks: str) -> list[Entry]:
    return word.read(PATH, docx(*blocks))


def objectives(*blocks: str) -> list[Objective]:
    return [entry.objective for entry in read(*blocks)]


@pytest.mark.parametrize(
    ("block", "listed"),
    [
        (p("Ring", style="ListBullet"), True),
        (p("Ring", style="ListNumber2"), True),
        (p("Ring", style="ListParagraph"), True),
        (p("Ring", number="1"), True),
        (sdt(p("Ring", number="1")), True),
        (p("Ring", style="ListBullet", number="0"), False),
        (p("Ring", style="Heading1"), False),
        (p("Ring", style="Heading1", number="1"), False),
        (p("Ring", style="Title"), False),
        (p("Ring"), False),
        (p("", style="ListBullet"), False),
        (p("Ring", style="NoSuchStyle"), False),
        (sdt(p("Ring", number="1"), prompt=True), False),
    ],
)
def test_list_paragraphs_are_objectives_and_other_paragraphs_are_not(block: str, listed: bool) -> None:
    assert objectives(block) == ([Objective("Ring")] if listed else [])


@pytest.mark.parametrize(
    ("inside", "words"),
    [
        (run("Ring ") + run("the school"), "Ring the school"),
        (f"<w:hyperlink>{run('Ring')}</w:hyperlink>{run(' now')}", "Ring now"),
        (sdt(run("Ring")) + run(" now"), "Ring now"),
        (sdt(run("Click here to enter text."), prompt=True) + run("Ring"), "Ring"),
        (ins(run("Ring")) + run(" now"), "Ring now"),
        (deleted("Shout ") + run("Ring"), "Ring"),
        (f"<w:moveFrom>{run('Ring')}</w:moveFrom><w:moveTo>{run('Write')}</w:moveTo>", "Write"),
        ("<w:r><w:t>Ring</w:t><w:tab/><w:t>now</w:t><w:br/><w:t>and</w:t><w:noBreakHyphen/></w:r>", "Ring now and-"),
        (f"<w:r><w:instrText>DATE</w:instrText></w:r>{run('Ring')}", "Ring"),
    ],
)
def test_the_words_that_a_reader_sees_count(inside: str, words: str) -> None:
    assert objectives(f'<w:p><w:pPr><w:pStyle w:val="ListBullet"/></w:pPr>{inside}</w:p>') == [Objective(words)]


def test_tables_are_counted_and_rows_placed() -> None:
    assert read(
        tbl(tr("Name", "Tel"), tr("Joyce", "1")),
        p("Ring", style="ListBullet"),
        tbl(tr("Plan for Alfie", ""), tr("What", "Who"), tr("", ""), tr("Ring", "Joyce")),
        p("Write", style="ListBullet"),
    ) == [
        Entry("list item 1", None, Objective("Ring")),
        Entry("table 2, row 4", None, RING),
        Entry("list item 2", None, Objective("Write")),
    ]


def test_a_merged_need_covers_its_rows() -> None:
    table = tbl(
        tr("Issue", "What"),
        tr(tc("Late", merge="restart"), "Ring"),
        tr(tc("", merge="continue"), "Write"),
        tr("Tired", "Call"),
    )
    assert objectives(table) == [
        Objective("Ring", need="Late"),
        Objective("Write", need="Late"),
        Objective("Call", need="Tired"),
    ]


@pytest.mark.parametrize(
    "table",
    [
        tbl(tr(tc("What", span=2), "Who"), tr("1.", "Ring", "Joyce")),
        tbl(tr("What", "Who"), tr(tc("Health", span=2)), tr("Ring", "Joyce")),
        tbl(
            tr("No.", "What", "Who"),
            f"<w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr>{tc('Ring')}{tc('Joyce')}</w:tr>",
        ),
        tbl(tr("What", "Who"), sdt(sdt(tr("Ring", "Joyce")))),
        tbl(tr("What", "Who"), f"<w:tr>{sdt(tc('Ring'))}{tc(sdt(p('Joyce')))}</w:tr>"),
        tbl(tr("What", "Who"), tr(tc(p("Ring", style="ListBullet")), tc("Joyce"))),
        tbl(
            tr("What", "Who"), tr("Ring", "Joyce"), f"<w:tr><w:trPr><w:del/></w:trPr>{tc('Shout')}{tc('Joyce')}</w:tr>"
        ),
        tbl(tr("What", "Who"), tr("Ring", "Joyce"), tr(tc(sdt(p("Enter text"), prompt=True)), "")),
        sdt(tbl(tr("What", "Who"), tr("Ring", "Joyce"))),
        tbl(tr(tc(tbl(tr("What", "Who"), tr("Ring", "Joyce")), ""), "Beside it")),
    ],
    ids=["span", "banner", "indent", "rows", "cells", "bullets", "deleted", "prompt", "control", "nested"],
)
def test_a_plan_table_is_found_however_it_is_wrapped(table: str) -> None:
    assert objectives(table) == [RING]


def test_a_text_box_is_read_once() -> None:
    box = f"<w:txbxContent>{tbl(tr('What', 'Who'), tr('Ring', 'Joyce'))}{p('')}</w:txbxContent>"
    alternative = "<mc:AlternateContent><mc:Choice>{0}</mc:Choice><mc:Fallback>{0}</mc:Fallback></mc:AlternateContent>"
    assert objectives(f"<w:p><w:r>{alternative.format(box)}</w:r></w:p>") == [RING]


def test_actions_in_one_cell_share_their_row() -> None:
    table = tbl(tr("What", "Who", "When"), tr(tc("Ring", "Write"), "Joyce", tc("May", "June")))
    assert read(table) == [
        Entry("table 1, row 2, action 1", None, Objective("Ring", who="Joyce", when="May")),
        Entry("table 1, row 2, action 2", None, Objective("Write", who="Joyce", when="June")),
    ]


def test_the_fixture_is_what_its_script_makes(tmp_path: Path) -> None:
    build(tmp_path / "plan.docx")
    made = word.read(PATH, (tmp_path / "plan.docx").read_bytes())
    assert made == word.read(FIXTURE, FIXTURE.read_bytes())
    assert [entry.objective.text for entry in made] == [what for _, _, what, _, _ in ROWS]
    first, last = MERGED_NEED
    assert made[first - 1].objective.need == made[last - 1].objective.need == ROWS[first - 1][0]
