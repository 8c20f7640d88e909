"""What headings, labels and the heads of columns say of all that stands under or behind them.

"Attend the group" under "Targets" is an objective; under "What helped" it is not.
"""

import re
from enum import StrEnum

from model.lines import INVISIBLE


class Topic(StrEnum):
    """What is said of the sentences under a heading, after "we agreed:" or behind a label."""

    ACTION = "action"
    OTHER = "other"


_SOMEBODY = r"(?:i|we|you|he|she|they|(?:the |my |our )?[\w'’-]+(?: [\w'’-]+)?|each of us|all of us|everyone)"
_ACTION = re.compile(
    r"(?i)\b(?:actions?|to[- ]?dos?|tasks?|objectives?|goals?|targets?|aims?|aiming for|outcomes?|next steps?|steps|follow[- ]?ups?|plans?|"
    r"priorit(?:y|ies)|commitments?|commit to|recommendations?|i recommend|milestones?|intentions?|resolutions?|resolved|agreed?|settled|decided|"
    r"interventions?|provision|activities|deliverables?|undertakings?|undertakes?|working (?:on|towards?)|way forward|okrs?|krs?|key results?|proposals?|propose[sd]?|"
    r"in place|to be done|needs? to (?:happen|change|be done)|who (?:does|is doing|will do|is to do) what|(?:happens|what) (?:now|next)|will happen|taking away|we said|promises?|"
    rf"what {_SOMEBODY} (?:will|shall|wants?|can|could|is going to|are going to|am going to|is|are|has (?:agreed|decided|promised)|have (?:agreed|decided|promised))"
    rf"(?: now)?(?: \w+ing\b| to)?(?: do| try| change| achieve| work)?(?= |:|$)|before (?:session|we meet|the next|next)|{_SOMEBODY} will\s*:?$|i ask)\b"
)
_LOOKS_BACK = re.compile(
    r"(?i)\b(?:last|previous|past|carried forward|since|so far|reviews? of|reviewed|progress|went|happened|happens when|did|was|were|would|had|"
    r"update[sd]?|achieved|completed|met|history|background|why|how (?:we|you|it|things|they|he|she|to)|voted|not working|working well)\b|\breview$"
)
_OTHER = re.compile(
    r"(?i)\b(?:present|apolog(?:y|ies)|attend(?:ance|ees|ing)|summary|current|situation|strengths?|difficult(?:y|ies)|concerns?|worr(?:y|ies)|views?|wishes|words|discuss(?:ion|ed)|"
    r"agenda|contact|contacts|polic(?:y|ies)|procedures?|principles|rules|advice|guidance|instructions?|medic(?:ines?|ation)|about|matters arising|minutes|reports?|feedback|notes?|"
    r"context|introduction|purpose|scope|baseline|evidence|measures?|measured|indicators?|verification|assumptions?|success|criteria|who|when|by whom|lead|owner|responsible|dates?|deadlines?|"
    r"timescales?|schedule|status|rag|needs?|issues?|resources?|methods?|strateg(?:y|ies)|risks?|triggers|comments?|names?|times?|venue|subject|tel|phone|address|dob|ref|questions?|nb|ps|examples?|"
    r"definitions?|any other business|a\.?o\.?b\.?|signed|signature|rights|hours|effects|tips|recap|findings?|analysis|key|legend|reasons?|rationale|diagnosis|outlook|headlines?|ideas|"
    r"parked|contingency|emergency|money|cost|budget|works?|working|helps?|matters|know|looks? like|sources|options|lost|wanted|ingredients|method|conditions|what's on|coming soon|next meeting|accommodations|"
    r"decisions? sought|proposal|records?|news|information|notice|access|in attendance|level|output|outcome of)\b"
)
_STRONG = re.compile(
    r"(?i)(?:(?:new|agreed|further|follow[- ]up|smart|main|first|second|third|long[- ]term|short[- ]term|overall|next|our|my|the|annual|proposed|[\w'’]+['’]s) )*"
    r"(?:actions?|action points?|action items?|objectives?|goals?|targets?|aims?|outcomes?|next steps?|to[- ]?do|tasks?|priorit(?:y|ies)|resolutions?|resolved|agreed|decisions?|recommendations?|"
    r"steps?|plan|ap|milestones?|commitments?|key results?|krs?|activit(?:y|ies)|outputs?|intentions?)"
    r"(?: (?:points?|items?|steps?|agreed|today|now|(?:for|on|of|with|to|by|in|before) [\w'’./ -]{1,40}|no\.?))*(?: ?\(?#?\d{1,2}(?:\.\d)?[a-z]?\)?)?(?: ?\([^()]{1,40}\))?$"
)
_LABEL = re.compile(r"(?P<label>[^\W\d_][^:.!?]{0,45}?)(?::\s+|\s[–—-]{1,2}\s+)(?=\S)|(?P<code>[A-Z][a-z]+ \d{1,2})\.\s+(?=\S)")
_EMPHASIS = re.compile(r"(\*\*|__)(?P<inner>[^*_]+)\1")
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
        return Topic.OTHER if _LOOKS_BACK.search(said) else Topic.ACTION
    if _ACTION.search(said):
        return Topic.OTHER if _LOOKS_BACK.search(said) else Topic.ACTION
    return Topic.OTHER if _OTHER.search(said) or _LOOKS_BACK.search(said) else None


def column_topic(head: str) -> Topic:
    """Return what the head of a column says of its cells: one that names no action names something else."""
    return Topic.ACTION if topic(head) is Topic.ACTION or re.match(r"(?i)what|statement|deliverable", head) else Topic.OTHER


def unlabelled(words: str) -> tuple[Topic | None, str]:
    """Return what a label ("Action:", "Goal 2 –") says of the sentence behind it, and the sentence without it.

    A label that says nothing of it ("Housing:", "Sana –") stays in the sentence.
    """
    found = _LABEL.match(words)
    if found is None or len(found.group().split()) > _LONGEST_LABEL:
        return None, words
    said = found["label"] or found["code"]
    if _STRONG.match(said) and not _LOOKS_BACK.search(said):
        return Topic.ACTION, words[found.end() :]
    if len(said.split()) <= 3 and (_OTHER.search(said) or _LOOKS_BACK.search(said)):
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
    return topic(words) is Topic.ACTION and (bool(_STRONG.match(words.strip(" :"))) or bool(re.match(r"(?i)wh(?:at|o)\b", words)))


_STATES = re.compile(r"(?i)^(?!(?:how|what|who|where|when|why|whether|things?|something|ways?|next|steps?)\b).*\S (?:will|'ll|is to|are to|to (?!the\b|a\b|an\b|my\b|our\b|your\b|his\b|her\b|their\b|all\b|\d|[A-Z])[a-z]+) ?\w*")
