"""The types of the Python client are those that the service documents: none is missing, none is of another kind."""

from dataclasses import fields, is_dataclass
from datetime import datetime
from types import NoneType, UnionType
from typing import Any, Literal, get_args, get_origin, get_type_hints

import pytest

from aimwell_client import Ignored, IgnoredMatches, Objective, Problem, Review, Reviews, Rewritten, Scored
from serve.app import create_app
from serve.errors import Problem as ProblemOut
from tests.serve.conftest import services

JSON = {"string": str, "integer": int, "number": float, "boolean": bool}


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return create_app(services()).openapi()


def documented(schema: dict[str, Any], document: dict[str, Any]) -> Any:
    """Return what a schema says as a dictionary of its fields, a list of one kind, None beside what may be null, and so on."""
    if "$ref" in schema:
        return documented(document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]], document)
    if "properties" in schema:
        return {name: documented(part, document) for name, part in schema["properties"].items()}
    if "anyOf" in schema:
        return tuple(documented(option, document) for option in schema["anyOf"])
    if "enum" in schema:
        return set(schema["enum"])
    if schema["type"] == "array":
        return [documented(schema["items"], document)]
    if schema["type"] == "null":
        return None
    return datetime if schema.get("format") == "date-time" else JSON[schema["type"]]


def typed(kind: Any) -> Any:
    """Return what a type of the client says, in the same way."""
    if is_dataclass(kind):
        kinds = get_type_hints(kind)
        return {f.name: typed(kinds[f.name]) for f in fields(kind)}
    if get_origin(kind) is UnionType:
        return tuple(typed(option) for option in get_args(kind))
    if get_origin(kind) is Literal:
        return set(get_args(kind))
    if get_origin(kind) is tuple:
        return [typed(get_args(kind)[0])]
    return None if kind is NoneType else kind


@pytest.mark.parametrize(
    ("path", "method", "status", "kind"),
    [
        ("/v1/score", "post", "200", Scored),
        ("/v1/rewrite", "post", "200", Rewritten),
        ("/v1/ignored", "get", "200", IgnoredMatches),
        ("/v1/ignored", "post", "201", Ignored),
        ("/v1/ignored", "post", "200", Ignored),
        ("/v1/reviews", "post", "201", Reviews),
        ("/v1/reviews", "post", "200", Reviews),
    ],
)
def test_every_field_of_a_reply_is_in_the_client_as_documented(
    document: dict[str, Any], path: str, method: str, status: str, kind: type
) -> None:
    reply = document["paths"][path][method]["responses"][status]["content"]["application/json"]["schema"]
    assert typed(kind) == documented(reply, document)


def test_every_field_of_an_objective_is_in_the_client(document: dict[str, Any]) -> None:
    known = document["components"]["schemas"]["ObjectiveIn"]
    assert list(documented(known, document)) == [f.name for f in fields(Objective)]


def test_every_field_of_a_review_is_in_the_client(document: dict[str, Any]) -> None:
    body = document["paths"]["/v1/reviews"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    known = documented(body["oneOf"][0], document)
    assert {f.name for f in fields(Review)} - {"objective"} | {f.name for f in fields(Objective)} == known.keys()


def test_every_field_of_a_problem_is_in_the_client() -> None:
    problem = Problem(422, "Not valid", "Nothing was judged.")
    assert set(ProblemOut.model_fields) - {"type"} == set(vars(problem))
