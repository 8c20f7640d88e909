"""Who is meant: a person, a post, a group, or only an agency.

LIAP, "Who will do this?": name the individual who will carry out the task, not simply the agency.
"""

import re
from enum import StrEnum

from model.rules.lexicon import NAMES_THAT_ARE_WORDS, is_known
from model.rules.local_words import NO_LOCAL_WORDS, LocalWords
from model.rules.phrases import words
from model.rules.vocabulary import words_of

KIN = words_of("kin")
PEOPLE = KIN | words_of("posts")
"""Words that end the description of somebody who can be held to account."""

_CROWDS = words_of("crowds")
_AGENCIES = words_of("agencies")
_TEAMS = words_of("teams")
TEAM_DOMAINS = frozenset({"business", "workplace", "programme", "public_policy"})
"""Domains in which a named team is an actor (annotation guide, Specific)."""

_FIRST_PERSON = frozenset(
    ["i", "we", "i'll", "we'll", "i’ll", "we’ll", "i'm", "we're", "i’m", "we’re", "i've", "i’ve", "i'd", "i’d"]
)
_THIRD_PERSON = frozenset(["he", "she"])
_TITLES = words_of("titles")
_COMPOUND_AGENCY = re.compile(
    r"(?i)\b(social work|social services|social care|children'?s services|adult services|education welfare|early help|"
    r"mental health|occupational therapy|speech (?:and|&) language|community nursing|home care|help desk)$"
)


class Actor(StrEnum):
    """Who the words before the verb name."""

    FIRST_PERSON = "first_person"
    PERSON = "person"
    ROLE = "role"
    TEAM = "team"
    AGENCY = "agency"
    CROWD = "crowd"
    THING = "thing"
    NOBODY = "nobody"


ACCOUNTABLE = frozenset({Actor.FIRST_PERSON, Actor.PERSON, Actor.ROLE})


def is_name(word: str, *, opens: bool, local: LocalWords = NO_LOCAL_WORDS) -> bool:
    """Say whether a word reads as a person's name; `opens` when it begins the sentence, where every word has a capital."""
    if not word[:1].isupper() or len(word) < 2 or word.isupper():
        return False
    if local.is_name(re.sub(r"['’]s?$", "", word)):
        return True
    low = re.sub(r"['’]s?$", "", word).lower()
    if low in _AGENCIES or low in _CROWDS or low in _FIRST_PERSON:
        return False
    if low in PEOPLE:
        return False
    return low in NAMES_THAT_ARE_WORDS or not is_known(low.split("-")[0]) or not opens


def actor_of(phrase: str, *, opens: bool = True, local: LocalWords = NO_LOCAL_WORDS) -> Actor:
    """Return who a subject phrase names; `opens` when the phrase begins its sentence.

    A person or post inside an agency counts ("Grace from Social Work", "Housing officer"); a crowd ("staff",
    "all agencies") is nobody in particular.
    """
    phrase = re.sub(r"\s*[/&]\s*", " and ", local.in_plain_words(phrase)).strip(" ,;:-–—")
    spans = words(phrase)
    if not spans:
        return Actor.NOBODY
    tokens = [s.of(phrase) for s in spans]
    lows = [re.sub(r"['’]s?$", "", t).lower() for t in tokens]
    if any(low in _FIRST_PERSON or (low in ("our", "my") and len(lows) > 1) for low in (t.lower() for t in tokens)):
        return Actor.FIRST_PERSON
    if any(t.lower() in _TITLES and i + 1 < len(tokens) and tokens[i + 1][0].isupper() for i, t in enumerate(tokens)):
        return Actor.PERSON
    head = re.split(r"(?i)\s(?:from|of|at|in|on|with|for|to|who|whose|led by|via)\s|[,(]", f"{phrase} ")[0].strip()
    heads = [s.of(head) for s in words(head)] or tokens
    last = re.sub(r"['’]s?$", "", heads[-1]).lower()
    possessive = heads[-1].lower().endswith(("'s", "’s"))
    if _COMPOUND_AGENCY.search(head) and not _person_after(phrase, head, local):
        return Actor.AGENCY
    if last in PEOPLE or lows[-1] in PEOPLE or heads == ["X"]:
        return Actor.ROLE
    if last in _CROWDS:
        return Actor.CROWD
    if last in _AGENCIES or (heads[-1].isupper() and len(heads[-1]) > 1):
        if _person_after(phrase, head, local):
            return Actor.PERSON
        return Actor.TEAM if last in _TEAMS and len(heads) > 1 else Actor.AGENCY
    if is_name(heads[-1], opens=opens and len(heads) == 1, local=local) and not possessive:
        return Actor.PERSON
    if any(low in PEOPLE for low in lows) and re.search(r"(?i)\band\b|,", phrase):
        return Actor.ROLE
    if _person_after(phrase, head, local):
        return Actor.PERSON
    if last in _THIRD_PERSON:
        return Actor.PERSON
    return Actor.THING


def _person_after(phrase: str, head: str, local: LocalWords) -> bool:
    """Say whether words after the head name somebody: "Housing (Sana Malik)", "Social Work – Grace"."""
    rest = phrase[len(head) :]
    found = [s.of(rest) for s in words(rest)]
    return any(
        (is_name(w, opens=False) and not is_known(w)) or local.is_name(w) or w.lower() in _TITLES or w.lower() in PEOPLE
        for w in found
    )
