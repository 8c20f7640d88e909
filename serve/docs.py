"""`/docs`: the API's reference, from files on this machine, with no inline script and no outside request."""

from importlib.util import find_spec
from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles

from serve.limits import SECURITY_HEADERS

_PAGE = """<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<title>Aimwell: API reference</title>
<link rel="icon" href="/favicon.ico">
<link rel="stylesheet" href="/static/reference/swagger-ui.css">
</head>
<body>
<div id="reference"></div>
<script src="/static/reference/swagger-ui-bundle.js"></script>
<script src="/static/reference.js"></script>
</body>
</html>
"""
_POLICY = SECURITY_HEADERS["Content-Security-Policy"].replace("style-src 'self'", "style-src 'self' 'unsafe-inline'")
"""Swagger UI sets inline styles; scripts stay within files."""


def add_docs(app: FastAPI) -> None:
    """Serve the reference at `/docs`, with the Swagger UI files that the package fastapi-offline carries."""
    spec = find_spec("fastapi_offline")
    assert spec is not None  # noqa: S101  (a dependency of this package)
    assert spec.origin is not None  # noqa: S101
    app.mount("/static/reference", StaticFiles(directory=Path(spec.origin).parent / "static"), name="reference")

    @app.get("/docs", include_in_schema=False)
    def docs() -> HTMLResponse:
        return HTMLResponse(_PAGE, headers={"Content-Security-Policy": _POLICY})
