"""What is sent: one objective each, in its context, from the validation texts of the corpus."""

import json
from enum import StrEnum
from functools import cache

from data import corpus
from data.example import Example

AS_OF = "2026-08-20"
"""The day from which the corpus looks ahead, so that every run judges the same."""


class Asked(StrEnum):
    """The route that is asked."""

    SCORE = "/v1/score"
    REWRITE = "/v1/rewrite"


@cache
def bodies(asked: Asked) -> tuple[bytes, ...]:
    """Return the bodies of requests, in the corpus's order."""
    return tuple(_body(asked, example) for example in corpus.load("validation"))


def _body(asked: Asked, example: Example) -> bytes:
    parts = {"text": example.text, "need": example.need, "baseline": example.baseline, "domain": example.domain}
    objective = {name: said for name, said in parts.items() if said}
    whole = {"objectives": [objective], "as_of": AS_OF} if asked is Asked.SCORE else {**objective, "as_of": AS_OF}
    return json.dumps(whole, ensure_ascii=False).encode()
