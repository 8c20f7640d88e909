"""How a sentence of running text is built, and who acts in it: "Mum will ring", "GP to check", "Ring Uncle Fergus".

`clause.parse` reads statements of which it is known that they are objectives. Here nothing is known: "We met to discuss
it" has a "to" that promises nothing, "Talk to Layla" tells somebody to act, and most sentences only tell how things are.
"""

import re
from dataclasses import dataclass

from model.criteria import Span
from model.rules.clause import Clause, Shape
from model.rules.lexicon import is_base_verb, is_form
from model.rules.people import Actor, actor_of
from model.rules.phrases import words
from model.rules.vocabulary import words_of


@dataclass(frozen=True, slots=True)
class Form:
    """The kind of a sentence ("will", "to", "imperative", "state", …) and who is to act, where the kind has somebody."""

    kind: str
    who: str | None = None

    def __str__(self) -> str:
        return f"{self.kind}+{self.who}" if self.who else self.kind

    @property
    def family(self) -> str:
        """The few families of kinds whose other signs mean the same."""
        return _FAMILY[self.kind]


_FAMILY = {
    "to": "to", "bare_to": "to", "agrees": "to", "will": "will", "going": "will", "is_to": "will", "needs": "needs",
    "wants": "wants", "should": "should", "can": "should", "assigned": "told", "imperative": "told",
    "present": "present", "done": "done", "state": "done", "fragment": "fragment",
}  # fmt: skip
_FINITE = words_of("finite_verbs")
_ALSO_NOUNS_OR_ADJECTIVES = frozenset(
    ["set", "put", "read", "cut", "let", "shut", "hit", "cost", "named", "agreed", "trained", "supported", "assigned",
     "involved", "needed", "used", "based", "left"]
)  # fmt: skip
_BEFORE_PARTICIPLES = frozenset(
    ["the", "a", "an", "his", "her", "their", "my", "our", "your", "all", "each", "every", "named", "of", "and", "or",
     "with", "for", "to", "in", "on", "from", "by"]
)  # fmt: skip
_NOBODY = frozenset(["it", "this", "that", "there", "which", "who", "what", "nothing", "nobody", "these"])
_BE_OR_HAVE = re.compile(r"(?i)\b(?:was|were|is|are|been|has|have|had)\b")
_TO_DO = re.compile(
    r"(?:(?!to\b)[\w.'&/-]+ ){1,5}to (?:text|email|e-mail|action|liaise|signpost|timetable|whatsapp|cc) "
)
"""Verbs that the word list of `lexicon` knows as nouns alone."""
_TELLS = re.compile(
    r"(?i)(?:talk|write|speak|listen|go|reply|send|stick|return|get|come|move|respond|add|link|look|turn|switch|try|sign|"
    r"walk|run|cycle|swim|travel|keep|pay|hand) (?:back |up |out |over )?to (?!be\b)"
    r"(?:(?-i:[A-Z])|(?:the|an?|his|her|their|my|our|each|every|all|one|two|school|work|town|nursery|college|church|bed)\b|\d)"
)
"""Imperatives before "to" and no verb: "Talk to Layla", "Write to the landlord"."""
_LOOKED_AT = 8
"""Words at the head of a sentence among which its finite verb is sought."""
_KINDS = (
    ("to", r"(?:not )?(?:to|tae)\b"),
    ("will", r"will|shall|['’]ll|won['’]t"),
    ("going", r".*(?:going|gon|gna|due|planning|gaun)"),
    ("is_to", r"(?:is|are|am)(?: not| never)? to\b"),
    ("agrees", r"agree|promise|plan|intend|aim"),
    ("needs", r"need|has|have"),
    ("wants", r"want|hope|wish|would|['’]d|tries"),
    ("can", r"can"),
)


def form_of(core: str, clause: Clause) -> Form:
    """Return the form of a sentence; `clause` is its first clause as `parse` read it."""
    start = clause.lead.end
    before = core[start : clause.promise.start].strip() if clause.promise else ""
    if _TELLS.match(core, start):
        return Form("imperative")
    if clause.promise is not None and not acted(before):
        return _promised(core, clause, clause.promise, before)
    if _TO_DO.match(core, start):
        return Form("to", "somebody")
    if clause.shape is Shape.IMPERATIVE:
        return Form("assigned" if _names_somebody(core[:start].strip(" :–—-")) else "imperative")
    first = core[start:].split()
    opening = re.sub(r"\W", "", first[0]).lower() if first else ""
    if opening and is_form(opening, "VBN") and not is_base_verb(opening) and not is_form(opening, "VBG"):
        return Form("done")
    if clause.promise is not None or (clause.shape is Shape.PASSIVE and _BE_OR_HAVE.search(core)):
        return Form("done")
    if any(s.of(core).lower() in _FINITE for s in words(core)[:_LOOKED_AT]):
        return Form("state")
    if clause.shape is Shape.ACTIVE:
        return Form("present", "we" if clause.actor is Actor.FIRST_PERSON else "somebody")
    return Form("done") if acted(core) else Form("fragment")


def acted(words_before: str) -> bool:
    """Say whether words hold a finite verb: "We met (to discuss)", "She is ready (to go)"; "Trained staff (to go)" do not."""
    tokens = [s.of(words_before) for s in words(words_before)]
    for at, token in enumerate(tokens):
        low = token.lower()
        if low in _FINITE:
            return True
        if not at or not token.islower():
            continue
        before = tokens[at - 1].lower()
        if low not in _ALSO_NOUNS_OR_ADJECTIVES and is_form(low, "VBD") and before not in _BEFORE_PARTICIPLES:
            return True
        if at == 1 and before in ("i", "we", "they", "you") and is_base_verb(low):
            return True
    return False


def _promised(core: str, clause: Clause, promise: Span, before: str) -> Form:
    kind = _kind(" ".join(promise.of(core).lower().split()))
    low = before.lower()
    if not before:
        opens = core[clause.lead.end :].lower()
        return (
            Form("bare_to")
            if kind == "to"
            else Form(kind, "nobody")
            if opens.startswith(("will", "going"))
            else Form("can")
        )
    if low in ("i", "we"):
        return Form(kind, "we")
    if low == "you":
        return Form(kind, "you")
    if clause.shape is Shape.PASSIVE:
        return Form(kind, "passive")
    if before.split()[0] != "IT" and low.split()[0] in _NOBODY:
        return Form(kind, "it")
    who = {Actor.THING: "something", Actor.NOBODY: "something", Actor.CROWD: "crowd"}.get(clause.actor, "somebody")
    return Form(kind, who)


def _names_somebody(lead: str) -> bool:
    """Say whether the label before an imperative names who is to act: "Ji-woo: order plasters", "AS: swap two lates"."""
    if not lead:
        return False
    initials = lead.isupper() and len(lead) < 4
    return (
        initials
        or lead.lower() in ("me", "you", "us", "both", "all of us")
        or (actor_of(lead) in (Actor.PERSON, Actor.ROLE, Actor.FIRST_PERSON))
    )


def _kind(promise: str) -> str:
    return next((kind for kind, pattern in _KINDS if re.match(pattern, promise)), "should")
