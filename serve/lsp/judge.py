"""All remarks on a document, within bounds: what has been given up half-way is no answer, what was left unread is said."""

import re
import time
from collections.abc import Callable, Iterator
from datetime import date

from model.criteria import Span
from model.text_check import TextChecker
from serve.dependencies import day
from serve.lsp.client_settings import ClientSettings
from serve.lsp.documents import Document, Kind
from serve.lsp.markdown_words import spoken
from serve.lsp.plan_rows import RowJudge, Rows, csv_rows, markdown_rows
from serve.lsp.prose import prose_remarks
from serve.lsp.remarks import Remark, Remarks, Stale
from serve.lsp.traced import Traced

MOST_LETTERS = 200_000
"""About seventy pages; a longer document is judged up to there."""
MOST_OBJECTIVES = 300
"""Objectives with remarks; more are more than anybody mends before saving again."""
MOST_SECONDS = 60.0
_LINES_WITH_BARS = re.compile(r"(?:(?<![^\r\n])[^\r\n|]*\|[^\r\n]*(?:\r\n|\r|\n|\Z))+")
_UNREADABLE = re.compile("[\ud800-\udfff\0]|\\A\ufeff")


class Judge:
    """Finds the remarks on documents; not to be used by two threads at once."""

    def __init__(self, checker: TextChecker, clock: Callable[[], float] = time.monotonic) -> None:
        self.checker = checker
        self.rows = RowJudge(checker)
        self.clock = clock

    def remarks(self, document: Document, settings: ClientSettings, stale: Callable[[], bool]) -> Remarks:
        """Return the remarks on a document, in the order of their words.

        Raises:
            Stale: as soon as `stale` says so.
        """
        text = _UNREADABLE.sub(" ", document.text)
        unread = None
        if len(text) > MOST_LETTERS:
            unread = max(text.rfind("\n", 0, MOST_LETTERS) + 1, 1)
            text = text[:unread]
        found: list[Remark] = []
        objectives: set[Span] = set()
        give_up = self.clock() + MOST_SECONDS
        for remark in self._all(text, document.kind, day(settings.as_of), picky=settings.picky):
            if stale():
                raise Stale
            if remark.objective not in objectives and (len(objectives) == MOST_OBJECTIVES or self.clock() > give_up):
                unread = remark.objective.start
                break
            objectives.add(remark.objective)
            if remark.finding.rule not in settings.rules_off:
                found.append(remark)
        return Remarks(tuple(sorted(found, key=lambda r: (r.words.start, r.words.end))), unread)

    def _all(self, text: str, kind: Kind, as_of: date, *, picky: bool) -> Iterator[Remark]:
        if kind is Kind.CSV:
            yield from self.rows.remarks(csv_rows(text), as_of, picky=picky)
        elif kind is Kind.MARKDOWN:
            rows = markdown_rows(text)
            yield from self.rows.remarks(rows, as_of, picky=picky)
            yield from prose_remarks(spoken(text, _tables(text, rows)), kind, self.checker, as_of, picky=picky)
        else:
            yield from prose_remarks(Traced.of(text), kind, self.checker, as_of, picky=picky)


def _tables(text: str, rows: Rows) -> list[Span]:
    """Return where the plan tables stand, whose rows are judged as rows and not as prose."""
    cells = [passage.span.start for entry in rows.entries for passage in entry.passages.values()]
    blocks = (Span(*match.span()) for match in _LINES_WITH_BARS.finditer(text)) if cells else ()
    return [block for block in blocks if any(block.start <= cell < block.end for cell in cells)]
