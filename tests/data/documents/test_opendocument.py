import pytest

from data.documents import opendocument
from data.documents.entry import Entry
from model.criteria import Field, Objective
from model.errors import DocumentError
from tests.data.documents.builders import (
    COVERED,
    MANIFEST,
    PATH,
    items,
    ocell,
    odt,
    op,
    orow,
    otable,
    parts_of,
    zipped,
)

RING = Objective("Ring", who="Joyce")


def read(*blocks: str) -> list[Entry]:
    return opendocument.read(PATH, odt(*blocks))


def objectives(*blocks: str) -> list[Objective]:
    return [entry.objective for entry in read(*blocks)]


@pytest.mark.parametrize(
    ("inside", "words"),
    [
        ("Ring", "Ring"),
        ("Ring<text:s text:c='3'/>the <text:span>school</text:span> now", "Ring the school now"),
        ("Ring<text:tab/>now<text:line-break/>then", "Ring now then"),
        ("<text:a>Ring</text:a> now", "Ring now"),
        ("Ring<text:note><text:note-body><text:p>Ask</text:p></text:note-body></text:note> now", "Ring now"),
        ("Ring<office:annotation><text:p>Ask</text:p></office:annotation> now", "Ring now"),
        ("Ring\n     now", "Ring now"),
        ("<text:change-start/>Ring<text:change-end/>", "Ring"),
        ("<!-- Ask -->Ring", "Ring"),
    ],
)
def test_the_words_that_a_reader_sees_count(inside: str, words: str) -> None:
    assert objectives(items(inside)) == [Objective(words)]


def test_tables_and_list_items_are_placed() -> None:
    assert read(
        "<text:tracked-changes><text:changed-region><text:deletion>"
        f"{items('Shout')}</text:deletion></text:changed-region></text:tracked-changes>",
        "<text:h>Ring</text:h>",
        op("Ring"),
        otable(orow("Name", "Tel"), orow("Joyce", "1")),
        items("Ring", "", "1. Write"),
        otable(orow("Plan for Alfie", ""), orow("What", "Who"), orow("", ""), orow("Ring", "Joyce")),
    ) == [
        Entry("list item 1", None, Objective("Ring")),
        Entry("list item 2", None, Objective("Write")),
        Entry("table 2, row 4", None, RING),
    ]


@pytest.mark.parametrize(
    "table",
    [
        otable(orow(ocell("What", across=2), COVERED, "Who"), orow("1.", "Ring", "Joyce")),
        otable(f"<table:table-header-rows>{orow('What', 'Who')}</table:table-header-rows>", orow("Ring", "Joyce")),
        otable(orow("What", "Who"), orow(ocell(items("Ring")), "Joyce")),
        f"<text:section>{otable(orow('What', 'Who'), orow('Ring', 'Joyce'))}</text:section>",
        otable(orow(ocell(otable(orow("What", "Who"), orow("Ring", "Joyce"))), "Beside it")),
        op(
            f"<draw:frame><draw:text-box>{otable(orow('What', 'Who'), orow('Ring', 'Joyce'))}</draw:text-box></draw:frame>"
        ),
        otable(orow("What", "Who"), orow(ocell("Health", across=2), COVERED), orow("Ring", "Joyce")),
    ],
    ids=["span", "header", "list", "section", "nested", "box", "banner"],
)
def test_a_plan_table_is_found_however_it_is_wrapped(table: str) -> None:
    assert objectives(table) == [RING]


def test_a_merged_need_covers_its_rows() -> None:
    table = otable(
        orow("Issue", "What"), orow(ocell("Late", down=2), "Ring"), orow(COVERED, "Write"), orow("Tired", "Call")
    )
    assert objectives(table) == [
        Objective("Ring", need="Late"),
        Objective("Write", need="Late"),
        Objective("Call", need="Tired"),
    ]


def test_every_part_that_can_be_written_has_its_passage() -> None:
    (entry,) = read(op("Plan"), otable(orow("What", "Who", "When"), orow("• Ring", "Joyce", "")))
    assert {field: passage.address for field, passage in entry.passages.items()} == {
        Field.TEXT: 4,
        Field.WHO: 5,
        Field.WHEN: 6,
    }
    assert entry.passages[Field.TEXT].span.of("• Ring") == "Ring"
    assert entry.passages[Field.WHEN].span.of("") == ""


PLAN = odt(items("Ring"))
LOCKED = MANIFEST.replace(b"/>", b"><manifest:encryption-data/></manifest:manifest>")


def changed(**parts: bytes) -> bytes:
    names = {"content": "content.xml", "manifest": "META-INF/manifest.xml", "mimetype": "mimetype"}
    return zipped({**parts_of(PLAN), **{names[name]: part for name, part in parts.items()}})


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (bytes.fromhex("D0CF11E0A1B11AE1"), "of another program"),
        (bytes.fromhex("D0CF11E0") + "EncryptedPackage".encode("utf-16-le"), "protected with a password"),
        (b"{\\rtf1 Ring}", "not an OpenDocument text"),
        (PLAN[: len(PLAN) // 2], "damaged"),
        (changed(content=b"<office:document"), "damaged"),
        (changed(content=b"<a/>"), "damaged"),
        (changed(manifest=LOCKED), "protected with a password"),
        (changed(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), "not an OpenDocument text"),
        (zipped({"photo.jpg": b"x"}), "not an OpenDocument text"),
        (changed(content=b'<!DOCTYPE a [<!ENTITY b "ha">]><a>&b;</a>'), "document type definition"),
        (changed(content='<?xml version="1.0"?><!DOCTYPE a><a/>'.encode("utf-16")), "document type definition"),
    ],
)
def test_what_cannot_be_opened_says_why(content: bytes, reason: str) -> None:
    with pytest.raises(DocumentError, match=reason):
        opendocument.read(PATH, content)


def test_a_file_that_unpacks_to_too_much_is_refused() -> None:
    zeros = dict.fromkeys([f"Pictures/{i}.png" for i in range(3)], bytes(70_000_000))
    with pytest.raises(DocumentError, match="unpacks to more than 200 MB"):
        opendocument.read(PATH, zipped({**parts_of(PLAN), **zeros}))
