"""What successive reviews show, as text for a terminal, as JSON (`POST /v1/plans/progress` has the same) or as a web page."""

import re
import textwrap
from collections.abc import Iterator

from model.progress.pack import HEADINGS, NOBODY_ASKED, NOTHING_MOVES, SOME_DO_NOT, evidence_pack, shown_day
from model.progress.report import Progress
from model.progress.trend import RULE
from serve.progress_chart import chart
from serve.progress_page import page
from serve.progress_schemas import progress_out

WIDTH = 100
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")


def render_text(found: Progress) -> str:
    """Return what the reviews show for a reader: each objective under its trend, then LIAP's questions."""
    return _CONTROL.sub(" ", "\n".join(_lines(found))) + "\n"


def render_json(found: Progress) -> str:
    """Return the same as one JSON object."""
    return progress_out(found).model_dump_json(indent=2) + "\n"


def render_html(found: Progress, plan: str | None) -> str:
    """Return the same as one web page with its chart."""
    return page(evidence_pack(found, plan), chart(found))


def _lines(found: Progress) -> Iterator[str]:
    for number, review in enumerate(found.reviews, start=1):
        yield f"R{number}  {shown_day(review.day)}  {review.name}".rstrip()
    for trend, heading in HEADINGS.items():
        courses = found.of(trend)
        if courses:
            yield f"\n{heading.upper()}"
        for course in courses:
            yield from _wrapped(f"{course.text} {course.thread.last.ref}", "  ", "  ")
            yield from _wrapped(course.reason.text, "      ", "      ")
    yield ""
    yield from _wrapped(RULE, "", "")
    yield "\nMOVING ON"
    if not found.questions:
        yield from _wrapped(NOBODY_ASKED, "", "")
        return
    yield from _wrapped(NOTHING_MOVES if found.nothing_moves else SOME_DO_NOT, "", "")
    for question in found.questions:
        yield ""
        yield from _wrapped(question.text, "? ", "  ")
        for statement in question.evidence:
            yield from _wrapped(statement.text, "    - ", "      ")
        if question.silence:
            yield from _wrapped(question.silence, "    - ", "      ")


def _wrapped(text: str, first: str, others: str) -> list[str]:
    return textwrap.wrap(
        text, WIDTH, initial_indent=first, subsequent_indent=others, break_long_words=False, break_on_hyphens=False
    )
