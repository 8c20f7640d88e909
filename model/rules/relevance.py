"""Whether it answers the need, as far as words can show.

LIAP, "Relevant": relevant and proportionate to the need, the risks and the issues identified in the assessment.
Without a need the answer is "cannot tell", unless the statement itself says what it serves.
"""

import re
from functools import cache
from importlib.resources import files

from model.criteria import Criterion, Field, Finding, Span
from model.rules.catalogue import RULES
from model.rules.lexicon import lemma
from model.rules.local_words import NO_LOCAL_WORDS, LocalWords
from model.rules.people import is_name
from model.rules.phrases import words
from model.rules.reading import Reading
from model.rules.vocabulary import words_of

_PURPOSE = re.compile(
    r"(?i)(?<![\w-])(?:so that|so (?:he|she|they|i|we|mum|dad|that|the|his|her|my|our|it|everyone|[A-Z][a-z]+)\b|in order (?:to|that)|"
    r"because|as (?:he|she|they|i|we|it|the|his|her|my)\b|since (?:he|she|they|i|we)\b|to (?:help|keep|feel|make sure|reduce the risk|avoid|prevent|protect|"
    r"be able|stay|build|give|cut|ease|save|get|fit|qualify|prepare|rebuild|free|enable|allow|stop|meet|qualify)\b|which (?:will|helps?|means|lets|keeps)|"
    r"for (?:his|her|my|our|their) (?:own )?(?:safety|confidence|health|wellbeing|independence)|ready for|in time for|aimed at|thereby)(?![\w-])"
)
_STOPWORDS = words_of("function_words")


def find(reading: Reading) -> list[Finding]:
    """Return "no-need-given" when there is nothing to judge by, "off-need" when statement and need share no topic."""
    statement = reading.statement
    need = statement.objective.need
    if need is None:
        if states_purpose(reading.text):
            return []
        return [
            statement.finding(
                "no-need-given", statement.whole, "Without the need, nobody can tell whether it answers it."
            )
        ]
    if shared_stems(reading.text, need, reading.local) or not _unlike(reading.text, need):
        return []
    rule = RULES["off-need"]
    return [
        Finding(
            rule.id,
            Criterion.RELEVANT,
            Field.NEED,
            Span(0, len(need)),
            "The objective and the need seem to be about different things.",
            rule.question,
            rule.source,
        )
    ]


def no_need(reading: Reading) -> Finding:
    """Return the finding that there is nothing to judge relevance by."""
    statement = reading.statement
    return statement.finding(
        "no-need-given", statement.whole, "Without the need, nobody can tell whether it answers it."
    )


def states_purpose(text: str) -> bool:
    """Say whether the statement itself says what it serves ("…so that he feels safe at lunch")."""
    match = _PURPOSE.search(text)
    return match is not None and match.start() > 0


def stems(text: str) -> frozenset[str]:
    """Return the content words of `text`, cut to six letters, so that "attending" meets "attendance"."""
    found = (s.of(text).lower().replace("’", "'").removesuffix("'s") for s in words(text))
    return frozenset((lemma(w) or w)[:6] for w in found if len(w) > 2 and w not in _STOPWORDS and not w[0].isdigit())


def shared_stems(text: str, need: str, local: LocalWords = NO_LOCAL_WORDS) -> frozenset[str]:
    """Return the content words that statement and need have in common; names of people count for little and are left out."""
    named = [s.of(need) for s in words(need) if is_name(s.of(need), opens=s.start == 0, local=local)]
    return (stems(text) & stems(need)) - stems(" ".join(named))


@cache
def _topics() -> dict[str, frozenset[str]]:
    lines = files("model.rules").joinpath("words", "topics.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.split(":", 1) for line in lines if ":" in line and not line.startswith("#"))
    return {name: frozenset(w[:6] for w in listed.split()) for name, listed in pairs}


def topics(text: str) -> frozenset[str]:
    """Return the topics of `words/topics.txt` that the words of `text` belong to."""
    said = stems(text)
    return frozenset(name for name, listed in _topics().items() if said & listed)


def _unlike(text: str, need: str) -> bool:
    ours, theirs = topics(text), topics(need)
    return bool(ours and theirs and not ours & theirs)
