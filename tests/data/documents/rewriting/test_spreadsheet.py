import io
from datetime import datetime
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font

from data.documents.rewriting.changes import Way
from data.documents.xmlpart import parse
from model.errors import DocumentError
from tests.data.documents.builders import parts_of, worked_out, xlsx, zipped
from tests.data.documents.rewriting.conftest import Rewriter

HEADINGS = ("Issue", "What will be done?", "Who", "When", "How measured")
WAYS = (Way.COMMENTS, Way.TABLE)


def furnish(workbook: Workbook) -> None:
    """Give the workbook what a library could lose: a chart, formulas, a comment of somebody's, formats."""
    sheet = workbook["Plan"]
    for row in sheet.iter_rows():
        for cell in row:
            cell.font, cell.alignment = Font(name="Georgia", size=10), Alignment(vertical="top")
    sheet["B2"].comment = Comment("Ask Kwame.", "Yusuf")
    figures = workbook.create_sheet("Figures")
    for number in range(3):
        figures.append([number, f"=A{number + 1}*2"])
    chart = BarChart()
    chart.add_data(Reference(figures, min_col=1, min_row=1, max_row=3))
    figures.add_chart(chart, "D1")


PLAN = xlsx(
    HEADINGS,
    ("Kwame was sent out 6 times.", "Kwame will stop disrupting the class.", "Kwame", "Ongoing", "Call log"),
    ("Priya's tooth hurts.", "Support Priya with her dental health.", "Meera Nair"),
    ("Late", "=B2", "Joyce"),
    (
        "Late",
        "Joyce Bell will ring the school on Friday 5 March 2027.",
        "Joyce Bell",
        datetime.fromisoformat("2027-03-05"),
    ),
    change=furnish,
)


def sheet_of(content: bytes) -> Any:
    return load_workbook(io.BytesIO(content), rich_text=True)["Plan"]


@pytest.mark.parametrize("way", WAYS)
def test_everything_but_the_plans_sheet_its_comments_and_styles_is_copied(rewriter: Rewriter, way: Way) -> None:
    before, after = parts_of(PLAN), parts_of(rewriter("plan.xlsx", PLAN, way).content)
    changed = {name for name in after if after[name] != before.get(name)}
    drawn = {"xl/comments/comment1.xml", "xl/drawings/commentsDrawing1.vml"}
    filled = {"xl/worksheets/sheet1.xml", "xl/styles.xml"} if way is Way.TABLE else set()
    assert changed == drawn | filled
    assert list(before) == list(after)


@pytest.mark.parametrize("way", WAYS)
def test_cells_that_are_not_rewritten_keep_their_values_and_formats(rewriter: Rewriter, way: Way) -> None:
    old, new = sheet_of(PLAN), sheet_of(rewriter("plan.xlsx", PLAN, way).content)
    rewritten = {"B2", "D2", "B3", "D3", "E3"} if way is Way.TABLE else set()
    for row in old.iter_rows():
        for cell in row:
            if cell.coordinate not in rewritten:
                assert (new[cell.coordinate].value, new[cell.coordinate].font.name) == (cell.value, "Georgia")


def test_comments_stand_at_the_objectives_cells_below_what_people_said(rewriter: Rewriter) -> None:
    new = rewriter("plan.xlsx", PLAN, Way.COMMENTS)
    sheet = sheet_of(new.content)
    assert new.objectives == 2
    assert sheet["B2"].comment.author == "Yusuf"
    assert sheet["B2"].comment.text.startswith("Ask Kwame.\n\nAimwell: Not SMART yet. Not met: specific")
    assert sheet["B3"].comment.author == "Aimwell"
    assert "When: [By 18 December 2026]" in sheet["B3"].comment.text
    boxes = parse(parts_of(new.content)["xl/drawings/commentsDrawing1.vml"])
    identities = [shape.get("id") for shape in boxes.iter("{urn:schemas-microsoft-com:vml}shape")]
    assert len(identities) == len(set(identities)) == 2


def test_a_second_run_adds_no_second_comment(rewriter: Rewriter) -> None:
    once = rewriter("plan.xlsx", PLAN, Way.COMMENTS)
    again = rewriter("plan.xlsx", once.content, Way.COMMENTS)
    assert (again.objectives, again.content, len(again.notes)) == (0, once.content, 2)


def test_a_sheet_without_comments_gets_its_first_ones(rewriter: Rewriter) -> None:
    plan = xlsx(("What",), ("Support Priya with her dental health.",))
    new = rewriter("plan.xlsx", plan, Way.COMMENTS).content
    assert sheet_of(new)["A2"].comment.text.startswith("Aimwell: Not SMART yet.")
    added = parts_of(new).keys() - parts_of(plan).keys()
    assert added == {"xl/comments1.xml", "xl/drawings/vmlDrawing1.vml", "xl/worksheets/_rels/sheet1.xml.rels"}


def test_a_filled_table_has_its_new_words_on_a_coloured_ground_with_proposals_bold(rewriter: Rewriter) -> None:
    sheet = sheet_of(rewriter("plan.xlsx", PLAN, Way.TABLE).content)
    assert str(sheet["B3"].value).startswith("Meera Nair will support Priya with her dental health by [what] [amount]")
    assert (str(sheet["D3"].value), sheet["C3"].value) == ("By 18 December 2026", "Meera Nair")
    assert sheet["B3"].fill.fgColor.rgb == "FFFFF2CC"
    assert sheet["C3"].fill.fgColor.rgb != "FFFFF2CC"
    assert (sheet["B3"].alignment.wrap_text, sheet["B3"].alignment.vertical) == (True, "top")
    bold = [block for block in sheet["B3"].value if not isinstance(block, str) and block.font.b]
    assert [block.text for block in bold] == ["[what]", "[amount]"]
    assert {block.font.rFont for block in bold} == {"Georgia"}
    assert sheet.row_dimensions[3].height > 15
    assert "To settle: " in sheet["B3"].comment.text


def test_formulas_are_never_written_over(rewriter: Rewriter) -> None:
    plan = worked_out(PLAN, "B4", "Kwame will stop disrupting the class.")
    new = rewriter("plan.xlsx", plan, Way.TABLE)
    assert [note.place for note in new.notes] == ["sheet Plan, row 4"]
    assert sheet_of(new.content)["B4"].value == "=B2"


def test_a_protected_or_signed_workbook_says_what_to_do(rewriter: Rewriter) -> None:
    def protect(workbook: Workbook) -> None:
        workbook["Plan"].protection.sheet = True

    plan = xlsx(("What",), ("Support Priya with her dental health.",), change=protect)
    with pytest.raises(DocumentError, match="sheet Plan is protected against changes"):
        rewriter("plan.xlsx", plan, Way.COMMENTS)
    with pytest.raises(DocumentError, match="signed"):
        rewriter("plan.xlsx", zipped({**parts_of(PLAN), "_xmlsignatures/sig1.xml": b"<a/>"}), Way.COMMENTS)


def test_a_cell_where_people_talk_is_left_to_them(rewriter: Rewriter) -> None:
    talk = b'<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"><threadedComment ref="B2"/></ThreadedComments>'
    relations = parts_of(PLAN)["xl/worksheets/_rels/sheet1.xml.rels"].replace(
        b"</Relationships>",
        b'<Relationship Id="rIdT" Type="http://schemas.microsoft.com/office/2017/10/relationships/threadedComment" '
        b'Target="../threadedComments/threadedComment1.xml"/></Relationships>',
    )
    plan = zipped(
        {
            **parts_of(PLAN),
            "xl/threadedComments/threadedComment1.xml": talk,
            "xl/worksheets/_rels/sheet1.xml.rels": relations,
        }
    )
    new = rewriter("plan.xlsx", plan, Way.COMMENTS)
    assert [(note.place, note.said[:18]) for note in new.notes] == [("sheet Plan, row 2", "people are talking")]
    assert new.objectives == 1
