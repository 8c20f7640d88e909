"""Refusals as RFC 9457 problem documents: what is wrong, in which field, what to do; never what somebody typed."""

import logging
import re
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, PlainTextResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from model.errors import (
    AimwellError,
    BundleError,
    IgnoreFileError,
    InputError,
    NotWritten,
    RegistryError,
    ReviewConflict,
    StoreError,
    StoreFull,
)
from serve.faults import place_of
from serve.languagetool.refused import Refused
from serve.refusals import Refusal

log = logging.getLogger("aimwell")
PROBLEM_TYPE = "application/problem+json"
_FIELD_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,39}")


class FieldProblem(BaseModel):
    """What is wrong with one field; `field` is a path such as "objectives.0.text"."""

    field: str
    detail: str


class Problem(BaseModel):
    """An RFC 9457 problem document."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    errors: list[FieldProblem] = Field(default_factory=list)


class BodyTooLarge(AimwellError):
    """A request's body is over the limit."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        super().__init__(f"The body is over {limit:,} bytes; send fewer objectives in one request.")


def problem(status: int, title: str, detail: str, errors: Sequence[FieldProblem] = ()) -> JSONResponse:
    """Return the problem document as a response."""
    body = Problem(title=title, status=status, detail=detail, errors=list(errors))
    return JSONResponse(jsonable_encoder(body), status, media_type=PROBLEM_TYPE)


def install(app: FastAPI) -> None:
    """Render every refusal and every fault of the service in this one place."""
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(InputError, _input)
    app.add_exception_handler(BodyTooLarge, _too_large)
    app.add_exception_handler(Refusal, _refusal)
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(IgnoreFileError, _not_kept)
    app.add_exception_handler(StoreError, _not_stored)
    app.add_exception_handler(ReviewConflict, _conflict)
    app.add_exception_handler(NotWritten, _not_written)
    app.add_exception_handler(RegistryError, _not_decided)
    app.add_exception_handler(BundleError, _not_decided)
    app.add_exception_handler(Exception, _fault)


PROBLEM_RESPONSES: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "description": said, "content": {PROBLEM_TYPE: {}}}
    for status, said in (
        (400, "The body is no JSON."),
        (413, "The body is too large."),
        (422, "A field is missing, malformed or over its limit; `errors` names it."),
    )
}


async def _invalid(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101  (registered for nothing else)
    found = [FieldProblem(field=_path(e["loc"]), detail=words_of(e)) for e in error.errors()]
    if any(e["type"] == "json_invalid" for e in error.errors()):
        return problem(400, "Not JSON", "The body could not be read as JSON; check its brackets and quotes.", found)
    return problem(422, "Not valid", "Some fields are not as they should be; nothing was judged.", found)


async def _http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101
    response = problem(error.status_code, str(error.detail), str(error.detail))
    response.headers.update(error.headers or {})
    if error.status_code == 405 and (methods := _methods(request)):
        response.headers["Allow"] = ", ".join(methods)
    return response


async def _input(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, InputError)  # noqa: S101
    return problem(422, "Not valid", str(error), [FieldProblem(field=error.field, detail=error.reason)])


async def _too_large(_: Request, error: Exception) -> JSONResponse:
    return problem(413, "Too large", str(error))


async def _refused(_: Request, error: Exception) -> PlainTextResponse:
    assert isinstance(error, Refused)  # noqa: S101
    return PlainTextResponse(str(error), error.status, error.headers)


async def _not_kept(_: Request, error: Exception) -> JSONResponse:
    log.error("%s", error)
    said = "What is ignored cannot be read or kept at the moment; whoever runs Aimwell finds the reason in its log."
    return problem(503, "Not kept", said)


async def _not_decided(_: Request, error: Exception) -> JSONResponse:
    return problem(409, "Not decided", str(error))


async def _not_written(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, NotWritten)  # noqa: S101
    log.error("%s", error)
    if error.full:
        return problem(507, "The disk is full", f"{_UNWRITTEN}; whoever runs Aimwell has to free some space.")
    return problem(503, "Not written", f"{_UNWRITTEN}; whoever runs Aimwell finds the reason in its log.")


_UNWRITTEN = "What was decided cannot be written, so everything is as it was"


async def _not_stored(_: Request, error: Exception) -> JSONResponse:
    log.error("%s", error)
    said = "The reviews cannot be read or kept at the moment, and nothing was; "
    if isinstance(error, StoreFull):
        return problem(507, "The disk is full", f"{said}whoever runs Aimwell has to free some space.")
    response = problem(503, "Not kept", f"{said}whoever runs Aimwell finds the reason in its log.")
    response.headers["Retry-After"] = "5"
    return response


async def _conflict(_: Request, error: Exception) -> JSONResponse:
    return problem(409, "Sent before", f"{error}; nothing was stored.")


async def _refusal(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, Refusal)  # noqa: S101
    return refusal(error)


async def _fault(_: Request, error: Exception) -> JSONResponse:
    return fault(error)


def refusal(error: Refusal) -> JSONResponse:
    """Return what the door answers where it does not let a request through."""
    response = problem(error.status, error.title, str(error))
    response.headers.update(error.headers)
    return response


def fault(error: Exception) -> JSONResponse:
    """Log where the service failed, and return what its client is told; neither holds a word of the error's message."""
    log.error("fault: %s", place_of(error))
    return problem(
        500, "Our fault", "Something failed inside Aimwell; nothing was kept. Please report when it happened."
    )


def _methods(request: Request) -> list[str]:
    """Return every method that the address knows: a router names those of the first route that it finds there."""
    template = getattr(request.scope.get("route"), "path", None)
    app: FastAPI = request.app
    return sorted(method.upper() for method in app.openapi()["paths"].get(template, {}))


def _path(loc: Sequence[str | int]) -> str:
    return ".".join(_part(part) for part in loc if part != "body") or "body"


def _part(part: str | int) -> str:
    """Return a step of a field's path; a name that no field could have may be somebody's words in the wrong place."""
    return str(part) if isinstance(part, int) or _FIELD_NAME.fullmatch(part) else "(a name that is no field's)"


def words_of(error: Mapping[str, Any]) -> str:
    """Return pydantic's message without the input that it would quote."""
    return str(error["msg"]).removeprefix("Value error, ")
