"""The rewriter that needs no model: it edits the author's sentence and leaves a typed blank for what nobody has said.

It names the actor, turns what is to stop into what is done instead, takes out what is no deadline and no method, and
asks for what is missing where it reads naturally. It invents nothing, so every draft is safe to show; it is what
people see when the trained model is away.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from model.criteria import Criterion, Finding, Objective, Span
from model.draft_builder import Gap, Piece, build
from model.rules.clause import Clause, Shape
from model.rules.lexicon import inflected, is_form
from model.rules.numbers import WORDS as NUMBERS
from model.rules.people import Actor, is_name
from model.rules.reading import Reading
from model.rules.verbs import STOP, is_weak
from model.suggestion import Draft, Kind

WHO, WHAT, AMOUNT, WHEN, METHOD, WHY = (
    Gap(k) for k in (Kind.WHO, Kind.WHAT, Kind.AMOUNT, Kind.WHEN, Kind.METHOD, Kind.WHY)
)
_STATES = frozenset(
    [
        "know",
        "understand",
        "enjoy",
        "appreciate",
        "realise",
        "realize",
        "recognise",
        "recognize",
        "value",
        "respect",
        "feel",
        "become",
        "believe",
        "remember",
        "learn",
    ]
)
_FAMILY = frozenset(
    [
        "mum",
        "mam",
        "mom",
        "dad",
        "daddy",
        "mummy",
        "gran",
        "granny",
        "nan",
        "nana",
        "nanna",
        "grandma",
        "grandad",
        "grandpa",
        "papa",
        "auntie",
        "aunty",
        "uncle",
    ]
)
"""Words that are written like names: "Mum", "Nana"."""
_LABEL = re.compile(r"[:–—-]\s*$")
_DETERMINED = re.compile(
    r"(?i)(?:the|a|an|his|her|their|my|our|its|your|all|both|each|every|some|any|no|this|that|these|those|\d|one|two|three)\b|.+['’]s?\s"
)


@dataclass(frozen=True, slots=True)
class Parts:
    """The edited sentence before it is put in order: each field is a run of pieces, empty where there is none."""

    opening: tuple[Piece, ...] = ()
    actor: tuple[Piece, ...] = ()
    act: tuple[Piece, ...] = ()
    how: tuple[Piece, ...] = ()
    amount: tuple[Piece, ...] = ()
    when: tuple[Piece, ...] = ()
    method: tuple[Piece, ...] = ()
    why: tuple[Piece, ...] = ()
    baseline: tuple[Piece, ...] = ()


_DOUBTED = {
    Criterion.SPECIFIC: "weak-verb",
    Criterion.MEASURABLE: "no-measure",
    Criterion.ACHIEVABLE: "leap",
    Criterion.RELEVANT: "off-need",
    Criterion.TIME_BOUND: "no-deadline",
}
"""What the model's own doubt asks for: the same as the rule of its criterion."""


class RulesGenerator:
    """Writes up to three drafts of one objective from its reading and findings; see `Generator`."""

    origin = "rules"

    def generate(self, objective: Objective, reading: Reading, findings: Sequence[Finding]) -> list[Draft]:
        """Return drafts that differ in where the day and the evidence stand, the plainest first."""
        parts = edit(objective, reading, findings)
        drafts = [build(order(parts)) for order in (_plain, _day_first, _evidence_last)]
        return list(dict.fromkeys(drafts))


def edit(objective: Objective, reading: Reading, findings: Sequence[Finding]) -> Parts:
    """Return the sentence's edited parts: the author's words, and a blank for each fact that a finding asks for."""
    asked = {_DOUBTED[f.criterion] if f.rule == "model-evidence" else f.rule for f in findings}
    failing = {f.criterion for f in findings}
    parts = _act(reading, asked)
    if Criterion.MEASURABLE in failing:
        parts = replace(parts, amount=(*parts.amount, AMOUNT), method=(", shown by", METHOD))
        baseline = objective.baseline
        if baseline and len(baseline.split()) <= 12:
            parts = replace(parts, baseline=(f". Now: {baseline.strip().rstrip('.')}",))
    elif asked & {"absolute", "leap"} and AMOUNT not in (*parts.act, *parts.amount):
        parts = replace(parts, amount=(*parts.amount, ", starting with", AMOUNT))
    if asked & {"no-deadline", "ongoing", "undated-event", "date-past"}:
        parts = replace(parts, when=(*parts.when, WHEN))
    if "no-need-given" in asked:
        parts = replace(parts, why=(",", WHY))
    elif "off-need" in asked and objective.need:
        parts = replace(
            parts, why=(f", and, because of the need (“{objective.need.strip().rstrip('.')}”), will also", WHAT)
        )
    return parts


def _plain(p: Parts) -> list[Piece]:
    return [*p.opening, *p.actor, *p.act, *p.how, *p.amount, *p.when, *p.method, *p.why, *p.baseline]


def _day_first(p: Parts) -> list[Piece]:
    if WHEN not in p.when or p.opening:
        return _plain(p)
    rest = tuple(x for x in p.when if x is not WHEN)
    return [WHEN, ",", *_lowered(p.actor), *p.act, *p.how, *p.amount, *rest, *p.method, *p.why, *p.baseline]


def _evidence_last(p: Parts) -> list[Piece]:
    if METHOD not in p.method:
        return _plain(p)
    return [
        *p.opening,
        *p.actor,
        *p.act,
        *p.how,
        *p.amount,
        *p.when,
        *p.why,
        ". How we will know:",
        METHOD,
        *p.baseline,
    ]


def _lowered(actor: tuple[Piece, ...]) -> tuple[Piece, ...]:
    return (_lower(actor[0]), *actor[1:]) if actor and isinstance(actor[0], str) else actor


def _lower(words: str) -> str:
    """Return the words as they stand inside a sentence: a capital stays on names, initials and "I"."""
    first = re.match(r"[^\W\d_]+(?:['’][^\W\d_]+)?", words.strip())
    if not first or len(first.group(0)) < 2 or first.group(0)[:2] in ("I'", "I’") or first.group(0).isupper():
        return words.strip()
    if first.group(0).lower() in NUMBERS:
        return words.strip()[0].lower() + words.strip()[1:]
    low = re.sub(r"['’]s?$", "", first.group(0)).lower()
    if low in _FAMILY or is_name(first.group(0), opens=True):
        return words.strip()
    return words.strip()[0].lower() + words.strip()[1:]


def _lower_article(words: str) -> str:
    """Return an agency's name as it stands inside a sentence: "the Council", "Social Work", "school"."""
    return (
        _lower(words) if re.match(r"(?:The|A|An|Our)\s", words.strip()) or " " not in words.strip() else words.strip()
    )


def _act(reading: Reading, asked: set[str]) -> Parts:
    """Choose the edit by the build of the clause."""
    clause = reading.clause
    opening = _opening(reading)
    if clause.shape is Shape.FRAGMENT or clause.verb is None:
        return _fragment(reading, opening)
    if clause.shape is Shape.PASSIVE:
        return _passive(reading, opening, asked)
    if "stop-behaviour" in asked:
        return _stopped(reading, opening)
    return _promised(reading, opening, asked)


def _opening(reading: Reading) -> tuple[Piece, ...]:
    lead = reading.clause.lead.of(reading.text)
    if re.match(r"(?i)\s*(?:by|at)\s+(?:the\s+|next\s+)*review\W*$", lead):
        return ()
    return (lead.strip(),) if lead.strip() else ()


def _actor(reading: Reading) -> tuple[Piece, ...]:
    """Return who will do it: as the author has it, or a blank beside the agency or crowd that was named."""
    clause, text = reading.clause, reading.text
    subject = (clause.agent or clause.subject) if clause.shape is Shape.PASSIVE else clause.subject
    said = subject.of(text) if subject else ""
    if reading.accountable:
        return (said,) if said else ()
    if reading.owner in (Actor.AGENCY, Actor.TEAM) and said:
        return (WHO, f"from {_lower_article(said)}")
    if reading.owner is Actor.CROWD and said:
        return (WHO, f", on behalf of {_lower(said)},")
    return (WHO,)


def _will(reading: Reading) -> str:
    """Return the word that promises: "will", unless the author wrote in the present tense or nobody had to be named."""
    clause = reading.clause
    if clause.promise is not None:
        said = re.sub(r"\s+", " ", clause.promise.of(reading.text).lower())
        return "will be able to" if "be able to" in said else "will"
    if clause.shape is Shape.IMPERATIVE and reading.accountable:
        return ""
    return "will" if not reading.accountable else ""


def _rest(reading: Reading, start: int) -> tuple[str, tuple[Piece, ...]]:
    """Return the author's words from `start`, and the day at their end, so that blanks can stand between the two.

    What is no deadline ("ongoing") and no method ("by review") is taken out; its blank stands there instead.
    """
    text = reading.text
    cuts = [Span(m.start(), m.end()) for m in _NO_DEADLINE.finditer(text) if m.start() >= start]
    last = next(
        (w.span for w in reversed(reading.calendar) if w.span.start > start and not text[w.span.end :].strip(" .!)")),
        None,
    )
    day: tuple[Piece, ...] = ()
    end = len(text)
    if last is not None:
        lead = re.search(
            r"(?i)[\s,(]*\b(?:by|before|on|until|till|from|due|within|in|w/c|no later than|starting)?\s*$",
            text[start : last.start],
        )
        begin = start + (lead.start() if lead else last.start - start)
        day, end = (text[begin : len(text)].strip(" ,.;"),), begin
        if day[0].startswith("("):
            day = (day[0] if day[0].endswith(")") else f"{day[0]})",)
    words, at = "", start
    for cut in cuts:
        if cut.end <= end:
            words += text[at : cut.start]
            at = cut.end
    words += text[at:end]
    return _tidy(words), day


_NO_DEADLINE = re.compile(
    r"(?i)\s*[,(–-]?\s*\b(?:ongoing|on-going|as soon as possible|asap|in due course|when ready|until further notice|"
    r"(?:by|at|measured by|monitored by)\s+(?:the\s+|next\s+|regular\s+)*reviews?)\b\)?"
)


def _tidy(words: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"\s+([,.;:])", r"\1", words)).strip().strip(",.;").strip()


def _promised(reading: Reading, opening: tuple[Piece, ...], asked: set[str]) -> Parts:
    clause, text = reading.clause, reading.text
    assert clause.verb is not None  # noqa: S101  (the caller has seen to it)
    actor = _actor(reading)
    if clause.subject is not None and clause.actor is Actor.THING and not reading.accountable:
        return _outcome(reading, opening)
    rest, day = _rest(reading, clause.verb.end)
    will = _will(reading)
    verb = clause.lemma or clause.verb.of(text)
    if clause.lemma == "be" and is_weak(clause, text) and will:
        return Parts((*opening, f"to be {_stepped(rest, asked)},"), _lowered(actor), (will, WHAT), when=day)
    spoken = verb if will and not _progressive(clause, text) else clause.verb.of(text)
    if _progressive(clause, text):
        spoken = verb
    act: tuple[Piece, ...] = (will, spoken if will else clause.verb.of(text), *_clarified(rest, asked))
    how: tuple[Piece, ...] = ()
    if "weak-verb" in asked or "two-aims" in asked or "outside-control" in asked:
        how = (", and show it by", WHAT) if verb in _STATES and "weak-verb" in asked else ("by", WHAT)
    return Parts(opening, actor, act, how, when=day)


def _progressive(clause: Clause, text: str) -> bool:
    return clause.verb is not None and clause.promise is not None and is_form(clause.verb.of(text), "VBG")


def _clarified(rest: str, asked: set[str]) -> tuple[Piece, ...]:
    """Return the author's words with a blank after what is vague, and a first step before what is a leap."""
    stepped = _stepped_pieces(rest, asked)
    if "vague-object" not in asked:
        return stepped
    return (*stepped, "(that is,", WHAT, ")")


_TARGET = re.compile(r"(?i)(?:\bto\s+(?:at least\s+)?)?(?P<figure>[£$€]?\d+(?:[.,]\d+)*\s?%?)(?=[^\d]*$)")
_ABSOLUTE_ADVERB = re.compile(
    r"(?i)\b(?:always|completely|entirely|totally|fully|at all times|without exception|perfectly|constantly)\b\s*"
)


def _stepped(rest: str, asked: set[str]) -> str:
    return _tidy(_ABSOLUTE_ADVERB.sub("", rest)) if "absolute" in asked else rest


def _stepped_pieces(rest: str, asked: set[str]) -> tuple[Piece, ...]:
    words = _stepped(rest, asked)
    if not asked & {"leap", "absolute"}:
        return (words,)
    target = (
        re.search(r"(?i)\b(?P<figure>100\s?(?:%|per ?cent)|zero|nil)", words)
        if "absolute" in asked
        else _TARGET.search(words)
    )
    if target is None:
        return (words,)
    at = target.start("figure")
    return (words[:at], AMOUNT, "on the way to", words[at:])


def _outcome(reading: Reading, opening: tuple[Piece, ...]) -> Parts:
    """An outcome cannot act: somebody will do something so that it comes about."""
    clause, text = reading.clause, reading.text
    assert clause.verb is not None  # noqa: S101
    assert clause.subject is not None  # noqa: S101
    subject = _lower(clause.subject.of(text))
    rest, day = _rest(reading, clause.verb.end)
    plural = re.search(r"(?:[^s]s|men|people|children)$", subject.split()[-1]) is not None or " and " in subject
    verb = clause.lemma or clause.verb.of(text)
    finite = ("are" if plural else "is") if verb == "be" else verb if plural else inflected(verb, "VBZ")
    return Parts(opening, (WHO,), ("will", WHAT, f"so that {subject} {finite} {rest}".strip()), when=day)


def _passive(reading: Reading, opening: tuple[Piece, ...], asked: set[str]) -> Parts:
    clause, text = reading.clause, reading.text
    assert clause.verb is not None  # noqa: S101
    subject = clause.subject.of(text) if clause.subject else ""
    rest, day = _rest(reading, clause.verb.end)
    if reading.accountable and clause.agent is not None:
        return Parts(
            opening,
            (subject,),
            ("will be" if clause.promise else "", clause.verb.of(text), *_clarified(rest, asked)),
            _weak_how(asked),
            when=day,
        )
    if clause.agent is not None:
        rest = _tidy(re.sub(rf"(?i)\s*\bby\s+{re.escape(clause.agent.of(text))}", "", rest))
    if clause.negated:
        never = "never" if re.search(r"(?i)\bnever\b", text) else "not"
        return Parts(
            (*opening, f"so that {_the(subject)} is {never} {clause.verb.of(text)} {rest},"),
            _actor(reading),
            ("will", WHAT),
            when=day,
        )
    return Parts(
        opening,
        _actor(reading),
        ("will", clause.lemma or clause.verb.of(text), _the(subject), *_clarified(rest, asked)),
        _weak_how(asked),
        when=day,
    )


def _weak_how(asked: set[str]) -> tuple[Piece, ...]:
    return ("by", WHAT) if asked & {"weak-verb", "outside-control", "two-aims"} else ()


def _the(subject: str) -> str:
    """Return the subject as an object: "child" becomes "the child", names and determined nouns stay."""
    words = subject.strip()
    first = words.split()[0] if words else ""
    if _DETERMINED.match(words):
        return _lower(words)
    if not words or is_name(first, opens=True) or words.isupper() or first.lower() in _FAMILY:
        return words
    return f"the {_lower(words)}"


def _stopped(reading: Reading, opening: tuple[Piece, ...]) -> Parts:
    """Turn what is to stop into what is done instead: "Instead of disrupting the class, John will [what]"."""
    clause, text = reading.clause, reading.text
    assert clause.verb is not None  # noqa: S101
    rest, day = _rest(reading, clause.verb.end)
    rest = _tidy(_ABSOLUTE_ADVERB.sub("", rest))
    if clause.lemma in STOP:
        instead = re.sub(r"(?i)^(?:from|to)\s+", "", rest)
    else:
        instead = f"{inflected(clause.lemma or clause.verb.of(text), 'VBG')} {rest}".strip()
    actor = _actor(reading) or ()
    will = "will" if actor else ""
    lead = opening if opening and _LABEL.search(str(opening[0])) else ()
    day = day if lead == opening else (*opening, *day)
    return Parts((*lead, f"instead of {_lower(instead)},"), _lowered(tuple(actor)), (will, WHAT), when=_unlead(day))


def _unlead(day: tuple[Piece, ...]) -> tuple[Piece, ...]:
    return tuple(_lower(d).rstrip(",") if isinstance(d, str) else d for d in day)


def _fragment(reading: Reading, opening: tuple[Piece, ...]) -> Parts:
    """Keep a fragment as the heading of what is to be done: "Better bedtimes: [who] will [what]"."""
    clause = reading.clause
    start = clause.subject.start if clause.subject else clause.rest.start
    words, day = _rest(reading, start)
    heading = _tidy(" ".join([*(str(o) for o in opening), words]))
    actor: tuple[Piece, ...] = ("I",) if reading.accountable and clause.actor is Actor.NOBODY else (WHO,)
    return Parts((f"{heading}:",) if heading else (), actor, ("will", WHAT), when=day)
