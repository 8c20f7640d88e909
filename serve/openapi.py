"""The OpenAPI document: what the door may answer on every route is said here once, so that no route forgets it."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from serve.access import HEALTH, Rule, Way, rule_for
from serve.errors import PROBLEM_TYPE, FieldProblem, Problem

BEARER, HEADER = "bearer", "header"
_SCHEMES = {
    BEARER: {"type": "http", "scheme": "bearer", "description": "An API key, where the service asks for one."},
    HEADER: {
        "type": "apiKey",
        "in": "header",
        "name": "X-API-Key",
        "description": "The same, for clients without the other.",
    },
}
_REF = {"$ref": "#/components/schemas/Problem"}
_EVERYWHERE = {
    403: "A page of an origin that is not listed asks, the key lacks the scope, or there are no keys and it is not this machine.",
    413: "The body is too large.",
    421: "The service does not answer to the host that was asked for.",
}
_ADMITTED = {
    408: "The body did not arrive in time.",
    503: "The service is busy or stopping, or the answer was not there in time; `Retry-After` says when to ask again.",
}
_BY_KEY = {
    401: "A key is needed and there is none that is valid; `WWW-Authenticate` says how to send it.",
    429: "Too many requests in a minute; `Retry-After` says when the next is taken.",
}


def document(app: FastAPI) -> None:
    """Have the app describe itself, the door included."""

    def described() -> dict[str, Any]:
        if app.openapi_schema is None:
            found = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
            _add(found)
            app.openapi_schema = found
        return app.openapi_schema

    app.openapi = described  # type: ignore[method-assign]  # FastAPI's documented way


def _add(found: dict[str, Any]) -> None:
    components = found.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    for model in (FieldProblem, Problem):
        schemas[model.__name__] = model.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas[model.__name__].pop("$defs", None)
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    components["securitySchemes"] = _SCHEMES
    for path, operations in found["paths"].items():
        for operation in operations.values():
            _complete(operation, rule_for(path), path)


def _complete(operation: dict[str, Any], rule: Rule, path: str) -> None:
    needs_key = rule.way is not Way.OPEN
    if needs_key:
        # Without any key on the service everybody may ask: the empty requirement.
        operation["security"] = [{}, {BEARER: [rule.scope.value]}, {HEADER: [rule.scope.value]}]
    said = {**_EVERYWHERE, **({} if path in HEALTH else _ADMITTED), **(_BY_KEY if needs_key else {})}
    responses = operation["responses"]
    for status, words in said.items():
        response = responses.setdefault(str(status), {"description": words})
        if words not in response["description"]:
            response["description"] += f" {words}"
        response.setdefault("content", {}).setdefault(PROBLEM_TYPE, {"schema": _REF})
    for response in responses.values():
        _as_problem(response.get("content", {}))


def _as_problem(content: dict[str, Any]) -> None:
    """Say that a problem is a problem document: FastAPI files its model under JSON, where no answer of ours is."""
    if PROBLEM_TYPE in content and (content.get("application/json", {}).get("schema") in (_REF, None)):
        content.pop("application/json", None)
        content[PROBLEM_TYPE] = {"schema": _REF}
