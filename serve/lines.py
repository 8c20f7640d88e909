"""JSON Lines in, JSON Lines out: one reply a line, in order; a bad line spoils nothing but itself."""

import itertools
import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Generic, TypeVar

from pydantic import ValidationError

from model.errors import InputError
from serve.errors import FieldProblem, Problem, words_of
from serve.schemas import ObjectiveIn

Asked = TypeVar("Asked", bound=ObjectiveIn)
Reply = dict[str, Any]
BATCH = 64
"""Lines that are answered together; replies are written as soon as their batch is done."""
MAX_LINE = 50_000
"""Characters in a line; a longer one is refused unread."""


class Lines(Generic[Asked]):
    """Answers lines that each hold the fields of `kind` and, if they like, an "id"."""

    def __init__(self, kind: type[Asked], answer: Callable[[list[Asked]], Iterable[Reply]]) -> None:
        self.kind = kind
        self.answer = answer

    def replies(self, lines: Iterable[str]) -> Iterator[Reply]:
        """Yield one reply a line that is not blank, with the line's "id" where it has one."""
        wanted = (line for line in lines if line.strip())
        while batch := list(itertools.islice(wanted, BATCH)):
            read = [self._read(line) for line in batch]
            answered = iter(self.answer([asked for asked, _ in read if asked is not None]))
            for asked, reply in read:
                yield reply if asked is None else {**reply, **next(answered)}

    def _read(self, line: str) -> tuple[Asked | None, Reply]:
        """Return what a line asks and the start of its reply, or None and the error that is its reply."""
        identity: Reply = {}
        try:
            fields = _fields(line)
            if "id" in fields:
                identity = {"id": fields.pop("id")}
            return self.kind.model_validate(fields), identity
        except InputError as error:
            return None, {**identity, "error": _problem([FieldProblem(field=error.field, detail=error.reason)])}
        except ValidationError as error:
            found = [FieldProblem(field=".".join(map(str, e["loc"])), detail=words_of(e)) for e in error.errors()]
            return None, {**identity, "error": _problem(found)}


def _fields(line: str) -> dict[str, Any]:
    if len(line) > MAX_LINE:
        raise InputError("line", f"is over {MAX_LINE:,} characters; shorten it")
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError):
        raise InputError("line", 'is no JSON; write one object a line, such as {"text": "…"}') from None
    if not isinstance(fields, dict):
        raise InputError("line", 'is JSON, but no object; write {"text": "…"}')
    return fields


def _problem(found: list[FieldProblem]) -> Reply:
    body = Problem(title="Not valid", status=422, detail="This line was not judged; the others were.", errors=found)
    return body.model_dump()
