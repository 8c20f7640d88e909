"""Comments in a Word file: their part, their words, and the stretch of text that each hangs on."""

from collections.abc import Sequence
from datetime import datetime

from docx.oxml.ns import qn

from data.documents.rewriting.package import Package
from data.documents.rewriting.remarks import AUTHOR, INITIALS, Line, Phrase
from data.documents.rewriting.word_runs import new_run, top_of
from data.documents.xmlpart import Element, element

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
SIZE = "20"  # in half points: Word's own size for comments
COMMENT, ID, PARAGRAPH = qn("w:comment"), qn("w:id"), qn("w:p")
START, END, REFERENCE = map(qn, ("w:commentRangeStart", "w:commentRangeEnd", "w:commentReference"))
WORDML = qn("w:comments").partition("}")[0].lstrip("{")


def stamp(now: datetime) -> str:
    """Return a moment as Word writes it: on the clock of the office, marked as if it were universal time."""
    return now.strftime("%Y-%m-%dT%H:%M:%SZ")


class Comments:
    """The comments of one document; its part is made when the first comment is added."""

    def __init__(self, package: Package, document: str, now: datetime) -> None:
        self.package, self.document, self.now = package, document, now
        self.part = package.related(document, "comments")
        known = package.root(self.part).iter(COMMENT) if self.part else ()
        authors = {comment.get(ID): comment.get(qn("w:author")) for comment in known}
        self.ours = {identity for identity, author in authors.items() if author == AUTHOR}
        self._next = max((int(identity) for identity in authors), default=-1) + 1

    def has_ours(self, paragraph: Element) -> bool:
        """Say whether a comment of an earlier run hangs on the paragraph."""
        return any(reference.get(ID) in self.ours for reference in paragraph.iter(REFERENCE))

    def hang(self, lines: Sequence[Line], paragraph: Element, runs: Sequence[Element]) -> None:
        """Hang a comment with these lines on the runs of a paragraph."""
        identity = str(self._next)
        self._next += 1
        self._root().append(self._comment(identity, lines))
        top_of(runs[0], paragraph).addprevious(element(START, {ID: identity}))
        last = top_of(runs[-1], paragraph)
        reference = element(qn("w:r"))
        reference.append(element(REFERENCE, {ID: identity}))
        last.addnext(reference)
        last.addnext(element(END, {ID: identity}))

    def _comment(self, identity: str, lines: Sequence[Line]) -> Element:
        about = {
            ID: identity,
            qn("w:author"): AUTHOR,
            qn("w:date"): stamp(self.now),
            qn("w:initials"): INITIALS,
        }
        comment = element(COMMENT, about)
        for number, line in enumerate(lines):
            paragraph = element(PARAGRAPH)
            if number == 0:
                mark = element(qn("w:r"))
                mark.append(element(qn("w:annotationRef")))
                paragraph.append(mark)
            paragraph.extend(map(_run, line))
            comment.append(paragraph)
        return comment

    def _root(self) -> Element:
        if self.part is None:
            self.part = self.package.free_name("word/comments", ".xml")
            empty = element(qn("w:comments"), nsmap={"w": WORDML})
            self.package.add(self.part, empty, CONTENT_TYPE)
            self.package.relate(self.document, "comments", self.part)
        return self.package.root(self.part)


def _run(phrase: Phrase) -> Element:
    properties = element(qn("w:rPr"))
    if phrase.strong:
        properties.append(element(qn("w:b")))
    properties.append(element(qn("w:sz"), {qn("w:val"): SIZE}))
    return new_run(phrase.words, properties, marked=phrase.proposal)
