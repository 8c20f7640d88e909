"""Slips of the finger, put right where they make a known word of an unknown one.

Two letters changed round keep a word's length, so the rules can read the mended words and point at the typed ones.
"""

import re
from collections.abc import Container, Mapping
from functools import lru_cache

from model.rules.lexicon import is_known
from model.rules.numbers import WORDS as NUMBERS
from model.rules.people import PEOPLE
from model.rules.vocabulary import words_of

SHORTEST_SWAPPED = 5
LONGEST_MENDED = 24
"""No English word that a plan holds is longer; a longer run of letters is no word."""
SHORTEST_MENDED = 7
"""Two letters changed round are mended in words of five letters, other slips in words of seven: shorter unknown words
are more often dialect or jargon ("bairns", "carer") than slips."""
_ENDINGS = re.compile(r"(?:e?rs?|ings?|in|ies?|e?s)$")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_ALSO_WORDS = PEOPLE | frozenset(NUMBERS) | words_of("function_words") | words_of("jargon") | words_of("framing")
"""Words that the lexicon of nouns, verbs and adjectives does not hold."""
_WORDS = re.compile(r"(?<![\w-])[a-z]{5,24}(?![\w-])")
_NO_RANKS: Mapping[str, int] = {}


def turned_back(text: str, known: Container[str] = frozenset()) -> str:
    """Return the text, of the same length, with letters that were changed round in unknown words back in their places.

    The words of `known`, in lower case, are left as they are.
    """
    return _WORDS.sub(lambda m: m.group(0) if m.group(0) in known else _turned_back(m.group(0)), text)


@lru_cache(maxsize=16384)
def _turned_back(word: str) -> str:
    return word if _is_known(word, _NO_RANKS) else _swapped(word, _NO_RANKS) or word


def mended(word: str, vocabulary: Mapping[str, int]) -> str:
    """Return a lower-case word with one slip put right, where that makes a known word of an unknown one.

    `vocabulary` gives whole words their rank, commonest first.
    """
    if not SHORTEST_SWAPPED <= len(word) <= LONGEST_MENDED or not (
        word.isascii() and word.isalpha() and word.islower()
    ):
        return word
    if _is_known(word, vocabulary):
        return word
    if swapped := _swapped(word, vocabulary):
        return swapped
    if len(word) < SHORTEST_MENDED or _is_word(_ENDINGS.sub("", word)):
        return word
    splits = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    near = (
        {a + b[1:] for a, b in splits if b}
        | {a + c + b[1:] for a, b in splits if b for c in _LETTERS}
        | {a + c + b for a, b in splits for c in _LETTERS}
    )
    found = [w for w in near if w in vocabulary]
    return min(found, key=vocabulary.__getitem__) if found else word


def _swapped(word: str, vocabulary: Mapping[str, int]) -> str | None:
    swapped = [word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(len(word) - 1)]
    by_vocabulary = [w for w in swapped if w in vocabulary]
    if by_vocabulary:
        return min(by_vocabulary, key=vocabulary.__getitem__)
    return next((w for w in swapped if _is_word(w)), None)


def _is_known(word: str, vocabulary: Mapping[str, int]) -> bool:
    return any(w in vocabulary or w in _ALSO_WORDS or _is_word(w) for w in (word, word.removesuffix("s")))


@lru_cache(maxsize=16384)
def _is_word(word: str) -> bool:
    return is_known(word)
