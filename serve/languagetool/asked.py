"""One request to `/v2/check`, read."""

from collections.abc import Mapping
from dataclasses import dataclass

from serve.languagetool.annotated import Annotated, annotated, plain
from serve.languagetool.languages import AUTO, Language, language_of
from serve.languagetool.refused import Refused
from serve.languagetool.selection import Selection, selection_of

MOST_CHARACTERS = 100_000
"""Some thirty pages: what is answered before a client gives up waiting."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A text to check, in a language, and what its sender wants to hear of.

    `assumed` says that the sender named no language.
    """

    text: Annotated
    language: Language
    assumed: bool
    selection: Selection


def asked(fields: Mapping[str, str]) -> Asked:
    """Return what the fields of a request ask.

    Raises:
        Refused: when a field is missing, malformed, too long, or contradicts another.
    """
    if "text" in fields and "data" in fields:
        raise Refused("Set only 'text' or 'data' parameter, not both.")
    if "text" not in fields and "data" not in fields:
        raise Refused("Missing 'text' or 'data' parameter.")
    code = fields.get("language", "").strip()
    if not code:
        raise Refused("Missing 'language' parameter, e.g. 'language=en-GB' for British English.")
    language = language_of(code, fields.get("preferredVariants", ""))
    selection = selection_of(fields)
    text = plain(fields["text"]) if "text" in fields else annotated(fields["data"])
    if len(text.sent) > MOST_CHARACTERS:
        limit = f"{MOST_CHARACTERS:,} characters"
        raise Refused(f"Your text exceeds the limit of {limit} (it's {len(text.sent):,}); send it in parts.", 413)
    return Asked(text, language, code.casefold() == AUTO, selection)
