"""The figures of a plan as one SVG: a small line chart for each objective, each on its own scale from nought.

Written by hand: a few lines and dots need no plotting library. It follows the reader's light or dark setting, says in its
description what it shows, and draws no line across a review at which nothing was measured.
"""

import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from model.progress.figures import Figure
from model.progress.report import Progress
from model.progress.saying import tidy
from model.progress.trend import Course

WIDTH, HEIGHT, GAP, ACROSS = 340, 190, 16, 2
LEFT, RIGHT, TOP, BOTTOM = 44, 48, 46, 36
TITLE_LETTERS, DATES_UP_TO = 46, 4
STYLE = (
    ".aw-c{--ink:#1f2a37;--soft:#6b7785;--line:#1d5fa8;--goal:#a3470b;--back:#fff;font:11px system-ui,sans-serif}"
    "@media(prefers-color-scheme:dark){.aw-c{--ink:#e6ebf1;--soft:#9aa7b5;--line:#7db7f5;--goal:#f0a36b;--back:#15191f}}"
    ".aw-c text{fill:var(--ink)}.aw-c .s{fill:var(--soft)}.aw-c .t{font-weight:600}.aw-c .g{fill:var(--goal)}"
    ".aw-c .a{stroke:var(--soft);stroke-width:1;fill:none}.aw-c .l{stroke:var(--line);stroke-width:2;fill:none}"
    ".aw-c .d{fill:var(--line)}.aw-c .o{fill:var(--back);stroke:var(--line);stroke-width:2}"
    ".aw-c .q{stroke:var(--goal);stroke-width:1.5;stroke-dasharray:5 4}.aw-c .b{fill:var(--back)}"
)
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class _Place:
    """A place on the horizontal axis: what stands there, and how much that is in the chart's unit, where it is known."""

    label: str
    size: float | None
    words: str
    start: bool = False


@dataclass(frozen=True, slots=True)
class _Panel:
    course: Course
    places: Sequence[_Place]
    goal: float | None
    top: float
    unit: str


def chart(found: Progress) -> str | None:
    """Return the chart of every objective whose last result is a figure, as SVG; None where there is none."""
    panels = [panel for course in found.courses if (panel := _panel(course, len(found.reviews)))]
    if not panels:
        return None
    across = min(ACROSS, len(panels))
    rows = -(-len(panels) // across)
    width, height = across * (WIDTH + GAP) - GAP, rows * (HEIGHT + GAP) - GAP
    drawn = "".join(
        f'<g transform="translate({i % across * (WIDTH + GAP)} {i // across * (HEIGHT + GAP)})">{"".join(_draw(panel))}</g>'
        for i, panel in enumerate(panels)
    )
    title = "What was measured at each review"
    return (
        f'<svg class="aw-c" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        f'aria-labelledby="aw-c-title aw-c-desc"><title id="aw-c-title">{title}</title>'
        f'<desc id="aw-c-desc">{_safe(" ".join(map(_said, panels)))}</desc><style>{STYLE}</style>'
        f'<rect class="b" width="{width}" height="{height}"/>{drawn}</svg>'
    )


def _panel(course: Course, reviews: int) -> _Panel | None:
    last = course.points[-1].figure
    if last is None:
        return None
    places = (
        [_Place("baseline", float(course.baseline.figure.size), course.baseline.quoted.words, start=True)]
        if course.baseline
        else []
    )
    by_review = {point.ref.review: point for point in course.points}
    for number in range(1, reviews + 1):
        point = by_review.get(number)
        day = f" {point.day.day} {point.day:%b}" if point and reviews <= DATES_UP_TO else ""
        drawn = point is not None and point.figure is not None and point.figure.comparable(last)
        size = float(point.figure.size) if drawn and point and point.figure else None
        places.append(_Place(f"R{number}{day}", size, (point.row.result or "not measured") if point else "no row"))
    goal = float(course.target.figure.size) if course.target else None
    known = [place.size for place in places if place.size is not None] + ([goal] if goal is not None else [])
    top = 1.0 if last.whole else 100.0 if last.percent and max(known) <= 100 else max(known) or 1.0
    return _Panel(course, places, goal, top, _unit(last))


def _unit(figure: Figure) -> str:
    if figure.whole:
        return f"of {_shown(float(figure.whole))}"
    return "%" if figure.percent else ""


def _draw(panel: _Panel) -> Iterator[str]:
    for number, line in enumerate(textwrap.wrap(tidy(panel.course.text), TITLE_LETTERS, max_lines=2, placeholder=" …")):
        yield f'<text class="t" x="0" y="{12 + 14 * number}">{_safe(line)}</text>'
    left, right, bottom = LEFT, WIDTH - RIGHT, HEIGHT - BOTTOM
    scale = panel.course.points[-1].figure
    whole = float(scale.whole) if scale and scale.whole else 1.0
    yield f'<path class="a" d="M{left} {TOP}V{bottom}H{right}"/>'
    yield f'<text class="s" x="{left - 6}" y="{bottom + 4}" text-anchor="end">0</text>'
    yield f'<text class="s" x="{left - 6}" y="{TOP + 4}" text-anchor="end">{_shown(panel.top * whole)}</text>'
    yield f'<text class="s" x="{left - 6}" y="{TOP + 18}" text-anchor="end">{_safe(panel.unit)}</text>'
    if panel.goal is not None:
        y = _height(panel.goal, panel)
        yield f'<path class="q" d="M{left} {y}H{right}"/><text class="g" x="{right + 5}" y="{y + 4:g}">target</text>'
    step = (right - left) / len(panel.places)
    spots = [(left + step * (i + 0.5), place) for i, place in enumerate(panel.places)]
    for run in _runs(spots):
        d = "L".join(f"{x:.1f} {_height(size, panel)}" for x, size in run)
        yield f'<path class="l" d="M{d}"/>'
    for x, place in spots:
        yield f'<text class="s" x="{x:.1f}" y="{bottom + 16}" text-anchor="middle">{_safe(place.label)}</text>'
        if place.size is not None:
            y = _height(place.size, panel)
            yield f'<circle class="{"o" if place.start else "d"}" cx="{x:.1f}" cy="{y}" r="4"/>'
            below = y < TOP + 16 or (panel.goal is not None and 0 < y - _height(panel.goal, panel) < 20)
            yield f'<text x="{x:.1f}" y="{y + (17 if below else -8):g}" text-anchor="middle">{_shown(place.size * whole)}</text>'


def _runs(spots: Sequence[tuple[float, _Place]]) -> list[list[tuple[float, float]]]:
    """Return the stretches without a gap; each is one line."""
    runs: list[list[tuple[float, float]]] = [[]]
    for x, place in spots:
        if place.size is None:
            runs.append([])
        else:
            runs[-1].append((x, place.size))
    return [run for run in runs if len(run) > 1]


def _height(size: float, panel: _Panel) -> float:
    room = HEIGHT - BOTTOM - TOP
    return round(HEIGHT - BOTTOM - room * min(size / panel.top, 1.0), 1)


def _said(panel: _Panel) -> str:
    results = "; ".join(f"{place.label}: {tidy(place.words)}" for place in panel.places)
    goal = f"; target: {tidy(panel.course.target.quoted.words)}" if panel.course.target else ""
    return f"{tidy(panel.course.text)} — {panel.course.trend.value}. {results}{goal}."


def _shown(value: float) -> str:
    return f"{value:.4g}" if value < 10_000 else f"{value:.0f}"


def _safe(text: str) -> str:
    return escape(_NO_XML.sub("\ufffd", text))
