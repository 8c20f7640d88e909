"""New words in a Word paragraph: in place of the old ones, or as tracked changes that can be taken or refused."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count, pairwise

from docx.oxml.ns import qn

from data.documents import wordml
from data.documents.rewriting.remarks import AUTHOR
from data.documents.rewriting.word_runs import PROPERTIES, SPACE, TEXT, isolate, neighbours, new_run, top_of
from data.documents.rewriting.wording import Edit, Piece, edits
from data.documents.xmlpart import Element, element
from model.criteria import Span

INSERTED, DELETED, DELETED_TEXT = map(qn, ("w:ins", "w:del", "w:delText"))
HYPERLINK, SIMPLE_FIELD = map(qn, ("w:hyperlink", "w:fldSimple"))


def replace(paragraph: Element, span: Span, pieces: Sequence[Piece]) -> None:
    """Put the pieces in place of the words of the span, formatted as those began, proposals highlighted."""
    old = isolate(paragraph, span)
    before, after = (None, old[0]) if old else neighbours(paragraph, span.start)
    look = _format(before if before is not None else after, paragraph)
    new = [new_run(p.words, look, marked=p.proposal is not None) for p in pieces]
    if before is not None:
        before.addnext(new[0])
    elif after is not None:
        _outside_links(after, paragraph).addprevious(new[0])
    else:
        paragraph.append(new[0])
    for one, following in pairwise(new):
        one.addnext(following)
    for run in old:
        _remove(run)


@dataclass(frozen=True, slots=True)
class Tracker:
    """Writes tracked changes in the name of Aimwell; `numbers` are the ids that the document has free."""

    numbers: Iterator[int]
    date: str

    def replace(self, paragraph: Element, span: Span, pieces: Sequence[Piece]) -> None:
        """Strike the words of the span and insert the pieces, word by word where they have much in common."""
        old = span.of(wordml.text_of(paragraph))
        plain = all(run.getparent() is paragraph for run in isolate(paragraph, span))
        whole = [Edit(Span(0, len(old)), tuple(pieces))]
        for edit in reversed(edits(old, pieces) if plain else whole):
            self._apply(paragraph, Edit(edit.old.moved(span.start), edit.new))

    def _apply(self, paragraph: Element, edit: Edit) -> None:
        struck = isolate(paragraph, edit.old)
        before, after = neighbours(paragraph, edit.old.start)
        like = struck[0] if struck else before if before is not None else after
        inserted = self._inserted(edit.new, _format(like, paragraph))
        marks = [self._strike(run) for run in struck]
        beside = marks[-1] if marks else before
        if not edit.new:
            return
        if beside is not None:
            top_of(beside, paragraph).addnext(inserted)
        elif after is not None:
            top_of(after, paragraph).addprevious(inserted)
        else:
            paragraph.append(inserted)

    def _inserted(self, pieces: Sequence[Piece], properties: Element | None) -> Element:
        inserted = element(INSERTED, self._about())
        inserted.extend(new_run(p.words, properties, marked=p.proposal is not None) for p in pieces)
        return inserted

    def _strike(self, run: Element) -> Element:
        """Put the run into a deletion, where it stands."""
        deleted = element(DELETED, self._about())
        run.addprevious(deleted)
        deleted.append(run)
        for text in run.findall(TEXT):
            text.tag = DELETED_TEXT
            text.set(SPACE, "preserve")
        return deleted

    def _about(self) -> dict[str, str]:
        return {qn("w:id"): str(next(self.numbers)), qn("w:author"): AUTHOR, qn("w:date"): self.date}


def free_numbers(document: Element) -> Iterator[int]:
    """Return ids that no change, bookmark or comment of the document has."""
    ids = [int(value) for tag in document.iter("*") if (value := tag.get(qn("w:id"), "")).isdigit()]
    return count(max(ids, default=0) + 1)


def _format(run: Element | None, paragraph: Element) -> Element | None:
    """Return how new words look: like the run, or in an empty paragraph like its end."""
    if run is not None:
        return run.find(PROPERTIES)
    return paragraph.find(f"{qn('w:pPr')}/{PROPERTIES}")


def _outside_links(run: Element, paragraph: Element) -> Element:
    """Return the run, or the link or field around it, whose target new words have not."""
    around = [e for e in run.iterancestors(HYPERLINK, SIMPLE_FIELD) if paragraph in e.iterancestors()]
    return around[-1] if around else run


def _remove(run: Element) -> None:
    """Take the run's words out, the run where it holds nothing else, and a link or field that is left empty."""
    for child in list(run):
        if child.tag == TEXT or child.tag in wordml.SPOKEN:
            run.remove(child)
    parent = run.getparent()
    if all(child.tag == PROPERTIES for child in run):
        parent.remove(run)
    if parent.tag in (HYPERLINK, SIMPLE_FIELD) and not len(parent):
        parent.getparent().remove(parent)
