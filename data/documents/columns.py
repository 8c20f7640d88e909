"""What the columns of a plan hold, told from their headings, in any order and any usual wording.

The five headings of the LIAP action plan (Exercise 3) share most of their words: "What is the issue/concern?" and "What
will be done?" both ask "what"; "Who will do this?" and "When will this be done?" both say "will". So the telling words
are tried from the most particular part to the least, and a bare "what" counts only where nothing else speaks.
"""

import re
from collections.abc import Mapping, Sequence

from model.criteria import Field

MAX_WORDS = 15  # LIAP's longest heading has five; past this a cell is a sentence of the plan

TELLING: Mapping[Field, tuple[str, ...]] = {
    Field.BASELINE: (
        "baselines?",
        "start(ing)? point",
        "current (position|situation|level)",
        "where (are we|we are) now",
        "where things stand",
    ),
    Field.MEASURE: (
        "measur(e|es|ed|ing|ement)",
        "evidenced?",
        "success criteri(a|on)",
        "monitor(ed|ing)?",
        "kpis?",
        "indicators?",
        "how (will|do|shall) we know",
        "success looks? like",
    ),
    Field.WHEN: ("when", "deadlines?", "dates?", "timescales?", "time ?frames?", "timelines?", "due"),
    Field.WHO: ("who", "whom", "responsible", "responsibility", "leads?", "owners?", "assigned to", "actions? by"),
    Field.NEED: ("issues?", "concerns?", "needs?", "risks?", "problems?", "worr(y|ies|ied)"),
    Field.TEXT: (
        "what",
        "actions?",
        "objectives?",
        "goals?",
        "outcomes?",
        "targets?",
        "aims?",
        "tasks?",
        "steps?",
        "interventions?",
    ),
}
"""The words that name each part, the most particular part first."""

NO_PART = (
    "working well",
    "went well",
    "resources?",
    "review(ed)?",
    "start date",
    "date (agreed|set|raised|added|started|opened|completed|achieved|closed|of plan)",
)
"""Headings that use a telling word for something else: resources, reviews, the day when a row was written."""

_TELLING = {part: re.compile(rf"\b({'|'.join(words)})\b") for part, words in TELLING.items()}
_NO_PART = re.compile(rf"\b({'|'.join(NO_PART)})\b")
_ASIDE = re.compile(r"\([^()]*\)")
_BREAK = re.compile(r"[/,;:&|?.\n]|\b(?:and|or)\b")
_PURPOSE = re.compile(r"\bto (address|meet|reduce|manage|mitigate|tackle)\b.*")
_NEEDS_TO = re.compile(r"\bneeds? to\b")


def part_of(heading: str) -> Field | None:
    """Return the part of an objective that a column with this heading holds, or None.

    A column headed with an action and something else ("Action, by whom and when", "Who will do what?") holds the
    objective: its cells say both. A sentence with a full stop is no heading.
    """
    if len(heading.split()) > MAX_WORDS or heading.rstrip().endswith("."):
        return None
    words = heading.casefold().replace("’", "").replace("'", "")
    segments = _BREAK.split(_ASIDE.sub(" ", words))
    parts = [part for segment in segments if (part := _part_of_segment(segment))]
    return Field.TEXT if Field.TEXT in parts else next(iter(parts), None)


def parts_of(headings: Sequence[str]) -> dict[int, Field]:
    """Return which part the column at each index holds; of two columns for one part the left one counts."""
    found: dict[int, Field] = {}
    for index, heading in enumerate(headings):
        part = part_of(heading)
        if part and part not in found.values():
            found[index] = part
    return found


def _part_of_segment(segment: str) -> Field | None:
    if _NO_PART.search(segment):
        return None
    segment = _NEEDS_TO.sub("", _PURPOSE.sub("", segment))
    named = [part for part, pattern in _TELLING.items() if pattern.search(segment)]
    if re.search(r"\bwhat\b", segment) and named and named[0] in (Field.WHO, Field.WHEN):
        return Field.TEXT
    return next(iter(named), None)
