"""Excel files out: comments on the objectives' cells, or the plan's table filled in.

The parts of the workbook that are changed are edited as they are, and all others copied: formulas, charts, pictures,
conditional formats and whatever else a library for workbooks could lose stays.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from data.documents import sheetml
from data.documents.entry import Passage
from data.documents.rewriting.advice import Advice
from data.documents.rewriting.changes import COMMENTED, SIGNED, Note, Plan, Way, Written, plans
from data.documents.rewriting.package import Package
from data.documents.rewriting.remarks import remark, settle
from data.documents.rewriting.sheet_cells import Styles, fill
from data.documents.rewriting.sheet_comments import CellComments
from data.documents.zipped import damaged
from model.errors import DocumentError

CONVERSATION = "people are talking in comments at its cell, beside which a note of Aimwell's would not be seen"
PROTECTED = "is protected against changes; in Excel choose Review, Unprotect Sheet first"


def write(path: Path, content: bytes, advice: Sequence[Advice], way: Way, now: datetime) -> Written:  # noqa: ARG001  (every format is written by the same call; comments on cells bear no date)
    """Return the workbook with what is said of its objectives; comments on cells bear no date.

    Raises:
        DocumentError: when it is damaged, or is signed or protected so that it may not be changed.
    """
    try:
        return _Writer(path, content).write(advice, way)
    except sheetml.DAMAGE as error:
        raise damaged(path, sheetml.EXCEL) from error


class _Writer:
    def __init__(self, path: Path, content: bytes) -> None:
        self.path, self.package = path, Package(content)
        if any(name.startswith("_xmlsignatures/") for name in self.package.names):
            raise DocumentError(path, SIGNED)
        with sheetml.opened(content) as opened:
            self.parts = sheetml.sheet_parts(opened)
            workbook = sheetml.workbook_part(opened)
        self.styles = Styles(self.package, workbook)
        self.comments: dict[str, CellComments] = {}

    def write(self, advice: Sequence[Advice], way: Way) -> Written:
        found, notes = plans(advice, way)
        written = 0
        for plan in found:
            if note := self._obstacle(plan, way):
                notes.append(note)
                continue
            sheet, cell = _where(plan.passage)
            lines = remark(plan.advice) if way is Way.COMMENTS else settle(plan.advice.best)
            comments = self._comments(sheet)
            if lines and not comments.has_conversation(cell) and not comments.has_ours(cell):
                comments.add(cell, lines)
            for change in plan.changes:
                name, changed = _where(change.passage)
                fill(self.package.root(self.parts[name]), changed, change.pieces, self.styles)
            written += 1
        return Written(self.package.written() if written else self.package.content, written, tuple(notes))

    def _obstacle(self, plan: Plan, way: Way) -> Note | None:
        sheet, cell = _where(plan.passage)
        protection = self.package.root(self.parts[sheet]).find(sheetml.tag("sheetProtection"))
        if protection is not None and protection.get("sheet") in ("1", "true"):
            raise DocumentError(self.path, f"sheet {sheet} {PROTECTED}")
        if way is Way.COMMENTS and self._comments(sheet).has_conversation(cell):
            return Note(plan.entry.place, CONVERSATION)
        if way is Way.COMMENTS and self._comments(sheet).has_ours(cell):
            return Note(plan.entry.place, COMMENTED)
        return None

    def _comments(self, sheet: str) -> CellComments:
        if sheet not in self.comments:
            self.comments[sheet] = CellComments(self.package, self.parts[sheet])
        return self.comments[sheet]


def _where(passage: Passage) -> tuple[str, str]:
    assert isinstance(passage.address, tuple)  # noqa: S101  (what this format's reader gives: a sheet and a cell)
    sheet, cell = passage.address
    return sheet, cell
