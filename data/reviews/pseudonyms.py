"""Names and identifiers replaced before anything is stored, the same one always by the same stand-in.

A stand-in is made from the name by a key that the office keeps (HMAC-SHA256), so that who is who survives across reviews
and nobody without the key can tell whose name it was. It errs on the side of replacing: a school, a street and a
programme go as well. What it cannot see is a name in small letters that is met nowhere else, a name that is an everyday
word at the start of a sentence, and a person whom the words describe without naming.
"""

import hashlib
import hmac
import os
import re
import secrets
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from data.reviews.review import Review
from model.encoder_view import names_somebody
from model.errors import StoreError
from model.facts import FactKind, facts
from model.files import settle, working_folder
from model.rules.lexicon import NAMES_THAT_ARE_WORDS, is_known
from model.rules.people import PEOPLE
from model.rules.vocabulary import words_of

KEY_BYTES = 32
LONGEST_ACRONYM = 5
_ONSETS, _VOWELS = "bdfgklmnprstvzj", "aeiou"
_STAND_IN = re.compile(f"(?:[{_ONSETS}][{_VOWELS}]){{4}}")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_POSSESSIVE = re.compile(r"(?i)['’](?:s|ll|d|re|ve|m)$")
_TITLES = words_of("titles")
_STAYS = (
    PEOPLE
    | _TITLES
    | words_of("function_words")
    | frozenset(
        w
        for kind in ("instruments", "agencies", "feasts", "capitals_that_stay")
        for phrase in words_of(kind)
        for w in phrase.replace("’", "'").split()
    )
)
_AFTER_A_TITLE = re.compile(
    r"(?i:\b(?:" + "|".join(sorted(map(re.escape, _TITLES), key=len, reverse=True)) + r"))\.?\s+"
    r"((?:[A-Z]\.\s*)*[A-Z][^\W\d_]+(?:[ '’-][A-Z][^\W\d_]+)*)"
)
_IDENTIFIERS = (
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), "name@example.org"),
    (re.compile(r"(?i)\bhttps?://\S+|\bwww\.\S+"), "https://example.org"),
    (re.compile(r"\b(?!(?:BG|GB|KN|NK|NT|TN|ZZ))[A-Z]{2}\s?(?:\d{2}\s?){3}[A-D]\b"), "AA 00 00 00 A"),
    (re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b"), "AA0 0AA"),
    (re.compile(r"(?i)\b(?:d\.?o\.?b\.?|born(?: on)?|date of birth)[:\s]*\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}"), "born 00/00/0000"),
    (re.compile(r"(?<![\w.,£$€])\+?\(?\d(?:[\s()-]?\d){8,13}(?![\w%])"), "00000 000000"),
    (re.compile(r"\b(?=[A-Z\d/-]*\d{3})(?=[A-Z\d/-]*[A-Z])[A-Z\d]+(?:[/-][A-Z\d]+)*\b"), "REF000"),
    (re.compile(r"(?<![\w.,£$€])\d{6,}(?![\w%])"), "000000"),
    (
        re.compile(
            r"\b\d{1,4}[A-Za-z]?(?=\s+(?:[A-Z]\w+\s+){1,3}(?:Road|Rd|Street|St|Avenue|Ave|Lane|Close|Row|Drive|Way|Court|"
            r"Terrace|Place|Crescent|Gardens|Grove|Square|Walk|Park|Hill|Mews)\b)"
        ),
        "1",
    ),
)  # fmt: skip


class Pseudonymiser:
    """Replaces names and identifiers; two with the same key replace alike."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    @classmethod
    def of(cls, path: Path) -> "Pseudonymiser":
        """Return the one whose key lies in a file, which is made, readable to its owner only, where it is missing.

        Raises:
            StoreError: when the key is empty: whoever guesses a name could then tell that it stands there.
            OSError: when the file cannot be read or written.
        """
        if not path.exists():
            with working_folder(path.parent, f".{path.name}-") as work:
                made = work / path.name
                with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as file:
                    file.write(secrets.token_bytes(KEY_BYTES))
                settle(made)
                with suppress(FileExistsError):  # another process was first
                    path.hardlink_to(made)
                settle(path.parent)
        key = path.read_bytes()
        if not key:
            raise StoreError(
                f"{path} is empty; restore it from where you keep it, or remove it if no review was ever stored"
            )
        return cls(key)

    def review(self, review: Review) -> Review:
        """Return the review with names and identifiers replaced in all its words; plan and person become references."""
        o = review.objective
        told = (o.text, o.who, o.when, o.measure, o.need, o.baseline, review.suggestion, review.kept, review.why)
        known = self._names(w for w in told if w)
        objective = replace(
            o,
            text=self._replaced(o.text, known),
            who=self._optional(o.who, known),
            when=self._optional(o.when, known),
            measure=self._optional(o.measure, known),
            need=self._optional(o.need, known),
            baseline=self._optional(o.baseline, known),
        )
        told_of = {name: self._optional(getattr(review, name), known) for name in ("suggestion", "kept", "why")}
        return replace(
            review,
            objective=objective,
            source=self.reference(review.source),
            subject=self.reference(review.subject) if review.subject else None,
            suggestion=told_of["suggestion"],
            kept=told_of["kept"],
            why=told_of["why"],
        )

    def text(self, words: str) -> str:
        """Return one text with its names and identifiers replaced."""
        return self.texts([words])[0]

    def texts(self, some: Sequence[str]) -> list[str]:
        """Return texts about the same people: a name that one of them gives away is replaced in all."""
        known = self._names(some)
        return [self._replaced(words, known) for words in some]

    def reference(self, named: str) -> str:
        """Return what stands for the reference of a plan or a person; one that stands for something already stays."""
        if re.fullmatch(r"ref-[0-9a-f]{16}", named):
            return named
        return f"ref-{self._digest(f'reference {named.strip().casefold()}').hex()[:16]}"

    def _names(self, texts: Iterable[str]) -> frozenset[str]:
        """Return every word that is a name somewhere in the texts, in small letters."""
        return frozenset(name for text in texts for name in _names_in(text))

    def _optional(self, text: str | None, known: frozenset[str]) -> str | None:
        return None if text is None else self._replaced(text, known)

    def _replaced(self, text: str, known: frozenset[str]) -> str:
        for pattern, stand_in in _IDENTIFIERS:
            text = pattern.sub(stand_in, text)
        return _WORD.sub(lambda m: self._word(m.group(0), known), text)

    def _word(self, word: str, known: frozenset[str]) -> str:
        bare = _POSSESSIVE.sub("", word)
        low = bare.casefold().replace("’", "'")
        if low not in known or (bare.islower() and (is_known(low) or low in NAMES_THAT_ARE_WORDS)):
            return word
        return self.stand_in(bare) + word[len(bare) :]

    def stand_in(self, name: str) -> str:
        """Return the invented name that stands for a name, with its capitals; one that stands for somebody stays.

        Its last syllable is a check on the others, so that reviews which come back from an export or from the queue are
        not given other names each time.
        """
        low = name.casefold()
        if _STAND_IN.fullmatch(low) and low[6:] == self._syllables(f"check {low[:6]}", 1):
            return name
        drawn = self._syllables(f"name {low}", 3)
        made = drawn + self._syllables(f"check {drawn}", 1)
        return made if name.islower() else made.upper() if name.isupper() and len(name) > 1 else made.capitalize()

    def _syllables(self, about: str, count: int) -> str:
        drawn = self._digest(about)
        pairs = zip(drawn[0 : 2 * count : 2], drawn[1 : 2 * count : 2], strict=True)
        return "".join(_ONSETS[a % len(_ONSETS)] + _VOWELS[b % len(_VOWELS)] for a, b in pairs)

    def _digest(self, words: str) -> bytes:
        return hmac.digest(self._key, words.encode(), hashlib.sha256)


def _names_in(text: str) -> set[str]:
    words = list(_WORD.finditer(text))
    found = {w for m in _AFTER_A_TITLE.finditer(text) for w in _WORD.findall(m.group(1))}
    found |= {m.group(0) for m in words if m.group(0)[0].isupper() and names_somebody(m.group(0), text, m)}
    for fact in facts(text):
        if fact.kind is FactKind.NAME:
            found |= {w for w in _WORD.findall(fact.span.of(text)) if not (w.isupper() and len(w) <= LONGEST_ACRONYM)}
    bare = {_POSSESSIVE.sub("", w).casefold().replace("’", "'") for w in found}
    return {w for w in bare if len(w) > 1 and w not in _STAYS}
