"""JSON Lines as input: one object a line, each with fields of its own."""

import json
import math
from collections.abc import Iterator
from typing import Any, BinaryIO, NoReturn

from data.bulk.text_file import TextFile, Unreadable
from data.bulk.text_lines import Raw, json_lines


class JsonLines(TextFile):
    """An input of JSON Lines."""

    columns = None

    def raws(self, file: BinaryIO, start: int) -> Iterator[Raw]:
        """Yield the lines from an offset on."""
        return json_lines(file, start)

    def fields(self, raw: Raw) -> dict[str, Any]:
        """Return the object of a line; see `TextFile`."""
        try:
            said = json.loads(raw.line.decode("utf-8"), parse_constant=_no_number, parse_float=_number)
        except UnicodeDecodeError:
            raise
        except (ValueError, RecursionError):
            raise Unreadable('the line is no JSON; write one object a line, such as {"text": "…"}') from None
        if not isinstance(said, dict):
            raise Unreadable('the line is JSON, but no object; write {"text": "…"}')
        return said


def _no_number(_: str) -> NoReturn:
    raise ValueError("JSON has neither NaN nor Infinity")


def _number(said: str) -> float:
    number = float(said)
    if math.isinf(number):
        _no_number(said)
    return number
