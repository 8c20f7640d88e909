"""The web component: `GET /static/aimwell.js`, and `/embed` and `GET /v1/embed`, which say how a page embeds it."""

from html import escape
from importlib.resources import files

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from serve.embed import component

_FOR_GOOD = "public, max-age=31536000, immutable"


class EmbedOut(BaseModel):
    """What a page says to embed the web component of exactly this version."""

    model_config = ConfigDict(frozen=True)

    version: str = Field(examples=["0.1.0"])
    src: str = Field(description="Where the file is; the address changes whenever the file does.")
    integrity: str = Field(description="The hash that a browser holds the file to.", examples=["sha384-…"])
    script: str = Field(description="The line of HTML, ready to paste.")


def add_component(app: FastAPI) -> None:
    """Serve the component, put together once; its file is public and holds no data, so that any page may load it."""
    built = component()
    example = (files("serve") / "web" / "embed.html").read_text(encoding="utf-8")

    @app.api_route("/static/aimwell.js", methods=["GET", "HEAD"], include_in_schema=False)
    def script(request: Request, v: str = "") -> Response:
        headers = {
            "Cache-Control": _FOR_GOOD if v == built.tag else "no-cache",
            "ETag": f'"{built.tag}"',
            "Access-Control-Allow-Origin": "*",  # one copy in a browser's cache serves pages from here and from elsewhere
            "Cross-Origin-Resource-Policy": "cross-origin",
        }
        if built.tag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        return Response(built.script, media_type="text/javascript", headers=headers)

    @app.get("/v1/embed", tags=["embed"], summary="How does a page embed the web component?")
    def embed(request: Request) -> EmbedOut:
        """Give the address, the version and the hash of the web component, and the line of HTML that embeds it."""
        service = str(request.base_url)
        return EmbedOut(
            version=built.version,
            src=built.address(service),
            integrity=built.integrity,
            script=built.line(service),
        )

    @app.get("/embed", include_in_schema=False)
    def page(request: Request) -> HTMLResponse:
        line = built.line(str(request.base_url))
        own = built.line(request.scope.get("root_path", ""))
        said = example.replace("{{line}}", escape(line)).replace("{{own}}", own).replace("{{version}}", built.version)
        return HTMLResponse(said)
