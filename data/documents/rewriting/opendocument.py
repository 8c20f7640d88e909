"""OpenDocument texts out: comments on the objectives, tracked changes, or the plan's table filled in."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path

from data.documents import odfml
from data.documents.odfml import PARAGRAPH, qn
from data.documents.rewriting.advice import Advice
from data.documents.rewriting.changes import COMMENTED, SIGNED, Change, Note, Plan, Way, Written, paragraph_of, plans
from data.documents.rewriting.odf_text import SPAN, STYLE, copied, put, replace
from data.documents.rewriting.package import with_parts
from data.documents.rewriting.remarks import AUTHOR, Line, remark, settle
from data.documents.rewriting.wording import Edit, Piece, edits
from data.documents.xmlpart import Element, element, parse, serialise
from data.documents.zipped import damaged
from model.criteria import Span
from model.errors import DocumentError

SIGNATURES = "META-INF/documentsignatures.xml"
NAME, CREATOR, DATE = map(qn, ("office:name", "dc:creator", "dc:date"))
END = qn("office:annotation-end")
PROPOSAL, STRONG = "AimwellProposal", "AimwellStrong"
LOOKS = {PROPOSAL: {qn("fo:background-color"): "#ffff00"}, STRONG: {qn("fo:font-weight"): "bold"}}
CHANGE, CHANGE_START, CHANGE_END, CHANGE_ID = map(
    qn, ("text:change", "text:change-start", "text:change-end", "text:change-id")
)
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"


def write(path: Path, content: bytes, advice: Sequence[Advice], way: Way, now: datetime) -> Written:
    """Return the document with what is said of its objectives; `now` dates the comments and changes.

    Raises:
        DocumentError: when it is damaged, or is signed and so may not be changed.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            if SIGNATURES in package.namelist():
                raise DocumentError(path, SIGNED)
            root = parse(package.read(odfml.CONTENT))
        written, notes = _Writer(root, now, _free_names(root)).write(advice, way)
    except odfml.DAMAGE as error:
        raise damaged(path, odfml.OPENDOCUMENT) from error
    return Written(with_parts(content, {odfml.CONTENT: serialise(root)}) if written else content, written, notes)


@dataclass(slots=True)
class _Writer:
    root: Element
    now: datetime
    names: Iterator[str]

    def write(self, advice: Sequence[Advice], way: Way) -> tuple[int, tuple[Note, ...]]:
        """Write into the document's content; return for how many objectives, and what was left as it stands."""
        paragraphs = odfml.paragraphs(self.root)
        found, notes = plans(advice, way)
        written = 0
        for plan in found if way is Way.COMMENTS else reversed(found):
            paragraph = paragraph_of(plan.passage, paragraphs)
            if way is Way.COMMENTS and _has_ours(paragraph):
                notes.append(Note(plan.entry.place, COMMENTED))
                continue
            for change in plan.changes:
                self._change(paragraph_of(change.passage, paragraphs), change, tracked=way is Way.TRACKED)
            lines = remark(plan.advice) if way is Way.COMMENTS else settle(plan.advice.best)
            self._hang(paragraph, _now(plan), lines)
            written += 1
        return written, tuple(notes)

    def _hang(self, paragraph: Element, span: Span, lines: Sequence[Line]) -> None:
        """Hang a comment with these lines on the words that now begin where the span does."""
        if not lines:
            return
        name = next(self.names)
        comment = element(odfml.ANNOTATION, {NAME: name})
        comment.append(element(CREATOR, text=AUTHOR))
        comment.append(element(DATE, text=self._stamp()))
        for line in lines:
            said = element(PARAGRAPH)
            for phrase in line:
                look = PROPOSAL if phrase.proposal else STRONG if phrase.strong else None
                said.append(element(SPAN, {STYLE: self._style(look)} if look else None, phrase.words))
            comment.append(said)
        put(paragraph, span.end, element(END, {NAME: name}), before=True)
        put(paragraph, span.start, comment)

    def _change(self, paragraph: Element, change: Change, *, tracked: bool) -> None:
        span = change.passage.span
        old = span.of(odfml.text_of(paragraph))
        for edit in reversed(edits(old, change.pieces) if tracked else [Edit(Span(0, len(old)), change.pieces)]):
            where = edit.old.moved(span.start)
            new = [self._piece(piece) for piece in edit.new]
            replace(paragraph, where, self._tracked(paragraph, where, new) if tracked else new)

    def _tracked(self, paragraph: Element, gone: Span, new: Sequence[Element]) -> list[Element]:
        """Return what stands in place of words that are struck and words that are new, once both are entered."""
        marks = []
        if gone.start < gone.end:
            marks.append(element(CHANGE, {CHANGE_ID: self._region("text:deletion", [copied(paragraph, gone)])}))
        if new:
            identity = {CHANGE_ID: self._region("text:insertion", [])}
            marks += [element(CHANGE_START, identity), *new, element(CHANGE_END, identity)]
        return marks

    def _region(self, deed: str, deleted: Sequence[Element]) -> str:
        """Enter a change into the document's list, and return its id."""
        body = self.root.find(f"{qn('office:body')}/{qn('office:text')}")
        listed = body.find(qn("text:tracked-changes"))
        if listed is None:
            listed = element(qn("text:tracked-changes"), {qn("text:track-changes"): "false"})
            body.insert(1 if len(body) and body[0].tag == qn("office:forms") else 0, listed)
        identity = next(self.names)
        region = element(qn("text:changed-region"), {XML_ID: identity, qn("text:id"): identity})
        change, about = element(qn(deed)), element(qn("office:change-info"))
        about.append(element(CREATOR, text=AUTHOR))
        about.append(element(DATE, text=self._stamp()))
        change.append(about)
        change.extend(deleted)
        region.append(change)
        listed.append(region)
        return identity

    def _piece(self, piece: Piece) -> Element:
        look = {STYLE: self._style(PROPOSAL)} if piece.proposal else None
        return element(SPAN, look, piece.words)

    def _style(self, name: str) -> str:
        """Return the name of one of our looks, once the document knows it."""
        styles = self.root.find(qn("office:automatic-styles"))
        if styles is None:
            styles = element(qn("office:automatic-styles"))
            self.root.find(qn("office:body")).addprevious(styles)
        if all(style.get(qn("style:name")) != name for style in styles):
            style = element(qn("style:style"), {qn("style:name"): name, qn("style:family"): "text"})
            style.append(element(qn("style:text-properties"), LOOKS[name]))
            styles.append(style)
        return name

    def _stamp(self) -> str:
        return self.now.strftime("%Y-%m-%dT%H:%M:%S")


def _free_names(root: Element) -> Iterator[str]:
    """Return names that no comment and no change of the document has."""
    taken = {value for one in root.iter("*") for value in (one.get(NAME), one.get(XML_ID)) if value}
    return (name for number in count(1) if (name := f"aimwell{number}") not in taken)


def _now(plan: Plan) -> Span:
    """Return where the objective's words stand once its changes are made."""
    start, end = plan.passage.span.start, plan.passage.span.end
    own = next((change for change in plan.changes if change.passage == plan.passage), None)
    return Span(start, start + sum(len(piece.words) for piece in own.pieces) if own else end)


def _has_ours(paragraph: Element) -> bool:
    """Say whether a comment of an earlier run hangs on the paragraph."""
    return any(comment.findtext(CREATOR) == AUTHOR for comment in paragraph.iter(odfml.ANNOTATION))
