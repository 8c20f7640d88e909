"""What is to be done: verbs that nobody can see, words that could mean anything, and what is only to be stopped.

LIAP, "Specific": use strong verbs, not "to know", "to understand", "to enjoy"; not "John will stop disrupting the
class" but "John will raise his hand when he wants to ask a question".
"""

import re

from model.criteria import Criterion, Finding, Span
from model.rules.clause import Clause, Shape, parse
from model.rules.lexicon import is_base_verb, is_form
from model.rules.reading import Reading
from model.rules.vocabulary import words_of

WEAK = words_of("weak_verbs")
DIRECTION = words_of("direction_verbs")
STOP = frozenset(["stop", "cease", "refrain", "avoid", "quit", "desist", "eliminate", "prevent", "halt", "abstain"])
_VAGUE = words_of("vague_phrases")
_SEEN_AFTER_BE = re.compile(r"(?i)\s*(?:at|in|on time|ready|present|up|home|out|off|back|seated|there|\d|able to)\b")
_DETAIL = re.compile(r"(?i)\bby\s+(?:\w+ly\s+)?(?P<verb>[a-z]+ing)\b|[“\"‘]")
_INSTEAD = re.compile(r"(?i)\binstead\b|\brather than\b|\breplac")
_NO_DIRECTION = re.compile(
    r"(?i)\s+(?:(?:his|her|my|their|the|an?|each|one)\s+)?(?:hands?|arms?|legs?|heads?|knees?|cards?|flags?|tickets?|invoices?|orders?|"
    r"issues?|concerns?|alerts?|off|in|out|by|up|back|grass|hair|nails|hedge|tomatoes|vegetables|herbs|fruit|veg)\b"
)
"""Objects that make an act of a verb of direction: "raise his hand", "drop off the form", "cut the grass"."""


def find(reading: Reading) -> list[Finding]:
    """Return what keeps a stranger from picturing what will be done, in text order."""
    clause = reading.clause
    findings = [f for f in (_stop(reading, clause), _weak(reading, clause), _second_aim(reading, clause)) if f]
    if not findings:
        findings = _vague(reading)
    too_vague = findings and not _bounded(reading)
    return findings + ([_unjudgeable(findings[0])] if too_vague else [])


def is_weak(clause: Clause, text: str) -> bool:
    """Say whether the clause's verb shows nothing that somebody could see being done."""
    if clause.verb is None or clause.lemma is None:
        return False
    rest = clause.rest.of(text)
    if clause.lemma == "be" and clause.shape is not Shape.PASSIVE:
        return not _SEEN_AFTER_BE.match(rest)
    two = f"{clause.lemma} {rest.split()[0].lower().strip(',.;')}" if rest.split() else clause.lemma
    return clause.lemma in WEAK or two in WEAK


def _weak(reading: Reading, clause: Clause) -> Finding | None:
    text = reading.text
    if clause.verb is None or clause.lemma is None:
        if clause.shape is Shape.FRAGMENT and not reading.figures:
            return reading.statement.finding("weak-verb", reading.statement.whole, "No verb says what will be done.")
        return None
    if clause.lemma in STOP or _has_detail(text, clause.verb.end) or _is_plain(reading, clause, 0):
        return None
    if clause.lemma in DIRECTION and _NO_DIRECTION.match(text, clause.verb.end):
        return None
    if clause.lemma in DIRECTION:
        if reading.moves_figures:
            return None
        said = clause.verb.of(text)
        return reading.statement.finding(
            "weak-verb", clause.verb, f"“{said}” names a direction and not what will be done."
        )
    if is_weak(clause, text):
        if reading.moves_figures and clause.lemma in ("improve", "be", "develop", "maintain", "support"):
            return None
        return reading.statement.finding(
            "weak-verb", clause.verb, f"Nobody can see “{clause.verb.of(text)}” being done."
        )
    return None


def _is_plain(reading: Reading, clause: Clause, start: int) -> bool:
    """Say whether the verb of a clause that begins at `start` is plain speech in this office, or part of a term of its own."""
    verb = clause.verb
    inside = verb is not None and any(verb.moved(start).overlaps(t) for t in reading.local.plain_in(reading.text))
    return inside or reading.local.is_plain(clause.lemma)


def _has_detail(text: str, start: int) -> bool:
    match = _DETAIL.search(text, start)
    return match is not None and (match["verb"] is None or is_form(match["verb"], "VBG"))


def _stop(reading: Reading, clause: Clause) -> Finding | None:
    text = reading.text
    if clause.verb is None or _INSTEAD.search(text):
        return None
    says_what = clause.rest.of(text).strip() or clause.shape is not Shape.FRAGMENT
    stops = clause.lemma in STOP and says_what and not _is_plain(reading, clause, 0)
    if not (stops or clause.negated) or (reading.moves_figures and clause.lemma not in STOP):
        return None
    if re.match(r"(?i)\s*(?:at|by|off|in|for)\s+(?:the|a|his|her|my)\b", clause.rest.of(text)) or _acts_after(
        text, clause
    ):
        return None
    start = clause.promise.start if clause.negated and clause.promise else clause.verb.start
    end = min(_end_of_phrase(text, clause.verb.end), clause.rest.end)
    return reading.statement.finding(
        "stop-behaviour", Span(start, end), "It says what is to stop, and not what will be done instead."
    )


def _acts_after(text: str, clause: Clause) -> bool:
    """Say whether another, positive act follows: "stop shouting and put his hand up"."""
    for match in re.finditer(
        r"(?i)(?:\band|,|\bbut|;)\s+(?:then\s+|will\s+|to\s+|he will\s+|she will\s+)*(?P<verb>[a-z]+)",
        text[clause.verb.end :] if clause.verb else "",
    ):
        verb = match["verb"].lower()
        if is_base_verb(verb) and verb not in STOP and verb not in WEAK and not verb.endswith("ing") and len(verb) > 2:
            return True
    return False


def _end_of_phrase(text: str, start: int) -> int:
    stop = re.search(r"(?i)[,.;:]|\s(?:by|within|before|until|when|at|in|from|and)\s", text[start:])
    return start + stop.start() if stop else len(text.rstrip())


def _vague(reading: Reading) -> list[Finding]:
    found = reading.occurrences(_VAGUE)
    return [
        reading.statement.finding("vague-object", span, f"“{span.of(reading.text)}” could mean anything.")
        for span in found[:2]
    ]


def _second_aim(reading: Reading, clause: Clause) -> Finding | None:
    """Read what follows "and … will", ";" or a full stop as a second aim, and report it when it cannot be pictured."""
    text = reading.text
    for match in re.finditer(
        r"(?:;|\.|,?\s(?:and|&)|,)\s+(?=(?:[\w'’]+\s){1,4}(?:will|to)\s)|\s(?:and|&)\s+(?=(?:will|to)\s)",
        text[clause.rest.start :],
    ):
        start = clause.rest.start + match.end()
        second = parse(text[start:], reading.local)
        if (
            second.verb is not None
            and second.shape is Shape.ACTIVE
            and is_weak(second, text[start:])
            and not _has_detail(text, start)
            and not _is_plain(reading, second, start)
        ):
            return reading.statement.finding(
                "two-aims",
                Span(start, len(text.rstrip())),
                "A second aim hides here, and nobody can see it being done.",
            )
    return None


def _bounded(reading: Reading) -> bool:
    """Whether an amount, a frequency or a day bounds the step, so that somebody could judge whether it can be done."""
    from model.rules.measures import frequencies

    return bool(reading.figures or reading.deadlines or frequencies(reading.text))


def _unjudgeable(finding: Finding) -> Finding:
    return Finding(
        finding.rule,
        Criterion.ACHIEVABLE,
        finding.field,
        finding.span,
        "The step is too vague for anybody to judge whether it can be done.",
        "What would be a first, realistic step?",
        "LIAP, Achievable: small steps, individually assessed",
    )
