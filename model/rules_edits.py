"""The edits of a sentence, one for each build of its clause: the author's words, and a blank where somebody is asked.

A statement that was not read well enough to be edited as a sentence (`rules_sentence`) stays as it is: as the heading
of what is to be done, or, where only a day or a reason is missing, as it stands.
"""

import re
from dataclasses import dataclass, replace

from model.draft_builder import Gap, Piece, agency, base, inside, participle, the
from model.rules.clause import Shape
from model.rules.lexicon import inflected, is_form, is_known
from model.rules.people import ACCOUNTABLE, Actor, actor_of
from model.rules.reading import Reading
from model.rules.verbs import DIRECTION, STOP, is_weak
from model.rules_rest import Rest, rest_of, target_of, tidy
from model.rules_sentence import is_sentence
from model.suggestion import Kind

WHO, WHAT, AMOUNT = Gap(Kind.WHO), Gap(Kind.WHAT), Gap(Kind.AMOUNT)
_STATES = frozenset([
    "know", "understand", "enjoy", "appreciate", "realise", "realize", "recognise", "recognize", "value",
    "respect", "feel", "become", "believe", "remember", "learn"
])  # fmt: skip
_LABEL = re.compile(r"[:–—-]\s*$")
_BULLET = re.compile(r"^\s*[-*•·▪–—>☐]+\s*")
_REVIEW_LEAD = re.compile(r"(?i)\s*(?:by|at)\s+(?:the\s+|next\s+)*review\W*$")
_ABSOLUTE_ADVERB = re.compile(
    r"(?i)\b(?:always|completely|entirely|totally|fully|at all times|without exception|perfectly|constantly)\b\s*"
)
_PARTICLE = re.compile(
    r"(?i)\s+(?P<particle>out|up|off|down|over|away|back)\b(?!\s+(?:of|to|from|the|a|an|his|her|their)\b)"
)
_BY_WHOM = re.compile(r"(?i)\s+by\s+(?P<agent>(?:the\s+)?[^\W\d_]+)(?=\s|$)")
_PLURAL_HEAD = re.compile(r"(?:[^sui]s|ies|men|people|children|staff|police|families)$")
_SINGULAR = ("news", "maths")
_HEAD_END = re.compile(
    r"(?i)\s(?:of|in|on|at|for|with|from|to|about|by|who|whose|which|across|between|among|under|over|within|after|before)\s"
)


@dataclass(frozen=True, slots=True)
class Parts:
    """The edited sentence before it is put in order: each field is a run of pieces, empty where there is none."""

    heading: str = ""
    opening: tuple[Piece, ...] = ()
    actor: tuple[Piece, ...] = ()
    act: tuple[Piece, ...] = ()
    how: tuple[Piece, ...] = ()
    amount: tuple[Piece, ...] = ()
    when: tuple[Piece, ...] = ()
    method: tuple[Piece, ...] = ()
    why: tuple[Piece, ...] = ()
    after: tuple[Piece, ...] = ()
    baseline: tuple[Piece, ...] = ()
    need: tuple[Piece, ...] = ()


def act(reading: Reading, asked: set[str], *, doer_asked: bool) -> Parts:
    """Return the edited clause, by its build; `doer_asked` when nobody can tell yet who does what."""
    clause = reading.clause
    if not is_sentence(reading):
        return _heading(reading) if doer_asked or reading.text.rstrip().endswith("?") else _as_it_stands(reading)
    if clause.shape is Shape.PASSIVE:
        return _passive(reading, asked)
    if "stop-behaviour" in asked:
        return _stopped(reading)
    return _promised(reading, asked)


def _heading(reading: Reading) -> Parts:
    """Keep the author's words as the heading of what is to be done: "Better bedtimes: [who] will [what]"."""
    clause = reading.clause
    actor: tuple[Piece, ...] = (WHO,)
    if (
        clause.actor in ACCOUNTABLE
        and clause.subject
        and clause.shape is not Shape.FRAGMENT
        and is_sentence(_told(reading))
    ):
        actor = (clause.subject.of(reading.text),)
    elif reading.accountable:
        actor = ("I",) if reading.owner is Actor.FIRST_PERSON else ()
    return Parts(heading=_whole(reading), actor=actor, act=("will", WHAT) if actor else (WHAT,))


def _told(reading: Reading) -> Reading:
    """Return the reading of a question as if it told: the rest of its clause may be plain."""
    return Reading(replace(reading.statement, text=reading.text.rstrip(" ?")))


def _as_it_stands(reading: Reading) -> Parts:
    return Parts(act=(_whole(reading),))


def _whole(reading: Reading) -> str:
    rest = rest_of(reading, 0)
    words = tidy(_BULLET.sub("", " ".join(w for w in (rest.words(end=len(reading.text)),) if w)))
    return words or tidy(reading.text)


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
        return (f"{said}{comma}{_contracted(reading)}",)
    if reading.accountable:
        return (said,) if said else ()
    if reading.owner in (Actor.AGENCY, Actor.TEAM) and said:
        return (WHO, f"from {agency(said)}")
    return (said,) if _seems_a_name(reading) else (WHO,)


def _contracted(reading: Reading) -> str:
    """Return the "'ll" that hangs on the subject ("Koa'll"): it is part of the author's word."""
    promise = reading.clause.promise
    said = promise.of(reading.text) if promise else ""
    return said[:3] if re.match(r"['’]ll", said) else ""


def _seems_a_name(reading: Reading) -> bool:
    """Say whether a subject that no list knows does something, as people do: "malachi will go", "Gurdip next door"."""
    clause, text = reading.clause, reading.text
    if clause.subject is None or clause.actor is not Actor.THING or clause.lemma in DIRECTION | {"be"}:
        return False
    first = re.sub(r"['’]s?$", "", clause.subject.of(text).split()[0])
    return first.isalpha() and len(first) > 2 and not first.isupper() and not is_known(first) and first.lower() != "the"


def _will(reading: Reading) -> str:
    """Return the word that promises: "will", unless the author wrote in the present tense or nobody had to be named."""
    clause = reading.clause
    if _contracted(reading) and reading.accountable:
        return ""
    if clause.promise is not None:
        return (
            "will be able to"
            if "be able to" in re.sub(r"\s+", " ", clause.promise.of(reading.text).lower())
            else "will"
        )
    return "" if reading.accountable else "will"


def _promised(reading: Reading, asked: set[str]) -> Parts:
    clause, text, opening = reading.clause, reading.text, _opening(reading)
    assert clause.verb is not None  # noqa: S101  (the caller has seen to it)
    nobody = not reading.accountable and not _seems_a_name(reading)
    rest = rest_of(reading, clause.verb.end)
    day, after = _tail(rest)
    better_off = re.match(r"(?i)\s+(?:(?:better|more|fully|well|less)\s+)(\w+)", text[clause.verb.end :])
    passive = clause.lemma == "be" and better_off and is_form(better_off[1], "VBN")
    if clause.subject is not None and ((nobody and clause.actor in (Actor.THING, Actor.CROWD)) or passive):
        return _outcome(reading, rest)
    actor, will = _actor(reading), _will(reading)
    if clause.lemma == "be" and is_weak(clause, text) and (will or _contracted(reading)):
        words = f"to be {_without_absolutes(rest.words(), asked)},"
        return Parts("", (*opening, words), _lowered(actor), (will, WHAT), when=day, after=after)
    present = clause.promise is None and not will and clause.shape is not Shape.IMPERATIVE
    spoken = (
        clause.verb.of(text)
        if present or (clause.shape is Shape.IMPERATIVE and not will)
        else base(clause.verb.of(text), clause.lemma)
    )
    act = (will, spoken, *_clarified(reading, rest, asked))
    return Parts("", opening, actor, act, _how(asked, clause.lemma or spoken), when=day, after=after)


def _tail(rest: Rest) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Return the day and the sentences after it as runs of pieces."""
    return (rest.day,) if rest.day else (), (f". {rest.after}",) if rest.after else ()


def _how(asked: set[str], verb: str = "") -> tuple[Piece, ...]:
    if "weak-verb" in asked and verb in _STATES:
        return (", and show it by", WHAT)
    return ("by", WHAT) if asked & {"weak-verb", "outside-control", "two-aims"} else ()


def _without_absolutes(words: str, asked: set[str]) -> str:
    return tidy(_ABSOLUTE_ADVERB.sub("", words)) if "absolute" in asked else words


def _clarified(reading: Reading, rest: Rest, asked: set[str]) -> tuple[Piece, ...]:
    """Return the author's words with a blank after what is vague, and a first step before what is a leap."""
    at = target_of(reading, rest, absolute="absolute" in asked) if asked & {"leap", "absolute"} else None
    if at is None:
        words: tuple[Piece, ...] = (_without_absolutes(rest.words(), asked),)
    else:
        before = _without_absolutes(rest.words(end=at), asked)
        words = (before, AMOUNT, "on the way to", _without_absolutes(rest.words(at), asked))
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
    plural = _is_plural(subject if subject.lower() != "there" else " ".join(words.split()[:3]))
    verb = base(clause.verb.of(text), clause.lemma)
    finite = ("are" if plural else "is") if verb == "be" else verb if plural else inflected(verb, "VBZ")
    day, after = _tail(rest)
    words = f"so that {inside(subject)} {finite} {words}".strip()
    return Parts("", opening, (WHO,), ("will", WHAT, words), when=day, after=after)


def _is_plural(subject: str) -> bool:
    """Say whether a noun phrase is of several, by the end of its head: "visitors with low vision", "two cars"."""
    low = f"{subject.lower()} "
    head = _HEAD_END.split(low)[0].strip(" ,()")
    last = head.split()[-1] if head.split() else ""
    counted = re.match(r"(?:all|both|many|several|two|three|four|five|six|[2-9]\d*|1\d+)\b(?!\s?%)", head)
    return bool(counted or " and " in head or (_PLURAL_HEAD.search(last) and last not in _SINGULAR))


def _passive(reading: Reading, asked: set[str]) -> Parts:
    clause, text, opening = reading.clause, reading.text, _opening(reading)
    assert clause.verb is not None  # noqa: S101
    subject, verb = clause.subject.of(text) if clause.subject else "", clause.verb.of(text)
    particle = _PARTICLE.match(text, clause.verb.end)
    rest = rest_of(reading, particle.end() if particle else clause.verb.end)
    day, after = _tail(rest)
    if reading.accountable and clause.agent is not None:
        rest = rest_of(reading, clause.verb.end)
        act = ("will be" if clause.promise else "", verb, *_clarified(reading, rest, asked))
        return Parts("", opening, (subject,), act, _how(asked), when=day, after=after)
    words, actor = _by_nobody(reading, rest)
    if clause.negated:
        never = "never" if re.search(r"(?i)\bnever\b", text) else "not"
        said = f"so that {the(subject)} is {never} {verb} {rest.words()},"
        return Parts("", (*opening, said), actor, ("will", WHAT), when=day, after=after)
    does = f"{participle(verb, clause.lemma)} {particle['particle'] if particle else ''}".strip()
    object_ = the(subject)
    pieces = _clarified(reading, rest, asked) if words == rest.words() else (words,)
    return Parts("", opening, actor, ("will", does, object_, *pieces), _how(asked), when=day, after=after)


def _by_nobody(reading: Reading, rest: Rest) -> tuple[str, tuple[Piece, ...]]:
    """Return the words without the agency by which it is done, and the blank that stands for somebody there."""
    words, agent = rest.words(), reading.clause.agent
    if agent is not None:
        return tidy(re.sub(rf"(?i)\s*\bby\s+{re.escape(agent.of(reading.text))}", "", f" {words}")), _actor(reading)
    named = _BY_WHOM.search(f" {words}")
    if named and actor_of(named["agent"], opens=False) is Actor.AGENCY:
        return tidy(f" {words}"[: named.start()] + f" {words}"[named.end() :]), (WHO, f"from {agency(named['agent'])}")
    return words, _actor(reading)


def _stopped(reading: Reading) -> Parts:
    """Turn what is to stop into what is done instead: "Instead of disrupting the class, John will [what]"."""
    clause, text, opening = reading.clause, reading.text, _opening(reading)
    assert clause.verb is not None  # noqa: S101
    rest = rest_of(reading, clause.verb.end)
    day, after = _tail(rest)
    words = tidy(_ABSOLUTE_ADVERB.sub("", rest.words()))
    if clause.lemma in STOP:
        instead = re.sub(r"(?i)^(?:from|to)\s+", "", words)
    else:
        instead = f"{inflected(base(clause.verb.of(text), clause.lemma), 'VBG')} {words}".strip()
    if not instead:
        return _heading(reading)
    actor = _actor(reading)
    will = "" if _contracted(reading) or not actor else "will"
    lead = opening if opening and _LABEL.search(str(opening[0])) else ()
    when = day if lead == opening else (*opening, *day)
    said = (*lead, f"instead of {inside(instead)},")
    return Parts(
        "", said, _lowered(actor), (will, WHAT), when=tuple(inside(str(d)).rstrip(",") for d in when), after=after
    )


def _lowered(actor: tuple[Piece, ...]) -> tuple[Piece, ...]:
    return (inside(actor[0]), *actor[1:]) if actor and isinstance(actor[0], str) else actor
