"""A stretch of a Word paragraph's text as whole runs: runs are split where it begins and ends, formatting and all."""

import copy

from docx.oxml.ns import qn

from data.documents import wordml
from data.documents.xmlpart import Element, element
from model.criteria import Span

RUN, PROPERTIES, TEXT, TAB, BREAK = map(qn, ("w:r", "w:rPr", "w:t", "w:tab", "w:br"))
HIGHLIGHT, VALUE = qn("w:highlight"), qn("w:val")
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
FOLLOWING = ("u", "effect", "bdr", "shd", "fitText", "vertAlign", "rtl", "cs", "em", "lang")
AFTER_HIGHLIGHT = {qn(f"w:{name}") for name in (*FOLLOWING, "eastAsianLayout", "specVanish", "oMath", "rPrChange")}
"""What follows a highlight among a run's properties; the schema orders them."""


def isolate(paragraph: Element, span: Span) -> list[Element]:
    """Return the runs that hold just the words of the span; none where it has no words."""
    for offset in (span.end, span.start):
        _split(paragraph, offset)
    found: list[Element] = []
    at = 0
    for piece, words in wordml.pieces(paragraph):
        run = piece.getparent()
        if words and span.start <= at < span.end and run not in found:
            found.append(run)
        at += len(words)
    return found


def neighbours(paragraph: Element, offset: int) -> tuple[Element | None, Element | None]:
    """Return the run that ends at the offset and the one that begins there, once a run that holds it is split."""
    _split(paragraph, offset)
    before, at = None, 0
    for piece, words in wordml.pieces(paragraph):
        if at >= offset and words:
            return before, piece.getparent()
        before = piece.getparent()
        at += len(words)
    return before, None


def top_of(run: Element, paragraph: Element) -> Element:
    """Return the paragraph's own child that holds the run."""
    while run.getparent() is not paragraph:
        run = run.getparent()
    return run


def new_run(words: str, properties: Element | None = None, *, marked: bool = False) -> Element:
    """Return a run with these words, formatted as another run's properties say, and highlighted if it is `marked`."""
    run = element(RUN)
    own = element(PROPERTIES) if properties is None else copy.deepcopy(properties)
    for change in own.findall(qn("w:rPrChange")):
        own.remove(change)
    if marked:
        _highlight(own)
    if len(own):
        run.append(own)
    run.append(element(TEXT, {SPACE: "preserve"}, words))
    return run


def _highlight(properties: Element) -> None:
    for old in properties.findall(HIGHLIGHT):
        properties.remove(old)
    at = next((i for i, child in enumerate(properties) if child.tag in AFTER_HIGHLIGHT), len(properties))
    properties.insert(at, element(HIGHLIGHT, {VALUE: "yellow"}))


def _split(paragraph: Element, offset: int) -> None:
    """Let a run begin at the offset, if words stand on both sides of it."""
    at = 0
    for piece, words in list(wordml.pieces(paragraph)):
        if at == offset and at:
            _begin_run_at(piece)
            return
        if at < offset < at + len(words) and piece.tag == TEXT:
            rest = element(TEXT, {SPACE: "preserve"}, words[offset - at :])
            piece.text = words[: offset - at]
            piece.set(SPACE, "preserve")
            piece.addnext(rest)
            _begin_run_at(rest)
            return
        at += len(words)


def _begin_run_at(piece: Element) -> None:
    run = piece.getparent()
    before = [child for child in run.iterchildren() if child.tag != PROPERTIES]
    if run.tag != RUN or before[0] is piece:
        return
    rest = element(RUN)
    if run.find(PROPERTIES) is not None:
        rest.append(copy.deepcopy(run.find(PROPERTIES)))
    rest.extend(before[before.index(piece) :])
    run.addnext(rest)
