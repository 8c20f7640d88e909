import io
from pathlib import Path

import pytest
from docx import Document

from data.documents.package import open_word
from model.errors import DocumentError
from tests.data.documents.builders import PATH, docx, p, parts_of, zipped

PLAN = docx(p("Ring", style="ListBullet"))
COMPOUND = bytes.fromhex("D0CF11E0A1B11AE1")
BOMB = b'<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def with_parts(**changed: bytes) -> bytes:
    return zipped({**parts_of(PLAN), "word/document.xml": changed["document"]})


def with_doctype(xml: bytes) -> bytes:
    head, _, rest = xml.partition(b"?>")
    return head + b"?>" + BOMB + rest.replace(b"Ring", b"&b;")


def locked(content: bytes) -> bytes:
    """The same zip with the password bit set on its first entry."""
    entry = content.index(b"PK\x01\x02")
    return content[: entry + 8] + bytes([content[entry + 8] | 1]) + content[entry + 9 :]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (COMPOUND + "EncryptedPackage".encode("utf-16-le"), "protected with a password"),
        (COMPOUND + "WordDocument".encode("utf-16-le"), r"of the old kind \(.doc\)"),
        (locked(PLAN), "protected with a password"),
        (b"{\\rtf1 Ring}", "not a Word file"),
        (b"PK\x03\x04", "damaged"),
        (PLAN[: len(PLAN) // 2], "damaged"),
        (PLAN.replace(b"word/document.xml", b"word/nocument.xml"), "damaged"),
        (with_parts(document=b"<w:document"), "damaged"),
        (with_parts(document=b"<a>" * 3000 + b"</a>" * 3000), "damaged"),
        (zipped({"[Content_Types].xml": b"<a/>", "word/x.xml": b"<a/>"}), "damaged"),
        (zipped({"photo.jpg": b"x"}), "a zip file and not a Word file"),
        (zipped({"[Content_Types].xml": b"<a/>", "xl/workbook.xml": b"<a/>"}), "a zip file and not a Word file"),
        (with_parts(document=with_doctype(parts_of(PLAN)["word/document.xml"])), "document type definition"),
        (with_parts(document='<?xml version="1.0"?><!DOCTYPE a><a/>'.encode("utf-16")), "document type definition"),
    ],
)
def test_what_cannot_be_opened_says_why(content: bytes, reason: str) -> None:
    with pytest.raises(DocumentError, match=reason):
        open_word(PATH, content)


def test_a_file_that_unpacks_to_too_much_is_refused() -> None:
    zeros = dict.fromkeys([f"word/media/{i}.bin" for i in range(3)], bytes(70_000_000))
    with pytest.raises(DocumentError, match="unpacks to more than 200 MB"):
        open_word(PATH, zipped({**parts_of(PLAN), **zeros}))


def test_entities_are_left_as_they_are(tmp_path: Path) -> None:
    """What python-docx does by itself, should a definition ever slip past the check."""
    secret = tmp_path / "secret"
    secret.write_text("secret")
    external = f'<!DOCTYPE a [<!ENTITY b SYSTEM "{secret.as_uri()}">]>'.encode()
    xml = with_doctype(parts_of(PLAN)["word/document.xml"]).replace(BOMB, external)
    document = Document(io.BytesIO(with_parts(document=xml)))
    assert "secret" not in "".join(document.element.body.itertext(with_tail=False, tag="{*}t"))
