"""What goes into an output row: the input's own fields, and what was found out about them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What a new column of a flat output holds."""

    TEXT = "text"
    NUMBER = "number"
    FLAG = "flag"


@dataclass(frozen=True, slots=True)
class OutRow:
    """One row of the output."""

    own: Mapping[str, Any]
    said: Mapping[str, Any]


def as_text(value: Any) -> str | None:
    """Return a field as the text of a cell: what is neither text nor nothing as JSON."""
    if value is None:
        return None
    said = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    try:
        said.encode("utf-8")
    except UnicodeEncodeError:  # half a character, from a JSON escape
        return said.encode("utf-8", "replace").decode("utf-8")
    return said
