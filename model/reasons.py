"""The reason that a rewrite gives: the author's need in the author's words, never what a model makes of it.

A small model edits a sentence well and retells its context badly ("because glue ear and left side worse is worse"). So a
reason that is not the context's own is taken out, and the need is named as it was written.
"""

import re

from model.criteria import Objective
from model.draft_builder import inside
from model.facts import FactKind, facts
from model.rules.clause import Shape, parse
from model.rules.relevance import stems

_REASON = re.compile(r"(?i)[,;]?\s*\b(?:because|as|since|so that|now that|given)\b(?!\s+(?:soon|well|much|many|part))")
_SECOND_SENTENCE = re.compile(r"[.!?;]\s")
_BLANKS = re.compile(r"\[\w+\]")
_FROM_HERE = re.compile(r"(?i)\bfrom\s+(?:a\s+|about\s+)?[£$€]?$")


def because(need: str) -> str:
    """Return the need as a reason: "because Zofia has tooth decay", or quoted where it is no sentence of its own."""
    said = need.strip().rstrip(".")
    clause = parse(said)
    tells = clause.shape in (Shape.ACTIVE, Shape.PASSIVE) and clause.promise is None
    return f"because {inside(said)}" if tells and not _SECOND_SENTENCE.search(said) else f"given “{said}”"


def with_own_reason(words: str, objective: Objective, text: str, *, asked: bool) -> str:
    """Return a rewrite in the blank form whose reason is the author's own: the model's where it quotes the context fairly.

    Where it does not, or makes a purpose or a reason of what is wrong today, it goes; where a reason is `asked` for, the
    need takes its place.
    """
    reason = _REASON.search(words)
    if reason is None:
        return words
    told = _plain(_BLANKS.sub(" ", words[reason.end() :]))
    if not told or _plain(f"{reason.group(0)} {told}") in _plain(text):
        return words
    purpose = "so that" in reason.group(0).lower()  # a need is what is wrong, and no purpose
    if not purpose and told in _plain(objective.need or ""):
        return words
    foreign = stems(" ".join(p for p in (objective.need, objective.baseline) if p)) - stems(text)
    if not purpose and not stems(told) & foreign:
        return words
    edited = words[: reason.start()].rstrip(" ,;")
    return f"{edited}, {because(objective.need)}." if asked and objective.need else f"{edited}."


def quotes_context_fairly(objective: Objective, text: str, outside: str) -> bool:
    """Say whether what a draft takes from need and baseline stands as it stood there, behind a word that gives a reason.

    A small model joins facts that were never joined ("go through the order in twelve minutes"). So words that only the
    context holds may follow "because", "as", "since" or "so that", in the context's own order, and stand nowhere else;
    a figure of today's may follow "from".
    """
    context = " | ".join(p for p in (objective.need, objective.baseline) if p)
    foreign = stems(context) - stems(text)
    reason = _REASON.search(outside)
    before = outside[: reason.start()] if reason else outside
    if stems(before) & foreign or not _numbers_are_ours(before, text, objective.baseline or ""):
        return False
    if reason is None:
        return True
    quoted = _plain(outside[reason.end() :])
    return not quoted or quoted in _plain(context)


def _numbers_are_ours(before: str, text: str, baseline: str) -> bool:
    ours, now = _numbers(text), _numbers(baseline)
    return all(
        f.key in ours or (f.key in now and _FROM_HERE.search(before[: f.span.start]) is not None)
        for f in facts(before)
        if f.kind is FactKind.NUMBER
    )


def _plain(words: str) -> str:
    return " ".join(re.findall(r"[^\W_]+(?:['’][^\W_]+)?", words.lower()))


def _numbers(words: str) -> frozenset[str]:
    return frozenset(f.key for f in facts(words) if f.kind is FactKind.NUMBER)
