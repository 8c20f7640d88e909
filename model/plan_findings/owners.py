"""Who is named in a "who" cell, and who acts in the words of an action."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from model.plan_findings.finding import PlanReading
from model.rules.clause import parse
from model.rules.local_words import LocalWords
from model.rules.people import ACCOUNTABLE, Actor, actor_of
from model.rules.vocabulary import words_of

PARENTS = (
    r"(?:mums?|mams?|mummy|mothers?|dads?|daddy|da|fathers?|parents?|step-?(?:mum|dad|mother|father)|"
    r"(?:foster[- ]|kinship )?carers?|guardians?|gran|granny|nan|nana|grandma|grandad|grandpa|"
    r"grand(?:mother|father|parents?)|family)"
)
CHILD = r"(?:child|young person|young people|yp|pupil|children|family)"
"""How the parents and the child are called where they are not named."""
_WILL = r"(?:will|shall|agrees?|has agreed|have agreed|is going|are going)"
_OPENS = r"(?:^|[.;:!?\n]\s*|,\s+(?:and\s+)?|\b(?:and|then|but)\s+)"
_BETWEEN = re.compile(r"\s*(?:[,;/&+\n]|\band\b|\bwith\b)\s*(?![^()]*\))")
_OPEN = re.compile(
    r"(?i)\W*(?:tb[ac]|to be (?:agreed|confirmed|decided|allocated|identified)|n/?a|none|nobody|not known|unknown)\W*"
)
_TITLES = words_of("titles") | {"baby", "unborn", "miss"}


@dataclass(frozen=True, slots=True)
class Owner:
    """Somebody or something that is to act: the words, and what they name."""

    words: str
    actor: Actor

    @property
    def accountable(self) -> bool:
        """Whether somebody answers for it."""
        return self.actor in ACCOUNTABLE

    @property
    def key(self) -> str:
        """The name by which the same person is known in other rows: "Yusuf Demir (health visitor)" is "yusuf"."""
        bare = re.sub(r"\(.*?\)", "", self.words).strip()
        return (call_name(bare) if actor_of(bare) is Actor.PERSON else bare).lower()


def call_name(name: str) -> str:
    """Return the name that somebody is called by: the first, or behind a title the last."""
    said = name.replace(".", " ").split()
    given = [word for word in said if word.lower() not in _TITLES]
    titled = bool(said) and said[0].lower() in _TITLES - {"baby", "unborn"}
    return (given[-1] if titled else given[0]) if given else name


def owners_in(who: str, local: LocalWords) -> list[Owner]:
    """Return everybody whom a "who" cell names; a post behind a comma describes the person before it."""
    owners: list[Owner] = []
    for words in filter(None, map(str.strip, _BETWEEN.split(who))):
        actor = Actor.NOBODY if _OPEN.fullmatch(words) else actor_of(words, local=local)
        if not (actor is Actor.ROLE and owners and owners[-1].actor is Actor.PERSON and _describes(who, words)):
            owners.append(Owner(words, actor))
    return owners


def owners_of(reading: PlanReading, row: int) -> list[Owner]:
    """Return who is to do a row's action: those of its "who" cell, or whoever acts in its words."""
    named = owners_in(reading.plan.rows[row].who, reading.local)
    if any(owner.accountable for owner in named):
        return named
    text = reading.plan.rows[row].what
    clause = parse(text, reading.local)
    acting = clause.agent or clause.subject
    return [*named, Owner(acting.of(text), clause.actor)] if acting else named


def acts(names: str, text: str, local: LocalWords) -> bool:
    """Say whether somebody, given as a pattern of names, does something in the words of an action."""
    own = rf"(?<![\w’'-])(?:{names})(?![\w-]|['’]s\b)"
    found = (
        rf"{own}\s+{_WILL}\b",
        rf"{_OPENS}{own}[^.;:!?\n]{{0,40}}?\b{_WILL}\b",
        rf"(?:^|[.;:\n]\s*){own}\s+to\s",
    )
    if any(re.search(pattern, text, re.IGNORECASE) for pattern in found):
        return True
    subject = parse(text, local).subject
    return subject is not None and is_named(names, subject.of(text))


def is_named(names: str, words: str) -> bool:
    """Say whether somebody, given as a pattern of names, is named, and not only somebody of theirs ("Tomasz's mother")."""
    return re.search(rf"(?i)(?<![\w’'-])(?:{names})(?![\w-]|['’]s\b)", words) is not None


def pattern(names: Iterable[str]) -> str:
    """Return the pattern of names, each by what its bearer is called."""
    return "|".join(re.escape(call_name(name)) for name in names if name.strip())


def each_owner(reading: PlanReading) -> Iterator[tuple[int, list[Owner]]]:
    """Yield every action's row with who is to do it."""
    for number, _ in reading.plan.actions:
        yield number, owners_of(reading, number)


def _describes(who: str, words: str) -> bool:
    return re.search(rf",\s*(?:the\s+)?{re.escape(words)}", who) is not None
