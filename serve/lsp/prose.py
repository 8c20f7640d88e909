"""Remarks on running text: the objectives that stand in it, as the checker finds and judges them."""

from collections.abc import Iterator
from datetime import date

from model.text_check import Match, TextChecker
from serve.lsp.documents import Kind
from serve.lsp.markdown_words import written
from serve.lsp.remarks import Fix, Remark
from serve.lsp.traced import Traced


def prose_remarks(words: Traced, kind: Kind, checker: TextChecker, as_of: date, *, picky: bool) -> Iterator[Remark]:
    """Yield the remarks on the words of a document, one by one, so that whoever reads them may stop."""
    for match in checker.each(words.text, as_of, picky=picky):
        yield Remark(
            finding=match.finding,
            verdict=match.verdict,
            words=words.place(match.words),
            objective=words.place(match.objective),
            fingerprint=match.fingerprint,
            fixes=tuple(_fix(words, kind, match, replacement) for replacement in match.replacements),
        )


def _fix(words: Traced, kind: Kind, match: Match, replacement: str) -> Fix:
    before = words.text[match.objective.start : match.span.start]
    after = words.text[match.span.end : match.objective.end]
    said = written(replacement) if kind is Kind.MARKDOWN else replacement
    return Fix(words.whole(match.span), said, f"{before}{replacement}{after}")
