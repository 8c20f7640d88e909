"""What headings, labels and the heads of columns say of all that stands under or behind them.

"Attend the group" under "Targets" is an objective; under "What helped" it is not.
"""

import re
from enum import StrEnum

from model.marks import INVISIBLE
from model.rules.vocabulary import words_of


class Topic(StrEnum):
    """What is said of the sentences under a heading, after "we agreed:" or behind a label."""

    ACTION = "action"
    OTHER = "other"


def whole(name: str, *patterns: str) -> re.Pattern[str]:
    """Return a pattern of the words of a list, or of further `patterns`, as whole words in any case."""
    listed = sorted((re.escape(w).replace(r"\ ", " ") for w in words_of(name)), key=len, reverse=True)
    return re.compile(rf"(?i)(?<![\w'])(?:{'|'.join([*patterns, *listed])})(?!\w)")


_SOMEBODY = r"(?:i|we|you|he|she|they|(?:the |my |our )?[\w'’-]+(?: [\w'’-]+)?|each of us|all of us|everyone)"
_AHEAD = whole(
    "headings_ahead",
    rf"what {_SOMEBODY} (?:will|shall|wants?|can|could|is going to|are going to|am going to|is|are|"
    r"(?:has|have) (?:agreed|decided|promised))(?: now)?(?: \w+ing\b| to)?(?: do| try| change| achieve| work)?(?= |:|$)",
    rf"{_SOMEBODY} will\s*:?$",
)
_BACK = whole("headings_back", "review$")
_ASIDE = whole("headings_aside")
_NAMED = (
    r"(?:actions?|action points?|action items?|objectives?|goals?|targets?|aims?|outcomes?|next steps?|to[- ]?do|tasks?|"
    r"priorit(?:y|ies)|resolutions?|resolved|agreed|decisions?|recommendations?|steps?|plan|ap|milestones?|commitments?|"
    r"key results?|krs?|activit(?:y|ies)|outputs?|intentions?)"
)
_STRONG = re.compile(
    r"(?i)(?:(?:new|agreed|further|follow[- ]up|smart|main|first|second|third|long[- ]term|short[- ]term|overall|next|our|my|"
    rf"the|annual|proposed|[\w'’]+['’]s) )*{_NAMED}"
    r"(?: (?:points?|items?|steps?|agreed|today|now|(?:for|on|of|with|to|by|in|before) [\w'’./ -]{1,40}|no\.?))*"
    r"(?: ?\(?#?\d{1,2}(?:\.\d)?[a-z]?\)?)?(?: ?\([^()]{1,40}\))?$"
)
"""A heading or label that says no more than what stands there: "Agreed actions", "Goal 2", "Objectives for the year"."""
_LABEL = re.compile(
    r"(?P<label>[^\W\d_][^:.!?]{0,45}?)(?::\s+|\s[–—-]{1,2}\s+)(?=\S)|"
    r"(?P<code>[A-Z][a-z]+ \d{1,2}|[A-Z]{1,3}-?\d{1,2}(?:\.\d{1,2})?)[.):]\s+(?=\S)"
)
_EMPHASIS = re.compile(r"(\*\*|__)(?P<inner>[^*_]+)\1")
_STATES = re.compile(
    r"(?i)^(?!(?:how|what|who|where|when|why|whether|things?|something|ways?|next|steps?)\b).*\S (?:will|'ll|is to|are to|"
    r"to (?!the\b|a\b|an\b|my\b|our\b|your\b|his\b|her\b|their\b|all\b|\d|[A-Z])[a-z]+) ?\w*"
)
"""A line that puts something forward, however short: "Staff meetings to start on time"."""
_LONGEST_LABEL = 7
_LONGEST_HEADING = 10


def seen(words: str) -> str:
    """Return words as a reader sees them: on one line, without marks of emphasis and what is invisible."""
    plain = _EMPHASIS.sub(r"\g<inner>", "".join(c for c in words if c not in INVISIBLE))
    return " ".join(plain.replace("’", "'").replace("‘", "'").split())


def topic(heading: str) -> Topic | None:
    """Return what a heading, or a sentence that leads into a list, says of what follows; None where it does not say."""
    said = heading.strip(" :.")
    if _STRONG.match(said):
        return Topic.OTHER if _BACK.search(said) else Topic.ACTION
    if _AHEAD.search(said):
        return Topic.OTHER if _BACK.search(said) else Topic.ACTION
    return Topic.OTHER if _ASIDE.search(said) or _BACK.search(said) else None


def column_topic(head: str) -> Topic:
    """Return what the head of a column says of its cells: one that names no action names something else."""
    return (
        Topic.ACTION
        if topic(head) is Topic.ACTION or re.match(r"(?i)what|statement|deliverable", head)
        else Topic.OTHER
    )


def unlabelled(words: str) -> tuple[Topic | None, str]:
    """Return what a label ("Action:", "Goal 2 –") says of the sentence behind it, and the sentence without it.

    A label that says nothing of it ("Housing:", "Sana –") stays in the sentence.
    """
    found = _LABEL.match(words)
    if found is None or len(found.group().split()) > _LONGEST_LABEL:
        return None, words
    said = found["label"] or found["code"]
    if _STRONG.match(said) and not _BACK.search(said):
        return Topic.ACTION, words[found.end() :]
    if len(said.split()) <= 3 and (_ASIDE.search(said) or _BACK.search(said)):
        return Topic.OTHER, words[found.end() :]
    return None, words


def may_head(words: str) -> bool:
    """Say whether a line is built like a heading: a few words that make no statement."""
    count = len(words.split())
    if not 0 < count <= _LONGEST_HEADING or words[-1] in ".!;,…":
        return False
    if words.isupper():
        return True
    return not (_STATES.search(words) or re.search(r"\S: \S|\t|\s[–—-]\s|\d{1,2}[/.]\d{1,2}", words))


def announces(words: str) -> bool:
    """Say whether a line plainly announces actions: "Actions", "What Callum will do"."""
    return topic(words) is Topic.ACTION and (
        bool(_STRONG.match(words.strip(" :"))) or bool(re.match(r"(?i)wh(?:at|o)\b", words))
    )
