"""Whether a statement was read well enough to be edited as a sentence.

The reader of clauses has word lists and no grammar: it takes "Speed limit on 14 streets" for an order to speed. A
sentence that is built on such a reading is broken, while the author's words as a heading ("Speed limit on 14 streets:
[who] will [what]") are always right. So in doubt the answer here is no.
"""

import re
from dataclasses import replace

from model.rules.clause import Clause, Shape
from model.rules.lexicon import NAMES_THAT_ARE_WORDS, is_base_verb, is_common_noun, is_form, is_known, lemma
from model.rules.people import ACCOUNTABLE, KIN, PEOPLE, Actor
from model.rules.phrases import quoted
from model.rules.reading import Reading
from model.rules.verbs import DIRECTION, STOP, WEAK, is_weak
from model.rules.vocabulary import words_of

_FUNCTION_WORDS = words_of("function_words")
_SLIPS = (
    (re.compile(r"^(\s*[^\W\d_]+(?: [\w'’]+){0,3}? (?:wo|do|does|is|did|should|ca)n)t (?=[a-z])"), r"\1't "),
    (re.compile(r"(?<=[^\W\d_])['’]s (?=(?:going to|gonna)\b)"), " is "),
    (re.compile(r"^(\s*[A-Z][^\W\d_]+)['’]s (?=to\b)"), r"\1 is "),
    (
        re.compile(r"^(\s*[A-Z][\w'’]*(?: [\w'’]+){0,3}?)(?<! is)(?<! are)(?<! am) (?:no longer|never) to (?=[a-z])"),
        r"\1 will not ",
    ),
    (re.compile(r"\b(will|to|shall|must) no longer (?=[a-z])"), r"\1 not "),
)
"""Spellings that hide who promises: "Kemi wont chew gum", "Alun's going to cook", "Dad never to shout"."""
_VERBS = (
    words_of("deliverable_verbs") | words_of("once_if_dated_verbs") | WEAK | DIRECTION | STOP
    | frozenset([
        "build", "buy", "catch", "chase", "chat", "check", "cook", "do", "earn", "eat", "find", "finish",
        "gain", "get", "go", "have", "help", "hire", "hit", "keep", "learn", "listen", "make", "pay",
        "practise", "reach", "read", "save", "say", "sleep", "swim", "teach", "tell", "update", "use", "wake",
        "wash", "wear"
    ])
)  # fmt: skip
"""Words that open objectives as verbs, though a word list knows most of them as nouns too."""
_SORTS_OF_PERSON = ("birth", "foster", "host", "key", "lead", "link", "step")
_PLACE_WORDS = frozenset([
    "about", "above", "across", "along", "around", "at", "away", "back", "down", "in", "off", "on", "out",
    "over", "round", "through", "up"
])  # fmt: skip
_OBJECT = re.compile(
    r"(?i)\s+(?:"
    r"(?:the|a|an|his|her|their|my|our|its|your|all|both|each|every|some|any|no|this|that|these|those|what|whatever|who|"
    r"how|when|where|if|whether|me|him|it|us|them|you|up|off|away|back|more|less|fewer|better|harder|again|daily|weekly|"
    r"monthly|together|twice|once|down|out|something|someone|somebody|anything|everything|everyone|nothing)(?![\w'’-])(?!\s+(?:of|from)\b)"
    r"|\w+ly\b|[£$€]\d|(?:\d[\d.,]*|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty)\s+(?:[\w'’-]+\s+){0,2}?\w+s\b)"
)
"""What follows a verb and not the first half of a compound noun: a determiner, a pronoun, a particle, things counted."""
_PROMISED_LATER = re.compile(
    r"(?i)(?:\s+(?!(?:and|or|so|who|that|which|when|if|what|how|where)\b)[^\s,.;:()]+){1,7}?\s+(?:will|must|shall|should)\s"
)
_OWN_CLAUSE = re.compile(
    r"(?i)\bthat\b|[!?;:]|[a-z]{4}\.\s|\b(?:would|could|might)\b|\b(?:no|not|never)$|^(?:what|how|why|where|when)\b|"
    r"^(?:(?!\b(?:who|whose|which)\b).)*\b(?:is|was|are|were)\b|,.*(?:\s\S+){8}"
)
_EXPLETIVE = re.compile(r"(?:[Ii]t|[Tt]his|[Tt]hat|[Tt]here)$")
_ASKS = re.compile(r"(?i)\S\s+(?:expects?|wants?|asks?|allows?|needs?|helps?|gets?|would like)\s+\S")
"""Somebody asks somebody: "This Court expects you | to show"."""
_NO_SUBJECT = re.compile(
    r"(?i)(?:(?:un)?able|keen|ready|willing|due|aims?|plan|goal|target|hope|wish|need|want|try|just|only|also|really|please)$"
)
"""Words before "to" that leave out who: "Able to check colours", "Just to say"."""
_PROMISES = re.compile(r"(?i)\b(?:will|shall|must|should)\b")
_ALSO_ADJECTIVES = ("appropriate", "separate", "moderate", "deliberate", "articulate", "alternate")

_POST = re.compile(
    r"(?i)(?:work|offic|manag|sitt|teach|support|driv|keep|lead|assist|coordinat|profession)(?:er|or|al|ant)s?$"
)
"""How the names of posts end that no list has: "caseworker", "the night sitter"."""


def as_spoken(reading: Reading) -> Reading:
    """Return the reading of the statement with the spellings mended that hide who promises; the same where there are none.

    A subject that was read as somebody's name stays as it was read: the guard looks for its very words.
    """
    text = reading.text
    for slip, meant in _SLIPS:
        text = slip.sub(meant, text)
    mended = Reading(replace(reading.statement, text=text))
    before, after = _subject(reading), _subject(mended)
    return mended if text != reading.text and before in ("", after) else reading


def _subject(reading: Reading) -> str:
    clause = reading.clause
    return clause.subject.of(reading.text) if clause.subject and clause.actor in ACCOUNTABLE else ""


def is_sentence(reading: Reading) -> bool:
    """Say whether the clause that was read is surely the author's: one that can be edited and stay a sentence."""
    clause, text = reading.clause, reading.text
    if clause.verb is None or clause.shape is Shape.FRAGMENT or text.rstrip().endswith("?"):
        return False
    verb = clause.verb.of(text)
    inside_quotes = any(q.start < clause.lead.end < q.end or clause.verb.overlaps(q) for q in quoted(text))
    if inside_quotes or any(clause.verb.overlaps(w.span) for w in reading.calendar):
        return False
    if clause.shape is Shape.IMPERATIVE:
        return not opens_a_noun(clause, text) and not is_form(verb, "VBG")
    return _verb_is_one(clause, text) and _subject_is_one(clause, text)


def opens_a_noun(clause: Clause, text: str) -> bool:
    """Say whether the verb of an imperative could as well be the start of a noun or a name: "Risk assessment"."""
    if clause.verb is None:
        return True
    said, after = clause.verb.of(text), text[clause.verb.end :]
    low = said.lower()
    words = [w.strip(".,;:!()") for w in after.split()]
    following = words[0] if words else ""
    if low in _PLACE_WORDS or after.lstrip().startswith("(") or _names_somebody(said, following):
        return True
    if low in _SORTS_OF_PERSON and following in PEOPLE:
        return True
    if low in STOP and following[:1].isupper() and is_form(following, "VBG") and words[1:2] and words[1][:1].isupper():
        return True
    if {low, f"{low} {following.lower()}"} & _VERBS:
        return False
    if _PROMISED_LATER.match(after):
        return True
    if not (is_common_noun(low) or low in _ALSO_ADJECTIVES):
        return False
    led = clause.lead.of(text).rstrip()
    return bool(led and led[-1].isalnum()) or not (_OBJECT.match(after) or _is_somebody(following))


def _names_somebody(said: str, following: str) -> bool:
    """Say whether a name that is a word too opens the clause: "Summer sits in on…", "Mark Ogilvie to…"."""
    if said.lower() not in NAMES_THAT_ARE_WORDS or not said[0].isupper():
        return False
    if following.islower():
        return is_form(following, "VBZ")
    return following[:1].isupper() and not is_known(following)


def _is_somebody(word: str) -> bool:
    """Say whether a word is a person to whom something is done: "Escort Amina", "Walk mum to the shops"."""
    low = re.sub(r"['’]s?$", "", word).lower()
    named = word[:1].isupper() and not word.isupper() and (low in NAMES_THAT_ARE_WORDS or not is_known(low))
    return low in KIN or named


def _verb_is_one(clause: Clause, text: str) -> bool:
    """Say whether a promise is followed by a verb that can follow it: not "MUST scores", not "the build to Mark"."""
    assert clause.verb is not None  # noqa: S101  (the caller has seen to it)
    verb = clause.verb.of(text)
    if clause.promise is None or clause.shape is Shape.PASSIVE:
        return True
    strange = (len(verb) > 1 and verb.isupper()) or verb.lower() in NAMES_THAT_ARE_WORDS or not is_known(verb)
    named = verb[0].isupper() and not text.isupper() and strange
    if named or is_form(verb, "VBZ"):
        return not named and is_base_verb(verb)
    return lemma(verb) is not None or is_common_noun(verb) or not is_known(verb)


def _subject_is_one(clause: Clause, text: str) -> bool:
    """Say whether the subject is a noun: not a clause of its own ("It was felt that someone…"), nor two sentences."""
    if _PROMISES.search(clause.lead.of(text)):
        return False
    if clause.subject is None:
        return clause.shape is not Shape.PASSIVE
    said = clause.subject.of(text)
    asks = clause.promise is not None and clause.promise.of(text).lower() == "to" and _ASKS.search(said)
    if _NO_SUBJECT.match(said) or asks:
        return False
    if _EXPLETIVE.match(said) and (clause.shape is Shape.PASSIVE or clause.actor is Actor.AGENCY):
        return False
    nobodys = clause.shape is Shape.ACTIVE and clause.actor in (Actor.THING, Actor.NOBODY, Actor.CROWD)
    acts_already = clause.promise is None and is_form(said.split()[0], "VBG")
    return not (_OWN_CLAUSE.search(said) or acts_already or (nobodys and (clause.negated or clause.lemma in STOP)))


def seems_somebody(reading: Reading) -> bool:
    """Say whether a subject that no list knows does something, as people do: "malachi will go", "Gurdip next door"."""
    clause, text = reading.clause, reading.text
    moves = re.match(r"\s+(?:in|off|by|round|out|over)\b", clause.rest.of(text))  # "will drop in", not "will drop"
    acts = moves or clause.lemma not in DIRECTION | {"be"}
    if clause.subject is None or clause.actor is not Actor.THING or not acts:
        return False
    if _POST.search(clause.subject.of(text)):
        return True
    first, *others = clause.subject.of(text).split()
    # In "Ibrahim's attendance will get better" it is the attendance that is spoken of; "Javier's framers" do something.
    owned = others and re.search(r"['’]s?$", first) and is_weak(clause, text)
    name = others[-1] if owned else re.sub(r"['’]s?$", "", first)
    return (
        name.isalpha()
        and len(name) > 2
        and not name.isupper()
        and not is_known(name)
        and name.lower() not in _FUNCTION_WORDS
    )
