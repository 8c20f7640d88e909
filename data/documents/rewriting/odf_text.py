"""Words of an OpenDocument paragraph put in and taken out at offsets of its text, wherever in its elements they stand."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from data.documents.odfml import COUNT, PARAGRAPH, SPACES, Holder, Piece, pieces, qn
from data.documents.xmlpart import Element, element
from model.criteria import Span

SPAN, STYLE = qn("text:span"), qn("text:style-name")
MARK = qn("text:bookmark")  # where new words go, while the old ones leave


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where an offset falls: in which piece, and how far into its words."""

    piece: Piece
    within: int


def replace(paragraph: Element, span: Span, new: Sequence[Element]) -> None:
    """Put elements in place of the words of the span, formatted as those began.

    Where the span has no words the elements join those before it.
    """
    mark = element(MARK)
    put(paragraph, span.start, mark, before=span.start == span.end)
    take(paragraph, span)
    parent, at = mark.getparent(), mark.getparent().index(mark) + 1
    for number, one in enumerate(new):
        parent.insert(at + number, one)
    if new:
        new[-1].tail, mark.tail = mark.tail, None
    remove(mark)


def put(paragraph: Element, offset: int, new: Element, *, before: bool = False) -> None:
    """Put an element at an offset of the paragraph's text.

    It joins the words behind the offset, and their formatting; the words `before` it if asked, or where it is the end.
    """
    _part_spaces(paragraph, offset)
    spot = _spot(paragraph, offset, before=before)
    at = spot.piece.element
    if spot.piece.holder is Holder.TAIL:
        words = at.tail or ""
        at.tail = words[: spot.within]
        at.getparent().insert(at.getparent().index(at) + 1, new)
    else:
        words = at.text or ""
        at.text = words[: spot.within]
        at.insert(0, new)
    new.tail = words[spot.within :]


def take(paragraph: Element, span: Span) -> None:
    """Take the words of the span out; what else hangs in the paragraph stays."""
    for piece, start in reversed(list(_placed(paragraph))):
        first = max(span.start - start, 0)
        last = min(span.end - start, len(piece.words))
        if first >= last:
            continue
        if piece.holder is Holder.TAIL:
            piece.element.tail = piece.element.tail[:first] + piece.element.tail[last:]
        elif piece.holder is Holder.TEXT:
            piece.element.text = piece.element.text[:first] + piece.element.text[last:]
        elif last - first < len(piece.words):
            piece.element.set(COUNT, str(len(piece.words) - (last - first)))
        else:
            remove(piece.element)


def copied(paragraph: Element, span: Span) -> Element:
    """Return a new paragraph of the same style with just the words of the span, in the styles that they have."""
    copy = element(PARAGRAPH, {STYLE: paragraph.get(STYLE)} if paragraph.get(STYLE) else None)
    for piece, start in _placed(paragraph):
        words = piece.words[max(span.start - start, 0) : max(span.end - start, 0)]
        if words:
            copy.append(element(SPAN, _style(piece, paragraph), words))
    return copy


def remove(gone: Element) -> None:
    """Take an element out and leave its tail."""
    parent, before = gone.getparent(), gone.getprevious()
    tail, gone.tail = gone.tail or "", None
    parent.remove(gone)
    if before is None:
        parent.text = (parent.text or "") + tail
    else:
        before.tail = (before.tail or "") + tail


def _style(piece: Piece, paragraph: Element) -> dict[str, str]:
    """Return the style of the innermost span around the piece's words, as an attribute."""
    around = piece.element if piece.holder is Holder.TEXT else piece.element.getparent()
    while around is not paragraph:
        if around.tag == SPAN and around.get(STYLE):
            return {STYLE: around.get(STYLE)}
        around = around.getparent()
    return {}


def _placed(paragraph: Element) -> Iterator[tuple[Piece, int]]:
    at = 0
    for piece in pieces(paragraph):
        yield piece, at
        at += len(piece.words)


def _part_spaces(paragraph: Element, offset: int) -> None:
    """Make two elements of one that stands for several spaces, if the offset falls between these."""
    for piece, start in list(_placed(paragraph)):
        if piece.holder is Holder.ITSELF and start < offset < start + len(piece.words):
            first = piece.element
            rest = element(SPACES, {COUNT: str(start + len(piece.words) - offset)})
            first.set(COUNT, str(offset - start))
            first.getparent().insert(first.getparent().index(first) + 1, rest)
            rest.tail, first.tail = first.tail, None


def _spot(paragraph: Element, offset: int, *, before: bool) -> _Spot:
    texts = [(piece, start) for piece, start in _placed(paragraph) if piece.holder is not Holder.ITSELF]
    inside = [(p, s) for p, s in texts if s <= offset < s + len(p.words)]
    ending = [(p, s) for p, s in texts if s < offset <= s + len(p.words)]
    at_all = [(p, s) for p, s in texts if s <= offset <= s + len(p.words)]
    order = (ending, inside) if before else (inside, ending)
    piece, start = next(found[0] for found in (*order, at_all, texts) if found)
    return _Spot(piece, max(0, min(offset - start, len(piece.words))))
