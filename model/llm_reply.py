"""What a language model's reply holds: candidates read one by one, and whatever cannot be read is left out."""

import re

from pydantic_core import from_json

from model.suggestion import Draft, DraftError, Kind, read

MOST_CANDIDATES = 8
LONGEST = 2_000
"""Code points of a candidate: as long as the longest objective that the service takes."""

_THOUGHT = re.compile(r"(?s)<think>.*?(?:</think>|$)")
_FENCE = re.compile(r"```(?:json)?")
_BULLET = re.compile(r"^\s*(?:[-*•–]|\d{1,2}[.)])\s+")
_SYNTAX = re.compile(r'[{}]|":')
"""What stands in a line of JSON and in no objective."""
_ONE_BRACKET = re.compile(r"\[?\[(" + "|".join(Kind) + r")\]\]?")


def drafts_in(said: str) -> list[Draft]:
    """Return the drafts that a reply holds, in its order and each once; whatever cannot be read is left out."""
    drafts = dict.fromkeys(d for c in _candidates(said) if (d := draft_of(c)) is not None)
    return list(drafts)[:MOST_CANDIDATES]


def draft_of(candidate: str) -> Draft | None:
    """Return one candidate as a draft; a blank may also be written as `[when]`.

    None where it is too long, holds invisible characters, has brackets that do not balance or a kind that is none, or has
    no brackets at all: such a line is talk ("Here are three rewrites:"), or changes nothing that anybody must agree to.
    """
    line = " ".join(candidate.split())
    if len(line) > LONGEST or not line.isprintable():
        return None
    try:
        draft = read(_ONE_BRACKET.sub(r"[[\1: ]]", line))
    except DraftError:
        return None
    return draft if draft.proposals else None


def _candidates(said: str) -> list[str]:
    """Return the candidates of a reply: JSON as asked for, a bare list, or lines; JSON that was cut off gives what is whole."""
    bare = _FENCE.sub("", _THOUGHT.sub("", said)).strip()
    for start in (0, max(bare.find("{"), 0)):
        try:
            found = from_json(bare[start:], allow_partial=True)
        except ValueError:
            continue
        listed = found.get("rewrites") if isinstance(found, dict) else found
        if isinstance(listed, list):
            return [c for c in listed if isinstance(c, str)]
    return [_BULLET.sub("", line).strip(' "“”,') for line in bare.splitlines() if not _SYNTAX.search(line)]
