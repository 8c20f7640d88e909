import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from data.documents import opendocument
from data.documents.odfml import paragraphs, pieces, qn, text_of
from data.documents.rewriting.changes import Way
from data.documents.rewriting.odf_text import copied, put, replace, take
from data.documents.xmlpart import Element, element, parse
from model.criteria import Span
from model.errors import DocumentError
from tests.data.documents.builders import ODF, PATH, items, odt, op, orow, otable, parts_of, zipped
from tests.data.documents.rewriting.conftest import Rewriter

WAYS = (Way.COMMENTS, Way.TRACKED, Way.TABLE)
WEAK = "Kwame will stop disrupting the class."
PLAN = odt(
    op("Our plan, as agreed"),
    items(f'<text:span text:style-name="T1">{WEAK[:16]}</text:span>{WEAK[16:]}'),
    otable(orow("What", "Who", "When"), orow("Support Priya with her dental health.", "Meera Nair", "")),
    styles=b"<style/>",
)


def content(file: bytes) -> Element:
    return parse(parts_of(file)["content.xml"])


def texts(file: bytes) -> list[str]:
    body = content(file).find(f"{qn('office:body')}/{qn('office:text')}")
    for gone in body.findall(qn("text:tracked-changes")):
        body.remove(gone)
    return [text_of(p) for p in paragraphs(body) if not list(p.iterancestors(qn("office:annotation")))]


def comments(file: bytes) -> list[str]:
    return ["\n".join(map(text_of, c.iter(qn("text:p")))) for c in content(file).iter(qn("office:annotation"))]


@pytest.mark.parametrize("way", WAYS)
def test_the_rest_of_the_document_is_untouched(rewriter: Rewriter, way: Way) -> None:
    new = rewriter("plan.odt", PLAN, way).content
    before, after = parts_of(PLAN), parts_of(new)
    assert list(before) == list(after)
    assert [name for name in after if after[name] != before[name]] == ["content.xml"]
    assert new[30:38] == b"mimetype"
    touched = {p.address for entry in opendocument.read(PATH, PLAN) for p in entry.passages.values()}
    same = [
        etree.tostring(old, method="c14n") == etree.tostring(now, method="c14n")
        for number, (old, now) in enumerate(zip(paragraphs(content(PLAN)), own_paragraphs(new), strict=True))
        if number not in touched
    ]
    assert len(same) == 4
    assert all(same)


def own_paragraphs(file: bytes) -> list[Element]:
    """Those that are no comment's and no deletion's."""
    apart = {qn("office:annotation"), qn("text:tracked-changes")}
    return [p for p in paragraphs(content(file)) if not apart & {a.tag for a in p.iterancestors()}]


def test_comments_leave_every_word_and_hang_on_the_objective(rewriter: Rewriter) -> None:
    new = rewriter("plan.odt", PLAN, Way.COMMENTS)
    assert (new.objectives, texts(new.content)) == (2, texts(PLAN))
    first, _ = comments(new.content)
    assert first.startswith("Not SMART yet. Not met: specific")
    assert "It could say: Instead of disrupting the class, Kwame will [what]" in first
    start = content(new.content).find(f".//{qn('office:annotation')}")
    assert (start.findtext(qn("dc:creator")), start.findtext(qn("dc:date"))) == ("Aimwell", "2026-11-22T10:30:00")
    assert between(content(new.content), start.get(qn("office:name"))) == WEAK


def between(root: Element, name: str) -> str:
    """The words between the marks of a comment."""
    said, inside = "", False
    (paragraph,) = [
        p
        for p in paragraphs(root)
        if p.find(f".//{qn('office:annotation')}[@{qn('office:name')}='{name}']") is not None
    ]
    for piece in pieces(paragraph):
        if piece.element.get(qn("office:name")) == name:
            inside = piece.element.tag == qn("office:annotation")
        said += piece.words if inside else ""
    return said


def test_a_second_run_adds_no_second_comment(rewriter: Rewriter) -> None:
    once = rewriter("plan.odt", PLAN, Way.COMMENTS)
    again = rewriter("plan.odt", once.content, Way.COMMENTS)
    assert (again.objectives, again.content) == (0, once.content)
    assert len(again.notes) == 2


def test_tracked_changes_keep_what_they_strike(rewriter: Rewriter) -> None:
    new = rewriter("plan.odt", PLAN, Way.TRACKED).content
    assert texts(new) == texts(rewriter("plan.odt", PLAN, Way.TABLE).content)
    root = content(new)
    regions = {region.get(qn("text:id")): region for region in root.iter(qn("text:changed-region"))}
    used = [mark.get(qn("text:change-id")) for mark in root.iter(qn("text:change"), qn("text:change-start"))]
    assert sorted(regions) == sorted(used)
    struck = [
        "".join(map(text_of, r.iter(qn("text:p")))) for r in regions.values() if r.find(qn("text:deletion")) is not None
    ]
    assert "Kwame will stop" in " ".join(struck)
    assert {r.findtext(f".//{qn('dc:creator')}") for r in regions.values()} == {"Aimwell"}


def test_a_filled_table_has_its_new_words_in_their_columns_with_proposals_highlighted(rewriter: Rewriter) -> None:
    new = rewriter("plan.odt", PLAN, Way.TABLE).content
    what, who, when = texts(new)[-3:]
    assert what.startswith("Meera Nair will support Priya with her dental health by [what] [amount]")
    assert (who, when) == ("Meera Nair", "By 18 December 2026")
    look = f"[@{qn('text:style-name')}='AimwellProposal']"
    marked = [span.text for span in content(new).iterfind(f".//{qn('text:span')}{look}")]
    assert {"[what]", "[amount]", "By 18 December 2026"} <= set(marked)
    style = content(new).find(
        f".//{qn('style:style')}[@{qn('style:name')}='AimwellProposal']/{qn('style:text-properties')}"
    )
    assert style.get(qn("fo:background-color")) == "#ffff00"


def test_a_signed_document_is_not_changed(rewriter: Rewriter) -> None:
    with pytest.raises(DocumentError, match="signed"):
        rewriter("plan.odt", zipped({**parts_of(PLAN), "META-INF/documentsignatures.xml": b"<a/>"}), Way.COMMENTS)


INSIDE = [
    "Ring the <text:span>school</text:span> now",
    "<text:span>Ring</text:span><text:s text:c='3'/>the<text:tab/><text:span>school <text:a>now</text:a></text:span>",
    "Ring<text:note><text:note-body><text:p>Ask</text:p></text:note-body></text:note> the <!-- x -->school",
    "<text:bookmark/>Ring",
    "",
]


@settings(max_examples=80)
@given(st.sampled_from(INSIDE), st.data())
def test_a_stretch_of_a_paragraph_gives_way_and_the_rest_stays(inside: str, data: st.DataObject) -> None:
    paragraph = parse(f"<text:p {ODF}>{inside}</text:p>".encode())
    text = text_of(paragraph)
    start = data.draw(st.integers(0, len(text)))
    span = Span(start, data.draw(st.integers(start, len(text))))
    assert text_of(copied(paragraph, span)) == span.of(text)
    notes = len(list(paragraph.iter(qn("text:note"))))
    replace(paragraph, span, [element(qn("text:span"), text="NEW"), element(qn("text:change"))])
    assert text_of(paragraph) == text[: span.start] + "NEW" + text[span.end :]
    assert len(list(paragraph.iter(qn("text:note")))) == notes


@given(st.sampled_from(INSIDE), st.data())
def test_a_mark_changes_no_word_and_taking_words_leaves_the_others(inside: str, data: st.DataObject) -> None:
    paragraph = parse(f"<text:p {ODF}>{inside}</text:p>".encode())
    text = text_of(paragraph)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    put(paragraph, start, element(qn("office:annotation-end")), before=data.draw(st.booleans()))
    assert text_of(paragraph) == text
    take(paragraph, Span(start, end))
    assert text_of(paragraph) == text[:start] + text[end:]
