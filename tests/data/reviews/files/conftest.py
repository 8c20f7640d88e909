"""Reviews of every shape, and what the files of other programs look like."""

import io
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from hypothesis import strategies as st

from data.reviews.record import Defaults, clean
from data.reviews.review import Outcome, Review
from model.criteria import Criterion, Objective, Verdict
from model.features import DOMAINS

DEFAULTS = Defaults("plan.docx", datetime(2026, 11, 3, 9, 30, tzinfo=UTC), "Bo", date(2026, 11, 3))
PATH = Path("reviews")
S, M, A, R, T = Criterion


def words(longest: int) -> st.SearchStrategy[str]:
    """Return a strategy of words that a review may hold: those that come out of `clean` as they are."""
    drawn = st.text(min_size=1, max_size=longest) | st.sampled_from(
        ["=1+1", "'=x", "-3", "a\nb", "a,b;c\td", 'say "when"', "1. Ana rings\n2. Bea rings", "_x0041_", "Ana  rings"]
    )
    return drawn.map(lambda w: str(clean(w) or "x"))


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


@st.composite
def reviews(draw: st.DrawFn) -> Review:
    """Return a strategy of whole reviews."""
    outcome = draw(maybe(st.sampled_from(list(Outcome))))
    labels = draw(st.dictionaries(st.sampled_from(list(Criterion)), maybe(st.booleans()), min_size=outcome is None))
    said = {name: draw(maybe(words(20))) for name in ("who", "when", "measure", "need", "baseline")}
    return Review(
        id=draw(words(12)),
        objective=Objective(draw(words(40)), domain=draw(maybe(st.sampled_from(DOMAINS))), **said),
        labels=labels,
        reviewer=draw(words(8)),
        source=draw(words(8)),
        at=draw(st.integers(0, 4 * 10**9).map(lambda s: datetime.fromtimestamp(s, UTC))),
        as_of=draw(st.dates(date(1950, 1, 1), date(2149, 12, 31))),
        subject=draw(maybe(words(8))),
        bundle=draw(maybe(words(8))),
        shown=draw(st.dictionaries(st.sampled_from(list(Criterion)), st.sampled_from(list(Verdict)))),
        outcome=outcome,
        suggestion=draw(maybe(words(30))),
        kept=draw(words(30) if outcome in (Outcome.CHOSEN, Outcome.EDITED) else maybe(words(30))),
        why=draw(maybe(words(20))),
        corrects=draw(maybe(words(8))),
    )


Plan = Callable[..., bytes]


@pytest.fixture
def plan() -> Plan:
    """Return a builder of Word plans: a table of rows of texts, with comments `(row, author, text)` on their first cells."""

    def built(*rows: tuple[str, ...], comments: tuple[tuple[int, str, str], ...] = ()) -> bytes:
        document = Document()
        table = document.add_table(rows=len(rows), cols=len(rows[0]))
        for texts, row in zip(rows, table.rows, strict=True):
            for text, cell in zip(texts, row.cells, strict=True):
                cell.text = text
        for number, author, text in comments:
            runs = table.rows[number].cells[0].paragraphs[0].runs
            document.add_comment(runs, text=text, author=author, initials="X")
        file = io.BytesIO()
        document.save(file)
        return file.getvalue()

    return built
