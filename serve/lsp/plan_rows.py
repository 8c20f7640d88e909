"""Remarks on the rows of a plan: each objective judged with its row's other columns, and shown in its own cell."""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from data.documents import delimited, markdown
from data.documents.entry import Entry, Passage
from model.criteria import Criterion, Field, Finding, Objective, Span, Verdict
from model.errors import DocumentError
from model.fingerprint import fingerprint
from model.text_check import TextChecker, reasons
from serve.lsp.csv_cells import CsvField, records
from serve.lsp.markdown_words import without_markup, written
from serve.lsp.remarks import Fix, Remark
from serve.lsp.row_rewrites import RowRewrite, row_rewrites
from serve.lsp.traced import Traced

REMEMBERED = 512
"""Rows whose judgement is kept: an edit changes one of them."""
MOST_FIXES = 4
_NAMELESS = Path("plan")


class Cells(Protocol):
    """The words of a plan's cells in its document, and what to write where other words are to stand."""

    def words(self, passage: Passage) -> Traced:
        """Return the words of a passage, traced to the document."""
        ...

    def edit(self, passage: Passage, words: str) -> tuple[Span, str]:
        """Return the stretch of the document to write over, and what, so that the passage says `words`."""
        ...


@dataclass(frozen=True, slots=True)
class MarkdownCells:
    """Cells of a Markdown table: the address of a passage is the document."""

    text: str

    def words(self, passage: Passage) -> Traced:
        """Return the words of a passage without markup."""
        return without_markup(Traced.of(self.text, passage.span))

    def edit(self, passage: Passage, words: str) -> tuple[Span, str]:
        """Return the passage and the words as Markdown."""
        return passage.span, written(words)


@dataclass(frozen=True, slots=True)
class CsvCells:
    """Cells of a CSV document: the address of a passage is a record and a field."""

    records: list[list[CsvField]]

    def words(self, passage: Passage) -> Traced:
        """Return the words of a passage as its field says them."""
        return self._field(passage.address).words.part(passage.span)

    def edit(self, passage: Passage, words: str) -> tuple[Span, str]:
        """Return the whole field and what it would be, in quotes where it needs them."""
        field = self._field(passage.address)
        return field.span, field.saying(passage.span, words)

    def _field(self, address: Hashable) -> CsvField:
        assert isinstance(address, tuple)  # noqa: S101  (that is what an address is in CSV)
        record, field = address
        return self.records[record][field]


@dataclass(frozen=True, slots=True)
class Rows:
    """The objectives of a document's plan tables, and its cells."""

    entries: tuple[Entry, ...]
    cells: Cells


def csv_rows(text: str) -> Rows:
    """Return the rows of a CSV document; none where it is no plan, for a spreadsheet may be anything."""
    try:
        entries, delimiter = delimited.read_text(_NAMELESS, text)
    except DocumentError:
        return Rows((), CsvCells([]))
    return Rows(tuple(entries), CsvCells(records(text, delimiter)))


def markdown_rows(text: str) -> Rows:
    """Return the rows of the plan tables in a Markdown document; its lists are prose."""
    entries = markdown.read(_NAMELESS, text.encode()) if "|" in text else []
    return Rows(tuple(e for e in entries if e.place.startswith("table")), MarkdownCells(text))


@dataclass(frozen=True, slots=True)
class Judged:
    """One row's verdicts and what its cells could say."""

    reasons: tuple[tuple[Verdict, Finding], ...]
    rewrites: tuple[RowRewrite, ...]


class RowJudge:
    """Judges rows with the checker's own suggester, and remembers them."""

    def __init__(self, checker: TextChecker) -> None:
        self.checker = checker
        self._of_row = lru_cache(maxsize=REMEMBERED)(self._judged)

    def remarks(self, rows: Rows, as_of: date, *, picky: bool) -> Iterator[Remark]:
        """Yield the remarks on the rows, one by one; what cannot be told is none, unless `picky` asks for it."""
        for entry in rows.entries:
            judged = self._of_row(entry.objective, as_of)
            placed = _Placed.of(entry, rows.cells)
            if placed is None:
                continue
            for verdict, finding in judged.reasons:
                known_as = fingerprint(finding, entry.objective)
                if (picky or verdict is Verdict.NOT_MET) and known_as not in self.checker.ignored:
                    fixes = tuple(placed.fixes(judged.rewrites, finding.criterion))
                    yield Remark(finding, verdict, placed.words(finding), placed.objective, known_as, fixes)

    def _judged(self, objective: Objective, as_of: date) -> Judged:
        suggester = self.checker.suggester
        assessment, suggestions = suggester.suggest(objective, self.checker.suggestions, as_of)
        rewrites = row_rewrites(objective, assessment, suggestions, suggester.assessor, as_of)
        return Judged(tuple(reasons(assessment)), tuple(rewrites))


@dataclass(frozen=True, slots=True)
class _Placed:
    """An entry whose parts are found in the document."""

    entry: Entry
    cells: Cells
    parts: Mapping[Field, Traced]

    @classmethod
    def of(cls, entry: Entry, cells: Cells) -> "_Placed | None":
        """Return the entry's place; None where its own words are not found."""
        if Field.TEXT not in entry.passages:
            return None
        traced = {f: cells.words(p).aligned(entry.objective.part(f)) for f, p in entry.passages.items()}
        parts = {field: words for field, words in traced.items() if words is not None}
        return cls(entry, cells, parts)

    @property
    def objective(self) -> Span:
        """Where the objective's own words stand."""
        own = self.cells.words(self.entry.passages[Field.TEXT])
        return own.place(Span(0, len(own.text)))

    def words(self, finding: Finding) -> Span:
        """Return where the words of a finding stand: in their own cell, and else the objective's."""
        words = self.parts.get(finding.field)
        if words is None or finding.span.start >= finding.span.end:
            return self.objective
        return words.place(finding.span)

    def fixes(self, rewrites: tuple[RowRewrite, ...], criterion: Criterion) -> Iterator[Fix]:
        """Yield the edits of single cells after which the row meets a criterion."""
        fixes: dict[Fix, None] = {}
        for rewrite in rewrites:
            passage = self.entry.passages.get(rewrite.field)
            if passage is None or criterion not in rewrite.met or self._has_lead(rewrite.field):
                continue
            for words in dict.fromkeys((rewrite.draft.text, rewrite.draft.blank_text)):
                label = "" if rewrite.field is Field.TEXT else f"{rewrite.field.value}: "
                fixes[Fix(*self.cells.edit(passage, words), f"{label}{words}")] = None
        yield from list(fixes)[:MOST_FIXES]

    def _has_lead(self, field: Field) -> bool:
        """Say whether the part is said with a lead-in of its cell ("Joyce will:"), which an edit would say twice."""
        own = self.cells.words(self.entry.passages[field]).text
        return bool(own.strip()) and len(own.split()) < len(self.entry.objective.part(field).split())
