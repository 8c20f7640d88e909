"""Signs in a sentence that somebody puts it forward as something to be done, and signs that nobody does.

Each sign has a name that says what a reader sees; `detector.json` says how much each counts. What a sentence is built
like (its family) changes what the other signs mean, so those that matter most also count together with it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from model.forms import Form, form_of
from model.rules import calendar
from model.rules.clause import Clause, parse
from model.rules.measures import frequencies
from model.rules.people import Actor
from model.rules.phrases import words as words_in
from model.rules.vocabulary import words_of
from model.sign_words import FRAME, PATTERNS, REPORTED

LONG_AGO = date(2000, 1, 1)
"""Days are found here and not judged: none has gone by."""
_VERBS = {name: words_of(f"{name}_verbs") for name in ("unwilled", "weak", "direction", "deliverable")}
_PLAN_VERBS = words_of("plan_verbs")
_MORE = re.compile(r"(?i)\b(?:will|to) be (?:more|less|better|able)\b")
_HEADS_A_NOUN = re.compile(
    r"(?i)(?:support|access|address|increase|decrease|monitor|refer)\b(?:$| (?:at|for|to|with|from|in|of|on|and|or|is|are|was|"
    r"group|worker|plan|needs?|services?|staff|team)\b)"
)
"""Openings in which a word that could be a verb of plans is a noun: "Support at home", "Access to the hall"."""
_READERS = words_of("readers")
_ARTICLES = frozenset(["the", "a", "an", "any", "all", "no", "some", "most"])
_LENGTHS = (2, 4, 8, 14, 25)
"""A sentence of up to so many words is a heading, a note, a line, …; lengths in between mean the same to a reader."""
_LONG_SUBJECT = 4
_AND = re.compile(r"(?i)^(?:and|so|then|also|or|but|finally|anyway|together),?\s+(?=\w)")
_ADVERB = re.compile(
    r"(?i)((?:\b(?:is|are|am|will)|'(?:m|re|s|ll))) (?:also|now|then|both|all|each|just|still|therefore)\b(?= \w)"
)
_SHORT_FORMS = (
    (re.compile(r"(?i)(?<=\w)'ll\b"), " will"),
    (re.compile(r"(?i)\b(I)'m\b"), r"\1 am"),
    (re.compile(r"(?i)\b(we|you|they)'re\b"), r"\1 are"),
    (re.compile(r"(?i)(?<=\w)'s (?=(?:going |now |also )?to\b|going\b)"), " is "),
    (re.compile(r"(?i)\b(?:mean|hope|want(?= us| all)) to\b"), "plan to"),
)
NEVER = frozenset(
    ["question", "greeting", "thanks", "please", "if_first", "colon", "comma", "quoted", "reported_before", "call_us"]
)
"""Signs of which one is enough: no objective asks, greets, thanks or begs, hangs on a condition or is hearsay."""
_AGAINST = NEVER | {
    "family_done",
    "family_should",
    "family_wants",
    "dont_first",
    "past",
    "rule",
    "leaflet",
    "to_reader",
}
_PROMISING = frozenset(
    f"form_{kind}+{who}" for kind in ("will", "to", "going", "is_to") for who in ("somebody", "we", "passive", "crowd")
) | {"form_assigned"}
_HEDGED = frozenset(["if_later", "when_later", "may", "would", "reported", "meets", "must"])
_UNDECIDED = frozenset(["unwilled", "often", "meets", "attached"])


@dataclass(frozen=True, slots=True)
class Signs:
    """The signs that a sentence shows by itself, and the family of its form."""

    family: str
    names: frozenset[str]

    @property
    def excluded(self) -> bool:
        """Whether one sign alone says that this is no objective, wherever it stands."""
        return not NEVER.isdisjoint(self.names)

    @property
    def against(self) -> bool:
        """Whether it plainly is no objective by itself."""
        return not _AGAINST.isdisjoint(self.names)

    @property
    def promises(self) -> bool:
        """Whether it plainly promises an act: somebody "will" or "is to", and nothing speaks against it."""
        return not _PROMISING.isdisjoint(self.names) and not self.against and _UNDECIDED.isdisjoint(self.names)

    @property
    def speaks_of_plans(self) -> bool:
        """Whether its verb is one of plans, seldom heard elsewhere: "John will stop shouting", "Improve attendance"."""
        return "plan_verb" in self.names and not self.against and _HEDGED.isdisjoint(self.names)

    @property
    def bounded(self) -> bool:
        """Whether an amount, a frequency or a day is in it."""
        return not self.names.isdisjoint(("dated", "frequency", "quarter", "soon"))


@lru_cache(maxsize=2048)
def signs_of(words: str) -> Signs:
    """Return the signs that a sentence shows by itself; `words` are those that a reader sees (`headings.seen`)."""
    found = {name for name, pattern in PATTERNS.items() if pattern.search(words)}
    frame = FRAME.match(words)
    core = _ADVERB.sub(r"\1 ", _spelt_out(words[frame.end() :] if frame else _AND.sub("", words, count=1)))
    if frame:
        found.add("framed")
    clause = parse(core)
    form = form_of(core, clause)
    found |= {f"form_{form}", f"family_{form.family}", *_of_clause(core, clause, form)}
    reported = REPORTED.search(core)
    if reported:
        found.add("reported")
        if clause.promise is not None and reported.start() < clause.promise.start:
            found.add("reported_before")
    if calendar.deadlines(words, LONG_AGO):
        found.add("deadline")
    if calendar.expressions(words, LONG_AGO):
        found.add("dated")
    if frequencies(words):
        found.add("frequency")
    count = len(words_in(words))
    found.add(f"words_{next((most for most in _LENGTHS if count <= most), 'many')}")
    if not found.isdisjoint(("you", "your", "often", "past", "call_us")):
        found.discard("plan_verb")
    alone = Signs(form.family, frozenset(found))
    return Signs(form.family, alone.names | _together(alone))


def together(family: str, names: Iterable[str]) -> frozenset[str]:
    """Return the names of signs as they count with a family of forms."""
    return frozenset(f"{family}+{name}" for name in names)


def _spelt_out(words: str) -> str:
    for pattern, spelt in _SHORT_FORMS:
        words = pattern.sub(spelt, words)
    return words


def _of_clause(core: str, clause: Clause, form: Form) -> set[str]:
    found = set()
    if clause.negated:
        found.add("negated")
    if core[: clause.lead.end].strip():
        found.add("lead")
    if form.who == "somebody" and clause.actor is not Actor.NOBODY:
        found.add(f"actor_{clause.actor}")
    planned = _MORE.search(core) or (clause.lemma in _PLAN_VERBS and not _HEADS_A_NOUN.match(core, clause.lead.end))
    if planned and (form.kind in ("imperative", "assigned", "bare_to") or form.who in ("somebody", "we", "crowd")):
        found.add("plan_verb")
    before = core[clause.lead.end : clause.promise.start].split() if clause.promise else []
    if len(before) > _LONG_SUBJECT:
        found.add("subject_long")
    if before and before[-1].lower() in _READERS:
        found.add("subject_readers")
    if before and before[0].lower() in ("he", "she", "they"):
        found.add("subject_pronoun")
    if before and before[0].lower() in _ARTICLES:
        found.add(f"{form.family}+subject_{before[0].lower()}")
    if (clause.lemma and clause.promise is None) or form.family == "will":
        found |= {name for name, verbs in _VERBS.items() if clause.lemma in verbs}
    return found


def _together(signs: Signs) -> frozenset[str]:
    shown = {
        "bounded": signs.bounded,
        "unwilled": "unwilled" in signs.names,
        "you": not signs.names.isdisjoint(("you", "your")),
        "open_end": "full_stop" not in signs.names,
    }
    return together(signs.family, (name for name, is_so in shown.items() if is_so))
