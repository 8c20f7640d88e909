"""The fields of a request, whatever a client calls a form.

LibreOffice 7.4 sends the author's words as they stand, without percent-encoding: `text=R&D plan: 50% + A&language=en-GB`.
Others send a form, some of them under a wrong content type, some of them in the address. The content type says nothing here.
"""

import re
from urllib.parse import parse_qsl

from serve.languagetool.refused import Refused

MOST_FIELDS = 100
_FORM = re.compile(rb"(?:[!-$&-~]|%[0-9A-Fa-f]{2})*")
"""Bytes that a form may hold: no space, nothing beyond ASCII, and a percent sign only before two digits."""
_RAW = re.compile(r"text=(.*)&language=([A-Za-z0-9-]*)(?:&username=(.*?)&apiKey=(.*))?", re.DOTALL)
_HALF_A_CHARACTER = re.compile("[\ud800-\udfff]")


def read_fields(query: str, body: bytes) -> dict[str, str]:
    """Return the fields of a request's address and body; where both have one, the body's counts.

    Half a character (a lone surrogate) becomes U+FFFD, which is as long in UTF-16: offsets stay what they were.

    Raises:
        Refused: when there are more fields than any client sends.
    """
    return {name: whole(words) for name, words in {**_form(query), **_body(body)}.items()}


def whole(words: str) -> str:
    """Return the words with U+FFFD in place of every half a character."""
    return _HALF_A_CHARACTER.sub("\ufffd", words)


def _body(body: bytes) -> dict[str, str]:
    try:
        said = body.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        said = body.decode("utf-8", "replace")
    raw = None if _FORM.fullmatch(body) else _RAW.fullmatch(said)
    if raw is None:
        return _form(said)
    text, language, username, key = raw.groups()
    found = {"text": text, "language": language, "username": username, "apiKey": key}
    return {name: words for name, words in found.items() if words is not None}


def _form(said: str) -> dict[str, str]:
    try:
        return dict(parse_qsl(said, keep_blank_values=True, errors="replace", max_num_fields=MOST_FIELDS))
    except ValueError:
        raise Refused(f"The request has more than {MOST_FIELDS} fields; percent-encode the text.") from None
