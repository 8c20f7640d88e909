import io
from datetime import datetime

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from data.documents.pack_word import word_pack
from model.progress.pack import Fixed, Heading, Line, Pack, Said, Table
from model.progress.reviews import Ref
from model.progress.saying import quote, said

MADE = datetime(2027, 5, 12, 10, 30)  # noqa: DTZ001  (the office's clock)
LINES = (Line(("Ring the school — met [R1, row 1]",), banner=True), Line(("[R1, row 1]", "Done")))
PACK = Pack(
    "Sam's plan",
    (
        Heading("What this is"),
        Fixed("It decides nothing."),
        Fixed("Do you need to escalate the plan?", strong=True),
        Said(said("Not measured: {}.", quote("Ring", Ref(1, 2)))),
        Table("Everything that was tried", ("Row", "Result"), LINES, (1, 2)),
    ),
)


def opened(pack: Pack = PACK) -> WordDocument:
    return Document(io.BytesIO(word_pack(pack, MADE)))


def test_headings_lists_and_tables_are_word_s_own() -> None:
    document = opened()
    styles = [(p.style.name, p.text.replace("\u00a0", " ")) for p in document.paragraphs if p.text]
    assert styles == [
        ("Title", "Evidence pack: Sam's plan"),
        ("Heading 1", "What this is"),
        ("Normal", "It decides nothing."),
        ("Normal", "Do you need to escalate the plan?"),
        ("List Bullet", "Not measured: “Ring” [R1, row 2]."),
    ]
    (table,) = document.tables
    assert [[cell.text for cell in row.cells] for row in table.rows][::2] == [
        ["Row", "Result"],
        ["[R1,\u00a0row\u00a01]", "Done"],
    ]


def test_a_table_repeats_its_heading_and_says_what_it_holds() -> None:
    (table,) = opened().tables
    assert table.rows[0]._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
    assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == "Everything that was tried"
    assert table.rows[1]._tr.findall(qn("w:tc"))[0].grid_span == 2


def test_the_file_says_whose_it_is_when_it_was_made_and_in_which_language() -> None:
    core = opened().core_properties
    assert (core.author, core.title, core.language, core.created.replace(tzinfo=None)) == (
        "Aimwell",
        "Evidence pack",
        "en-GB",
        MADE,
    )


def test_letters_that_no_xml_file_can_hold_do_no_harm() -> None:
    document = opened(Pack(None, (Fixed("a\x00b\x0bc\ud800d"),)))
    assert document.paragraphs[-1].text == "a\ufffdb\ufffdc\ufffdd"
