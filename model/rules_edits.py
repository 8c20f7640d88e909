"""The edits of a sentence, one for each build of its clause: the author's words, and a blank where nobody has said.

Each takes a reading of a sentence (`rules_sentence.is_sentence`) and the rules whose findings ask for something.
"""

import re

from model.draft_builder import Gap, Parts, Piece, agency, base, inside, is_plural, participle, the
from model.rules.clause import Shape
from model.rules.lexicon import inflected, is_base_verb, is_form
from model.rules.people import PEOPLE, Actor, actor_of
from model.rules.reading import Reading
from model.rules.verbs import STOP, is_weak
from model.rules_rest import Rest, rest_of, target_of, tidy
from model.rules_sentence import seems_somebody
from model.suggestion import Kind

WHO, WHAT, AMOUNT = Gap(Kind.WHO), Gap(Kind.WHAT), Gap(Kind.AMOUNT)
_STATES = frozenset([
    "know", "understand", "enjoy", "appreciate", "realise", "realize", "recognise", "recognize", "value",
    "respect", "feel", "become", "believe", "remember", "learn"
])  # fmt: skip
_LABEL = re.compile(r"[:–—-]\s*$")
_REVIEW_LEAD = re.compile(r"(?i)\s*(?:by|at)\s+(?:the\s+|next\s+)*review\W*$")
_ABSOLUTE_ADVERB = re.compile(
    r"\b(?:always|completely|entirely|totally|fully|at all times|without exception|perfectly|constantly)\b\s*"
)
_PARTICLE = re.compile(
    r"(?i)\s+(?P<particle>out|up|off|down|round|away|back)\b(?!\s+(?:of|to|from|the|a|an|his|her|their|\d\S*)\b)"
)
_BY_WHOM = re.compile(r"(?i)\s+by\s+(?P<agent>(?:the\s+)?[^\W\d_]+)(?=\s|$)")
_HALF_A_PROMISE = re.compile(
    r"(?i)['’](?:m|re|s|d)(?:\s(?:going|hoping|planning|trying|aiming|due|meant|supposed|like|love))?$|"
    r"\s(?:just|really|also|only|still|always)$"
)
"""How a subject ends that took in the start of the promise: "I'm going | to", "I just | want to"."""
_SET = re.compile(r"(?i)(?:all|every|each|both|most)\b")
_A_TIME = re.compile(r"(?i)\b(?:day|week|month|term|year|time|season|meeting|review)$")


def _opening(reading: Reading) -> tuple[Piece, ...]:
    lead = reading.clause.lead.of(reading.text)
    return () if _REVIEW_LEAD.match(lead) or not lead.strip() else (lead.strip(),)


def _actor(reading: Reading) -> tuple[Piece, ...]:
    """Return who will do it: as the author has it, or a blank beside the agency that was named."""
    clause, text = reading.clause, reading.text
    subject = (clause.agent or clause.subject) if clause.shape is Shape.PASSIVE else clause.subject
    said = subject.of(text) if subject else ""
    if reading.accountable and subject and clause.promise and clause.shape is not Shape.PASSIVE:
        comma = "," if text[subject.end : clause.promise.start].strip() == "," else ""
        return (f"{said}{comma}{_hanging(reading)}",)
    if reading.accountable and clause.shape is Shape.PASSIVE and clause.agent is None:
        return ("I",)
    if reading.accountable:
        return (said,) if said else ()
    if reading.owner in (Actor.AGENCY, Actor.TEAM) and said:
        return (WHO, f"from {agency(said)}")
    return (said,) if seems_somebody(reading) else (WHO,)


def _hanging(reading: Reading) -> str:
    """Return the promise where it is of one piece with the subject: "Koa'll", "I'm going to", "we're gonna"."""
    subject, promise = reading.clause.subject, reading.clause.promise
    if subject is None or promise is None or not reading.accountable:
        return ""
    said = promise.of(reading.text)
    if re.match(r"['’]ll", said):
        return said[:3]
    return f" {said}" if _HALF_A_PROMISE.search(subject.of(reading.text)) else ""


def _will(reading: Reading) -> str:
    """Return the word that promises: "will", unless the author wrote in the present tense or nobody had to be named."""
    clause = reading.clause
    if _hanging(reading):
        return ""
    if reading.accountable and (clause.promise is None or clause.subject is None):
        return ""
    said = re.sub(r"\s+", " ", clause.promise.of(reading.text).lower()) if clause.promise else ""
    return "will be able to" if "be able to" in said else "will"


def promised(reading: Reading, asked: set[str]) -> Parts:
    """Let the actor do what the author promised, with a blank for what nobody could see or judge."""
    clause, text, opening = reading.clause, reading.text, _opening(reading)
    assert clause.verb is not None  # noqa: S101  (the caller has seen to it)
    nobody = not reading.accountable and not seems_somebody(reading)
    rest = rest_of(reading, clause.verb.end)
    day, after = _tail(rest)
    better_off = re.match(r"(?i)\s+(?:better|fully|well)\s+(\w+)", text[clause.verb.end :])
    passive = clause.lemma == "be" and better_off and is_form(better_off[1], "VBN")
    if clause.subject is not None and (passive or (nobody and _is_no_doer(clause.actor, clause.subject.of(text)))):
        return _outcome(reading, rest)
    actor, will = _actor(reading), _will(reading)
    if clause.lemma == "be" and "weak-verb" in asked and is_weak(clause, text) and (will or _hanging(reading)):
        words = f"to be {_bounded(rest.words(), asked)},"
        labelled = opening and _LABEL.search(str(opening[0]))
        led = (*opening, words) if labelled else (words, *_lowered(opening))
        return Parts("", led, _lowered(actor), (will, WHAT), when=day, after=after)
    verb = clause.verb.of(text) if clause.promise is None and not will else _verb(reading, asked)
    pieces = (will, verb, *_clarified(reading, rest, asked))
    return Parts("", opening, actor, pieces, _how(asked, clause.lemma or verb), when=day, after=after)


def _verb(reading: Reading, asked: set[str]) -> str:
    """Return the verb as it follows "will", with what stood before it: "independently brush", "get running".

    "Be spending" becomes "spend"; "be washing, dressing and eating" and "be housing ready" stay.
    """
    clause, text = reading.clause, reading.text
    assert clause.verb is not None  # noqa: S101
    said = clause.verb.of(text)
    before = text[clause.promise.end : clause.verb.start].split() if clause.promise else []
    listed = re.search(r"(?:,|\band\b|&|\bor\b)\s+(?:\w+\s+)?[a-z]+ing\b", clause.rest.of(text))
    progressive = bool(before) and is_form(said, "VBG") and said.lower().endswith("ing")
    nominal = listed or actor_of(said, opens=False, local=reading.local) is Actor.AGENCY
    if progressive and before[-1].lower() == "be" and not nominal:
        before, spoken = before[:-1], base(said, clause.lemma)
    else:
        spoken = said.lower() if progressive else base(said, clause.lemma)
    return _bounded(" ".join([*before, spoken]), asked)


def _is_no_doer(actor: Actor, subject: str) -> bool:
    """Say whether a subject cannot be asked who in it acts: a thing, a crowd, every one of a set of agencies."""
    return actor in (Actor.THING, Actor.CROWD) or (actor is Actor.AGENCY and _SET.match(subject) is not None)


def _tail(rest: Rest) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Return the day and the sentences after it as runs of pieces."""
    return (rest.day,) if rest.day else (), (f". {rest.after}",) if rest.after else ()


def _how(asked: set[str], verb: str = "") -> tuple[Piece, ...]:
    if "weak-verb" in asked and verb in _STATES:
        return (", and show it by", WHAT)
    return ("by", WHAT) if asked & {"weak-verb", "outside-control", "two-aims"} else ()


def without_absolutes(words: str) -> str:
    """Return words without the adverbs that leave no room for a first step: "always", "completely"."""
    return tidy(_ABSOLUTE_ADVERB.sub("", words))


def _bounded(words: str, asked: set[str]) -> str:
    return without_absolutes(words) if "absolute" in asked else words


def _clarified(reading: Reading, rest: Rest, asked: set[str]) -> tuple[Piece, ...]:
    """Return the author's words with a blank after what is vague, and a first step before what is a leap."""
    at = target_of(reading, rest, absolute="absolute" in asked) if asked & {"leap", "absolute"} else None
    if at is None:
        words: tuple[Piece, ...] = (_bounded(rest.words(), asked),)
    else:
        before = _bounded(rest.words(end=at), asked)
        words = (before, AMOUNT, "on the way to", _bounded(rest.words(at), asked))
    return (*words, "(that is,", WHAT, ")") if "vague-object" in asked else words


def _outcome(reading: Reading, rest: Rest) -> Parts:
    """Let somebody do something so that it comes about: an outcome cannot act, and a crowd is nobody in particular."""
    clause, text, opening = reading.clause, reading.text, _opening(reading)
    assert clause.verb is not None  # noqa: S101
    assert clause.subject is not None  # noqa: S101
    subject, words = clause.subject.of(text), rest.words()
    existential = re.match(r"(?P<before>.*\s)there$", subject)
    if existential:  # "By summer 1 there": what the reader of dates left over belongs to the opening
        opening, subject = (f"{''.join(map(str, opening))} {existential['before'].strip()}",), "there"
    plural = is_plural(subject if subject.lower() != "there" else " ".join(words.split()[:3]))
    verb = base(clause.verb.of(text), clause.lemma)
    finite = ("are" if plural else "is") if verb == "be" else verb if plural else inflected(verb, "VBZ")
    day, after = _tail(rest)
    named = the(subject) if subject.lower() in PEOPLE else inside(subject)
    words = f"so that {named} {finite} {words}".strip()
    return Parts("", opening, (WHO,), ("will", WHAT, words), when=day, after=after)


def passive(reading: Reading, asked: set[str]) -> Parts:
    """Turn what is to be done into what somebody does: "[who] will refer the child"."""
    clause, text, opening = reading.clause, reading.text, _opening(reading)
    assert clause.verb is not None  # noqa: S101
    subject, verb = clause.subject.of(text) if clause.subject else "", clause.verb.of(text)
    particle = _PARTICLE.match(text, clause.verb.end)
    rest = rest_of(reading, particle.end() if particle else clause.verb.end)
    day, after = _tail(rest)
    agent = clause.agent.of(text) if clause.agent else ""
    if reading.accountable and not _A_TIME.search(agent) and (agent or reading.owner is not Actor.FIRST_PERSON):
        rest = rest_of(reading, clause.verb.end)
        if clause.subject and clause.promise is None:
            subject = text[clause.subject.start : clause.verb.start]
        act = ("will be" if clause.promise else "", verb, *_clarified(reading, rest, asked))
        return Parts("", opening, (subject,), act, _how(asked), when=day, after=after)
    words, actor = _by_nobody(reading, rest)
    finite = "are" if is_plural(subject) else "is"
    if clause.negated:
        never = "never" if re.search(r"(?i)\bnever\b", text) else "not"
        said = f"so that {the(subject)} {finite} {never} {verb} {rest.words()},"
        return Parts("", (*opening, said), actor, ("will", WHAT), when=day, after=after)
    if _is_done_elsewhere(reading, rest, words):
        said = f"so that {the(subject)} {finite} {verb} {rest_of(reading, clause.verb.end).words()}"
        return Parts("", opening, (WHO,), ("will", WHAT, said), when=day, after=after)
    does = f"{participle(verb, clause.lemma)} {particle['particle'] if particle else ''}"
    pieces = _clarified(reading, rest, asked) if words == rest.words() else (words,)
    return Parts("", opening, actor, ("will", does, the(subject), *pieces), _how(asked), when=day, after=after)


def _is_done_elsewhere(reading: Reading, rest: Rest, words: str) -> bool:
    """Say whether a second participle follows ("written and sent"), or others who do it ("accepted by all four")."""
    joined = re.search(r"(?i)(?:^|\s)(?:and|or|then|&)\s+((?:\S+\s*){1,4})", words)
    second = joined and any(is_form(w, "VBN") and not is_base_verb(w) for w in re.findall(r"[a-z]+", joined[1]))
    by_day = any(rest.start <= w.span.start <= rest.start + len(" by the ") for w in reading.calendar)
    return bool(second) or (re.match(r"(?i)by\s+(?!\w+ing\b)", words) is not None and not by_day)


def _by_nobody(reading: Reading, rest: Rest) -> tuple[str, tuple[Piece, ...]]:
    """Return the words without the agency by which it is done, and the blank that stands for somebody there."""
    words, agent = rest.words(), reading.clause.agent
    if agent is not None and _A_TIME.search(agent.of(reading.text)):
        return words, (WHO,)
    if agent is not None:
        return tidy(re.sub(rf"(?i)\s*\bby\s+{re.escape(agent.of(reading.text))}", "", f" {words}")), _actor(reading)
    named = _BY_WHOM.search(f" {words}")
    if named and actor_of(named["agent"], opens=False, local=reading.local) is Actor.AGENCY:
        return tidy(f" {words}"[: named.start()] + f" {words}"[named.end() :]), (WHO, f"from {agency(named['agent'])}")
    return words, _actor(reading)


def stopped(reading: Reading) -> Parts | None:
    """Turn what is to stop into what is done instead: "Instead of disrupting the class, John will [what]".

    None where nothing is named that is to stop.
    """
    clause, text, opening = reading.clause, reading.text, _opening(reading)
    assert clause.verb is not None  # noqa: S101
    rest = rest_of(reading, clause.verb.end)
    day, after = _tail(rest)
    words = without_absolutes(rest.words())
    if clause.lemma in STOP:
        instead = re.sub(r"(?i)^(?:from|to)\s+", "", words)
    else:
        instead = f"{inflected(base(clause.verb.of(text), clause.lemma), 'VBG')} {words}".strip()
    if not instead:
        return None
    actor = _actor(reading)
    will = "" if _hanging(reading) or not actor else "will"
    lead = opening if opening and _LABEL.search(str(opening[0])) else ()
    days = day if lead == opening else (*opening, *day)
    when = tuple(inside(str(d)).rstrip(",") for d in days)
    said = (*lead, f"instead of {inside(instead)},")
    return Parts("", said, _lowered(actor), (will, WHAT), when=when, after=after)


def _lowered(actor: tuple[Piece, ...]) -> tuple[Piece, ...]:
    return (inside(actor[0]), *actor[1:]) if actor and isinstance(actor[0], str) else actor
