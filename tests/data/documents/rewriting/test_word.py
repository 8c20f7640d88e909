import io
from collections.abc import Mapping

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from data.documents import word
from data.documents.rewriting.changes import Way
from data.documents.rewriting.word_changes import Tracker, replace
from data.documents.rewriting.word_runs import isolate
from data.documents.rewriting.wording import pieces_of
from data.documents.wordml import text_of
from data.documents.xmlpart import Element, parse
from model.criteria import Span
from model.errors import DocumentError
from model.suggestion import read
from tests.data.documents.builders import PATH, W, deleted, docx, ins, p, parts_of, run, tbl, tc, tr, zipped
from tests.data.documents.rewriting.conftest import NOW, Rewriter
from tests.fixtures.make_action_plan import FIXTURE

WAYS = (Way.COMMENTS, Way.TRACKED, Way.TABLE)
WEAK = "Kwame will stop disrupting the class."
BOLD = f'<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">{WEAK[:16]}</w:t></w:r>{run(WEAK[16:])}'
LISTED = '<w:p><w:pPr><w:pStyle w:val="ListBullet"/></w:pPr>{}</w:p>'
PLAN = docx(
    p("Our plan, <as agreed> & signed"),
    LISTED.format(BOLD),
    tbl(tr("What", "Who", "When"), tr("Support Priya with her dental health.", "Meera Nair", "")),
)


def document(content: bytes) -> Element:
    return parse(parts_of(content)["word/document.xml"])


def comments(content: bytes) -> list[tuple[str, str]]:
    return [(c.author, c.text) for c in Document(io.BytesIO(content)).comments]


def texts(content: bytes) -> list[str]:
    return [text_of(paragraph) for paragraph in document(content).iter(qn("w:p"))]


def without(content: bytes, kept: str, gone: str) -> list[str]:
    """The paragraphs as they read once the tracked changes are accepted (`kept` insertions), or refused."""
    root = document(content)
    for change in list(root.iter(qn(gone))):
        change.getparent().remove(change)
    for mark in root.iter(qn("w:delText")):
        mark.tag = qn("w:t")
    for change in list(root.iter(qn(kept))):
        for inside in change:
            change.addprevious(inside)
        change.getparent().remove(change)
    return [text_of(paragraph) for paragraph in root.iter(qn("w:p"))]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("plan", [PLAN, FIXTURE.read_bytes()], ids=["made", "fixture"])
def test_the_rest_of_the_document_is_untouched(rewriter: Rewriter, plan: bytes, way: Way) -> None:
    before, after = parts_of(plan), parts_of(rewriter("plan.docx", plan, way).content)
    ours = {"word/document.xml", "word/comments1.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"}
    assert {name for name in after if after[name] != before.get(name)} <= ours
    assert list(before) == list(after)[: len(before)]
    assert [n for n in after if after[n] != before.get(n) and not n.startswith("word/")] in (
        [],
        ["[Content_Types].xml"],
    )
    entries = word.read(PATH, plan)
    touched = {passage.address for entry in entries for passage in entry.passages.values()}
    paragraphs = zip(
        word.paragraphs(parse(before["word/document.xml"])), word.paragraphs(document_of(after)), strict=True
    )
    same = [canonical(old) == canonical(new) for number, (old, new) in enumerate(paragraphs) if number not in touched]
    assert same
    assert all(same)


def document_of(parts: Mapping[str, bytes]) -> Element:
    return parse(parts["word/document.xml"])


def canonical(element: Element) -> bytes:
    written: bytes = etree.tostring(element, method="c14n", with_tail=False)
    return written


def test_comments_leave_every_word_and_hang_on_the_objective(rewriter: Rewriter) -> None:
    new = rewriter("plan.docx", PLAN, Way.COMMENTS)
    assert (new.objectives, texts(new.content)) == (2, texts(PLAN))
    (first, said), (second, _) = comments(new.content)
    assert {first, second} == {"Aimwell"}
    assert said.startswith("Not SMART yet. Not met: specific")
    assert "It could say: Instead of disrupting the class, Kwame will [what]" in said
    marks = document(new.content).iter(qn("w:commentRangeStart"), qn("w:commentRangeEnd"), qn("w:t"))
    order = [mark.tag.rpartition("}")[2][:12] if mark.text is None else mark.text for mark in marks]
    at = order.index("commentRange")
    assert "".join(order[at + 1 : order.index("commentRange", at + 1)]) == WEAK


def test_a_second_run_adds_no_second_comment(rewriter: Rewriter) -> None:
    once = rewriter("plan.docx", PLAN, Way.COMMENTS)
    again = rewriter("plan.docx", once.content, Way.COMMENTS)
    assert again.objectives == 0
    assert len(comments(again.content)) == 2
    assert [note.said for note in again.notes] == [
        "it already has a comment of Aimwell; delete that to get a new one"
    ] * 2


def test_the_comments_of_people_stay(rewriter: Rewriter) -> None:
    plan = Document(io.BytesIO(PLAN))
    plan.add_comment(plan.paragraphs[1].runs, "Ask Kwame.", "Yusuf", "Y")
    file = io.BytesIO()
    plan.save(file)
    said = comments(rewriter("plan.docx", file.getvalue(), Way.COMMENTS).content)
    assert said[0] == ("Yusuf", "Ask Kwame.")
    assert [author for author, _ in said] == ["Yusuf", "Aimwell", "Aimwell"]


def test_tracked_changes_can_be_refused_or_accepted(rewriter: Rewriter) -> None:
    new = rewriter("plan.docx", PLAN, Way.TRACKED).content
    assert without(new, "w:del", "w:ins") == texts(PLAN)
    accepted = without(new, "w:ins", "w:del")
    assert accepted == texts(rewriter("plan.docx", PLAN, Way.TABLE).content)
    assert accepted[1].startswith("Instead of disrupting the class, Kwame will [what] [amount]")
    changes = list(document(new).iter(qn("w:ins"), qn("w:del")))
    assert {change.get(qn("w:author")) for change in changes} == {"Aimwell"}
    assert {change.get(qn("w:date")) for change in changes} == {"2026-11-22T10:30:00Z"}
    assert len({change.get(qn("w:id")) for change in changes}) == len(changes)


def test_a_filled_table_has_its_new_words_in_their_columns_with_proposals_highlighted(rewriter: Rewriter) -> None:
    new = rewriter("plan.docx", PLAN, Way.TABLE).content
    row = texts(new)[-3:] if texts(new)[-1] else texts(new)[-4:-1]
    assert row[0].startswith("Meera Nair will support Priya with her dental health by [what] [amount]")
    assert row[1:] == ["Meera Nair", "By 18 December 2026"]
    marked = [
        "".join(r.itertext(qn("w:t")))
        for r in document(new).iter(qn("w:r"))
        if r.find(f".//{qn('w:highlight')}") is not None
    ]
    assert {"[what]", "[amount]", "By 18 December 2026"} <= set(marked)
    assert all("To settle: " in said for _, said in comments(new))


def test_new_words_look_like_the_old_ones(rewriter: Rewriter) -> None:
    for way in (Way.TRACKED, Way.TABLE):
        new = document(rewriter("plan.docx", PLAN, way).content)
        (first,) = [r for r in new.iter(qn("w:r")) if "".join(r.itertext(qn("w:t"))).startswith("Instead")]
        assert first.find(f"{qn('w:rPr')}/{qn('w:b')}") is not None


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    "inside",
    [
        f"<w:hyperlink>{run(WEAK)}</w:hyperlink>",
        f"{run('• Kwame ')}{ins(run('will stop disrupting'))}{deleted(' nearly')}{run(' the class.')}",
        f"<w:sdt><w:sdtPr/><w:sdtContent>{run(WEAK)}</w:sdtContent></w:sdt>",
        '<w:r><w:t xml:space="preserve">Kwame will</w:t><w:br/><w:t>stop disrupting</w:t><w:tab/><w:t>the class.</w:t></w:r>',
        f'<w:bookmarkStart w:id="9" w:name="x"/>{run(WEAK)}<w:bookmarkEnd w:id="9"/>',
    ],
    ids=["link", "tracked", "control", "breaks", "bookmark"],
)
def test_words_are_found_and_changed_whatever_they_stand_in(rewriter: Rewriter, inside: str, way: Way) -> None:
    plan = docx(LISTED.format(inside), p("Signed"))
    new = rewriter("plan.docx", plan, way)
    assert new.objectives == 1
    assert texts(new.content)[1] == "Signed"
    if way is Way.COMMENTS:
        assert texts(new.content) == texts(plan)
    else:
        accepted = without(new.content, "w:ins", "w:del")[0]
        assert accepted.removeprefix("• ").startswith("Instead of disrupting the class, Kwame will [what] [amount]")
        assert accepted.startswith("•") == ("•" in inside)


def test_a_footnote_among_the_words_stays(rewriter: Rewriter) -> None:
    noted = '<w:r><w:t>Kwame will stop disrupting the class</w:t><w:footnoteReference w:id="2"/><w:t>.</w:t></w:r>'
    for way in (Way.TRACKED, Way.TABLE):
        new = rewriter("plan.docx", docx(LISTED.format(noted)), way)
        assert new.objectives == 1
        assert len(list(document(new.content).iter(qn("w:footnoteReference")))) == 1


def test_words_in_a_text_box_are_rewritten_and_get_no_comment(rewriter: Rewriter) -> None:
    box = f"<w:p><w:r><w:pict><w:txbxContent>{LISTED.format(run(WEAK))}</w:txbxContent></w:pict></w:r></w:p>"
    refused = rewriter("plan.docx", docx(box), Way.COMMENTS)
    assert (refused.objectives, refused.notes[0].said[:26]) == (0, "it stands in a text box, w")
    done = rewriter("plan.docx", docx(box), Way.TRACKED)
    assert (done.objectives, comments(done.content)) == (1, [])


def test_two_actions_in_one_cell_are_rewritten_each_in_its_place(rewriter: Rewriter) -> None:
    cell = tc(p("Kwame will stop disrupting the class."), p("Support Priya with her dental health."))
    new = rewriter("plan.docx", docx(tbl(tr("What", "Who"), tr(cell, "Kwame"))), Way.TABLE)
    said = [text for text in texts(new.content) if "will" in text]
    assert [text.split(" will ")[0] for text in said] == ["Instead of disrupting the class, Kwame", "Kwame"]


def test_two_actions_in_one_paragraph_are_rewritten_each_in_its_place(rewriter: Rewriter) -> None:
    lines = "<w:r><w:t>- Kwame will stop disrupting the class.</w:t><w:br/><w:t>- Sort out housing.</w:t></w:r>"
    plan = docx(tbl(tr("What", "Who"), tr(tc(f"<w:p>{lines}</w:p>"), "")))
    for way in (Way.TRACKED, Way.TABLE):
        first, second = without(rewriter("plan.docx", plan, way).content, "w:ins", "w:del")[2].split("\n")
        assert first.startswith("- Instead of disrupting")
        assert second.startswith("- [who] will sort out housing")


@pytest.mark.parametrize(
    ("part", "content", "ways"),
    [
        ("_xmlsignatures/sig1.xml", b"<a/>", ()),
        (
            "word/settings.xml",
            f'<w:settings {W}><w:documentProtection w:edit="readOnly" w:enforcement="1"/></w:settings>',
            (),
        ),
        (
            "word/settings.xml",
            f'<w:settings {W}><w:documentProtection w:edit="comments" w:enforcement="1"/></w:settings>',
            (Way.COMMENTS,),
        ),
        (
            "word/settings.xml",
            f'<w:settings {W}><w:documentProtection w:edit="trackedChanges" w:enforcement="1"/></w:settings>',
            (Way.COMMENTS, Way.TRACKED),
        ),
        ("word/settings.xml", f'<w:settings {W}><w:documentProtection w:edit="readOnly"/></w:settings>', WAYS),
    ],
    ids=["signed", "read only", "comments only", "tracked only", "not enforced"],
)
def test_a_signed_or_protected_document_is_changed_only_as_its_owner_allows(
    rewriter: Rewriter, part: str, content: bytes | str, ways: tuple[Way, ...]
) -> None:
    xml = content if isinstance(content, bytes) else content.encode()
    plan = zipped({**parts_of(PLAN), part: xml})
    for way in WAYS:
        if way in ways:
            assert rewriter("plan.docx", plan, way).objectives == 2
        else:
            with pytest.raises(DocumentError, match=r"signed|protected"):
                rewriter("plan.docx", plan, way)


pieces = st.lists(st.text("ab ", min_size=1, max_size=4), min_size=1, max_size=5)


@settings(max_examples=60)
@given(pieces, st.data(), st.booleans())
def test_a_stretch_of_a_paragraph_gives_way_and_the_rest_stays(
    runs: list[str], data: st.DataObject, tracked: bool
) -> None:
    paragraph = parse(f"<w:p {W}>{''.join(map(run, runs))}</w:p>".encode())
    text = "".join(runs)
    start = data.draw(st.integers(0, len(text)))
    span = Span(start, data.draw(st.integers(start, len(text))))
    new = pieces_of(read("[[who: ]] will b"))
    put = Tracker(iter(range(100)), str(NOW)).replace if tracked else replace
    put(paragraph, span, new)
    assert text_of(paragraph) == text[: span.start] + "[who] will b" + text[span.end :]


@given(pieces, st.data())
def test_isolated_runs_hold_just_the_words_of_the_span(runs: list[str], data: st.DataObject) -> None:
    paragraph = parse(f"<w:p {W}>{''.join(map(run, runs))}</w:p>".encode())
    text = "".join(runs)
    start = data.draw(st.integers(0, len(text)))
    span = Span(start, data.draw(st.integers(start, len(text))))
    found = isolate(paragraph, span)
    assert "".join(t for r in found for t in r.itertext()) == span.of(text)
    assert text_of(paragraph) == text
