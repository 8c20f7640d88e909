"""The name by which one finding on one objective is known for good, wherever and in whatever format it stands.

An office that has looked at a finding and disagrees says so once; the fingerprint outlives another font, another
place in the file, a curly apostrophe and a lost full stop, and no change of a word.
"""

import hashlib
import re
import unicodedata

from model.criteria import Finding

LENGTH = 16
"""Hexadecimal digits: among a million findings, two alike by chance are a matter of one in 37 million."""
_QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00ad": None, "\u200b": None})


def fingerprint(finding: Finding, objective: str, words: str) -> str:
    """Return the fingerprint of `finding` on the `words` of an objective whose whole text is `objective`."""
    said = "\0".join((finding.rule, _bare(objective), _bare(words)))
    return hashlib.sha256(said.encode()).hexdigest()[:LENGTH]


def _bare(words: str) -> str:
    plain = unicodedata.normalize("NFC", words).translate(_QUOTES).casefold()
    return re.sub(r"\s+", " ", plain).strip(" .;,:!?\"'-")
