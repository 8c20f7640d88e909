"""What the OpenAPI document says of `/v2/check`: its fields are read by hand, because no two clients send the same form."""

from typing import Any

from serve.languagetool.asked import MOST_CHARACTERS

_TEXT = {
    "type": "string",
    "description": f"The text to check; a longer one than {MOST_CHARACTERS:,} characters gets a 413.",
}
_ANNOTATION = {
    "type": "object",
    "properties": {
        "annotation": {
            "type": "array",
            "items": {
                "oneOf": [
                    {"type": "object", "properties": {"text": {"type": "string"}}, "required": ["text"]},
                    {
                        "type": "object",
                        "properties": {"markup": {"type": "string"}, "interpretAs": {"type": "string"}},
                        "required": ["markup"],
                    },
                ]
            },
        }
    },
    "required": ["annotation"],
}
_DATA = {
    "type": "string",
    "contentMediaType": "application/json",
    "contentSchema": _ANNOTATION,
    "description": "In place of `text`: the text as JSON, cut into text and markup. Markup is not read, or read as "
    "what it stands for; offsets count it.",
    "examples": ['{"annotation": [{"markup": "<b>"}, {"text": "John will try harder"}, {"markup": "</b>"}]}'],
}
_LIST = "Names with commas between them, such as "
_OTHERS: dict[str, Any] = {
    "language": {
        "type": "string",
        "pattern": "^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})?-?$",
        "description": "`en-GB`, another English, or `auto`. A text in another language gets no matches.",
        "examples": ["en-GB"],
    },
    "level": {
        "type": "string",
        "pattern": "^(default|picky)?$",
        "description": "`picky` also says what Aimwell cannot tell.",
    },
    "enabledRules": {"type": "string", "description": f"{_LIST}`AIMWELL_NO_NEED_GIVEN`."},
    "disabledRules": {"type": "string", "description": f"{_LIST}`AIMWELL_NO_DEADLINE`."},
    "enabledCategories": {
        "type": "string",
        "description": f"{_LIST}`AIMWELL_RELEVANT` (a criterion) or `STYLE` (all).",
    },
    "disabledCategories": {"type": "string", "description": f"{_LIST}`AIMWELL_MEASURABLE`."},
    "enabledOnly": {
        "type": "string",
        "description": "`true`: nothing but what is enabled by name; then nothing may be disabled.",
    },
    "preferredVariants": {"type": "string", "description": "With `auto`: which English is meant."},
    "motherTongue": {"type": "string", "description": "Read by no rule of Aimwell."},
    "username": {"type": "string", "description": "Anything: the key alone counts."},
    "apiKey": {"type": "string", "description": "The API key, where the service asks for one."},
}
_EXAMPLE = {"text": "John will stop disrupting the class.", "language": "en-GB"}

FORM = {
    "requestBody": {
        "required": True,
        "content": {
            "application/x-www-form-urlencoded": {
                "schema": {
                    "type": "object",
                    "properties": {"text": _TEXT, "data": _DATA, **_OTHERS},
                    "required": ["language"],
                    "oneOf": [{"required": ["text"]}, {"required": ["data"]}],
                },
                "example": _EXAMPLE,
            }
        },
    }
}
"""The form of `POST /v2/check`."""

QUERY = {
    "parameters": [
        {"name": name, "in": "query", "required": name in _EXAMPLE, "schema": schema}
        for name, schema in {"text": _TEXT, **_OTHERS}.items()
    ]
}
"""The same in the address, for `GET /v2/check`."""

_PLAIN = {"text/plain": {"schema": {"type": "string"}}}
REFUSALS: dict[int | str, dict[str, Any]] = {
    400: {
        "description": "A field is missing, malformed, or contradicts another; one line says which.",
        "content": _PLAIN,
    },
    401: {"description": "`apiKey` is missing or not valid.", "content": _PLAIN},
    403: {"description": "The key is valid for something else.", "content": _PLAIN},
    413: {"description": "The text is too long.", "content": _PLAIN},
}
