"""Which way an objective went, by a rule that can be said in words, and why.

The last measured result is compared with the one before it, or with the baseline where there is none before it. Two
figures show a difference and no more; nothing is worked out from three or four of them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from model.progress.figures import Figure, figures, the_one
from model.progress.reviews import Ref, Review, ReviewRow
from model.progress.saying import Quote, Statement, quote, said
from model.progress.threads import Standing, Thread

RULE = (
    "“Met” means that the last measured result reaches the target. Otherwise the last measured result is compared with the "
    "measured result before it, or with the baseline where there is none: “moved” when it is nearer to what the plan wants, "
    "“slipped” when it is further away, “stalled” when it is the same. What the plan wants is read from its target and its "
    "baseline, or from words such as “at least” and “at most”. A result in words counts only where the words themselves say "
    "which way. “Not measured” means that the last review has no result for it, and “cannot tell” that the results do not say. "
    "A difference between two figures is a difference, and does not show what caused it."
)


class Trend(StrEnum):
    """Which way an objective went; the order is that of the reports."""

    MET = "met"
    MOVED = "moved"
    STALLED = "stalled"
    SLIPPED = "slipped"
    NOT_MEASURED = "not measured"
    CANNOT_TELL = "cannot tell"


MAKES_A_DIFFERENCE = frozenset({Trend.MET, Trend.MOVED})
MAKES_NONE = frozenset({Trend.STALLED, Trend.SLIPPED})


@dataclass(frozen=True, slots=True)
class Point:
    """What one review says of an objective: its row, the day, the words of the result, and the figure in them."""

    ref: Ref
    day: date
    row: ReviewRow
    figure: Figure | None

    @property
    def quoted(self) -> Quote:
        """The result with its reference."""
        return quote(self.row.result or "", self.ref)


@dataclass(frozen=True, slots=True)
class Mark:
    """A figure that the plan itself names, a baseline or a target, with the words of its cell."""

    figure: Figure
    quoted: Quote


@dataclass(frozen=True, slots=True)
class Course:
    """An objective's way through the reviews; `rising` says whether the plan wants more, None where it does not say.

    `gone` is True where a later review no longer has the objective.
    """

    thread: Thread
    points: tuple[Point, ...]
    baseline: Mark | None
    target: Mark | None
    rising: bool | None
    trend: Trend
    reason: Statement
    gone: bool

    @property
    def text(self) -> str:
        """The objective as it was worded last."""
        return self.thread.last.row.what

    @property
    def measured(self) -> tuple[Point, ...]:
        """The reviews at which something was measured."""
        return tuple(point for point in self.points if point.row.result)


def course(thread: Thread, reviews: Sequence[Review]) -> Course:
    """Return which way the objective went, and why."""
    aims = _marks(thread.last, ("target", "measure", "what"), reviews, earlier=False)
    starts = next((m for s in thread.standings if (m := _marks(s, ("baseline",), reviews))), [])
    starts = starts or _marks(thread.first, ("target", "measure", "what"), reviews, earlier=True)
    points = _points(thread, reviews, [mark.figure for mark in (*aims, *starts)])
    last = points[-1]
    target = _only([aim for aim in aims if last.figure is None or aim.figure.comparable(last.figure)])
    baseline = _only([start for start in starts if last.figure is None or start.figure.comparable(last.figure)])
    rising = _rising(baseline, target)
    trend, reason = _judged(points, baseline, target, rising)
    gone = thread.last.ref.review < len(reviews)
    return Course(thread, points, baseline, target, rising, trend, reason, gone)


def _points(thread: Thread, reviews: Sequence[Review], like: Sequence[Figure]) -> tuple[Point, ...]:
    known = list(like)
    points = []
    for standing in thread.standings:
        day = reviews[standing.ref.review - 1].day
        figure = the_one(figures(standing.row.result or "", day), known)
        if figure:
            known.append(figure)
        points.append(Point(standing.ref, day, standing.row, figure))
    return tuple(points)


def _marks(
    standing: Standing, parts: Sequence[str], reviews: Sequence[Review], *, earlier: bool | None = None
) -> list[Mark]:
    """Return the figures of the first part that has any; with `earlier`, only those told for comparison, or only the others."""
    day = reviews[standing.ref.review - 1].day
    for part in parts:
        words = getattr(standing.row, part) or ""
        found = [f for f in figures(words, day) if earlier is None or f.earlier is earlier]
        if found:
            return [Mark(figure, quote(words, standing.ref)) for figure in found]
    return []


def _only(marks: Sequence[Mark]) -> Mark | None:
    return marks[0] if marks and len({(m.figure.value, m.figure.whole) for m in marks}) == 1 else None


def _rising(baseline: Mark | None, target: Mark | None) -> bool | None:
    if target is None:
        return None
    if target.figure.rising is not None:
        return target.figure.rising
    if baseline is None or not baseline.figure.comparable(target.figure) or baseline.figure.size == target.figure.size:
        return None
    return target.figure.size > baseline.figure.size


def _judged(
    points: Sequence[Point], baseline: Mark | None, target: Mark | None, rising: bool | None
) -> tuple[Trend, Statement]:
    last = points[-1]
    if not last.row.result:
        return Trend.NOT_MEASURED, _not_measured(points)
    if last.figure is None:
        return _in_words(last)
    if target and _reached(last.figure, target.figure, rising):
        return Trend.MET, said("The result is {}; the target is {}.", last.quoted, target.quoted)
    before = _before(points, baseline)
    if before is None:
        if any(point.row.result for point in points[:-1]):
            return Trend.CANNOT_TELL, said("The result is {}; nothing before it counts the same.", last.quoted)
        return Trend.CANNOT_TELL, said("The result is {}; there is nothing before it to compare it with.", last.quoted)
    figure, words = before
    if figure.size == last.figure.size:
        return Trend.STALLED, _with_target("The result is {}, and before it stands {}", [last.quoted, words], target)
    if rising is None or target is None:
        lead = "The results are {} and then {}; no target and baseline that count the same say whether more or fewer is wanted."
        return Trend.CANNOT_TELL, said(lead, words, last.quoted)
    trend = Trend.MOVED if (last.figure.size > figure.size) is rising else Trend.SLIPPED
    return trend, _with_target("It went from {} to {}", [words, last.quoted], target)


def _with_target(template: str, quotes: Sequence[Quote], target: Mark | None) -> Statement:
    if target is None:
        return said(f"{template}.", *quotes)
    return said(f"{template}; the target is {{}}.", *quotes, target.quoted)


def _reached(figure: Figure, target: Figure, rising: bool | None) -> bool:
    if figure.size == target.size:
        return not target.strict
    return rising is not None and (figure.size > target.size) is rising


def _before(points: Sequence[Point], baseline: Mark | None) -> tuple[Figure, Quote] | None:
    """Return the last figure before the last result that counts the same, and the words in which it stands."""
    last = points[-1].figure
    for point in reversed(points[:-1]):
        if last and point.figure and point.figure.comparable(last):
            return point.figure, point.quoted
    return (baseline.figure, baseline.quoted) if baseline else None


def _not_measured(points: Sequence[Point]) -> Statement:
    earlier = next((p for p in reversed(points[:-1]) if p.row.result), None)
    ref = points[-1].ref
    if earlier is None:
        return Statement(f"No result stands in its row {ref}.", (ref,))
    last = said("the last one that was measured is {}.", earlier.quoted)
    return Statement(f"No result stands in its row {ref}; {last.text}", (ref, *last.refs))


_END = r"(?=\s*(?:$|[.;,!(–—]))"
_SAYS = {
    Trend.MET: rf"(?:fully |now )?(?:met{_END}|(?:done|completed?|finished|achieved)(?:(?= (?:on|by|in)\b)|{_END}))",
    Trend.MOVED: r"(?:much |a bit |a little |slightly )?(?:better|improved)\b|"
    r"(?:some|slight|good|steady) (?:improvement|progress)\b|partly (?:met|achieved|done)\b",
    Trend.STALLED: rf"no (?:change|progress|improvement|difference)(?:(?= (?:in|from|since|yet)\b)|{_END})|unchanged\b|"
    rf"(?:much |about |still )?the same(?:(?= as (?:before|last))|{_END})|"
    r"not (?:yet )?(?:met|achieved|started|done|begun|completed)\b",
    Trend.SLIPPED: r"(?:much |a bit |a little |slightly )?worse(?:ned)?\b|deteriorated\b|slipped back\b|"
    r"(?:gone|going) backwards\b",
}
"""What a review writes where it says in words which way it went."""
_OPENS = {trend: re.compile(rf"\s*(?:{words})", re.IGNORECASE) for trend, words in _SAYS.items()}
_ANYWHERE = {trend: re.compile(rf"\b(?:{words})", re.IGNORECASE) for trend, words in _SAYS.items()}
_HOWEVER = re.compile(r"\b(?:but|though|although|however|except|apart from|yet|only)\b", re.IGNORECASE)


def _in_words(point: Point) -> tuple[Trend, Statement]:
    """Return what the words themselves say, where they open with it and say nothing else of the kind."""
    words = point.row.result or ""
    if figures(words, point.day):
        return Trend.CANNOT_TELL, said(
            "The result is {}; no one figure in it is plainly the measured one.", point.quoted
        )
    found = [(trend, match) for trend, pattern in _OPENS.items() if (match := pattern.match(words))]
    if len(found) == 1:
        trend, match = found[0]
        rest = words[match.end() :]
        if not _HOWEVER.search(rest) and not any(p.search(rest) for t, p in _ANYWHERE.items() if t is not trend):
            return trend, said("The review itself says {}.", point.quoted)
    return Trend.CANNOT_TELL, said("The result is in words: {}.", point.quoted)
