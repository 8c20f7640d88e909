import os
import random
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.documents.entry import Entry
from data.documents.read import READERS, read_plan
from model.criteria import Objective
from model.errors import DocumentError
from tests.data.documents.builders import docx, items, odt, orow, otable, p, parts_of, tbl, tr, xlsx, zipped

WORDML = ("w:tbl", "w:tr", "w:tc", "w:p", "w:sdt", "w:vMerge", "w:numId", "m:t", "w:body")
PLAN = docx(tbl(tr("What", "Who"), tr("Ring", "Joyce")), p("Write", style="ListBullet"))
PLANS = {
    ".docx": PLAN,
    ".odt": odt(otable(orow("What", "Who"), orow("Ring", "Joyce")), items("Write")),
    ".xlsx": xlsx(("What", "Who"), ("Ring", "Joyce")),
}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("plan.docx", docx(p("Ring", style="ListBullet"))),
        ("plan.odt", odt(items("Ring"))),
        ("plan.xlsx", xlsx(("What",), ("Ring",))),
        ("PLAN.DOCX", docx(p("Ring", style="ListBullet"))),
        ("plan.md", b"- Ring"),
        ("plan.Markdown", b"1. Ring"),
        ("plan.csv", b"What\nRing"),
        ("plan.TXT", b"Ring"),
    ],
)
def test_the_suffix_chooses_the_reader(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    assert [entry.objective for entry in read_plan(tmp_path / name)] == [Objective("Ring")]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("plan.docx", b"", "empty"),
        ("plan.txt", b" \n ", "empty"),
        ("plan.docx", docx(p("Ring")), "no objective to judge"),
        ("plan.md", b"# Plan", "no objective to judge"),
        ("plan.csv", b"What,Who\n", "no objective to judge"),
        ("plan.txt", b"Health:", "no objective to judge"),
        ("plan.csv", b"Name\nJoyce", "no column holds the objective; the headings are “Name”"),
        ("plan.doc", bytes.fromhex("D0CF11E0"), r"of the old kind \(\.doc\)"),
        ("plan.docm", b"PK", r"with macros \(\.docm\); open it in Word"),
        ("plan.xls", bytes.fromhex("D0CF11E0"), r"of the old kind \(\.xls\); open it in Excel"),
        ("plan.ods", b"PK", r"an OpenDocument spreadsheet \(\.ods\); open it in LibreOffice"),
        ("plan.xlsx", xlsx(("What",)), "no objective to judge"),
        ("plan.pdf", b"%PDF", r"\.docx, \.odt, \.xlsx, \.md, \.markdown, \.csv, \.txt, \.json; save it"),
        ("plan", b"Ring", r"plans are read from \.docx"),
        ("plan.txt", b"\0\1", "not readable text"),
    ],
)
def test_a_file_that_is_no_plan_says_what_to_do(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(DocumentError, match=reason) as raised:
        read_plan(tmp_path / name)
    assert raised.value.path == tmp_path / name


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("nothing.docx", "no such file"),
        ("nothing.pdf", "no such file"),
        ("nothing/plan.txt", "no such file"),
        (".", "this is a folder"),
        ("a" * 300 + ".txt", "cannot be opened"),
        ("plan\0.txt", "cannot be opened"),
    ],
)
def test_a_path_that_is_no_file_says_so(tmp_path: Path, name: str, reason: str) -> None:
    with pytest.raises(DocumentError, match=reason):
        read_plan(tmp_path / name)


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "plan.txt")
    with pytest.raises(DocumentError, match="no ordinary file"):
        read_plan(tmp_path / "plan.txt")


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_bytes(b"r" * 1_500_000)
    with pytest.raises(DocumentError, match=r"larger than 1\.5 MB"):
        read_plan(tmp_path / "plan.txt", max_bytes=1_499_999)
    assert len(read_plan(tmp_path / "plan.txt", max_bytes=1_500_000)) == 1


def read_or_refuse(suffix: str, content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"plan{suffix}")
        path.write_bytes(content)
        try:
            entries = read_plan(path)
        except DocumentError:
            return
    assert all(isinstance(entry, Entry) for entry in entries)


@settings(deadline=None, max_examples=60)
@given(st.sampled_from([*READERS, ".pdf", ""]), st.binary() | st.text().map(str.encode))
def test_any_bytes_are_read_or_refused(suffix: str, content: bytes) -> None:
    read_or_refuse(suffix, content)


@settings(deadline=None, max_examples=60)
@given(st.text(alphabet="|-:`~*_[]()<!> \n\\abr/1.#").map(str.encode))
def test_any_markdown_is_read_or_refused(content: bytes) -> None:
    read_or_refuse(".md", content)


@settings(deadline=None, max_examples=60)
@given(st.sampled_from([*PLANS]), st.randoms(use_true_random=False), st.integers(1, 20))
def test_a_damaged_office_file_is_read_or_refused(suffix: str, rng: random.Random, times: int) -> None:
    content = bytearray(PLANS[suffix])
    for _ in range(times):
        content[rng.randrange(len(content))] = rng.randrange(256)
    read_or_refuse(suffix, bytes(content))


@settings(deadline=None, max_examples=60)
@given(
    st.sampled_from(["w:tbl", "w:tr", "w:tc", "w:p", "w:val", "w:body", "w:t", "ListBullet"]),
    st.text() | st.sampled_from(WORDML),
)
def test_a_word_file_with_odd_xml_is_read_or_refused(tag: str, text: str) -> None:
    parts = parts_of(PLAN)
    parts["word/document.xml"] = parts["word/document.xml"].replace(tag.encode(), text.encode())
    read_or_refuse(".docx", zipped(parts))


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(["table:table", "text:p", "text:list", "spanned", "office:text"]), st.text() | st.just("text:h"))
def test_an_opendocument_text_with_odd_xml_is_read_or_refused(tag: str, text: str) -> None:
    parts = parts_of(PLANS[".odt"])
    parts["content.xml"] = parts["content.xml"].replace(tag.encode(), text.encode())
    read_or_refuse(".odt", zipped(parts))


@settings(deadline=None, max_examples=40)
@given(st.sampled_from(["sheetData", "row", "<c ", "A1", "inlineStr"]), st.text() | st.sampled_from(["B", "0", "XFE1"]))
def test_a_workbook_with_odd_xml_is_read_or_refused(tag: str, text: str) -> None:
    parts = parts_of(PLANS[".xlsx"])
    parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"].replace(tag.encode(), text.encode())
    read_or_refuse(".xlsx", zipped(parts))
