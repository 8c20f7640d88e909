"""Word files out: comments on the objectives, tracked changes, or the plan's table filled in; nothing else is touched."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from docx.oxml.ns import qn

from data.documents.package import DAMAGE, WORD
from data.documents.rewriting.advice import Advice
from data.documents.rewriting.changes import COMMENTED, SIGNED, Note, Plan, Way, Written, paragraph_of, plans
from data.documents.rewriting.package import Package
from data.documents.rewriting.remarks import Line, remark, settle
from data.documents.rewriting.word_changes import Tracker, free_numbers, replace
from data.documents.rewriting.word_comments import Comments, stamp
from data.documents.rewriting.word_runs import isolate
from data.documents.word import paragraphs
from data.documents.wordml import TEXT_BOX
from data.documents.xmlpart import Element
from data.documents.zipped import damaged
from model.errors import DocumentError

IN_TEXT_BOX = "it stands in a text box, where Word has no comments; use --as tracked"
ALLOWED = {"comments": {Way.COMMENTS}, "trackedChanges": {Way.COMMENTS, Way.TRACKED}, "none": set(Way)}
"""What a protected document lets its readers do, by the kind of its protection."""


def write(path: Path, content: bytes, advice: Sequence[Advice], way: Way, now: datetime) -> Written:
    """Return the document with what is said of its objectives; `now` dates the comments and changes.

    Raises:
        DocumentError: when it is damaged, or is signed or protected so that it may not be changed.
    """
    try:
        return _written(path, content, advice, way, now)
    except DAMAGE as error:
        raise damaged(path, WORD) from error


def _written(path: Path, content: bytes, advice: Sequence[Advice], way: Way, now: datetime) -> Written:
    package = Package(content)
    document = package.related("", "officeDocument")
    if document is None:
        raise damaged(path, WORD)
    _refuse_protected(path, package, document, way)
    root = package.root(document)
    found, notes = plans(advice, way)
    numbered, comments = paragraphs(root), Comments(package, document, now)
    tracker = Tracker(free_numbers(root), stamp(now))
    written = 0
    in_turn = found if way is Way.COMMENTS else reversed(found)  # from the end: no change moves the words of the next
    for plan in in_turn:
        paragraph = paragraph_of(plan.passage, numbered)
        if way is Way.COMMENTS and (obstacle := _obstacle(comments, paragraph)):
            notes.append(Note(plan.entry.place, obstacle))
            continue
        _hang(comments, plan, paragraph, _lines(plan, way))
        for change in plan.changes:
            put = tracker.replace if way is Way.TRACKED else replace
            put(paragraph_of(change.passage, numbered), change.passage.span, change.pieces)
        written += 1
    return Written(package.written(), written, tuple(notes))


def _lines(plan: Plan, way: Way) -> list[Line]:
    return remark(plan.advice) if way is Way.COMMENTS else settle(plan.advice.best)


def _obstacle(comments: Comments, paragraph: Element) -> str | None:
    """Say why no comment can be hung on the paragraph."""
    if _in_text_box(paragraph):
        return IN_TEXT_BOX
    return COMMENTED if comments.has_ours(paragraph) else None


def _in_text_box(paragraph: Element) -> bool:
    return next(paragraph.iterancestors(TEXT_BOX), None) is not None


def _hang(comments: Comments, plan: Plan, paragraph: Element, lines: Sequence[Line]) -> None:
    runs = isolate(paragraph, plan.passage.span)
    if runs and lines and not _in_text_box(paragraph):
        comments.hang(lines, paragraph, runs)


def _refuse_protected(path: Path, package: Package, document: str, way: Way) -> None:
    if any(name.startswith("_xmlsignatures/") for name in package.names):
        raise DocumentError(path, SIGNED)
    settings = package.related(document, "settings")
    found = package.root(settings).find(qn("w:documentProtection")) if settings else None
    if found is None or found.get(qn("w:enforcement")) not in ("1", "true", "on"):
        return
    if way not in ALLOWED.get(found.get(qn("w:edit"), "none"), set()):
        raise DocumentError(
            path, "it is protected against such changes; in Word choose Review, Restrict Editing, Stop Protection first"
        )
