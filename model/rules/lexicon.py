"""What sort of word a word can be, from the word lists of lemminflect (NIH SPECIALIST lexicon, MIT licence).

A light word list in place of a tagger: it says that "disrupting" can be a form of "disrupt", and cannot say whether
"report" is a noun here. `clause.py` decides that from the words around it.
"""

from functools import lru_cache

import lemminflect

from model.rules.vocabulary import words_of

NAMES_THAT_ARE_WORDS = words_of("names_that_are_words")
"""First names that are English words too: "May will call", "Mark to ring the school"."""


@lru_cache(maxsize=8192)
def lemma(word: str) -> str | None:
    """Return the verb that `word` can be a form of ("disrupting" -> "disrupt"), or None."""
    found = lemminflect.getAllLemmas(word.lower(), upos="VERB").get("VERB")
    return min(found, key=len) if found else None


@lru_cache(maxsize=8192)
def is_base_verb(word: str) -> bool:
    """Say whether `word` can be a verb in the form that follows "will"."""
    low = word.lower()
    return low in ("be", "do", "have", "go", "ring") or low in lemminflect.getAllLemmas(low, upos="VERB").get(
        "VERB", ()
    )


@lru_cache(maxsize=8192)
def is_common_noun(word: str) -> bool:
    """Say whether the word list knows `word` as a noun that names no person."""
    return bool(lemminflect.getAllLemmas(word.lower(), upos="NOUN"))


@lru_cache(maxsize=8192)
def is_known(word: str) -> bool:
    """Say whether the word list knows `word` at all, as any part of speech."""
    return bool(lemminflect.getAllLemmas(word.lower()))


@lru_cache(maxsize=8192)
def inflected(verb: str, tag: str) -> str:
    """Return a form of `verb` by its Penn tag: VBZ "rings", VBG "ringing", VBD "rang", VBN "rung"."""
    forms = lemminflect.getInflection(verb, tag=tag)
    return str(forms[0]) if forms else verb


@lru_cache(maxsize=8192)
def is_form(word: str, tag: str) -> bool:
    """Say whether `word` is the form `tag` of some verb."""
    low = word.lower()
    found = lemminflect.getAllLemmas(low, upos="VERB").get("VERB", ())
    return any(low in lemminflect.getInflection(verb, tag=tag) for verb in found)
