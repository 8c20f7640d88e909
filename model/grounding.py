"""Proposals with a ground: what can be worked out is proposed in place of a blank, and says where it comes from.

A date comes from the day of judging, the review and the domain's usual period; an amount is a step from the baseline
towards what the objective asks for; a method or an activity is what people wrote in similar objectives. Where nothing
fits, the blank stands with its question. A person is never proposed: only the team knows who has agreed.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from model.facts import facts
from model.guard import proposes_forbidden
from model.rules.phrases import first
from model.rules.reading import Reading
from model.rules.steps import next_step
from model.rules.vocabulary import words_of
from model.similar import Similar, proposals_of, word_before
from model.suggestion import Draft, Kind, Proposal, filled_with

USUAL_WEEKS: Mapping[str, int] = {
    "child_plan": 4, "education": 6, "health_care": 4, "youth_justice": 4, "adult_social_care": 6,
    "workplace": 8, "business": 12, "programme": 12, "public_policy": 26, "personal": 4,
}  # fmt: skip
"""How long objectives of a domain usually run: the median of the dated rewrites of the corpus, rounded."""
WEEKS_ELSEWHERE = 6
LONGEST_TO_REVIEW = 26
"""A review further off than this many weeks is no deadline for one step."""
ALIKE = {Kind.METHOD: 0.4, Kind.WHAT: 0.6}
"""How like a similar objective must be for its method, or its activity, to be proposed here."""
LONGEST = {Kind.METHOD: 9, Kind.WHAT: 12}
_LEADS_TO_A_DAY = ("by", "before", "until", "till")
_NO_PLACE_FOR_A_DAY = words_of("before_a_period")
"""Words after which "by 12 May" cannot stand: the blank waits for its author."""
_NO_PLACE_FOR_A_FIGURE = frozenset(["by", "of", "every", "each", "the", "a", "an", "and", "or", "than"])
SOONEST = timedelta(weeks=1)
"""A step needs at least this long."""
LAST_YEAR = 2200
_DOMAIN_WORDS = str.maketrans("_", " ")


@dataclass(frozen=True, slots=True)
class Ground:
    """Words for a blank, and where they come from."""

    words: str
    source: str


def grounded(draft: Draft, reading: Reading, similar: Sequence[Similar], review: date | None = None) -> Draft:
    """Return the draft with every blank filled that has a ground; its `blank_text` stays the same."""
    fills: dict[Proposal, Ground] = {}
    for proposal in draft.proposals:
        ground = _PROPOSERS[proposal.kind] if proposal.blank and proposal.kind in _PROPOSERS else None
        if ground is not None and proposal.kind not in {p.kind for p in fills}:
            found = ground(_Place(draft, proposal), reading, similar, review)
            if found is not None:
                fills[proposal] = found
    return filled_with(draft, {p: (g.words, g.source) for p, g in fills.items()})


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a blank stands: its words must fit those before and after it."""

    draft: Draft
    proposal: Proposal

    @property
    def before(self) -> str:
        return word_before(self.draft.text[: self.proposal.span.start])

    @property
    def after(self) -> str:
        return self.draft.text[self.proposal.span.end :].lstrip()

    @property
    def opens(self) -> bool:
        return self.before in ("", ".", ":")

    @property
    def closes(self) -> bool:
        """Whether no word hangs on the blank: a mark, the end or another blank follows."""
        return not self.after or not self.after[0].isalnum()


def _day(place: _Place, reading: Reading, _: Sequence[Similar], review: date | None) -> Ground | None:
    statement = reading.statement
    domain = statement.objective.domain
    if place.before in _NO_PLACE_FOR_A_DAY or statement.as_of.year >= LAST_YEAR:
        return None
    if review is not None and SOONEST <= review - statement.as_of <= timedelta(weeks=LONGEST_TO_REVIEW):
        day, source = review, "the day of the review"
    else:
        weeks = USUAL_WEEKS.get(domain or "", WEEKS_ELSEWHERE)
        usual = f"usual in {domain.translate(_DOMAIN_WORDS)} objectives" if domain else "a usual period"
        wanted = statement.as_of + timedelta(weeks=weeks)
        day = _friday(wanted)
        holidays = "" if wanted - day < timedelta(weeks=1) else ", before the holidays"
        source = f"{weeks} weeks from {statement.as_of.day} {statement.as_of:%B}, {usual}{holidays}"
        if day - statement.as_of < SOONEST:
            return None
    said = f"{day.day} {day:%B} {day.year}"
    words = said if place.before in _LEADS_TO_A_DAY else f"by {said}"
    return Ground(words[0].upper() + words[1:] if place.opens else words, source)


def _friday(day: date) -> date:
    """Return the Friday on or before a day, and none between Christmas and New Year, when nobody is there."""
    friday = day - timedelta(days=(day.weekday() - 4) % 7)
    while (friday.month, friday.day) >= (12, 22) or (friday.month, friday.day) <= (1, 2):
        friday -= timedelta(weeks=1)
    return friday


def _amount(place: _Place, reading: Reading, _: Sequence[Similar], __: date | None) -> Ground | None:
    if not place.closes or place.opens or place.before in _NO_PLACE_FOR_A_FIGURE:
        return None
    step = next_step(reading)
    if step is None or proposes_forbidden(f"{step.words} {reading.statement.objective.baseline}"):
        return None
    if place.before in ("least", "most") and not step.lead.startswith(f"at {place.before}"):
        return None
    leads = "" if place.before in ("to", "least", "most", "about", "with") else step.lead
    return Ground(f"{leads}{step.words}", f"one step from “{reading.statement.objective.baseline}”")


def _as_others_did(kind: Kind) -> Callable[..., Ground | None]:
    def propose(place: _Place, reading: Reading, similar: Sequence[Similar], _: date | None) -> Ground | None:
        own = reading.text.lower()
        for before, words, likeness in proposals_of(similar, kind):
            fits = before == place.before and likeness >= ALIKE[kind] and len(words.split()) <= LONGEST[kind]
            fits = fits and (kind is not Kind.METHOD or _TELLS_HOW.match(words) is not None)
            plain = not facts(f"x {words}") and not proposes_forbidden(words) and first(words, _PERSONAL) is None
            if fits and plain and place.closes and words.lower() not in own:
                return Ground(words.strip(" ,"), "seen in similar objectives")
        return None

    return propose


_TELLS_HOW = re.compile(
    r"(?i)(?:recorded|marked|ticked|logged|counted|measured|noted|tallied|checked|scored|signed|kept|read|"
    r"(?:a|the) \w+ (?:chart|sheet|log|book|diary|register|card|record)|"
    r"(?:on|in|from|by) (?:a|an|the) )\b"
)
"""How a method begins that can follow a comma or a verb."""
_PERSONAL = (
    "he",
    "she",
    "his",
    "her",
    "him",
    "hers",
    "my",
    "i",
    "me",
    "they",
    "their",
    "our",
    "we",
    "your",
    "you",
    "them",
)
"""Words that point at people or things of the other objective."""
_PROPOSERS: Mapping[Kind, Callable[[_Place, Reading, Sequence[Similar], date | None], Ground | None]] = {
    Kind.WHEN: _day,
    Kind.AMOUNT: _amount,
    Kind.METHOD: _as_others_did(Kind.METHOD),
    Kind.WHAT: _as_others_did(Kind.WHAT),
}
