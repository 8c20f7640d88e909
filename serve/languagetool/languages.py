"""Languages as LanguageTool names them: Aimwell reads English, and takes every other language for what it leaves alone."""

import re
from dataclasses import dataclass

from serve.languagetool.refused import Refused

AUTO = "auto"
_SHAPE = re.compile(r"([A-Za-z]{2,3})((?:[-_][A-Za-z0-9]{1,8}){0,6})[-_]?")
"""A language tag; a locale without a country comes from LibreOffice as `en-`."""


@dataclass(frozen=True, slots=True)
class Language:
    """A language with its name, its short code ("en") and its long one ("en-GB")."""

    name: str
    code: str
    long_code: str

    @property
    def english(self) -> bool:
        """True when Aimwell reads it."""
        return self.code == "en"


LISTED = (
    Language("English", "en", "en"),
    Language("English (Australian)", "en", "en-AU"),
    Language("English (Canadian)", "en", "en-CA"),
    Language("English (GB)", "en", "en-GB"),
    Language("English (Ireland)", "en", "en-IE"),
    Language("English (New Zealand)", "en", "en-NZ"),
    Language("English (South African)", "en", "en-ZA"),
    Language("English (US)", "en", "en-US"),
)
"""One entry a locale: LibreOffice checks a paragraph only where its locale stands here exactly."""
_BY_CODE = {language.long_code.casefold(): language for language in LISTED}
_UNSAID = _BY_CODE["en-gb"]


def language_of(code: str, preferred_variants: str = "") -> Language:
    """Return the language that a request names.

    `auto` is taken for English, for the first English variant of `preferred_variants`, and for British English without
    one: text in another language holds nothing that reads as an English objective.

    Raises:
        Refused: when the code is none.
    """
    if code.casefold() == AUTO:
        variants = (_BY_CODE.get(variant.strip().casefold()) for variant in preferred_variants.split(","))
        return next((variant for variant in variants if variant), _UNSAID)
    shape = _SHAPE.fullmatch(code)
    if shape is None:
        raise Refused("'language' is no language code; send one such as 'en-GB', or 'auto'.")
    short, rest = shape[1].casefold(), shape[2].replace("_", "-")
    tag = short + rest
    known = _BY_CODE.get(tag.casefold())
    return known or Language("English" if short == "en" else tag, short, tag)
