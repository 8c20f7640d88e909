"""The word that promises an act: "will", "to", "is going to", "needs to".

It governs a verb: the name Will, "from 6 to 4" and "to school" promise nothing.
"""

import re

from model.criteria import Span
from model.rules.lexicon import is_base_verb, is_form
from model.rules.local_words import NO_LOCAL_WORDS, LocalWords
from model.rules.people import PEOPLE, Actor, actor_of
from model.rules.phrases import quoted

_PROMISE = re.compile(
    r"(?i)(?<![\w'’-])(?:will(?: now| also| then)?(?: have to| need to| be able to| try (?:to|and)| aim to| continue to|"
    r" start to| begin to| work to(?:wards)?| seek to)?|shall|must|should|ought to|won['’]t|will not|"
    r"(?:am|is|are|['’]m|['’]re|['’]s)(?: not)? (?:going|gonna|gonny|due|expected|meant|supposed|hoping|planning) to(?: try (?:to|and))?|"
    r"(?:is|are|am|not)(?: not| never)? to(?: not)?(?: be able to)?|"
    r"gonna|gonny|gna|tae|(?:['’]m|['’]s|is|am|are) (?:gonna|gonny|gaun tae)|(?:needs?|has|have|wants?|hopes?|aims?|agrees?|agreed|plans?|intends?|wishes|tries|would like|['’]d like|promises?) to"
    r"(?: be able to| try (?:to|and))?|can|to(?: be able to| continue to| start to| try (?:to|and))?)(?![\w'’-])"
)
_TO = re.compile(r"(?<![\w'’-])to(?![\w'’-])")
_CONTRACTED = re.compile(r"(?i)(?<=\w)['’]ll(?: not)?(?: try (?:to|and))?(?![\w])")
ADVERBS = frozenset(
    ["also", "always", "never", "not", "then", "now", "just", "only", "still", "actively", "regularly", "consistently",
     "independently", "successfully", "fully", "correctly", "both", "all", "each", "jointly", "personally", "immediately",
     "directly", "verbally", "quickly", "safely", "please", "kindly", "again", "gradually"]
)  # fmt: skip
"""Words that may stand between the promise and its verb."""


def promise_after(text: str, start: int, local: LocalWords = NO_LOCAL_WORDS) -> Span | None:
    """Return the first promise at or after `start`, outside quotation marks; None where nothing is promised."""
    inside = quoted(text)
    found = [
        Span(m.start(), m.end())
        for pattern in (_PROMISE, _CONTRACTED, _TO)
        for m in pattern.finditer(text, start)
        if not any(Span(m.start(), m.end()).overlaps(q) for q in inside) and _promises(text, start, m, local)
    ]
    return min(found, default=None)


def _promises(text: str, start: int, match: re.Match[str], local: LocalWords) -> bool:
    """Say whether a matched "will" or "to" governs a verb: not the name Will, not "from 6 to 4", not "to school"."""
    word = match.group(0)
    before = text[start : match.start()].strip()
    after = text[match.end() :].lstrip()
    nxt = re.match(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", after)
    following = nxt.group(0).lower() if nxt else ""
    if re.match(r"(?:plan|need|aim|hope|wish|promise)", word) and re.search(
        r"(?i)\b(?:the|a|an|his|her|their|our|my|care)$", before
    ):
        return False
    if word == "Will" and following in ("to", "will", "is", "and", "has"):
        return False
    if word.lower() == "to":
        if len(before.split()) > 9:
            return False
        while following in ADVERBS and nxt:
            after = after[nxt.end() :].lstrip()
            nxt = re.match(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", after)
            following = nxt.group(0).lower() if nxt else ""
        return is_base_verb(following) and not _is_finite_act(before, local)
    return bool(following) or not after


def _is_finite_act(before: str, local: LocalWords) -> bool:
    """Say whether the words before "to" already act: "Sana helps to carry"; "Home conditions to be safe" do not."""
    *subject, last = before.split() or [""]
    return (
        bool(subject)
        and last.islower()
        and is_form(last, "VBZ")
        and last not in PEOPLE
        and (actor_of(" ".join(subject), local=local) not in (Actor.THING, Actor.NOBODY))
    )
